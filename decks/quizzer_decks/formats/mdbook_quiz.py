"""mdbook-quiz: quizzes in TOML for books made with mdBook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Options, Reading, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.json_values import entry, text, texts
from quizzer_decks.formats.keyed import Marked, from_options, from_words
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Body

_QUESTIONS = re.compile(rb"^[ \t]*\[\[[ \t]*questions[ \t]*\]\]", re.MULTILINE)
_TYPE = re.compile(rb"^[ \t]*type[ \t]*=[ \t]*[\"'](?:ShortAnswer|MultipleChoice|Tracing)[\"']", re.MULTILINE)
_LARGEST = 8 << 20
_NO_KEY_PART = re.compile(r"[^\w.\"' \t-]+")
_DEEPEST = 200
"""Parts of a key with points in it: what the parser needs grows with their square."""
_LAST_LINE: Final = 1_000_000
_TRACED: Final = "Does this program compile? If it does, type what it prints; if it does not, type `no`."
_REFUSED: Final = ("no", "it does not compile", "does not compile", "doesn't compile", "error")
_SILENT: Final = ("nothing", "it prints nothing")

_FOLDER = (".toml",)


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like mdbook-quiz, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    if not _QUESTIONS.search(head):
        return 0
    return 95 if _TYPE.search(head) else 40 if source.suffix.lower() == ".toml" else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a quiz, or a folder."""
    return read_quizzes("mdbook-quiz", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    content, warnings = decoded(read_bytes(source, _LARGEST), source.name)
    if any(piece.count(".") > _DEEPEST for piece in _NO_KEY_PART.split(content)):
        raise Unreadable(f"{source.name} has a key of over {_DEEPEST} parts, which no quiz has.")
    try:
        quiz = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise Unreadable(f"{source.name} is no TOML: {str(error)[:200]}.") from error
    questions = quiz.get("questions")
    if not isinstance(questions, list):
        raise Unreadable(f"{source.name} has no [[questions]].")
    harvest.warnings += warnings
    shared = quiz.get("multipart")
    for number, question in enumerate(questions, 1):
        _take(question, f"question {number}", shared if isinstance(shared, dict) else {}, harvest, pictures)


def _take(question: object, where: str, shared: Mapping[str, object], harvest: Harvest, pictures: Pictures) -> None:
    def shown(written: str) -> str:
        found, missing = pictures.of_markdown(written)
        for name in missing:
            harvest.skip(where, f"the picture {name[:100]} is not beside the file")
        return found.strip()

    prompt, answer = entry(question, "prompt"), entry(question, "answer")
    part = text(entry(question, "multipart"))
    if part and part not in shared:
        harvest.skip(where, f"the part {part[:60]!r} that it belongs to is not in the file")
    before = shown(text(shared.get(part)))
    kind = text(entry(question, "type"))
    made: Body | str
    if kind == "ShortAnswer":
        words = [text(entry(answer, "answer")), *texts(entry(answer, "alternatives"))]
        made = from_words(_under(before, shown(text(entry(prompt, "prompt")))), words)
    elif kind == "MultipleChoice":
        right = entry(answer, "answer")
        marked = [Marked(shown(each), right=True) for each in texts(right)]
        marked += [Marked(shown(each), right=False) for each in texts(entry(prompt, "distractors"))]
        ask = _under(before, shown(text(entry(prompt, "prompt"))))
        made = from_options(ask, marked, several=isinstance(right, list))
    elif kind == "Tracing":
        made = _traced(before, text(entry(prompt, "program")), answer)
    else:
        made = f"questions of the type {kind[:40]!r} are not known"
    if entry(question, "prompt") is not None and entry(question, "promptExplanation") is True:
        harvest.skip(where, "that it asks for a reason in the learner's own words was left out")
    id_ = text(entry(question, "id")).strip()
    key = f"mdbook-quiz:{id_}" if id_ else ""
    why = _under(_refused_at(kind, answer), shown(text(entry(question, "context"))))
    harvest.add(made, where, key=key, why=why)


def _refused_at(kind: str, answer: object) -> str:
    """Return which line of a program the compiler refuses, nothing where that is not said."""
    line = entry(answer, "lineNumber") if kind == "Tracing" and entry(answer, "doesCompile") is False else None
    known = isinstance(line, int) and not isinstance(line, bool) and 0 < line < _LAST_LINE
    return f"The compiler refuses line {line}." if known else ""


def _under(before: str, ask: str) -> str:
    return "\n\n".join(filter(None, (before, ask)))


def _traced(before: str, program: str, answer: object) -> Body | str:
    """Return a question for what a program prints, or that it does not compile."""
    if not program.strip():
        return "it has no program"
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", program)), 3)
    ask = _under(before, _TRACED) + f"\n\n{fence}rust\n{program.strip(chr(10))}\n{fence}"
    compiles = entry(answer, "doesCompile")
    if compiles is False:
        return from_words(ask, _REFUSED)
    if compiles is not True:
        return "nothing says whether its program compiles"
    printed = text(entry(answer, "stdout")).strip()
    return from_words(ask, [printed] if printed else _SILENT)
