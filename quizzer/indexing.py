"""From a deck file's bytes to what the store keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import overload

from msgspec.structs import astuple

from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer_decks.contrasts import contrasted
from quizzer_decks.deck_file import read_deck
from quizzer_decks.model import Deck, Problem, Question
from quizzer_decks.prompts import card_parts
from quizzer_decks.question_json import json_text, question_row
from quizzer_decks.yaml_text import decode

_NO_TEXT = frozenset({"id", "kind", "contrast"})
_SAID = slice(2, -1)
"""Of a row: what stands between these."""


def digest_of(data: bytes) -> str:
    """Return a digest of a file's content: two with the same one are alike."""
    return blake2b(data, digest_size=16).hexdigest()


def indexed_deck(data: bytes, path: str, default_id: str) -> tuple[IndexedDeck | None, list[Problem]]:
    """Return the deck in a file, None when nothing in it is usable, and everything that is wrong with it."""
    text, problems = decode(data, path)
    if text is None:
        return None, problems
    deck, found = read_deck(text, path, default_id)
    return (index_of(deck) if deck else None), [*problems, *found]


def index_of(deck: Deck) -> IndexedDeck:
    """Return a deck as the index keeps it."""
    return IndexedDeck(
        id=deck.id,
        title=deck.title,
        questions=_Questions(deck),
        description=deck.description,
        covers=deck.covers,
        needs=deck.needs,
        tags=deck.tags,
    )


class _Questions(Sequence[IndexedQuestion]):
    """The questions of a deck as the index keeps them, made when they are asked for: it keeps much more of each."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck

    def __len__(self) -> int:
        return len(self._deck.questions)

    @overload
    def __getitem__(self, place: int) -> IndexedQuestion: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[IndexedQuestion]: ...
    def __getitem__(self, place: int | slice) -> IndexedQuestion | Sequence[IndexedQuestion]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        return _question(self._deck, range(len(self))[place], self._deck.questions[place])

    def __iter__(self) -> Iterator[IndexedQuestion]:
        return (_question(self._deck, place, question) for place, question in enumerate(self._deck.questions))


def _question(deck: Deck, place: int, question: Question) -> IndexedQuestion:
    row = question_row(question)
    body = json_text(row)
    parts = card_parts(question)
    tags = _together(deck.tags, question.tags)
    key = "\0".join((body, *parts, "", *tags))
    contrasts = tuple(contrasted(deck.id, question)) if question.contrast else ()
    search, digest = " ".join(_texts(astuple(row)[_SAID])).casefold(), digest_of(key.encode())
    return IndexedQuestion(
        question.id, place, question.body.kind, question.line, body, search, digest, parts, tags, contrasts
    )


@lru_cache(maxsize=4096)
def _together(ours: tuple[str, ...], its: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of a deck and of a question; the same ones are one value."""
    return tuple(dict.fromkeys((*ours, *its)))


def _texts(values: Iterable[object]) -> list[str]:
    """Return every text in a question, what an author wrote in the order it was written."""
    found: list[str] = []
    for value in values:
        if value.__class__ is str:
            if value:
                found.append(value)
        elif value:
            _gather(value, found)
    return found


def _gather(value: object, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _gather(inner, found)
    elif isinstance(value, dict):
        found += _texts([inner for name, inner in value.items() if name not in _NO_TEXT])
