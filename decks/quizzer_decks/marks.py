"""The verdict on an answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from msgspec import Struct

MAX_SHOWN = 2_000
"""Characters of an answer that a mark repeats or compares letter by letter."""


class Verdict(StrEnum):
    """What the program makes of an answer."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"
    SELF = "self"
    """The learner grades it."""


SpanKind: TypeAlias = Literal["same", "missing", "extra"]


class Span(Struct, frozen=True):
    """A piece of the way from what was given to what was expected."""

    text: str
    kind: SpanKind


class Mark(Struct, frozen=True):
    """The verdict, with all that is needed to show why."""

    verdict: Verdict
    expected: str
    """The answer in words, without Markdown."""
    given: str
    """What was answered, in words."""
    difference: tuple[Span, ...] = ()
    """For close answers: `same` and `extra` make what was given, `same` and `missing` what was expected."""
    notes: tuple[str, ...] = ()
    """Sentences: what was missed, what a wrong choice confuses, how far off a number is."""


def shorten(text: str) -> str:
    """Return a text cut to what a mark repeats."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def difference(given: str, expected: str) -> tuple[Span, ...]:
    """Return what to keep, leave out and put in to come from one text to the other; case alone is no difference."""
    from rapidfuzz.distance import Levenshtein  # with the first answer: a question does without

    given, expected = shorten(given), shorten(expected)
    folded = given.casefold(), expected.casefold()
    comparable = len(folded[0]) == len(given) and len(folded[1]) == len(expected)
    left, right = folded if comparable and folded[0] != folded[1] else (given, expected)
    spans = []
    for step in Levenshtein.opcodes(left, right):
        before, after = given[step.src_start : step.src_end], expected[step.dest_start : step.dest_end]
        if step.tag == "equal":
            spans.append(Span(before, "same"))
            continue
        spans += [Span(text, kind) for text, kind in _change(before, after) if text]
    return tuple(spans)


def _change(before: str, after: str) -> tuple[tuple[str, SpanKind], tuple[str, SpanKind]]:
    return (before, "extra"), (after, "missing")
