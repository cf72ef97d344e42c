from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from quizzer_decks.roadmap.parsed import ParsedRoadmap, Resource
from quizzer_decks.roadmap.reading import read_roadmap_source


def read(text: str | bytes, path: str = "plan.md") -> ParsedRoadmap:
    """Return the roadmap of a text that has one."""
    found, problems = read_roadmap_source(text if isinstance(text, bytes) else text.encode(), path)
    assert problems == []
    assert found is not None
    return found


def entries(text: str | bytes, path: str = "plan.md") -> list[tuple[int, str, str]]:
    """Return line, place and title of each topic and task."""
    return [(t.line, " > ".join(t.path), t.title) for t in read(text, path).topics if t.kind != "resource"]


def titles(text: str | bytes) -> list[str]:
    """Return the titles of topics and tasks."""
    return [title for _, _, title in entries(text)]


STYLES = {
    "boxes": "# Plan\n\n## Basics\n\n- [ ] Sets\n* [x] Maps\n+ [X] Trees\n",
    "bullets": "# Plan\n\n## Basics\n\n- Sets\n- Maps\n- Trees\n",
    "numbers": "# Plan\n\n## Basics\n\n1. Sets\n2. Maps\n3) Trees\n",
    "bold lines for headings": "# Plan\n\n**1. Basics:**\n\n- Sets\n- Maps\n- Trees\n",
    "a week in bold": "# Plan\n\n**Week 1-2: Basics**\n- [ ] Sets\n- [ ] Maps\n- [ ] Trees\n",
    "a line with a colon": "# Plan\n\nBasics:\n\n- Sets\n- Maps\n- Trees\n",
    "bare lines": "# Plan\n\n## Basics (2 weeks)\n\nSets\n\nMaps\n\nTrees\n",
    "emoji and badges": "# 🚀 Plan ![b](https://x.y/b.svg)\n\n## 📘 Basics\n- ✅ Sets\n- 🔥 **Maps**\n- Trees :fire:\n",
    "other bullets": "# Plan\n\n## Basics\n\n• Sets\n• Maps\n• Trees\n",
    "boxes of other signs": "# Plan\n\n## Basics\n\n☐ Sets\n☑ Maps\n☐ Trees\n",
    "a table": "# Plan\n\n## Basics\n\n| # | Topic | Hours |\n|---|---|---|\n"
    "| 1 | Sets | 2 |\n| 2 | Maps | 3 |\n| 3 | Trees | 1 |\n",
    "underlined headings": "Plan\n====\n\nBasics\n------\n\n- Sets\n- Maps\n- Trees\n",
    "folded HTML": "# Plan\n<details><summary><h2>Basics</h2></summary>\n\n- Sets\n- Maps\n- Trees\n\n</details>\n",
    "HTML lists": "<h1>Plan</h1>\n<h2>Basics</h2>\n<ul>\n<li>Sets</li>\n<li><b>Maps</b></li>\n<li>Trees</li>\n</ul>\n",
    "a drawing and code": "# Plan\n\n```\n- [ ] not this\n┌──┐\n```\n\n## Basics\n\n- Sets\n- Maps\n- Trees\n\n"
    "~~~\n- nor this\n~~~\n",
    "comments and front matter": "---\ntitle: x\n- y\n---\n# Plan\n<!--\n- [ ] no\n-->\n## Basics\n- Sets\n"
    "- Maps\n- Trees\n",
    "contents first": "# Plan\n\n## Contents\n\n- [Basics](#basics)\n- [More](#more)\n\n## Basics\n\n- Sets\n"
    "- Maps\n- Trees\n",
    "contents without a heading": "# Plan\n\n- [Basics](#basics)\n  - [Sets](#s)\n  - [Maps](#m)\n\n## Basics\n"
    "\n- Sets\n- Maps\n- Trees\n",
    "matter about the document": "# Plan\n\n## Basics\n\n- Sets\n- Maps\n- Trees\n\n## Contributing\n\n"
    "- Fork it\n\n## Connect\n\n- GitHub\n- LinkedIn\n\n## Status\n\n- Done\n\n## License\n\n- MIT\n",
    "translations": "# Plan\n\n- [Deutsch](README.de.md)\n\n## Basics\n\n- Sets\n- Maps\n- Trees\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_roadmap_is_read_whatever_its_style(style: str) -> None:
    """Bullets, boxes, numbers, bold lines, bare lines, tables and HTML say the same."""
    assert read(STYLES[style]).title == "Plan"
    assert [(place, title) for _, place, title in entries(STYLES[style])] == [
        ("Basics", "Sets"),
        ("Basics", "Maps"),
        ("Basics", "Trees"),
    ]


def test_boxes_tell_what_is_done_and_lines_are_counted_from_one() -> None:
    """Each entry keeps its flag and the number of its line."""
    found = read("# P\n\n## A\n\n- [ ] one\n- [x] two\n\n  - [X] inside\n- [ ] three\n").topics
    assert [(t.line, t.title, t.done, t.path) for t in found] == [
        (5, "one", False, ("A",)),
        (6, "two", True, ("A",)),
        (8, "inside", True, ("A", "two")),
        (9, "three", False, ("A",)),
    ]


@pytest.mark.parametrize(
    ("encode", "damaged"),
    [
        (lambda text: text.encode("utf-8-sig"), False),
        (lambda text: text.encode("utf-16"), False),
        (lambda text: text.encode("utf-16-le"), False),
        (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), False),
        (lambda text: text.replace("\n", "\r\n").encode(), False),
        (lambda text: text.replace("\n", "\r").encode(), False),
        (lambda text: text.replace("🚀", "").encode("cp1252"), False),
        (lambda text: text.encode().decode("latin-1").encode(), True),
    ],
)
def test_any_encoding_is_read(encode: Callable[[str], bytes], damaged: bool) -> None:
    """Marks, other line ends, other encodings and UTF-8 that was taken for another encoding give the same roadmap."""
    text = "# 🚀 Café\n\n## Œuvre – très bien\n\n- [ ] Fiancé’s soufflé\n- [ ] Plain\n"
    found = read(encode(text))
    assert found.title == "Café"
    assert [topic.path for topic in found.topics] == [("Œuvre – très bien",)] * 2
    assert [topic.title.replace("’", "'") for topic in found.topics] == ["Fiancé's soufflé", "Plain"]


def test_right_to_left_text_is_read_without_its_marks() -> None:
    """The marks that turn the reading order, which would show on a screen, are no part of a title."""
    text = "# خارطة الطريق\n\n## المرحلة الأولى\n\n- [ ] \u200fالمتغيرات\u200e\n- [x] الحلقات\n"
    assert entries(text) == [(5, "المرحلة الأولى", "المتغيرات"), (6, "المرحلة الأولى", "الحلقات")]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- **Phishing**: Fraudulent emails that steal what people know.", "Phishing"),
        ("- **Linear Algebra**: Vectors, matrices, dot product", "Linear Algebra: Vectors, matrices, dot product"),
        ("- OOP: classes, inheritance", "OOP: classes, inheritance"),
        ("- Titanic: Machine Learning from Disaster", "Titanic: Machine Learning from Disaster"),
        ("- **XGBoost** ✅ (covered in this repo)", "XGBoost"),
        ("- 1.2 Sorting (2-3 weeks)", "Sorting"),
        ("- **Day 3-4**: Functions, scope", "Functions, scope"),
        ("- ~~Old~~ thing", "Old thing"),
        ("- C#", "C#"),
        ("- .NET 8", ".NET 8"),
        ("- `map()` and *filter*", "map() and filter"),
        ("- <style> tags, <link> tags", "<style> tags, <link> tags"),
        ("- [[Notes/Graphs|Graphs]]", "Graphs"),
        ("- 5+ projects", "5+ projects"),
    ],
)
def test_a_title_is_what_a_reader_would_call_it(line: str, title: str) -> None:
    """Numbers, durations, marks and explanations go; what belongs to the name stays."""
    assert titles(f"# P\n\n## A\n\n{line}\n- Other\n") == [title, "Other"]


def test_links_below_a_topic_are_its_resources() -> None:
    """A link that names no topic is kept with the topic that it stands under."""
    found = read(
        "# P\n## A\n- Trees\n  - [Trees in ten minutes (video)](https://youtu.be/1)\n"
        "  - Notes: [Lecture](https://ocw.mit.edu/t)\n- Graphs: [video](https://youtu.be/2), [text](https://x.y)\n"
    ).topics
    assert [(topic.title, [link.url for link in topic.resources]) for topic in found] == [
        ("Trees", ["https://youtu.be/1"]),
        ("Notes", ["https://ocw.mit.edu/t"]),
        ("Graphs", ["https://youtu.be/2", "https://x.y"]),
    ]


def test_a_topic_may_be_a_link_to_its_own_page() -> None:
    """A short name that its address has is a topic; what is called a course or a video is not."""
    found = read("# P\n## Databases\n- [Redis](https://redis.io)\n- [MySQL](https://www.mysql.com)\n").topics
    assert [(topic.title, topic.kind, topic.resources[0].url) for topic in found] == [
        ("Redis", "topic", "https://redis.io"),
        ("MySQL", "topic", "https://www.mysql.com"),
    ]


def test_a_heading_with_nothing_but_links_is_a_topic() -> None:
    """So lists of courses by subject give their subjects."""
    text = (
        "# P\n## Maths\n### Calculus\n- [Essence of calculus](https://www.youtube.com/p)\n### Algebra\n"
        "**Resources:**\n- [A free course](https://www.edx.org/a)\n- Ask a friend\n"
    )
    found = read(text).topics
    assert [(topic.title, topic.path, topic.kind) for topic in found] == [
        ("Calculus", ("Maths",), "topic"),
        ("Algebra", ("Maths",), "topic"),
    ]
    assert found[0].resources == (Resource("Essence of calculus", "https://www.youtube.com/p"),)


def test_links_that_belong_to_no_topic_are_entries_of_their_own() -> None:
    """They stand in the order of the document, with the place where they were found."""
    found = read("# P\n## A\n- One\n- Two\n\n**Resources:**\n- [A book](https://x.y/b)\n").topics
    assert [(topic.title, topic.kind, topic.path) for topic in found] == [
        ("One", "topic", ("A",)),
        ("Two", "topic", ("A",)),
        ("A book", "resource", ("A",)),
    ]


def test_projects_and_practice_are_tasks() -> None:
    """What stands under a heading of things to do is to be done; best practices are to be learnt."""
    text = "# P\n## A\n- [ ] x\n\n**Projects:**\n- [ ] y\n\n## Best practices\n- [ ] z\n\n## Exercises\n- [ ] w\n"
    assert [(topic.title, topic.kind) for topic in read(text).topics] == [
        ("x", "topic"),
        ("y", "task"),
        ("z", "topic"),
        ("w", "task"),
    ]


def test_a_roadmap_that_is_called_a_checklist_has_topics() -> None:
    """A heading of things to do that holds everything says nothing about what is to be learnt."""
    text = "# P\n## Weekly progress checklist\n### Week 1: A\n- [ ] x\n- [ ] y\n- [ ] z\n### Projects\n- [ ] w\n"
    assert [(topic.title, topic.kind) for topic in read(text).topics] == [
        ("x", "topic"),
        ("y", "topic"),
        ("z", "topic"),
        ("w", "task"),
    ]


def test_where_boxes_mark_the_topics_other_items_are_remarks() -> None:
    """Lists without boxes among lists with boxes are prose, and so are notes below a box."""
    text = "# P\n## A\n- [ ] x\n  - a remark\n- [ ] y\n- [ ] z\n## Communities\n- a forum\n- a chat\n"
    assert titles(text) == ["x", "y", "z"]


def test_prose_is_no_topic() -> None:
    """Sentences between the lists, quotes, and lists of tips are left out."""
    text = "# P\n\nIt helps.\n\n> - quoted\n\n## Tips\n- Sleep well\n\n## A\nSome words on A.\n\n- x\n- y\n"
    assert titles(text) == ["x", "y"]


def test_a_document_of_headings_gives_its_innermost_headings() -> None:
    """Where nothing is listed, what is explained under a heading is the topic."""
    text = (
        "# Plan\n\n## Step 1: Tools\n\n### Knives\n\nKeep them sharp.\n\n### Pans\n\nThese too.\n\n## License\n\nMIT\n"
    )
    assert entries(text) == [(5, "Step 1: Tools", "Knives"), (9, "Step 1: Tools", "Pans")]


def test_duplicate_titles_are_kept() -> None:
    """A roadmap may name a thing twice; only its file may not, within one section."""
    assert titles("# P\n## A\n- x\n- x\n") == ["x", "x"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty-file"),
        (b" \n\t\n", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"just a sentence about nothing in particular.", "no-topics"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "not-text"),
        (b"- a\x00b", "not-text"),
        (bytes(range(1, 32)) * 40, "not-text"),
        (b"x" * (50 * 1024 * 1024), "too-large"),
        (b"- a\n" * 1_000_000, "too-large"),
        (b"- a\n" * 30_000, "too-large"),
        (b'{"title": 1,,}', "json"),
        (b'{"a":' * 100_000, "json"),
        (b'["a",', "json"),
        (b"[[Page]]", "no-topics"),
        (b"import os\nimport sys\n\nprint(sys.path)\n", "no-topics"),
        (b'{"topics": []}', "no-topics"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_roadmap_is_told_in_a_sentence(data: bytes, rule: str) -> None:
    """Bad input gives one problem with its file's name, and takes no time."""
    started = time.perf_counter()
    found, problems = read_roadmap_source(data, "bad.md")
    assert time.perf_counter() - started < 3
    assert found is None
    assert [(problem.path, problem.rule) for problem in problems] == [("bad.md", rule)]
    assert problems[0].message.count(". ") == 0
    assert len(problems[0].message) > 20


def test_broken_json_is_told_with_its_line() -> None:
    """The line is the one where reading stopped."""
    assert read_roadmap_source(b'{"title": "x",\n"topics": [1 2]}', "r.json")[1][0].line == 2


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("  " * depth + "- a" for depth in range(800)),
        "> " * 900 + "- a",
        "[" * 2_000 + "\n" + "![[](" * 400,
        "*a_" * 650 + "`a" * 900,
        "<" * 2_000 + "\n" + "<a <b" * 300 + "<!--" * 400,
        "|" * 1_500 + "\n" + "|-" * 700,
        "#" * 1_000 + " a\n- b",
        ("- [ ] " * 300 + "\n") * 20,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    """Nesting and marks that nobody closes neither raise nor hang."""
    started = time.perf_counter()
    read_roadmap_source(text.encode(), "x.md")
    assert time.perf_counter() - started < 3


def test_three_thousand_topics_cost_little_more_than_their_markdown() -> None:
    """Reading a roadmap takes no more than three times what parsing its Markdown alone takes."""
    text = "# P\n" + "".join(
        f"\n## Section {part}\n\n" + "".join(f"- [ ] topic {part}.{item} of the plan\n" for item in range(30))
        for part in range(100)
    )
    assert len(titles(text)) == 3_000
    parser = MarkdownIt("commonmark")

    def spent(work: Callable[[], object]) -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    pairs = [(spent(lambda: read(text)), spent(lambda: parser.parse(text))) for _ in range(4)]
    assert min(ours for ours, _ in pairs) < 3 * min(theirs for _, theirs in pairs)
