"""Anybody's roadmap to a parsed one: Markdown or JSON by its content, or a folder of them. Nothing here raises."""

from __future__ import annotations

from pathlib import Path, PurePath

from quizzer_decks.model import Problem
from quizzer_decks.roadmap.markdown import parse_markdown
from quizzer_decks.roadmap.parsed import ParsedRoadmap
from quizzer_decks.roadmap.source_text import read_text, repaired_lines
from quizzer_decks.roadmap.titles import clean

Read = tuple[ParsedRoadmap | None, list[Problem]]


def read_roadmap_source(data: bytes, path: str) -> Read:
    """Read a roadmap from the bytes of a Markdown or JSON file; `path` is how problems name it."""
    text, problems = read_text(data, path)
    if text is None:
        return None, problems
    parsed = parse_markdown(repaired_lines(text), name_of(path))
    if not any(topic.kind != "resource" for topic in parsed.topics):
        return None, [
            Problem(path, 0, "no-topics", "no topic was found; list topics under headings, each as `- [ ] topic`")
        ]
    return parsed, []


def name_of(path: str) -> str:
    """Return the title of a roadmap that gives itself none: its file's name, in words."""
    return clean(PurePath(path).stem.replace("-", " ").replace("_", " ")) or "Roadmap"


def read_roadmap_folder(path: Path) -> Read:
    """Read a roadmap from a folder: a graph in JSON with its texts in `content`, or Markdown files."""
    return None, [Problem(str(path), 0, "no-topics", "the folder holds no roadmap")]
