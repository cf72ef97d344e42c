"""Wordings in the form in which they are compared: case, accents, punctuation, plurals and spellings do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Key: TypeAlias = tuple[str, ...]
"""The words of a wording, sorted: their order does not count either."""

_LEAD = re.compile(
    r"^\W*(?:(?:day|week|step|part|module|chapter|lesson|phase|section|lecture|unit|level|month|topic|session|stage|class"
    r"|tutorial|notebook|lab|milestone|sprint|hour)s?\s*)?\d+(?:[.\d]*)(?:\s*[-–]\s*\d+)?\s*[.):·|—–-]\s+|^\d\d?[\s_-]+(?=(?-i:[A-Z]))|^\d\d?[_-](?=[a-z][\w-]*/?$)",
    re.IGNORECASE,
)
_AND_SO_ON = re.compile(
    r"[\s,]*\b(?:etc|and more|and so on)\b[.…\s]*(?=$|[)\]])"
    r"|\s+with\s+(?:[\w-]+\s+)?(?:projects?|examples?|exercises|code|explanations?|notes)\s*$|\s+(?:and|&)\s+(?:its|their)\s[^(]*$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^\s*(?:learn|understand|study|explore|master|know|review|practi[cs]e)\s+"
    r"(?:(?:about|how|to|use|the|basics|fundamentals|concepts?|differences?|between|of)\s+)*(?=\S)",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\s+v?\d+(?:\.(?:\d+|x))+\b\+?")
_INNER_DOT = re.compile(r"(?<=\w)\.(?=\w)")
_POSSESSIVE = re.compile(r"['’]s?\b|[‘’']")
_WORD = re.compile(r"[^\W_]+(?:\+\+|#|(?<=[^\W\d_])\+(?![\w+]))?")
_QUALIFIED = re.compile(r"(?:[a-z]\w*\.)+([A-Z]\w+)(?:\(\))?")
"""A class with the modules it is in: `torch.nn.LSTM`."""
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")

JOINING = frozenset({"and", "or", "vs", "versus", "the", "an", "of", "eg", "ie"})
"""Words without which a wording says the same."""

_HOLLOW = """
introduction intro introductory basic fundamental overview concept essential understanding understand learn
tutorial technique method model library framework principle theory work working use using via with in to
for a on what is are how do does it your by from about deep dive explained explanation topic course
review practical crash core key main common popular different various begin beginner started getting get
master handling handle deeper classifier regressor simple curve network intuition
"""
HOLLOW = frozenset(_HOLLOW.split())
"""Words that say how something is told rather than what it is."""

GENERAL = frozenset(
    {"introduction", "intro", "introductory", "basic", "fundamental", "overview", "essential", "concept", "core"}
)
"""Words of a title that leaves its subject to the heading above it."""

TOLD_OF = GENERAL | {"definition", "description", "implement", "implementation", "key", "theory"}
"""Words of a title that tells something of the heading above it: its definition, its theory."""

_IRREGULAR = {
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "https": "https",
    "analyses": "analysis",
    "db": "database",
    "dbs": "database",
    "apis": "api",
}
_SPELLINGS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("our", "or"),
    ("lling", "ling"),
    ("ising", "izing"),
)


class Reading(NamedTuple):
    """One way to read a wording, and how much of it was left out: 1 for nothing."""

    words: tuple[str, ...]
    quality: float


@lru_cache(maxsize=65536)
def one_form(word: str) -> str:
    """Return a word (lower case) in the singular and in American spelling."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        else:
            word = word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
    for british, american in _SPELLINGS:
        if word.endswith(british) and len(word) > len(british) + 2:
            word = word.removesuffix(british) + american
    return word


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, in one form each, without those that only join."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in folded if not unicodedata.combining(character))
    text = _POSSESSIVE.sub("", _INNER_DOT.sub("", text.casefold()))
    return tuple(one_form(word) for word in _WORD.findall(text) if word not in JOINING)


def key_of(words: tuple[str, ...]) -> Key:
    """Return words as a key."""
    return tuple(sorted(words))


@lru_cache(maxsize=65536)
def without_lead(text: str) -> str:
    """Return a line without its number (`Day 3: `), `etc.` or `and their role` at its end, and versions (`3.x`)."""
    return _VERSION.sub("", _AND_SO_ON.sub("", _TOLD.sub("", _LEAD.sub("", text, count=1))))


@lru_cache(maxsize=65536)
def bracketed(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without its brackets, and what stood in them."""
    inside = tuple(found.strip() for found in _BRACKET.findall(text))
    return (_BRACKET.sub(" ", text).strip(), tuple(filter(None, inside))) if inside else (text, ())


def abbreviates(short: str, words: tuple[str, ...]) -> bool:
    """Tell whether a text is made of the first letters of words, in order, as CNN and GANs are."""
    letters = "".join(words_of(short))
    if not 2 <= len(letters) <= 7 or len(words) < 2:
        return False
    initials = {"".join(word[0] for word in some) for some in (words, solid(words))}
    return letters in initials or letters.rstrip("s") in initials or _within(letters, words)


def _within(letters: str, words: tuple[str, ...]) -> bool:
    """Tell whether letters run through the words, each word giving its first (as NumPy gives Num and Py)."""
    if not letters or not words:
        return not letters and not words
    if letters[0] != words[0][0]:
        return False
    size = next((n for n, pair in enumerate(zip(letters, words[0], strict=False)) if pair[0] != pair[1]), None)
    size = min(len(letters), len(words[0])) if size is None else size
    return any(_within(letters[n:], words[1:]) for n in range(1, size + 1))


def solid(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without the hollow ones; all of them where nothing else is left."""
    return tuple(word for word in words if word not in HOLLOW) or words


@lru_cache(maxsize=65536)
def readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read a wording, the fullest first."""
    found = {}
    plain, inside = bracketed(text)
    whole, bare = words_of(text), words_of(plain)
    found[whole] = 1.0
    if qualified := _QUALIFIED.fullmatch(text):
        found.setdefault(words_of(qualified[1]), 0.95)
    for part in inside:
        short = words_of(part)
        if abbreviates(part, bare) or abbreviates(plain, short):
            found.setdefault(bare, 0.99)
            found.setdefault(short, 0.99)
    if inside and bare:
        found.setdefault(bare, 0.93)
    for words, quality in list(found.items()):
        found.setdefault(solid(words), quality - 0.03)
    return tuple(Reading(words, quality) for words, quality in found.items() if words)
