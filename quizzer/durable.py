"""Files on the disk, whole or not at all: locked, compared, put in place, flushed. OSError where one cannot be."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from hashlib import file_digest
from pathlib import Path


def locked(file: int) -> bool:
    """Lock an open file for this process, and tell whether that could be done."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def same(one: Path, other: Path | None) -> bool:
    """Tell whether a file is like another one, or absent where there is to be none."""
    if other is None or not one.is_file():
        return other is None and not one.exists()
    return one.stat().st_size == other.stat().st_size and _digest(one) == _digest(other)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return file_digest(file, "blake2b").digest()


def place(target: Path, source: Path | None) -> None:
    """Put a copy of a file in its place, whole or not at all; without a source take the file away."""
    if source is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_of(target)
    try:
        shutil.copyfile(source, partial)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def flush_file(path: Path) -> None:
    """Have the disk hold a file as it is, if it is there."""
    if path.is_file():
        with path.open("r+b") as file:  # Windows flushes only what may be written
            os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the disk hold which files are in a folder, where its system can."""
    if sys.platform != "win32" and folder.is_dir():  # there no folder can be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks flush no folder
                raise
        finally:
            os.close(handle)


def partial_of(target: Path) -> Path:
    """Return where a file lies until it is whole; one may be left there by a process that was killed."""
    return target.with_name(f".{target.name}.part")
