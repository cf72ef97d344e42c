"""A long history is worked out by a process of its own: the same files, an end in any case, a reason for a failure."""

from __future__ import annotations

import sqlite3
import sys
from array import array
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from quizzer.errors import LibraryError, QuizzerError
from quizzer.importing import working_aside
from quizzer.importing.working_aside import LONG, working_out
from quizzer.importing.working_out import Plan, Terms, Work
from quizzer_decks.formats.foreign import Past, Standing
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Memory, Parameters, State

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TERMS = Terms(Parameters(3, foreign=True), StudyDays(UTC), AT)
DAY_MS = 86_400_000


def works() -> list[Work]:
    """Return cards of two sources: new ones, one made new again, one that was known, one that only stood there."""
    begin = (date(2026, 1, 5) - date(1970, 1, 1)).days * DAY_MS
    past = Past(
        at_ms=array("q", [begin + place * DAY_MS for place in range(40)]),
        ratings=array("b", [3, 0, 1, 4] * 10),
        took_ms=array("i", [4000] * 40),
        intervals=array("i", [3, 0, -600, 9] * 10),
        firsts=array("b", [1] * 40),
    )
    stood = Standing("", "review", date(2026, 4, 1), None, 30, 55.5, 6.5)
    known = Card(
        "a/b", State.REVIEW, None, Memory(4.0, 5.0), AT, 3, datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), 2
    )
    plans = [Plan(f"a/{n}", None, False, 4 * n, 4 * n + 4, True, stood if n % 2 else None) for n in range(9)]
    return [
        Work(past, [*plans, Plan("a/b", known, True, 36, 40, True, None)], 10, 40),
        Work(Past(), [Plan("c/d", None, False, 0, 0, True, stood)], 1, 0),
    ]


def held(files: list[Path]) -> list[list[Any]]:
    """Return the rows of files."""
    found = []
    for file in files:
        with closing(sqlite3.connect(file)) as database:
            found += [database.execute(f"select * from taken_{what}").fetchall() for what in ("card", "event")]
    return found


def test_it_makes_what_this_process_would_make(tmp_path: Path) -> None:
    """Files of the other process have the very rows of this one's, and both tell how many cards are done."""
    made: list[list[list[Any]]] = []
    for long in (LONG, 0):
        (folder := tmp_path / str(long)).mkdir()
        told: list[int] = []
        with working_out(works(), TERMS, folder, long) as ready:
            files = list(ready(told.append))
        made.append(held(files))
        assert told[-1] == 11
    assert made[0] == made[1]
    assert [len(rows) for rows in made[0]] == [11, 49]


def test_a_failure_has_a_reason(tmp_path: Path) -> None:
    """Where the other process cannot write, the error says what it said, in one sentence."""
    (tmp_path / "taken-0").mkdir()
    with working_out(works(), TERMS, tmp_path, 0) as ready, pytest.raises(LibraryError) as failed:
        list(ready(lambda _: None))
    assert "taken-0 cannot be opened" in str(failed.value)
    assert "Traceback" not in str(failed.value)


@pytest.mark.parametrize("long", [LONG, 0])
def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, long: int) -> None:
    """A scratch folder that cannot be written is no fault of the program, whichever process works the history out."""
    gone = tmp_path / "gone"
    with pytest.raises(QuizzerError, match=r"gone|No such file"), working_out(works(), TERMS, gone, long) as ready:
        list(ready(lambda _: None))


@pytest.mark.parametrize("command", [("/nothing/there",), (sys.executable, "-c", "import nothing_there")])
def test_without_another_process_it_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Where no process can be started, or none that finds us, an import of a long history goes on in this one."""
    monkeypatch.setattr(working_aside, "_COMMAND", command)
    with working_out(works(), TERMS, tmp_path, 0) as ready:
        assert [len(rows) for rows in held(list(ready(lambda _: None)))] == [11, 49]


def test_it_ends_when_nobody_waits_for_it(tmp_path: Path) -> None:
    """Whoever stops in the middle leaves no process behind: leaving the context waits for its end."""
    with pytest.raises(KeyboardInterrupt), working_out(works(), TERMS, tmp_path, 0):
        raise KeyboardInterrupt
