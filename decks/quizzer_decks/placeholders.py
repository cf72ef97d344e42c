"""Drawn numbers put into a text: `{name}` and `{name:.2f}`, and nothing else that braces may mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from quizzer_decks.numbers import number_text
from quizzer_decks.regions import regions

_SHAPE = re.compile(r"\{([A-Za-z_]\w{0,63})(?::([^{}\n]{0,20}))?\}", re.ASCII)
_HUGE = 10**100
_FORMAT = re.compile(r"([,_]?)(?:\.(\d{1,2})([feg%])|(d))?", re.ASCII)


class Placeholder(Struct, frozen=True):
    """Something in a text that looks like a placeholder."""

    name: str
    format: str
    """What follows the colon; empty without one."""
    known: bool
    """Whether there is a value of that name; if not, it stays as it is."""
    understood: bool
    """Whether the format is one of `d`, `.2f`, `.2e`, `.2g`, `.0%`, each with `,` or `_` before it if wanted."""
    start: int
    end: int


def _maths(text: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end, kind in regions(text) if kind == "maths"]


def placeholders(text: str, names: Collection[str]) -> tuple[Placeholder, ...]:
    """Return what looks like a placeholder, in order. In maths and code, where braces are common, only known names."""
    closed = [(start, end) for start, end, _ in regions(text)]
    found = []
    for match in _SHAPE.finditer(text):
        name, spec = match[1], match[2]
        known = name in names
        if known or not any(start <= match.start() < end for start, end in closed):
            understood = spec is None or (spec != "" and _FORMAT.fullmatch(spec) is not None)
            found.append(Placeholder(name, spec or "", known, understood, match.start(), match.end()))
    return tuple(found)


def format_number(value: int | float, spec: str) -> str | None:
    """Return a number in a format of the deck's, or None where the format is not one."""
    match = _FORMAT.fullmatch(spec)
    if match is None:
        return None
    group, places, style, whole = match.groups()
    try:
        if style:
            return format(float(value), f"z{group}.{places}{style}")
        if abs(value) < _HUGE and value == int(value):
            return format(int(value), group)
    except OverflowError:
        return number_text(value)
    return number_text(value) if whole or not group or abs(value) >= _HUGE else format(value, f"{group}.12g")


def fill(text: str, values: Mapping[str, int | float]) -> str:
    """Put values in the place of `{name}` and `{name:format}`; leave all other braces alone.

    Between dollar signs the value keeps its braces and a per cent sign is escaped, so that TeX stays TeX.
    """
    if "{" not in text or not values:
        return text
    maths = _maths(text)

    def replace(match: re.Match[str]) -> str:
        name, spec = match[1], match[2]
        if name not in values or spec == "":
            return match.group()
        shown = format_number(values[name], spec or "")
        if shown is None:
            return match.group()
        if any(start <= match.start() < end for start, end in maths):
            return "{" + shown.replace("%", "\\%").replace("_", "\\_") + "}"
        return shown

    return _SHAPE.sub(replace, text)
