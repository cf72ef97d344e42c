"""Taking an import in: files into place, the index brought in step, and everything else as one action of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer.errors import LibraryError
from quizzer.filing import Filing, Written
from quizzer.importing import origins
from quizzer.importing.helper import Helper
from quizzer.importing.histories import History
from quizzer.importing.laying import Laying, Lying
from quizzer.importing.parts import Part, stamp_of
from quizzer.importing.working_aside import LONG, Ready, working_out
from quizzer.importing.working_out import Terms
from quizzer.store.records import FILED, Fact, FactValue, IndexedDeck
from quizzer_decks.merging import Origin

if TYPE_CHECKING:
    from quizzer.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Batch:
    """All that an import writes."""

    names: Sequence[str]
    """Of the files it came from."""
    decks: Sequence[Part]
    origins: Mapping[str, Mapping[str, Origin]]
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
        long = sum(history.reviews for history in batch.histories) >= LONG
        if long:
            batch.helper.stop()  # two processes beside this one would take turns
        with _worked_out(workspace, batch) as history:
            lying = batch.laying.laid(batch.decks, helped=not long)
            _write(workspace, batch, filing, lying, history, doing)
    workspace.configure(workspace.config)


def _write(
    workspace: Workspace,
    batch: Batch,
    filing: Filing,
    lying: Iterator[Lying],
    history: Ready,
    doing: Callable[[str], None],
) -> None:
    """Write files, index and log; what was written is put back when it does not come to the end."""
    name = filing.unused(f"{workspace.clock.now():%Y%m%dT%H%M%S%f}")
    doing("Writing the decks")
    written: dict[str, IndexedDeck] = {}
    filing.stage(name, _files(workspace, batch, lying, written))
    try:
        _put(workspace, filing, name, written)
        written.clear()  # the history of as many cards comes now
        batch.helper.stop()
        _log(workspace, batch, name, history, doing)
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


def _worked_out(workspace: Workspace, batch: Batch) -> AbstractContextManager[Ready]:
    """Begin to work out what the past answers make of the cards."""
    works = [history.handed_over() for history in batch.histories if history.cards]
    parameters = batch.terms.parameters
    if works:
        parameters = replace(parameters, version=workspace.store.add_parameters(parameters).version)
    return working_out(works, batch.terms._replace(parameters=parameters), batch.scratch)


def _log(workspace: Workspace, batch: Batch, name: str, history: Ready, doing: Callable[[str], None]) -> None:
    doing("Taking over the history")
    at = workspace.clock.now()
    cards = sum(history.cards for history in batch.histories)
    value: FactValue = {"from": list(batch.names), "decks": len(batch.decks), "cards": cards}
    fact = Fact(FILED, name, value, at, workspace.days.offset(at), workspace.days.day(at))

    def told(done: int) -> None:
        doing(f"Taking over the history: {done:,} of {cards:,} cards")

    workspace.store.take_in(fact, history(told), batch.newest_event)


def _files(
    workspace: Workspace, batch: Batch, lying: Iterator[Lying], decks: dict[str, IndexedDeck]
) -> Iterator[Written]:
    """Yield the files to write, each lying ready in the scratch folder; `decks` is told what they say, by digest."""
    root = workspace.paths.decks.parent
    for part, file, digest, deck in lying:
        decks[digest] = deck
        yield Written(part.path.relative_to(root).as_posix(), file)
    source = batch.scratch / "origins"
    for deck_id, known in batch.origins.items():
        source.write_text(origins.text_of(known, batch.titles.get(deck_id, "")), encoding="utf-8", newline="\n")
        yield Written(origins.path_of(deck_id), source)
    yield from batch.media
