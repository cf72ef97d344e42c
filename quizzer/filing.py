"""Files that an action writes beside the log, kept as they were before and as they are after it.

An undo of the action puts the files back as they were, a redo as they became. A file that was edited since is left
alone and told. What was begun and not ended, because the power went, is put right at the next start.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Container, Iterable, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from quizzer.errors import LibraryError
from quizzer.store.records import FILED, Fact, Undone

FOLDER = "imports/kept"
"""Below the learner's data: a folder for each action, named as the subject of its fact, with both versions."""

Side: TypeAlias = Literal["before", "after"]

_MANIFEST = "files.json"
_SIDE = "side"
"""Beside it: which version is in place, as far as all of it was put there."""


class Written(NamedTuple):
    """A file to be written: its place below the root, and where its new content lies; None takes it away."""

    path: str
    source: Path | None


class Filing:
    """The files below a root folder that actions wrote. OSError becomes `LibraryError`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / FOLDER

    def stage(self, name: str, files: Iterable[Written]) -> None:
        """Keep both versions of the files of an action; nothing is written to their places yet."""
        kept = self._folder / name
        listed = []
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
            (kept / _MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
        except OSError as error:
            shutil.rmtree(kept, ignore_errors=True)
            raise LibraryError(f"{error.filename or kept} cannot be written: {error.strerror}.") from error

    def put(self, name: str, side: Side) -> tuple[Path, ...]:
        """Put the files of an action as they were before or after it; return those edited since, left as they are."""
        kept = self._folder / name
        other: Side = "before" if side == "after" else "after"
        left = []
        try:
            (kept / _SIDE).unlink(missing_ok=True)
            for file in json.loads((kept / _MANIFEST).read_text(encoding="utf-8")):
                target = self._root / file["path"]
                if _same(target, _version(kept, other, file)):
                    _place(target, _version(kept, side, file))
                elif not _same(target, _version(kept, side, file)):
                    left.append(target)
            (kept / _SIDE).write_text(side, encoding="ascii")
        except OSError as error:
            raise LibraryError(f"{error.filename or kept} cannot be written: {error.strerror}.") from error
        return tuple(left)

    def forget(self, name: str) -> None:
        """Drop what is kept of an action that never came to be."""
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def recover(self, stands: Container[str]) -> bool:
        """Put right what a crash cut off, and tell whether there was any; `stands` are the actions the log knows."""
        found = False
        for manifest in sorted(self._folder.glob(f"*/{_MANIFEST}")):
            name = manifest.parent.name
            wanted: Side = "after" if name in stands else "before"
            place = manifest.parent / _SIDE
            if not place.is_file() or place.read_text(encoding="ascii") != wanted:
                self.put(name, wanted)
                found = True
        return found


def refile(root: Path, undone: Undone, side: Side) -> Undone:
    """Put the files back that actions wrote which were just undone or redone; return it with those left alone."""
    facts = [event.content for event in undone.events if isinstance(event.content, Fact)]
    left = [path for fact in facts if fact.kind == FILED for path in Filing(root).put(fact.subject, side)]
    return replace(undone, left=tuple(map(str, left)))


def _version(kept: Path, side: Side, file: Mapping[str, str | None]) -> Path | None:
    name = file[side]
    return None if name is None else kept / side / name


def _same(one: Path, other: Path | None) -> bool:
    """Tell whether a file is like another one, or absent where there is to be none."""
    if other is None or not one.is_file():
        return other is None and not one.exists()
    return one.stat().st_size == other.stat().st_size and _digest(one) == _digest(other)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return file_digest(file, "blake2b").digest()


def _place(target: Path, source: Path | None) -> None:
    """Put a copy of a file in its place, whole or not at all; without a source take the file away."""
    if source is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, partial)
    os.replace(partial, target)
