"""Words that a slip of the fingers must not turn into each other: each is a thing of its own."""

from __future__ import annotations

import re

from quizzer_decks.known_words import is_known

_OPPOSITES = (
    *(("max", "min"), ("macro", "micro"), ("inter", "intra"), ("hyper", "hypo"), ("pre", "post"), ("over", "under")),
    *(("in", "de"), ("in", "ex"), ("im", "ex"), ("en", "de"), ("in", "out"), ("asc", "desc"), ("sub", "super")),
    *(("endo", "exo"), ("uni", "multi"), ("uni", "bi"), ("mega", "mebi"), ("giga", "gibi"), ("kilo", "kibi")),
    *(("tera", "tebi"), ("milli", "micro"), ("nano", "micro"), ("up", "down"), ("top", "bottom"), ("row", "col")),
    *(("homo", "hetero"), ("mono", "poly"), ("left", "right"), ("ante", "anti"), ("con", "dis"), ("first", "last")),
    *(("ance", "ant"), ("ence", "ent"), ("ancy", "ant"), ("ency", "ent"), ("er", "ee"), ("less", "ful")),
    *(("with", "without"), ("even", "odd"), ("push", "pull")),
)
"""Parts that turn a word into another; prefixes alone need none, for a slip never changes the first letter."""
_ENDINGS = frozenset({"", "e", "s", "es", "d", "ed", "ing"})
_ROMAN = re.compile("[ivx]+")


def confusable(given: str, expected: str) -> bool:
    """Tell whether two different words (lower case) mean different things though they look alike."""
    if is_known(given) and not _inflected(given, expected):
        return True
    if _ROMAN.fullmatch(given) and _ROMAN.fullmatch(expected):
        return True
    return any(_turned(given, expected, *pair) or _turned(expected, given, *pair) for pair in _OPPOSITES)


def _inflected(one: str, other: str) -> bool:
    """Tell whether two words are forms of one verb or noun, as `cached` and `caching`."""
    pairs = enumerate(zip(one, other, strict=False))
    stem = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    endings = {one[stem:], other[stem:]}
    return stem >= 3 and endings <= _ENDINGS and endings != {"", "e"}


def _turned(one: str, other: str, part: str, opposite: str) -> bool:
    """Tell whether putting the opposite in the place of a part makes one word the other."""
    return part in one and one.replace(part, opposite, 1) == other
