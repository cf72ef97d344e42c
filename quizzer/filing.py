"""Files that an action writes beside the log, kept as they were before and as they are after it.

An undo of the action puts the files back as they were, a redo as they became. A file that was edited since is left
alone and told. What was begun and not ended, because the power went, is put right at the next start: both versions are
on the disk before the list of them, and what was put in place before the log hears of it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from quizzer.durable import flush_file, flush_folder, locked, partial_of, place, same
from quizzer.errors import LibraryError
from quizzer.store.records import FILED, Fact, Undone

FOLDER = "imports/kept"
"""Below the learner's data: a folder for each action, named as the subject of its fact, with both versions."""

Side: TypeAlias = Literal["before", "after"]

MANIFEST = "files.json"
_LOCK = "imports/lock"
_PAUSE = 0.05
_PATIENCE = 5.0
"""Seconds."""
_AT_ONCE = 32
"""Files that are flushed at once: a disk makes one turn of many, and one after the other takes twenty times as long."""
RESTORING = ".restoring-"
"""Before the name of a folder beside those, in which one is filled."""
SIDE = "side"
"""Beside it: which version is in place, as far as all of it was put there."""
_EVENT = "event"
"""Beside it, where no fact tells of the action: the number of the event that the log has when the action stands."""


class Written(NamedTuple):
    """A file to be written: its place below the root, and where its new content lies; None takes it away."""

    path: str
    source: Path | None


class Filing:
    """The files below a root folder that actions wrote. OSError becomes `LibraryError`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / FOLDER

    @contextmanager
    def alone(self, patience: float = _PATIENCE) -> Iterator[None]:
        """Keep other processes from the files meanwhile; LibraryError when one has them for longer than patience."""
        lock = self._root / _LOCK
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            file = lock.open("ab")
        except OSError as error:
            raise LibraryError(f"{error.filename or lock} cannot be written: {error.strerror}.") from error
        with file:
            tries = 0
            while not locked(file.fileno()):
                tries += 1
                if tries * _PAUSE > patience:
                    raise LibraryError("Another Quizzer is writing decks at this moment; do it again when it is done.")
                time.sleep(_PAUSE)
            yield  # closing the file, or the end of the process, lets go of it

    def unused(self, name: str) -> str:
        """Return a name that no action has: two may come within one tick of a clock."""
        number, free = 1, name
        while (self._folder / free).exists():
            number += 1
            free = f"{name}-{number}"
        return free

    def stage(self, name: str, files: Iterable[Written], event: int | None = None) -> None:
        """Keep both versions of the files of an action; nothing is written to their places yet.

        An action that no fact tells of stands once the log has an event of that number, and is forgotten then.
        """
        kept = self._folder / name
        listed, staged = [], False
        try:
            for side in ("before", "after"):
                (kept / side).mkdir(parents=True, exist_ok=True)
            for number, file in enumerate(files):
                target = self._root / file.path
                old = target.is_file()
                if old:
                    shutil.copyfile(target, kept / "before" / str(number))
                if file.source is not None:
                    shutil.move(file.source, kept / "after" / str(number))
                new = file.source is not None
                versions = {"before": str(number) if old else None, "after": str(number) if new else None}
                listed.append({"path": file.path, **versions})
            partial, told = kept / f"{MANIFEST}.part", kept / _EVENT
            partial.write_text(json.dumps(listed), encoding="utf-8")
            if event is not None:
                told.write_text(str(event), encoding="ascii")
            self._flush([partial, told, *kept.glob("*/*")])
            os.replace(partial, kept / MANIFEST)
            flush_folder(kept)
            staged = True
        except OSError as error:
            raise LibraryError(f"{error.filename or kept} cannot be written: {error.strerror}.") from error
        finally:
            if not staged:  # also when it was interrupted
                self.forget(name)

    def put(self, name: str, side: Side) -> tuple[Path, ...]:
        """Put the files of an action as they were before or after it; return those edited since, left as they are."""
        kept = self._folder / name
        other: Side = "before" if side == "after" else "after"
        left, placed = [], []
        try:
            (kept / SIDE).unlink(missing_ok=True)
            for file in json.loads((kept / MANIFEST).read_text(encoding="utf-8")):
                target = self._root / file["path"]
                partial_of(target).unlink(missing_ok=True)  # of a process that was killed
                if same(target, _version(kept, other, file)):
                    place(target, _version(kept, side, file))
                    self._drop_empty(target)
                    placed.append(target)
                elif not same(target, _version(kept, side, file)):
                    left.append(target)
            self._flush(placed)
            (kept / SIDE).write_text(side, encoding="ascii")
        except OSError as error:
            raise LibraryError(f"{error.filename or kept} cannot be written: {error.strerror}.") from error
        return tuple(left)

    def _drop_empty(self, target: Path) -> None:
        """Take away the folders that led to a file and are empty without it, but for those right below the root."""
        for folder in target.parents:
            if not folder.parent.is_relative_to(self._root) or folder.parent == self._root:
                return
            try:
                folder.rmdir()
            except OSError:
                return  # something is in it

    def _flush(self, paths: Sequence[Path]) -> None:
        """Have the disk hold files as they are, or that they went, with the folders that lead to them."""
        from concurrent.futures import ThreadPoolExecutor

        folders = {above for path in paths for above in path.parents if above.is_relative_to(self._root)}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            deque(pool.map(flush_file, paths), maxlen=0)
            deque(pool.map(flush_folder, folders), maxlen=0)

    def forget(self, name: str) -> None:
        """Drop what is kept of an action that never came to be."""
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def sweep(self, known: Container[str]) -> None:
        """Drop what is kept of actions that were cut off before they came to be; `known` are those of the log.

        To be called by who has the files alone; what is not put back as it was stays until it is.
        """
        for kept in self._folder.iterdir() if self._folder.is_dir() else ():
            place = kept / SIDE
            back = place.is_file() and place.read_text(encoding="ascii") == "before"
            if kept.name not in known and (back or not _is_whole(kept / MANIFEST)):
                self.forget(kept.name)
        for begun in self._folder.parent.glob(f"{RESTORING}*"):
            shutil.rmtree(begun, ignore_errors=True)

    def recover(self, stands: Container[str], newest: Callable[[], int]) -> bool:
        """Put right what a crash cut off, and tell whether there was any.

        `stands` are the actions the log knows, `newest` is the number of its newest event. The latest is taken back
        first, and the earliest comes first.
        """
        cut_off = self.cut_off(stands, newest)
        for name, side in sorted(cut_off, reverse=True):
            if side == "before":
                self.put(name, side)
        for name, side in sorted(cut_off):
            if side == "after":
                self.put(name, side)
        for name, _ in cut_off:
            if (self._folder / name / _EVENT).is_file():
                self.forget(name)
        return bool(cut_off)

    def cut_off(self, stands: Container[str], newest: Callable[[], int]) -> list[tuple[str, Side]]:
        """Return the actions whose files are not as they are to be, and how they are to be."""
        found: list[tuple[str, Side]] = []
        for manifest in self._folder.glob(f"*/{MANIFEST}"):
            name = manifest.parent.name
            place, event = manifest.parent / SIDE, manifest.parent / _EVENT
            passing = event.is_file()
            stood = newest() >= int(event.read_text(encoding="ascii")) if passing else name in stands
            wanted: Side = "after" if stood else "before"
            put = place.is_file() and place.read_text(encoding="ascii") == wanted
            if (passing or not put) and _is_whole(manifest):
                found.append((name, wanted))
        return found


def refile(root: Path, undone: Undone, side: Side) -> Undone:
    """Put the files back that actions wrote which were just undone or redone; return it with those left alone."""
    facts = [event.content for event in undone.events if isinstance(event.content, Fact)]
    filing = Filing(root)
    with filing.alone():
        left = [path for fact in facts if fact.kind == FILED for path in filing.put(fact.subject, side)]
    return replace(undone, left=tuple(map(str, left)))


def _is_whole(manifest: Path) -> bool:
    """Tell whether a list of files can be read: when the power went it may be torn, and then none was written yet."""
    try:
        return bool(json.loads(manifest.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return False


def _version(kept: Path, side: Side, file: Mapping[str, str | None]) -> Path | None:
    name = file[side]
    return None if name is None else kept / side / name
