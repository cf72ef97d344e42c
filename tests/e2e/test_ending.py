"""However the program ends: the terminal is left as it was, the exit code says why, what was acknowledged is saved."""

from __future__ import annotations

import os
import pty
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from kinds import DECK_ID, ready
from learner import told
from terminal import CTRL_Q, QUIZZER, Open, Terminal, command, environment, foreign


def answer_one(terminal: Terminal) -> None:
    """Answer the first card and wait for the second."""
    terminal.until("BASIC:", "h Hint")
    terminal.send(" ")
    terminal.until("3 Good 10 min ◂")
    terminal.send("3")
    terminal.until("TYPED:", ready)


def saved(home: Path) -> int:
    """Return how many answers are in the log, and check that the cards agree with it."""
    replay = told(home, "replay", "--check")
    assert replay["different"] == []
    return int(replay["reviews"])


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_cleanly(open_quizzer: Open, home: Path, number: signal.Signals, code: int) -> None:
    """SIGTERM and SIGHUP restore the terminal, say so in the exit code, and lose nothing."""
    terminal = open_quizzer("review", DECK_ID)
    answer_one(terminal)
    terminal.signal(number)
    assert terminal.ended() == code
    assert terminal.unclean == set()
    assert saved(home) == 1


def test_ctrl_q_ends_it_at_once(open_quizzer: Open, home: Path) -> None:
    """Ctrl+Q leaves from the middle of an answer with exit code 0."""
    terminal = open_quizzer("review", DECK_ID)
    answer_one(terminal)
    terminal.send("gau", CTRL_Q)
    assert terminal.ended() == 0
    assert terminal.unclean == set()
    assert foreign(terminal.raw) == []
    assert saved(home) == 1


def test_a_closed_terminal_ends_it(home: Path) -> None:
    """When the terminal itself goes away, the process does not stay behind."""
    terminal = Terminal(home, "review", DECK_ID)
    answer_one(terminal)
    terminal.hang_up()
    assert terminal.ended() is not None
    assert saved(home) == 1


@pytest.mark.parametrize("fault", ["locked", "full"])
def test_a_store_that_fails_is_told(open_quizzer: Open, home: Path, fault: str) -> None:
    """A database that cannot be written is told, the rating is offered again, and works once it can be."""
    terminal = open_quizzer("review", DECK_ID)
    answer_one(terminal)
    terminal.send("gauss elimination\r")
    terminal.until("✓ Right", "3 Good")
    with _fault(fault, terminal, home / "quizzer.db"):
        terminal.send("3")
        terminal.until("Not saved.", "3 Good", patience=30)
    terminal.send("x", "3")  # with a key between them: else the second 3 is that of a held key
    terminal.until("NUMERIC:", ready)
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
    assert terminal.unclean == set()
    assert saved(home) == 2


@contextmanager
def _fault(fault: str, terminal: Terminal, database: Path) -> Iterator[None]:
    """Hold the lock of a database, or let the program's files grow no more, as on a full disk."""
    if fault == "locked":
        with closing(sqlite3.connect(database, isolation_level=None)) as holder:
            holder.execute("begin immediate")
            yield
            holder.execute("rollback")
        return
    usual = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, usual)


@pytest.mark.parametrize("words", [(), ("review",)])
def test_without_a_terminal_there_is_a_hint(home: Path, words: tuple[str, ...]) -> None:
    """With standard input or output in a pipe there is one sentence, exit code 1, and not one control character."""
    done = command(home, *words)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "--plain" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


def test_only_one_side_is_a_terminal(home: Path) -> None:
    """A terminal for input alone, or for output alone, is not enough, and nothing hangs."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0), os.fdopen(theirs, "rb", buffering=0) as terminal:
        one = {"stdin": terminal, "stdout": subprocess.PIPE}
        other = {"stdin": subprocess.DEVNULL, "stdout": terminal}
        for sides in (one, other):
            done = subprocess.run(
                [QUIZZER],
                env=environment(home),
                stderr=subprocess.PIPE,
                timeout=30,
                check=False,
                **sides,  # type: ignore[call-overload]
            )
            assert done.returncode == 1
            assert b"--plain" in done.stderr
            assert not done.stdout


def test_a_fault_of_ours_leaves_the_terminal_clean(open_quizzer: Open, home: Path) -> None:
    """When the program itself fails, the terminal is restored, the code is 70 and no variable's value is printed."""
    terminal = open_quizzer("review", DECK_ID)
    answer_one(terminal)
    with closing(sqlite3.connect(home / "quizzer.db", isolation_level=None)) as other:
        other.execute("create trigger stop before insert on event begin select raise(abort, 'broken'); end")
    terminal.send("hunter2\r")
    terminal.until("✗ Wrong")
    terminal.send("1")
    assert terminal.ended() == 70
    assert terminal.unclean == set()
    said = terminal.raw[terminal.raw.rfind(b"\x1b[?1049l") :]
    assert b"fault of the program" in said
    assert b"hunter2" not in said
    assert saved(home) == 1
