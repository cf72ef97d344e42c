"""Values to block-style YAML for people: plain where it is safe, quoted where it is not, `|` for lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

Value: TypeAlias = "str | bool | int | float | Sequence[Value] | Mapping[str, Value]"

_READ_AS_OTHER = frozenset({"yes", "no", "on", "off", "true", "false", "null", "none"})
_ESCAPED = re.compile("[\x7f-\xa0\u00ad\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_LITERAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|(?:^|\n)[ \t]+(?:\n|$)")
_SIMPLE_KEY = 800
"""YAML bounds a key on one line to 1024 characters; a longer one is written with `?`."""


def dump(value: Value) -> str:
    """Return a mapping or list as YAML text; strings come back the same from `parse`."""
    return "\n".join(lines(value, 0)) + "\n"


def lines(value: Value, indent: int) -> list[str]:
    """Return the lines of a value, each behind so many blanks."""
    if not _is_filled(value):
        first, *rest = _inline(value, indent)
        return [" " * indent + first, *rest]
    found: list[str] = []
    if isinstance(value, Mapping):
        for key, inner in value.items():
            found += _entry(key, inner, indent)
    elif isinstance(value, Sequence):
        for inner in value:
            found += _item(inner, indent)
    return found


def _entry(key: str, value: Value, indent: int) -> list[str]:
    lead = _lead(key, indent)
    if value.__class__ is not str and _is_filled(value):
        return [lead, *lines(value, indent + 2)]
    first, *rest = _inline(value, indent)
    return [f"{lead} {first}", *rest]


@lru_cache(maxsize=256)
def _lead(key: str, indent: int) -> str:
    """Return what stands before a value: its key and a colon."""
    pad = " " * indent
    written = _plain_or_quoted(key)
    return f"{pad}? {written}\n{pad}:" if len(written) > _SIMPLE_KEY else f"{pad}{written}:"


def _item(value: Value, indent: int) -> list[str]:
    pad = " " * indent
    if value.__class__ is not str and _is_filled(value):
        first, *rest = lines(value, indent + 2)
        return [f"{pad}- {first.lstrip(' ')}", *rest]
    first, *rest = _inline(value, indent)
    return [f"{pad}- {first}", *rest]


def _inline(value: Value, indent: int) -> list[str]:
    """Return the lines of a scalar or empty collection; the first goes after what introduces it."""
    if not isinstance(value, str):
        if isinstance(value, bool):
            return [str(value).lower()]
        if isinstance(value, (int, float)):
            return [repr(value)]
        return ["{}" if isinstance(value, Mapping) else "[]"]
    if "\n" not in value or not value.strip() or _NOT_LITERAL.search(value):
        return [_plain_or_quoted(value)]
    pad = " " * (indent + 2)
    body = value.removesuffix("\n")
    chomping = "-" if body == value else "+" if body.endswith("\n") else ""
    marker = "2" if value[0] in " \t\n" else ""
    return [f"|{marker}{chomping}", *(pad + line if line else "" for line in body.split("\n"))]


def _plain_or_quoted(text: str) -> str:
    plain = (
        text.isprintable()
        and text[:1].isalnum()
        and ": " not in text
        and " #" not in text
        and text[-1] not in ": "
        and text.lower() not in _READ_AS_OTHER
    )
    return text if plain else _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _is_filled(value: Value) -> bool:
    return bool(value) and not isinstance(value, (str, bool, int, float))
