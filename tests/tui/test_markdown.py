from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Markdown
from textual.widgets._markdown import MarkdownTableCellContents

from quizzer.tui.markdown import QuizMarkdown, to_content
from quizzer.tui.safety import SafeApp
from quizzer.tui.themes import THEMES
from quizzer_decks.plain_text import to_runs


class Reader(SafeApp[None]):
    """One document."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.source = markdown
        self.opened: list[str] = []
        self.clicked: list[str] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        """Lay out the document."""
        with VerticalScroll():
            yield QuizMarkdown(self.source)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Remember what would have been opened."""
        self.opened.append(url)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Remember what was clicked."""
        self.clicked.append(event.href)

    @property
    def text(self) -> str:
        """What is on the screen."""
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)


EVERYTHING = r"""
# Head [/x] $\alpha$

A List<int>, <b>html</b>, a<br>break, [bold]markup[/bold], $e^{-x^2}$ and $\nope{x}$. ![a cat](x.png) costs $5 and $6.

<details>
kept
</details>

[1]: kept too

- item `code [/y]`

1. one
   - nested

> quote

| head $\beta$ | other |
|---|---|
| `cell` | [/z] $\gamma$ |

$$
\frac{1}{2}
$$

```nosuchlanguage title="x"
if List<int>: [/w]
```

    indented
"""


async def test_nothing_is_lost() -> None:
    """Everything an author can write is on the screen: HTML and markup as text, maths drawn, unknown TeX as it is."""
    app = Reader(EVERYTHING)
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await pilot.pause()
        text = app.text
        for part in (
            *("Head [/x] α", "List<int>, <b>html</b>, a<br>break, [bold]markup[/bold]", "e^(−x²)", r"$\nope{x}$"),
            *("[image: a cat]", "costs $5 and $6", "<details>", "kept", "</details>", "[1]: kept too"),
            *("• item code [/y]", "1. one", "nested", "quote", "head β", "cell", "[/z] γ", "───"),
            *("if List<int>: [/w]", "indented"),
        ):
            assert part in text.replace("\n", " ") or part in text, part


async def test_formulas_are_no_code() -> None:
    """A formula looks like text; code is coloured."""
    app = Reader("Plain $x^2$ and `code`")
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.pause()
        (line,) = [strip for strip in app.screen._compositor.render_strips() if "Plain" in strip.text]
        looks = {segment.text: segment.style.color for segment in line if segment.style}
        plain = next(look for text, look in looks.items() if "Plain" in text)
        maths = next(look for text, look in looks.items() if "x²" in text)
        code = next(look for text, look in looks.items() if "code" in text)
        assert maths == plain != code


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_code_keeps_its_lines(theme: str) -> None:
    """Long code scrolls sideways and is not wrapped; the last block leaves no empty line behind it."""
    app = Reader("```python\nx = '" + "long " * 30 + "'\ny = 2\n```")
    app.theme = theme
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        label = app.query_one("MarkdownFence Label", Label)
        fence = label.parent
        assert label.region.height == 2
        assert label.region.width > 100
        assert fence is not None
        assert fence.max_scroll_x > 60  # type: ignore[attr-defined]
        assert app.query_one(QuizMarkdown).region.height <= 3


async def test_table_cells_have_no_markup_tooltips() -> None:
    """Hovering over a cell cannot make its text markup."""
    app = Reader("| a |\n|---|\n| [/x] [@click=app.quit]q[/] |")
    async with app.run_test(size=(60, 10), tooltips=True) as pilot:
        await pilot.pause()
        cells = list(app.query(MarkdownTableCellContents))
        assert len(cells) == 2
        assert all(cell.tooltip is None for cell in cells)
        await pilot.hover(cells[1])
        await pilot.pause(0.4)
        assert "[/x]" in app.text


async def test_links_are_not_opened() -> None:
    """A click on a link opens nothing and tells the screen, which may ask."""
    app = Reader("[here](https://example.org/a)")
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        await pilot.click(QuizMarkdown, offset=(1, 0))
        await pilot.pause()
        assert app.opened == []
        assert app.clicked == ["https://example.org/a"]


async def test_updates_are_harmless_too() -> None:
    """What comes later is made harmless like what came first."""
    app = Reader("first")
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        document = app.query_one(QuizMarkdown)
        await document.update("a\x1b[31mb")
        await document.append("\n\nc\u202ed")
        await pilot.pause()
        assert "a␛[31mb" in app.text
        assert "c⟨U+202E⟩d" in app.text


async def test_changing_the_theme() -> None:
    """Colours of code follow the theme."""
    app = Reader("```python\nreturn 1\n```")
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()

        def keyword() -> object:
            (line,) = [strip for strip in app.screen._compositor.render_strips() if "return" in strip.text]
            return next(segment.style.color for segment in line if "return" in segment.text and segment.style)

        before = keyword()
        app.theme = THEMES[1].name
        await pilot.pause()
        assert keyword() != before


def test_content_of_a_row() -> None:
    """A row of a list shows Markdown as styled text, and markup as text."""
    content = to_content("**a** [/x] `b` $c^2$\n\n- d")
    assert content.plain == "a [/x] b c²\n\n- d"
    assert any(span.style == "bold" for span in content.spans)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=100))
def test_content_takes_any_text(markdown: str) -> None:
    """No text is markup for a row: what is read is what is shown."""
    assert to_content(markdown).plain == "".join(run.text for run in to_runs(markdown))


def test_tex_source_is_off_at_first() -> None:
    """Formulas are drawn unless TeX is asked for."""
    assert not QuizMarkdown("x").tex_source
