"""When a wrong answer is the right one with a slip of the fingers.

A slip is one edit in a word of 4 to 7 letters and two in a longer one (a letter left out, put in, or replaced; two
neighbours swapped), none in a shorter. It is never one when what was typed may be meant: other digits or operators,
another variable, a negation, another first letter, an acronym, a word known to be something else, or a word of the
question.
A singular for a plural, and the other way round, is a near miss whatever the length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from quizzer_decks.canonical import canonical, compact, counted, same
from quizzer_decks.confusable import confusable

MAX_LENGTH = 500
"""Longer answers have no near misses."""

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_OPERATOR = re.compile(r"[^\w\s'\"(){}\[\],.]")
_POINTS = re.compile(r"(?<!\S)\.+(?!\S)|(?<!\w)\w'+")
"""Points that stand alone, as in `cd ..`, and primes, as in `f'`."""
_NEGATIONS = frozenset({"no", "not", "non", "never", "nor", "neither", "without"})
_IRREGULAR = dict(
    pair.split()
    for pair in (
        *("matrices matrix", "vertices vertex", "indices index", "axes axis", "bases basis", "biases bias"),
        *("hypotheses hypothesis", "analyses analysis", "criteria criterion", "phenomena phenomenon"),
        *("maxima maximum", "minima minimum", "optima optimum"),
    )
)


def near_miss(given: str, expected: str, others: Iterable[str]) -> bool:
    """Tell whether an answer that is not right is a slip away from it, and not one of the other things it may mean."""
    if len(given) > MAX_LENGTH or len(expected) > MAX_LENGTH:
        return False
    left, right = canonical(given), canonical(expected)
    if not left or not right or _differ_in_what_counts(left, right):
        return False
    if _plural(left, right):
        return True
    if not _slip(left, right, _acronyms(expected)):
        return False
    return not any(_mentions(other, left) for other in others)


def _budget(length: int) -> int:
    return 0 if length <= 3 else 1 if length <= 7 else 2


def _differ_in_what_counts(left: str, right: str) -> bool:
    one, other = _weighty(left), _weighty(right)
    return one != other


def _weighty(form: str) -> tuple[object, ...]:
    words = _WORD.findall(form)
    return (
        _NUMBER.findall(counted(form)),
        [word for word in words if len(word) == 1],
        re.sub("-+", "-", "".join(_OPERATOR.findall(form))),
        _POINTS.findall(form),
        Counter(word for word in words if word in _NEGATIONS),
    )


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word


def _plural(left: str, right: str) -> bool:
    one, other = _WORD.findall(left), _WORD.findall(right)
    return one != other and [_singular(word) for word in one] == [_singular(word) for word in other]


def _acronyms(text: str) -> frozenset[str]:
    """Return the words that are written with several capitals, as `ReLU` and `RMSE`, and mean what each letter says."""
    found = (word for word in _WORD.findall(text) if sum(letter.isupper() for letter in word) > 1)
    return frozenset(word.casefold() for word in found if len(word) <= 6 or not word.isupper())


def _slip(left: str, right: str, acronyms: frozenset[str]) -> bool:
    target = compact(right)
    allowed = _budget(len(target))
    if not allowed or OSA.distance(compact(left), target, score_cutoff=allowed) > allowed:
        return False
    given, expected = _WORD.findall(left), _WORD.findall(right)
    if len(given) != len(expected):
        given, expected = ["".join(given)], ["".join(expected)]
    pairs = [(one, other) for one, other in zip(given, expected, strict=True) if one != other]
    return all(_word_slip(one, other, other in acronyms) for one, other in pairs)


def _word_slip(given: str, expected: str, acronym: bool) -> bool:
    allowed = _budget(len(expected))
    if not given or OSA.distance(given, expected, score_cutoff=allowed) > allowed:
        return False
    if sorted(given) == sorted(expected):
        return not confusable(given, expected)
    return given[0] == expected[0] and not acronym and not confusable(given, expected)


def _mentions(text: str, form: str) -> bool:
    """Tell whether a text (a question, another answer) has the words of a canonical form in a row."""
    words = " ".join(re.findall(r"\w+", canonical(text)))
    return f" {form} " in f" {words} " or same(form, text)
