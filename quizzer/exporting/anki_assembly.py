"""A package of Anki's being put together: by two processes, of what each of them wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.exporting import anki_decks, anki_types
from quizzer.exporting.anki_cards import Calendar, aim, milliseconds
from quizzer.exporting.anki_notes import notes_of
from quizzer.exporting.anki_share import Share, to_take, write_share
from quizzer.exporting.anki_writer import Goal, NoteWriter, Written, joined
from quizzer.exporting.elsewhere import Elsewhere
from quizzer.exporting.selection import Chosen, Exported, Selection
from quizzer_decks.formats.anki.writing import CollectionFile, Head, write_package

if TYPE_CHECKING:
    from quizzer.store.records import DeckInfo

_FIRST = date(2006, 1, 1)
"""Study day 0: before Anki was, so that no date is before it."""
_PIECE = 1_000
"""Questions in what a process takes at once: a twentieth of a second for one, who then looks what is left."""
_UPDATE = "This package needs Anki 2.1 or newer: https://apps.ankiweb.net"


def _write_stub(path: Path, head: Head) -> None:
    """Write what a program shows that is too old for the package."""
    types = anki_types.models((anki_types.BASIC,), 0)
    with CollectionFile(path) as file:
        file.add_notes([(1, "quizzer-stub", anki_types.BASIC.id, 0, (), (_UPDATE, "", "", ""))])
        file.add_new_card(1)
        file.finish(Head(head.created, 0, head.settings, types, anki_decks.decks_json({}, 0), head.presets))


class Assembly:
    """A package that is being written."""

    def __init__(self, selection: Selection, scratch: Path) -> None:
        self._selection = selection
        self._scratch = scratch
        workspace = selection.workspace
        self._scheduler = workspace.scheduler
        names = {info.id: anki_decks.deck_name(info) for info in selection.infos}
        self._named = anki_decks.deck_ids(names.values())
        self._goals: dict[str, Goal] = {}
        self._cards = 0
        for info in selection.infos:
            deck, modified = self._named[names[info.id]], _modified(selection.path_of(info))
            self._goals[info.id] = Goal(info.key, info.id, deck, modified, aim(self._scheduler, info.id), self._cards)
            self._cards += info.cards
        self._calendar = Calendar(workspace.days, _FIRST, self._scheduler.parameters)
        self._lent = workspace.store.answers.lend(scratch / "copy", selection.keys)

    def write(self, target: Path, helper: Elsewhere) -> Exported:
        """Write the package."""
        selection = self._selection
        collection, mine, stub, taken = (self._scratch / name for name in ("collection", "mine", "stub", "taken"))
        taken.mkdir()
        own, *pieces = self._pieces()
        shared = [[self._goals[info.id] for info in piece] for piece in pieces] if self._lent.whole else []
        share = Share(self._lent, self._calendar, shared, taken)
        done = helper.begin(partial(write_share, collection, share))
        ours = self._write_notes(mine, own, pieces, taken)
        selection.doing("Writing the history")
        theirs, reviews = done()
        written = joined(ours, theirs)
        selection.doing("Packing")
        head = self._head(written.kinds)
        with CollectionFile(collection) as file:
            file.take(mine)
            file.finish(head)
        _write_stub(stub, head)
        folder = selection.media_folder
        shown = sorted(written.media.items())
        files = {name: folder / file for name, file in shown if (folder / file).is_file()}
        write_package(target, collection, stub, files)
        return Exported(str(target), selection.questions, written.cards, reviews, len(files))

    def _pieces(self) -> list[list[DeckInfo]]:
        """Return the decks that this process writes, which knows what came from Anki, and all others in pieces."""
        selection = self._selection
        pieces: list[list[DeckInfo]] = [[], []]
        for info in selection.infos:
            if selection.origins_of(info.id):
                pieces[0].append(info)
            else:
                if sum(each.questions for each in pieces[-1]) > _PIECE:
                    pieces.append([])
                pieces[-1].append(info)
        return pieces

    def _write_notes(
        self, path: Path, own: Sequence[DeckInfo], pieces: Sequence[Sequence[DeckInfo]], taken: Path
    ) -> Written:
        """Write the notes of the decks of this process, and of what pieces are not taken."""
        media: dict[str, str] = {}
        selection, keys = self._selection, self._selection.workspace.store.cards.keys

        def decks() -> Iterator[Chosen]:
            yield from selection.decks(own)
            done = [0, *accumulate(sum(info.questions for info in each) for each in (own, *pieces))]
            for number in to_take(range(len(pieces)), taken):
                yield from selection.decks(pieces[number], done[number + 1])

        with CollectionFile(path) as file:
            writer = NoteWriter(file, self._lent, self._calendar, self._goals.values(), keys)
            writer.write(notes_of(selection, decks(), media, writer.begin))
        return Written(writer.cards, writer.kinds, media)

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
            anki_decks.presets_json(self._scheduler.parameters, workspace.config, seconds),
        )


def _modified(path: Path | None) -> int:
    try:
        return int(path.stat().st_mtime) if path else 0
    except OSError:
        return 0
