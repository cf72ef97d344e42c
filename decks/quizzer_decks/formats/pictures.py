"""Pictures and sounds that quizzes carry inside them or beside them, under names of their own."""

from __future__ import annotations

import binascii
import io
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote

from quizzer_decks.formats.foreign import MediaFile, Unreadable
from quizzer_decks.regions import regions

LARGEST = 64 << 20
"""Bytes of a file that is taken."""

_LINK = re.compile(r"!\[([^\[\]\n]{0,1000})\]\(([^()\n]{0,2000})\)")
_TITLE = re.compile(r"(?<=\s)\"[^\"\n]*\"\Z")
_TAG = re.compile(r"<img\s[^<>]*?src\s*=\s*[\"']([^\"'<>]*)[\"'][^<>]*>", re.IGNORECASE)
_DATA = re.compile(r"data:[a-z]+/([a-z0-9]+)[a-z0-9.+;=-]{0,60};base64,", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Pictures:
    """The media of one source. `folder` is where the files lie that it names; None where it carries them itself."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._kept: dict[str, MediaFile] = {}
        self._digests: dict[str, str] = {}

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """All files that were taken."""
        return tuple(self._kept.values())

    def embedded(self, name: str, encoded: str) -> str | None:
        """Take a file that is written in base64, and return the name it is kept under; None when it is damaged."""
        try:
            data = b64decode("".join(encoded.split()))
        except (binascii.Error, ValueError):
            return None
        digest = blake2b(data, digest_size=8).hexdigest()
        return self._keep(name, digest, len(data), partial(io.BytesIO, data)) if data else None

    def beside(self, link: str) -> str | None:
        """Take a file that is named by its path from the folder, and return its name; None when it is not in there."""
        path = PurePosixPath(unquote(re.split(r"[?#]", link, maxsplit=1)[0]).replace("\\", "/"))
        if self.folder is None or path.is_absolute() or ".." in path.parts or not path.name:
            return None
        try:
            root, found = self.folder.resolve(), (self.folder / path).resolve()
            if not found.is_file() or not found.is_relative_to(root) or found.stat().st_size > LARGEST:
                return None
            return self._keep(path.name, str(found), found.stat().st_size, partial(_opened, found))
        except (OSError, ValueError):
            return None

    def of_markdown(self, text: str) -> tuple[str, list[str]]:
        """Return Markdown whose pictures lead to the media, and the names of those that could not be taken."""
        missing: list[str] = []

        def link(label: str, target: str) -> str:
            if not target or _ELSEWHERE.match(target):
                return f"![{label}]({target})" if target.startswith("http") else f"[{label or 'picture'}]"
            name = self.beside(target)
            if name is None:
                missing.append(target)
                return f"[picture {PurePosixPath(target.partition('?')[0]).name}]"
            return f"![{label or name}](media/{name})"

        def changed(stretch: str) -> str:
            stretch = _TAG.sub(lambda match: link("", match[1]), stretch)
            return _LINK.sub(lambda match: link(match[1], _TITLE.sub("", match[2].strip()).strip("<> \t")), stretch)

        return "".join(piece if code else changed(piece) for piece, code in _stretches(text)), missing

    def of_html(self, source: str) -> str:
        """Return HTML whose pictures inside the text (`data:`) are named files."""
        pieces = re.split(r"(src\s*=\s*\"data:[^\"]*\"|src\s*=\s*'data:[^']*')", source, flags=re.IGNORECASE)
        for index in range(1, len(pieces), 2):
            found = _DATA.search(pieces[index][:200])
            name = self.embedded(f"picture.{found[1]}", pieces[index][found.end() : -1]) if found else None
            pieces[index] = f'src="{name}"' if name else pieces[index]
        return "".join(pieces)

    def _keep(self, name: str, digest: str, size: int, opened: Callable[[], IO[bytes]]) -> str:
        plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[-100:] or "file"
        if self._digests.get(plain, digest) != digest:
            stem, dot, suffix = plain.rpartition(".")
            mark = blake2b(digest.encode(), digest_size=4).hexdigest()
            plain = f"{stem}-{mark}.{suffix}" if dot else f"{plain}-{mark}"
        self._digests[plain] = digest
        self._kept.setdefault(plain, MediaFile(plain, size, opened))
        return plain


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it is code."""
    before = 0
    for start, end, kind in regions(text):
        if kind == "code":
            yield text[before:start], False
            yield text[start:end], True
            before = end
    yield text[before:], False


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}.") from error
