"""Lines that list several things: `linear and logistic regression`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quizzer_decks.matching.wording import HOLLOW, words_of

SEPARATORS = (
    re.compile(r"\s*[,;|•·]\s*(?:and\s+|or\s+)?|\s+(?:such as|like|including)\s+", re.IGNORECASE),
    re.compile(r"\s+(?:and|or|&|\+|vs\.?|versus|und|dan|и)\s+", re.IGNORECASE),
    re.compile(r"\s*/\s*"),
)
"""Between the things that a line lists, the widest first."""
HEAD = re.compile(r"\s*:\s+|\s+(?:[-–—]+|→|[-=]>)\s+|(?<=\w)—(?=\w)")
"""Between a head and what is told of it."""
_HOLLOW = HOLLOW | {"advanced", "modern", "popular", "specific", "other"}


def says_something(text: str) -> bool:
    """Tell whether a piece names anything: `techniques` alone does not."""
    return not _HOLLOW.issuperset(words_of(text))


@lru_cache(maxsize=65536)
def pieces(text: str) -> tuple[str, ...]:
    """Return the things that a text lists."""
    parts = [text]
    for separator in SEPARATORS:
        parts = [piece for part in parts for piece in separator.split(part)]
    return tuple(part for part in parts if says_something(part))


def shared(parts: Sequence[str]) -> list[tuple[str, str]]:
    """Return each part as it is, and with the words it shares with the others: linear and logistic regression."""
    first, last = parts[0].split(), parts[-1].split()
    if len(last) > 1 and all(len(part.split()) < len(last) for part in parts[:-1]):
        tail = " ".join(last[1:])
        return [*((part, f"{part} {tail}") for part in parts[:-1]), (parts[-1], parts[-1])]
    if len(first) > 1 and all(len(part.split()) < len(first) for part in parts[1:]):
        head = " ".join(first[:-1])
        return [(parts[0], parts[0]), *((part, f"{head} {part}") for part in parts[1:])]
    return [(part, part) for part in parts]
