"""What another SQLite database is lent to read by itself, in its own statements: the cards, and the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct

from quizzer.store.faults import Faults
from quizzer.store.readers.answers import INTERVAL, answers_of
from quizzer.store.readers.cards import CardReader
from quizzer.store.readers.decks import DeckReader
from quizzer.store.sqlite_file import Rows, SqliteRows

_COPIED = {
    "card": """key integer primary key, deck_key, question_key, state, step, stability, difficulty, due_at,
        interval_days, last_review_at, last_day, reps, lapses, suspended, flag""",
    "event": """id integer primary key, kind, name, card_key, at, rating, state_before, interval_days, due_at,
        difficulty_after, took_ms""",
    "undone": "event_id integer primary key",
}
"""The columns that `Lent.cards` and `Lent.log` look at."""
_CARDS = """
    select key, state, step, stability, difficulty, due_at, interval_days, last_review_at, last_day, reps, lapses,
        suspended, flag
    from card
"""
_LOG = f"""
    select id, at, card_key as card, coalesce(rating, 0) as rating, coalesce(state_before, 0) as state,
        {INTERVAL} as interval, difficulty_after as difficulty, coalesce(took_ms, 0) as took
    from event
"""


class Lent(Struct, frozen=True):
    """A file, and what to select in it. Instants are in milliseconds since 1970, days are ordinals."""

    file: str
    whole: bool
    """Whether it has everything, and `borrowed` opens it."""
    cards: str
    """The cards by `key`."""
    log: str
    """The answers that stand to cards with a question: id, at, card, rating, state, interval, difficulty, took.

    The rating is 0 where a card was made new again, and the difficulty null; the interval is in days, below 0 in
    seconds; the state is the one before.
    """
    parameters: Mapping[str, object]
    """Of `log`."""


def lend(rows: Rows, copy: Path, decks: Collection[int] | None) -> Lent:
    """Lend the cards, and the log of some decks (keys) or of all. What a server has is copied into a file first."""
    told, parameters = answers_of(decks, forgotten=True)
    file = rows.path
    if file is None:
        _copy(rows, copy)
        file = str(copy)
    return Lent(file, rows.path is not None, _CARDS, f"{_LOG} {told}", parameters)


@contextmanager
def borrowed(lent: Lent) -> Iterator[tuple[DeckReader, CardReader]]:
    """Open the decks and cards of a file that another process holds open and has brought up to date."""
    rows = SqliteRows(lent.file, Faults(lent.file, lambda: None))
    try:
        yield DeckReader(rows, ""), CardReader(rows, "")
    finally:
        rows.close()


def _copy(rows: Rows, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("pragma journal_mode = off")
        file.execute("pragma synchronous = off")
        for table, columns in _COPIED.items():
            names = [column.split()[0] for column in columns.split(",")]
            marks = ", ".join("?" * len(names))
            file.execute(f"create table {table} ({columns})")
            file.executemany(
                f"insert into {table} values ({marks})", rows.each(f"select {', '.join(names)} from {table}")
            )
