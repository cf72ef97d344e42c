"""Moodle's XML: question banks as Moodle exports them, with categories, tags, feedback and the files inside them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import name2codepoint
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from quizzer_decks.formats import decoding, moodle_kinds
from quizzer_decks.formats.foreign import Options, Reading, Unreadable
from quizzer_decks.formats.gift import category
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.moodle_parts import Parts
from quizzer_decks.formats.moodle_rest import rest
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes

_ROOT = re.compile(rb"<quiz[\s>]")
_QUESTION = re.compile(rb"<question\s")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MARKS = re.compile(r"<question(?=[\s>])|</question>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_MOST = 200_000
_MOST_MARKS = 3_000_000

_FOLDER = (".xml",)


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like Moodle's XML, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    plain = head.replace(b"\0", b"")
    if not _ROOT.search(plain):
        return 0
    return 95 if _QUESTION.search(plain) else 50


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a bank of questions, or a folder. What is no XML as a whole is read question by question."""
    return read_quizzes("moodle", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    text, warnings = decoding.decoded(decoding.read_bytes(source), source.name, longest_line=decoding.LARGEST)
    harvest.warnings += warnings
    if text.count("<") > _MOST_MARKS:
        raise Unreadable(f"{source.name} has over {_MOST_MARKS:,} marks in it; export it in parts.")
    path: tuple[str, ...] = ()
    for number, (question, why) in enumerate(_questions(_DECLARATION.sub("", text, count=1), source.name, harvest), 1):
        if number > _MOST:
            raise Unreadable(f"{source.name} holds over {_MOST:,} questions; split it.")
        if question is None:
            harvest.skip(f"question {number}", why)
        elif question.get("type") == "category":
            path = category(" ".join((question.findtext("category/text") or "").split()))
            if (question.findtext("info/text") or "").strip():
                harvest.leave(f"question {number}", "what is said of its category")
        else:
            _take(question, number, path, source.stem, harvest, pictures)


def _take(
    question: Element, number: int, path: tuple[str, ...], stem: str, harvest: Harvest, pictures: Pictures
) -> None:
    name = " ".join((question.findtext("name/text") or question.findtext("name") or "").split())[:80]
    where = f"question {number} ({name})" if name else f"question {number}"
    parts = Parts(question, pictures)
    made, why = moodle_kinds.made(question.get("type") or "", parts)
    id_ = (question.findtext("idnumber") or "").strip()
    if not isinstance(made, str):
        for note in (*parts.notes, *parts.further_hints()):
            harvest.skip(where, note)
        for what in rest(parts):
            harvest.leave(where, what)
    harvest.add(
        made,
        where,
        path=path,
        key=f"moodle:{'/'.join(path) or stem}/{id_}" if id_ else "",
        hint=parts.hint(),
        why="\n\n".join(filter(None, dict.fromkeys(why))),
        tags=[tag.findtext("text") or "" for tag in question.iterfind("tags/tag")],
    )


def _questions(text: str, name: str, harvest: Harvest) -> Iterator[tuple[Element | None, str]]:
    """Yield each question, or None and why it cannot be read."""
    try:
        root = _parsed(text)
        if root.tag != "quiz":
            raise Unreadable(f"{name} is no question bank of Moodle: its root is <{str(root.tag)[:40]}>, not <quiz>.")
        yield from ((question, "") for question in root.iterfind("question"))
    except DefusedXmlException as error:
        raise Unreadable(f"{name} declares a document type or entities, which no export of Moodle does.") from error
    except ParseError as error:
        line, column = error.position
        harvest.warnings.append(
            f"it is no well-formed XML (line {line}, column {column + 1}); read question by question"
        )
        yield from _one_by_one(text)


def _one_by_one(text: str) -> Iterator[tuple[Element | None, str]]:
    start: int | None = None
    line, counted = 1, 0
    for mark in _MARKS.finditer(text):
        opening = not mark.group().startswith("</")
        if start is not None:
            piece = text[start : mark.start() if opening else mark.end()]
            line, counted = line + text.count("\n", counted, start), start
            yield _alone(piece, line)
        start = mark.start() if opening else None


def _alone(piece: str, line: int) -> tuple[Element | None, str]:
    """Return the question in a piece of a file, or why there is none."""
    try:
        return _parsed(_ENTITY.sub(_numeric, piece)), ""
    except ParseError as error:
        return None, f"it is no well-formed XML near line {line + max(error.position[0] - 1, 0)}"
    except DefusedXmlException:
        return None, "it declares entities"


def _numeric(match: re.Match[str]) -> str:
    """Return an entity of HTML as a character that XML knows."""
    point = name2codepoint.get(match[1])
    if match[1] in ("lt", "gt", "amp", "quot", "apos") or point is None:
        return match[0] if match[1] in ("lt", "gt", "amp", "quot", "apos") else html.escape(match[0])
    return f"&#{point};"


def _parsed(text: str) -> Element:
    """Return the root. ParseError, or DefusedXmlException where entities or document types are declared."""
    try:
        found: Any = fromstring(text.encode("utf-8", "replace"), forbid_dtd=True)
    except DefusedXmlException:
        raise
    except (ValueError, LookupError, OverflowError, RecursionError, MemoryError) as error:
        broken = ParseError("cannot be parsed")
        broken.position = (0, 0)
        raise broken from error
    else:
        root: Element = found
        return root
