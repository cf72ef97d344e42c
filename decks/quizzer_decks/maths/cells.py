"""How many terminal cells a text takes."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Return the cells of `text`: combining marks take none, wide East Asian characters and emoji two."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
