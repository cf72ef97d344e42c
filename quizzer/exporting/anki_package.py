"""Anki's package: decks, tags, media, cards with their schedule and memory, and the log of answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.exporting import anki_decks, anki_types
from quizzer.exporting.anki_cards import Calendar, milliseconds
from quizzer.exporting.anki_log import log_of
from quizzer.exporting.anki_notes import Note, notes_of
from quizzer.exporting.selection import Exported, Selection
from quizzer_decks.formats.anki.rows import IDS, Place
from quizzer_decks.formats.anki.writing import CollectionFile, Head, NoteOut, write_package
from quizzer_decks.prompts import split_card_id

if TYPE_CHECKING:
    from quizzer.store.lending import Lent

_FIRST = date(2006, 1, 1)
"""Study day 0: before Anki was, so that no date is before it."""
_UPDATE = "This package needs Anki 2.1 or newer: https://apps.ankiweb.net"
_BATCH = 500
"""Notes that are written at once."""


def write(selection: Selection, target: Path) -> Exported:
    """Write the package."""
    collection, stub, log, copy = (target.with_name(name) for name in ("collection", "stub", "log", "copy"))
    store = selection.workspace.store
    lent = store.answers.lend(copy, selection.keys)
    package = _Package(selection)
    with log_of(lent, store.cards.answer_count(), log) as write_log, CollectionFile(collection) as file:
        package.write(file, lent)
        selection.doing("Writing the history")
        reviews = write_log(file)
        selection.doing("Packing")
        file.finish(package.head())
    _write_stub(stub, package.head())
    folder = selection.media_folder
    media = {name: folder / file for name, file in sorted(package.media.items()) if (folder / file).is_file()}
    write_package(target, collection, stub, media)
    for path in (collection, stub, log, copy):
        path.unlink(missing_ok=True)
    return Exported(str(target), selection.questions, package.cards, reviews, len(media))


def _write_stub(path: Path, head: Head) -> None:
    """Write what a program shows that is too old for the package."""
    types = anki_types.models((anki_types.BASIC,), 0)
    with CollectionFile(path) as file:
        file.add_notes([(1, "quizzer-stub", anki_types.BASIC.id, 0, (), (_UPDATE, "", "", ""))])
        file.add_new_card(1)
        file.finish(Head(head.created, 0, head.settings, types, anki_decks.decks_json({}, 0), head.presets))


class _Package:
    """What goes into a package, written as it is read."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        names = {info.id: anki_decks.deck_name(info) for info in selection.infos}
        self._named = anki_decks.deck_ids(names.values())
        self._decks = {id_: self._named[name] for id_, name in names.items()}
        self._modified = {info.id: _modified(selection.path_of(info)) for info in selection.infos}
        workspace = selection.workspace
        self._calendar = Calendar(workspace.days, _FIRST, workspace.scheduler)
        self._keys: dict[str, int] = {}
        self._kinds: dict[int, anki_types.NoteType] = {}
        """The note types in use; those of Anki's own have no cards here."""
        self.cards = 0
        """How many were written."""
        self.media: dict[str, str] = {}

    def write(self, file: CollectionFile, lent: Lent) -> None:
        """Write notes and cards."""
        calendar = self._calendar
        file.read(lent.file, study_day=calendar.number, day_start=calendar.start, steps_left=calendar.steps_left)
        notes = self._notes()
        while batch := list(islice(notes, _BATCH)):
            file.add_notes([note for note, _ in batch])
            file.add_cards(lent.cards, [place for _, places in batch for place in places])

    def head(self) -> Head:
        """Return the settings of the collection."""
        workspace = self._selection.workspace
        at = workspace.clock.now()
        created = workspace.days.start(_FIRST)
        seconds = milliseconds(at) // 1000
        settings = {
            "schedVer": 2,
            "sched2021": True,
            "creationOffset": -(workspace.days.offset(created) // timedelta(minutes=1)),
            "rollover": workspace.config.whole("study.rollover_hour"),
            "nextPos": self.cards + 1,
            "curDeck": 1,
            "activeDecks": [1],
            "collapseTime": 1200,
        }
        originals = [str(kind.id) for kind in self._kinds.values() if not kind.cards]
        models = {id_: self._selection.originals.models[id_] for id_ in originals}
        return Head(
            milliseconds(created) // 1000,
            milliseconds(at),
            settings,
            {**anki_types.models([kind for kind in self._kinds.values() if kind.cards], seconds), **models},
            anki_decks.decks_json(self._named, seconds),
            anki_decks.presets_json(workspace.scheduler.parameters, workspace.config, seconds),
        )

    def _read_cards(self, deck: int) -> None:
        """Have the keys of a deck's cards at hand before its notes come."""
        self._keys.update(self._selection.workspace.store.cards.keys(deck))

    def _notes(self) -> Iterator[tuple[NoteOut, list[Place]]]:
        """Yield the notes, and where their cards go."""
        for note in notes_of(self._selection, self.media, self._read_cards):
            self._kinds[note.kind.id] = note.kind
            places = self._places(note)
            if places:
                _, first, _, _, modified, *_ = places[0]
                yield (IDS + first, note.guid, note.kind.id, modified, note.anki_tags, note.fields), places

    def _places(self, note: Note) -> list[Place]:
        """Return where a note's cards go; the note has the id of the first of them."""
        places: list[Place] = []
        for ord_, id_ in note.cards.items():
            key = self._keys.pop(id_, None)
            if key is None:
                continue  # another device has changed the question this moment
            self.cards += 1
            deck, _, _ = split_card_id(id_)
            modified = note.modified if note.unchanged else self._modified[deck]
            first = places[0][1] if places else key
            places.append((key, first, self._decks[deck], ord_, modified, self.cards, self._calendar.aim(deck)))
        return places


def _modified(path: Path | None) -> int:
    try:
        return int(path.stat().st_mtime) if path else 0
    except OSError:
        return 0
