"""The quick look for shell prompts: today's counts from an SQLite file, without SQLAlchemy and without writing."""

from __future__ import annotations

import os
import sqlite3
from typing import NamedTuple

from quizzer.errors import StoreError
from quizzer.store.read_only import connect_read_only
from quizzer.store.readers.fragments import DONE_BY_DECK, STUDIED, UNSEEN_BY_DECK, waiting_by_deck
from quizzer.store.schema import APPLICATION_ID, HEAD

_PACE_DAYS = 30


class GlancedDeck(NamedTuple):
    """A deck with something to ask today or something answered. No limits applied; counts as in `records.DeckDue`."""

    id: str
    due: int
    learning: int
    new: int
    introduced: int
    """New cards answered for the first time today."""
    reviewed: int
    """Answers to cards in Review today."""


class Glance(NamedTuple):
    """What there is to do today."""

    decks: list[GlancedDeck]
    """By id."""
    seconds_per_answer: float | None
    """Over the last 30 days; None when nothing was answered."""
    facts: dict[str, str]
    """The facts of the kind asked for, by subject, as JSON text."""
    others: dict[tuple[str, str], str]
    """Those of the other kinds asked for, by kind and subject."""
    unseen: dict[str, tuple[int, int]]
    """Cards never answered, and introduced today, by deck id; empty where there are no other facts."""
    studied: tuple[int, ...]
    """The study days (ordinals) before today on which something was answered; likewise."""


def glance(
    path: str, end_ms: int, day: int, fact_kind: str = "", ahead_ms: int | None = None, *others: str
) -> Glance | None:
    """Look into an SQLite file: `end_ms` is the end of the study day in milliseconds since 1970, `day` its ordinal.

    Learning cards count that are due by `ahead_ms`, by default to the day's end.
    None when there is no database yet; `StoreError` when it is damaged, foreign or of another version.
    """
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        return None
    connection: sqlite3.Connection | None = None
    try:
        connection = connect_read_only(path)
        last = end_ms - 1
        moment = {"end": end_ms, "day": day, "ahead": last if ahead_ms is None else ahead_ms}
        return _look(connection, path, moment, (fact_kind, *others))
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path} cannot be read ({error}). Run `quizzer` to see what is the matter.") from error
    finally:
        if connection is not None:
            connection.close()


def _look(connection: sqlite3.Connection, path: str, moment: dict[str, int], kinds: tuple[str, ...]) -> Glance | None:
    if not connection.execute("select count(*) from sqlite_master").fetchone()[0]:
        return None
    if connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program. Choose another with --database or --home.")
    if connection.execute("select version_num from alembic_version").fetchone() != (HEAD,):
        raise StoreError(f"{path} was written by another version of Quizzer. Run `quizzer` to bring it up to date.")
    day = moment["day"]
    waiting = waiting_by_deck(connection.execute, moment)
    done = {row[0]: row[1:3] for row in connection.execute(DONE_BY_DECK, {"day": day})}
    decks = [
        GlancedDeck._make((id_, *waiting.get(key, (0, 0, 0)), *done.get(key, (0, 0))))
        for key, id_ in connection.execute("select key, id from deck order by id")
        if key in waiting or key in done
    ]
    pace = "select sum(took_ms) / 1000.0 / nullif(sum(answers), 0) from day_total where day > ? and day <= ?"
    seconds = connection.execute(pace, (day - _PACE_DAYS, day)).fetchone()[0]
    marks = ", ".join("?" * len(kinds))
    found = connection.execute(f"select kind, subject, value from fact where kind in ({marks})", kinds).fetchall()
    facts = {subject: value for kind, subject, value in found if kind == kinds[0]}
    others = {(kind, subject): value for kind, subject, value in found if kind != kinds[0]}
    rows = connection.execute(UNSEEN_BY_DECK, {"day": day}) if others else ()
    studied = connection.execute(STUDIED, {"since": 0, "day": day}) if others else ()
    unseen = {deck: (count, introduced) for deck, count, introduced in rows}
    return Glance(decks, seconds, facts, others, unseen, tuple(one for (one,) in studied))
