"""Reading an archive to its end before anything is changed: what is in it, sound, and how it fits what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quizzer.archiving import checking, settings
from quizzer.archiving.contents import ContentsIn
from quizzer.archiving.events import past_of
from quizzer.archiving.lines import LinesIn
from quizzer.archiving.log_checking import LogCheck
from quizzer.archiving.records import (
    ActionHead,
    ContentHead,
    DeckName,
    Device,
    EventLine,
    File,
    Head,
    Line,
    LogLine,
    ParameterSet,
    Piece,
    ReviewLine,
    Versions,
    encode,
)
from quizzer.errors import LibraryError
from quizzer.paths import CONFIG_NAME
from quizzer.store.archiving import PastEvent
from quizzer_scheduler.model import Parameters

_TOLD_EVERY = 50_000


@dataclass(slots=True)
class Archive:
    """What is in an archive, but for its events, which are read again when they are written."""

    source: Path
    sha256: str = ""
    device: str = ""
    devices: list[str] = field(default_factory=list)
    parameters: dict[int, str] = field(default_factory=dict)
    sets: dict[int, Parameters] = field(default_factory=dict)
    decks: dict[str, DeckName] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    actions: list[tuple[ActionHead, list[Versions]]] = field(default_factory=list)
    events: int = 0
    reviews: int = 0


class Here:
    """The log of this collection beside that of an archive: whether one is the beginning of the other."""

    def __init__(self, lines: Iterator[LogLine]) -> None:
        self._lines = lines
        self.events = 0
        """That both have."""
        self.reviews = 0
        """Of these the answers."""
        self.more = False
        """Whether there is more here."""
        self.parted: tuple[LogLine, LogLine] | None = None
        """What comes here, and what comes there, where they part."""

    def beside(self, line: LogLine, data: bytes) -> None:
        """Take in the next line of the archive."""
        if self.parted is None and (mine := next(self._lines, None)) is not None:
            if encode(mine) != data:
                self.parted = (mine, line)
            elif not isinstance(mine, Device):
                self.events += 1
                self.reviews += isinstance(mine, ReviewLine)

    def end(self) -> None:
        """Look whether there is more here."""
        self.more = self.parted is None and next(self._lines, None) is not None


def read(source: Path, contents: ContentsIn, here: Here, doing: Callable[[str], None]) -> Archive:
    """Read an archive, keep what is in its files, and hold its log beside that which is here.

    LibraryError names file, line and mistake.
    """
    reader = _Reader(Archive(source), contents, here)
    lines = LinesIn(source)
    for number, line, data in lines:
        if number % _TOLD_EVERY == 0:
            doing(f"Reading {source.name}: {number:,} lines")
        try:
            reader.take(line, data)
        except (ValueError, RecursionError) as error:
            raise lines.wrong(str(error)) from error
        except OSError as error:
            raise LibraryError(f"{error.filename} cannot be written: {error.strerror}.") from error
    here.end()
    reader.archive.sha256 = lines.sha256
    return reader.archive


def missing_events(archive: Archive, known: int) -> Iterator[PastEvent]:
    """Yield the events behind the first ones that are known. LibraryError when the file was changed meanwhile."""
    lines = LinesIn(archive.source)
    devices: list[str] = []
    number = 0
    for read in lines:
        if isinstance(read.line, Device):
            devices.append(read.line.uid)
        elif isinstance(read.line, EventLine):
            number += 1
            if number > known:
                yield past_of(read.line, devices[read.line.device - 1])
    if lines.sha256 != archive.sha256:
        raise lines.wrong("the archive was changed meanwhile")


class _Reader:
    """Takes in line after line. ValueError says what is wrong with one."""

    def __init__(self, archive: Archive, contents: ContentsIn, here: Here) -> None:
        self.archive = archive
        self._contents = contents
        self._here = here
        self._order = checking.Order()
        self._paths = checking.Paths()
        self._log = LogCheck(archive.parameters)

    def take(self, line: Line, data: bytes) -> None:
        """Take in a line; `data` as we write it."""
        self._order.check(line)
        if isinstance(line, EventLine):
            self._log.event(line)
            self._here.beside(line, data)
            self.archive.events += 1
            self.archive.reviews += isinstance(line, ReviewLine)
            return
        match line:
            case Device():
                self._whole()
                self._log.device(line)
                self._here.beside(line, data)
                self.archive.devices.append(line.uid)
            case ContentHead() | Piece() | File() | ActionHead() | Versions():
                self._take_file(line)
            case _:
                self._take_head(line)

    def _take_head(self, line: Line) -> None:
        match line:
            case Head():
                if wrong := checking.id_problem(line.device):
                    raise ValueError(wrong)
                self.archive.device = line.device
            case ParameterSet():
                self.archive.sets[line.version] = checking.parameters(line, self.archive.parameters)
                self.archive.parameters[line.version] = bytes(line.values).decode()
            case DeckName():
                if wrong := checking.id_problem(line.id):
                    raise ValueError(wrong)
                if "\0" in line.title or line.id in self.archive.decks:
                    raise ValueError(f"the deck {line.id!r} comes twice, or its title is none")
                self.archive.decks[line.id] = line
            case _:
                self._whole()

    def _take_file(self, line: ContentHead | Piece | File | ActionHead | Versions) -> None:
        match line:
            case ContentHead():
                self._contents.begin(line)
            case Piece():
                self._contents.add(line)
            case File():
                self._paths.file(line)
                self._contents.check(line.sha256)
                if line.path == CONFIG_NAME:
                    settings.check(self._contents.path(line.sha256).read_bytes())
                self.archive.files.append(line)
            case ActionHead():
                self._paths.action(line)
                self.archive.actions.append((line, []))
            case Versions():
                self._paths.versions(line)
                for digest in filter(None, (line.before, line.after)):
                    self._contents.check(digest)
                self.archive.actions[-1][1].append(line)

    def _whole(self) -> None:
        self._contents.check_whole()
        self._paths.check_whole()
