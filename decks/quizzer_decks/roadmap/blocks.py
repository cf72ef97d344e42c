"""Markdown to blocks: headings, paragraphs, lists and tables; each line with its number, its links and its bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizzer_decks.roadmap.html_text import Numbered

_BOX = re.compile(r"^\s*\[([ xX✓✔√~/*-]?)\](?:\s+|$)")
_MAX_NESTING = 60
_PLAIN = re.compile(r"(?:\[[ xX]\]\s)?[^\\`*_\[\]<&!~]*")
"""A text in which no inline mark can begin after its box, and which is therefore not parsed for any."""
_TANGLED = re.compile(r"(?:\[[^\[\]]*){8}")
_MAX_INLINE = 20_000
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]|\"]*[^\s<>()\[\]|\".,;:!?]")


@dataclass(slots=True)
class Piece:
    """A run of text, in bold or not, in a link or not."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(slots=True)
class Line:
    """One line of the source, without its block's marker."""

    pieces: list[Piece]
    number: int

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Heading:
    """A heading; `level` counts from 1."""

    level: int
    line: Line


@dataclass(slots=True)
class Paragraph:
    """Lines that stand together."""

    lines: list[Line]


@dataclass(slots=True)
class Item:
    """An item of a list; `checked` is None where there is no box."""

    lines: list[Line]
    checked: bool | None
    blocks: list[Block]


@dataclass(slots=True)
class ItemList:
    """A list, bulleted or numbered."""

    items: list[Item]


@dataclass(slots=True)
class Table:
    """A table; each row has as many cells as its author wrote."""

    header: list[Line]
    rows: list[list[Line]]


Block: TypeAlias = Heading | Paragraph | ItemList | Table


def read_blocks(lines: Sequence[Numbered]) -> list[Block]:
    """Return the blocks of a Markdown text given by its numbered lines."""
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING, "html": False}).enable(["table", "strikethrough"])
    parser.disable(["code", "html_block", "html_inline"])  # what is indented is nested, not code
    inline = parser.inline
    parser.core.ruler.enableOnly(["normalize", "block"])
    environment: dict[str, object] = {}
    tokens = parser.parse("\n".join(line for line, _ in lines), environment)
    for token in tokens:
        if token.type == "inline" and _has_marks(token.content):
            token.children = inline.parse(token.content, parser, environment, [])
    return _Reader(tokens, [number for _, number in lines]).blocks()


def _has_marks(text: str) -> bool:
    """Tell whether a text is worth parsing; not where it would take long, with brackets that nobody closes."""
    return (
        _PLAIN.fullmatch(text) is None
        and len(text) < _MAX_INLINE
        and text.count("[") <= text.count("]") + 8
        and _TANGLED.search(text) is None
    )


@dataclass(slots=True)
class _Reader:
    tokens: Sequence[Token]
    numbers: Sequence[int]
    place: int = 0
    found: list[Block] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """Read blocks up to the close of the one they stand in."""
        found: list[Block] = []
        while self.place < len(self.tokens) and not self.tokens[self.place].type.endswith("_close"):
            found += self._block()
        return found

    def _block(self) -> Iterator[Block]:
        token = self.tokens[self.place]
        self.place += 1
        if token.type == "heading_open":
            lines = self._inline()
            setext = token.markup in ("-", "=")
            if setext and (len(lines) > 1 or (token.markup == "-" and len(lines[0].text) > 60)):
                yield Paragraph(lines)  # a rule drawn too close under a paragraph
            elif lines:
                yield Heading(int(token.tag[1]), _joined(lines))
        elif token.type == "paragraph_open":
            yield Paragraph(self._inline())
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield ItemList(self._items())
        elif token.type == "table_open":
            yield self._table()
        elif token.nesting == 1:
            self.blocks()  # a quote: a remark, not a part of the roadmap
            self.place += 1

    def _inline(self) -> list[Line]:
        token = self.tokens[self.place]
        self.place += 2
        return _lines(token, self.numbers)

    def _items(self) -> list[Item]:
        items = []
        while self.tokens[self.place].type == "list_item_open":
            self.place += 1
            items.append(_item(self.blocks()))
            self.place += 1
        self.place += 1
        return items

    def _table(self) -> Table:
        rows: list[list[Line]] = []
        depth = 1
        while depth:
            token = self.tokens[self.place]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                cell = self.tokens[self.place + 1]
                rows[-1].append(_joined(_lines(cell, self.numbers)) if cell.content else Line([], 0))
            depth += 1 if token.type == "table_open" else -1 if token.type == "table_close" else 0
            self.place += 1
        return Table(rows[0], rows[1:])


def _joined(lines: Sequence[Line]) -> Line:
    pieces = [piece for place, line in enumerate(lines) for piece in ([Piece(" ")] if place else []) + line.pieces]
    return Line(pieces, lines[0].number if lines else 0)


def _item(blocks: list[Block]) -> Item:
    lines: list[Line] = []
    if blocks and isinstance(blocks[0], Paragraph):
        lines, blocks = blocks[0].lines, blocks[1:]
    elif blocks and isinstance(blocks[0], Heading):
        lines, blocks = [blocks[0].line], blocks[1:]
    return Item(lines, take_box(lines[0]) if lines else None, blocks)


def take_box(line: Line) -> bool | None:
    """Take the box from a line's start, and tell whether it is ticked; None where there is none."""
    match = _BOX.match(line.pieces[0].text) if line.pieces else None
    if match is None:
        return None
    line.pieces[0].text = line.pieces[0].text[match.end() :]
    if not line.pieces[0].text:
        del line.pieces[0]
    return match.group(1) not in " -~/"


def _lines(token: Token, numbers: Sequence[int]) -> list[Line]:
    first = token.map[0] if token.map else 0
    lines = [Line([], _number(numbers, first))]
    if not token.children:
        texts = token.content.split("\n")
        return [Line(list(_runs(text.strip())), _number(numbers, first + place)) for place, text in enumerate(texts)]
    bold, url = 0, ""
    for child in token.children:
        if child.type in ("softbreak", "hardbreak"):
            first += 1
            lines.append(Line([], _number(numbers, first)))
        elif child.type in ("text", "code_inline", "text_special"):
            for run in [Piece(child.content, False, url)] if url else _runs(child.content):
                run.bold = bold > 0
                _extend(lines[-1].pieces, run)
        elif child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type == "link_open":
            url = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            url = ""
    return [line for line in lines if line.text.strip()] or lines[:1]


def _runs(text: str) -> Iterator[Piece]:
    """Yield a text in runs, so that an address that is written out is a link."""
    place = 0
    for match in _ADDRESS.finditer(text) if "://" in text else ():
        if match.start() > place:
            yield Piece(text[place : match.start()])
        yield Piece(match.group(), url=match.group())
        place = match.end()
    if place < len(text):
        yield Piece(text[place:])


def _number(numbers: Sequence[int], place: int) -> int:
    return numbers[min(place, len(numbers) - 1)]


def _extend(pieces: list[Piece], piece: Piece) -> None:
    """Add a run; to the one before where both look the same, as a box may come in pieces."""
    if pieces and pieces[-1].bold == piece.bold and pieces[-1].url == piece.url:
        pieces[-1].text += piece.text
    else:
        pieces.append(piece)
