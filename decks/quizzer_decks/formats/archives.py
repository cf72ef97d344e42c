"""Zip archives from strangers: read within bounds, their media taken by name; nothing is unpacked by its path."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO

from quizzer_decks.formats.foreign import MediaFile, Unreadable

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, IndexError)
"""What reading a damaged zip, or one with a password, may raise."""
_MOST_MEMBERS = 200_000
_LARGEST_MEDIA = 256 << 20
_LINK = 0o120000
_KIND = 0o170000


class Archive:
    """An open archive. `Unreadable` whenever something in it is not as it should be."""

    def __init__(self, source: Path) -> None:
        self._source = source
        try:
            with zipfile.ZipFile(source) as opened:
                members = [member for member in opened.infolist() if member.filename and not member.is_dir()]
        except _BROKEN as error:
            raise Unreadable(f"{source.name} is not a zip archive, or a damaged one.") from error
        if len(members) > _MOST_MEMBERS:
            raise Unreadable(f"{source.name} holds over {_MOST_MEMBERS:,} files.")
        self._members: Mapping[str, zipfile.ZipInfo] = {
            member.filename.replace("\\", "/"): member
            for member in members
            if (member.external_attr >> 16) & _KIND != _LINK
        }
        self._kept: dict[str, MediaFile] = {}
        self._by_member: dict[str, str] = {}

    @property
    def names(self) -> frozenset[str]:
        """The files in it, by their paths with slashes."""
        return frozenset(self._members)

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """The files that were asked for with `shown`."""
        return tuple(self._kept.values())

    def read(self, name: str, limit: int) -> bytes:
        """Return a file of it. Unreadable when it is not there, damaged, or larger than the limit."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable(f"{self._source.name} has no {name} in it.")
        try:
            with zipfile.ZipFile(self._source) as opened, opened.open(member) as file:
                data = file.read(limit + 1)
        except _BROKEN as error:
            raise Unreadable(f"{name} in {self._source.name} is damaged.") from error
        if len(data) > limit:
            raise Unreadable(f"{name} in {self._source.name} is larger than {limit >> 20} MB.")
        return data

    def shown(self, link: str) -> str | None:
        """Take a media file by its path, and return the name it is kept under; None when it is not in there."""
        path = link.replace("\\", "/").removeprefix("./").lstrip("/@")
        member = self._members.get(path)
        if member is None or member.file_size > _LARGEST_MEDIA:
            return None
        if path not in self._by_member:
            self._by_member[path] = self._name(path)
            name = self._by_member[path]
            opened = partial(self._opened, path)
            self._kept[name] = MediaFile(name, member.file_size, opened)
        return self._by_member[path]

    def _name(self, path: str) -> str:
        plain = re.sub(r"[^\w.-]+", "-", PurePosixPath(path).name).strip("-.")[-100:] or "file"
        if plain.casefold() in {name.casefold() for name in self._kept}:
            stem, dot, suffix = plain.rpartition(".")
            mark = blake2b(path.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
            plain = f"{stem}-{mark}.{suffix}" if dot else f"{plain}-{mark}"
        return plain

    def _opened(self, name: str) -> IO[bytes]:
        return io.BytesIO(self.read(name, _LARGEST_MEDIA))
