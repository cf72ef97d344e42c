from __future__ import annotations

from pathlib import Path

import pytest
from deck_strategies import PATHS, SLUGS, TEXTS
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.model import Phase, Resource, Roadmap, Section, Topic
from quizzer_decks.roadmap_file import read_roadmap, read_roadmap_file, write_roadmap


def titled(item: Topic | Section | Phase) -> str:
    """Return what must differ among siblings."""
    return item.title


RESOURCES = st.lists(st.builds(Resource, TEXTS, st.just("https://example.org/a?b=c#d")), max_size=2).map(tuple)
TOPICS = st.builds(Topic, TEXTS, st.just("topic"), st.lists(PATHS, max_size=2).map(tuple), RESOURCES) | st.builds(
    Topic, TEXTS, st.just("task"), resources=RESOURCES
)
SECTIONS = st.builds(Section, TEXTS, st.lists(TOPICS, min_size=1, max_size=4, unique_by=titled).map(tuple))
PHASES = st.builds(Phase, TEXTS, st.lists(SECTIONS, min_size=1, max_size=3, unique_by=titled).map(tuple))
ROADMAPS = st.builds(Roadmap, SLUGS, TEXTS, st.lists(PHASES, min_size=1, max_size=3, unique_by=titled).map(tuple))

GOOD = """\
id: r
title: R
phases:
  - title: P
    sections:
      - title: S
        topics:
          - Plain
          - {title: Taught, decks: [a/b]}
          - {title: Done, kind: task}
          - title: Read
            resources:
              - {title: Guide, url: https://example.org}
"""


def test_a_topic_is_a_title_or_a_mapping() -> None:
    """Both forms may stand in one list."""
    roadmap, problems = read_roadmap(GOOD, "r.yaml")
    assert problems == []
    guide = Resource("Guide", "https://example.org")
    topics = (Topic("Plain"), Topic("Taught", decks=("a/b",)), Topic("Done", "task"), Topic("Read", resources=(guide,)))
    assert roadmap == Roadmap("r", "R", (Phase("P", (Section("S", topics),)),))


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("id: r", "id: R r", 1, "bad-id"),
        ("- Plain", "- ''", 8, "empty"),
        ("- Plain", "- [a]", 8, "wrong-type"),
        ("- Plain", "- Done", 10, "duplicate-title"),
        ("decks:", "deks:", 9, "unknown-key"),
        ("decks: [a/b]", "decks: [A B]", 9, "bad-id"),
        ("kind: task", "kind: taks", 10, "bad-kind"),
        ("kind: task", "kind: task, decks: [a/b]", 10, "task-with-decks"),
        ("title: R", "titles: R", 2, "unknown-key"),
        ("title: S", "name: S", 6, "unknown-key"),
        ("title: Taught, ", "", 9, "missing-field"),
        ("https:", "file:", 13, "bad-link"),
        ("https://example.org", "''", 13, "empty"),
        ("url:", "uri:", 13, "unknown-key"),
        ("{title: Guide, url: https://example.org}", "https://example.org", 13, "wrong-type"),
    ],
)
def test_a_mistake_is_told_with_line_and_rule(old: str, new: str, line: int, rule: str) -> None:
    """Every mistake has a problem at its line."""
    _, problems = read_roadmap(GOOD.replace(old, new), "r.yaml")
    assert (line, rule) in [(problem.line, problem.rule) for problem in problems]


def test_what_is_good_survives() -> None:
    """A topic of which anything is wrong is left out, and the others stay."""
    roadmap, problems = read_roadmap(GOOD.replace("kind: task", "kind: taks"), "r.yaml")
    assert len(problems) == 1
    assert roadmap is not None
    assert [topic.title for topic in roadmap.phases[0].sections[0].topics] == ["Plain", "Taught", "Read"]


@given(ROADMAPS)
def test_a_roadmap_survives_its_file(roadmap: Roadmap) -> None:
    """`read_roadmap(write_roadmap(roadmap))` is the roadmap, without a problem."""
    assert read_roadmap(write_roadmap(roadmap), "r.yaml") == (roadmap, [])


@given(st.text() | st.text("idtle:phases[]{}- \n", max_size=60))
def test_no_text_raises(text: str) -> None:
    """Anything gives a roadmap or a problem."""
    roadmap, problems = read_roadmap(text, "r.yaml")
    assert roadmap is not None or problems


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    """An unreadable or wrongly encoded file is a problem."""
    path = tmp_path / "r.yaml"
    assert read_roadmap_file(path)[1][0].rule == "unreadable"
    path.write_bytes(b"\xff")
    assert read_roadmap_file(path)[1][0].rule == "encoding"
    path.write_text(GOOD, encoding="utf-8")
    assert read_roadmap_file(path)[0] is not None
