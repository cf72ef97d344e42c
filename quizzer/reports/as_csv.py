"""The main table of a section as CSV: shares from 0 to 1, days as YYYY-MM-DD, nothing for what is unknown."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from enum import Enum

from quizzer.reports.figure import Figure, Section, fields_of
from quizzer.reports.memory import Course
from quizzer_decks.sanitize import sanitize

_ROWS = {
    "true_retention": "rows",
    "calibration": "bins",
    "knowledge": "topics",
    "memory": "curve",
    "activity": "days",
    "forecast": "days",
    "trouble": "leeches",
    "card": "answers",
}
"""Which field of a section is its table; `today` is one row itself."""


def csv_text(section: Section) -> str:
    """Return the main table with a line of names; an empty table has only that of a column `n`."""
    found = [section] if section.name not in _ROWS else getattr(section, _ROWS[section.name])
    rows = [row for value in found for row in _rows(value)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _ in rows[0]] if rows else ["n"])
    writer.writerows([_cell(value) for _, value in row] for row in rows)
    return out.getvalue()


def _rows(value: object) -> list[list[tuple[str, object]]]:
    """Return a value as a row of named cells; one that holds points, as a row for each point."""
    own: list[tuple[str, object]] = []
    points: Sequence[object] | None = None
    for name in fields_of(value):
        content = getattr(value, name)
        if isinstance(content, Figure):
            own += [(name, content.value), (f"{name}_low", content.low), (f"{name}_high", content.high)]
            own.append((f"{name}_n", content.n))
        elif name == "points":
            points = content
        elif not isinstance(content, tuple | Course):
            own.append((name, content))
    if points is None:
        return [own]
    return [own + row for point in points for row in _rows(point)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        value = value.value
    if not isinstance(value, str):
        return str(value)
    text = " ".join(sanitize(value).split())
    # A spreadsheet would run what begins so.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
