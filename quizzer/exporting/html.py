r"""Markdown as the HTML of Anki's fields: maths as `\( \)`, media by their plain names, sounds as `[sound:…]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

RULE = "<hr>"
_MEDIA = "media/"
_START = r"(?!\d{1,9}[.)](?:\s|$)|[+\-#=|:>~])"
_TEXT = r"[^\x00-\x1f\\`*_\[\]<>&~$\"]"
_LINE = rf"{_START}(?!\s){_TEXT}+(?<!\s)"
_plain = re.compile(_LINE).fullmatch
"""A line without anything that Markdown or HTML might take for a mark: it is its own HTML, and needs no parser.

A test holds what is made of it, and of what follows, equal to what the parser makes of it.
"""
_all_plain = re.compile(rf"{_LINE}(?:\n{_LINE})*").fullmatch
"""Such lines, looked through at once."""
_CODE = r"`(?![\s`])[^`\x00-\x1f]+(?<!\s)`(?!`)"
_coded = re.compile(rf'{_START}(?!\s)(?:{_TEXT}|[">]|{_CODE})+(?<!\s)').fullmatch
"""A line with code, quotes and greater-than signs besides."""
_CODES = re.compile("`([^`]+)`")
_link = re.compile(r"<(https?://[a-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?)>").fullmatch


def html_of(markdown: str, media: MutableMapping[str, str]) -> str:
    """Return Markdown as HTML, a single paragraph without its mark; the media that it shows are added to `media`."""
    if not markdown or _plain(markdown):
        return markdown
    simple = _simple(markdown)
    return page(parsed(markdown, media)) if simple is None else simple


def block(markdown: str, media: MutableMapping[str, str]) -> str:
    """Return Markdown as HTML, its paragraphs marked; empty where nothing is said."""
    if not markdown:
        return ""
    simple = markdown if _plain(markdown) else _simple(markdown)
    return parsed(markdown, media) if simple is None else f"<p>{simple}</p>"


def page(*blocks: str) -> str:
    """Return blocks one below the other; a single paragraph goes without its mark."""
    filled = [each for each in blocks if each]
    if len(filled) == 1 and filled[0].startswith("<p>") and filled[0].find("</p>") == len(filled[0]) - 4:
        return filled[0][3:-4]
    return "\n".join(filled)


def listed(items: Iterable[str], media: MutableMapping[str, str], *, numbered: bool = False) -> str:
    """Return a list of texts in Markdown; empty without any."""
    shown = list(items)
    if not shown:
        return ""
    if not _all_plain("\n".join(shown)):
        shown = [html_of(item, media) for item in shown]
    mark, lines = "ol" if numbered else "ul", "</li>\n<li>".join(shown)
    return f"<{mark}>\n<li>{lines}</li>\n</{mark}>"


def code_block(code: str, language: str = "") -> str:
    """Return code as it is written."""
    named = f' class="language-{language}"' if language else ""
    return f"<pre><code{named}>{_escaped(code.rstrip())}\n</code></pre>"


def parsed(markdown: str, media: MutableMapping[str, str]) -> str:
    """Return any Markdown as HTML, by the parser."""
    found: dict[str, Any] = {"media": media}
    return str(_parser().render(markdown, found)).strip()


def _simple(markdown: str) -> str | None:
    """Return a line of text and code, or an address alone, as HTML; None for what needs the parser."""
    if _coded(markdown):
        return _CODES.sub(r"<code>\1</code>", _escaped(markdown))
    link = _link(markdown)
    return f'<a href="{link[1]}">{link[1]}</a>' if link else None


def _escaped(text: str) -> str:
    """Return a text as the parser would escape it."""
    return escape(text, quote=False).replace('"', "&quot;")


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
            env["media"][source] = source
        alt = "".join(child.content for child in tokens[idx].children or ())
        told = f' alt="{escape(alt)}"' if alt and alt.replace(" ", "_") != source else ""
        return f'<img src="{escape(source)}"{told}>'


def _maths(_: object, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    opening, closing = ("\\(", "\\)") if tokens[index].type == "math_inline" else ("\\[", "\\]")
    return f"{opening}{escape(tokens[index].content.strip(), quote=False)}{closing}"


def _with_sounds(children: Sequence[Token], media: MutableMapping[str, str]) -> list[Token]:
    """Return the tokens of a paragraph, links to sounds as Anki writes them."""
    out: list[Token] = []
    inside = False
    for token in children:
        target = unquote(str(token.attrs.get("href", ""))) if token.type == "link_open" else ""
        if target.startswith(_MEDIA):
            name = target.removeprefix(_MEDIA)
            media[name] = name
            out.append(Token("text", "", 0, content=f"[sound:{name}]"))
            inside = True
        elif inside:
            inside = token.type != "link_close"
        else:
            out.append(token)
    return out
