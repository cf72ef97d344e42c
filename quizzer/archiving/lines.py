"""The lines of an archive, one after the other: written with their digest, and read with suspicion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec import DecodeError

from quizzer.archiving.events import without_twins
from quizzer.archiving.records import FORMAT, LONGEST_LINE, VERSION, End, EventLine, Head, Line, decoder, encode
from quizzer.errors import LibraryError

_HEAD = 4096
"""Bytes in which the first line says what the file is."""

_TOGETHER = 1 << 18
"""Bytes that are written at once."""


class LinesOut:
    """Writes lines, and at last how many events there were and the digest of all before."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = sha256()
        self._events = 0
        self._held = bytearray()

    def put(self, line: Line) -> None:
        """Write a line. LibraryError when it is longer than any reader would take."""
        data = encode(line)
        if len(data) >= LONGEST_LINE:
            raise LibraryError(f"A {type(line).__name__} of {len(data) >> 20} MB is too long for an archive.")
        self._held += data
        self._held += b"\n"
        if len(self._held) > _TOGETHER:
            self._flush()
        self._events += isinstance(line, EventLine)

    def _flush(self) -> None:
        self._digest.update(self._held)
        self._file.write(self._held)
        self._held.clear()

    def end(self) -> None:
        """Write the last line."""
        self._flush()
        self._file.write(encode(End(self._events, self._digest.hexdigest())) + b"\n")


class Read(NamedTuple):
    """A line that was read."""

    number: int
    line: Line
    data: bytes
    """As it is written by us."""


def is_archive(source: Path) -> bool:
    """Tell whether a file says that it is an archive."""
    try:
        if not source.is_file():
            return False
        with source.open("rb") as file:
            head = file.read(_HEAD).lstrip()
    except OSError:
        return False
    return head.startswith(b"{") and f'"{FORMAT}"'.encode() in head.partition(b"\n")[0]


class LinesIn:
    """The lines of a file. `LibraryError` names the line where it is not as it must be."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self.number = 0
        """Of the line at which it is."""
        self.sha256 = ""
        """Of all before the last line, once that was read."""

    def __iter__(self) -> Iterator[Read]:
        digest = sha256()
        events = 0
        try:
            with self._source.open("rb") as file:
                while data := file.readline(LONGEST_LINE + 1):
                    self.number += 1
                    if self.sha256:
                        raise self.wrong("there is something behind the last line")
                    read = self._read(data)
                    if isinstance(read.line, End):
                        self._end(read.line, events, digest.hexdigest())
                    events += isinstance(read.line, EventLine)
                    digest.update(data)
                    yield read
        except OSError as error:
            raise LibraryError(f"{self._source} cannot be read: {error.strerror}.") from error
        if not self.sha256:
            raise self.wrong("the archive ends here, and its last line is missing: it was cut off")

    def wrong(self, what: str) -> LibraryError:
        """Return an error about the line at which it is."""
        return LibraryError(f"{self._source.name}, line {self.number}: {what}. Nothing was changed.")

    def _read(self, data: bytes) -> Read:
        if len(data) > LONGEST_LINE:
            raise self.wrong(f"the line is longer than {LONGEST_LINE >> 20} MB, which no line of an archive is")
        if not data.endswith(b"\n"):
            raise self.wrong("the archive ends in the middle of this line: it was cut off")
        try:
            if self.number == 1:
                self._check_version(data)
            line = decoder.decode(data)
            ours = encode(line)
            if ours != data[:-1]:  # written by another program, or in a way that hides something
                json.loads(data, object_pairs_hook=without_twins)
        except RecursionError as error:
            raise self.wrong("it is nested too deep") from error
        except (DecodeError, ValueError) as error:
            raise self.wrong(f"this is no line of an archive ({error})") from error
        if isinstance(line, Head) is not (self.number == 1):
            raise self.wrong("the line with the format must stand at the beginning, and only there")
        return Read(self.number, line, ours)

    def _check_version(self, data: bytes) -> None:
        head = json.loads(data)
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise self.wrong("this is no archive of Quizzer's")
        version = head.get("version")
        if isinstance(version, int) and version > VERSION:
            formats = f"format {version}, this one reads {VERSION}"
            raise self.wrong(f"the archive was written by a newer version of Quizzer ({formats}). Update Quizzer")

    def _end(self, end: End, events: int, digest: str) -> None:
        if end.events != events:
            raise self.wrong(f"there are {events:,} events in it, and it says {end.events:,}: it was changed")
        if end.sha256 != digest:
            raise self.wrong("the digest does not fit what stands above: the archive was changed or damaged")
        self.sha256 = digest
