"""The expression evaluator computes what decks need and refuses everything else at once."""

from __future__ import annotations

import contextlib
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.expressions import ExpressionError, evaluate, names

HOSTILE = [
    "9**9**9",
    "9.9**9999",
    "factorial(10**6)",
    "comb(10**9, 5)",
    "perm(9**9, 9**9)",
    '"a"*10**9',
    "'a' + 'b'",
    "[1]*10**9",
    "__import__('os')",
    "lambda: 1",
    "(lambda: 1)()",
    "1/0",
    "1%0",
    "1//0",
    "nan",
    "inf",
    "1e999",
    "-1e999",
    "1e308*10",
    "0xff",
    "x.real",
    "(1).real",
    "[i for i in [1]]",
    "{1: 2}",
    "{1}",
    "(1, 2)",
    "[1, 2][0]",
    "x := 1",
    "x = 1",
    "1; 2",
    "1\\\n2",
    "f'{1}'",
    "eval(1)",
    "list(1)",
    "dict()",
    "max(key=1)",
    "max(*[1])",
    "sum([1], [2])",
    "min([])",
    "abs()",
    "abs(1, 2)",
    "[1, 2]",
    "max",
    "1 < 2",
    "True",
    "None",
    "(-8)**(1/3)",
    "sqrt(-1)",
    "log(0)",
    "log(2, 1)",
    "0**-1",
    "round(5, -10**9)",
    "round(1.5, 0.5)",
    "factorial(2.5)",
    "factorial(-1)",
    "1if 1else 2",
    "1 if 2",
    "",
    "   ",
    "(",
    "1 +",
    "1_000",
    "1 2",
    "é + 1",
    "1 # one",
    "`1`",
    "y",
    "1j",
    "10**4096",
    "2**4000 * 2**4000 * 2**4000",
    "await x",
    "...",
    "sin(1e999)",
    "print(1)",
    "x()",
    "[]",
    "(" * 240 + "1" + ")" * 240,
    "-" * 499 + "1",
    "not " * 100 + "1",
    "[" * 150 + "]" * 150,
    "+".join("1" for _ in range(240)),
    "x" * 501,
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_what_is_not_arithmetic_is_refused_with_a_sentence(expression: str) -> None:
    """Hostile, unbounded and meaningless expressions raise ExpressionError with a sentence, at once."""
    begun = time.perf_counter()
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, {"x": 2})
    assert time.perf_counter() - begun < 0.2
    assert str(caught.value)[0].isupper() or str(caught.value)[0] == "`"
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("12 * 25", 300),
        ("sens * prev / (sens * prev + fpr * (1 - prev))", 0.9 * 0.01 / (0.9 * 0.01 + 0.1 * 0.99)),
        ("7 // 2 + 7 % 2", 4),
        ("-2 ** 2", -4),
        ("2 ** -1", 0.5),
        ("1 if prev < 0.5 else 2", 1),
        ("(prev > 1) + (sens > 0.5)", 1),
        ("sum([1, 2, 3]) + max(4, 5) + min([6, 7])", 17),
        ("abs(-1.5) + floor(2.7) + ceil(2.1) + round(2.6)", 9.5),
        ("round(2.345, 1)", 2.3),
        ("log2(8) + log10(100) + log(e) + log(8, 2)", 9.0),
        ("sqrt(16) * exp(0)", 4.0),
        ("sin(pi / 2) + cos(0) + tan(0)", 2.0),
        ("factorial(5) + comb(5, 2) + perm(5, 2)", 150),
        ("0 < prev < 1 if sens == 0.9 else 3", None),
        ("1 +\n 2", 3),
    ],
)
def test_what_the_format_promises_is_computed(expression: str, value: float | None) -> None:
    """Every operator and function that the deck format names works; a truth value is not a number."""
    values = {"prev": 0.01, "sens": 0.9, "fpr": 0.1}
    if value is None:
        with pytest.raises(ExpressionError, match="true or false"):
            evaluate(expression, values)
    else:
        assert evaluate(expression, values) == pytest.approx(value)


def test_names_are_those_that_need_a_value() -> None:
    """`names` reports variables, and neither functions that are called nor constants."""
    assert names("a * exp(b) + pi + max([c])") == {"a", "b", "c"}


def test_a_drawn_value_hides_a_constant() -> None:
    """An author who draws a value called `e` means that value."""
    assert evaluate("e + 1", {"e": 2}) == 3


@given(st.text(max_size=60))
def test_any_text_gives_a_finite_number_or_an_expression_error(text: str) -> None:
    """Whatever the text, there is no other outcome than a finite number and ExpressionError."""
    with contextlib.suppress(ExpressionError):
        assert math.isfinite(evaluate(text, {"a": 3, "b": 0.5}))


_LEAVES = st.sampled_from(["a", "b", "0", "1", "2.5", "1e9", "[1, a]", "pi"])
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "<", "=="]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(st.sampled_from(["factorial", "exp", "comb", "sum", "round", "log", "-", "floor"]), inner, inner).map(
            lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"
        ),
        inner.map(lambda part: f"exp({part})"),
    ),
    max_leaves=12,
)


@given(_TREES)
def test_any_well_formed_expression_gives_a_finite_number_or_an_expression_error(text: str) -> None:
    """Composed from allowed parts in any way, an expression is computed or refused, never anything else."""
    with contextlib.suppress(ExpressionError):
        assert math.isfinite(float(evaluate(text, {"a": 3, "b": 0.5})))
