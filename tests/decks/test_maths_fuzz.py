"""The maths renderer against hostile input."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from quizzer_decks.maths import Unsupported, display, inline
from quizzer_decks.maths.commands import RULES
from quizzer_decks.maths.limits import MAX_HEIGHT, MAX_WIDTH
from quizzer_decks.maths.symbols import FUNCTIONS, OPERATORS, SYMBOLS

PIECES = [
    *(
        f"\\{name} "
        for name in (*RULES, *FUNCTIONS, *OPERATORS, "int", "alpha", "in", "quad", "limits", "middle|", "right)")
    ),
    *(f"\\left{sign}" for sign in "([|.<"),
    *(f"\\right{sign}" for sign in ")]|.>"),
    *(f"\\{part}{{{name}}}" for part in ("begin", "end") for name in ("pmatrix", "cases", "aligned", "array")),
    *"{}{}{}^_^_&xyz012+-=<>()[]|,;.!'~ ",
    "\\\\",
    "{cc|c}",
    "é精",
    "\x1b",
]
WELL_FORMED = st.recursive(
    st.sampled_from(["x", "y", "12", r"\alpha", r"\le", "+", r"\sum", r"\log", r"\text{if }", "(", ")", "|"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: rf"\frac{{{pair[0]}}}{{{pair[1]}}}"),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} {pair[1]}"),
        inner.map(lambda body: rf"\sqrt{{{body}}}"),
        inner.map(lambda body: rf"\left({body}\right)"),
        inner.map(lambda body: f"x_{{{body}}}^{{{body}}}"),
        inner.map(lambda body: rf"\begin{{pmatrix}}{body}&{body}\\{body}\end{{pmatrix}}"),
        inner.map(lambda body: rf"\hat{{{body}}}"),
    ),
    max_leaves=25,
)


def check_bounds(source: str) -> None:
    """Render both ways; only a refusal may be raised, and what comes back is within the bounds and clean."""
    started = time.perf_counter()
    for render in (inline, display):
        try:
            text = render(source)
        except Unsupported:
            continue
        rows = text.split("\n")
        assert len(rows) <= MAX_HEIGHT
        assert all(cell_len(row) <= MAX_WIDTH for row in rows)
        assert text.replace("\n", "").isprintable()
        assert render is display or len(rows) == 1
    assert time.perf_counter() - started < 5


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_pieces_of_tex(source: str) -> None:
    """Any order of commands and signs is drawn within the bounds or refused."""
    check_bounds(source)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text(source: str) -> None:
    """Any text is drawn within the bounds or refused."""
    check_bounds(source)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(WELL_FORMED)
def test_nested_formulas(source: str) -> None:
    """Formulas nested at random are drawn within the bounds or refused."""
    check_bounds(source)


def test_symbols_alone() -> None:
    """Every symbol has a form on one line."""
    assert all(inline(f"\\{name}") for name in SYMBOLS)


def test_costly_formulas() -> None:
    """Formulas made to be large are refused or drawn in bounded time."""
    deep = "x"
    for _ in range(28):
        deep = rf"\frac{{{deep}}}{{1}}"
    wide = r"\begin{pmatrix}" + r"\frac{1}{2}&" * 240 + r"\end{pmatrix}"
    twice = "x"
    while len(twice) < 1200:
        twice = rf"\frac{{{twice}}}{{{twice}}}"
    for source in (deep, wide, twice, "x^" * 1400 + "x", r"\hat" * 700 + "x", "{" * 3000, "x " * 1500):
        check_bounds(source)
