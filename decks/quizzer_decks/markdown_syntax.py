"""Markdown as decks use it: CommonMark with tables, strikethrough and `$maths$`; nothing an author wrote is lost."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from quizzer_decks.maths import Unsupported, display, inline

MATHS = "maths"
"""The key in a token's `meta` that marks code which is a rendered formula."""

MAX_TOKENS = 900
"""Block tokens, about three a paragraph. A text of more is shown as it is written: so many blocks are too slow."""


def parser(*, tex_source: bool = False) -> MarkdownIt:
    """Return a parser that yields only tokens every front end knows; with `tex_source` formulas stay TeX."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["reference"])
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    markdown.core.ruler.push("quizzer", _simplifier(tex_source))
    return markdown


def _simplifier(tex_source: bool) -> Callable[[StateCore], None]:
    def simplify(state: StateCore) -> None:
        if len(state.tokens) > MAX_TOKENS:
            state.tokens = [_as_written(state.src)]
        for token in state.tokens:
            if token.type in ("math_block", "math_block_label"):
                _draw_block(token, tex_source)
            elif token.type in ("fence", "code_block"):
                token.type, token.info = "fence", (token.info.split() or ["text"])[0]
            for child in token.children or ():
                if child.type in ("math_inline", "math_inline_double"):
                    _draw_inline(child, tex_source)
                elif child.type == "image":
                    child.type, child.content, child.children = "text", f"[image: {child.content}]", None

    return simplify


def _as_written(source: str) -> Token:
    return Token("fence", "code", 0, info="text", content=source, map=[0, source.count("\n") + 1], block=True)


def _draw_block(token: Token, tex_source: bool) -> None:
    token.type, token.tag, token.info = "fence", "code", "latex"
    token.content = token.content.strip("\n")
    try:
        if not tex_source:
            token.content, token.info, token.meta = display(token.content), "text", {MATHS: True}
    except Unsupported:
        return


def _draw_inline(token: Token, tex_source: bool) -> None:
    token.type, token.tag = "code_inline", "code"
    try:
        if tex_source:
            token.content = f"${token.content}$"
        else:
            token.content, token.meta = inline(token.content), {MATHS: True}
    except Unsupported:
        token.content = f"${token.content}$"
