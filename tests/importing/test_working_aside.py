"""A long history is worked out by the helper: the same files, an end in any case, a reason for a failure."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from array import array
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from quizzer.errors import LibraryError, QuizzerError
from quizzer.importing import helper
from quizzer.importing.helper import Helper
from quizzer.importing.portions import Plan, Terms, Work
from quizzer.importing.working_aside import LONG, WorkingOut
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
            assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
            tables = ("card", "event", "change", "total", "tally")
            found += [database.execute(f"select * from taken_{what}").fetchall() for what in tables]
    return found


def files_of(folder: Path, long: int, told: Callable[[int], None] = lambda _: None) -> list[Path]:
    """Return the files of the works, made by this process or by the helper."""
    with Helper() as other:
        return list(WorkingOut(works(), TERMS, folder, other, long).begin()(told))


def test_it_makes_what_this_process_would_make(tmp_path: Path) -> None:
    """Files of the helper have the very rows of this process', and both tell how many cards are done."""
    made: list[list[list[Any]]] = []
    for long in (LONG, 0):
        (folder := tmp_path / str(long)).mkdir()
        told: list[int] = []
        made.append(held(files_of(folder, long, told.append)))
        assert told[-1] == 11
    assert made[0] == made[1]
    assert sum(len(rows) for rows in made[0][::5]) == 11
    assert sum(len(rows) for rows in made[0][1::5]) == 49


def test_it_comes_behind_what_was_asked_before(tmp_path: Path) -> None:
    """What the helper was asked before, and after, is answered in its turn, whoever waits first."""
    with Helper() as other:
        before = other.begin(partial(int, "1"))
        files = WorkingOut(works(), TERMS, tmp_path, other, 0).begin()(lambda _: None)
        after = other.begin(partial(int, "2"))
        assert len(list(files)) == 2
        assert (after(), before()) == (2, 1)


def test_a_failure_has_a_reason(tmp_path: Path) -> None:
    """Where the helper cannot write, the error says what it said, in one sentence."""
    (tmp_path / "taken-0").mkdir()
    with pytest.raises(LibraryError) as failed:
        files_of(tmp_path, 0)
    assert "taken-0 cannot be opened" in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_a_failure_has_a_reason_when_the_disk_takes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the helper says of a full disk does not need that disk."""
    monkeypatch.setattr(tempfile, "TemporaryFile", partial(Path.open, Path(os.devnull), "r+b"))
    test_a_failure_has_a_reason(tmp_path)


@pytest.mark.parametrize("long", [LONG, 0])
def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, long: int) -> None:
    """A scratch folder that cannot be written is no fault of the program, whichever process works the history out."""
    with pytest.raises((QuizzerError, OSError), match=r"gone|No such file"):
        files_of(tmp_path / "gone", long)


@pytest.mark.parametrize("command", [("/nothing/there",), (sys.executable, "-c", "import nothing_there")])
def test_without_another_process_it_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Where no process can be started, or none that finds us, an import of a long history goes on in this one."""
    monkeypatch.setattr(helper, "_COMMAND", command)
    assert sum(len(rows) for rows in held(files_of(tmp_path, 0))[1::5]) == 49
