"""The page about the archive and what writes it say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from msgspec.inspect import StructType, type_info

from quizzer.archiving.records import FORMAT, PIECE, VERSION, Line

PAGE = (Path(__file__).parents[2] / "docs" / "archive.md").read_text(encoding="utf-8")


def test_every_field_of_every_line_is_described() -> None:
    """Kinds in their order, each with exactly its fields in their order, and which of them may be left out."""
    described = [
        (title, re.findall(r"^\| `(\w+)`(\??) \|", chapter, re.MULTILINE))
        for title, chapter in re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    ]
    written = []
    for line in get_args(Line):
        found = type_info(line)
        assert isinstance(found, StructType)
        assert isinstance(found.tag, str)
        written.append((found.tag, [(field.encode_name, "" if field.required else "?") for field in found.fields]))
    assert described == written
    assert f"| `format` | `{FORMAT}` |\n| `version` | {VERSION} |" in PAGE
    assert f"{PIECE:,} bytes" in PAGE
