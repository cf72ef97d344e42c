"""Simple HTML is written as the whole parser and converter write it."""

from __future__ import annotations

from html.entities import name2codepoint

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzer_decks.formats import texts
from quizzer_decks.formats.simple_html import markdown_of

NAMES = st.sampled_from(
    ["b", "i", "strong", "EM", "u", "span", "Div", "p", "ul", "ol", "li", "sub", "sup", "s", "del", "font", "center"]
)
ATTRIBUTES = st.sampled_from(
    ["", ' class="x y"', " style='a: &quot;b&quot;'", " id=a", " hidden", ' \n lang="é"  dir=ltr']
)
VOID = st.sampled_from(
    [
        "<br>",
        "<BR/>",
        "<br />",
        "<hr id=x>",
        '<img src="a b.jpg">',
        "<img src='x.png' alt=\"a_b\" />",
        "<img alt=q>",
        "<img src=a.png/>",
    ]
)
TEXTS = st.text("ab 1.)\n\t-#*_>|\xa0\u3000é`$[]\\~&;<", max_size=6) | st.sampled_from(
    ["&nbsp;", "&lt;b&gt;", " ", "\n", *(f"&{name};" for name in name2codepoint)]
)
INLINE = st.recursive(
    TEXTS | VOID,
    lambda inner: st.builds(
        lambda name, attributes, inside: f"<{name}{attributes}>{''.join(inside)}</{name}>",
        NAMES,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=8,
)
HTML = st.lists(INLINE | st.sampled_from(["</b>", "<p>", "<li>", "<ol start=3>", "</br>", "<div/>"]), max_size=5)


def simple(source: str, held: texts._Held) -> str | None:
    """Return what becomes of simple HTML; None where it is not simple."""
    return markdown_of(source, texts._literal, lambda src, alt: held.hold(held.picture(src, alt)), texts._shifted)


@settings(max_examples=400)
@given(HTML.map("".join))
def test_simple_html_is_written_as_by_the_whole_converter(source: str) -> None:
    """Where HTML is taken as simple, its Markdown and its media are those that the whole converter gives."""
    mine, whole = texts._Held(str), texts._Held(str)
    found = simple(source, mine)
    if found is None:
        assert mine.media == []
    else:
        assert found == texts._parsed(source, whole)
        assert (mine.media, mine._texts) == (whole.media, whole._texts)


def test_what_cards_mostly_hold_is_simple() -> None:
    """Breaks, marks, lists, pictures and pasted styles need no parser."""
    source = '<div style="font: &quot;Arial&quot;">a&nbsp;<b>b</b><br></div><ul><li>c</li></ul><img src="d.png">&rarr;'
    assert simple(source, texts._Held(str)) == "a **b**\\\n\n- c\n\n\ue0000\ue001→"
    assert simple("<table><tr><td>a</td></tr></table>", texts._Held(str)) is None
