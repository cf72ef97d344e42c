"""Bytes of unknown origin as text: UTF-8 and UTF-16 by their marks, else what Western programs used to write."""

from __future__ import annotations

import codecs
from pathlib import Path

from quizzer_decks.formats.foreign import Unreadable

LARGEST = 64 * 1024 * 1024
"""Bytes of a text file that is read; a deck of a hundred thousand cards has a third of it."""

HEAD = 64 * 1024
"""Bytes from the beginning of a file by which it is recognised."""

_LONGEST_LINE = 1_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(source: Path, limit: int = LARGEST) -> bytes:
    """Return what is in a file. Unreadable when it cannot be read or is larger than the limit."""
    try:
        with source.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"{source.name} cannot be read: {error.strerror}.") from error
    if len(data) > limit:
        raise Unreadable(f"{source.name} is larger than {limit // 1024 // 1024} MB; split it.")
    return data


def head_of(path: Path) -> bytes:
    """Return a file's first bytes; nothing where it cannot be read, for then it is recognised as none."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def begins_as_json(head: bytes, signs: tuple[bytes, ...] = (b"{", b"[")) -> bool:
    """Tell whether a file may be JSON, of one of some signs: an object or a list."""
    return head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(signs)


def decoded(data: bytes, name: str, longest_line: int = _LONGEST_LINE) -> tuple[str, list[str]]:
    """Return text with its line ends as LF, and warnings. Unreadable when it is no text, or a line is endless."""
    text, warnings = _text(data, name)
    if "\0" in text:
        raise Unreadable(f"{name} is not text: it has NUL bytes in it.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _has_longer(text, longest_line):
        raise Unreadable(f"{name} has a line of over a million characters; it is no text that people wrote.")
    return text, warnings


def _text(data: bytes, name: str) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError as error:
                raise Unreadable(f"{name} begins like {encoding} but is damaged at byte {error.start:,}.") from error
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise Unreadable(f"{name} is not text: it has NUL bytes in it.") from error
        warning = f"it is not UTF-8 (byte {error.start:,}); it was read as Windows-1252, so look at its accents"
        return data.decode("cp1252", "replace"), [warning]


def _has_longer(text: str, longest: int) -> bool:
    """Tell whether a line is longer than that; most lines are never looked at."""
    begin = 0
    while len(text) - begin > longest:
        end = text.rfind("\n", begin, begin + longest + 1)
        if end < 0:
            return True
        begin = end + 1
    return False
