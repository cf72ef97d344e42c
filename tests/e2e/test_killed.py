"""A process that is killed while it answers."""

from __future__ import annotations

import random
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Open
from kinds import DECK_ID, number, ready
from learner import answer, told

KILLS = 10
GROUPS = 3


@pytest.mark.parametrize("group", range(GROUPS))
def test_nothing_acknowledged_is_lost(open_quizzer: Open, home: Path, group: int) -> None:
    """Killed at a random moment, the log holds every answer after which another card was shown, and agrees with the cards."""
    chance = random.Random(group)
    acknowledged = 0
    for _ in range(KILLS):
        terminal = open_quizzer("review", DECK_ID)
        text = terminal.until(ready, "Undo")
        answer(terminal, text, "wrong")
        terminal.send("4")
        if chance.random() < 0.5:
            text = terminal.until(ready, lambda text: number(text) == 2)
            acknowledged += 1
            answer(terminal, text, "wrong")
            terminal.send("1")
        terminal.pause(chance.uniform(0, 0.08))
        terminal.signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
        with closing(sqlite3.connect(home / "quizzer.db")) as log:
            (saved,) = log.execute("select count(*) from event where kind = 0").fetchone()
        assert acknowledged <= saved <= acknowledged + 1
        acknowledged = saved
    replay = told(home, "replay", "--check")
    assert (replay["reviews"], replay["different"]) == (acknowledged, [])
