from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from quizzer_decks.model import Phase, Roadmap, Topic
from quizzer_decks.roadmap.reading import read_roadmap_source
from quizzer_decks.roadmap.shaping import shape
from quizzer_decks.roadmap_file import read_roadmap_file

BUNDLED = Path(__file__).parents[2] / "decks" / "quizzer_decks" / "roadmaps"


def bundled(roadmap_id: str) -> Roadmap:
    """Return a bundled roadmap without the links to its decks, which no Markdown holds."""
    found, _ = read_roadmap_file(BUNDLED / f"{roadmap_id}.yaml")
    assert found is not None
    return replace(found, phases=tuple(_without_decks(phase) for phase in found.phases))


def _without_decks(phase: Phase) -> Phase:
    sections = (
        replace(section, topics=tuple(Topic(topic.title, topic.kind) for topic in section.topics))
        for section in phase.sections
    )
    return replace(phase, sections=tuple(sections))


def with_headings_and_boxes(roadmap: Roadmap) -> str:
    """Write a roadmap as its author did: levels as headings and bold weeks, boxes, and much beside the topics."""
    lines = [f"# 🚀 {roadmap.title}", "## From Zero to Hero", "", "**Last Updated:** today  ", "", "---", ""]
    lines += ["## 📋 Table of Contents", "", *(f"{n}. [{p.title}](#p{n})" for n, p in enumerate(roadmap.phases, 1)), ""]
    lines += ["## 🎯 Overview: What is it?", "", "An expert who:", "- Builds systems", "- Deploys them", "", "---", ""]
    for phase in roadmap.phases:
        lines += [f"# {phase.title} (2-3 months)", "", "## 🎓 Goal", "Build the skills needed", "", "---", ""]
        above: list[str] = []
        for section in phase.sections:
            levels = section.title.split(" › ")
            for depth, level in enumerate(levels):
                if levels[: depth + 1] != above[: depth + 1]:
                    heading = (
                        f"{'#' * (depth + 2)} {depth + 1}. {level} (2 weeks)" if depth < 2 else f"**Week 1-2: {level}**"
                    )
                    lines += [heading, ""]
            above = levels
            lines += [f"- [ ] {topic.title}" for topic in section.topics]
            lines += ["", "**Resources:**", '- **Free:** Khan Academy, "A Book"', "", "---", ""]
    return "\n".join([*lines, "## 🎓 Final Thoughts", "", "- **Stay curious** - it goes on", "", "**License:** Free"])


def with_one_level_and_bare_lines(roadmap: Roadmap) -> str:
    """Write a roadmap as its author did: every heading of the first level, and topics as lines of their own."""
    lines = ["# Somebody's Repository", "This repository holds my path, updated regularly.", ""]
    lines += [f"# {roadmap.title}", "", "Welcome to my roadmap.", "", "# Roadmap Overview", ""]
    for phase in roadmap.phases:
        lines += [f"# 🎯 {phase.title} (2–3 Months)", "", "Why it matters:", "", "It is the core of it all.", ""]
        for place, section in enumerate(phase.sections):
            plain = section.title in ("Core Skills", "Options") or (place and section.topics[0].kind == "task")
            lines += [section.title if plain else f"# ✅ {section.title}", ""]
            for topic in section.topics:
                lines += [f"🔹 {topic.title}" if len(section.topics) == 1 else topic.title, ""]
        lines += ["", "---", ""]
    return "\n".join([*lines, "# Final Note", "", "Stay tuned, more is to come!", ""])


def damaged(text: str) -> bytes:
    """Return what becomes of a text when its UTF-8 is taken for Windows-1252 and saved again."""
    return "".join(_as_windows(byte) for byte in text.encode()).encode()


def _as_windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("damage", [str.encode, damaged])
@pytest.mark.parametrize(
    ("roadmap_id", "write", "learn", "do"),
    [
        ("complete-ai-engineer", with_headings_and_boxes, 339, 189),
        ("ai-engineer-journey", with_one_level_and_bare_lines, 141, 16),
    ],
)
def test_a_bundled_roadmap_is_read_back_from_markdown(
    roadmap_id: str, write: Callable[[Roadmap], str], learn: int, do: int, damage: Callable[[str], bytes]
) -> None:
    """Written as their authors wrote them, sound or damaged, both roadmaps come out complete and the same."""
    roadmap = bundled(roadmap_id)
    found, problems = read_roadmap_source(damage(write(roadmap)), "README.md")
    assert problems == []
    assert found is not None
    kinds = [topic.kind for topic in found.topics]
    assert (kinds.count("topic"), kinds.count("task")) == (learn, do)
    assert shape(found, roadmap_id) == roadmap
