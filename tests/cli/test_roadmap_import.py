"""Anybody's roadmap from the command line: read, matched, taken in, taken back, checked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_values import Run
from small_home import SettableClock, open_home

from quizzer.roadmap_importing import preview, take
from quizzer.sitting import Plan
from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.roadmap_file import read_roadmap_file

PLAN = """\
# My plan
## First steps
- [x] Siblings
- [ ] Kinds and baskets
- [ ] Weaving baskets
  - [A book on weaving](https://example.org/weaving)
## Later on
- [ ] Elsewhere
### Projects
- [x] Build a basket
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], str]:
    """Return what writes a roadmap into a file and returns its path."""

    def write_it(content: str | bytes, name: str = "plan.md") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write_it


def state(home: Path) -> dict[str, bytes]:
    """Return all files of the learner's roadmaps and decks."""
    folders = (home / "roadmaps", home / "decks")
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*.yaml")}


def topics(told: Any) -> dict[str, Any]:
    """Return the topics of an import by title."""
    return {t["title"]: t for phase in told["phases"] for section in phase["sections"] for t in section["topics"]}


def ticked(quizzer: Run, roadmap: str = "my-plan") -> set[str]:
    """Return the titles that are ticked."""
    shown = json.loads(quizzer("roadmap", "show", roadmap, "--json").out)
    return {title for title, topic in topics(shown).items() if topic["done"]}


def test_a_roadmap_is_imported(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """Topics are linked to what covers them, ticks and links are kept, and all of it is told as JSON."""
    ran = quizzer("roadmap", "import", write(PLAN), "--json")
    told = json.loads(ran.out)
    assert (ran.code, ran.err, told["version"]) == (0, "", 1)
    assert set(told) == {
        *("version", "dry_run", "path", "id", "title", "topics", "tasks", "linked", "doubtful", "gaps", "same_as"),
        *("updates", "changes", "problems", "phases"),
    }
    assert (told["id"], told["title"], told["topics"], told["tasks"]) == ("my-plan", "My plan", 4, 1)
    found = topics(told)
    assert set(found["Siblings"]) == {
        *("title", "kind", "line", "done", "state", "decks", "match", "candidates", "resources"),
    }
    assert found["Siblings"]["match"] == {"deck": "small/siblings", "score": 1.0}
    assert (found["Siblings"]["line"], found["Siblings"]["done"]) == (3, True)
    assert found["Weaving baskets"]["state"] == "gap"
    assert found["Weaving baskets"]["resources"] == [
        {"title": "A book on weaving", "url": "https://example.org/weaving"}
    ]
    assert Path(told["path"]) == home / "roadmaps" / "my-plan.yaml"
    kept, problems = read_roadmap_file(Path(told["path"]))
    assert problems == []
    assert kept is not None
    assert kept.phases[0].sections[0].topics[2].resources[0].url == "https://example.org/weaving"
    assert ticked(quizzer) == {"Siblings", "Build a basket"}


def test_a_dry_run_writes_nothing(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """It says what an import would come to, and undo finds nothing."""
    before = state(home)
    ran = quizzer("roadmap", "import", write(PLAN), "--dry-run")
    assert "4 topics and 1 task:" in ran.out
    assert "Nothing was written: this was a dry run." in ran.out
    assert state(home) == before
    assert quizzer("undo").out == "There is nothing to undo.\n"


def test_one_undo_takes_an_import_back(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """The file and the ticks go together, and come back together with redo."""
    before = state(home)
    quizzer("roadmap", "import", write(PLAN))
    after = state(home)
    assert quizzer("undo").out == "Undone: roadmap my-plan imported.\n"
    assert state(home) == before
    assert "my-plan" not in quizzer("roadmap", "list").out
    assert quizzer("redo").out == "Redone: roadmap my-plan imported.\n"
    assert state(home) == after
    assert ticked(quizzer) == {"Siblings", "Build a basket"}
    quizzer("undo")
    assert quizzer("undo").out == "There is nothing to undo.\n"


def test_importing_again_keeps_what_the_learner_decided(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """Answers, links edited in the file and ticks stay; what changed is said; the same again changes nothing."""
    source = write(PLAN)
    first = json.loads(quizzer("roadmap", "import", source, "--yes", "--json").out)
    doubtful = [topic["title"] for topic in topics(first).values() if topic["state"] == "linked"]
    assert "Kinds and baskets" in doubtful
    path = home / "roadmaps" / "my-plan.yaml"
    text = path.read_text("utf-8")
    edited = text.replace("title: Weaving baskets\n", "title: Weaving baskets\n            decks: [small/later]\n")
    assert edited != text
    path.write_text(edited, encoding="utf-8")
    again = json.loads(quizzer("roadmap", "import", source, "--no", "--json").out)
    assert again["updates"]
    assert again["changes"] == {"new": [], "gone": [], "relinked": []}
    assert topics(again)["Weaving baskets"]["decks"] == ["small/later"]
    assert topics(again)["Kinds and baskets"]["decks"] == ["small/kinds"]
    newer = write(PLAN.replace("- [ ] Elsewhere", "- [x] Something else").replace("- [x] Siblings", "- [ ] Siblings"))
    ran = quizzer("roadmap", "import", newer)
    assert "Against what was there: 1 (Something else) new; 1 (Elsewhere) gone." in ran.out
    assert ticked(quizzer) == {"Siblings", "Build a basket", "Something else"}


def test_a_tick_taken_away_stays_away(quizzer: Run, write: Callable[[str], str], home: Path) -> None:
    """What the learner unticked is not ticked again by a file that has it ticked as before."""
    source = write(PLAN)
    quizzer("roadmap", "import", source)
    workspace = open_home(home, SettableClock())
    workspace.tick("my-plan/first-steps/first-steps/siblings", done=False)
    workspace.close()
    assert ticked(quizzer) == {"Build a basket"}
    quizzer("roadmap", "import", source)
    assert ticked(quizzer) == {"Build a basket"}


def test_a_roadmap_that_is_there_is_recognised(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """The topics of another roadmap are told as that roadmap; another of the same title needs an id of its own."""
    lines = "# Other\n## Phase one\n### First section\n" + "".join(
        f"- [ ] {title}\n" for title in ("Later topic", "Sibling topic", "Kinds of questions", "Untaught topic")
    )
    before = state(home)
    same = write(lines + "### Projects\n- [ ] Build something\n")
    assert "small-roadmap is this roadmap" in quizzer("roadmap", "import", same).out
    assert state(home) == before
    assert quizzer("roadmap", "import", same, "--id", "mine", "--json").code == 0
    assert (home / "roadmaps" / "mine.yaml").exists()
    quizzer("roadmap", "import", write(PLAN))
    other = write("# My plan\n## Else\n- [ ] Quite\n- [ ] Different\n- [ ] Things\n", "other.md")
    ran = quizzer("roadmap", "import", other)
    assert (ran.code, ran.err) == (
        1,
        "quizzer: There is another roadmap with the id my-plan. Give this one its own with --id.\n",
    )
    assert quizzer("roadmap", "import", other, "--id", "Not An Id").code == 1
    assert quizzer("roadmap", "import", other, "--id", "another", "--title", "Another").code == 0
    assert "Another" in quizzer("roadmap", "list").out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "nothing in this file"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "not a text file"),
        (b"- topic\n" * (7 * 1024 * 1024), "larger than"),
        (b"Just a sentence, and no list of anything at all.\n", "no topic"),
        (b'{"nodes": "none"}', "topic"),
    ],
    ids=["empty", "binary", "50 MB", "prose", "other JSON"],
)
def test_what_is_no_roadmap_is_refused(
    content: bytes, why: str, quizzer: Run, home: Path, write: Callable[[bytes], str]
) -> None:
    """A clear sentence, exit code 1, and nothing is changed."""
    before = state(home)
    ran = quizzer("roadmap", "import", write(content))
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert why in ran.err
    assert state(home) == before
    assert quizzer("undo").out == "There is nothing to undo.\n"


def test_a_file_that_is_not_there_is_told(quizzer: Run, tmp_path: Path) -> None:
    """By its path; an empty folder is no roadmap either."""
    assert quizzer("roadmap", "import", str(tmp_path / "none.md")).err.startswith("quizzer: There is no file")
    (tmp_path / "empty").mkdir()
    assert quizzer("roadmap", "import", str(tmp_path / "empty")).code == 1


def test_a_place_that_cannot_be_written(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """A folder in the place of the file: one sentence, nothing changed, nothing in the log."""
    (home / "roadmaps" / "my-plan.yaml").mkdir()
    ran = quizzer("roadmap", "import", write(PLAN))
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be written" in ran.err
    assert quizzer("undo").out == "There is nothing to undo.\n"


def test_titles_that_stand_twice_are_one_topic(quizzer: Run, write: Callable[[str], str]) -> None:
    """In one section the first stays; in two sections both do."""
    source = write("# Twice\n## One\n- [ ] Same\n- [x] Same\n## Two\n- [ ] Same\n")
    told = json.loads(quizzer("roadmap", "import", source, "--json").out)
    assert told["topics"] == 2
    assert [p["sections"][0]["topics"][0]["done"] for p in told["phases"]] == [True, False]


def test_a_roadmap_of_ones_own_is_removed_and_comes_back(quizzer: Run, home: Path) -> None:
    """Undo brings it back; one that does not exist is told."""
    before = state(home)
    assert quizzer("roadmap", "remove", "small-roadmap").out.startswith("Removed small-roadmap (")
    assert not (home / "roadmaps" / "small.yaml").exists()
    assert quizzer("undo").out == "Undone: roadmap small-roadmap removed.\n"
    assert state(home) == before
    assert "There is no roadmap 'nothing'" in quizzer("roadmap", "remove", "nothing").err


def test_one_that_takes_a_bundled_place_says_so(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """Who gives it the id of a roadmap that comes with Quizzer is told what it hides; a removal brings that back."""
    (home / "roadmaps" / "small.yaml").rename(home.parent / "nothing-bundled" / "small.yaml")
    ran = quizzer("roadmap", "import", write("# T\n- [ ] A\n- [ ] B\n"), "--id", "small-roadmap")
    assert "small-roadmap comes with Quizzer; this one takes its place until it is removed" in ran.out
    assert quizzer("roadmap", "show", "small-roadmap").out.startswith("T:")
    assert quizzer("roadmap", "remove", "small-roadmap").code == 0
    assert quizzer("roadmap", "show", "small-roadmap").out.startswith("Small roadmap:")


def test_a_title_is_ticked_as_it_is_written(quizzer: Run, write: Callable[[str], str]) -> None:
    """Of titles that differ in case alone, the one that is written the same is meant."""
    quizzer("roadmap", "import", write("# My plan\n- [ ] Loops\n- [ ] loops\n"))
    assert quizzer("roadmap", "tick", "my-plan", "loops").code == 0
    assert ticked(quizzer) == {"loops"}
    assert quizzer("roadmap", "tick", "my-plan", "LOOPS").code == 1


def test_a_deck_is_begun_for_each_gap(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """With the topic's wording, place and links, linked in the roadmap; nothing is written over; one undo."""
    quizzer("roadmap", "import", write(PLAN), "--yes")
    before = state(home)
    ran = quizzer("decks", "new", "--from-roadmap", "my-plan")
    paths = [Path(line) for line in ran.out.splitlines()]
    weaving = home / "decks" / "my-plan" / "weaving-baskets.yaml"
    assert weaving in paths
    deck, problems = read_deck_file(weaving, "my-plan/weaving-baskets")
    assert problems == []
    assert deck is not None
    assert (deck.title, deck.covers) == ("Weaving baskets", ("Weaving baskets",))
    assert deck.description == "Belongs to My plan › First steps.\nA book on weaving: https://example.org/weaving"
    assert deck.questions[0].source == ("https://example.org/weaving",)
    shown = json.loads(quizzer("roadmap", "show", "my-plan", "--json").out)
    assert topics(shown)["Weaving baskets"]["decks"] == ["my-plan/weaving-baskets"]
    assert quizzer("decks", "new", "--from-roadmap", "my-plan").err == "Each topic of my-plan has a deck.\n"
    assert quizzer("undo").out.startswith("Undone: roadmap my-plan given ")
    assert state(home) == before
    assert not weaving.parent.exists()
    assert quizzer("decks", "new", "--from-roadmap", "none").code == 1
    assert quizzer("decks", "new").code == 2
    assert quizzer("decks", "new", "a/b", "--from-roadmap", "my-plan").code == 2


def test_the_check_finds_what_does_not_fit(quizzer: Run, home: Path) -> None:
    """Circles are named, needs nobody teaches and unknown decks as well; the exit code tells errors from gaps."""
    assert quizzer("roadmap", "check").code == 0
    assert quizzer("roadmap", "check", "none").code == 1
    text = "title: {0}\nneeds: [{1}]\nquestions: [{{id: a, kind: typed, ask: A?, answer: b}}]\n"
    for name, need in (("one", "loop/two"), ("two", "loop/three"), ("three", "loop/one"), ("four", "nowhere/at-all")):
        path = home / "decks" / "loop" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(name, need), encoding="utf-8")
    roadmap = home / "roadmaps" / "small.yaml"
    roadmap.write_text(roadmap.read_text("utf-8").replace("small/later", "small/gone"), encoding="utf-8")
    ran = quizzer("roadmap", "check", "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert told["cycles"] == [["loop/one", "loop/two", "loop/three"]]
    assert told["unmet_needs"] == [{"deck": "loop/four", "need": "nowhere/at-all"}]
    assert told["unknown_decks"] == [{"roadmap": "small-roadmap", "title": "Later topic", "deck": "small/gone"}]
    shown = quizzer("roadmap", "check").out
    assert "loop/one needs loop/two needs loop/three needs loop/one" in shown
    assert "they count as met (1):" in shown


def test_an_orphan_is_listed(quizzer: Run, home: Path) -> None:
    """A card that was answered and whose question is gone."""
    quizzer("review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    (home / "decks" / "small" / "siblings.yaml").unlink()
    assert json.loads(quizzer("roadmap", "check", "--json").out)["orphans"] == ["small/siblings/planets#mercury"]


def test_a_file_edited_since_is_told(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """An undo leaves a file that was edited since as it is, and says so."""
    quizzer("roadmap", "import", write(PLAN), "--no")
    path = home / "roadmaps" / "my-plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Elsewhere", "Anywhere"), encoding="utf-8")
    assert (
        quizzer("undo").out == "Undone: roadmap my-plan imported; my-plan.yaml was edited since and stays as it is.\n"
    )
    assert path.exists()
    assert json.loads(quizzer("redo", "--json").out)["left"] == [str(path)]


def test_undo_in_a_sitting_takes_the_file_too(home: Path, clock: SettableClock, write: Callable[[str], str]) -> None:
    """An import taken back while cards are asked takes its file away, and a redo brings it back."""
    workspace = open_home(home, clock)
    workspace.refresh()
    path = take(workspace, preview(workspace, Path(write(PLAN))))
    session = workspace.session(Plan())
    assert session.undo() is not None
    assert not path.exists()
    assert [roadmap.id for roadmap in workspace.roadmaps] == ["small-roadmap"]
    assert session.redo() is not None
    assert path.exists()
    workspace.close()


def test_importing_what_is_there_is_no_action(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """The same file again, with nothing decided anew, changes nothing: there is nothing more to undo."""
    quizzer("roadmap", "import", write(PLAN), "--no")
    before = state(home)
    told = quizzer("roadmap", "import", write(PLAN), "--no").out
    assert "Nothing changes in it." in told
    assert told.endswith("Nothing was written, for nothing has changed.\n")
    assert state(home) == before
    assert quizzer("undo").out == "Undone: roadmap my-plan imported.\n"
    assert quizzer("undo").out == "There is nothing to undo.\n"


def test_repeated_titles_are_told(quizzer: Run, write: Callable[[str], str]) -> None:
    """Lines that count once because their section has their title already are told, in one sentence."""
    told = quizzer("roadmap", "import", write("# T\n- [ ] A\n- [ ] A\n- [ ] A\n- [ ] B\n"), "--dry-run", "--json").out
    [problem] = json.loads(told)["problems"]
    assert (problem["rule"], problem["severity"], problem["line"]) == ("same-title", "warning", 3)
    assert problem["message"].startswith("2 lines repeat a title of the section, first `A`")


def test_the_check_tells_of_files_that_cannot_be_read(quizzer: Run, home: Path) -> None:
    """A roadmap whose file is broken is not left out in silence."""
    (home / "roadmaps" / "broken.yaml").write_text("broken: [\n", encoding="utf-8")
    ran = quizzer("roadmap", "check")
    assert ran.code == 1
    assert "Roadmap files that cannot be read (1):" in ran.out
    assert "broken.yaml" in ran.out
    [unreadable] = json.loads(quizzer("roadmap", "check", "--json").out)["unreadable"]
    assert unreadable["path"].endswith("broken.yaml")
    listed = quizzer("roadmap", "list")
    assert listed.code == 0
    assert f"\nRoadmap files that cannot be read (1):\n  {unreadable['path']}" in listed.out
    assert json.loads(quizzer("roadmap", "list", "--json").out)["unreadable"] == [unreadable]


def test_a_section_called_as_its_phase_is_shown_once(quizzer: Run, write: Callable[[str], str]) -> None:
    """What stands directly under a phase is shown below it, without a line for the section that it makes."""
    quizzer("roadmap", "import", write(PLAN), "--no")
    shown = [line.strip() for line in quizzer("roadmap", "show", "my-plan").out.splitlines()]
    assert sum(line.endswith("First steps") for line in shown) == 1
    assert sum("Weaving baskets" in line for line in shown) == 1


def test_a_pipe_beside_the_roadmaps_stops_nothing(quizzer: Run, home: Path, write: Callable[[str], str]) -> None:
    """What is no regular file in the learner's folder is not read: a pipe would never end."""
    if not hasattr(os, "mkfifo"):
        assert not (home / "roadmaps" / "pipe.yaml").exists()
        return
    os.mkfifo(home / "roadmaps" / "pipe.yaml")
    writer = os.open(home / "roadmaps" / "pipe.yaml", os.O_RDWR)
    os.set_blocking(writer, False)
    os.write(writer, b"id: pipe\n")
    quizzer("roadmap", "import", write(PLAN), "--no")
    assert os.read(writer, 99) == b"id: pipe\n"
    os.close(writer)


def test_lines_outside_of_lists_are_told(quizzer: Run, write: Callable[[str], str]) -> None:
    """Where there are lists, bold lines and bare ones between them are no topics; how many, and where, is said."""
    text = "# My plan\n## Basics\n**Siblings**\n\n**Kinds**\n- Loops\n- Baskets\n\n## Later\nElsewhere\n\nWhat is told"
    text += " here is a sentence, and nobody takes it for a topic to be learnt.\n- Weaving\n"
    told = json.loads(quizzer("roadmap", "import", write(text), "--dry-run", "--json").out)
    assert set(topics(told)) == {"Loops", "Baskets", "Weaving"}
    (problem,) = told["problems"]
    assert (problem["line"], problem["rule"], problem["severity"]) == (3, "not-listed", "warning")
    assert problem["message"] == "2 lines outside of lists were not read as topics; write `- ` before what is one"
    assert quizzer("roadmap", "import", write(PLAN), "--dry-run").out.count("outside of lists") == 0
