"""HTML as cards mostly have it, a few elements well nested, as Markdown: just what a whole parser and converter make.

BeautifulSoup and markdownify take a quarter of a millisecond for `a<br>b`, most of it for a tree of objects. What is
read here needs none: an element is written once it ends, and its parent then knows what stands on both sides of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html.entities import html5, name2codepoint
from typing import TypeAlias

_ATTRIBUTES = r"""(?:\s+[A-Za-z][\w:.-]*(?:=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=&/`]++(?!/)))?)*"""
_VOID = frozenset({"br", "hr", "img"})
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li"})
_INLINE = frozenset({"b", "strong", "i", "em", "s", "del", "u", "span", "font", "small", "big", "center", "sub", "sup"})
_NAMES = "|".join(sorted({*_VOID, *_BLOCKS, *_INLINE}, key=len, reverse=True))
_TOKEN = re.compile(rf"<(/?)({_NAMES})({_ATTRIBUTES})\s*(/?)>", re.IGNORECASE | re.ASCII)
_ATTRIBUTE = re.compile(r"""\s([A-Za-z][\w:.-]*)=(?:"([^"]*)"|'([^']*)'|(\S+))""", re.ASCII)
_ENTITY = re.compile(r"&([A-Za-z]{2,8}[0-9]{0,2};)?")
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f<]")
"""What a text may not hold; line ends are LF."""
_DEEPEST = 100

_LINES = re.compile(r"[\t \n]*\n[\t \n]*")
_BLANKS = re.compile(r"[\t ]+")
_LINE = re.compile(r"^(.*)", re.MULTILINE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}

Child: TypeAlias = tuple[str, str]
"""The name of an element, empty for text; and the text, of an element what is in it as Markdown."""


def markdown_of(
    source: str,
    escape: Callable[[str], str],
    picture: Callable[[str, str], str],
    shifted: Callable[[str, str], str],
) -> str | None:
    """Return HTML as Markdown, None where it is not simple.

    `escape` makes text literal, `picture` returns what stands for a picture by `src` and `alt`, and `shifted` what
    `sub` and `sup` become, by name.
    """
    pieces = _TOKEN.split(f"{source}\n")
    if not _is_simple(pieces):
        return None
    writer = _Writer(escape, shifted)
    for at in range(0, len(pieces) - 1, 5):
        text, closing, name, attributes, _ = pieces[at : at + 5]
        writer.text(text)
        name = name.lower()
        if name == "img":
            told = {
                match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(attributes)
            }
            writer.shown(picture(told.get("src", ""), told.get("alt", "")))
        elif closing:
            writer.end()
        else:
            writer.begin(name)
            if name in _VOID:
                writer.end()
    writer.text(pieces[-1])
    return writer.whole()


def _is_simple(pieces: Sequence[str]) -> bool:
    """Tell whether elements are well nested, and nothing is in the texts between them that takes a parser."""
    for text in pieces[::5]:
        if _STRANGE.search(text) or ("&" in text and not all(map(_is_known, _ENTITY.findall(text)))):
            return False
    open_: list[str] = []
    for closing, name, attributes, end in zip(pieces[1::5], pieces[2::5], pieces[3::5], pieces[4::5], strict=True):
        name = name.lower()
        if closing:
            if attributes or end or not open_ or open_.pop() != name:
                return False
        elif name not in _VOID:
            open_.append(name)
            if end or len(open_) > _DEEPEST or (name == "ol" and "start" in attributes.lower()):
                return False
        elif name == "img" and "&" in attributes:
            return False
    return not open_


def _is_known(entity: str) -> bool:
    return entity[:-1] in name2codepoint


class _Writer:
    """Writes elements as they end."""

    def __init__(self, escape: Callable[[str], str], shifted: Callable[[str, str], str]) -> None:
        self._escape = escape
        self._shifted = shifted
        self._names = [""]
        self._children: list[list[Child]] = [[]]
        """Of the elements that are open."""

    def begin(self, name: str) -> None:
        """Begin an element."""
        self._names.append(name)
        self._children.append([])

    def end(self) -> None:
        """End the innermost element."""
        inside = self._inside()
        self._children.pop()
        self._children[-1].append((self._names.pop(), inside))

    def text(self, text: str) -> None:
        """Add what stands between two tags."""
        if text:
            self.shown(_ENTITY.sub(_character, text) if "&" in text else text)

    def shown(self, text: str) -> None:
        """Add a text of its own, beside others."""
        self._children[-1].append(("", text))

    def whole(self) -> str:
        """Return everything."""
        return self._inside().strip("\n")

    def _inside(self) -> str:
        """Return what is in the innermost element; of line ends that meet the more count, and at most two."""
        out: list[str] = []
        ended = 0
        for piece in filter(None, self._pieces(self._children[-1], self._names[-1] in _BLOCKS)):
            content = piece.strip("\n")
            leading = len(piece) - len(piece.lstrip("\n")) if content else len(piece)
            if out and ended and leading:
                out.pop()
                leading = min(2, max(ended, leading))
            trailing = len(piece) - len(piece.rstrip("\n")) if content else 0
            out += ["\n" * leading, content, "\n" * trailing]
            ended = trailing
        return "".join(out)

    def _pieces(self, children: Sequence[Child], in_block: bool) -> Iterator[str]:
        last = len(children) - 1
        for place, (name, text) in enumerate(children):
            if name:
                yield self._element(name, text, children, place)
                continue
            after_block = children[place - 1][0] in _BLOCKS if place else in_block
            before_block = children[place + 1][0] in _BLOCKS if place < last else in_block
            if text.strip() or not (after_block or before_block):
                text = self._escape(_BLANKS.sub(" ", _LINES.sub("\n", text)))
                text = text.lstrip(" \t\r\n") if after_block else text
                yield text.rstrip() if before_block else text

    def _element(self, name: str, text: str, children: Sequence[Child], place: int) -> str:
        if name == "br":
            return "\\\n" + text
        if name == "hr":
            return "\n\n---\n\n"
        if mark := _MARKS.get(name):
            return _marked(text, mark)
        if name in ("p", "div"):
            text = text.strip(" \t\r\n") if name == "p" else text.strip()
            return f"\n\n{text}\n\n" if text else ""
        if name in ("ul", "ol"):
            return self._list(text, children, place)
        if name == "li":
            number = 1 + sum(before == "li" for before, _ in children[:place])
            return _item(text, f"{number}. " if self._names[-1] == "ol" else "- ")
        return self._shifted(name, text) if name in ("sub", "sup") else text

    def _list(self, text: str, children: Sequence[Child], place: int) -> str:
        if "li" in self._names:
            return "\n" + text.rstrip()
        after = next((name for name, inside in children[place + 1 :] if name or inside.strip()), "ul")
        return f"\n\n{text}" if after in ("ul", "ol") else f"\n\n{text}\n"


def _character(match: re.Match[str]) -> str:
    return html5[match[1]]


def _marked(text: str, mark: str) -> str:
    """Return a text between marks, which no blanks stand beside."""
    bare = text.strip()
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return f"{before}{mark}{bare}{mark}{after}" if bare else ""


def _item(text: str, bullet: str) -> str:
    """Return an item of a list."""
    text = text.strip()
    inset = " " * len(bullet)
    lines = _LINE.sub(lambda match: inset + match[1] if match[1] else "", text)
    return f"{bullet}{lines[len(bullet) :]}\n" if text else "\n"
