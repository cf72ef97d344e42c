"""What is no roadmap at all is not taken for one."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_decks.roadmap import markdown, other_files, reading
from quizzer_decks.roadmap.reading import read_roadmap_source
from quizzer_decks.roadmap_file import write_roadmap

OWN = write_roadmap(Roadmap("mine", "Mine", (Phase("One", (Section("Part", (Topic("A"), Topic("B"))),)),)))
OTHERS = {
    "shell": ("#!/bin/sh\n# Install\napt-get install x\n# Done\necho done\n", "program"),
    "script": (
        "const a = require('a');\n\n// Steps\nfunction run(b) {\n  return a(b);\n}\n\nexport default run;\n",
        "program",
    ),
    "settings": ('[package]\nname = "x"\n# Versions\nversion = "1"\nkeys = [\n    "a",\n    "b",\n]\n', "program"),
    "page": (
        "<!DOCTYPE html>\n<html><body><h1>Hi</h1><ul><li>Home</li><li>About</li></ul></body></html>\n",
        "web page",
    ),
    "own file": (OWN, "roadmap file as Quizzer keeps it"),
    "prose": ("There was a fox. It lived in a wood.\n\nIt was hungry and went out to look for food.\n", "no topic"),
    "log": ("\n".join(f"2026-11-22 05:00:{n} INFO request {n} done in {n} ms" for n in range(10, 40)), "no topic"),
    "table": ("name,age,city\n" + "\n".join(f"Ann {n},{n},Paris" for n in range(40)), "no topic"),
    "names": ('["a", "b"]', "lists names but is no roadmap"),
    "named things": ('[{"name": "Ann", "url": "https://x.y"}, {"name": "Bob"}]', "lists names but is no roadmap"),
    "tasks of an editor": (
        '{"version": "2.0.0", "tasks": [{"label": "build", "command": "make"}]}',
        "lists names but is no roadmap",
    ),
    "stages of a build": ('{"name": "ci", "stages": ["build", "test"]}', "lists names but is no roadmap"),
    "data": ('{"name": "x", "scripts": {"test": "y"}, "dependencies": {"a": "1"}}', "no topic"),
}
WITH_CODE = """\
# Python from the start
- [ ] Variables: `x = 1`
- [ ] Functions
```python
def f(x):
    return x
y = f(1)
z = f(2)
```
- [ ] for loops
- [ ] import and packages
"""


@pytest.mark.parametrize(("text", "told"), OTHERS.values(), ids=OTHERS)
def test_another_kind_of_file_is_no_roadmap(text: str, told: str) -> None:
    """A program, settings, a page, prose, a log or a table gives one sentence that says what to do."""
    found, problems = read_roadmap_source(text.encode(), "other.txt")
    assert found is None
    assert [problem.rule for problem in problems] == ["no-topics"]
    assert told in problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "T", "topics": ["a", "b"]}',
        '{"title": "Web roadmap", "items": ["a", "b"]}',
        '[{"title": "A", "children": ["a", "b"]}]',
        '[{"task": "A", "done": true}, {"task": "B", "done": false}]',
    ],
)
def test_json_that_says_what_it_lists_is_a_roadmap(text: str) -> None:
    """Topics by that name, a title that says so, topics below a title, or boxes to tick."""
    found, problems = read_roadmap_source(text.encode(), "plan.json")
    assert found is not None
    assert len(found.topics) >= 2
    assert not problems


@pytest.mark.parametrize("module", [markdown, other_files, reading])
def test_a_module_is_no_roadmap(module: ModuleType) -> None:
    """Nor is a program with as many comments and docstrings as our own, whatever stands in its lists."""
    found, problems = read_roadmap_source(inspect.getsource(module).encode(), "module.py")
    assert found is None
    assert "this is a program" in problems[0].message


def test_a_roadmap_about_programs_is_one() -> None:
    """Code in fences, in marks and in titles makes no program of a roadmap."""
    found, _ = read_roadmap_source(WITH_CODE.encode(), "python.md")
    assert found is not None
    assert [topic.title for topic in found.topics] == [
        "Variables: x = 1",
        "Functions",
        "for loops",
        "import and packages",
    ]
