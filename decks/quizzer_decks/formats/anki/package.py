"""The outside of a package: a zip with a database in it and media files under numbers."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from quizzer_decks.formats.anki.protobuf import fields
from quizzer_decks.formats.foreign import MediaFile, Unreadable

LARGEST_COLLECTION = 4 << 30
LARGEST_MEDIA = 512 << 20
_LARGEST_LIST = 64 << 20
_MOST_MEMBERS = 500_000
_PIECE = 1 << 20
_ALWAYS = 256 << 20
_RATIO = 60
"""How many times its size something may have unpacked, beyond what is always allowed."""
_LATEST = 3

_HEADER = struct.Struct("<4s2xH18xHH")
"""What stands before a file in a zip: its mark, flags, and the lengths of its name and of what follows it."""
_MARK = b"PK\x03\x04"
_ENCRYPTED = 1

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, RuntimeError, ValueError)
"""What reading a damaged zip, or one with a password, may raise."""


class Package:
    """An open package. `Unreadable` whenever something in it is not as it should be."""

    def __init__(self, source: Path) -> None:
        self._source = source
        try:
            with zipfile.ZipFile(source) as archive:
                members = [member for member in archive.infolist() if not _link(member)]
        except _BROKEN as error:
            raise Unreadable(f"{source.name} is no Anki package: it is not a zip archive, or a damaged one.") from error
        if len(members) > _MOST_MEMBERS:
            raise Unreadable(f"{source.name} holds over {_MOST_MEMBERS:,} files; no package of Anki does.")
        self._members = {member.filename: member for member in members}
        self.version = self._version()

    def collection(self, scratch: Path) -> Path:
        """Unpack the database into a folder and return its path."""
        name = {_LATEST: "collection.anki21b", 2: "collection.anki21", 1: "collection.anki2"}[self.version]
        if name not in self._members:
            raise Unreadable(f"{self._source.name} has no collection in it; export it from Anki again.")
        target = scratch / "collection.db"
        allowed = left = min(LARGEST_COLLECTION, _unpacked(self._members[name].compress_size))
        with self._opened(name, compressed=self.version == _LATEST) as packed, target.open("wb") as unpacked:
            while piece := packed.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise Unreadable(
                        f"{name} in {self._source.name} unpacks to over {allowed >> 20:,} MB, more than it can hold."
                    )
                unpacked.write(piece)
        return target

    def media(self) -> list[MediaFile]:
        """Return the media files by the names they have in Anki; those that are listed but absent are left out."""
        if "media" not in self._members:
            return []
        data = self._bytes("media", compressed=self.version == _LATEST)
        try:
            listed = list(_latest_list(data) if self.version == _LATEST else _json_list(data))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable(f"The list of media in {self._source.name} is damaged.") from error
        files = [
            self._file(member, name, size)
            for member, name, size in listed
            if member in self._members and member.isdigit() and _plain(name)
        ]
        if sum(file.size for file in files) > _unpacked(self._source.stat().st_size):
            raise Unreadable(f"The media in {self._source.name} unpack to far more than a package can hold.")
        return files

    def _file(self, member: str, name: str, size: int) -> MediaFile:
        if self.version != _LATEST:
            size = self._members[member].file_size
        elif not size:  # other programs leave it out
            size = self._members[member].compress_size * _RATIO
        return MediaFile(
            name, min(size, LARGEST_MEDIA), lambda: self._reader(member, compressed=self.version == _LATEST)
        )

    def _version(self) -> int:
        if "meta" in self._members:
            try:
                version = dict(fields(self._bytes("meta"))).get(1, 1)
            except ValueError as error:
                raise Unreadable(f"{self._source.name} is damaged: its head cannot be read.") from error
            if version not in (1, 2, _LATEST):
                raise Unreadable(f"{self._source.name} comes from a newer Anki; export it with support for older ones.")
            return version
        if "collection.anki21b" in self._members:
            return _LATEST
        return 2 if "collection.anki21" in self._members else 1

    def _bytes(self, name: str, *, compressed: bool = False) -> bytes:
        with self._opened(name, compressed=compressed) as file:
            data = file.read(_LARGEST_LIST + 1)
        if len(data) > _LARGEST_LIST:
            raise Unreadable(f"{name} in {self._source.name} is too large to be what it should be.")
        return data

    @contextmanager
    def _opened(self, name: str, *, compressed: bool) -> Iterator[IO[bytes]]:
        with self._reader(name, compressed=compressed) as file:
            yield file

    def _reader(self, name: str, *, compressed: bool) -> IO[bytes]:
        return cast("IO[bytes]", io.BufferedReader(_Member(self._source, self._members[name], compressed), _PIECE))


class _Member(io.RawIOBase):
    """One file in the archive, unpacked as it is read; whatever is wrong with it is `Unreadable`."""

    def __init__(self, source: Path, member: zipfile.ZipInfo, compressed: bool) -> None:
        self._told = f"{member.filename} in {source.name} is damaged and cannot be unpacked."
        self._broken: tuple[type[Exception], ...] = _BROKEN
        self._archive: IO[bytes] | None = None
        try:
            self._archive = source.open("rb")
            self._file = _unpacker(self._archive, member)
            if compressed:
                import zstandard

                self._broken = (*_BROKEN, zstandard.ZstdError)
                unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
                self._file = cast("IO[bytes]", unpacker.stream_reader(self._file, read_across_frames=True))
        except _BROKEN as error:
            self.close()
            raise Unreadable(self._told) from error

    def close(self) -> None:
        """Close the archive."""
        if self._archive is not None:
            self._archive.close()
        super().close()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer and return how much of it. Unreadable when the file is damaged."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            piece = self._file.read(len(view))
        except self._broken as error:
            raise Unreadable(self._told) from error
        view[: len(piece)] = piece
        return len(piece)


def _unpacker(archive: IO[bytes], member: zipfile.ZipInfo) -> IO[bytes]:
    """Return a reader of one file in an open archive, whose list of files is not read again for it."""
    archive.seek(member.header_offset)
    mark, flags, name, extra = _HEADER.unpack(archive.read(_HEADER.size))
    if mark != _MARK or (flags | member.flag_bits) & _ENCRYPTED:
        raise zipfile.BadZipFile
    archive.seek(name + extra, io.SEEK_CUR)
    return cast("IO[bytes]", zipfile.ZipExtFile(cast("io.BufferedReader", archive), "r", member, None, False))


def _latest_list(data: bytes) -> Iterator[tuple[str, str, int]]:
    """Yield number, name and size of each media file."""
    entries = (value for number, value in fields(data) if number == 1 and isinstance(value, bytes))
    for index, entry in enumerate(entries):
        told = dict(fields(entry))
        name, size = told.get(1, b""), told.get(2, 0)
        if isinstance(name, bytes) and name and isinstance(size, int):
            yield str(index), name.decode("utf-8", "replace"), size


def _json_list(data: bytes) -> Iterator[tuple[str, str, int]]:
    for member, name in json.loads(data).items():
        yield str(member), str(name), 0


def _unpacked(packed: int) -> int:
    """Return the bytes to which something may unpack: a bomb comes to more."""
    return max(_ALWAYS, packed * _RATIO)


def _link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16) or member.filename.endswith("/")


def _plain(name: str) -> bool:
    """Tell whether a name is that of a file in the media folder, and leads nowhere else."""
    return (
        bool(name)
        and len(name.encode()) <= 200
        and name == PurePosixPath(name).name
        and name not in (".", "..")
        and not any(character in name for character in '\\/:*?"<>|\0')
        and name.isprintable()
    )
