"""The short ways of writing fields come to what the long ones come to."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from quizzer.exporting import html

MARKS = st.text(st.sampled_from("ab1. )(`*_[]<>&~$\\\"'#+-=|:!é語\u00a0\u2028\n\thtps/"), max_size=12)


@given(MARKS | st.text(max_size=8))
@example("`a` b `c_d*`")
@example("1. a")
@example("<https://a.b/C-d_e.html>")
@example("`a``b`")
def test_plain_lines_need_no_parser(text: str) -> None:
    """Whatever a line holds, the way without a parser says what the parser says."""
    assert html.html_of(text, {}) == html.page(html.parsed(text, {}))
    assert html.block(text, {}) == html.parsed(text, {})
