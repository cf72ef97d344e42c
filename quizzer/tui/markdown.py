"""Markdown from decks as widgets and as text for a list: nothing lost, nothing opened, no markup, maths as Unicode."""

from __future__ import annotations

from typing import ClassVar

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments.token import Token as Kinds
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.content import Content, Span
from textual.highlight import HighlightTheme, highlight
from textual.reactive import var
from textual.widgets import Markdown
from textual.widgets import _markdown as stock

from quizzer_decks.markdown_syntax import MATHS, parser
from quizzer_decks.plain_text import Look, to_runs
from quizzer_decks.sanitize import sanitize

_STYLES: dict[Look, str] = {
    "em": "italic",
    "strong": "bold",
    "strike": "strike",
    "code": "$text-warning",
}


def to_content(markdown: str) -> Content:
    """Return Markdown as styled text for a row of a list, code blocks indented."""
    parts: list[str | tuple[str, str]] = []
    for run in to_runs(markdown):
        style = _STYLES.get(run.look)
        parts.append((run.text, style) if style else run.text)
    return Content.assemble(*parts)


_CODE_STYLES: dict[tuple[str, ...], str] = {
    Kinds.Comment: "$text-muted italic",
    Kinds.Error: "$text",
    Kinds.Keyword: "$text-primary",
    Kinds.Operator.Word: "$text-primary",
    Kinds.Keyword.Constant: "$text-warning",
    Kinds.Literal.Number: "$text-warning",
    Kinds.Literal.String: "$text-success",
    Kinds.Literal.String.Doc: "$text-muted italic",
    Kinds.Name.Decorator: "$text-primary",
    Kinds.Name.Class: "bold",
    Kinds.Name.Function: "bold",
}


class CodeColours(HighlightTheme):
    """Few colours: words of the language, literals, comments."""

    STYLES = _CODE_STYLES


def _with_maths(content: Content, token: Token) -> Content:
    """Give formulas a look of their own: text they are, not code."""
    codes = iter([child for child in token.children or () if child.type == "code_inline"])
    spans = [
        Span(span.start, span.end, ".maths") if span.style == ".code_inline" and next(codes).meta.get(MATHS) else span
        for span in content.spans
    ]
    return Content(content.plain, spans)


class _Paragraph(stock.MarkdownParagraph):
    """A paragraph."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"maths"}

    def _token_to_content(self, token: Token) -> Content:
        return _with_maths(super()._token_to_content(token), token)


class _Heading(stock.MarkdownHeader):
    """A heading of any level; a question has no need of six."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"maths"}

    def _token_to_content(self, token: Token) -> Content:
        return _with_maths(super()._token_to_content(token), token)


class _HeaderCell(stock.MarkdownTH):
    """A table's header cell."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"maths"}

    def _token_to_content(self, token: Token) -> Content:
        return _with_maths(super()._token_to_content(token), token)


class _Cell(stock.MarkdownTD):
    """A table's cell."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"maths"}

    def _token_to_content(self, token: Token) -> Content:
        return _with_maths(super()._token_to_content(token), token)


class _TableContent(stock.MarkdownTableContent):
    """A table without tooltips: the stock ones take a cell's text for markup."""

    def compose(self) -> ComposeResult:
        """Lay out the cells."""
        for header in self.headers:
            yield stock.MarkdownTableCellContents(header, classes="header")
        for number, row in enumerate(self.rows, 1):
            for cell in row:
                yield stock.MarkdownTableCellContents(cell, classes=f"row{number} cell")
            self.last_row = number


class _Table(stock.MarkdownTable):
    """A table."""

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        self._headers, self._rows = self._get_headers_and_rows()
        yield _TableContent(self._headers, self._rows)


class _Fence(stock.MarkdownFence):
    """Code that keeps its lines and scrolls sideways, or a formula over several lines."""

    _loaded: ClassVar[set[str]] = {"", "text"}
    """Languages whose grammar is loaded: for the first code in one that takes as long as drawing the whole screen."""

    def __init__(self, markdown: Markdown, token: Token, code: str) -> None:
        super().__init__(markdown, token, code)
        self.set_class(bool(token.meta.get(MATHS)), "maths-block")

    def on_mount(self) -> None:
        """Show the first code in a language as it stands, and colour it when it is on the screen."""
        if self.lexer not in self._loaded:
            self._loaded.add(self.lexer)
            self.call_after_refresh(self.notify_style_update)

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        """Colour code; an unknown language is plain text, never a guess."""
        if language not in cls._loaded:
            return Content("\n".join(code.splitlines()))
        if ansi:
            return super().highlight(code, language or "text", ansi, dark)
        return highlight(code, language=language or "text", theme=CodeColours)


_BLOCKS: dict[str, type[stock.MarkdownBlock]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Heading),
    "paragraph_open": _Paragraph,
    "th_open": _HeaderCell,
    "td_open": _Cell,
    "table_open": _Table,
    "fence": _Fence,
}


class QuizMarkdown(Markdown):
    """Markdown from strangers. Links post `Markdown.LinkClicked` and are opened by nobody."""

    DEFAULT_CSS = """
    QuizMarkdown {
        padding: 0;
        color: $text;
        MarkdownBlock > .code_inline, MarkdownBlock:dark > .code_inline, MarkdownBlock:light > .code_inline {
            background: $surface;
            color: $text-warning;
        }
        MarkdownHeader, MarkdownHeader:light {
            margin: 0 0 1 0;
            padding: 0;
            width: 1fr;
            background: transparent;
            color: $text;
            content-align: left middle;
            text-style: bold;
        }
        MarkdownBlockQuote, MarkdownBlockQuote:light {
            margin: 0 0 1 0;
            border-left: outer $border-blurred;
            background: transparent;
            color: $foreground;
        }
        MarkdownBullet, MarkdownBullet:light { color: $text-muted; }
        MarkdownHorizontalRule { border-bottom: solid $border-blurred; }
        MarkdownTable, MarkdownTable:light { background: transparent; }
        MarkdownTableContent { keyline: thin $border-blurred; }
        MarkdownTableContent > .header { color: $text-muted; text-overflow: fold; }
        MarkdownTableContent > .cell { text-overflow: fold; }
        MarkdownFence, MarkdownFence:light {
            margin: 0 0 1 0;
            padding: 0 2;
            background: $surface;
            color: $text;
            overflow: auto hidden;
            scrollbar-size-horizontal: 1;
            scrollbar-size-vertical: 0;
        }
        MarkdownFence > Label { padding: 0; width: auto; text-wrap: nowrap; }
        MarkdownFence.maths-block, MarkdownFence.maths-block:light { background: transparent; }
        MarkdownBlock:last-child, MarkdownBlock:light:last-child { margin-bottom: 0; }
    }
    """
    tex_source: var[bool] = var(False)
    """Show formulas as the TeX they were written in."""

    def __init__(
        self, markdown: str = "", *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(
            sanitize(markdown),
            name=name,
            id=id,
            classes=classes,
            parser_factory=self._make_parser,
            open_links=False,
        )

    def get_block_class(self, block_name: str) -> type[stock.MarkdownBlock]:
        """Return our own blocks where there are some."""
        return _BLOCKS.get(block_name) or super().get_block_class(block_name)

    def _make_parser(self) -> MarkdownIt:
        return parser(tex_source=self.tex_source)

    def update(self, markdown: str) -> AwaitComplete:
        """Replace the document; await it."""
        return super().update(sanitize(markdown))

    def append(self, markdown: str) -> AwaitComplete:
        """Add to the document; await it."""
        return super().append(sanitize(markdown))

    async def show_tex(self, source: bool) -> None:
        """Show formulas as TeX, or drawn again."""
        if source != self.tex_source:
            self.tex_source = source
            await self.update(self.source)
