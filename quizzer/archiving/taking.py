"""Restoring in three steps: files into place, the log in one transaction, then what actions keep of files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer import config as configuration
from quizzer.archiving import places
from quizzer.archiving.actions import put_action
from quizzer.archiving.contents import ContentsIn
from quizzer.archiving.reading import Archive, missing_events
from quizzer.archiving.records import File
from quizzer.archiving.report import Report
from quizzer.errors import LibraryError
from quizzer.filing import Filing, Written
from quizzer.library import BUNDLED
from quizzer.store.archiving import Archived
from quizzer.store.times import to_ms
from quizzer.study_days import study_days
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.scheduler import Scheduler

if TYPE_CHECKING:
    from quizzer.workspace import Workspace


class Taking:
    """Restores an archive that was read and compared."""

    def __init__(
        self,
        workspace: Workspace,
        archive: Archive,
        contents: ContentsIn,
        report: Report,
        doing: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._archive = archive
        self._contents = contents
        self._report = report
        self._doing = doing
        self._root = workspace.paths.decks.parent

    def take(self, files: Sequence[File]) -> Report:
        """Restore all of it, or nothing."""
        try:
            return self._take(files)
        except OSError as error:
            raise LibraryError(f"{error.filename or self._root} cannot be written: {error.strerror}.") from error

    def _take(self, files: Sequence[File]) -> Report:
        filing = Filing(self._root)
        with filing.alone():
            name = filing.unused(f"{self._workspace.clock.now():%Y%m%dT%H%M%S%f}-archive")
            backups = tuple(map(str, self._save(files, name)))
            self._doing("Writing the files")
            restored = self._workspace.store.answers.newest_event() + self._report.missing
            with TemporaryDirectory() as ready:
                filing.stage(name, self._ready(files, Path(ready)), restored)
            done = False
            try:
                self._put(filing, name, files)
                if self._report.standing in ("empty", "behind"):
                    self._restore_log()
                done = True
            finally:
                if not done:  # also when it was interrupted
                    filing.put(name, "before")
                    filing.forget(name)
                    self._workspace.refresh()
            try:
                if self._report.renamed:
                    self._workspace.paths.device.write_text(self._report.device + "\n", encoding="ascii")
            finally:
                filing.forget(name)
            for action, versions in self._archive.actions:
                put_action(self._root, action, versions, self._contents)
        return replace(self._report, backups=backups)

    def _save(self, files: Sequence[File], name: str) -> Iterator[Path]:
        """Keep a history that grows, and files that give way, and yield where."""
        self._doing("Keeping what is here")
        folder = self._workspace.paths.backups / name
        present = [(file.path, places.place(self._workspace.paths, file.path)) for file in files]
        giving_way = [(path, target) for path, target in present if target.is_file()]
        for path, target in giving_way:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(target, folder / path)
        if giving_way:
            yield folder
        if self._report.missing and self._report.known and self._workspace.store.archive.is_file:
            yield self._workspace.store.backup(self._workspace.clock.now())

    def _put(self, filing: Filing, name: str, files: Sequence[File]) -> None:
        left = filing.put(name, "after")
        if left:
            raise LibraryError(f"{left[0]} was changed meanwhile; nothing was restored. Do it again.")
        for file in files:
            stamp = to_ms(file.modified) * 1_000_000
            os.utime(places.place(self._workspace.paths, file.path), ns=(stamp, stamp))
        self._workspace.forget_roadmaps()
        self._workspace.refresh()

    def _ready(self, files: Sequence[File], folder: Path) -> Iterator[Written]:
        """Yield the files, each lying ready under a name of its own, for it is moved from there."""
        for number, file in enumerate(files):
            source = folder / str(number)
            shutil.copyfile(self._contents.path(file.sha256), source)
            target = places.place(self._workspace.paths, file.path)
            inside = target.is_relative_to(self._root)
            yield Written(target.relative_to(self._root).as_posix() if inside else str(target), source)

    def _restore_log(self) -> None:
        archive, sets = self._archive, self._archive.sets
        days = study_days(configuration.load(self._workspace.paths.config_file))
        newest = sets[max(sets)] if sets else Parameters(version=0)
        archived = Archived(
            known=self._report.known,
            parameters=archive.parameters,
            decks=[(deck.id, deck.title, BUNDLED if deck.bundled else "") for deck in archive.decks.values()],
            device=self._report.device if self._report.renamed else None,
        )
        events = missing_events(archive, self._report.known)
        self._workspace.store.archive.restore(archived, events, Scheduler(newest, days, sets).replay, self._doing)
