"""Exporting: which format is written by which module, and that a file appears whole or not at all."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.errors import LibraryError
from quizzer.exporting.formats import FORMATS
from quizzer.exporting.selection import Doing, Exported, Selection
from quizzer.scratch import scratch

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

SCRATCH = ".quizzer-export-"
"""Before the names of the folders in which exports are written, beside their targets."""
_FOLDERS = frozenset({"yaml"})
"""Formats that can be a folder."""


class AlreadyThere(LibraryError):
    """Raise when a file is there already, and is not to be written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already; nothing was written.")
        self.path = path


def export(
    workspace: Workspace,
    decks: Sequence[str],
    name: str,
    target: Path,
    doing: Doing = lambda _: None,
    *,
    over: bool = True,
    nested: bool = True,
) -> Exported:
    """Write decks, by their ids (none: all), in a format. `LibraryError` when that cannot be done.

    Nothing stands at the target before all of it is written: `doing` may raise to stop it. Without `over` nothing that
    is there is written over: `AlreadyThere`. With `nested` ids are folders of decks, too.
    """
    selection = Selection(workspace, decks, doing, nested=nested)
    writer = import_module(f"quizzer.exporting.{FORMATS[name].module}")
    try:
        folder = name in _FOLDERS and (target.is_dir() or not target.suffix)
        _see_fit(target, folder, over)
        if folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        with scratch(SCRATCH, target.parent) as inside:
            with _uncollected():
                written: Exported = writer.write(selection, inside / target.name)
            doing("Putting it in place")
            if not over:
                _see_free(inside, target.parent)
            for path in sorted(inside.iterdir()):
                _into_place(path, target.parent / path.name)
    except OSError as error:
        blamed = str(error.filename or target)
        told = target if SCRATCH in blamed else blamed
        raise LibraryError(f"{told} cannot be written: {error.strerror}.") from error
    return Exported(str(target), written.questions, written.cards, written.reviews, written.media)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: among millions of rows there are none, and looking takes an eighth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _see_fit(target: Path, folder: bool, over: bool) -> None:
    """See that nothing is in the way: a folder, a device, a file where a folder goes, or any not to be written over."""
    if target.is_dir() and not folder:
        raise LibraryError(f"{target} is a folder; name the file to write.")
    if target.exists() and not (target.is_dir() if folder else target.is_file()):
        raise LibraryError(f"{target} is no {'folder' if folder else 'file'}; give another name.")
    if target.is_file() and not over:
        raise AlreadyThere(target)


def _see_free(inside: Path, folder: Path) -> None:
    """See that nothing is written over. AlreadyThere when it would be."""
    for path in sorted(inside.rglob("*")):
        there = folder / path.relative_to(inside)
        if path.is_file() and there.exists():
            raise AlreadyThere(there)


def _into_place(path: Path, target: Path) -> None:
    """Move a file to its place, or all files of a folder into the folder that is there."""
    if path.is_dir():
        target.mkdir(exist_ok=True)
        for each in path.iterdir():
            _into_place(each, target / each.name)
    else:
        os.replace(path, target)
