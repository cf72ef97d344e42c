"""An import, worked out without changing anything, and then taken in whole or left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from quizzer.errors import LibraryError
from quizzer.filing import Written
from quizzer.importing import origins
from quizzer.importing.helper import Helper
from quizzer.importing.histories import History, There, last_answer
from quizzer.importing.homecoming import home
from quizzer.importing.laying import MANY, Laying
from quizzer.importing.media import Media
from quizzer.importing.parts import Part
from quizzer.importing.portions import Terms
from quizzer.importing.report import DeckReport, FileReport, Report
from quizzer.importing.shelves import Shelved, Shelves
from quizzer.importing.taking import Batch, take
from quizzer.importing.working_aside import load
from quizzer.scratch import scratch
from quizzer_decks.formats import registry
from quizzer_decks.formats.foreign import Options, Past, Reading, Unreadable, no_past
from quizzer_decks.merging import Rule
from quizzer_decks.model import Question
from quizzer_decks.prompts import card_parts
from quizzer_scheduler.model import Card

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

_ANEW = "is written anew: its comments and its layout cannot stay"

T = TypeVar("T")

Doing = Callable[[str], None]
"""Told what is being done."""

_LARGE = 1 << 20
"""Bytes of a source from which on the helper is started at once: it loads for a third of a second."""

_SHOWN = 30
"""Questions that are shown before an import."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be imported, and how."""

    sources: Sequence[Path]
    format: str = ""
    """Empty to recognise it."""
    options: Options = field(default_factory=Options)
    rule: Rule = "keep"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that is worked out: the report tells what it comes to; `take` does it, as one action."""

    report: Report
    first: tuple[Question, ...]
    """The first questions of it, to look at."""
    _workspace: Workspace
    _batch: Batch

    def take(self, doing: Doing = lambda _: None) -> None:
        """Take it in. `LibraryError` or `StoreError` when it cannot be written; then nothing was changed."""
        if self.report.changes:
            take(self._workspace, self._batch, doing)


@contextmanager
def prepared(workspace: Workspace, wanted: Wanted, doing: Doing = lambda _: None) -> Iterator[Prepared]:
    """Work out an import: read the sources and merge them with what is there. Nothing is changed.

    `LibraryError` where a file or the folder for temporary files cannot be used.
    """
    workspace.library.settle()
    workspace.refresh()  # decks may have been moved since
    try:
        with scratch("quizzer-import-") as folder, Helper() as helper:
            yield _Working(workspace, wanted, helper, folder, doing).prepared()
    except OSError as error:
        place = error.filename or "The folder for temporary files"
        raise LibraryError(f"{place} cannot be used: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class _Read:
    """A source that could be read, with what becomes of it."""

    path: Path
    reading: Reading
    shelved: Sequence[Shelved]
    media: Sequence[Written]
    history: History


class _Working:
    """Works out one import."""

    def __init__(self, workspace: Workspace, wanted: Wanted, helper: Helper, scratch: Path, doing: Doing) -> None:
        self._workspace = workspace
        self._wanted = wanted
        self._helper = helper
        self._options = replace(wanted.options, meanwhile=self._meanwhile)
        self._scratch = scratch
        self._doing = doing
        own = {deck.id: Path(deck.path) for deck in workspace.store.decks.decks() if deck.path}
        self._known = origins.read_all(workspace.paths.decks.parent)
        self._shelves = Shelves(workspace.paths.decks, own.get, self._known, wanted.rule)
        self._newest_event = workspace.store.answers.newest_event()
        self._histories: list[History] = []
        self._laying = Laying(scratch / "ready", helper)
        self._media = Media(workspace.paths.decks)
        parameters = replace(workspace.scheduler.parameters, foreign=True)
        self._terms = Terms(parameters, workspace.days, workspace.clock.now())

    def _meanwhile(self, work: Callable[[], T], pays: bool) -> Callable[[], T]:
        """Have the log of a package read beside, and what works a long one out loaded, while notes are read here."""
        written = self._helper.begin(work, pays)
        self._helper.begin(load, pays)
        return written

    def prepared(self) -> Prepared:
        """Return the import worked out."""
        found = [self._read(number, source) for number, source in enumerate(self._wanted.sources)]
        decks, before = self._shelves.changed, self._known.questions
        anew = {part.id: part.path for part in decks if not part.settle()}
        report = Report(tuple(each if isinstance(each, FileReport) else _report(each, anew) for each in found))
        read = [each for each in found if isinstance(each, _Read)]
        batch = Batch(
            names=[each.path.name for each in read],
            decks=decks,
            origins={deck: known for deck, known in self._shelves.origins.items() if known != before.get(deck)},
            titles=self._shelves.titles,
            media=[*(copy for each in read for copy in each.media), *self._originals(read)],
            histories=[each.history for each in read],
            terms=self._terms,
            newest_event=self._newest_event,
            known=self._known,
            scratch=self._scratch,
            helper=self._helper,
            laying=self._laying,
        )
        questions = (foreign.question for each in read for shelved in each.shelved for foreign in shelved.incoming)
        return Prepared(report, tuple(islice(questions, _SHOWN)), self._workspace, batch)

    def _originals(self, read: Iterable[_Read]) -> Iterator[Written]:
        """Yield what is to be written to keep notes as they stood in their sources."""
        name = f"{self._workspace.clock.now():%Y%m%dT%H%M%S%f}"
        found = (each.reading.originals for each in read)
        return origins.kept(self._workspace.paths.decks.parent, filter(None, found), name)

    def _read(self, number: int, source: Path) -> _Read | FileReport:
        scratch = self._scratch / str(number)
        scratch.mkdir()
        name = self._wanted.format
        try:
            name = name or registry.recognise(source)
            self._doing(step := f"Reading {source.name}")
            if source.is_file() and source.stat().st_size >= _LARGE:
                self._helper.start()
            going = partial(self._doing, step)
            reading = registry.reader(name).read(source, replace(self._options, going=going), scratch)
            self._doing("Reading the history")
            past, reading = reading.past(), replace(reading, past=no_past)  # what it takes to read it is let go
        except Unreadable as error:
            return FileReport(str(source), name, error=str(error))
        self._doing(step := f"Comparing {source.name} with your decks")
        reading, copies = self._media.settled(reading, scratch)
        reading, past, known = home(reading, past, self._workspace.store.decks)
        self._shelves.know(known)
        modified = source.stat().st_mtime_ns // 1_000_000
        many = sum(len(deck.questions) for deck in reading.decks) >= MANY
        begin = self._laying.begin if many else _later
        shelved: list[Shelved] = []
        for deck in reading.decks:
            self._doing(step)
            shelved += self._shelves.shelve(deck, modified, begin)
        self._doing(step)
        return _Read(source, reading, shelved, copies, self._history(past, shelved))

    def _history(self, past: Past, shelved: Sequence[Shelved]) -> History:
        """Work out what the past answers are to which cards."""
        workspace = self._workspace
        placed = (place for each in shelved for place in each.placed())

        @cache
        def new() -> frozenset[str]:
            return frozenset([f"{each.places[id_]}/{id_}" for each in shelved for id_ in each.merged.new])

        def known(card_id: str) -> Card | None:
            for earlier in reversed(self._histories):
                if (card := earlier.after(card_id)) is not None:
                    return card
            if _question_of(card_id) in new() and card_id not in self._with_history:
                return None
            return workspace.store.cards.card(card_id)

        last = partial(last_answer, workspace.store)
        there = There(known, last, self._terms)
        history = History(past, placed, there)
        self._histories.append(history)
        return history

    @cached_property
    def _with_history(self) -> frozenset[str]:
        """The cards that were answered or changed, also those whose question went."""
        return frozenset(self._workspace.store.all_card_ids())


def _later(part: Part) -> None:
    """Leave the file of a deck until all are written."""


def _question_of(card_id: str) -> str:
    return card_id.partition("#")[0]


def _report(read: _Read, anew: Mapping[str, Path]) -> FileReport:
    """Return what a source comes to; `anew` are the files that lose their layout, by deck."""
    reading = read.reading
    decks: dict[tuple[str, str], list[int]] = {}
    for each in read.shelved:
        for foreign, deck, _ in each.placed():
            counts = decks.setdefault((deck, each.title), [0, 0])
            counts[0] += 1
            counts[1] += len(card_parts(foreign.question))
    merged = [each.merged for each in read.shelved]
    new, changed, kept = (sum(len(getattr(each, name)) for each in merged) for name in ("new", "changed", "kept"))
    conflicts = [(each.places[conflict.id], conflict) for each in read.shelved for conflict in each.merged.conflicts]
    mine = sum(conflict.taken == "yours" for _, conflict in conflicts)
    return FileReport(
        path=str(read.path),
        format=reading.format,
        decks=tuple(DeckReport(deck, title, *counts) for (deck, title), counts in decks.items()),
        questions=sum(questions for questions, _ in decks.values()),
        cards=sum(cards for _, cards in decks.values()),
        reviews=read.history.reviews,
        media=len(read.media),
        duplicates=reading.duplicates,
        skipped=(*reading.skipped, *(skipped for each in read.shelved for skipped in each.refused)),
        warnings=(*reading.warnings, *(f"{anew[deck]} {_ANEW}" for deck, _ in decks if deck in anew)),
        new=new,
        changed=changed,
        same=sum(len(each.ids) - len(each.new) for each in merged) - changed - kept - mine,
        kept=kept,
        conflicts=tuple(conflicts),
        gone=tuple(f"{each.places[id_]}/{id_}" for each in read.shelved for id_ in each.merged.gone),
        removed=sum(len(each.merged.removed) for each in read.shelved),
    )
