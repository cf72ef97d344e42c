"""JupyterQuiz: questions in JSON for notebooks, with choices, numbers and texts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from quizzer_decks.formats.decoding import begins_as_json
from quizzer_decks.formats.foreign import Options, Reading, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.json_values import entry, read_json, text
from quizzer_decks.formats.keyed import Marked, from_numbers, from_options, from_words, remarks, unheard
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Body

_TYPE = re.compile(rb'"type"\s*:\s*"(?:multiple_choice|many_choice|numeric|string)"')
_ANSWERS = re.compile(rb'"answers"\s*:\s*\[')
_KINDS = ("multiple_choice", "many_choice", "numeric", "string")

_FOLDER = (".json",)


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like JupyterQuiz, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    if not begins_as_json(head):
        return 0
    if b'"nbformat"' in head or b'"cell_type"' in head:
        return 0
    return 95 if _TYPE.search(head) and _ANSWERS.search(head) else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of questions, or a folder."""
    return read_quizzes("jupyterquiz", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    value, warnings = read_json(source)
    questions = value if isinstance(value, list) else entry(value, "questions")
    if not isinstance(questions, list):
        raise Unreadable(f"{source.name} has no list of questions.")
    harvest.warnings += warnings
    for number, question in enumerate(questions, 1):
        _take(question, f"question {number}", harvest, pictures)


def _take(question: object, where: str, harvest: Harvest, pictures: Pictures) -> None:
    kind = text(entry(question, "type"))
    listed = entry(question, "answers")
    answers = [answer for answer in listed if isinstance(answer, dict)] if isinstance(listed, list) else []
    if kind not in _KINDS:
        harvest.skip(where, f"questions of the type {kind[:40]!r} are not known")
        return

    def shown(each: object, name: str) -> str:
        found, missing = pictures.of_markdown(_with_code(text(entry(each, name)), text(entry(each, "code"))))
        for picture in missing:
            harvest.skip(where, f"the picture {picture[:100]} is not beside the file")
        return found

    ask = shown(question, "question")
    right = [answer for answer in answers if entry(answer, "correct") is True]
    why = remarks(Marked("", True, text(entry(answer, "feedback"))) for answer in right)
    made: Body | str
    if kind == "numeric":
        made = from_numbers(ask, _numbers(right, entry(question, "precision")))
    elif kind == "string":
        words = [text(entry(answer, "answer")) for answer in right]
        made = from_words(ask, words, strict=any(entry(answer, "match_case") is True for answer in right))
    else:
        made = from_options(
            ask, [_option(answer, shown(answer, "answer")) for answer in answers], several=kind == "many_choice"
        )
    if kind in ("numeric", "string") and not isinstance(made, str):
        for note in unheard(_option(answer, "") for answer in answers):
            harvest.skip(where, note)
    tags = entry(question, "tags", "topics")
    harvest.add(made, where, why=why, tags=[text(tag) for tag in tags] if isinstance(tags, list) else [])


def _option(answer: object, shown: str) -> Marked:
    return Marked(shown, entry(answer, "correct") is True, text(entry(answer, "feedback")))


def _with_code(words: str, code: str) -> str:
    if not code.strip():
        return words
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
    block = f"{fence}python\n{code.strip(chr(10))}\n{fence}"
    return f"{words.strip()}\n\n{block}" if words.strip() else block


def _numbers(right: Sequence[object], precision: object) -> list[tuple[str, float]]:
    """Return the numbers that are right, with how far off they may be: half of the last digit that counts."""
    found = []
    for answer in right:
        value, limits = entry(answer, "value"), entry(answer, "range")
        if isinstance(limits, list) and len(limits) == 2:
            low, high = (_number(limit) for limit in limits)
            if low is not None and high is not None:
                found.append((format((low + high) / 2, ".12g"), abs(high - low) / 2))
        elif (number := _number(value)) is not None:
            found.append((text(value), _half_digit(number, precision)))
    return found


def _number(value: object) -> float | None:
    try:
        number = float(text(value))
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e300 else None


def _half_digit(value: float, precision: object) -> float:
    """Return half of the last digit that counts: so many in all, or as it once was, so many behind the point."""
    if not isinstance(precision, int) or isinstance(precision, bool) or not 0 < precision < 16 or not value:
        return 0.0
    digits = math.floor(math.log10(abs(value))) + 1
    places = precision - digits if float(f"{value:.{precision - 1}e}") == value else precision
    return float(f"{0.5 * 10.0**-places:.6g}")
