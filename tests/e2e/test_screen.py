"""What goes round the cards: size, palette, keys, colours, poor terminals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kinds import DECK_ID, ready
from learner import told
from terminal import BARE_ESCAPE, CTRL_P, CTRL_Q, ENTER, Open, Terminal, command, foreign


def leave(terminal: Terminal) -> None:
    """End the program and see that all is left as it was."""
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
    assert terminal.unclean == set()
    assert foreign(terminal.raw) == []


def test_it_follows_the_size_of_the_terminal(open_quizzer: Open) -> None:
    """A question stays answerable when the window shrinks to 40 by 15, and comes back whole at 80 by 24."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.resize(40, 15)
    terminal.until("BASIC: why does", lambda text: "fog in winter?" in " ".join(text.split()))
    terminal.send(" ")
    terminal.until("1 Again", "2 Hard")
    terminal.resize(80, 24)
    terminal.until("BASIC: why does breath turn to fog in winter?", "3 Good 10 min ◂", "4 Easy 7 d")
    terminal.send("3")
    terminal.until("TYPED:", ready)
    leave(terminal)


def test_palette_and_keys_know_every_action(open_quizzer: Open) -> None:
    """Ctrl+P finds Undo by its name and runs it; ? shows all keys of the screen and goes away again."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.send(CTRL_P)
    terminal.until("Search for commands")
    terminal.send("undo")
    terminal.until("Take back the last")
    terminal.send(ENTER)
    terminal.until("There is nothing to undo.")
    terminal.send("?")
    terminal.until("Review: do I know it?", "overrule")
    terminal.send(BARE_ESCAPE)
    terminal.until(lambda text: "overrule" not in text, "BASIC:")
    leave(terminal)


def test_another_theme_is_kept(open_quizzer: Open, home: Path) -> None:
    """A theme that is chosen from the palette is there at the next start."""
    terminal = open_quizzer()
    terminal.until("The only phase")
    terminal.send(CTRL_P)
    terminal.until("Search for commands")
    terminal.send("Theme")
    terminal.until("Choose other colours")
    terminal.send(ENTER)
    terminal.until("Search for themes")
    terminal.send("quizzer-light")
    terminal.until(lambda text: "catppuccin" not in text and text.count("quizzer-light") > 1)
    terminal.send(ENTER)
    terminal.until("The only phase", "Start", lambda text: "quizzer-light" not in text)
    leave(terminal)
    assert command(home, "config", "app.theme").stdout.strip() == "quizzer-light"


def chroma(terminal: Terminal) -> set[str]:
    """Return the colours that were written and are neither black, white nor grey."""
    found = set()
    for red, green, blue in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.raw):
        if not red == green == blue:
            found.add(f"{int(red)},{int(green)},{int(blue)}")
    rest = re.sub(rb"[34]8;2;\d+;\d+;\d+", b"", terminal.raw)
    palette = re.findall(rb"\x1b\[(?:[0-9;]*;)?(3[1-6]|4[1-6]|9[1-6]|10[1-6])m", rest)
    return found | {code.decode() for code in palette}


@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb", "COLORTERM": ""}, {}])
def test_poor_terminals(open_quizzer: Open, plain: dict[str, str]) -> None:
    """Without colours, and on a terminal that calls itself dumb, a card can be answered; NO_COLOR leaves only greys."""
    terminal = open_quizzer("review", DECK_ID, **plain)
    terminal.until("BASIC:", "h Hint")
    terminal.send(" ")
    terminal.until("3 Good 10 min ◂")
    terminal.send("3")
    terminal.until("TYPED:", ready)
    terminal.send("Newton", ENTER)
    terminal.until("✗ Wrong")
    if "NO_COLOR" in plain:
        assert chroma(terminal) == set()
    elif not plain:
        assert chroma(terminal)
    leave(terminal)


def test_no_color_of_the_commands(home: Path) -> None:
    """Commands write no escape sequence into a pipe."""
    for words in (("decks", "list"), ("due",), ("search", "deck:e2e"), ("--no-color", "roadmap", "show", "e2e")):
        done = command(home, *words)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout + done.stderr


def test_the_line_mode_drives_the_same_sitting(home: Path) -> None:
    """`review --plain` answers from a pipe, without one control character."""
    import subprocess

    from terminal import QUIZZER, environment

    done = subprocess.run(
        [QUIZZER, "review", DECK_ID, "--plain"],
        input="\n3\nGauss elimination\n\nq\n",
        env=environment(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Right." in done.stdout
    assert foreign(done.stdout.encode()) == []
    assert told(home, "replay", "--check")["reviews"] == 2
