"""Decks and roadmaps from strangers: whatever they hold, the terminal gets nothing but what Textual draws."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import asked, number, ready
from learner import told
from terminal import CTRL_Q, DOWN, ENTER, ESCAPE, F2, F3, PATIENCE, Open, Terminal, command, foreign

PAYLOADS = {
    "escapes": "\\x1b[2J\\x1b]52;c;UFdORUQ=\\x07\\x1b]0;PWNED\\x07\\x1b]2;PWNED\\x1b\\\\"
    "\\x1b]8;;https://evil.example\\x1b\\\\click\\x1b]8;;\\x1b\\\\ \\x9b31m\\x9d52;c;UFdORUQ=\\x9c\\x90q\\x9c"
    "\\u202Egnp.exe\\u202C\\u2066x\\u2069\\u200F\\x07\\x08\\x0b\\x0c\\x7f\\r\\x85\\u2028",
    "markup": "[bold red]loud[/] [/x] [/] [@click=app.quit]quit[/] [link=file:///etc/passwd]l[/link] [ <int> <br>"
    " {a} {} {0.__class__} %s \\\\N{BELL} :smile:",
    "maths": "$\\\\frac{\\\\frac{1}{$ $\\\\left( \\\\undefined{$ $$ x^{y^{z^{w}}} $ "
    + "> " * 30
    + "- " * 30
    + "*" * 50
    + "`" * 51
    + "|" * 40,
}
"""As they stand inside double quotes of YAML: `\\x1b` becomes the control character when the deck is read."""
LARGE = """
id: e2e/hostile
title: Large
questions:
  - {id: lines, kind: basic, ask: "BASIC: ask me", answer: "LINES", why: "LINES"}
  - {id: wide, kind: typed, ask: "TYPED: ask WIDE", answer: "WIDE", hint: "hint WIDE", why: "WIDE"}
  - {id: option, kind: choice, ask: "CHOICE: ask LINES", answer: "WIDE", wrong: ["LINES"], why: "x"}
  - {id: printed, kind: output, ask: "OUTPUT: ask", code: "print(1)  # WIDE", answer: "LINES", why: "x"}
""".replace("LINES", "a\\n" * 9_990).replace("WIDE", "w" * 19_900)


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
    ask: {quoted("BASIC: ask " + p)}
    answer: {quoted("answer " + p)}
    points: [{quoted("point " + p)}]
    {common}
  - id: typed
    kind: typed
    ask: {quoted("TYPED: ask " + p)}
    answer: {quoted("answer " + p)}
    accept: [{quoted("other " + p)}]
    {common}
  - id: numeric
    kind: numeric
    ask: {quoted("NUMERIC: ask " + p)}
    answer: "3"
    unit: {quoted("m" + p)}
    {common}
  - id: cloze
    kind: cloze
    text: {quoted("CLOZE: text " + p + " {{hole " + p.replace("}}", "") + "::hint " + p.replace("}}", "") + "}}")}
    {common}
  - id: choice
    kind: choice
    ask: {quoted("CHOICE: ask " + p)}
    answer: {quoted("right " + p)}
    wrong: [{{text: {quoted("wrong " + p)}, why: {quoted("confused " + p)}}}, {quoted("other " + p)}]
    {common}
  - id: multi
    kind: multi
    ask: {quoted("MULTI: ask " + p)}
    answers: [{quoted("right " + p)}]
    wrong: [{quoted("wrong " + p)}, {quoted("bad " + p)}]
    {common}
  - id: order
    kind: order
    ask: {quoted("ORDER: ask " + p)}
    items: [{quoted("one " + p)}, {quoted("two " + p)}]
    {common}
  - id: match
    kind: match
    ask: {quoted("MATCH: ask " + p)}
    pairs: {{{quoted("left " + p)}: {quoted("right " + p)}, {quoted("other " + p)}: {quoted("side " + p)}}}
    {common}
  - id: output
    kind: output
    ask: {quoted("OUTPUT: ask " + p)}
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


def tour(terminal: Terminal, cards: int, patience: float = PATIENCE) -> None:
    """See home, every question with hint, reasons and verdict, the summary, and the browser."""
    terminal.until("Road", "Start", "new")
    terminal.send("c")
    for place in range(1, cards + 1):
        wanted = (ready, lambda text, place=place: number(text) == place)
        text = terminal.until(f"cram, {cards - place + 1} left", *wanted, patience=patience)
        terminal.send(F2, *_keys(text))
        terminal.until("2 Hard", patience=patience)
        if place == 1:
            terminal.send(F3)
            terminal.until("study day")
            terminal.send(ESCAPE)
        terminal.send("4")
    terminal.until("cards in")
    terminal.send(ESCAPE)
    terminal.until("⏎ Start")
    terminal.send("/")
    terminal.until(" cards", "Answer")
    terminal.send("/", "deck:e2e/hostile")
    terminal.until(f" {cards} cards", "Answer")


def _keys(text: str) -> tuple[str, ...]:
    """Return what answers the question on the screen somehow, and would on no way rate."""
    if asked(text) == "BASIC":
        return (" ",)
    if asked(text) == "CHOICE":
        return ("a", "b")
    ending = (DOWN, ENTER) if "print(1)  # w" in text else ()  # an answer of several lines ends with an empty one
    return ("a", "b", ENTER, *ending)


def check(terminal: Terminal, home: Path) -> None:
    """See that nothing reached the terminal, from the app or from the commands."""
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
    assert terminal.unclean == set()
    assert foreign(terminal.raw) == []
    deck, roadmap = ("decks", "show", "e2e/hostile"), ("roadmap", "show", "e2e")
    for words in (("decks", "list"), deck, ("search", "deck:e2e"), roadmap):
        done = command(home, *words)
        assert done.returncode == 0, done.stderr
        assert foreign(done.stdout.encode()) == [], words


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_deck_reaches_the_terminal(open_quizzer: Open, home: Path, payload: str) -> None:
    """Escape sequences, control and bidi characters, markup and broken maths in any field are shown, not obeyed."""
    text = PAYLOADS[payload]
    settle(home, hostile_deck(text), text)
    cards = told(home, "search", "deck:e2e/hostile")["found"]
    assert cards >= 8
    terminal = open_quizzer(size=(100, 30))
    tour(terminal, cards)
    check(terminal, home)


def test_large_texts_are_survived(open_quizzer: Open, home: Path) -> None:
    """Answers of 10,000 lines and lines of 20,000 characters are asked, marked and left again."""
    settle(home, LARGE, "large")
    assert told(home, "search", "deck:e2e/hostile")["found"] == 4
    terminal = open_quizzer(size=(100, 30))
    tour(terminal, 4, patience=3 * PATIENCE)
    check(terminal, home)
