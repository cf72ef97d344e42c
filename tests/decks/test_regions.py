"""Code and maths are found where Markdown has them, and taken out of the way for plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.regions import plain_text, regions


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("no marks at all", []),
        ("`code` and $maths$", ["code", "maths"]),
        ("$$x\n+ y$$", ["maths"]),
        ("it costs $5 and $10", []),
        ("a price of $ 5 and 6 $", []),
        (r"an escaped \$x\$", []),
        ("`$x$`", ["code"]),
        ("```python\nprint(1)\n```\nthen $x$", ["code", "maths"]),
        ("~~~\nunclosed `", ["code"]),
        ("``a ` b`` and a lone `", ["code"]),
        ("$x\n\ny$", []),
    ],
)
def test_regions_are_those_of_markdown(text: str, kinds: list[str]) -> None:
    """Code wins over maths, money is not maths, and maths does not cross a blank line."""
    assert [kind for _, _, kind in regions(text)] == kinds


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**bold** and *soft*", "bold and soft"),
        ("**kwargs and *args", "**kwargs and *args"),
        ("`x.shape`", "x.shape"),
        ("$P(H)$ here", "P(H) here"),
        ("see [the docs](https://example.org)", "see the docs"),
        ("__init__ and snake_case", "__init__ and snake_case"),
        (r"a \* b", "a * b"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("`a * b * c`", "a * b * c"),
    ],
)
def test_plain_text_keeps_what_is_said(markdown: str, plain: str) -> None:
    """Marks go; names, code and arithmetic stay."""
    assert plain_text(markdown) == plain


@given(st.text(alphabet="`$*a\n\\~[]() ", max_size=80))
def test_regions_never_overlap(text: str) -> None:
    """Regions are in order and disjoint for any text, and plain_text takes any text."""
    ends = [0, *(end for _, end, _ in regions(text))]
    assert all(start >= before for (start, _, _), before in zip(regions(text), ends, strict=False))
    plain_text(text)
