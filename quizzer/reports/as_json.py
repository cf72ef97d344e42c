"""A report as JSON: the frozen values by their names, figures as `{value, low, high, n}`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from quizzer.reports.figure import Figure, Section, fields_of
from quizzer.reports.memory import Course
from quizzer.reports.report import Report


def report_json(report: Report, names: Sequence[str]) -> dict[str, object]:
    """Return the sections of those names, with what the report is about."""
    scope = {name: getattr(report.scope, name) for name in fields_of(report.scope)}
    about = {
        "at": report.at,
        "day": report.day,
        "scope": {**scope, "decks": list(report.scope.decks)},
        "window": report.window.value,
        "cards": report.cards,
        "answers": report.answers,
    }
    return about | {section.name: section_json(section) for section in report.sections() if section.name in names}


def section_json(section: Section) -> dict[str, object]:
    """Return a section with its sentence."""
    found = _plain(section)
    assert isinstance(found, dict)
    return {"words": section.words, **found}


def _plain(value: object) -> object:
    if isinstance(value, Figure):
        return {"value": value.value, "low": value.low, "high": value.high, "n": value.n}
    if isinstance(value, Course):
        return [point._asdict() for point in value]
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if names := fields_of(value):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    return value
