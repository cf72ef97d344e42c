"""The number fields of a deck file: tolerances, units, and the values that are drawn."""

from __future__ import annotations

import math
from decimal import Decimal

from quizzer_decks.fields import MAX_VALUES, NAME, NUMBER
from quizzer_decks.model import Tolerance
from quizzer_decks.node_reading import Report, read_each, read_entries, wrong_type
from quizzer_decks.yaml_text import Node, Refused, Scalar, Sequence, Table

_LONGEST_NUMBER = 40


def as_number(text: str) -> int | float | None:
    """Return a finite decimal number, an int where it has no point and no exponent; None for any other text."""
    if len(text) > _LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    if not math.isfinite(value):
        return None
    return value if any(mark in text for mark in ".eE") else int(text)


def read_tolerance(node: Node, name: str, report: Report) -> Tolerance | None:
    """Return an absolute or relative tolerance above 0."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    number = text.removesuffix("%").rstrip()
    value = as_number(number)
    if value is not None and value > 0:
        if text.endswith("%"):
            return Tolerance(relative=float(Decimal(number) / 100))
        return Tolerance(absolute=float(value))
    if not isinstance(node, Refused):
        message = f"`{name}` must be a number above 0 such as 0.005, or relative such as 1%"
        report.add(node.line, "bad-tolerance", message)
    return None


def read_units(node: Node, name: str, report: Report) -> dict[str, float] | None:
    """Return the size of each unit."""
    units = read_entries(node, name, report, _read_number)
    if units is None:
        return None
    if min(units.values()) <= 0:
        message = f"a size in `{name}` must be above 0: it says how many of `unit` one of them is"
        report.add(node.line, "bad-number", message)
        return None
    return {unit: float(size) for unit, size in units.items()}


def read_given(node: Node, name: str, report: Report) -> dict[str, tuple[int | float, ...]] | None:
    """Return the values that each name may take."""
    given = read_entries(node, name, report, _read_values)
    for key in given or ():
        if not NAME.fullmatch(key) or key == "answer":
            message = f"`{key[:60]}` cannot be drawn; a name has letters, digits and underscores, and is not `answer`"
            report.add(node.line, "bad-name", message)
            return None
    return given


def _read_number(node: Node, name: str, report: Report) -> int | float | None:
    value = as_number(node.text.strip()) if isinstance(node, Scalar) else None
    if value is None and not isinstance(node, Refused):
        report.add(node.line, "bad-number", f"`{name}` must be a number such as 3, 0.5 or 1e-3")
    return value


def _read_values(node: Node, name: str, report: Report) -> tuple[int | float, ...] | None:
    if isinstance(node, Table):
        return _read_range(node, name, report)
    if not isinstance(node, Sequence):
        wrong_type(node, name, report, "a list of values or a range such as {from: 1, to: 9, step: 2}")
        return None
    values = read_each(node, name, report, _read_number)
    if values is not None and len(values) > MAX_VALUES:
        report.add(node.line, "bad-range", f"`{name}` has more than {MAX_VALUES:,} values; give fewer")
        return None
    return values


def _read_range(table: Table, name: str, report: Report) -> tuple[int | float, ...] | None:
    numbers = read_entries(table, name, report, _read_number)
    if numbers is None:
        return None
    first, last, step = numbers.get("from"), numbers.get("to"), numbers.get("step", 1)
    if first is None or last is None or numbers.keys() - {"from", "to", "step"} or last < first or step <= 0:
        message = f"`{name}` must be a range {{from: 1, to: 9, step: 2}} that goes up; `step` may be left out"
        report.add(table.line, "bad-range", message)
        return None
    values = expand(first, last, step)
    if values is None:
        report.add(table.line, "bad-range", f"`{name}` has more than {MAX_VALUES:,} values; take a larger step")
    return values


def expand(first: int | float, last: int | float, step: int | float) -> tuple[int | float, ...] | None:
    """Return the values of a range, both ends included, as they would be written; None when they are too many."""
    low, high, by = (Decimal(repr(number)) for number in (first, last, step))
    steps = (high - low) / by
    if steps >= MAX_VALUES:
        return None
    whole = all(isinstance(number, int) for number in (first, last, step))
    values = (low + index * by for index in range(int(steps) + 1))
    return tuple(int(value) if whole else float(value) for value in values)
