"""Every command: described, in the documentation, and with the JSON that others rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from cli_values import Run
from small_home import SettableClock

from quizzer import __version__
from quizzer.cli.main import quizzer as group
from quizzer.cli.stats import NAMES as SECTION_NAMES

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(command: click.Command = group, path: str = "quizzer") -> Iterator[tuple[str, click.Command]]:
    """Yield each command with the words that call it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(commands())
SHAPES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "quizzer due": (
        ["due"],
        {"due": 0, "learning": 1, "new": 9, "minutes": int, "decks": {"id", "due", "learning", "new"}},
    ),
    "quizzer today": (["today"], {"day": "2026-03-02", "limits": {"deck", "new", "reviews"}, "fit_offered": False}),
    "quizzer import": (
        ["import", str(ROOT / "decks" / "quizzer_decks" / "library" / "python" / "functions.yaml")],
        {
            "dry_run": False,
            "files": {
                *("path", "format", "error", "decks", "questions", "cards", "reviews", "media", "duplicates"),
                *("skipped", "warnings", "new", "changed", "same", "kept", "conflicts", "gone", "removed"),
            },
        },
    ),
    "quizzer next": (["next"], {"suggestions": {"kind", "sentence", "minutes", "title", "decks"}}),
    "quizzer unlock": (
        ["unlock", "small/later"],
        {"title": "Later", "decks": ["small/later"], "unlocked": True, "waits_for": ["small/siblings"]},
    ),
    "quizzer decks list": (
        ["decks", "list"],
        {"decks": {"id", "title", "path", "bundled", "questions", "cards", "kinds"}},
    ),
    "quizzer decks show": (
        ["decks", "show", "small/kinds"],
        {
            "id": "small/kinds",
            "title": "All kinds",
            "covers": ["Kinds"],
            "needs": [],
            "questions": {"id", "kind", "prompt", "answer", "why", "source"},
        },
    ),
    "quizzer decks check": (
        ["decks", "check"],
        {"problems": {"path", "line", "rule", "severity", "message"}, "decks": 4, "questions": 15},
    ),
    "quizzer roadmap list": (
        ["roadmap", "list"],
        {
            "roadmaps": {
                *("id", "title", "questions", "coverage", "mastery", "mature", "due", "new", "at_risk"),
                *("topics_in_all", "topics_with_decks", "ticked"),
            },
            "unreadable": [],
        },
    ),
    "quizzer roadmap tick": (
        ["roadmap", "tick", "small-roadmap", "build something"],
        {
            "path": "small-roadmap/phase-one/first-section/build-something",
            "title": "Build something",
            "kind": "task",
            "ticked": True,
        },
    ),
    "quizzer roadmap check": (
        ["roadmap", "check"],
        {
            "topics_without_decks": {"roadmap", "phase", "section", "title"},
            "decks_on_no_roadmap": ["other/elsewhere"],
            "one_kind": {"deck", "kind"},
            **{key: [] for key in ("unmet_needs", "cycles", "unknown_decks", "orphans", "unreadable")},
        },
    ),
    "quizzer roadmap remove": (["roadmap", "remove", "small-roadmap"], {"removed": "small-roadmap", "path": str}),
    "quizzer search": (
        ["search", "mercury"],
        {
            "found": 5,
            "cards": {
                *("id", "deck", "question", "kind", "state", "due", "stability", "difficulty"),
                *("retrievability", "lapses", "suspended", "flag"),
            },
        },
    ),
    "quizzer why": (
        ["why", "small/siblings/planets#mercury"],
        {
            "card": "small/siblings/planets#mercury",
            "state": "learning",
            "stability": float,
            "difficulty": float,
            "retrievability": float,
            "due": "2026-03-02T12:10:00.000Z",
            "reason": str,
            "placed": None,
            "steps": {"name", "value", "meaning"},
            "reviews": {
                *("at", "day", "rating", "mark", "response", "took", "retrievability", "stability_before"),
                *("stability_after", "difficulty_after", "interval_days", "due", "parameters"),
            },
        },
    ),
    "quizzer stats": (
        ["stats"],
        {
            "at": "2026-03-02T12:00:00.000Z",
            "day": "2026-03-02",
            "scope": dict,
            "window": "30",
            "cards": 22,
            "answers": 1,
            **dict.fromkeys(SECTION_NAMES, dict),
        },
    ),
    "quizzer optimize": (
        ["optimize", "--dry-run"],
        {
            "reviews": 1,
            "targets": 0,
            "adopted": False,
            **dict.fromkeys(("held_out", "old_loss", "new_loss", "error", "better", "weights", "adopted_as"), None),
            **dict.fromkeys(("moved", "due_before", "due_after"), None),
        },
    ),
    "quizzer simulate": (
        ["simulate"],
        {
            "current": 0.9,
            "new_a_day": 10,
            "unseen": int,
            "known": int,
            "answers_measured": int,
            "weights_fitted": False,
            "days": 365,
            "retentions": {"retention", "minutes", "minutes_at_end", "answers", "remembered", "seen", "current"},
        },
    ),
    "quizzer plan": (["plan"], {"in_force": None, "breaks": []}),
    "quizzer undo": (["undo"], {"undone": {"card", "at", "what"}, "left": []}),
    "quizzer redo": (["redo"], {"redone": None, "left": []}),
    "quizzer replay": (["replay", "--check"], {"cards": 1, "reviews": 1, "different": [], "miscounted": []}),
    "quizzer config": (
        ["config"],
        {
            "path": str,
            "settings": {"key", "value", "default", "meaning"},
            "keys": {},
            "easy_days": dict,
            "decks": {},
        },
    ),
    "quizzer backup": (["backup"], {"path": str}),
}
FIGURES = (
    *("questions", "coverage", "mastery", "mature", "due", "new", "at_risk"),
    *("topics_in_all", "topics_with_decks", "ticked"),
)
TOPIC = (
    *("title", "path", "kind", "decks", "questions", "coverage", "mastery", "mature", "due", "new", "at_risk"),
    *("ticked", "done", "resources"),
)
SHAPED_BELOW = {
    "quizzer roadmap import",
    "quizzer roadmap show",
    "quizzer restore",
    "quizzer placement",
    "quizzer export",
}


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_described(path: str, quizzer: Run) -> None:
    """`--help` explains it, shows an example that begins with the command's words, and every option has a sentence."""
    ran = quizzer(*path.split()[1:], "--help")
    assert ran.code == 0
    assert re.search(rf"  Examples?:\n(.*\n)* +{path}\b", ran.out)
    command = COMMANDS[path]
    assert (command.help or "").strip().splitlines()[0].endswith((".", ":"))
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.help.endswith("."), option.name


def test_lists_of_commands_say_whole_sentences(quizzer: Run) -> None:
    """Whoever reads what there is to choose from sees every command, with a sentence that is not cut."""
    for words in ("quizzer", "quizzer decks", "quizzer roadmap"):
        told = re.findall(r"^  ([a-z]+) {2,}([A-Z].*)$", quizzer(*words.split()[1:], "--help").out, re.MULTILINE)
        below = {path.split()[words.count(" ") + 1] for path in COMMANDS if path.startswith(f"{words} ")}
        assert {name for name, _ in told} == below
        assert [sentence for _, sentence in told if not sentence.endswith(".") or "..." in sentence] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_documented(path: str) -> None:
    """It has its chapter in docs/cli.md, with all its options, and the daily ones are in the README."""
    chapter = re.search(rf"## `{path}\b[^`]*`\n((?:(?!\n## ).|\n(?!## ))*)", DOCS)
    assert chapter is not None
    for option in COMMANDS[path].params:
        if isinstance(option, click.Option) and "--json" not in option.opts and option.name != "help":
            assert option.opts[0] in chapter[0], option.opts


def test_the_daily_commands_are_in_the_readme() -> None:
    """Someone who reads only the README finds the way to a sitting, to decks, settings, copies and proofs."""
    for path in (
        "review --plain",
        "due",
        "decks new",
        "decks check",
        "config",
        "backup",
        "restore",
        "replay --check",
        "why",
    ):
        assert f"quizzer {path}" in README, path


@pytest.mark.parametrize(
    "path", [path for path, found in COMMANDS.items() if any(o.name == "as_json" for o in found.params)]
)
def test_every_json_is_shaped(path: str) -> None:
    """A command that prints JSON has its shape tested here and each key in docs/cli.md."""
    assert path in SHAPES or path in SHAPED_BELOW


@pytest.mark.parametrize("path", SHAPES)
def test_the_json_has_the_keys_that_were_promised(path: str, quizzer: Run) -> None:
    """One object with its version and exactly these keys, on standard output alone; each is documented."""
    quizzer("review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    arguments, shape = SHAPES[path]
    ran = quizzer(*arguments, "--json")
    assert ran.err == ""
    told = json.loads(ran.out)
    assert told.pop("version") == 1
    assert set(told) == set(shape)
    chapter = DOCS[DOCS.index(f"## `{path}") :].split("\n## ")[0]
    for key, wanted in shape.items():
        assert f"`{key}`" in chapter, key
        if isinstance(wanted, set):
            assert isinstance(told[key], list)
            assert all(set(each) == wanted for each in told[key])
            assert told[key]
            assert all(f"`{name}`" in chapter for name in wanted)
        elif isinstance(wanted, type):
            assert isinstance(told[key], wanted)
        else:
            assert told[key] == wanted


def test_a_roadmap_is_a_tree_of_figures(quizzer: Run, clock: SettableClock) -> None:
    """Phases, sections and topics, each with its figures; a task has none, and coverage is what was introduced."""
    quizzer("review", "small/siblings", "--plain", given="Mercury\n4\nq\n")
    told = json.loads(quizzer("roadmap", "show", "small-roadmap", "--json").out)
    assert set(told) == {"version", "id", "title", "phases", *FIGURES}
    (phase,) = told["phases"]
    (section,) = phase["sections"]
    assert set(phase) == {"title", "sections", *FIGURES}
    assert set(section) == {"title", "topics", *FIGURES}
    topics = {topic["title"]: topic for topic in section["topics"]}
    assert all(set(topic) == set(TOPIC) for topic in topics.values())
    assert topics["Sibling topic"]["coverage"] == pytest.approx(1 / 7)
    assert topics["Untaught topic"]["mastery"] is None
    assert topics["Build something"]["kind"] == "task"
    assert (told["topics_in_all"], told["topics_with_decks"]) == (4, 3)


def test_a_backup_is_put_back(quizzer: Run, home: Path) -> None:
    """What was answered after the backup is gone, and where it was kept is said."""
    path = json.loads(quizzer("backup", "--json").out)["path"]
    quizzer("review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    told = json.loads(quizzer("restore", path, "--json").out)
    assert set(told) == {"version", "restored", "kept"}
    assert json.loads(quizzer("replay", "--check", "--json").out)["reviews"] == 0
    assert f"Restored from {told['kept']}" in quizzer("restore", told["kept"]).out
    assert json.loads(quizzer("replay", "--json").out)["reviews"] == 1


def test_settings_are_shown_and_set(quizzer: Run) -> None:
    """One by one or all; what is set is told, unless one asked for quiet."""
    assert quizzer("config", "study.new_per_day").out == "10\n"
    assert quizzer("config", "study.new_per_day", "7").out == "study.new_per_day is 7.\n"
    assert json.loads(quizzer("config", "study.new_per_day", "--json").out)["value"] == "7"
    assert quizzer("config", "study.new_per_day", "--reset").out == "study.new_per_day is back to 10.\n"
    assert quizzer("--quiet", "config", "keys.review.good", "g").out == ""
    assert quizzer("config", "keys.review.good").out == "g\n"
    assert "study.new_per_day" in quizzer("config").out
    assert quizzer("config", "study.new_per_day", "7", "--reset").code == 2


def test_a_deck_is_begun_listed_shown_and_checked(quizzer: Run, home: Path) -> None:
    """The file that `decks new` writes has no error, and its question is shown."""
    kinds = ["basic", "typed", "numeric", "cloze", "choice", "multi", "order", "match", "output"]
    ran = quizzer(
        "decks", "new", "physics/optics", "--title", "Optics", *(word for kind in kinds for word in ("--kind", kind))
    )
    path = Path(ran.out.strip())
    assert path == home / "decks" / "physics" / "optics.yaml"
    checked = json.loads(quizzer("decks", "check", str(path), "--trust", "--json").out)
    assert [problem for problem in checked["problems"] if problem["severity"] == "error"] == []
    assert re.search(r"physics/optics +Optics +9", quizzer("decks", "list").out)
    assert "my-output-question [output]" in quizzer("decks", "show", "physics/optics").out
    assert quizzer("decks", "new", "physics/optics").err.startswith(f"quizzer: {path} is there already.")
    assert quizzer("decks", "new", "Not An Id").code == 1
    assert "is no kind" in quizzer("decks", "new", "a/b", "--kind", "riddle").err
    assert json.loads(quizzer("decks", "schema").out)["$schema"]
    assert json.loads(Path(quizzer("decks", "schema", "--path").out.strip()).read_text("utf-8"))["$schema"]


def test_undo_and_redo_say_what(quizzer: Run) -> None:
    """In words, with nothing to do said as well."""
    assert quizzer("undo").out == "There is nothing to undo.\n"
    quizzer("review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    assert quizzer("undo").out == "Undone: small/siblings/planets#mercury answered Good.\n"
    assert quizzer("redo").out == "Redone: small/siblings/planets#mercury answered Good.\n"
    assert quizzer("redo").out == "There is nothing to redo.\n"


def test_reading_commands_print_tables(quizzer: Run, clock: SettableClock) -> None:
    """Without JSON the same is told in words: due, search, why, roadmaps, replay."""
    quizzer("review", "small/siblings", "--plain", given="Mercury\n4\nq\n")
    assert quizzer("due").out == "9 new, ≈ 6 min\n"
    assert "small/siblings/metal" in quizzer("search", "mercury").out
    assert "4 more; --limit shows them." in quizzer("search", "mercury", "--limit", "1").out
    assert "Siblings" in quizzer("why", "small/siblings/planets#mercury").out
    assert "Small roadmap: " in quizzer("roadmap", "show", "small-roadmap").out
    assert "☐ Build something" in quizzer("roadmap", "show", "small-roadmap").out
    assert "3 of 4" in quizzer("roadmap", "list").out
    assert quizzer("replay").out == "1 card, 1 review: all agree.\n"


def test_the_app_is_opened_with_a_terminal_only(
    quizzer: Run, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, what to use instead is said; with one, a review opens with its plan."""
    for arguments in ([], ["review"]):
        ran = quizzer(*arguments)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "`quizzer review --plain`" in ran.err
    monkeypatch.setattr("quizzer.cli.review.require_terminal", lambda: None)
    assert quizzer().code == 0
    assert quizzer("review", "small", "--limit", "5").code == 0
    assert [plan and (plan.limit, "small/kinds" in plan.decks) for _, plan in opened] == [None, (5, True)]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script(shell: str, quizzer: Run, tmp_path: Path) -> None:
    """It names the program and needs no history: nothing is made in the home."""
    ran = quizzer("completion", shell, home=tmp_path / "new")
    assert "_QUIZZER_COMPLETE" in ran.out
    assert not (tmp_path / "new").exists()


def test_usage_is_told_with_exit_code_2(quizzer: Run) -> None:
    """An unknown command, option or value; the version and help are no errors."""
    for arguments in (["nonsense"], ["due", "--fast"], ["review", "--limit", "0"], ["search"], ["completion", "tcsh"]):
        ran = quizzer(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "Error: " in ran.err
    assert quizzer("--version").out == f"quizzer, version {__version__}\n"
    assert quizzer("-h").code == 0


def test_a_number_beyond_all_cards_is_all_of_them(quizzer: Run) -> None:
    """No number of cards is too large to ask for."""
    for option in ("--new", "--limit"):
        ran = quizzer("review", option, "9" * 30, "--plain")
        assert (ran.code, ran.err) == (0, "")


def test_limits_of_today_alone(quizzer: Run, clock: SettableClock) -> None:
    """A limit for today counts today, over all decks or for one, is taken back by undo, and is over tomorrow."""

    def new() -> int:
        return int(json.loads(quizzer("due", "--json").out)["new"])

    usual = new()
    assert quizzer("today", "--new", "2").code == 0
    assert new() == 2
    assert quizzer("today", "--reviews", "7", "--json").code == 0
    shown = json.loads(quizzer("today", "--json").out)["limits"][0]
    assert shown == {"deck": None, "new": 2, "reviews": 7}
    assert "small/kinds" in quizzer("today", "--new", "1", "--deck", "small/kinds").out
    assert quizzer("undo").code == 0
    assert "small/kinds" not in quizzer("today").out
    clock.forward(days=1)
    assert new() == usual
    folder = quizzer("today", "--new", "1", "--deck", "small")
    assert (folder.code, "folder" in folder.err) == (1, True)
    assert quizzer("today", "--deck", "nowhere").code == 1
