"""Anki's packages as decks of ours, with their history and their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from quizzer_decks.formats.anki.collection import CardRow, Collection, Note, memory_of
from quizzer_decks.formats.anki.notes import Made, Refused, questions
from quizzer_decks.formats.anki.package import Package
from quizzer_decks.formats.foreign import (
    Foreign,
    ForeignDeck,
    Learnt,
    MediaFile,
    Occasion,
    Options,
    Past,
    Reading,
    Skipped,
    Standing,
    Unreadable,
)

_ZIP = b"PK\x03\x04"
_SQLITE = b"SQLite format 3\0"
_SUFFIXES = (".apkg", ".colpkg")
_STATES: tuple[Learnt, ...] = ("new", "learning", "review", "relearning")
_OCCASIONS: tuple[Occasion, ...] = ("learn", "review", "relearn", "cram")
_EPOCH_SECONDS = 1_000_000_000
_LAST_DAY = date(9999, 12, 1)
_UNSAFE = re.compile(r"[^\w.-]+")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file looks like one of Anki's packages, from 0 to 100."""
    if head.startswith(_ZIP):
        return 98 if source.suffix.lower() in _SUFFIXES else 85 if b"collection.anki2" in head else 5
    return 30 if source.suffix.lower() in _SUFFIXES else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a package. Nothing of it is run, and its database is read from a copy in `scratch`."""
    package = Package(source)
    collection = Collection(package.collection(scratch), source.name)
    return _Package(collection, package.media(), options).reading()


@dataclass(slots=True)
class _Package:
    """One package, while it is read."""

    collection: Collection
    files: Sequence[MediaFile]
    options: Options
    skipped: list[Skipped] = field(default_factory=list)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Key and part by card."""
    shown: dict[str, None] = field(default_factory=dict)
    """The media that questions show."""

    def reading(self) -> Reading:
        """Return all that is in it."""
        decks: dict[tuple[str, ...], list[Foreign]] = {}
        cards = self._cards()
        names = {file.name: _kept_name(file.name) for file in self.files}
        for note in self.collection.notes():
            rows = cards.pop(note.id, ())
            for path, foreign in self._questions(note, rows, names):
                decks.setdefault(path, []).append(foreign)
        if not decks and not self.skipped:
            raise Unreadable("The package holds no note.")
        media = self._media(names)
        made = tuple(ForeignDeck(path, tuple(found)) for path, found in decks.items())
        return Reading("anki", made, tuple(self.skipped), (), media, self._past)

    def _cards(self) -> dict[int, tuple[CardRow, ...]]:
        return {note: tuple(rows) for note, rows in groupby(self.collection.cards(), key=lambda row: row.note)}

    def _questions(
        self, note: Note, rows: Sequence[CardRow], names: dict[str, str]
    ) -> Iterator[tuple[tuple[str, ...], Foreign]]:
        where = f"note {note.id}"
        notetype = self.collection.notetypes.get(note.notetype)
        if notetype is None or not notetype.fields:
            self.skipped.append(Skipped(where, "its note type is not in the package"))
            return
        try:
            made = questions(note, notetype, [row.ord for row in rows], lambda name: names.get(name, _kept_name(name)))
        except Refused as error:
            self.skipped.append(Skipped(where, str(error)))
            return
        for each in made:
            yield self._path(each, rows), self._foreign(each, note, rows, where)

    def _path(self, made: Made, rows: Sequence[CardRow]) -> tuple[str, ...]:
        if self.options.deck:
            return (self.options.deck,)
        row = next((row for row in rows if row.ord in made.ords), None)
        home = 0 if row is None else row.original_deck or row.deck
        return self.collection.decks.get(home, ("Default",))

    def _foreign(self, made: Made, note: Note, rows: Sequence[CardRow], where: str) -> Foreign:
        standings = []
        for row in rows:
            if (part := made.ords.get(row.ord)) is None:
                continue
            self.places[row.id] = (made.key, part)
            standings.append(self._standing(row, part))
        self.shown.update(dict.fromkeys(made.media))
        self.skipped += [Skipped(where, f"{what} was left out") for what in made.dropped]
        return Foreign(made.question, made.key, where, note.modified * 1000, tuple(filter(None, standings)))

    def _standing(self, row: CardRow, part: str) -> Standing | None:
        """Return how a card stood, None for one that is new and nothing else."""
        state = _STATES[row.type] if 0 <= row.type < len(_STATES) else "new"
        suspended, flag = row.queue == -1, row.flags & 7
        if state == "new":
            return Standing(part, suspended=suspended, flag=flag) if suspended or flag else None
        due = row.original_due if row.original_deck and row.original_due else row.due
        stability, difficulty = memory_of(row.data)
        on_step = state in ("learning", "relearning")
        return Standing(
            part=part,
            state=state,
            due_day=None if on_step and due > _EPOCH_SECONDS else self._day(due),
            due_ms=due * 1000 if on_step and due > _EPOCH_SECONDS else None,
            interval_days=max(0, row.interval),
            stability=stability,
            difficulty=difficulty,
            reps=row.reps,
            lapses=row.lapses,
            suspended=suspended,
            flag=flag,
        )

    def _day(self, due: int) -> date | None:
        """Return a day that is told in days since the collection was made."""
        with suppress(OverflowError, ValueError):
            return min(self.options.day_of(self.collection.created * 1000) + timedelta(days=due), _LAST_DAY)
        return None

    def _past(self) -> Iterator[Past]:
        for card, at_ms, rating, interval, took_ms, kind, factor in self.collection.reviews():
            place = self.places.get(card)
            if place is None or (kind == 3 and factor == 0):
                continue  # of a note that was left out, or a look without an answer's weight
            if 1 <= rating <= 4 and 0 <= kind < len(_OCCASIONS):
                yield Past(*place, at_ms, rating, took_ms, interval, _OCCASIONS[kind])
            elif rating == 0 and kind == 4 and interval == 0 and factor == 0:
                yield Past(*place, at_ms, 0, 0, 0, "review")

    def _media(self, names: dict[str, str]) -> tuple[MediaFile, ...]:
        there = {file.name: file for file in self.files}
        for name in self.shown:
            if name not in there:
                self.skipped.append(Skipped(name, "a card shows it, and it is not in the package"))
        return tuple(replace(there[name], name=names[name]) for name in self.shown if name in there)


def _kept_name(name: str) -> str:
    """Return the name under which a media file is kept: one that needs no quotes in a link."""
    return _UNSAFE.sub("_", name).strip("._") or "file"
