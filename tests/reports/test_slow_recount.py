"""The figures of a report are what a slow count of the log comes to, whatever was done and whatever is asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from math import log
from random import Random
from typing import Any, NamedTuple

import pytest
from small_home import NOW, SettableClock

from quizzer.reports.gathering import gather
from quizzer.reports.recall import PERIODS
from quizzer.reports.scope import Scope, Window
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Change, Rating

SCOPES = (
    Scope(),
    Scope(decks=("small",)),
    Scope(roadmap="small-roadmap", topic="later"),
    Scope(phase="one", kind="cloze"),
    Scope(kind="typed"),
)
DAYS = {
    "today": (0, 0),
    "yesterday": (1, 1),
    "week": (6, 0),
    "month": (29, 0),
    "year": (364, 0),
    "all": (10**6, -(10**6)),
}


class Told(NamedTuple):
    """An answer, with what the log says of its card before it."""

    card: str
    kind: str
    day: int
    hit: bool
    new: bool
    test: bool
    predicted: float | None


def do_anything(workspace: Workspace, clock: SettableClock, chance: Random) -> None:
    """Answer, mostly; now and then undo, redo, make new again, move; the clock may go back."""
    clock.forward(hours=chance.choice([0.1, 1, 5, 21, 50, 90]) if chance.random() < 0.97 else -100)
    with closing(sqlite3.connect(workspace.paths.database)) as connection:
        ids = [row[0] for row in connection.execute("select id from card order by id")]
    card = workspace.store.cards.card(chance.choice(ids[:9]))
    assert card is not None
    stamp = (clock.at, timedelta(), workspace.today)
    drawn = chance.random()
    if drawn < 0.8:
        reviewed = workspace.scheduler.review(card, chance.choice(list(Rating)), clock.at, timedelta(seconds=4))
        workspace.store.record(reviewed, "right", "x", card.reps)
    elif drawn < 0.92:
        (workspace.undo if drawn < 0.88 else workspace.redo)()
    elif drawn < 0.95:
        workspace.store.change(Change(card.id, "forget", None, *stamp))
    else:
        workspace.store.change(Change(card.id, "due", workspace.today + timedelta(days=chance.randrange(40)), *stamp))


def counted_slowly(workspace: Workspace) -> Iterator[Told]:
    """Yield the answers that stand, read from the log alone."""
    with closing(sqlite3.connect(workspace.paths.database)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "select event.*, card.id as card_id, question.kind as of from event join card on card.key = card_key"
            " join question on question.key = question_key where event.kind < 2"
            " and event.id not in (select event_id from undone) order by event.id"
        ).fetchall()
    for card in {row["card_id"] for row in rows}:
        yield from _of_card([row for row in rows if row["card_id"] == card])


def _of_card(rows: list[Any]) -> Iterator[Told]:
    interval, last, days = 0, 0, set[int]()
    for row in rows:
        if row["name"] == "forget":
            interval = last = 0
        elif row["name"] == "due":
            due = date.fromisoformat(json.loads(row["value"])).toordinal()
            interval = max(0, due - last) if last else 0
        else:
            day, new = row["day"], row["state_before"] == 0
            test = day not in days and interval >= 1 and not new
            predicted = row["retrievability"] if last and not new and day > last else None
            yield Told(row["card_id"], row["of"], day, row["rating"] > 1, new, test, predicted)
            interval, last = row["interval_days"], day if new else max(last, day)
            days.add(day)


def within(told: Told, scope: Scope) -> bool:
    """Return whether an answer belongs to one of the scopes above."""
    decks = {None: ("small/", "other/"), "later": ("small/later/",)}[scope.topic]
    if scope.decks or scope.phase:
        decks = ("small/",)
    return told.card.startswith(decks) and scope.kind in (None, told.kind)


@pytest.mark.parametrize("seed", range(2))
def test_every_part_and_window(workspace: Workspace, clock: SettableClock, seed: int) -> None:
    """Answers, new cards, retention by period, predictions and their loss equal a count of the log by hand."""
    chance = Random(seed)
    clock.at = NOW - timedelta(days=300)
    assert workspace.scheduler.parameters.version == 1
    for _ in range(220):
        do_anything(workspace, clock, chance)
    today = workspace.today.toordinal()
    every = list(counted_slowly(workspace))
    for scope in SCOPES:
        mine = [told for told in every if within(told, scope)]
        for window in Window:
            report = gather(workspace, scope, window)
            inside = [told for told in mine if window.days is None or today - window.days < told.day <= today]
            assert (report.answers, report.activity.answers) == (len(mine), len(inside))
            assert report.activity.active_days == len({told.day for told in inside})
            assert report.activity.states[0].answers == sum(told.new for told in inside)
            for period in PERIODS:
                begin, end = DAYS[period]
                tests = [told.hit for told in mine if told.test and today - begin <= told.day <= today - end]
                found = report.true_retention.row(period).all
                assert (found.n, found.hits) == (len(tests), sum(tests))
            sure = [(told.predicted, told.hit) for told in inside if told.predicted is not None]
            assert (report.calibration.measured.n, report.calibration.measured.hits or 0) == (
                len(sure),
                sum(hit for _, hit in sure),
            )
            if sure:
                loss = sum(-log(p if hit else 1 - p) for p, hit in sure) / len(sure)
                assert report.calibration.log_loss.value == pytest.approx(loss, abs=1e-8)
    assert workspace.store.statistics.differences() == []
