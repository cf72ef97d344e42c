"""Cards of NeuraCache and carddown in Markdown: `question : answer ⚡️`, and `#flashcard` up to a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from quizzer_decks.formats import markdown_styles
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.notes_folder import Note, Notes
from quizzer_decks.model import Basic

_RULE = re.compile(r"\s*(?:---+|\*\*\*+|- - -|\* \* \*)\s*")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#,;!?()\[\]{}<>\"'`]{1,100})")
_MICRO = re.compile(r"\u26a1\ufe0f?|\U0001f9e0")
_SIDES = re.compile(r"\s:\s|(?<![:\d/]):\s|\s:(?=\S)")
_MARKED = re.compile(r"(?:^|(?<=\s))#(?:flashcard|spaced|tags)(?=\s|$)|\u26a1|\U0001f9e0")
_MARKS = ("flashcard", "spaced", "tags")


class _Found(NamedTuple):
    """A card as it stands in a note."""

    line: int
    front: str
    back: str
    tags: tuple[str, ...]
    why_not: str = ""


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like NeuraCache's notes, from 0 to 100."""
    return markdown_styles.likeness(source, head, "neuracache")


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a note, or all in a folder that have cards."""
    return read_as("neuracache", source, options)


def read_as(name: str, source: Path, options: Options) -> Reading:
    """Read cards as one of the two programs does."""
    harvest = Harvest(name, options, (source.stem,))
    notes = Notes(source, harvest)
    for note in notes:
        for found in _cards(note):
            where = f"line {found.line}"
            if found.why_not:
                harvest.skip(where, found.why_not)
                continue
            front, back = (notes.shown(text, note, where) for text in (found.front, found.back))
            reason = "its question is empty" if not front else "" if back else "it has no answer"
            harvest.add(reason or Basic(front, back), where, tags=found.tags)
    return notes.reading()


def _cards(note: Note) -> Iterator[_Found]:
    """Yield the cards of a note, in order."""
    lines = note.lines
    common: tuple[str, ...] = ()
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _fence(fence, line)
        tags = () if fence else tuple(match[1] for match in _TAG.finditer(line))
        own = (*common, *(tag for tag in tags if tag not in _MARKS))
        bare = _TAG.sub("", _MICRO.sub("", line)).strip()
        if fence or not (line.strip() and (_MICRO.search(line) or set(tags) & set(_MARKS))):
            at += 1
        elif "tags" in tags and line.lstrip().startswith("#tags"):
            common = tuple(tag for tag in tags if tag not in _MARKS)
            at += 1
        elif "spaced" in tags:
            yield _Found(at + 1, "", "", own, "it is a text to read again, with no question")
            at = _rule(lines, at + 1, whole=True) + 1 if not bare else at + 1
        elif "flashcard" in tags and not bare:
            rule = _rule(lines, at + 1, whole=True)
            end = _rule(lines, rule + 1)
            yield _Found(at + 1, _text(lines[at + 1 : rule]), _text(lines[rule + 1 : end]), own)
            at = end
        else:
            sides = _SIDES.split(bare, maxsplit=1)
            if len(sides) == 2 and all(side.strip() for side in sides):
                yield _Found(at + 1, sides[0], sides[1], own)
                at += 1
            elif "flashcard" in tags:
                end = _rule(lines, at + 1)
                yield _Found(at + 1, bare, _text(lines[at + 1 : end]), own)
                at = max(at + 1, end)
            else:
                if ":" in bare or not _is_prose(bare):
                    yield _Found(at + 1, bare, "", own, "it has a question or an answer only")
                at += 1


def _is_prose(text: str) -> bool:
    """Tell whether a line only speaks of the marks that make cards."""
    return len(text.split()) > 1


def _fence(fence: str, line: str) -> str:
    """Return the mark of the code that is open after a line; empty for none."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match[1]
    return "" if match[1].startswith(fence) else fence


def _rule(lines: Sequence[str], at: int, *, whole: bool = False) -> int:
    """Return where the next rule stands, or, unless `whole`, the next card where that comes before it; else the end."""
    fence = ""
    while at < len(lines):
        fence = _fence(fence, lines[at])
        if not fence and (_RULE.fullmatch(lines[at]) or not (whole or _MARKED.search(lines[at]) is None)):
            return at
        at += 1
    return at


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n")
