"""What a reader gathers on its way through a source: questions by deck, what is left out, and what stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.json import Encoder

from quizzer_decks.fields import MAX_TEXT
from quizzer_decks.formats import texts
from quizzer_decks.formats.foreign import (
    Foreign,
    ForeignDeck,
    MediaFile,
    Options,
    Reading,
    Skipped,
    Standing,
    Unreadable,
)
from quizzer_decks.model import Body, Question
from quizzer_decks.question_json import question_from_json, question_to_json
from quizzer_decks.sanitize import sanitize

_MOST = 200_000
"""Questions of one source; no quiz has as many."""

_encode = Encoder(order="deterministic").encode
_SPELT = (("\\\\", "x"), ('\\"', "'"), ("\\n", " "), ("\\t", " "))
"""In JSON, and something of its sort that takes one character."""
_TO_BE_CLEANED = ("\\", '" ', ' "', '[""', ',""', '{""', '"ask":""', '"text":""')
"""Then: a character that is spelt by its number, a blank at either end of a text, a text that is empty."""


class Harvest:
    """Gathers the questions of one source. `path` is the deck of what the source puts into none."""

    def __init__(self, name: str, options: Options, path: tuple[str, ...]) -> None:
        self._name = name
        self._fixed = options.deck
        self.path = path
        self._place = ""
        self._decks: dict[tuple[str, ...], list[Foreign]] = {}
        self._seen: set[bytes] = set()
        self._keys: dict[str, int] = {}
        self._count = 0
        self._common: dict[str, tuple[str, int]] = {}
        self.skipped: list[Skipped] = []
        self.warnings: list[str] = []
        self.duplicates = 0

    def begin(self, path: tuple[str, ...], place: str) -> None:
        """Begin another file of the source: its deck, and what its places are told with."""
        self.path = path
        self._place = place

    def skip(self, where: str, why: str) -> None:
        """Note what is left out."""
        self._bounded()
        self.skipped.append(Skipped(self._place + where, why))

    def leave(self, where: str, what: str) -> None:
        """Note what is left out of a question as out of many others: it is told once, with their number."""
        first, count = self._common.get(what, (self._place + where, 0))
        self._common[what] = first, count + 1

    def _bounded(self) -> None:
        self._count += 1
        if self._count > _MOST:
            raise Unreadable(f"It holds over {_MOST:,} questions and remarks; split it.")

    def add(
        self,
        made: Body | Sequence[Body] | str,
        where: str,
        *,
        path: tuple[str, ...] = (),
        key: str = "",
        hint: str = "",
        why: str = "",
        source: Iterable[str] = (),
        tags: Iterable[str] = (),
        standings: Iterable[tuple[int, Standing]] = (),
    ) -> None:
        """Take what a question became; a text says why it became nothing.

        `standings` are of the cards of its bodies, each with the place of the body.
        """
        if isinstance(made, str):
            self.skip(where, made)
            return
        self._bounded()
        bodies = [made] if isinstance(made, Struct) else made
        stood = list(standings)
        tagged = tuple(dict.fromkeys(filter(None, (texts.plain_of(tag) for tag in tags))))
        for number, body in enumerate(bodies):
            question = Question("", body, hint=hint, why=why, source=tuple(source), tags=tagged)
            own = tuple(standing for place, standing in stood if place == number)
            self._take(question, where, path, f"{key}/{number + 1}" if key and len(bodies) > 1 else key, own)

    def _take(
        self, question: Question, where: str, path: tuple[str, ...], key: str, standings: tuple[Standing, ...]
    ) -> None:
        wording = plain_wording(question)
        if not wording:
            kept = as_kept(question)
            if isinstance(kept, str):
                self.skip(where, kept)
                return
            question, wording = kept, _encode(kept)
        if wording in self._seen:
            self.duplicates += 1
            return
        self._seen.add(wording)
        if key:
            self._keys[key] = self._keys.get(key, 0) + 1
            key = key if self._keys[key] == 1 else f"{key}#{self._keys[key]}"
        named = tuple(filter(None, (sanitize(texts.plain_of(part))[:200] for part in path or self.path)))
        deck = (self._fixed,) if self._fixed else named or self.path
        taken = Foreign(question, key, self._place + where, standings=standings)
        self._decks.setdefault(deck, []).append(taken)

    def reading(self, source: str, media: Sequence[MediaFile] = ()) -> Reading:
        """Return all of it. Unreadable when there is no question; then the first reason is told."""
        if not self._decks:
            first = f": {self.skipped[0].where}: {self.skipped[0].why}" if self.skipped else ""
            raise Unreadable(f"{source} has no question in it that can be asked{first}.")
        decks = tuple(ForeignDeck(path, tuple(questions)) for path, questions in self._decks.items())
        return Reading(
            self._name,
            decks,
            (*self.skipped, *self._left()),
            tuple(dict.fromkeys(self.warnings)),
            tuple(media),
            duplicates=self.duplicates,
        )

    def _left(self) -> Iterable[Skipped]:
        for what, (first, count) in self._common.items():
            others = f" and {count - 1} other{'s' if count > 2 else ''}" if count > 1 else ""
            yield Skipped(first + others, what)


def plain_wording(question: Question) -> bytes:
    """Return a question's JSON where `as_kept`, which takes ten times as long, surely leaves it as it is; else nothing.

    That holds of most.
    """
    try:
        wording = _encode(question)
    except UnicodeEncodeError:
        return b""
    text = wording.decode()
    if len(wording) > MAX_TEXT or not text.isprintable():
        return b""
    for spelt, meant in _SPELT:
        text = text.replace(spelt, meant)
    return b"" if any(sign in text for sign in _TO_BE_CLEANED) else wording


def as_kept(question: Question) -> Question | str:
    """Return a question whose texts are as a deck file will give them back, or why none can hold it."""
    content: Any = _mapped(question_to_json(question), lambda text: sanitize(text).strip())
    if not (content.get("ask") or content.get("text")) or not all(_strings({**content, "id": "-"})):
        return "one of its texts is empty"
    if any(len(text) > MAX_TEXT for text in _strings(content)):
        return f"one of its texts has over {MAX_TEXT:,} characters"
    return question_from_json(content)


def _mapped(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): _mapped(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_mapped(inner, change) for inner in value]
    return value


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
