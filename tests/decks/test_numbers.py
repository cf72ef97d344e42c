"""Numbers are read as people write them, and nothing else is a number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.numbers import number_text, parse_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1e-3", 0.001, ""),
        ("1/6", 1 / 6, ""),
        ("50%", 0.5, ""),
        ("50 per cent", 0.5, ""),
        ("1,000.5", 1000.5, ""),
        ("1 000", 1000, ""),
        ("1\u202f000\u00a0000", 1_000_000, ""),
        ("1'000", 1000, ""),
        ("1_000", 1000, ""),
        ("1.000,5", 1000.5, ""),
        ("0,5", 0.5, ""),
        ("−3", -3, ""),
        ("- 3", -3, ""),
        (".5", 0.5, ""),
        ("3.", 3, ""),
        ("2^10", 1024, ""),
        ("2**10", 1024, ""),
        ("10⁻³", 0.001, ""),
        ("-2^2", -4, ""),
        ("3×10⁸ m/s", 3e8, "m/s"),
        ("1.5 x 10^3", 1500, ""),
        ("3 ms", 3, "ms"),
        ("3ms", 3, "ms"),
        ("0.3 s", 0.3, "s"),
        ("$5", 5, "$"),
        ("5 €", 5, "€"),
        ("7B", 7, "B"),
        ("1½", 1.5, ""),
        ("1 1/2", 1.5, ""),
        ("½", 0.5, ""),
        ("≈ 3.14", 3.14, ""),
        ("= 4", 4, ""),
        ("1e999999", math.inf, ""),
        ("99999^99999", math.inf, ""),
        ("1e-999999", 0, ""),
        ("5 m/s2", 5, "m/s2"),
    ],
)
def test_the_usual_ways_of_writing_a_number(text: str, value: float, unit: str) -> None:
    """Separators, signs, fractions, powers, per cent and units are understood."""
    written = parse_number(text)
    assert written is not None
    assert written.value == pytest.approx(value)
    assert written.unit == unit


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "nan", "inf", "1/0", "0^-1", "(-8)^0.5", "3 or 4", "3-5", "3 4", "0x10", "1..2", "1,2,3", "9" * 500],
)
def test_what_is_no_number(text: str) -> None:
    """Words, several numbers, impossible and endless ones are not numbers."""
    assert parse_number(text) is None


def test_significant_digits_and_the_last_place() -> None:
    """How precisely a number was written is kept; fractions are exact."""
    written = parse_number("0.0120")
    assert written is not None
    assert (written.digits, written.place) == (3, pytest.approx(0.0001))
    exact = parse_number("1/6")
    assert exact is not None
    assert exact.digits is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_python_writes_it_is_read_back(value: float) -> None:
    """Any finite float is read from its repr."""
    written = parse_number(repr(value))
    assert written is not None
    assert written.value == value


@given(st.text(max_size=40) | st.text(alphabet="0123456789.,eE+-*/^% _'x×⁸½msB", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed, there is a number that is not NaN, or None."""
    written = parse_number(text)
    assert written is None or not math.isnan(written.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "1e-07"),
        (10**400, "about 1e400"),
        (1e300, "1e+300"),
        (-2.5, "-2.5"),
    ],
)
def test_numbers_are_shown_without_noise(value: float, text: str) -> None:
    """Whole numbers have no point, rounding noise is not shown, and no size fails."""
    assert number_text(value) == text
