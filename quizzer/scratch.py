"""The folder in which an action prepares what it puts in place at its end; what a killed one left goes next time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import stat_result
from pathlib import Path

from quizzer.durable import locked

_LOCK = "lock"
_INSIDE = "inside"
_YOUNG_S = 60.0
"""Younger ones may belong to a process that has not locked its own yet."""


@contextmanager
def scratch(prefix: str, beside: Path | None = None) -> Iterator[Path]:
    """Give an empty folder, by default among the system's temporary ones. OSError when it cannot be made.

    `prefix` says whose it is. The process holds its lock as long as it lives.
    """
    place = Path(tempfile.gettempdir()) if beside is None else beside
    folder = Path(tempfile.mkdtemp(dir=place, prefix=prefix))
    try:
        with (folder / _LOCK).open("wb") as lock:
            locked(lock.fileno())
            _sweep(place.glob(f"{prefix}*"), folder.stat())
            inside = folder / _INSIDE
            inside.mkdir()
            yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folders: Iterator[Path], mine: stat_result) -> None:
    """Take away what killed processes of this user left: folders whose lock nobody holds, and nothing else."""
    for folder in folders:
        lock = folder / _LOCK
        try:
            found = lock.lstat()
            if folder.is_symlink() or found.st_uid != mine.st_uid or found.st_mtime > mine.st_mtime - _YOUNG_S:
                continue
            with lock.open("rb+") as file:
                left = locked(file.fileno())
        except OSError:
            continue  # no folder of ours, or not ours to open
        if left:
            shutil.rmtree(folder, ignore_errors=True)
