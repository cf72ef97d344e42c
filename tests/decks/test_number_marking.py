"""Numbers: tolerance, honest rounding, units, per cent, and what slip led astray."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.expected import Number
from quizzer_decks.marks import Mark, Verdict
from quizzer_decks.model import Tolerance
from quizzer_decks.number_marking import mark_number

MS = {"unit": "ms", "units": {"s": 1000}}


def marked(value: float, typed: str, **fields: object) -> Mark:
    """Mark a typed number against one expected value."""
    return mark_number(typed, Number((value,), str(value), **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "typed", "verdict"),
    [
        (0.5, "50%", "right"),
        (0.5, "1/2", "right"),
        (0.5, ".5", "right"),
        (0.5, "50", "close"),
        (0.5, "-0.5", "wrong"),
        (1 / 6, "1/6", "right"),
        (1 / 6, "0.167", "right"),
        (1 / 6, "16.7%", "right"),
        (1 / 6, "0.17", "close"),
        (1 / 6, "0.168", "wrong"),
        (1 / 6, "0.1", "wrong"),
        (0.334, "0.333", "close"),
        (12345.678, "12346", "right"),
        (12345.678, "1.23e4", "right"),
        (300, "301", "wrong"),
        (300, "3e2", "right"),
        (1024, "2^10", "right"),
        (1000, "1,000", "right"),
        (2.5, "2,5", "right"),
        (7000000000.0, "7B", "right"),
        (7000000000.0, "7 billion", "right"),
        (3, "3 apples", "right"),
        (0, "0", "right"),
        (0, "0.1", "wrong"),
        (0, "1e-9", "wrong"),
        (5, "five", "wrong"),
        (5, "", "wrong"),
        (5, "nan", "wrong"),
        (5, "1e999999", "wrong"),
        (5, "9^9^9", "wrong"),
        (1e300, "1e300", "right"),
        (1e-300, "1e-300", "right"),
        (5, "5k", "wrong"),
    ],
)
def test_numbers_without_tolerance(value: float, typed: str, verdict: str) -> None:
    """About six digits, or an answer honestly rounded to three, is right; a whole number must be exact."""
    assert marked(value, typed).verdict == verdict


@pytest.mark.parametrize(
    ("tolerance", "typed", "verdict"),
    [
        (Tolerance(absolute=2), "102", "right"),
        (Tolerance(absolute=2), "106", "close"),
        (Tolerance(absolute=2), "106.1", "wrong"),
        (Tolerance(relative=0.01), "99", "right"),
        (Tolerance(relative=0.01), "97", "close"),
        (Tolerance(relative=0.01), "96", "wrong"),
    ],
)
def test_numbers_with_tolerance(tolerance: Tolerance, typed: str, verdict: str) -> None:
    """The edge of a tolerance is within it, and three times the tolerance is close."""
    assert marked(100, typed, tolerance=tolerance).verdict == verdict


@pytest.mark.parametrize(
    ("typed", "verdict", "note"),
    [
        ("300", "right", "In ms."),
        ("300 ms", "right", None),
        ("300 milliseconds", "right", None),
        ("0.3 s", "right", None),
        ("0.3 seconds", "right", None),
        ("300000 µs", "right", None),
        ("300 s", "wrong", "Right number, wrong unit: it is 300."),
        ("300 furlongs", "close", "Right number, but the unit is ms."),
        ("200 furlongs", "wrong", "Off by 33 %."),
    ],
)
def test_units(typed: str, verdict: str, note: str | None) -> None:
    """A unit may be left out; another listed unit, or another time, is converted; an unknown one is told."""
    mark = marked(300, typed, **MS)
    assert mark.verdict == verdict
    assert mark.notes == (() if note is None else (note,))


def test_the_case_of_a_unit() -> None:
    """Lower case will do, but bits are not bytes."""
    assert marked(8, "8 gb", unit="GB").verdict is Verdict.RIGHT
    assert marked(8, "8 Gb", unit="GB").verdict is Verdict.CLOSE


@pytest.mark.parametrize(
    ("value", "typed", "fields", "verdict"),
    [
        (0.5, "50", {"percent": True}, "right"),
        (0.5, "0.5", {"percent": True}, "right"),
        (50, "50", {"unit": "%"}, "right"),
        (50, "50 %", {"unit": "%"}, "right"),
        (50, "0.5", {"unit": "%"}, "close"),
        (0.5, "50 ms", {}, "wrong"),
    ],
)
def test_per_cent_and_fraction(value: float, typed: str, fields: dict[str, object], verdict: str) -> None:
    """A share may be written either way; the bare number of per cent is close unless the author wrote per cent."""
    assert marked(value, typed, **fields).verdict == verdict


@pytest.mark.parametrize(
    ("value", "typed", "note"),
    [
        (2.5, "-2.5", "Right but for the sign."),
        (2.5, "2500", "Off by a factor of 1000."),
        (2.5, "2.55", "Off by 2 %."),
        (2.5, "900", None),
    ],
)
def test_the_slip_is_named(value: float, typed: str, note: str | None) -> None:
    """A wrong sign, a power of ten and a small difference are named; a number far off is just wrong."""
    mark = marked(value, typed)
    assert mark.verdict is Verdict.WRONG
    assert mark.notes == (() if note is None else (note,))


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet="0123456789.,eE+-*/^%kMB msx½", max_size=20),
    st.floats(0, 1e300),
    st.sampled_from(["", "ms", "%", "k", "B"]),
)
def test_any_number_and_any_text_are_marked(value: float, typed: str, size: float, unit: str) -> None:
    """No magnitude, tolerance or unit makes marking fail, and an empty answer is never right."""
    mark = marked(value, typed, tolerance=Tolerance(size), unit=unit)
    assert mark == marked(value, typed, tolerance=Tolerance(size), unit=unit)
    if not typed.strip():
        assert mark.verdict is Verdict.WRONG


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", "ms", "%", "B"]))
def test_the_exact_value_is_right(value: float, unit: str) -> None:
    """Every finite number is right when typed in full."""
    assert marked(value, repr(value), unit=unit).verdict is Verdict.RIGHT
