"""Reads one question: its fields by its kind's table, and then what must hold between them."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from quizzer_decks.cloze import parse_cloze
from quizzer_decks.expressions import RESERVED, ExpressionError, names
from quizzer_decks.field_reading import read_fields
from quizzer_decks.fields import IDENTITY_FIELDS, KIND_FIELDS, QUESTION_FIELDS
from quizzer_decks.model import (
    KINDS,
    Basic,
    Body,
    Choice,
    Cloze,
    Kind,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Typed,
)
from quizzer_decks.node_reading import Report, wrong_type
from quizzer_decks.numbers import parse_number
from quizzer_decks.yaml_text import Node, Table

_BODIES: Mapping[Kind, Callable[..., Body]] = {
    "basic": Basic,
    "typed": Typed,
    "numeric": Numeric,
    "cloze": Cloze,
    "choice": Choice,
    "multi": Multi,
    "order": Order,
    "match": Match,
    "output": Output,
}
_FIELDS = {kind: (*KIND_FIELDS[kind], *QUESTION_FIELDS) for kind in KINDS}
_IDENTITY = frozenset(field.name for field in IDENTITY_FIELDS)
_COMMON = tuple(field.name for field in QUESTION_FIELDS)
_KINDS_OF_FIELD = {
    field.name: " and ".join(kind for kind in KINDS if field in KIND_FIELDS[kind])
    for fields in KIND_FIELDS.values()
    for field in fields
}


def read_question(node: Node, report: Report) -> Question | None:
    """Return the question in a node; None when anything about it is wrong, which is then reported."""
    if not isinstance(node, Table):
        wrong_type(node, "questions", report, "a list of mappings that begin with `- id:`")
        return None
    named, said = _parted(node)
    identity, well = read_fields(named, IDENTITY_FIELDS, report)
    kind = cast("Kind | None", identity.get("kind"))
    if kind is None:
        return None
    values, complete = read_fields(said, _FIELDS[kind], report, _KINDS_OF_FIELD)
    if not (well and complete):
        return None
    common: dict[str, Any] = {name: values.pop(name) for name in _COMMON if name in values}
    body = _BODIES[kind](**values)
    before = len(report.problems)
    _check(body, node, report)
    good = len(report.problems) == before
    return Question(str(identity["id"]), body, **common, line=node.line) if good else None


def _parted(table: Table) -> tuple[Table, Table]:
    """Return what names a question, and what it says."""
    parts = Table({}, table.line), Table({}, table.line)
    for key, entry in table.entries.items():
        parts[key not in _IDENTITY].entries[key] = entry
    return parts


def _check(body: Body, table: Table, report: Report) -> None:
    if isinstance(body, Numeric):
        _check_numeric(body, table, report)
    elif isinstance(body, Cloze):
        _check_cloze(body, table, report)
    elif isinstance(body, Choice):
        _check_options((body.answer, *body.wrong), table, report)
    elif isinstance(body, Multi):
        _check_options((*body.answers, *body.wrong), table, report)
    elif isinstance(body, Order):
        _check_order(body, table, report)
    elif isinstance(body, Match):
        _check_match(body, table, report)


def _line(table: Table, name: str) -> int:
    return table.entries[name][0].line if name in table.entries else table.line


def _check_numeric(body: Numeric, table: Table, report: Report) -> None:
    if body.given and not body.check:
        message = "with `given`, the answer is computed; add `check`, an expression over the drawn names"
        report.add(table.line, "missing-field", message)
    elif body.given and body.answer:
        message = "with `given`, `check` is the answer; delete `answer`"
        report.add(_line(table, "answer"), "two-answers", message)
    elif not body.answer and not body.check:
        report.add(table.line, "missing-field", "`answer` is missing; add the number")
    for name in sorted(body.given.keys() & RESERVED):
        message = f"`{name}` is a function or constant in expressions; call the drawn value something else"
        report.add(_line(table, "given"), "bad-name", message)
    if body.answer and not _is_number(body.answer):
        message = f"`{body.answer[:60]}` is not a number; write it as 0.25, 1/6, 50% or 1e-3, and its unit in `unit`"
        report.add(_line(table, "answer"), "bad-number", message)
    if body.units and not body.unit:
        message = "`units` are sizes in terms of `unit`, which is missing; add it"
        report.add(_line(table, "units"), "missing-field", message)
    if body.check:
        _check_expression(body, _line(table, "check"), report)


def _is_number(text: str) -> bool:
    written = parse_number(text)
    return written is not None and not written.unit and math.isfinite(written.value)


def _check_expression(body: Numeric, line: int, report: Report) -> None:
    try:
        used = names(body.check)
    except ExpressionError as error:
        report.add(line, "bad-expression", f"`check` cannot be computed: {error}")
        return
    unknown = sorted(used - body.given.keys())
    if unknown:
        drawn = ", ".join(body.given) or "nothing"
        message = f"`check` uses {', '.join(unknown)}, but `given` draws {drawn}; add or correct the name"
        report.add(line, "unknown-name", message)


def _check_cloze(body: Cloze, table: Table, report: Report) -> None:
    cloze = parse_cloze(body.text)
    line = _line(table, "text")
    for problem in cloze.problems:
        report.add(line, problem.rule, problem.message[0].lower() + problem.message[1:].rstrip("."))
    answers = {gap.answer for gap in cloze.gaps}
    if not answers and not cloze.problems:
        report.add(line, "no-hole", "the text has no hole; put the words to recall in double braces: {{words}}")
    for answer in [answer for answer in body.accept if answers and answer not in answers]:
        near = difflib.get_close_matches(answer, answers, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else f"the holes are {', '.join(sorted(answers))}"
        report.add(_line(table, "accept"), "unknown-hole", f"no hole says `{answer}`; {remedy}")


def _check_options(options: Iterable[Option], table: Table, report: Report) -> None:
    _check_distinct((option.text for option in options), "options", _line(table, "wrong"), report)


def _check_order(body: Order, table: Table, report: Report) -> None:
    line = _line(table, "items")
    if len(body.items) < 2:
        report.add(line, "too-few", "`items` has one place only; give at least two")
    _check_distinct((text for place in body.items for text in place), "items", line, report)


def _check_match(body: Match, table: Table, report: Report) -> None:
    line = _line(table, "pairs")
    if len(body.pairs) < 2:
        report.add(line, "too-few", "`pairs` has one pair only; give at least two")
    _check_distinct((right for _, right in body.pairs), "right-hand sides", line, report)


def _check_distinct(texts: Iterable[str], what: str, line: int, report: Report) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            message = f"two {what} say `{text[:60]}`; make them differ, for the learner cannot tell which is meant"
            report.add(line, "duplicate-option", message)
        seen.add(text)
