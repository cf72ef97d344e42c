from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzer_decks.roadmap.parsed import ParsedTopic, Resource
from quizzer_decks.roadmap.reading import read_roadmap_folder, read_roadmap_source


def node(id: str, type: str, label: str, x: float, y: float, width: float = 100) -> dict[str, object]:
    """Return a box of a drawn roadmap."""
    return {
        "id": id,
        "type": type,
        "data": {"label": label},
        "position": {"x": x, "y": y},
        "width": width,
        "height": 40,
    }


GRAPH = {
    "nodes": [
        node("v", "vertical", "vertical node", 50, -10),
        node("t", "title", "Baking", 0, 0),
        node("k", "topic", "Kneading", 0, 300),
        node("d", "topic", "Doughs", 0, 100),
        node("w", "subtopic", "Wholemeal", 200, 160),
        node("s", "subtopic", "Sourdough", 200, 100),
        node("f", "subtopic", "Feeding", 400, 100),
        node("n", "subtopic", "No line leads here", 200, 205),
        node("b", "button", "Other roadmaps", 0, 900),
        node("p", "paragraph", "Have fun", 0, 950),
        node("o", "todo", "Bake a loaf", 200, 300),
    ],
    "edges": [
        {"source": "t", "target": "d"},
        {"source": "d", "target": "s"},
        {"source": "d", "target": "w"},
        {"source": "s", "target": "f"},
        {"source": "f", "target": "s"},
        {"source": "gone", "target": "w"},
        {"source": "d"},
        {"source": "k", "target": "o"},
    ],
}
"""A drawing with everything that real ones have: decoration, lines to nowhere, boxes that no line reaches."""

STARTER = (
    "# Feeding\n\nHow to feed it.\n\n- [@video@Feeding a starter](https://youtu.be/f)\n- [A book](https://x.y/b)\n"
)


def places(topics: tuple[ParsedTopic, ...]) -> list[tuple[tuple[str, ...], str, str]]:
    """Return place, title and kind."""
    return [(topic.path, topic.title, topic.kind) for topic in topics]


def test_a_drawing_is_read_from_top_to_bottom_with_what_hangs_on_each_topic() -> None:
    """Topics make the trunk; subtopics hang where a line comes from, and else on what stands nearest."""
    found, problems = read_roadmap_source(json.dumps(GRAPH).encode(), "baking.json")
    assert problems == []
    assert found is not None
    assert found.title == "Baking"
    assert places(found.topics) == [
        ((), "Doughs", "topic"),
        (("Doughs",), "Sourdough", "topic"),
        (("Doughs", "Sourdough"), "Feeding", "topic"),
        (("Doughs",), "Wholemeal", "topic"),
        (("Doughs",), "No line leads here", "topic"),
        ((), "Kneading", "topic"),
        (("Kneading",), "Bake a loaf", "task"),
    ]


def test_a_folder_gives_each_node_its_resources(tmp_path: Path) -> None:
    """A file `title@id.md` in `content` belongs to the node; the kind before a link's title goes."""
    folder = tmp_path / "baking"
    (folder / "content").mkdir(parents=True)
    (folder / "baking.json").write_text(json.dumps(GRAPH), encoding="utf-8")
    (folder / "migration-mapping.json").write_text("{}", encoding="utf-8")
    (folder / "content" / "feeding@f.md").write_text(STARTER, encoding="utf-8")
    (folder / "content" / "binary@s.md").write_bytes(b"\x00\x01")
    found, problems = read_roadmap_folder(folder)
    assert problems == []
    assert found is not None
    resources = {topic.title: topic.resources for topic in found.topics if topic.resources}
    assert resources == {
        "Feeding": (Resource("Feeding a starter", "https://youtu.be/f"), Resource("A book", "https://x.y/b"))
    }


def test_a_folder_of_markdown_gives_its_roadmap(tmp_path: Path) -> None:
    """The file that is named like a roadmap is read, else the only one, else the read-me."""
    (tmp_path / "README.md").write_text("# A\n- x\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("# B\n- y\n", encoding="utf-8")
    found, _ = read_roadmap_folder(tmp_path)
    assert found is not None
    assert found.title == "A"
    (tmp_path / "my-roadmap.md").write_text("# C\n- z\n", encoding="utf-8")
    found, _ = read_roadmap_folder(tmp_path)
    assert found is not None
    assert found.title == "C"


def test_a_folder_without_a_roadmap_is_a_problem(tmp_path: Path) -> None:
    """So is one that is not there."""
    assert [problem.rule for problem in read_roadmap_folder(tmp_path)[1]] == ["no-roadmap"]
    assert [problem.rule for problem in read_roadmap_folder(tmp_path / "gone")[1]] == ["unreadable"]


def test_nested_json_is_read_under_the_usual_names() -> None:
    """Phases and sections hold topics; topics hold topics, flags and links; projects are to be done."""
    text = """{
      "title": "Cooking",
      "phases": [
        {"title": "Phase 1: Heat", "duration": "2 weeks", "sections": [
          {"name": "Dry", "topics": ["Roasting", {"title": "Grilling", "done": true, "url": "https://x.y/g"}]}
        ], "projects": ["Roast a chicken"]},
        {"title": "Phase 2: Sauces", "topics": [
          {"title": "Emulsions", "resources": [{"title": "A film", "url": "https://x.y/e"}, "https://x.y/f"],
           "subtopics": ["Mayonnaise"]}
        ]}
      ]
    }"""
    found, problems = read_roadmap_source(text.encode(), "cooking.json")
    assert problems == []
    assert found is not None
    assert found.title == "Cooking"
    one, two = "Phase 1: Heat", "Phase 2: Sauces"
    assert found.topics == (
        ParsedTopic("Roasting", (one, "Dry"), "topic", False, 5),
        ParsedTopic("Grilling", (one, "Dry"), "topic", True, 5, (Resource("https://x.y/g", "https://x.y/g"),)),
        ParsedTopic("Roast a chicken", (one,), "task", False, 6),
        ParsedTopic(
            "Emulsions",
            (two,),
            "topic",
            False,
            8,
            (Resource("A film", "https://x.y/e"), Resource("https://x.y/f", "https://x.y/f")),
        ),
        ParsedTopic("Mayonnaise", (two, "Emulsions"), "topic", False, 9),
    )


def test_sections_may_stand_under_their_names() -> None:
    """An object without a title holds sections by name; a list on top is a list of topics."""
    found, _ = read_roadmap_source(b'{"roadmap": {"Basics": ["a", "b"], "More": [{"topic": "c"}]}}', "x.json")
    assert found is not None
    assert places(found.topics) == [(("Basics",), "a", "topic"), (("Basics",), "b", "topic"), (("More",), "c", "topic")]
    found, _ = read_roadmap_source(b'["a", {"title": "W", "topics": ["b"]}]', "my_plan.json")
    assert found is not None
    assert found.title == "my plan"
    assert places(found.topics) == [((), "a", "topic"), (("W",), "b", "topic")]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["title", "topics", "children", "nodes", "data", "position", "edges"]), inner)
    ),
    max_leaves=12,
)
NODES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from("abcdef"),
            "type": st.sampled_from(["topic", "subtopic", "todo", "title", "label"]),
            "data": st.fixed_dictionaries({"label": st.sampled_from(["x", "y", "", None])}),
            "position": st.fixed_dictionaries({"x": st.integers(0, 300), "y": st.integers(0, 300)}),
        }
    ),
    max_size=9,
)
EDGES = st.lists(st.fixed_dictionaries({"source": st.sampled_from("abcdef"), "target": st.sampled_from("abcdef")}))


@given(JSON)
@settings(deadline=None)
def test_no_json_raises(content: object) -> None:
    """Any JSON gives topics or a problem."""
    found, problems = read_roadmap_source(json.dumps(content).encode(), "x.json")
    assert (found is None) == bool(problems)


@given(NODES, EDGES)
@settings(deadline=None)
def test_every_topic_of_a_drawing_is_found_once(nodes: list[dict[str, object]], edges: list[dict[str, str]]) -> None:
    """Whatever the lines, even in circles, each box with a name that is a topic, subtopic or task comes out once."""
    found, _ = read_roadmap_source(json.dumps({"nodes": nodes, "edges": edges}).encode(), "x.json")
    kinds = ("topic", "subtopic", "todo")
    wanted = sum(one["type"] in kinds and one["data"] in ({"label": "x"}, {"label": "y"}) for one in nodes)
    assert (len(found.topics) if found else 0) == wanted
