"""Which files of a learner are in an archive, under which paths, and where they lie on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from quizzer.errors import LibraryError
from quizzer.importing import origins
from quizzer.paths import CONFIG_NAME, Paths
from quizzer.roadmaps import OWN_FOLDER

DECKS = "decks"
_FOLDERS = (DECKS, OWN_FOLDER, origins.FOLDER, origins.ORIGINALS)
_LONGEST_NAME = 255
"""Bytes that file systems take."""


def files(paths: Paths) -> Iterator[tuple[str, Path]]:
    """Yield path in the archive and on this machine of all files, sorted; hidden ones and linked folders are not in it.

    LibraryError when a name cannot stand in an archive.
    """
    if paths.config_file.is_file():
        yield CONFIG_NAME, paths.config_file
    for folder in sorted(_FOLDERS):
        found = _below(_folder(paths, folder))
        for name, path in sorted((f"{folder}/{relative}", path) for relative, path in found):
            if wrong := problem(name):
                raise LibraryError(f"{os.fsencode(path).decode('utf-8', 'replace')}: {wrong}. Rename the file.")
            yield name, path


def place(paths: Paths, name: str) -> Path:
    """Return where a file of an archive belongs on this machine; its path must have no `problem`."""
    if name == CONFIG_NAME:
        return paths.config_file
    folder = next(folder for folder in _FOLDERS if name.startswith(f"{folder}/"))
    return _folder(paths, folder).joinpath(*name.removeprefix(f"{folder}/").split("/"))


def problem(name: str) -> str:
    """Return why a path cannot stand in an archive; empty when it can."""
    if name == CONFIG_NAME:
        return ""
    parts = name.split("/")
    if not any(name.startswith(f"{folder}/") for folder in _FOLDERS):
        return f"files lie in {', '.join(sorted(_FOLDERS))}"
    return next((wrong for part in parts if (wrong := name_problem(part))), "")


def name_problem(part: str) -> str:
    """Return why a name of a file or folder cannot stand in an archive; empty when it can."""
    if not part or part.startswith("."):
        return "a part of its path is empty, or begins with a dot"
    try:
        data = part.encode()
    except UnicodeEncodeError:
        return "its name is not text"
    if len(data) > _LONGEST_NAME:
        return "a part of its path is too long"
    if "\\" in part or any(character < " " or character == "\x7f" for character in part):
        return "there is a backslash or a control character in its name"
    return ""


def _folder(paths: Paths, folder: str) -> Path:
    return paths.decks if folder == DECKS else paths.decks.parent / folder


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(root, name)
            if not name.startswith(".") and path.is_file() and S_ISREG(path.stat().st_mode):
                yield path.relative_to(folder).as_posix(), path
