"""The folder in which an export is written before it is put in place; what a killed one left goes with the next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from quizzer.filing import locked

SCRATCH = ".quizzer-export-"
"""Before the names of such folders."""
_LOCK = "lock"
_INSIDE = "written"
_YOUNG_S = 60.0
"""Younger ones may belong to a process that has not locked its own yet."""


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """Give a folder in one, which has its process's lock as long as that lives. OSError when it cannot be made."""
    folder = Path(mkdtemp(dir=beside, prefix=SCRATCH))
    try:
        with (folder / _LOCK).open("wb") as lock:
            locked(lock.fileno())
            _sweep(beside, folder.stat().st_mtime - _YOUNG_S)
            inside = folder / _INSIDE
            inside.mkdir()
            yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(beside: Path, before: float) -> None:
    """Take away what killed exports left before an instant: folders whose lock nobody holds, and nothing else."""
    for folder in beside.glob(f"{SCRATCH}*"):
        lock = folder / _LOCK
        try:
            if folder.is_symlink() or lock.is_symlink() or lock.stat().st_mtime > before:
                continue
            with lock.open("rb+") as file:
                left = locked(file.fileno())
        except OSError:
            continue  # no folder of ours, or not ours to open
        if left:
            shutil.rmtree(folder, ignore_errors=True)
