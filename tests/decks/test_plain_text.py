from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzer_decks.plain_text import Run, to_runs, to_text

CASES = {
    "a *b* **c** ~~d~~ `e`": "a b c ~~d~~ `e`",
    "List<int> and <b>bold</b><br>": "List<int> and <b>bold</b><br>",
    "<details>\nkept\n</details>": "<details> kept </details>",
    "What is $x^2$?": "What is x²?",
    r"$\unknown{x}$": r"`$\unknown{x}$`",
    "$$\n\\frac{1}{2}\n$$": "     1\n    ───\n     2",
    "costs $5 and $6": "costs $5 and $6",
    "```python\nif x:\n    y\n```": "    if x:\n        y",
    "```\n<b>\n```": "    <b>",
    "# Title\n\ntext": "Title\n\ntext",
    "- a\n- b\n  - c\n\n3. d\n4. e": "- a\n- b\n  - c\n\n3. d\n4. e",
    "- a\n\n- b\n\n  c": "- a\n- b\n\n  c",
    "> a\n>\n> b": "> a\n>\n> b",
    "| a | b |\n|---|---|\n| `x\\|y` | $z_1$ |": "a | b\n`x|y` | z₁",
    "[text](https://example.org) <https://example.org>": "text (https://example.org) https://example.org",
    "![a cat](cat.png)": "[image: a cat]",
    "[1]: is kept": "[1]: is kept",
    "a\\\nb": "a\nb",
    "a\nb": "a b",
    "---": "───",
    "[bold]x[/bold] [/]": "[bold]x[/bold] [/]",
    "\x1b[31mred \u202eover": "␛[31mred ⟨U+202E⟩over",
    "": "",
}
PIECES = [
    "word",
    "`code`",
    "*em*",
    "**",
    "_",
    "$x$",
    "$",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "|",
    "```\n",
    "<b>",
    "\\",
    " ",
    "[",
]


@pytest.mark.parametrize(("markdown", "text"), CASES.items())
def test_text(markdown: str, text: str) -> None:
    """Markdown reads as plain text that keeps what its author wrote."""
    assert to_text(markdown) == text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*PIECES, "alpha", "beta", "gamma7"]), max_size=40).map("".join))
def test_no_word_is_lost(markdown: str) -> None:
    """Every word of the source is read, except a fence's language."""
    source = re.sub(r"(?m)^[ >\-\d.#|]*(```|~~~)[^\n]*$", " ", markdown)
    text = to_text(markdown)
    for word in set(re.findall(r"alpha|beta|gamma7|word|code", source)):
        assert word in text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_nothing_acts_on_the_terminal(markdown: str) -> None:
    """Whatever is read, the text holds no control character but line ends and tabs."""
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", to_text(markdown))


def test_too_many_blocks_are_shown_as_written() -> None:
    """A text of more blocks than a screen can lay out is one block of its own source, from which nothing is lost."""
    source = "*a* 1\n\n" * 400
    runs = to_runs(source)
    assert {run.look for run in runs if run.text.strip()} == {"block"}
    assert to_text(source).count("*a* 1") == 400
    assert "*" not in to_text("*a* 1\n\n" * 250)


def test_looks() -> None:
    """Each run says how it looks; a formula is no code."""
    assert to_runs("a `b` $c$ **d** *e*") == (
        Run("a "),
        Run("b", "code"),
        Run(" "),
        Run("c", "maths"),
        Run(" "),
        Run("d", "strong"),
        Run(" "),
        Run("e", "em"),
    )


@pytest.mark.parametrize("piece", ["[", "*a ", "`", "> ", "- ", "$", "a|", "![", "<", "_a", "**a*", "\\[", "~~"])
def test_long_texts_take_bounded_time(piece: str) -> None:
    """Texts made to confuse the parser are read in reasonable time."""
    started = time.perf_counter()
    to_text(piece * (20_000 // len(piece)))
    assert time.perf_counter() - started < 3
