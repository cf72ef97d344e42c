"""Marking of numbers.

Right: within the tolerance. Without one, equal to about six digits, or honestly rounded: where the answer is not a
whole number, what was typed has at least three significant digits and is the answer rounded to them.
Close: within three times the tolerance; without one, within half a per cent or rounded to two digits, but never for a
whole number, where one off is a wrong count. Close, too, is the right number with an unknown unit or a missing `%`.
A bare number is taken to be in the question's unit. A unit that was not asked for is passed over.
"""

from __future__ import annotations

import math

from quizzer_decks.expected import Number
from quizzer_decks.marks import Mark, Verdict, shorten
from quizzer_decks.numbers import Written, number_text, parse_number
from quizzer_decks.text_marking import NO_ANSWER
from quizzer_decks.units import multiplier, unit_size

SAME = 1e-6
"""Relative difference that is none, where the question gives no tolerance."""
NEAR = 0.005
CLOSE_BY = 3
"""How many times the tolerance is still close."""
SLACK = 1e-9
"""Relative room for the last bits of floating point at the edge of a tolerance."""


def mark_number(given: str, expected: Number) -> Mark:
    """Mark a typed number."""
    typed = shorten(given.strip())
    if not typed:
        return Mark(Verdict.WRONG, expected.shown, "", notes=(NO_ANSWER,))
    written = parse_number(given)
    if written is None:
        return Mark(
            Verdict.WRONG, expected.shown, typed, notes=("Not a number; write it like 0.25, 1/6, 50% or 1e-3.",)
        )
    if not math.isfinite(written.value):
        return Mark(Verdict.WRONG, expected.shown, typed, notes=("That number is too large.",))
    verdict, *notes = _judge(written, expected)
    return Mark(Verdict(verdict), expected.shown, typed, notes=tuple(notes))


def _judge(written: Written, expected: Number) -> tuple[str, ...]:
    """Return the verdict and the notes."""
    if written.percent:
        return _compare(written, 100 if expected.unit == "%" else 1, expected)
    if not written.unit:
        return _bare_number(written, expected)
    size = unit_size(written.unit, expected.unit, expected.units or {})
    if size is not None:
        return _with_unit(written, size, expected)
    factor = multiplier(written.unit)
    if factor is not None:
        rest = Written(written.value * factor[0], factor[1], digits=written.digits, place=written.place * factor[0])
        return _judge(rest, expected)
    verdict, *notes = _compare(written, 1, expected)
    if verdict == Verdict.WRONG:
        return (verdict, *notes)
    if expected.unit:
        return Verdict.CLOSE, *notes, f"Right number, but the unit is {expected.unit}."
    return verdict, *notes, f"“{written.unit}” was not looked at; a bare number is asked for."


def _bare_number(written: Written, expected: Number) -> tuple[str, ...]:
    verdict, *notes = _compare(written, 1, expected)
    if verdict != Verdict.WRONG:
        return (verdict, *notes, f"In {expected.unit}.") if expected.unit else (verdict, *notes)
    if expected.unit == "%":
        return (
            (Verdict.CLOSE, "In per cent, not as a fraction.") if _right(written, 100, expected) else (verdict, *notes)
        )
    if not expected.unit and _right(written, 0.01, expected):
        if expected.percent:
            return Verdict.RIGHT, "In per cent."
        return Verdict.CLOSE, "Give it as a fraction, or with a % sign."
    return verdict, *notes


def _with_unit(written: Written, size: float, expected: Number) -> tuple[str, ...]:
    verdict, *notes = _compare(written, size, expected)
    if verdict == Verdict.WRONG and size != 1 and _right(written, 1, expected):
        return verdict, f"Right number, wrong unit: it is {expected.shown}."
    return verdict, *notes


def _right(written: Written, size: float, expected: Number) -> bool:
    return _compare(written, size, expected)[0] == Verdict.RIGHT


def _compare(written: Written, size: float, expected: Number) -> tuple[str, ...]:
    """Compare a number, `size` of the expected unit each, with each of the expected values; the best verdict counts."""
    value, place = written.value * size, written.place * size
    if not math.isfinite(value):
        return Verdict.WRONG, "That number is too large."
    outcomes = [_compare_one(value, place, written.digits, wanted, expected) for wanted in expected.values]
    ranks = (Verdict.RIGHT, Verdict.CLOSE, Verdict.WRONG)
    return min(outcomes, key=lambda outcome: ranks.index(Verdict(outcome[0])))


def _compare_one(value: float, place: float, digits: int | None, wanted: float, expected: Number) -> tuple[str, ...]:
    off = abs(value - wanted)
    tolerance = max(expected.tolerance.absolute, expected.tolerance.relative * abs(wanted))
    room = SLACK * abs(wanted)
    if off <= max(tolerance, SAME * abs(wanted) if not tolerance else 0) + room:
        return (Verdict.RIGHT,)
    if tolerance:
        close = off <= CLOSE_BY * tolerance + room
        return (Verdict.CLOSE if close else Verdict.WRONG, *_off(value, wanted))
    if _is_whole(wanted):
        return (Verdict.WRONG, *_off(value, wanted))
    rounded = digits is not None and off <= place / 2 + room
    if rounded and digits is not None and digits >= 3:
        return (Verdict.RIGHT,)
    if rounded and digits == 2:
        return Verdict.CLOSE, "Give it to at least three significant digits."
    return (Verdict.CLOSE if off <= NEAR * abs(wanted) else Verdict.WRONG, *_off(value, wanted))


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= SLACK * max(1.0, abs(value)) and abs(value) < 1e15


def _off(value: float, wanted: float) -> tuple[str, ...]:
    """Return what kind of slip may have led from one number to the other."""
    if not wanted or not value:
        return ()
    if math.isclose(value, -wanted, rel_tol=SAME):
        return ("Right but for the sign.",)
    ratio = abs(value / wanted)
    if not 0 < ratio < math.inf:
        return ()
    power = round(math.log10(ratio))
    if power and value * wanted > 0 and math.isclose(ratio, 10.0**power, rel_tol=SAME):
        return (f"Off by a factor of {number_text(10.0 ** abs(power))}.",)
    share = abs(value - wanted) / abs(wanted)
    return (f"Off by {number_text(share * 100, 2)} %.",) if share <= 1 else ()
