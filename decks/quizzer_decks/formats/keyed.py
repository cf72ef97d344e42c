"""Questions that come with a key, in the words of our kinds: options, words, numbers, pairs, steps and gaps.

Each function returns what the question becomes, or in a few words why it becomes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from quizzer_decks.cloze import BLANK, parse_cloze
from quizzer_decks.model import Basic, Body, Choice, Cloze, Match, Multi, Numeric, Option, Order, Tolerance, Typed
from quizzer_decks.numbers import parse_number

NO_ASK = "it asks nothing: its text is empty"
NO_KEY = "nothing says which answer is right"
NO_MODEL = "it is an essay without a model answer"
WORTH = "what each of its options is worth; here they count alike"

_IDLE = frozenset(
    (
        "again",
        "answer",
        "correct",
        "done",
        "exactly",
        "false",
        "good",
        "great",
        "incorrect",
        "is",
        "job",
        "no",
        "not",
        "ok",
        "partially",
        "partly",
        "quite",
        "right",
        "sorry",
        "that",
        "that's",
        "true",
        "try",
        "well",
        "wrong",
        "yes",
        "your",
    )
)

_FEW = 5


class Marked(NamedTuple):
    """An option with its key."""

    text: str
    right: bool
    why: str = ""


class Blank(NamedTuple):
    """A gap in a sentence."""

    answer: str
    accept: tuple[str, ...] = ()
    hint: str = ""


def telling(remark: str) -> str:
    """Return a remark on an answer, nothing where it says no more than the mark does (`Correct!`, `Try again.`)."""
    words = "".join(char if char.isalnum() or char == "'" else " " for char in remark.lower()).split()
    return "" if len(words) <= _FEW and all(word in _IDLE for word in words) else remark.strip()


def remarks(options: Iterable[Marked]) -> str:
    """Return what is said of the right options, each remark once."""
    return "\n\n".join(dict.fromkeys(filter(None, (telling(option.why) for option in options if option.right))))


def unheard(options: Iterable[Marked]) -> list[str]:
    """Return what is told of remarks on wrong answers to a question that shows no options."""
    said = dict.fromkeys(telling(option.why) for option in options if not option.right)
    return [f"what it says of a wrong answer was left out: {remark[:80]}" for remark in said if remark]


def uneven(weights: Iterable[float]) -> bool:
    """Tell whether options cost something, or earn more than others."""
    given = list(weights)
    earned = [weight for weight in given if weight > 0]
    return any(weight < 0 for weight in given) or bool(earned and max(earned) - min(earned) > 0.01)


def from_options(ask: str, options: Iterable[Marked], *, several: bool = False) -> Body | str:
    """Return a question with options. `several` says that the learner is to find out how many are right."""
    if not ask.strip():
        return NO_ASK
    given = [Marked(option.text.strip(), *option[1:]) for option in options]
    if any(option.right and not option.text for option in given):
        return "its right option is empty"
    right = {option.text: Option(option.text) for option in given if option.right}
    wrong = {option.text: Option(option.text, telling(option.why)) for option in given if option.text}
    wrong = {text: option for text, option in wrong.items() if text not in right}
    if not right:
        return NO_KEY
    if any(option.text in right and not option.right for option in given):
        return "one of its options stands there as right and as wrong"
    if not wrong:
        return Basic(ask, "\n".join(f"- {text}" for text in right) if len(right) > 1 else next(iter(right)))
    if len(right) > 1 or several:
        return Multi(ask, tuple(right.values()), tuple(wrong.values()))
    return Choice(ask, next(iter(right.values())), tuple(wrong.values()))


def from_words(ask: str, right: Iterable[str], *, strict: bool = False) -> Body | str:
    """Return a question whose answer is typed; the first of the right answers is the one that is shown."""
    answers = tuple(dict.fromkeys(filter(None, (answer.strip() for answer in right))))
    if not ask.strip():
        return NO_ASK
    return Typed(ask, answers[0], answers[1:], strict) if answers else NO_KEY


def from_numbers(
    ask: str, right: Sequence[tuple[str, float]], unit: str = "", units: Mapping[str, float] | None = None
) -> Body | str:
    """Return a question about a number from the right ones, each with how far off it may be."""
    if not ask.strip():
        return NO_ASK
    if not right:
        return NO_KEY
    values: list[float] = []
    for text, tolerance in right:
        written = parse_number(text)
        if written is None or written.unit or not math.isfinite(written.value) or not 0 <= tolerance < math.inf:
            return f"its answer {text[:40]!r} is not a number"
        values.append(written.value)
    text, tolerance, value = max(
        ((text, tolerance, value) for (text, tolerance), value in zip(right, values, strict=True)),
        key=lambda each: each[1],
    )
    if any(abs(other - value) > tolerance for other in values):
        return from_words(ask, [text for text, _ in right])
    return Numeric(ask, text.strip(), tolerance=Tolerance(tolerance), unit=unit, units=units or {})


def between(low: str, high: str) -> tuple[str, float] | None:
    """Return the middle of two numbers and how far they are from it; None when they are none."""
    try:
        first, last = Decimal(low.strip()), Decimal(high.strip())
        if not (first.is_finite() and last.is_finite()) or max(abs(first), abs(last)) > Decimal("1e300"):
            return None
        return format((first + last) / 2, "g"), abs(float(last - first)) / 2
    except (InvalidOperation, ArithmeticError, ValueError):
        return None


def from_pairs(ask: str, pairs: Iterable[tuple[str, str]], decoys: Iterable[str]) -> list[Body] | str:
    """Return a question about pairs; where a right-hand side is used twice, or never, a choice for each left one."""
    if not ask.strip():
        return NO_ASK
    given = dict.fromkeys((left.strip(), right.strip()) for left, right in pairs if left.strip() and right.strip())
    found = dict(given.keys())
    if len(found) < len(given):
        return "one of its left sides has two right ones"
    rights = list(dict.fromkeys([*found.values(), *filter(None, (decoy.strip() for decoy in decoys))]))
    if len(found) < 2 or len(rights) < 2:
        return "it has fewer than two pairs"
    if len(rights) == len(found) == len(set(found.values())):
        return [Match(ask, tuple(found.items()))]
    return [
        Choice(f"{ask}\n\n{left}", Option(right), tuple(Option(other) for other in rights if other != right))
        for left, right in found.items()
    ]


def from_steps(ask: str, steps: Iterable[str]) -> Body | str:
    """Return a question about an order."""
    given = [step.strip() for step in steps if step.strip()]
    if not ask.strip():
        return NO_ASK
    if len(given) < 2 or len(set(given)) < len(given):
        return "it has fewer than two steps, or two that are alike"
    return Order(ask, tuple((step,) for step in given))


def from_gaps(parts: Sequence[str | Blank]) -> Body | str:
    """Return a sentence with gaps, given what stands between them."""
    blanks = [part for part in parts if isinstance(part, Blank)]
    if not blanks or any(not blank.answer.strip() for blank in blanks):
        return NO_KEY
    text = "".join(part.replace("{{", "\\{{") if isinstance(part, str) else _hole(part) for part in parts).strip()
    cloze = parse_cloze(text)
    if not cloze.problems and [gap.answer for gap in cloze.gaps] == [blank.answer.strip() for blank in blanks]:
        accept: dict[str, tuple[str, ...]] = {}
        for blank in blanks:
            others = [other.strip() for other in blank.accept if other.strip() not in ("", blank.answer.strip())]
            known = accept.get(blank.answer.strip(), ())
            accept[blank.answer.strip()] = tuple(dict.fromkeys([*known, *others]))
        return Cloze(text, {answer: others for answer, others in accept.items() if others})
    if len(blanks) == 1:
        ask = "".join(part if isinstance(part, str) else BLANK for part in parts)
        return from_words(ask, [blanks[0].answer, *blanks[0].accept])
    return "what stands in its gaps cannot be written as holes"


def _hole(blank: Blank) -> str:
    answer, hint = (part.strip().replace("::", "\\::") for part in (blank.answer, blank.hint))
    return f"{{{{{answer}::{hint}}}}}" if hint and "}}" not in hint else f"{{{{{answer}}}}}"
