"""Which deck file what comes from outside belongs to, and what becomes of that file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from quizzer_decks.deck_file import read_deck_file, write_deck
from quizzer_decks.formats.foreign import Foreign, ForeignDeck
from quizzer_decks.merging import Merged, Origin, Rule, Standing, merge, slug_of
from quizzer_decks.model import Deck, Question

_FULL = 1_500
"""Questions after which a deck goes on in another file: a deck file may hold 2,000."""

_HEAVY = 1_000_000
"""Characters of text after which it does: a deck file may have two megabytes."""


@dataclass(slots=True)
class Part:
    """One deck file as it will be."""

    id: str
    path: Path
    head: Deck
    """Everything but the questions."""
    questions: dict[str, Question] = field(default_factory=dict)
    weight: int = 0
    changed: bool = False

    @property
    def full(self) -> bool:
        """Whether more questions go to another file."""
        return len(self.questions) >= _FULL or self.weight >= _HEAVY

    def put(self, question: Question) -> None:
        """Add a question, or put another wording in its place."""
        self.questions[question.id] = question
        self.weight += len(str(question))
        self.changed = True

    def text(self) -> str:
        """Return the deck file."""
        return write_deck(replace(self.head, questions=tuple(self.questions.values())))


@dataclass(frozen=True, slots=True)
class Shelved:
    """What became of a deck from outside."""

    title: str
    incoming: Sequence[Foreign]
    """In the order of `merged.ids`."""
    merged: Merged
    places: Mapping[str, str]
    """Deck by question id."""

    def placed(self) -> Iterator[tuple[Foreign, str, str]]:
        """Yield each question with the deck and the id it has here."""
        for foreign, id_ in zip(self.incoming, self.merged.ids, strict=True):
            yield foreign, self.places[id_], id_


class Shelves:
    """The learner's decks while an import is worked out; nothing is written.

    `find` returns the file of a deck that there is, bundled or own; `origins` what is remembered of earlier imports.
    """

    def __init__(
        self,
        folder: Path,
        find: Callable[[str], Path | None],
        origins: Mapping[str, Mapping[str, Origin]],
        rule: Rule,
    ) -> None:
        self._folder = folder
        self._find = find
        self._rule = rule
        self.origins: dict[str, dict[str, Origin]] = {deck: dict(known) for deck, known in origins.items()}
        self._by_key = {origin.key: deck for deck, known in origins.items() for origin in known.values() if origin.key}
        self._parts: dict[str, Part] = {}

    @property
    def changed(self) -> list[Part]:
        """The deck files that are to be written."""
        return [part for part in self._parts.values() if part.changed]

    def shelve(self, deck: ForeignDeck, source_ms: int) -> Iterator[Shelved]:
        """Merge a deck from outside into the learner's, and yield what became of it, where it goes to several decks."""
        title = " › ".join(deck.path)
        for base, questions in self._split(deck).items():
            parts = self._standing(base, deck, title)
            merged = self._merge(parts, questions, source_ms)
            yield Shelved(title, questions, merged, self._distribute(base, parts, merged, deck, title))

    def _split(self, deck: ForeignDeck) -> dict[str, list[Foreign]]:
        """Return the questions by the deck they belong to: where they came before, else where the source says."""
        base = deck.id or self._free_base("/".join(slug_of(part) for part in deck.path))
        found: dict[str, list[Foreign]] = {}
        for question in deck.questions:
            known = self._by_key.get(question.key) if question.key and not deck.id else None
            found.setdefault(_base(known) if known else base, []).append(question)
        return found

    def _free_base(self, wanted: str) -> str:
        """Return an id that is free, or that of a deck that came from outside before."""
        base, number = wanted, 1
        while base not in self.origins and base not in self._parts and self._find(base) is not None:
            number += 1
            base = f"{wanted}-{number}"
        return base

    def _standing(self, base: str, deck: ForeignDeck, title: str) -> list[Part]:
        """Return the files of a deck, at least one; a long deck goes on in others, with a number behind its id."""
        parts = [self._part(base, deck, title)]
        while (following := _following(base, len(parts) + 1)) in self.origins or following in self._parts:
            parts.append(self._part(following, deck, title))
        return parts

    def _part(self, id_: str, deck: ForeignDeck, title: str) -> Part:
        part = self._parts.get(id_)
        if part is None:
            path = self._find(id_)
            there = read_deck_file(path, id_)[0] if path is not None else None
            head = there or Deck(id_, title, (), deck.covers, deck.needs, deck.tags, deck.description)
            own = path if path is not None and path.is_relative_to(self._folder) else self._folder / f"{id_}.yaml"
            part = Part(id_, own, replace(head, questions=()))
            for question in there.questions if there else ():
                part.put(question)
            part.changed = False
            self._parts[id_] = part
        return part

    def _merge(self, parts: Sequence[Part], questions: Sequence[Foreign], source_ms: int) -> Merged:
        standing = Standing(
            tuple(question for part in parts for question in part.questions.values()),
            {id_: origin for part in parts for id_, origin in self.origins.get(part.id, {}).items()},
            max((_modified_ms(part.path) for part in parts), default=0),
        )
        return merge(standing, questions, self._rule, source_ms)

    def _distribute(
        self, base: str, parts: list[Part], merged: Merged, deck: ForeignDeck, title: str
    ) -> dict[str, str]:
        """Put the questions that are new or changed into their files, and return where each is."""
        places = {id_: part.id for part in parts for id_ in part.questions}
        by_id = {question.id: question for question in merged.questions}
        by_part = {part.id: part for part in parts}
        for id_ in merged.changed:
            by_part[places[id_]].put(by_id[id_])
        for id_ in merged.new:
            if parts[-1].full:
                number = len(parts) + 1
                parts.append(self._part(_following(base, number), deck, f"{title} ({number})"))
            parts[-1].put(by_id[id_])
            places[id_] = parts[-1].id
        for id_ in merged.ids:
            self.origins.setdefault(places[id_], {})[id_] = merged.origins[id_]
        return places


def _following(base: str, number: int) -> str:
    return f"{base}-part-{number}"


def _base(deck: str) -> str:
    base, mark, number = deck.rpartition("-part-")
    return base if mark and number.isdigit() else deck


def _modified_ms(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1_000_000
    except OSError:
        return 0
