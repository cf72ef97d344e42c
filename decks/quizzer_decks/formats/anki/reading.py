"""Anki's packages as decks of ours, with their history and their dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from unicodedata import normalize

from msgspec.structs import replace

from quizzer_decks.formats.anki.answers import read_answers, write_answers
from quizzer_decks.formats.anki.collection import CardRow, Collection, Note, memory_of
from quizzer_decks.formats.anki.notes import Made, Refused, questions
from quizzer_decks.formats.anki.originals import OriginalsFile
from quizzer_decks.formats.anki.package import Package
from quizzer_decks.formats.foreign import (
    Foreign,
    ForeignDeck,
    Learnt,
    MediaFile,
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
_BARE = (".anki", ".anki2", ".anki21", ".anki21b")
_STATES: tuple[Learnt, ...] = ("new", "learning", "review", "relearning")
_HALF_DAY_MS = 12 * 3600 * 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_SECONDS = 1_000_000_000
_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), date(9999, 12, 1)
_NO_CARDS: tuple[int | None, Iterator[CardRow]] = (None, iter(()))
_DEFAULT = ("Default",)
_MOST = 500_000
"""Notes of a package: with what is made of them they take two kilobytes each."""
_LARGE = 20 << 20
"""Bytes of a collection from which on its answers are read meanwhile: a hundred thousand of them, or so."""
_STEP = 500
"""Notes between two looks whether anybody still waits."""
_UNSAFE = re.compile(r"[^\w.-]+")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file looks like one of Anki's packages, from 0 to 100."""
    if head.startswith(_ZIP):
        return 98 if source.suffix.lower() in _SUFFIXES else 85 if b"collection.anki2" in head else 5
    if source.suffix.lower() in _BARE:
        return 60
    return 30 if source.suffix.lower() in _SUFFIXES else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a package. Nothing of it is run, and its database is read from a copy in `scratch`."""
    _refuse_bare(source)
    packed = Package(source)
    files = packed.media()
    path = packed.collection(scratch)
    kept, answers = scratch / "originals", scratch / "answers"
    written = options.meanwhile(partial(write_answers, path, source.name, answers), path.stat().st_size >= _LARGE)
    with Collection(path, source.name) as collection, OriginalsFile(kept, collection.models) as originals:
        names = _kept_names(file.name for file in files)
        package = _Package(collection, source.name, files, names, options, originals)
        reading = package.reading()
    return replace(reading, originals=kept, past=partial(_past, cache(written), answers, package.places))


def _refuse_bare(source: Path) -> None:
    """Unreadable for what Anki keeps for itself."""
    if source.suffix.lower() in _BARE and source.is_file():
        with source.open("rb") as file:
            head = file.read(len(_SQLITE))
        if head == _SQLITE or not head.startswith(_ZIP):
            what = "a collection as Anki keeps it for itself" if head == _SQLITE else "a deck of Anki's first years"
            raise Unreadable(f"{source.name} is {what}; open it in Anki and export it as a package (.apkg).")


@dataclass(slots=True)
class _Package:
    """One package, while it is read."""

    collection: Collection
    source: str
    files: Sequence[MediaFile]
    names: Mapping[str, str]
    """Under which the media files are kept, by the names they have in Anki."""
    options: Options
    originals: OriginalsFile
    skipped: list[Skipped] = field(default_factory=list)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Key and part by card."""
    shown: dict[str, None] = field(default_factory=dict)
    """The media that questions show."""
    guids: set[str] = field(default_factory=set)
    first_day: date = _FIRST_DAY
    """From which days are counted."""
    days: dict[int, date | None] = field(default_factory=dict)
    """Those that were worked out, by their count."""

    def reading(self) -> Reading:
        """Return all that is in it."""
        decks: dict[tuple[str, ...], list[Foreign]] = {}
        if (count := self.collection.count()) > _MOST:
            raise Unreadable(
                f"{self.source} holds {count:,} notes, and at most {_MOST:,} are taken at once;"
                f" export its decks from Anki one by one."
            )
        answered = self.collection.answered()
        self.first_day = self._first_day()
        for number, (note, rows) in enumerate(self._notes()):
            if not number % _STEP:
                self.options.going()
            for path, foreign in self._questions(note, rows, answered):
                decks.setdefault(path, []).append(foreign)
        if not decks and not self.skipped:
            raise Unreadable(f"{self.source} holds no note.")
        media = self._media()
        made = tuple(ForeignDeck(path, tuple(found)) for path, found in decks.items())
        return Reading("anki", made, tuple(self.skipped), (), media)

    def _notes(self) -> Iterator[tuple[Note, Sequence[CardRow]]]:
        """Yield each note with its cards, one for each template: both come in the order of the notes."""
        cards = groupby(self.collection.cards(), key=attrgetter("note"))
        of, rows = next(cards, _NO_CARDS)
        for note in self.collection.notes():
            while of is not None and of < note.id:
                of, rows = next(cards, _NO_CARDS)
            yield note, tuple({row.ord: row for row in rows}.values()) if of == note.id else ()

    def _questions(
        self, note: Note, rows: Sequence[CardRow], answered: Container[int]
    ) -> Iterator[tuple[tuple[str, ...], Foreign]]:
        where = f"note {note.id}"
        notetype = self.collection.notetypes.get(note.notetype)
        if notetype is None or not notetype.fields:
            self.skipped.append(Skipped(where, "its note type is not in the package"))
            return
        try:
            made = questions(note, notetype, [row.ord for row in rows], self._media_name)
        except Refused as error:
            self.skipped.append(Skipped(where, str(error)))
            return
        key = self._key(note)
        self.originals.add(note)
        for each in made:
            yield self._path(each, rows), self._foreign(each, key + each.suffix, note, rows, answered)
        if dropped := dict.fromkeys([what for each in made for what in each.dropped]):
            self.skipped += [Skipped(where, f"{what} was left out") for what in dropped]

    def _key(self, note: Note) -> str:
        """Return what names a note; no other of the package has the same."""
        key = f"anki:{note.guid}" if note.guid and note.guid not in self.guids else f"anki:{note.guid}@{note.id}"
        self.guids.add(note.guid)
        return key

    def _media_name(self, name: str) -> str:
        return self.names.get(normalize("NFC", name)) or kept_name(name)

    def _path(self, made: Made, rows: Sequence[CardRow]) -> tuple[str, ...]:
        if self.options.deck:
            return (self.options.deck,)
        for row in rows:
            if row.ord in made.ords:
                return self.collection.decks.get(row.original_deck or row.deck, _DEFAULT)
        return self.collection.decks.get(0, _DEFAULT)

    def _foreign(self, made: Made, key: str, note: Note, rows: Sequence[CardRow], answered: Container[int]) -> Foreign:
        standings = []
        for row in rows:
            if (part := made.ords.get(row.ord)) is None:
                continue
            self.places[row.id] = (key, part)
            standings.append(self._standing(row, part, row.id in answered))
        if made.media:
            self.shown.update(dict.fromkeys(made.media))
        where = f"note {note.id}"
        return Foreign(made.question, key, where, note.modified * 1000, tuple(filter(None, standings)))

    def _standing(self, row: CardRow, part: str, answered: bool) -> Standing | None:
        """Return how a card stood, None for one that is new and nothing else."""
        state = _STATES[row.type] if 0 <= row.type < len(_STATES) else "new"
        if state == "review" and row.queue in (1, 3):
            state = "relearning"  # as the schedulers before 2.1 had it
        suspended, flag = row.queue == -1, row.flags & 7
        if state == "new":
            told = suspended or flag or answered
            return Standing(part, suspended=suspended, flag=flag) if told else None
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
        if due not in self.days:
            self.days[due] = None
            with suppress(OverflowError, ValueError):
                self.days[due] = min(max(self.first_day + timedelta(days=due), _FIRST_DAY), _LAST_DAY)
        return self.days[due]

    def _first_day(self) -> date:
        """Return the day from which days are counted: that of the place where the collection was made."""
        made = self.collection.created
        if self.collection.west is None:
            return self.options.day_of(made * 1000 + _HALF_DAY_MS)  # in other zones its hour may be of the day before
        return (_EPOCH + timedelta(seconds=made, minutes=-self.collection.west)).date()

    def _media(self) -> tuple[MediaFile, ...]:
        there = {normalize("NFC", file.name): file for file in self.files}
        shown = {normalize("NFC", name): name for name in self.shown}
        for name in (shown[each] for each in shown if each not in there):
            self.skipped.append(Skipped(name, "a card shows it, and the package holds no file of that name"))
        return tuple(replace(there[name], name=self.names[name]) for name in shown if name in there)


def _past(written: Callable[[], str], answers: Path, places: Mapping[int, tuple[str, str]]) -> Past:
    """Return the past answers to the cards that became some of ours, once they are written."""
    if wrong := written():
        raise Unreadable(wrong)
    return read_answers(answers, places)


def _kept_names(names: Iterable[str]) -> dict[str, str]:
    """Return the names under which media files are kept, no two of them alike, by the names they have in Anki."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in (normalize("NFC", name) for name in names):
        kept = kept_name(name)
        if kept.casefold() in taken and name not in found:
            stem, dot, suffix = kept.rpartition(".")
            digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
            kept = f"{stem}-{digest}.{suffix}" if dot else f"{kept}-{digest}"
        found.setdefault(name, kept)
        taken.add(kept.casefold())
    return found


def kept_name(name: str) -> str:
    """Return the name under which a media file is kept: one that needs no quotes in a link."""
    return _UNSAFE.sub("_", name).strip("._") or "file"
