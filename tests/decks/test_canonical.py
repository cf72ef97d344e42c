"""Answers that differ only in what does not count have one form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.canonical import canonical, compact, same

_ALPHABET = "aAbBxé éßβΒσς12.,-–'\"()[]{}_^*²₁½`$\\!?&/ :;theanor\u0301\u0345ﬁŉİ…±≤−\n"


@given(st.text(alphabet=_ALPHABET, max_size=14) | st.text(max_size=10))
def test_the_canonical_form_is_its_own(text: str) -> None:
    """Normalising twice changes nothing more, so that marking the normalised answer gives the same mark."""
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(max_size=12), st.text(max_size=12))
def test_same_is_symmetric_but_for_calls(one: str, other: str) -> None:
    """Which of two answers was expected matters only where a pair of parentheses is left out."""
    if "()" not in one + other:
        assert same(one, other) == same(other, one)


@given(st.text(max_size=12).filter(lambda text: canonical(text) != ""))
def test_case_and_outer_space_never_count(text: str) -> None:
    """An answer is the same in capitals where those fold back, and with space around it."""
    assert same(f"  {text} \n", text)
    if text.upper().casefold() == text.casefold():
        assert same(text.upper(), text)


def test_digits_never_run_together() -> None:
    """Space between letters does not count, space between digits does."""
    assert compact(canonical("K means 1 1")) == "kmeans1 1"
