"""The roadmaps of this machine: those that come with the program, and the learner's own beside his decks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode

import quizzer_decks
from quizzer import __version__
from quizzer.library import stat_of
from quizzer_decks.model import Problem, Roadmap

OWN_FOLDER = "roadmaps"
_FORM = f"{__version__}/3"
"""Of what is kept of roadmaps once read: another form is not looked at."""

Stamp: TypeAlias = tuple[str, int, int]
"""A file's path, when it was changed, and its size."""
Read: TypeAlias = tuple[Roadmap | None, list[Problem]]


class _Kept(Struct):
    """What is kept of roadmaps once read."""

    form: str
    stamps: list[Stamp]
    read: list[Read]


def bundled_folder() -> Path:
    """Return the folder of the roadmaps that come with the program."""
    return Path(quizzer_decks.__file__).parent / "roadmaps"


def read_roadmaps(own: Path, kept: Path | None = None) -> tuple[tuple[Roadmap, ...], tuple[Problem, ...]]:
    """Return all roadmaps by id, an own one in place of a bundled one, and what is wrong with their files.

    What was read is kept in the file `kept`, so that the YAML is read again only after a change.
    """
    stamps = list(_stamps(own))
    read = _recall(kept, stamps) if kept else None
    if read is None:
        from quizzer_decks.roadmap_file import read_roadmap_file  # brings the YAML reader

        read = [read_roadmap_file(Path(path)) for path, _, _ in stamps]
        if kept:
            _keep(kept, stamps, read)
    found = {roadmap.id: roadmap for roadmap, _ in read if roadmap is not None}
    return tuple(found.values()), tuple(problem for _, problems in read for problem in problems)


def _stamps(own: Path) -> Iterator[Stamp]:
    for folder in (bundled_folder(), own):
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            if (stat := stat_of(path)) is not None:
                yield str(path), stat.st_mtime_ns, stat.st_size


def _recall(kept: Path, stamps: Sequence[Stamp]) -> list[Read] | None:
    """Return what was read earlier; None when a file changed since, or nothing usable was kept."""
    try:
        found = decode(kept.read_bytes(), type=_Kept)
    except (OSError, ValueError, MsgspecError):
        return None
    return found.read if (found.form, found.stamps) == (_FORM, stamps) else None


def _keep(kept: Path, stamps: list[Stamp], read: list[Read]) -> None:
    with suppress(OSError, UnicodeEncodeError):  # only a convenience: it is read again next time
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(encode(_Kept(_FORM, stamps, read)))
