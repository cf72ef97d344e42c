"""Aiken: a question, its options under letters, and a line that says which letter is right.

Read as Moodle reads it and a little more kindly: questions of several lines, small letters, more than one right letter.
"""

from __future__ import annotations

import re
from pathlib import Path

from quizzer_decks.formats import texts
from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.keyed import Marked, from_options, from_words
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Body

_SIGNS = re.compile(
    rb"^[ \t]*A[).][^\n]*\n(?:[^\n]*\n){1,40}?[ \t]*ANSWER[ \t]*:[ \t]*[A-Z]\b", re.MULTILINE | re.IGNORECASE
)
_OPTION = re.compile(r"([A-Za-z])[).](?:\s+|(?=\S))(.*)")
_ANSWER = re.compile(r"ANSWERS?\s*:\s*(.*)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z](?:\s*(?:[,;&/]|\band\b)\s*[A-Za-z])*(?![A-Za-z])|[A-Z]{2,8}(?![A-Za-z])")
_TYPES = ("multichoice", "multiple choice", "mc", "truefalse", "shortanswer", "numerical")
"""What some converters want above a question."""
_REMARK = re.compile(r"(?:(?:FEEDBACK|EXPLANATION|COMMENT)\s*:|gfeed\.)\s*(.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"\A(?:Q(?:uestion)?\s*)?\(?\d{1,4}[).:]\s+", re.IGNORECASE)

_FOLDER = (".txt", ".aiken")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like Aiken, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    if b"\0" in head or source.suffix.lower() not in (".txt", "", ".text", ".aiken", ".md"):
        return 0
    text = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not _SIGNS.search(text):
        return 0
    return 75 if b"\n#" in text or source.suffix.lower() == ".md" else 92


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of questions, or a folder."""
    return read_quizzes("aiken", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    text, warnings = decoded(read_bytes(source), source.name)
    harvest.warnings += warnings
    reader = _Reader(harvest)
    for number, line in enumerate(text.split("\n"), 1):
        reader.line(number, line)
    reader.finish()


class _Reader:
    """Takes line after line."""

    def __init__(self, harvest: Harvest) -> None:
        self._harvest = harvest
        self._begin()

    def _begin(self) -> None:
        self._start = 0
        self._ask: list[str] = []
        self._options: list[list[str]] = []
        self._key: str | None = None
        self._why: list[str] = []
        self._gap = False
        """Whether a blank line was the last."""

    def line(self, number: int, line: str) -> None:
        """Take a line."""
        line = line.strip()
        if not line:
            self._gap = True
            return
        option, answer, remark = _OPTION.fullmatch(line), _ANSWER.fullmatch(line), _REMARK.fullmatch(line)
        if self._key is not None and remark is None:
            self.finish()
        if remark and (self._key is not None or self._options):
            self._why.append(remark[1].strip())
        elif answer and (self._options or self._ask):
            self._key = answer[1].strip()
        elif option and option[1].upper() == chr(ord("A") + len(self._options)) and self._ask:
            self._options.append([option[2].strip()])
        elif self._options and not self._gap:
            self._options[-1].append(line)
        else:
            if self._options:
                self.finish()
            self._start = self._start or number
            self._ask.append(f"\n{line}" if self._gap and self._ask else line)
        self._gap = False

    def finish(self) -> None:
        """Take the question in that is complete, and begin another one."""
        where = f"line {self._start}"
        if self._key is not None or self._options:
            self._harvest.add(self._made(), where, why="\n\n".join(map(texts.from_plain, self._why)))
        elif self._ask:
            self._harvest.skip(where, "it is text without options")
        self._begin()

    def _made(self) -> Body | str:
        if self._key is None:
            return "it has no ANSWER line"
        if not self._options:
            return self._typed()
        if len(self._options) < 2:
            return "it has fewer than two options"
        found = _LETTERS.match(self._key)
        right = (
            {ord(letter.upper()) - ord("A") for letter in re.findall(r"\b[A-Za-z]\b|[A-Z]", found[0])}
            if found
            else set()
        )
        if not right or max(right) >= len(self._options):
            return f"its ANSWER {self._key[:40]!r} is none of its letters"
        marked = [
            Marked(texts.from_plain("\n".join(option)), index in right) for index, option in enumerate(self._options)
        ]
        return from_options(self._asked(), marked)

    def _typed(self) -> Body | str:
        """Return what a question without options becomes: true or false, or words to type, parted by commas."""
        words = [word.strip() for word in (self._key or "").split(",")]
        if all(len(word) < 2 for word in words) and self._ask[0].lower() not in ("shortanswer", "numerical"):
            return "it has no options under letters"
        if words[0].lower() in ("true", "false"):
            true = words[0].lower() == "true"
            return from_options(self._asked(), [Marked("True", true), Marked("False", not true)])
        return from_words(self._asked(), words)

    def _asked(self) -> str:
        lines = self._ask[1:] if self._ask[:1] and self._ask[0].lower() in _TYPES and self._ask[1:] else self._ask
        whole = "\n".join(lines).strip()
        return texts.from_plain(_NUMBERED.sub("", whole) or whole)
