"""From an answer to the next question: the session with its durable commit, the disk's floor, the keys of the app."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.collection import Home
from benchmarks.measuring import Line, Sample, ms, print_table
from benchmarks.responses import right_response
from benchmarks.starting import first_words, program
from benchmarks.terminal import Terminal
from quizzer.sitting import Plan
from quizzer.study import StudySession
from quizzer_decks.responses import GaveUp, Response
from quizzer_scheduler.model import Rating

TARGET = 0.016
MEMORY = 250.0
_COLUMNS = ("p50", "p99", "max")
_WRONG_EVERY = 10
_ENOUGH_KEYS = 12
_OFFERED = 1.0
"""Seconds after which no ratings are to be expected from a key."""


@contextmanager
def _floor(folder: Path) -> Iterator[sqlite3.Cursor]:
    """Give an empty SQLite file that commits as durably as ours: what no program can undercut here."""
    path = folder / "floor.db"
    for file in (path, path.with_name("floor.db-wal"), path.with_name("floor.db-shm")):
        file.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("create table card (key integer primary key, due integer)")
        connection.execute("create table event (id integer primary key, card integer, text text)")
        connection.executemany("insert into card values (?, 0)", ((key,) for key in range(1000)))
        yield connection.cursor()


def _commit(cursor: sqlite3.Cursor, number: int) -> float:
    began = perf_counter()
    cursor.execute("begin immediate")
    cursor.execute("update card set due = ? where key = ?", (number, number % 1000))
    cursor.execute("insert into event (card, text) values (?, ?)", (number % 1000, "x" * 120))
    cursor.execute("commit")
    return perf_counter() - began


def _response(session: StudySession, number: int) -> Response:
    step = session.step
    assert step is not None
    return GaveUp() if number % _WRONG_EVERY == 0 else right_response(step.prompt)


def measure_answers(home: Home, count: int) -> Sample:
    """Print the times of so many answers in one sitting, a bare commit after each; return those of the whole."""
    home.restore()
    times: dict[str, list[float]] = {
        "mark": [],
        "record and turn": [],
        "whole": [],
        "look ahead": [],
        "floor": [],
        "undo": [],
    }
    with home.workspace() as workspace, _floor(home.folder) as cursor:
        session = workspace.session(Plan())
        workspace.warm()  # as the app does after the first paint
        first = 0.0
        for number in range(count):
            if session.step is None:
                break
            response = _response(session, number)
            began = perf_counter()
            marked = session.answer(response)
            between = perf_counter()
            session.rate(Rating.EASY if number % 25 == 7 else None)
            ended = perf_counter()
            first = first or ended - began
            times["mark"].append(between - began)
            times["record and turn"].append(ended - between)
            times["whole"].append(ended - began)
            del marked
            began = perf_counter()
            session.upcoming()
            times["look ahead"].append(perf_counter() - began)
            times["floor"].append(_commit(cursor, number))
        for _ in range(min(30, len(session.answers))):
            began = perf_counter()
            session.undo()
            times["undo"].append(perf_counter() - began)
    samples = {name: Sample.of(values) for name, values in times.items()}
    whole, floor = samples["whole"], samples["floor"]
    names = {
        "mark": "  of it: mark the answer, preview four ratings",
        "record and turn": "  of it: record durably, turn to the next card",
        "whole": "answer -> next question (session, durable)",
        "look ahead": "look ahead at the question after (while one reads)",
        "floor": "floor: update + insert, durable commit, raw sqlite3",
        "undo": "undo -> the card on the table again (30 times)",
    }
    lines = [
        Line(
            names[name],
            (ms(samples[name].median), ms(samples[name].at(0.99)), ms(samples[name].worst)),
            f"{samples[name].median / floor.median:.1f} × floor" if name != "floor" else "",
            f"p99 < {ms(TARGET)}" if name == "whole" else "",
            whole.at(0.99) < TARGET if name == "whole" else None,
        )
        for name in ("whole", "mark", "record and turn", "look ahead", "undo", "floor")
    ]
    lines.append(Line("the first answer of the sitting", (ms(first), "", "")))
    print_table(f"{len(times['whole'])} answers in one sitting over {home.facts['cards']:,.0f} cards", _COLUMNS, lines)
    return whole


def measure_keys(home: Home, count: int) -> None:
    """Print the time from key to paint in the real app on a pseudo-terminal, and its memory after so many answers."""
    home.restore()
    shown: list[float] = []
    next_one: list[float] = []
    painted: list[float] = []
    with Terminal([*program(), "review"], home.environment) as terminal:
        terminal.until(first_words(home))
        terminal.until_quiet()
        for number in range(1, count + 1):
            shown.append(_answer(terminal))
            began = terminal.press("3")
            next_one.append(terminal.until(f"{number + 1} of ", patience=10) - began)
            painted.append(terminal.until_quiet() - began)
        memory = terminal.peak_memory()
    lines = [
        Line(name, (ms(sample.median), ms(sample.at(0.99)), ms(sample.worst)))
        for name, sample in (
            ("rating key -> next card's head on screen", Sample.of(next_one)),
            ("rating key -> all painted, then quiet", Sample.of(painted)),
            ("answer key -> verdict and ratings painted", Sample.of(shown)),
        )
    ]
    lines.append(
        Line(
            f"peak memory of the app after {count} answers",
            (f"{memory:.0f} MB", "", ""),
            "",
            "< 250 MB",
            memory < MEMORY,
        )
    )
    print_table(
        f"the app itself over {home.facts['cards']:,.0f} cards, {count} answers by key (100×30)", _COLUMNS, lines
    )


def _answer(terminal: Terminal) -> float:
    """Press Enter, having nothing to say, until the ratings are offered; return the seconds of the last press."""
    for _ in range(_ENOUGH_KEYS):
        terminal.press("\x1b[20~")  # F9 means nothing here; between two Enters it tells a press from a held key
        terminal.until_quiet()
        began = terminal.press("\r")
        try:
            terminal.until("Again", patience=_OFFERED)
        except TimeoutError:
            continue  # the next option or hole, or a question whether nothing is meant
        return terminal.until_quiet() - began
    raise TimeoutError(f"no rating was offered; the end of the output was: {terminal.text[-1000:]}")
