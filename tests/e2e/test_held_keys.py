"""A finger that rests on a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import DECK_ID, ready
from learner import told
from terminal import ENTER, SPACE, Open, Terminal


def hold(terminal: Terminal, key: str, seconds: float) -> None:
    """Send a key as a terminal does for one that is held down: every 30 ms."""
    for _ in range(int(seconds / 0.03)):
        terminal.send(key)
        terminal.pause(0.03)


@pytest.mark.parametrize("key", [ENTER, SPACE, "3"])
def test_a_held_key_rates_at_most_one_card(open_quizzer: Open, home: Path, key: str) -> None:
    """Seconds of Enter, space or 3 on an answered card rate this one and answer nothing else."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.send(SPACE if key == "3" else "h")
    terminal.until("3 Good" if key == "3" else "Hint: Think")
    hold(terminal, key, 3 if key == ENTER else 1.5)
    terminal.quiet(0.3)
    assert told(home, "replay", "--check")["reviews"] <= 1


def test_digits_in_an_answer_are_text(open_quizzer: Open, home: Path) -> None:
    """Digits typed into an answer field never rate, neither before nor while the answer is marked."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.send(SPACE)
    terminal.until("3 Good")
    terminal.send("3")
    terminal.until("TYPED:", ready)
    terminal.send("1234")
    terminal.until("› 1234")
    assert told(home, "replay", "--check")["reviews"] == 1
