"""Taking an import in: files into place, the index brought in step, and everything else as one action of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer.errors import LibraryError
from quizzer.filing import Filing, Written
from quizzer.importing import origins
from quizzer.importing.helper import Helper
from quizzer.importing.histories import History
from quizzer.importing.laying import Laying
from quizzer.importing.parts import Part, stamp_of
from quizzer.importing.portions import Terms
from quizzer.importing.working_aside import Ready, WorkingOut
from quizzer.store.records import FILED, Fact, FactValue, IndexedDeck
from quizzer_decks.merging import Origin

if TYPE_CHECKING:
    from quizzer.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Batch:
    """All that an import writes."""

    names: Sequence[str]
    """Of the files it came from."""
    decks: list[Part]
    origins: dict[str, Mapping[str, Origin]]
    """Those that are new or other than before."""
    titles: Mapping[str, str]
    """Of decks, as their sources have them."""
    media: Sequence[Written]
    histories: Sequence[History]
    terms: Terms
    """Those on which the past answers are taken over."""
    newest_event: int
    """Of the log from which it was worked out."""
    known: object
    """What was remembered of earlier imports then, as `origins.read_all` returns it."""
    scratch: Path
    helper: Helper
    laying: Laying


def take(workspace: Workspace, batch: Batch, doing: Callable[[str], None]) -> None:
    """Take an import in. When it cannot be written to the end, the files are put back and nothing was changed."""
    filing = Filing(workspace.paths.decks.parent)
    with filing.alone():
        changed = [part.path for part in batch.decks if stamp_of(part.path) != part.stamp]
        if changed:
            raise LibraryError(f"{changed[0]} was changed meanwhile; nothing was imported. Do it again.")
        if origins.read_all(workspace.paths.decks.parent) != batch.known:
            raise LibraryError("Another import was taken in, or back, meanwhile; nothing was imported. Do it again.")
        filing.sweep(_logged(workspace))
        _write(workspace, batch, filing, _history(workspace, batch), doing)
    workspace.configure(workspace.config)


def _write(
    workspace: Workspace, batch: Batch, filing: Filing, history: WorkingOut, doing: Callable[[str], None]
) -> None:
    """Write files, index and log; what was written is put back when it does not come to the end."""
    name = filing.unused(f"{workspace.clock.now():%Y%m%dT%H%M%S%f}")
    doing("Writing the decks")
    written: dict[str, IndexedDeck] = {}
    filing.stage(name, _files(workspace, batch, written))
    try:
        ready = history.begin()  # behind what the helper makes of the decks
        _put(workspace, filing, name, written)
        fact = _fact(workspace, batch, name)
        for each in (written, batch.decks, batch.origins):
            each.clear()  # the history of as many cards comes now
        _log(workspace, batch, fact, ready, doing)
    finally:
        if name not in _logged(workspace):  # also when it was interrupted, which may be just after the commit
            filing.put(name, "before")
            filing.forget(name)
            workspace.refresh()


def _logged(workspace: Workspace) -> set[str]:
    """Return the actions that the log knows."""
    return {stated.subject for stated in workspace.store.answers.stated(FILED)}


def _put(workspace: Workspace, filing: Filing, name: str, written: Mapping[str, IndexedDeck]) -> None:
    left = filing.put(name, "after")
    if left:
        raise LibraryError(f"{left[0]} was changed meanwhile; nothing was imported. Do it again.")
    workspace.library.refresh(written=written)


def _history(workspace: Workspace, batch: Batch) -> WorkingOut:
    """Return what works out what the past answers make of the cards."""
    works = [work for work in [history.handed_over() for history in batch.histories] if work.cards]
    parameters = batch.terms.parameters
    if works:
        parameters = replace(parameters, version=workspace.store.add_parameters(parameters).version)
    return WorkingOut(works, batch.terms._replace(parameters=parameters), batch.scratch, batch.helper)


def _fact(workspace: Workspace, batch: Batch, name: str) -> Fact:
    cards = sum(history.cards for history in batch.histories)
    value: FactValue = {"from": list(batch.names), "decks": len(batch.decks), "cards": cards}
    return Fact(FILED, name, value, *workspace.days.stamp(workspace.clock.now()))


def _log(workspace: Workspace, batch: Batch, fact: Fact, history: Ready, doing: Callable[[str], None]) -> None:
    doing("Taking over the history")
    cards = sum(history.cards for history in batch.histories)

    def told(done: int) -> None:
        doing(f"Taking over the history: {done:,} of {cards:,} cards")

    workspace.store.take_in(fact, history(told), batch.newest_event)


def _files(workspace: Workspace, batch: Batch, decks: dict[str, IndexedDeck]) -> Iterator[Written]:
    """Yield the files to write, each lying ready in the scratch folder; `decks` is told what they say, by digest."""
    root = workspace.paths.decks.parent
    for part, file, digest, deck in batch.laying.laid(batch.decks):
        decks[digest] = deck
        yield Written(part.path.relative_to(root).as_posix(), file)
    source = batch.scratch / "origins"
    for deck_id, known in batch.origins.items():
        source.write_text(origins.text_of(known, batch.titles.get(deck_id, "")), encoding="utf-8", newline="\n")
        yield Written(origins.path_of(deck_id), source)
    yield from batch.media
