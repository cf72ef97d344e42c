"""The maths renderer against goldens judged by eye, and its refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from quizzer_decks.maths import Unsupported, display, inline, renderable
from quizzer_decks.maths.cells import width
from quizzer_decks.maths.symbols import SYMBOLS

GOLDENS = Path(__file__).with_name("maths_goldens.txt").read_text(encoding="utf-8")


def goldens() -> list[tuple[str, str, str]]:
    """Read the golden file: `$ tex`, its line, `----`, its block, a blank line."""
    cases = []
    for block in GOLDENS.removeprefix("$ ").split("\n$ "):
        tex, _, rest = block.partition("\n")
        line, _, drawn = rest.partition("\n----\n")
        cases.append((tex, line, drawn.rstrip("\n")))
    return cases


@pytest.mark.parametrize(("tex", "line", "drawn"), goldens())
def test_golden(tex: str, line: str, drawn: str) -> None:
    """Each formula is shown as someone judged right by eye, or refused where one line cannot hold its meaning."""
    if line == "(refused)":
        assert not renderable(tex)
    else:
        assert inline(tex) == line
    if drawn == "(refused)":
        assert not renderable(tex, on_one_line=False)
    else:
        assert display(tex) == drawn


@pytest.mark.parametrize(
    "tex",
    [
        r"\unknown",
        r"\def\x{1}",
        r"\input{/etc/passwd}",
        r"\write18{ls}",
        r"\color{red} x",
        r"\tag{1}",
        r"x^1^2",
        r"x_1_2",
        r"\frac{1}",
        r"\frac",
        r"{x",
        r"x}",
        r"\left( x",
        r"\right)",
        r"a & b",
        r"a \\ b",
        r"\begin{tikzpicture}\end{tikzpicture}",
        r"\begin{pmatrix} 1 \end{bmatrix}",
        r"50% of",
        r"\text{a \textbf{b}}",
        r"\mathbb{+1\alpha}",
        r"{a + b}^2",
        "x\u0301",
        "a\u202eb",
        "a\x1bb",
        "x" * 3001,
        r"\sqrt" * 40 + "x",
        "{" * 40 + "x" + "}" * 40,
    ],
)
def test_refused(tex: str) -> None:
    """What is outside the subset or the bounds is refused in both forms, never guessed."""
    assert not renderable(tex)
    assert not renderable(tex, on_one_line=False)


@pytest.mark.parametrize(
    "tex",
    [
        r"\underbrace{a+b}_{2}",
        r"\overset{?}{=}",
        r"\begin{matrix} 1 & 2 \end{matrix}",
        r"\begin{pmatrix} 1 & \\ & 2 \end{pmatrix}",
        r"\ddot{ab}",
    ],
)
def test_only_as_a_block(tex: str) -> None:
    """What one line cannot say is drawn over several."""
    assert not renderable(tex)
    assert renderable(tex, on_one_line=False)


def test_delimiters_around_the_formula() -> None:
    """The dollar signs and brackets that authors leave around a formula are not part of it."""
    assert inline("$x^2$") == inline("$$x^2$$") == inline(r"\(x^2\)") == inline(r"\[x^2\]") == "x²"


def test_message() -> None:
    """A refusal says what stood in the way."""
    with pytest.raises(Unsupported, match=r"\\colour is not known"):
        inline(r"\colour{red}")


def test_empty() -> None:
    """An empty formula is empty text."""
    assert inline("") == ""
    assert display("") == ""


def test_symbols_are_as_wide_as_the_terminal_draws_them() -> None:
    """Our cell widths agree with the terminal library's for every symbol, so that boxes line up."""
    for character, _kind in SYMBOLS.values():
        assert width(character) == cell_len(character)


def test_wide_text_lines_up() -> None:
    """East Asian text inside a formula counts two cells a character."""
    top, bar, bottom = display(r"\frac{\text{精度}}{x}").split("\n")
    assert cell_len(bar) == cell_len(top) + 1 == 6
    assert bottom.strip() == "x"
