r"""Markdown as the HTML of Anki's fields: maths as `\( \)`, media by their plain names, sounds as `[sound:…]`."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

_MEDIA = "media/"


def html_of(markdown: str, media: MutableMapping[str, None]) -> str:
    """Return Markdown as HTML, a single paragraph without its mark; the media that it shows are added to `media`."""
    if not markdown.strip():
        return ""
    tokens = _parser().parse(markdown)
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    found: dict[str, Any] = {"media": media}
    return str(_parser().renderer.render(tokens, _parser().options, found)).strip()


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"]).disable(["reference"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    for name in ("math_inline", "math_inline_double", "math_block", "math_block_label"):
        parser.add_render_rule(name, _maths)
    return parser


class _Renderer(RendererHTML):
    """Writes what Anki's own editor writes, where it has a mark for it."""

    def render(self, tokens: Sequence[Token], options: Any, env: MutableMapping[str, Any]) -> str:
        """Return tokens as HTML, links to sounds as Anki writes them."""
        for token in tokens:
            if token.children:
                token.children = _with_sounds(token.children, env["media"])
        return super().render(tokens, options, env)

    def strong_open(self, *_: object) -> str:
        """Return the mark of bold text."""
        return "<b>"

    def strong_close(self, *_: object) -> str:
        """Return its end."""
        return "</b>"

    def em_open(self, *_: object) -> str:
        """Return the mark of italic text."""
        return "<i>"

    def em_close(self, *_: object) -> str:
        """Return its end."""
        return "</i>"

    def hardbreak(self, *_: object) -> str:
        """Return a line end that shows."""
        return "<br>"

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Return a picture, by the plain name of its file."""
        source = unquote(str(tokens[idx].attrs.get("src", "")))
        if source.startswith(_MEDIA):
            source = source.removeprefix(_MEDIA)
            env["media"][source] = None
        alt = "".join(child.content for child in tokens[idx].children or ())
        told = f' alt="{escape(alt)}"' if alt and alt.replace(" ", "_") != source else ""
        return f'<img src="{escape(source)}"{told}>'


def _maths(_: object, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    opening, closing = ("\\(", "\\)") if tokens[index].type == "math_inline" else ("\\[", "\\]")
    return f"{opening}{escape(tokens[index].content.strip(), quote=False)}{closing}"


def _with_sounds(children: Sequence[Token], media: MutableMapping[str, None]) -> list[Token]:
    """Return the tokens of a paragraph, links to sounds as Anki writes them."""
    out: list[Token] = []
    inside = False
    for token in children:
        target = unquote(str(token.attrs.get("href", ""))) if token.type == "link_open" else ""
        if target.startswith(_MEDIA):
            name = target.removeprefix(_MEDIA)
            media[name] = None
            out.append(Token("text", "", 0, content=f"[sound:{name}]"))
            inside = True
        elif inside:
            inside = token.type != "link_close"
        else:
            out.append(token)
    return out
