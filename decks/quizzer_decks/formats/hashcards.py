"""Cards of hashcards and repeater in Markdown: `Q:` with `A:`, `C:` with `[deletions]`; repeater's `left::right` too.

Both programs agree on a card. They differ around it: hashcards refuses a file with other text in it, repeater passes
over such text. Here other text ends no import: headings and comments part cards, what else stands alone is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from quizzer_decks.fields import MAX_TEXT
from quizzer_decks.formats import markdown_styles
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.holes import Hole, with_holes
from quizzer_decks.formats.notes_folder import TOO_LONG, Note, Notes, without
from quizzer_decks.model import Basic, Body
from quizzer_decks.regions import regions

_TAGS = ("Q:", "A:", "C:")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}\s")
_ALONE = re.compile(r"(?:#{1,6}\s|>|<!--|!\[|\||[-*_=]{3,}\s*$)")
_BRACKET = re.compile(r"\\[\[\]]|!?\[|\]")
_INLINE = re.compile(r"(?<!:)::(?!:)")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like hashcards', from 0 to 100."""
    return markdown_styles.likeness(source, head, "hashcards")


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of cards, or all notes in a folder that have any."""
    return read_as("hashcards", source, options)


def read_as(name: str, source: Path, options: Options) -> Reading:
    """Read cards as one of the two programs does."""
    harvest = Harvest(name, options, (source.stem,))
    notes = Notes(source, harvest)
    for note in notes:
        _gather(note, notes, harvest, inline=name == "repeater", alone=not source.is_dir())
    return notes.reading()


class _Block(NamedTuple):
    """Lines under one tag, `Q:`, `A:`, `C:`; under none, or under `::` for a card in one line."""

    tag: str
    line: int
    text: str


def _gather(note: Note, notes: Notes, harvest: Harvest, *, inline: bool, alone: bool) -> None:
    blocks = list(_blocks(note.lines, inline=inline))
    if not alone and not any(block.tag for block in blocks):
        return
    name = note.front.get("name", "")
    path = (*harvest.path[:-1], name) if name else ()
    asked: _Block | None = None
    for block in [*blocks, _Block("", 0, "")]:
        where = f"line {block.line}"
        if asked is not None and block.tag != "A:":
            harvest.skip(f"line {asked.line}", "it has no answer")
        if asked is not None and block.tag == "A:":
            where = f"line {asked.line}"
            ask, answer = (notes.shown(text, note, where) for text in (asked.text, block.text))
            harvest.add(_basic(ask, answer), where, path=path)
        elif block.tag == "A:":
            harvest.skip(where, "it is an answer without a question")
        elif block.tag == "C:":
            made = _cloze(notes.shown(block.text, note, where))
            harvest.add(made, where, path=path)
        elif block.tag == "::":
            left, right = _INLINE.split(block.text, maxsplit=1)
            ask, answer = (notes.shown(text.strip(), note, where) for text in (left, right))
            harvest.add(_basic(ask, answer), where, path=path)
        elif not block.tag and block.text and not inline:
            harvest.skip(where, "it is text that belongs to no card")
        asked = block if block.tag == "Q:" else None


def _basic(ask: str, answer: str) -> Body | str:
    if not ask:
        return "its question is empty"
    return Basic(ask, answer) if answer else "it has no answer"


def _blocks(lines: Sequence[str], *, inline: bool) -> Iterator[_Block]:
    """Yield what stands under each tag, in order, and the paragraphs that stand under none."""
    tag, start = "", 1
    held: list[str] = []
    code = _fenced(lines)

    def done() -> Iterator[_Block]:
        text = "\n".join(held).strip()
        if tag:
            yield _Block(tag, start, _trimmed(held))
        elif text and not _ALONE.match(text):
            yield _Block("", start, text)

    for number, line in enumerate(lines, 1):
        fenced = number in code
        begun = "" if fenced and not tag else line[:2] if line[:2] in _TAGS and not fenced else ""
        if begun or (line.strip() == "---" and not fenced):
            yield from done()
            tag, start, held = begun, number, [line[2:]] if begun else []
        elif not tag and not fenced and inline and _is_inline(line):
            yield from done()
            yield _Block("::", number, line.strip())
            tag, start, held = "", number + 1, []
        elif not tag and (fenced or not line.strip()):
            yield from done()
            tag, start, held = "", number + 1, []
        else:
            held.append(line)
    yield from done()


def _is_inline(line: str) -> bool:
    sides = _INLINE.split(line, maxsplit=1)
    return len(sides) == 2 and not line.startswith((" ", "\t")) and all(side.strip() for side in sides)


def _trimmed(lines: Sequence[str]) -> str:
    """Return the text of a card without the headings, rules and comments at its end: they belong to what follows."""
    text = without("\n".join(lines), "<!--", "-->").rstrip()
    kept = text.split("\n")
    code = _fenced(kept)
    while len(kept) > 1 and len(kept) not in code and (_HEADING.match(kept[-1]) or not kept[-1].strip()):
        kept.pop()
    return "\n".join(kept).strip()


def _fenced(lines: Sequence[str]) -> set[int]:
    """Return the numbers of lines of code, from 1, its marks included; a fence that never ends is none."""
    found: set[int] = set()
    start, mark = 0, ""
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line)
        if match is None:
            continue
        if not mark:
            start, mark = number, match[1]
        elif match[1].startswith(mark) and not line.strip("`~ \t"):
            found.update(range(start, number + 1))
            mark = ""
    return found


def _cloze(text: str) -> list[Body] | str:
    """Return a sentence with deletions; brackets in code are code, unless there are no others."""
    if len(text) > MAX_TEXT:
        return TOO_LONG
    code = [(start, end) for start, end, kind in regions(text) if kind == "code"]
    holed = with_holes(_parts(text, code)) or with_holes(_parts(text, []))
    return holed.bodies if holed else "it has no [deletion] in it"


def _parts(text: str, code: Sequence[tuple[int, int]]) -> list[str | Hole]:
    parts: list[str | Hole] = []
    before, opened = 0, -1
    picture = False
    for match in _BRACKET.finditer(text):
        if any(start <= match.start() < end for start, end in code):
            continue
        if match.group() == "![":
            picture = True
        elif match.group() == "[" and not picture:
            opened = match.start()
        elif match.group() == "]" and picture:
            picture = False
        elif match.group() == "]" and opened >= before:
            parts += [text[before:opened], Hole(text[opened + 1 : match.start()])]
            before, opened = match.end(), -1
    return [*parts, text[before:]]
