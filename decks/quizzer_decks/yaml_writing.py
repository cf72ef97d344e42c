"""Values to block-style YAML for people: plain where it is safe, quoted where it is not, `|` for lines."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TypeAlias

Value: TypeAlias = "str | bool | int | float | list[Value] | tuple[Value, ...] | dict[str, Value]"

_READ_AS_OTHER = frozenset({"yes", "no", "on", "off", "true", "false", "null", "none"})
_SCALARS = frozenset({str, bool, int, float})
_LONGEST_OF_THESE = max(map(len, _READ_AS_OTHER))
_ESCAPED = re.compile("[\x7f-\xa0\u00ad\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_LITERAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|(?:^|\n)[ \t]+(?:\n|$)")
_SIMPLE_KEY = 800
"""YAML bounds a key on one line to 1024 characters; a longer one is written with `?`."""


def dump(value: Value) -> str:
    """Return a mapping or list as YAML text; strings come back the same from `parse`."""
    return block(value, 0) + "\n"


def block(value: Value, indent: int) -> str:
    """Return a value as lines, each behind so many blanks; there is no line end behind the last."""
    pad = " " * indent
    if not _is_filled(value):
        return pad + _inline(value, indent)
    if isinstance(value, (list, tuple)):
        lead, inset = f"{pad}- ", indent + 2
        return "\n".join(
            [lead + (block(each, inset)[inset:] if _is_filled(each) else _inline(each, indent)) for each in value]
        )
    assert isinstance(value, dict)
    return "\n".join([entry(key, inner, indent) for key, inner in value.items()])


def entry(key: str, value: Value, indent: int) -> str:
    """Return a key with its value as lines, each behind so many blanks."""
    if value.__class__ is str and _is_plain(value):
        return f"{_lead(key, indent)} {value}"
    if _is_filled(value):
        return f"{_lead(key, indent)}\n{block(value, indent + 2)}"
    return f"{_lead(key, indent)} {_inline(value, indent)}"


@lru_cache(maxsize=256)
def _lead(key: str, indent: int) -> str:
    """Return what stands before a value: its key and a colon."""
    pad = " " * indent
    written = _plain_or_quoted(key)
    return f"{pad}? {written}\n{pad}:" if len(written) > _SIMPLE_KEY else f"{pad}{written}:"


def _inline(value: Value, indent: int) -> str:
    """Return a scalar or empty collection; its first line goes after what introduces it."""
    if not isinstance(value, str):
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (int, float)):
            return repr(value)
        return "{}" if isinstance(value, dict) else "[]"
    if _is_plain(value):
        return value
    if "\n" not in value or not value.strip() or _NOT_LITERAL.search(value):
        return _plain_or_quoted(value)
    pad = " " * (indent + 2)
    body = value.removesuffix("\n")
    chomping = "-" if body == value else "+" if body.endswith("\n") else ""
    marker = "2" if value[0] in " \t\n" else ""
    return "\n".join([f"|{marker}{chomping}", *(pad + line if line else "" for line in body.split("\n"))])


def _plain_or_quoted(text: str) -> str:
    return text if _is_plain(text) else _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _is_plain(text: str) -> bool:
    """Tell whether a text is read as it stands, without quotes."""
    return (
        text.isprintable()
        and text[:1].isalnum()
        and ": " not in text
        and " #" not in text
        and text[-1] not in ": "
        and (len(text) > _LONGEST_OF_THESE or text.lower() not in _READ_AS_OTHER)
    )


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _is_filled(value: Value) -> bool:
    return value.__class__ not in _SCALARS and bool(value)
