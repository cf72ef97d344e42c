"""Deck files: YAML to a deck and back. All problems are collected, and good questions survive beside bad ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from quizzer_decks.cloze import parse_cloze
from quizzer_decks.field_reading import read_fields
from quizzer_decks.field_writing import write_field
from quizzer_decks.fields import (
    DECK_FIELDS,
    IDENTITY_FIELDS,
    KIND_FIELDS,
    MAX_QUESTIONS,
    MAX_TEXT,
    PATH,
    QUESTION_FIELDS,
    SLUG,
    fits,
    slug,
)
from quizzer_decks.model import Basic, Cloze, Deck, Output, Problem, Question, Typed
from quizzer_decks.node_reading import Report, wrong_type
from quizzer_decks.question_reading import read_question
from quizzer_decks.sanitize import sanitize
from quizzer_decks.yaml_text import Sequence, Table, dump, parse, read_file
from quizzer_decks.yaml_writing import entry

_HEAD_FIELDS = tuple(field for field in DECK_FIELDS if field.name != "questions")
_NOTHING: Mapping[str, str] = {}
_OUTPUT_DEFAULTS: Mapping[str, str] = {"ask": Output("", "").ask, "language": Output("", "").language}


def read_deck_file(path: Path, default_id: str, shown: str | None = None) -> tuple[Deck | None, list[Problem]]:
    """Read a deck from a file; `shown` is how problems name it. An unreadable file is a problem, not an error."""
    name = shown or str(path)
    text, problems = read_file(path, name)
    return (None, problems) if text is None else read_deck(text, name, default_id)


def read_deck(text: str, path: str, default_id: str) -> tuple[Deck | None, list[Problem]]:
    """Read a deck from its YAML text.

    Return it with the questions that are good, and every problem found. A question with any problem is left out;
    there is no deck when its id is bad or no question is good.
    """
    root, problems = parse(text, path)
    report = Report(path, problems)
    if root is None:
        return None, report.problems
    if not isinstance(root, Table):
        wrong_type(root, "deck", report, "a mapping with `title` and `questions`; see `quizzer decks new`")
        return None, report.problems
    values, _ = read_fields(root, DECK_FIELDS, report)
    deck_id = _id(root, values, default_id, report)
    listed = values.pop("questions", None)
    questions = _questions(listed, report) if isinstance(listed, Sequence) else ()
    if deck_id is None or not questions:
        return None, report.problems
    head: dict[str, Any] = {"title": deck_id.rpartition("/")[2], **values, "id": deck_id}
    return Deck(**head, questions=questions), report.problems


def _id(root: Table, values: dict[str, object], default_id: str, report: Report) -> str | None:
    """Return the deck's id. A bad one has no stand-in: the learner's history would hang on the wrong id."""
    if "id" in root.entries:
        return cast("str | None", values.get("id"))
    if fits(default_id, PATH):
        return default_id
    message = f"the file's path makes no id; add `id: {'/'.join(map(slug, default_id.split('/')))}`"
    report.add(0, "missing-field", message)
    return None


def _questions(listed: Sequence, report: Report) -> tuple[Question, ...]:
    questions: dict[str, Question] = {}
    for node in listed.items[:MAX_QUESTIONS]:
        question = read_question(node, report)
        if question is None:
            continue
        if question.id in questions:
            first = questions[question.id].line
            message = f"`{question.id}` is the id of the question in line {first} already; give this one another id"
            report.add(question.line, "duplicate-id", message)
        else:
            questions[question.id] = question
    if len(listed.items) > MAX_QUESTIONS:
        message = f"the deck has more than {MAX_QUESTIONS:,} questions; split it, for the rest is left out"
        report.add(listed.items[MAX_QUESTIONS].line, "too-many", message)
    return tuple(questions.values())


def write_deck(deck: Deck) -> str:
    """Return the deck as YAML text; read again, it is the same deck but for line numbers."""
    return written_deck(deck)[0]


def written_deck(deck: Deck) -> tuple[str, Deck]:
    """Return a deck as YAML text, and what `read_deck` makes of that: the deck with the lines of its questions."""
    head = {field.name: value for field in _HEAD_FIELDS if (value := write_field(getattr(deck, field.name), field))}
    text = dump({**head, "questions": []})
    if not deck.questions:
        return text, deck
    texts = [text.removesuffix(" []\n")]
    line = text.count("\n") + 1
    questions = []
    for question in deck.questions:
        item = written_question(question, 4)
        texts.append(f"  - {item}")
        questions.append(replace(question, line=line))
        line += item.count("\n") + 1
    texts.append("")
    return "\n".join(texts), replace(deck, questions=tuple(questions))


def written_question(question: Question, column: int) -> str:
    """Return a question's keys as lines, each behind so many blanks but the first; without a line end."""
    body = question.body
    implied = _OUTPUT_DEFAULTS if isinstance(body, Output) else _NOTHING
    lines = []
    for source, fields in ((question, IDENTITY_FIELDS), (body, KIND_FIELDS[body.kind]), (question, QUESTION_FIELDS)):
        for field in fields:
            value: Any = getattr(source, field.name)
            if not value:
                continue
            written: Any = value if value.__class__ is str else write_field(value, field)
            if written and not (implied and source is body and implied.get(field.name) == written):
                write = _listed if written.__class__ is tuple else entry
                lines.append(write(field.name, written, column))
    return "\n".join(lines)[column:]


@lru_cache(maxsize=4096)
def _listed(name: str, texts: tuple[str, ...], column: int) -> str:
    """Return a list of texts as lines: many questions have the same tags."""
    return entry(name, texts, column)


def surely_kept(question: Question) -> bool:
    """Tell whether a deck file is known to give a question back as it is; where not, only reading it again tells.

    It may be without an id yet.
    """
    body = question.body
    texts = (*question.source, *question.tags, *filter(None, (question.hint, question.why)))
    if isinstance(body, Basic):
        texts = (body.ask, body.answer, *body.points, *texts)
    elif isinstance(body, Typed):
        texts = (body.ask, body.answer, *body.accept, *texts)
    elif isinstance(body, Cloze) and not body.accept:
        parsed = parse_cloze(body.text)
        texts = (body.text, *texts) if parsed.gaps and not parsed.problems else ("",)
    else:
        return False
    if question.contrast or (question.id and not fits(question.id, SLUG)):
        return False
    return all(map(_is_kept, texts))


def _is_kept(text: str) -> bool:
    return (text.isprintable() or sanitize(text) == text) and 0 < len(text) <= MAX_TEXT and text.strip() == text
