"""Anki's package: decks, tags, media, cards with their schedule and memory, and the log of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from quizzer.exporting import anki_decks, anki_types
from quizzer.exporting.anki_cards import Calendar, Scheduling, fresh, log_rows, milliseconds, scheduling
from quizzer.exporting.anki_notes import Note, notes_of
from quizzer.exporting.selection import Chosen, Exported, Selection
from quizzer_decks.formats.anki.writing import Answer, CardOut, Head, NoteOut, write_collection, write_package

_FIRST = date(2006, 1, 1)
"""Study day 0: before Anki was, so that no date is before it."""
_UPDATE = "This package needs Anki 2.1 or newer: https://apps.ankiweb.net"


def write(selection: Selection, target: Path) -> Exported:
    """Write the package."""
    collection, stub = target.with_name("collection"), target.with_name("stub")
    package = _Package(selection)
    package.gather()
    head = package.head()
    write_collection(collection, head, package.notes, package.cards(), package.log())
    note = NoteOut(1, "quizzer-stub", anki_types.BASIC.id, 0, (), (_UPDATE, "", "", ""))
    card = CardOut(1, 1, 1, 0, 0, *fresh(1))
    types = anki_types.models((anki_types.BASIC,), 0)
    plain = Head(head.created, 0, head.settings, types, anki_decks.decks_json({}, 0), head.presets)
    write_collection(stub, plain, [note], [card], [])
    folder = selection.media_folder
    media = {name: folder / name for name in sorted(package.media) if (folder / name).is_file()}
    write_package(target, collection, stub, media)
    collection.unlink()
    stub.unlink()
    return Exported(str(target), package.questions, len(package.places), package.reviews, len(media))


@dataclass(slots=True)
class _Card:
    """A card to be written."""

    id: int
    note: int
    deck: int
    ord: int
    modified: int
    position: int
    row: Scheduling | None = None


@dataclass(slots=True)
class _Package:
    """What goes into a package."""

    selection: Selection
    notes: list[NoteOut] = field(default_factory=list)
    places: dict[str, _Card] = field(default_factory=dict)
    """By our card id."""
    media: dict[str, None] = field(default_factory=dict)
    decks: dict[str, int] = field(default_factory=dict)
    """Ids in Anki by our deck id."""
    named: dict[str, int] = field(default_factory=dict)
    questions: int = 0
    reviews: int = 0
    _instants: set[int] = field(default_factory=set)
    _ids: set[int] = field(default_factory=set)
    _rows: list[Answer] = field(default_factory=list)

    def gather(self) -> None:
        """Read notes, cards and log."""
        names = {info.id: anki_decks.deck_name(info) for info in self.selection.infos}
        self.named = anki_decks.deck_ids(names.values())
        self.decks = {id_: self.named[name] for id_, name in names.items()}
        modified = {info.id: _modified(self.selection.path_of(info)) for info in self.selection.infos}
        for note in notes_of(self.selection, self._chosen(), self.media):
            self._add(note, modified)
        calendar = self._calendar()
        for card, events in self.selection.histories():
            place = self.places.get(card.id)
            if place is None:
                continue  # its question is gone
            place.row = scheduling(card, place.position, calendar)
            for at, *values in log_rows(events):
                self.reviews += values[0] > 0
                self._rows.append(Answer(self._instant(at), place.id, *values))

    def head(self) -> Head:
        """Return the settings of the collection."""
        workspace = self.selection.workspace
        at = workspace.clock.now()
        created = workspace.days.start(_FIRST)
        seconds = milliseconds(at) // 1000
        settings = {
            "schedVer": 2,
            "sched2021": True,
            "creationOffset": -(workspace.days.offset(created) // timedelta(minutes=1)),
            "rollover": workspace.config.whole("study.rollover_hour"),
            "nextPos": len(self.places) + 1,
            "curDeck": 1,
            "activeDecks": [1],
            "collapseTime": 1200,
        }
        return Head(
            milliseconds(created) // 1000,
            milliseconds(at),
            settings,
            anki_types.models(anki_types.TYPES, seconds),
            anki_decks.decks_json(self.named, seconds),
            anki_decks.presets_json(workspace.scheduler.parameters, workspace.config, seconds),
        )

    def cards(self) -> Iterator[CardOut]:
        """Yield the rows of the cards."""
        for place in self.places.values():
            row = place.row or fresh(place.position)
            yield CardOut(place.id, place.note, place.deck, place.ord, place.modified, *row)

    def log(self) -> Iterator[Answer]:
        """Yield the rows of the log."""
        yield from self._rows

    def _chosen(self) -> Iterator[Chosen]:
        for deck in self.selection.decks():
            self.questions += len(deck.questions)
            yield deck

    def _add(self, note: Note, modified: dict[str, int]) -> None:
        id_ = anki_decks.id_of(note.guid, self._ids)
        self._ids.add(id_)
        deck, at = "", 0
        for ord_, card in note.cards.items():
            deck = card.partition("#")[0].rpartition("/")[0]
            place = anki_decks.id_of(f"{note.guid}#{ord_}", self._ids)
            self._ids.add(place)
            at = 0 if note.unchanged else modified[deck]
            self.places[card] = _Card(place, id_, self.decks[deck], ord_, at, len(self.places) + 1)
        tags = tuple("_".join(tag.split()) for tag in note.tags)
        self.notes.append(NoteOut(id_, note.guid, note.kind.id, at, tags, note.fields))

    def _calendar(self) -> Calendar:
        workspace = self.selection.workspace
        scheduler = workspace.scheduler
        return Calendar(workspace.days, _FIRST, scheduler.parameters, scheduler.decay)

    def _instant(self, at: int) -> int:
        """Return the id of an answer: its instant, or the next that no other answer has."""
        while at in self._instants:
            at += 1
        self._instants.add(at)
        return at


def _modified(path: Path | None) -> int:
    try:
        return int(path.stat().st_mtime) if path else 0
    except OSError:
        return 0
