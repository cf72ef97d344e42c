"""JSON from strangers: read within bounds, and asked for what one expects without trusting it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Unreadable

_LARGEST = 8 << 20
"""Bytes; the whole of the Open Trivia Database has two million."""


def read_json(source: Path) -> tuple[Any, list[str]]:
    """Return the value in a file, and warnings. Unreadable when it is none, or nested deeper than can be read."""
    text, warnings = decoded(read_bytes(source, _LARGEST), source.name, longest_line=_LARGEST)
    try:
        return json.loads(text), warnings
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"{source.name} is no JSON: {error.msg} ({place}).") from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(f"{source.name} is nested too deeply, or has a number too long to be read.") from error


def text(value: object) -> str:
    """Return a value as text: a number as it would be written, nothing for what is no text."""
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def texts(value: object) -> list[str]:
    """Return a list of texts; a text alone is a list of one."""
    if isinstance(value, list):
        return [text(item) for item in value if text(item).strip()]
    return [text(value)] if text(value).strip() else []


def entry(value: object, *names: str) -> Any:
    """Return what an object has under the first of some names that it has; None where it has none of them."""
    if isinstance(value, dict):
        for name in names:
            if name in value:
                return value[name]
    return None
