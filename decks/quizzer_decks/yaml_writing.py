"""Values to block-style YAML for people: plain where it is safe, quoted where it is not, `|` for lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | bool | int | float | Sequence[Value] | Mapping[str, Value]"

_READ_AS_OTHER = frozenset({"yes", "no", "on", "off", "true", "false", "null", "none"})
_ESCAPED = re.compile("[\x7f-\xa0\u00ad\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_LITERAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|(?:^|\n)[ \t]+(?:\n|$)")
_SIMPLE_KEY = 800
"""YAML bounds a key on one line to 1024 characters; a longer one is written with `?`."""


def dump(value: Value) -> str:
    """Return a mapping or list as YAML text; strings come back the same from `parse`."""
    return "\n".join(_lines(value, 0)) + "\n"


def _lines(value: Value, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(value, Mapping) and value:
        return [line for key, inner in value.items() for line in _entry(key, inner, indent)]
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return [line for inner in value for line in _item(inner, indent)]
    first, *rest = _inline(value, indent)
    return [pad + first, *rest]


def _entry(key: str, value: Value, indent: int) -> list[str]:
    pad = " " * indent
    written = _plain_or_quoted(key)
    lead = f"{pad}{written}:"
    if len(written) > _SIMPLE_KEY:
        lead = f"{pad}? {written}\n{pad}:"
    if _is_filled(value):
        return [lead, *_lines(value, indent + 2)]
    first, *rest = _inline(value, indent)
    return [f"{lead} {first}", *rest]


def _item(value: Value, indent: int) -> list[str]:
    pad = " " * indent
    if _is_filled(value):
        first, *rest = _lines(value, indent + 2)
        return [f"{pad}- {first.lstrip(' ')}", *rest]
    first, *rest = _inline(value, indent)
    return [f"{pad}- {first}", *rest]


def _inline(value: Value, indent: int) -> list[str]:
    """Return the lines of a scalar or empty collection; the first goes after what introduces it."""
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, (int, float)):
        return [repr(value)]
    if isinstance(value, Mapping):
        return ["{}"]
    if not isinstance(value, str):
        return ["[]"]
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
    return bool(value) and isinstance(value, (Mapping, Sequence)) and not isinstance(value, str)
