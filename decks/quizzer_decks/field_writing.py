"""Typed values back to what an author would write, by the same table of fields that reads them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from quizzer_decks.fields import Field
from quizzer_decks.model import Option, Tolerance
from quizzer_decks.number_reading import as_number, expand
from quizzer_decks.yaml_writing import Value

_SHORTEST_RANGE = 4


def write_field(value: Any, field: Field) -> Value:
    """Return what stands at a field of a deck, question or body; nothing that counts where it is left out."""
    match field.shape:
        case "text":
            return str(value)
        case "links":
            return str(value[0]) if len(value) == 1 else list(value)
        case "option":
            return _option(value)
        case "options":
            return [_option(option) for option in value]
        case "tolerance":
            return _tolerance(value)
        case "given":
            return {name: _values(values) for name, values in value.items()}
        case "units":
            return {unit: _short(size) for unit, size in value.items()}
        case "places":
            return [place[0] if len(place) == 1 else list(place) for place in value]
        case "pairs":
            return dict(value)
        case _:
            written: Value = value
            return written


def _option(option: Option) -> Value:
    return {"text": option.text, "why": option.why} if option.why else option.text


def _tolerance(tolerance: Tolerance) -> Value:
    if not tolerance.relative:
        return _short(tolerance.absolute)
    return f"{(Decimal(repr(tolerance.relative)) * 100).normalize():f}%"


def _short(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _values(values: tuple[int | float, ...]) -> Value:
    """Return a range where the values make one, else the list."""
    if len(values) < _SHORTEST_RANGE:
        return list(values)
    first, second, last = values[0], values[1], values[-1]
    step = as_number(f"{second - first:.12g}")
    if step is None or step <= 0 or not all(isinstance(value, type(first)) for value in values):
        return list(values)
    made = expand(first, last, step)
    return {"from": first, "to": last, "step": step} if made == values else list(values)
