"""Files of quizzes, one or a folder of them, read into one harvest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path

from quizzer_decks.formats.decoding import head_of
from quizzer_decks.formats.foreign import Options, Reading, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.pictures import Pictures

Likeness = Callable[[Path, bytes], int]
Gather = Callable[[Path, Harvest, Pictures], None]
"""Reads one file into a harvest. Raises nothing but `Unreadable`."""

_SURE = 60
_MOST = 5_000
_SAMPLE = 40
"""Files by which a folder is judged."""


def likeness_of(source: Path, head: bytes, suffixes: Collection[str], likeness: Likeness) -> int:
    """Return how much a file, or most files of a folder with these suffixes, look like a format."""
    if not source.is_dir():
        return likeness(source, head)
    files = list(islice(_files(source, suffixes), _SAMPLE))
    alike = sum(likeness(file, head_of(file)) >= _SURE for file in files)
    return 50 + 40 * alike // len(files) if alike else 0


def read_quizzes(
    name: str, source: Path, options: Options, suffixes: Collection[str], likeness: Likeness, gather: Gather
) -> Reading:
    """Read a file, or all files of a folder that look like the format; each is a deck."""
    pictures = Pictures()
    if not source.is_dir():
        harvest = Harvest(name, options, (source.stem,))
        pictures.folder = source.parent
        gather(source, harvest, pictures)
        return harvest.reading(source.name, pictures.media)
    harvest = Harvest(name, options, (source.name,))
    for number, file in enumerate(_files(source, suffixes), 1):
        if number > _MOST:
            raise Unreadable(f"{source.name} holds over {_MOST:,} files; import a part of it at a time.")
        if likeness(file, head_of(file)) < _SURE:
            continue
        within = file.relative_to(source)
        harvest.begin((source.resolve().name, *within.parts[:-1], file.stem), f"{within.as_posix()}: ")
        pictures.folder = file.parent
        try:
            gather(file, harvest, pictures)
        except Unreadable as error:
            harvest.skip("it", str(error))
    return harvest.reading(source.name, pictures.media)


def _files(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """Yield the files of a folder and of those below it; nothing hidden, and no links."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for path in inside:
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path, suffixes)
        elif path.suffix.lower() in suffixes and path.is_file():
            yield path
