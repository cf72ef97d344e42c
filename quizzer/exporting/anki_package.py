"""Anki's package: decks, tags, media, cards with their schedule and memory, and the log of answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from quizzer.exporting import anki_decks, anki_types
from quizzer.exporting.anki_cards import Calendar, aim, milliseconds
from quizzer.exporting.anki_log import LONG, write_log
from quizzer.exporting.anki_notes import notes_of
from quizzer.exporting.anki_writer import MANY, Goal, NoteWriter, Written, joined, write_share
from quizzer.exporting.elsewhere import elsewhere
from quizzer.exporting.selection import Exported, Selection
from quizzer_decks.formats.anki.writing import CollectionFile, Head, write_package

_FIRST = date(2006, 1, 1)
"""Study day 0: before Anki was, so that no date is before it."""
_UPDATE = "This package needs Anki 2.1 or newer: https://apps.ankiweb.net"


def write(selection: Selection, target: Path) -> Exported:
    """Write the package."""
    with TemporaryDirectory(dir=target.parent) as scratch:
        return _Package(selection, Path(scratch)).write(target)


def _write_stub(path: Path, head: Head) -> None:
    """Write what a program shows that is too old for the package."""
    types = anki_types.models((anki_types.BASIC,), 0)
    with CollectionFile(path) as file:
        file.add_notes([(1, "quizzer-stub", anki_types.BASIC.id, 0, (), (_UPDATE, "", "", ""))])
        file.add_new_card(1)
        file.finish(Head(head.created, 0, head.settings, types, anki_decks.decks_json({}, 0), head.presets))


class _Package:
    """A package that is being written. Other processes write a long log, and half of many notes."""

    def __init__(self, selection: Selection, scratch: Path) -> None:
        self._selection = selection
        self._scratch = scratch
        workspace = selection.workspace
        names = {info.id: anki_decks.deck_name(info) for info in selection.infos}
        self._named = anki_decks.deck_ids(names.values())
        self._goals: dict[str, Goal] = {}
        self._cards = 0
        for info in selection.infos:
            deck, modified = self._named[names[info.id]], _modified(selection.path_of(info))
            self._goals[info.id] = Goal(
                info.key, info.id, deck, modified, aim(workspace.scheduler, info.id), self._cards
            )
            self._cards += info.cards
        self._calendar = Calendar(workspace.days, _FIRST, workspace.scheduler.parameters)
        self._lent = workspace.store.answers.lend(scratch / "copy", selection.keys)

    def write(self, target: Path) -> Exported:
        """Write the package."""
        selection, lent, theirs = self._selection, self._lent, self._theirs()
        collection, stub, mine, other = (self._scratch / name for name in ("collection", "stub", "mine", "other"))
        goals = [goal for goal in self._goals.values() if goal.id in theirs]
        log = partial(write_log, collection, lent.file, lent.log, dict(lent.parameters))
        share = partial(write_share, other, lent, self._calendar, goals)
        long = selection.workspace.store.cards.answer_count() >= LONG
        with elsewhere(log, long) as logged, elsewhere(share, bool(theirs)) as shared:
            ours = self._write_notes(mine, theirs)
            selection.doing("Writing the history")
            reviews = logged()
            written = joined(ours, shared())
        selection.doing("Packing")
        head = self._head(written.kinds)
        with CollectionFile(collection) as file:
            file.take(mine, other)
            file.finish(head)
        _write_stub(stub, head)
        folder = selection.media_folder
        shown = sorted(written.media.items())
        files = {name: folder / file for name, file in shown if (folder / file).is_file()}
        write_package(target, collection, stub, files)
        return Exported(str(target), selection.questions, written.cards, reviews, len(files))

    def _write_notes(self, path: Path, theirs: set[str]) -> Written:
        """Write the notes of all decks but those that another process writes."""
        media: dict[str, str] = {}
        keys = self._selection.workspace.store.cards.keys
        with CollectionFile(path) as file:
            writer = NoteWriter(file, self._lent, self._calendar, self._goals.values(), keys)
            writer.write(notes_of(self._selection, media, writer.begin, theirs))
        return Written(writer.cards, writer.kinds, media)

    def _theirs(self) -> set[str]:
        """Return the decks whose notes another process writes: of many, half of them, and none that came from Anki."""
        selection, found = self._selection, set[str]()
        left = selection.questions // 2 if selection.questions >= MANY and self._lent.whole else 0
        for info in reversed(selection.infos):
            if left > 0 and not selection.origins_of(info.id):
                found.add(info.id)
                left -= info.questions
        return found

    def _head(self, kinds: Mapping[int, anki_types.NoteType]) -> Head:
        """Return the settings of the collection with those note types; those of Anki's own have no cards here."""
        workspace = self._selection.workspace
        at = workspace.clock.now()
        created = workspace.days.start(_FIRST)
        seconds = milliseconds(at) // 1000
        settings = {
            "schedVer": 2,
            "sched2021": True,
            "creationOffset": -(workspace.days.offset(created) // timedelta(minutes=1)),
            "rollover": workspace.config.whole("study.rollover_hour"),
            "nextPos": self._cards + 1,
            "curDeck": 1,
            "activeDecks": [1],
            "collapseTime": 1200,
        }
        originals = [str(kind.id) for kind in kinds.values() if not kind.cards]
        models = {id_: self._selection.originals.models[id_] for id_ in originals}
        return Head(
            milliseconds(created) // 1000,
            milliseconds(at),
            settings,
            {**anki_types.models([kind for kind in kinds.values() if kind.cards], seconds), **models},
            anki_decks.decks_json(self._named, seconds),
            anki_decks.presets_json(workspace.scheduler.parameters, workspace.config, seconds),
        )


def _modified(path: Path | None) -> int:
    try:
        return int(path.stat().st_mtime) if path else 0
    except OSError:
        return 0
