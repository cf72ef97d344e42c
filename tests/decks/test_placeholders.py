"""Placeholders are a name and a number format, and all other braces are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.placeholders import fill, placeholders

VALUES = {"prev": 0.05, "n": 12345, "x": 2.5, "neg": -0.001}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{prev} of {n}", "0.05 of 12345"),
        ("{prev:.0%} and {prev:.2f} and {prev:.1e}", "5% and 0.05 and 5.0e-02"),
        ("{n:,} {n:_} {n:d} {n:,d} {n:,.1f}", "12,345 12_345 12345 12,345 12,345.0"),
        ("{x:d} shows the number rather than a wrong one", "2.5 shows the number rather than a wrong one"),
        ("{neg:.1f} has no minus", "0.0 has no minus"),
        ("{unknown} {prev!r} {prev.real} {prev[0]} {} {0} {prev:} {prev:x} {prev:>9}", None),
        (r"$x^{n} + \frac{n}{k}$", r"$x^{12345} + \frac{12345}{k}$"),
        ("$p = {prev:.0%}$", r"$p = {5\%}$"),
        ("it costs ${n} or ${n}", "it costs $12345 or $12345"),
        ("{{n}}", "{12345}"),
        ("`range({n})`", "`range(12345)`"),
    ],
)
def test_fill_replaces_known_names_only(text: str, filled: str | None) -> None:
    """Known names in a known format are replaced; between dollar signs the braces stay; all else is as it was."""
    assert fill(text, VALUES) == (text if filled is None else filled)


def test_a_value_is_never_read_as_a_placeholder() -> None:
    """Filling is one pass: `{a}` never becomes something that is filled again."""
    assert fill("{a}{b}", {"a": 1, "b": 2}) == "12"


def test_huge_values_are_shown_without_failing() -> None:
    """A number too large for a float is shown all the same."""
    assert fill("{a:.2f} {a} {a:,}", {"a": 10**5000}) == " ".join(["about 1e5000"] * 3)


def test_placeholders_reports_misspelt_names_outside_maths() -> None:
    """An unknown name in prose is reported as unknown; in maths and code braces mean other things."""
    found = placeholders(r"{prev} {prv} $\frac{n}{k}$ `{z}` {prev:zz}", {"prev"})
    assert [(item.name, item.known, item.understood) for item in found] == [
        ("prev", True, True),
        ("prv", False, True),
        ("prev", True, False),
    ]


@given(st.text(max_size=60))
def test_a_text_without_known_names_stays_as_it_is(text: str) -> None:
    """Without a value of that name nothing changes, whatever the text."""
    assert fill(text, {"no_such_name": 1}) == text


@given(
    st.text(alphabet="{}a:.2f%$\\ ", max_size=40),
    st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
)
def test_fill_never_raises(text: str, value: float) -> None:
    """Any arrangement of braces and any number gives a text."""
    assert isinstance(fill(text, {"a": value}), str)
    placeholders(text, {"a"})
