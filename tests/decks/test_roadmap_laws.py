from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_decks.roadmap.parsed import ParsedRoadmap, ParsedTopic, Resource
from quizzer_decks.roadmap.reading import read_roadmap_source
from quizzer_decks.roadmap.shaping import shape
from quizzer_decks.roadmap_file import read_roadmap, write_roadmap

NAMES = st.sampled_from(
    [
        "Sorting",
        "Recursion",
        "Eigenvalues",
        "Hashing",
        "Scales",
        "Triads",
        "Braising",
        "Sautéing",
        "Kanji",
        "Particles",
        "Docker",
        "Kubernetes",
        "Closures",
        "Gradients",
        "Entropy",
        "Caching",
        "Sharding",
        "Pointers",
        "Cadences",
        "Emulsions",
        "Катион",
        "再帰",
        "المؤشرات",
    ]
)
TITLES = st.lists(NAMES, min_size=1, max_size=3).map(" ".join)


@dataclass
class Leaf:
    """A topic with what is nested in it."""

    title: str
    done: bool
    inner: list[Leaf] = field(default_factory=list)


@dataclass
class Part:
    """A heading with topics, and with headings below it."""

    title: str
    topics: list[Leaf]
    parts: list[Part] = field(default_factory=list)


LEAVES = st.recursive(
    st.builds(Leaf, TITLES, st.booleans()),
    lambda inner: st.builds(Leaf, TITLES, st.booleans(), st.lists(inner, max_size=3)),
    max_leaves=5,
)
PARTS = st.recursive(
    st.builds(Part, TITLES, st.lists(LEAVES, min_size=1, max_size=4)),
    lambda inner: st.builds(Part, TITLES, st.lists(LEAVES, min_size=1, max_size=3), st.lists(inner, max_size=2)),
    max_leaves=4,
)


@dataclass(frozen=True)
class Style:
    """How an author writes: his bullets, headings, indentation and what he puts around a title."""

    bullet: str
    boxes: bool
    indent: int
    blank: bool
    heading: str
    number: bool
    bold: bool
    sign: str
    end: str


STYLES = st.builds(
    Style,
    st.sampled_from(["-", "*", "+", "1.", "1)", "•"]),
    st.booleans(),
    st.sampled_from([4, 3]),
    st.booleans(),
    st.sampled_from(["#", "##", "bold"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "🎯 ", "✅ "]),
    st.sampled_from(["\n", "\r\n"]),
)
Expected = list[tuple[int, tuple[str, ...], str, bool]]


class Writer:
    """Writes a roadmap in a style, and notes each topic with its line, place and flag."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.lines = ["# The roadmap", ""]
        self.expected: Expected = []

    def part(self, part: Part, number: int, depth: int, path: tuple[str, ...]) -> None:
        """Write a heading and what it holds; in the style without headings only the outermost has a bold line."""
        style = self.style
        named = f"{number}. {part.title}" if style.number else part.title
        inside = (*path, part.title)
        if style.heading == "bold":
            self.lines += ["", f"**{named}:**", ""]
            inside = (part.title,)
        else:
            self.lines += ["", f"{style.heading}{'#' * depth} {style.sign}{named}", ""]
        for topic in part.topics:
            self.topic(topic, 0, inside)
        for place, below in enumerate(part.parts, 1):
            self.part(below, place, depth + 1, inside)

    def topic(self, topic: Leaf, depth: int, path: tuple[str, ...]) -> None:
        """Write a topic, and those nested in it one level further in."""
        style = self.style
        box = ("[x] " if topic.done else "[ ] ") if style.boxes else ""
        title = f"**{topic.title}**" if style.bold else topic.title
        self.lines.append(f"{' ' * style.indent * depth}{style.bullet} {box}{style.sign}{title}")
        self.expected.append((len(self.lines), path, topic.title, topic.done and style.boxes))
        if style.blank:
            self.lines.append("")
        for inner in topic.inner:
            self.topic(inner, depth + 1, (*path, topic.title))


@given(st.lists(PARTS, min_size=1, max_size=4), STYLES)
@settings(max_examples=200, deadline=None)
def test_every_item_is_found_once_in_its_place_whatever_the_style(parts: list[Part], style: Style) -> None:
    """Each list item of a roadmap comes out once, in order, with its line, its place and its flag."""
    writer = Writer(style)
    for number, part in enumerate(parts, 1):
        writer.part(part, number, 1, ())
    found, problems = read_roadmap_source(style.end.join(writer.lines).encode(), "plan.md")
    assert problems == []
    assert found is not None
    assert found.title == "The roadmap"
    assert [(topic.line, topic.path, topic.title, topic.done) for topic in found.topics] == writer.expected
    assert {topic.kind for topic in found.topics} == {"topic"}


@given(st.binary() | st.text().map(str.encode) | st.text('#-*[]x |:>`<a>\n 1.!()$&{}"').map(str.encode))
@settings(deadline=None)
@example(b"|a|\n|-|\n|[x]|")
@example(b"- [ ]\n- []\n-\n")
@example(b"# \n## \n**\n**:**\n")
@example(b"<li><summary></a></ul>[](")
@example(b'{"nodes": [{"data": {"label": "x"}, "position": {}}], "edges": [{}]}')
def test_no_bytes_raise(data: bytes) -> None:
    """Anything gives topics or a problem, never both and never neither."""
    found, problems = read_roadmap_source(data, "x")
    assert (found is None) == bool(problems)
    assert found is None or any(topic.kind != "resource" for topic in found.topics)


PARSED = st.builds(
    ParsedTopic,
    TITLES,
    st.lists(TITLES, max_size=4).map(tuple),
    st.sampled_from(["topic", "task", "resource"]),
    st.booleans(),
    st.integers(0, 99),
    st.lists(st.builds(Resource, TITLES, st.just("https://x.y/z")), max_size=2).map(tuple),
)


@given(st.lists(PARSED, min_size=1, max_size=12))
def test_a_shaped_roadmap_is_a_good_file(topics: list[ParsedTopic]) -> None:
    """What is imported can be written and read again without a problem, with no topic lost and none twice."""
    roadmap = shape(ParsedRoadmap("T", tuple(topics)), "t")
    listed = [topic for topic in topics if topic.kind != "resource"]
    if listed:
        assert read_roadmap(write_roadmap(roadmap), "t.yaml") == (roadmap, [])
    kept = [topic.title for phase in roadmap.phases for section in phase.sections for topic in section.topics]
    assert set(kept) == {topic.title for topic in listed}
    assert len(kept) <= len(listed)


def test_levels_below_the_second_are_joined_in_the_section() -> None:
    """The outermost level makes the phases; a topic with topics in it opens the section that is named after it."""
    text = "# Plan\n## One\n### Two\n#### Three\n- a\n- b\n  - c\n## Four\n- d\n"
    found, _ = read_roadmap_source(text.encode(), "plan.md")
    assert found is not None
    assert shape(found, "plan") == Roadmap(
        "plan",
        "Plan",
        (
            Phase(
                "One",
                (
                    Section("Two › Three", (Topic("a"),)),
                    Section("Two › Three › b", (Topic("b"), Topic("c"))),
                ),
            ),
            Phase("Four", (Section("Four", (Topic("d"),)),)),
        ),
    )


def test_a_wrapper_round_the_whole_roadmap_is_no_phase() -> None:
    """Where everything stands under one heading, the headings below it are the phases."""
    text = "# Plan\n## The path\n### One\n- a\n### Two\n- b\n"
    found, _ = read_roadmap_source(text.encode(), "plan.md")
    assert found is not None
    assert [phase.title for phase in shape(found, "plan").phases] == ["One", "Two"]


def test_twins_in_a_section_become_one_topic_with_the_resources_of_both() -> None:
    """A roadmap's file holds a title once in a section, as ticks hang on it."""
    one, two = Resource("1", "https://a.b"), Resource("2", "https://c.d")
    twins = (ParsedTopic("x", ("A",), "topic", False, 1, (one,)), ParsedTopic("x", ("A",), "task", True, 2, (two, one)))
    topic = shape(ParsedRoadmap("T", twins), "t").phases[0].sections[0].topics
    assert topic == (Topic("x", resources=(one, two)),)
