"""Open Trivia Database: what its API gives, in any of its encodings, and files of others that look the same."""

from __future__ import annotations

import binascii
import html
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from quizzer_decks.formats import texts
from quizzer_decks.formats.decoding import begins_as_json
from quizzer_decks.formats.foreign import Options, Reading, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.json_values import entry, read_json, text
from quizzer_decks.formats.json_values import texts as texts_of
from quizzer_decks.formats.keyed import Marked, from_options
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Body

_RIGHT = re.compile(rb'"correct_?answer"\s*:', re.IGNORECASE)
_WRONG = re.compile(rb'"incorrect_?answers"\s*:', re.IGNORECASE)
_TYPES = ("multiple", "boolean", "text_choice")

_FOLDER = (".json",)


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like Open Trivia Database, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    if not begins_as_json(head):
        return 0
    return 95 if _RIGHT.search(head) and _WRONG.search(head) else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of questions, or a folder: each category is a deck."""
    return read_quizzes("opentdb", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    value, warnings = read_json(source)
    results = value if isinstance(value, list) else entry(value, "results", "questions", "data")
    if not isinstance(results, list):
        raise Unreadable(f"{source.name} has no list of questions, neither alone nor under `results`.")
    harvest.warnings += warnings
    for number, result in enumerate(results, 1):
        plain = _decoding(text(entry(result, "type")))
        category = plain(text(entry(result, "category")))
        path = tuple(filter(None, (part.strip() for part in category.split(": "))))
        level = plain(text(entry(result, "difficulty"))).strip()
        tags = [level, *map(plain, texts_of(entry(result, "tags")))]
        harvest.add(_made(result, plain), f"question {number}", path=(*harvest.path, *path), tags=tags)


def _made(result: object, plain: Callable[[str], str]) -> Body | str:
    asked = entry(result, "question")
    ask = plain(text(asked if isinstance(asked, str) else entry(asked, "text")))
    right = plain(text(entry(result, "correct_answer", "correctAnswer")))
    wrong = [plain(each) for each in texts_of(entry(result, "incorrect_answers", "incorrectAnswers"))]
    marked = [Marked(texts.from_plain(right.strip()), right=True)]
    marked += [Marked(texts.from_plain(each.strip()), right=False) for each in wrong]
    return from_options(texts.from_plain(ask.strip()), marked) if right.strip() else "it has no right answer"


def _decoding(kind: str) -> Callable[[str], str]:
    """Return what decodes the texts of a question, by how its type is written."""
    if kind not in _TYPES and _base64(kind) in _TYPES:
        return _base64
    return _unquoted


def _base64(encoded: str) -> str:
    try:
        return b64decode(encoded, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return encoded


def _unquoted(encoded: str) -> str:
    """Return text whose entities, or whose percent signs and nothing but them, are decoded."""
    if re.search(r"%[0-9A-Fa-f]{2}", encoded) and " " not in encoded:
        encoded = unquote(encoded)
    return html.unescape(encoded)
