"""Decks and roadmaps from strangers: whatever they hold, the terminal gets nothing but what Textual draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Open
from terminal import CTRL_P, CTRL_Q, DOWN, ENTER, ESCAPE, LEFT, RIGHT, Terminal, command, foreign

PAYLOADS = (
    "\\x1b[2J\\x1b]52;c;UFdORUQ=\\x07",  # clears the screen, writes the clipboard
    "\\x1b]0;PWNED\\x07\\x1b]2;PWNED\\x1b\\\\",  # sets the title
    "\\x1b]8;;https://evil.example\\x1b\\\\click\\x1b]8;;\\x1b\\\\",
    "\\x9b31m\\x9d52;c;UFdORUQ=\\x9c\\x90q\\x9c",  # the same in C1
    "\\u202Egnp.exe\\u202C\\u2066x\\u2069\\u200F",
    "\\x00\\x07\\x08\\x0b\\x0c\\x7f\\r\\x85\\u2028",
    "[bold red]loud[/] [/x] [/] [@click=app.quit]quit[/] [link=file:///etc/passwd]l[/link] [",
    "${{\\frac{\\frac{1}{$ $\\\\left( \\\\undefined{$ $$ x^{y^{z^{w}}} $",
    "{a} {} {0.__class__} %s %(x)s \\\\N{BELL}",
)
"""As they stand inside double quotes of YAML: `\\\\x1b` becomes the control character when the deck is read."""
DEEP = "> " * 40 + "deep " + "- " * 40 + "*" * 60 + "_" * 60 + "`" * 61 + "|" * 50


def quoted(text: str) -> str:
    """Return a double-quoted scalar; the payloads are written with YAML's own escapes."""
    return '"' + text.replace('"', '\\"') + '"'


def hostile_deck(payload: str) -> str:
    """Return a deck with a payload in every text field of every kind."""
    p = payload
    common = f"hint: {quoted('hint ' + p)}\n    why: {quoted('why ' + p)}\n    tags: [{quoted('tag' + p)}]"
    return f"""
id: e2e/hostile
title: {quoted("Hostile " + p)}
description: {quoted(p)}
covers: [{quoted("topic " + p)}]
questions:
  - id: basic
    kind: basic
    ask: {quoted("ask " + p)}
    answer: {quoted("answer " + p)}
    points: [{quoted("point " + p)}]
    {common}
  - id: typed
    kind: typed
    ask: {quoted("ask " + p)}
    answer: {quoted("answer " + p)}
    accept: [{quoted("other " + p)}]
    {common}
  - id: numeric
    kind: numeric
    ask: {quoted("ask " + p)}
    answer: "3"
    unit: {quoted("m" + p)}
    {common}
  - id: cloze
    kind: cloze
    text: {quoted("text " + p + " {{hole " + p.replace("}}", "") + "::hint " + p.replace("}}", "") + "}}")}
    {common}
  - id: choice
    kind: choice
    ask: {quoted("ask " + p)}
    answer: {quoted("right " + p)}
    wrong: [{{text: {quoted("wrong " + p)}, why: {quoted("confused " + p)}}}, {quoted("other " + p)}]
    {common}
  - id: multi
    kind: multi
    ask: {quoted("ask " + p)}
    answers: [{quoted("right " + p)}]
    wrong: [{quoted("wrong " + p)}, {quoted("bad " + p)}]
    {common}
  - id: order
    kind: order
    ask: {quoted("ask " + p)}
    items: [{quoted("one " + p)}, {quoted("two " + p)}]
    {common}
  - id: match
    kind: match
    ask: {quoted("ask " + p)}
    pairs: {{{quoted("left " + p)}: {quoted("right " + p)}, {quoted("other " + p)}: {quoted("side " + p)}}}
    {common}
  - id: output
    kind: output
    ask: {quoted("ask " + p)}
    code: {quoted("print(1)  # " + p)}
    answer: {quoted("1 " + p)}
    {common}
"""


def settle(home: Path, deck: str, title: str) -> None:
    """Put a hostile deck and a roadmap with a hostile title into a home."""
    path = home / "decks" / "e2e" / "hostile.yaml"
    path.write_text(deck, encoding="utf-8")
    roadmap = f"""
id: e2e
title: {quoted("Road " + title)}
phases:
  - title: {quoted("Phase " + title)}
    sections:
      - title: {quoted("Section " + title)}
        topics:
          - title: {quoted("Topic " + title)}
            decks: [e2e/hostile]
          - title: {quoted("Task " + title)}
            kind: task
"""
    (home / "roadmaps" / "e2e.yaml").write_text(roadmap, encoding="utf-8")


def tour(terminal: Terminal, questions: int) -> None:
    """See home, every question with hint and verdict, the reasons, the summary, the browser, and the palette."""
    terminal.until("Road", "Start")
    terminal.send(DOWN, RIGHT, DOWN, RIGHT, DOWN, DOWN, LEFT)
    terminal.until("⏎")
    terminal.send("/")
    terminal.until("cards")
    terminal.send(DOWN, DOWN, ESCAPE)
    terminal.until("⏎")
    terminal.send(CTRL_P)
    terminal.until("Find")
    terminal.send(ESCAPE, "\x1b[H", "\x1b[1~", ENTER)
    for place in range(1, questions + 1):
        terminal.until(f"{place} of", "Undo", lambda text: "Again" not in text)
        terminal.send("\x1bOQ")
        terminal.until(lambda text: "Hint:" in text or "int" in text)
        _give_up(terminal)
        terminal.send("4")
    terminal.until("of them new")


def _give_up(terminal: Terminal) -> None:
    for key in (" ", ENTER, "\x1b[B", ENTER, "\x1b[A", ENTER, DOWN, ENTER):
        if "2 Hard" in terminal.text:
            return
        terminal.send(key)
        terminal.pause(0.12)
    terminal.until("2 Hard")


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_nothing_of_a_deck_reaches_the_terminal(open_quizzer: Open, home: Path, number: int) -> None:
    """Escape sequences, control and bidi characters, markup and broken maths in any field are shown, not obeyed."""
    payload = PAYLOADS[number]
    settle(home, hostile_deck(payload), payload)
    listed = json.loads(command(home, "decks", "show", "e2e/hostile", "--json").stdout)
    terminal = open_quizzer(size=(100, 30))
    tour(terminal, len(listed["questions"]))
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
    assert foreign(terminal.raw) == []
    assert terminal.unclean == set()
    for words in (("decks", "list"), ("decks", "show", "e2e/hostile"), ("search", "deck:e2e"), ("roadmap", "show", "e2e")):
        assert foreign(command(home, *words).stdout.encode()) == [], words
