"""Slugs: names made of any text, for ids and for the files that are named by them on every system."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

_LETTERS = bytes(character if chr(character).isalnum() else 32 for character in bytes(range(128)).lower()) + bytes(128)
"""What stands in a slug for a byte of ASCII: a small letter, a digit, or what keeps words apart."""
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))
"""Names that Windows takes for devices, whatever follows behind a dot."""


def slug_of(text: str, otherwise: str = "") -> str:
    """Return a text as the name of a file; where no letter is left of it `otherwise`, or a digest of it."""
    slug = latin_slug(text)
    if slug in _DEVICES:
        return f"deck-{slug}"
    return slug or otherwise or "deck-" + blake2b(text.encode(), digest_size=4).hexdigest()


def latin_slug(text: str) -> str:
    """Return the Latin letters and digits of a text, its words joined by hyphens; empty where it has none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    words = text.encode("ascii", "ignore").translate(_LETTERS).split()
    return b"-".join(words)[:60].strip(b"-").decode()
