"""Looser readings of a line: without the words that say how, why or where a thing is told, and by its word stems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from quizzer_decks.known_words import is_known
from quizzer_decks.matching.wording import GENERAL, Key, Reading, bracketed, key_of, one_form, solid, words_of

_LOOSE = """
introduction intro introductory basic fundamental foundation overview concept essential understanding understand learn
tutorial theory principle advanced modern real world scale practice practical practise crash course deep dive explained
getting get started beginner mastery master refresher hands review intuition crucial key core main common popular
different various type how to what is are do does it your a by from about via in on at for with using use into as per
system strategy technique method algorithm approach extension implementation implement implementing
creation designing detail start journey concise why
integrate integration integrating build building create creating apply applying perform performing
initialization comparison compare assumption proficiency skill workflow practicing exploring explore know
introducing working work operation architecture internal standard attend attending participate participating
participation making make component conduct conducting deeper
setup set up familiarity familiar
example tip trick doc cheatsheet paper lecture lesson revision formula recap primer
walkthrough coming soon reading read scratch toy quick session enterprise robust playlist complete full detailed updated
series indepth explanation note guide roadmap resource recommended bootcamp masterclass hindi english urdu
reviewed understood studied practiced compared try trying tried experiment experimenting first writing
used implemented trained explored learned built applied created handled identified
monday tuesday wednesday thursday friday saturday sunday
"""
LOOSE = frozenset(map(one_form, _LOOSE.split())) | GENERAL
"""Words of a line that leave its subject what it is; a wording of a deck keeps them."""

_KINDS = frozenset({"system", "strategy", "technique", "method", "algorithm", "approach", "extension", "property"})
"""Kinds of things: `strategies for` something are not the thing."""
_BEGINNING = frozenset({"learning", "train", "fit", "run", "derive", "compute", "manual", "containerize"})
"""Words that say what is done with a thing, where they begin a line."""
_PLACING = frozenset({"for", "in", "on", "to", "with", "at", "from", "about", "via", "using"})
_MAKING = frozenset({"implement", "implementing", "build", "building", "create", "creating", "apply", "applying"})
_PREPOSITION = re.compile(r"\s+(?:(for|in|between|at|to|from|across|into)|(with|using|via|through))\s+", re.I)
_ENDINGS = ("ization", "isation", "ation", "izing", "ize", "ate", "ing", "ion", "or", "er", "ment", "e")
_NUMBER = re.compile(r"v?\d+h?")
_SHORTEST = 4
"""Letters that a stem has at least."""
_LOOSENED = 0.02
_KINDS_OF = re.compile(r"\b(?:algorithms|strateg(?:y|ies)|variants|workflows)\b", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:why|example|build(?:ing)?|algorithm|architecture|implementation|workflow)s?\b", re.IGNORECASE
)


def loosened(read: Sequence[Reading]) -> list[Reading]:
    """Return further readings, without loose words; none where nothing else is left."""
    found: dict[tuple[str, ...], float] = {}
    for words, quality in read:
        told = words[1:] if words[:1] and words[0] in _BEGINNING else words
        if any(one in _KINDS and other in _PLACING for one, other in pairwise(words)):
            continue
        bare = tuple(word for word in told if word not in LOOSE and not _NUMBER.fullmatch(word))
        for fewer in (bare, solid(bare)):
            if fewer and fewer != words:
                found.setdefault(fewer, quality - _LOOSENED)
    known = {reading.words for reading in read}
    return [Reading(words, quality) for words, quality in found.items() if words not in known]


def around_preposition(text: str) -> tuple[str, str, bool] | None:
    """Return what stands before and after the first preposition, and whether it introduces a tool."""
    plain = bracketed(text)[0]
    found = _PREPOSITION.search(plain)
    if not found or not words_of(plain[: found.start()]):
        return None
    return plain[: found.start()], plain[found.end() :], found[2] is not None


def is_task(text: str) -> bool:
    """Tell whether a text tells to make something of its heading with a tool: `implement in NumPy`."""
    words = words_of(text)
    if words[1:] == ("implementation",):
        return True
    parts = around_preposition(text)
    before = words_of(parts[0]) if parts else ()
    return LOOSE.issuperset(before) and not _MAKING.isdisjoint(before)


def is_part(text: str, *, of_many: bool) -> bool:
    """Tell whether a text is of the kinds of a thing, `Git workflow strategies`, or of what many decks have."""
    return bool(_KINDS_OF.search(text) or (of_many and _PART_OF.search(text)))


def is_name(text: str) -> bool:
    """Tell whether a text is a name rather than a description: a capital letter, or a word that is none."""
    return text != text.casefold() or not all(map(is_known, words_of(text)))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word without its ending: `tokenize` and `tokenization` are `token`."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            bare = word.removesuffix(ending)
            return bare[:-1] if bare[-1] == bare[-2] and len(bare) > _SHORTEST else bare
    return word


def stems(words: tuple[str, ...]) -> Key:
    """Return words as a key of their stems."""
    return key_of(tuple(stem(word) for word in words))
