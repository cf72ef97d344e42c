"""A process that is killed while it answers."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from kinds import DECK_ID, number, ready
from learner import answer, told
from terminal import QUIZZER, Open, environment

IN_THE_APP = 5
IN_LINES = 20


@pytest.mark.parametrize("group", range(2))
def test_the_app_loses_nothing_acknowledged(open_quizzer: Open, home: Path, group: int) -> None:
    """Killed at a random moment, the log holds every answer after which another card was shown; it replays clean."""
    chance = random.Random(group)
    acknowledged = 0
    for _ in range(IN_THE_APP):
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
        assert acknowledged <= saved(home) <= acknowledged + 1
        acknowledged = saved(home)
    replay = told(home, "replay", "--check")
    assert (replay["reviews"], replay["different"]) == (acknowledged, [])


def test_the_line_mode_loses_nothing_acknowledged(home: Path) -> None:
    """The same for `review --plain`, which a pipe feeds as fast as it goes: what it said was rated is in the log."""
    chance = random.Random(2)
    before = 0
    for _ in range(IN_LINES):
        with subprocess.Popen(
            [QUIZZER, "review", DECK_ID, "--plain"],
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n1\n" * 40)
            process.stdin.flush()
            told_of = 0
            wanted = chance.randint(1, 6)
            for line in process.stdout:
                told_of += ": back in " in line
                if told_of == wanted:
                    break
            time.sleep(chance.uniform(0, 0.01))
            process.kill()
            told_of += process.stdout.read().count(": back in ")
        assert process.returncode == -signal.SIGKILL
        assert before + told_of <= saved(home) <= before + told_of + 1
        before = saved(home)
    replay = told(home, "replay", "--check")
    assert (replay["reviews"], replay["different"]) == (before, [])


def saved(home: Path) -> int:
    """Return how many answers are in the log."""
    with closing(sqlite3.connect(home / "quizzer.db")) as log:
        return int(log.execute("select count(*) from event where kind = 0").fetchone()[0])
