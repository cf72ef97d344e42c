"""Decks come from strangers: nothing in them steers the terminal, whatever command shows it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from cli_values import Ran, Run

ESC, OSC, BIDI, C1 = "\\x1b[31m", "\\x1b]52;c;aGk=\\x07", "\\u202e\\u2066", "\\x9b2J\\x85"
EVIL = f"{ESC}red {OSC}clip {BIDI}turned {C1}wiped [bold]markup[/] \\u200f\\u2028end"
"""Escapes that YAML turns into the characters themselves."""
LONG = "\\n".join(f"line {number}" for number in range(10_000))
DECK = f"""\
id: evil/deck
title: "{EVIL}"
covers: ["{EVIL}"]
tags: ["{EVIL}"]
questions:
  - {{id: typed, kind: typed, ask: "{EVIL}", answer: "{EVIL}", hint: "{EVIL}", why: "{EVIL}"}}
  - {{id: choice, kind: choice, ask: "{EVIL}?", answer: "{EVIL} right", wrong: [{{text: "{EVIL}", why: "{EVIL}"}}]}}
  - {{id: match, kind: match, ask: "{EVIL}!", pairs: {{"{EVIL} a": "{EVIL} b", "{EVIL} c": "{EVIL} d"}}}}
  - {{id: output, kind: output, code: "{EVIL}", answer: "{EVIL}"}}
  - {{id: cloze, kind: cloze, text: "{{{{{EVIL}}}}} and {{{{other::{EVIL}}}}}"}}
  - {{id: numeric, kind: numeric, ask: "{EVIL}#", answer: "1", unit: "{EVIL}"}}
  - {{id: long, kind: basic, ask: Long?, answer: "{LONG[:19000]}"}}
"""
ROADMAP = f"""\
id: evil-roadmap
title: "{EVIL}"
phases:
  - {{title: "{EVIL}", sections: [{{title: "{EVIL}", topics: [{{title: "{EVIL}", decks: [evil/deck]}}]}}]}}
"""
PLAIN_KEYS = "h\nw\nx\n1\n\n\n\nb a\n\n1a\n\n\n\n\n\n\n\n\n\n"
COMMANDS = {
    "list": ["decks", "list"],
    "show": ["decks", "show", "evil/deck"],
    "check": ["decks", "check"],
    "roadmaps": ["roadmap", "list"],
    "roadmap": ["roadmap", "show", "evil-roadmap"],
    "search": ["search", "deck:evil"],
    "why": ["why", "evil/deck/typed"],
    "config": ["config"],
    "due": ["due"],
    "undo": ["undo"],
    "replay": ["replay"],
}


@pytest.fixture
def evil(home: Path) -> Path:
    """Put hostile decks, files with hostile names and a hostile roadmap into the home."""
    (home / "decks" / "evil").mkdir()
    (home / "decks" / "evil" / "deck.yaml").write_text(DECK, encoding="utf-8")
    (home / "decks" / "evil" / "b\x1b[31m\u202eroken\x9b.yaml").write_text("title: [\x1b", encoding="utf-8")
    (home / "decks" / "evil" / "raw.yaml").write_text("title: \x1b]0;x\x07\nquestions: []\n", encoding="utf-8")
    (home / "roadmaps" / "evil.yaml").write_text(ROADMAP, encoding="utf-8")
    return home


def assert_harmless(ran: Ran) -> None:
    """Check that nothing but text, line ends and the arrows of ours came out."""
    for text in (ran.out, ran.err):
        for character in text.replace("\n", ""):
            assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), hex(ord(character))


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_no_command_lets_it_through(evil: Path, quizzer: Run, name: str, as_json: bool) -> None:
    """Neither stream carries a control, bidi or surrogate character; markup stays as it was written."""
    ran = quizzer("review", "evil", "--plain", given=PLAIN_KEYS)
    assert ran.code == 0
    ran = quizzer(*COMMANDS[name], *(["--json"] if as_json else []))
    assert ran.code in (0, 1)
    assert ran.out
    assert_harmless(ran)
    if as_json:
        json.loads(ran.out)
    elif name in ("list", "show", "roadmap"):
        assert "[bold]markup[/]" in ran.out


def test_the_line_mode_lets_nothing_through(evil: Path, quizzer: Run) -> None:
    """Prompts, options, code, hints, reasons, differences and long answers are shown harmlessly."""
    ran = quizzer("review", "evil", "--plain", given=PLAIN_KEYS)
    assert "[bold]markup[/]" in ran.out
    assert_harmless(ran)
    ran = quizzer("review", "evil", "--plain", "--cram", given="\n\n" * 40)
    assert "more lines." in ran.out
    assert_harmless(ran)


def test_json_loses_nothing(evil: Path, quizzer: Run) -> None:
    """What is escaped in JSON is there when it is read: the path of a hostile file is the file's path."""
    told = json.loads(quizzer("decks", "check", "--json").out)
    assert any(Path(problem["path"]).exists() and "\x1b" in problem["path"] for problem in told["problems"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["review", "\x1b[31mred\u202e"],
        ["why", "\x1b[31mred\u202e"],
        ["search", "prop:\x1b[31m"],
        ["roadmap", "show", "\x1b[31m\nx"],
        ["config", "\x1b]0;x\x07"],
        ["decks", "show", "\x1b[31m"],
        ["decks", "new", "\x1b[31m"],
        ["restore", "\x1b[31m"],
    ],
)
def test_what_is_typed_is_repeated_harmlessly(quizzer: Run, arguments: list[str]) -> None:
    """An error that repeats an argument is one clean line on standard error."""
    plain = ["--plain"] if arguments[0] == "review" else []
    ran = quizzer(*arguments, *plain)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("quizzer: ")
    assert_harmless(ran)
