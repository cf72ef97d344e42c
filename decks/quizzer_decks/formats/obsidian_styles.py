"""The styles in which Obsidian_to_Anki's manual finds cards in ordinary notes, each by its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

STYLES: Final = ("table", "ruled", "question", "flashcard", "colons", "heading", "cloze")
"""In the order in which they take their lines."""

_ID = re.compile(r"\s*(?:<!--)?ID: ?(\d{1,20})(?: ?-->)?.{0,40}")
_TAGS = re.compile(r"Tags: (.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_RULE = re.compile(r"-{3,}\s*")
_CELL = re.compile(r"\|([^|]*)\|\s*")
_LINE = re.compile(r"\|\s*:?-{2,}:?\s*\|\s*")
_COLONS = re.compile(r"(.*[^\n:])::([^\n:].*)")
_CURLY = re.compile(r"(?<!\\)\{[^{}\n]+\}|==[^=\n]+==")


class Block(NamedTuple):
    """A card as it stands in a note."""

    line: int
    """Of its beginning, from 1."""
    kind: str
    """The name of its note type."""
    front: str
    back: str
    others: tuple[str, ...] = ()
    """Further fields."""
    id: str = ""
    tags: str = ""
    lines: range = range(0)
    """The places of its lines, from 0."""


def style_of(pattern: str) -> str:
    """Return the style that a regular expression of a vault's settings looks for; empty for one that is not known."""
    if "#flashcard" in pattern:
        return "flashcard"
    if pattern.startswith("^Q"):
        return "question"
    if pattern.startswith(("^#", r"^\#")):
        return "heading"
    if r"\|" in pattern:
        return "table"
    if "---" in pattern or "-{3" in pattern:
        return "ruled"
    if ":{2}" in pattern or "::" in pattern:
        return "colons"
    return "cloze" if "{" in re.sub(r"\{\d+,?\d*\}", "", pattern) or "==" in pattern else ""


def found_by(style: str, lines: Sequence[str]) -> Iterator[Block]:
    """Yield the cards of one style, in order."""
    at = 0
    while at < len(lines):
        found = _FINDERS[style](lines, at)
        if found is None:
            at += 1
            continue
        front, back, end = found
        first = at
        id_, tags, at = _after(lines, end)
        yield Block(first + 1, "", front.strip(), back.strip(), (), id_, tags, range(first, at))


def _after(lines: Sequence[str], at: int) -> tuple[str, str, int]:
    """Return id and tags that stand after a card, and where they end."""
    id_, tags = "", ""
    while at < len(lines):
        if match := _ID.fullmatch(lines[at]):
            id_ = match[1]
        elif match := _TAGS.fullmatch(lines[at]):
            tags = match[1]
        else:
            break
        at += 1
    return id_, tags, at


def _ends(line: str) -> bool:
    return not line.strip() or line.startswith("<!--") or bool(_ID.fullmatch(line) or _TAGS.fullmatch(line))


def _paragraph(lines: Sequence[str], at: int) -> int:
    """Return where the paragraph ends that begins at a line."""
    while at < len(lines) and not _ends(lines[at]):
        at += 1
    return at


def _past_blanks(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _begins(lines: Sequence[str], at: int) -> bool:
    return not _ends(lines[at]) and (at == 0 or _ends(lines[at - 1]))


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def _table(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    if at + 2 >= len(lines) or not _LINE.fullmatch(lines[at + 1]):
        return None
    front = _CELL.fullmatch(lines[at])
    end = at + 2
    cells: list[str] = []
    while end < len(lines) and (cell := _CELL.fullmatch(lines[end])):
        cells.append(cell[1].strip())
        end += 1
    return (front[1], _text(cells), end) if front and cells else None


def _ruled(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    if not _begins(lines, at) or _HEADING.match(lines[at]):
        return None
    rule = next((n for n in range(at, _paragraph(lines, at)) if _RULE.fullmatch(lines[n])), -1)
    if rule <= at:
        return None
    start = _past_blanks(lines, rule + 1)
    end = _paragraph(lines, start)
    return (_text(lines[at:rule]), _text(lines[start:end]), end) if end > start else None


def _question(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    if not lines[at].startswith("Q: "):
        return None
    end = at + 1
    while end < len(lines) and not _ends(lines[end]) and not lines[end].startswith(("A: ", "Q: ")):
        end += 1
    start = _past_blanks(lines, end)
    if start == len(lines) or not lines[start].startswith("A: "):
        return None
    last = _paragraph(lines, start)
    return _text(lines[at:end])[3:], _text(lines[start:last])[3:], last


def _flashcard(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    if not _begins(lines, at):
        return None
    last = _paragraph(lines, at)
    mark = next((n for n in range(at, last) if lines[n].rstrip().endswith("#flashcard")), -1)
    if mark < 0:
        return None
    start = _past_blanks(lines, mark + 1)
    end = _paragraph(lines, start)
    front = _text([*lines[at:mark], lines[mark].rstrip().removesuffix("#flashcard")])
    return (front, _text(lines[start:end]), end) if end > start else None


def _colons(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    match = _COLONS.fullmatch(lines[at])
    return (match[1], match[2], at + 1) if match and not lines[at].startswith("<!--") else None


def _heading(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    match = _HEADING.fullmatch(lines[at])
    if match is None:
        return None
    start = _past_blanks(lines, at + 1)
    end = start
    while end < len(lines) and not _ends(lines[end]) and not lines[end].startswith("#"):
        end += 1
    return (match[1], _text(lines[start:end]), end) if end > start else None


def _cloze(lines: Sequence[str], at: int) -> tuple[str, str, int] | None:
    if not _begins(lines, at):
        return None
    end = _paragraph(lines, at)
    text = _text(lines[at:end])
    return (text, "", end) if _CURLY.search(re.sub(r"\$[^$\n]*\$|`[^`\n]*`", "", text)) else None


_FINDERS = {
    "table": _table,
    "ruled": _ruled,
    "question": _question,
    "flashcard": _flashcard,
    "colons": _colons,
    "heading": _heading,
    "cloze": _cloze,
}
