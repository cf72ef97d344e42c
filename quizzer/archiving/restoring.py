"""Restoring an archive: into nothing exactly, behind the beginning of the same history what is missing, else not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from quizzer.archiving import places
from quizzer.archiving.actions import kept_folder
from quizzer.archiving.contents import ContentsIn
from quizzer.archiving.events import log_lines
from quizzer.archiving.reading import Archive, Here, read
from quizzer.archiving.records import Device, File, LogLine
from quizzer.archiving.report import Report, Standing
from quizzer.archiving.settings import portable
from quizzer.archiving.taking import Taking
from quizzer.errors import LibraryError
from quizzer.paths import CONFIG_NAME
from quizzer.scratch import scratch
from quizzer.store.times import to_ms

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

Doing: TypeAlias = Callable[[str], None]
"""Told what is being done."""

Rule: TypeAlias = Literal["keep", "theirs", "newer"]
"""Whose file counts where it is here and another one."""


class Wanted(NamedTuple):
    """What is to be restored, and how."""

    source: Path
    rule: Rule = "keep"
    new_device: bool = False
    """Whether this machine goes on under a name of its own also where the archive's is free."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An archive that was read to its end: the report tells what it comes to; `take` does it."""

    report: Report
    _workspace: Workspace
    _archive: Archive
    _contents: ContentsIn
    _writing: Sequence[File]
    """Files that are missing or that give way."""

    def take(self, doing: Doing = lambda _: None) -> Report:
        """Restore it, and return what was done; close the workspace then. LibraryError or StoreError: nothing was."""
        if not self.report.changes:
            return self.report
        return Taking(self._workspace, self._archive, self._contents, self.report, doing).take(self._writing)


@contextmanager
def prepared(workspace: Workspace, wanted: Wanted, doing: Doing = lambda _: None) -> Iterator[Prepared]:
    """Read an archive and hold it beside what is here; nothing is changed. LibraryError when it cannot be restored."""
    workspace.library.settle()
    with scratch("quizzer-restore-") as folder:
        contents = ContentsIn(folder)
        store = workspace.store.archive
        here = Here(log_lines(store.log(store.newest_event())))
        doing(f"Reading {wanted.source.name}")
        archive = read(wanted.source, contents, here, doing)
        standing = _standing(wanted.source, archive, here)
        writing, kept = _files(workspace, archive, wanted.rule)
        own, root = store.device, workspace.paths.decks.parent
        taken_over = (
            archive.device
            if standing == "empty" and not wanted.new_device and not store.device_known(archive.device)
            else own
        )
        report = Report(
            path=str(wanted.source),
            standing=standing,
            events=archive.events,
            known=here.events,
            reviews=archive.reviews,
            new_reviews=archive.reviews - here.reviews,
            devices=len(archive.devices),
            parameters=len(archive.parameters),
            files=len(archive.files),
            written=tuple(file.path for file in writing),
            kept=tuple(kept),
            actions=sum(not kept_folder(root, action.name).exists() for action, _ in archive.actions),
            device=taken_over,
            renamed=taken_over != own,
        )
        yield Prepared(report, workspace, archive, contents, writing)


def _standing(source: Path, archive: Archive, here: Here) -> Standing:
    if here.parted is not None:
        raise LibraryError(_parted(source.name, here.events, *here.parted))
    if here.more:
        return "older"
    if here.events == archive.events:
        return "same" if here.events else "empty"
    return "behind" if here.events else "empty"


def _parted(name: str, common: int, mine: LogLine, theirs: LogLine) -> str:
    """Say that two histories cannot be put into one."""
    begun = f"They have the first {common:,} events in common; then" if common else "From the first event on"
    here, there = (
        "of another device" if isinstance(line, Device) else f"of {line.day:%Y-%m-%d}" for line in (mine, theirs)
    )
    return (
        f"{name} and what was learnt here went on separately. {begun} an event {here} follows here and one {there}"
        " there. What a card remembers depends on the order of its answers, so two such histories are not mixed;"
        " nothing was changed. `quizzer --home FOLDER import` restores the archive into a folder of its own."
    )


def _files(workspace: Workspace, archive: Archive, rule: Rule) -> tuple[list[File], list[str]]:
    """Return the files to write, and the paths of those that are other ones here and stay."""
    writing, kept = [], []
    for file in archive.files:
        target = places.place(workspace.paths, file.path)
        if not target.exists() and not target.is_symlink():
            writing.append(file)
        elif not target.is_file():
            kept.append(file.path)
        elif _digest(target, file.path) != file.sha256:
            newer = to_ms(file.modified) > target.stat().st_mtime_ns // 1_000_000
            if rule == "theirs" or (rule == "newer" and newer):
                writing.append(file)
            else:
                kept.append(file.path)
    return writing, kept


def _digest(path: Path, name: str) -> str:
    """Return the digest of what an archive would have of a file."""
    data = path.read_bytes()
    return sha256(portable(data) if name == CONFIG_NAME else data).hexdigest()
