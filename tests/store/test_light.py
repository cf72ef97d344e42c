"""What must be quick imports little."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from store_values import DAY, END, answered, deck, fact, file, fold, now

from quizzer.errors import StoreError
from quizzer.store.glance import glance
from quizzer.store.store import Store, open_store
from quizzer.store.times import to_ms
from quizzer_scheduler.model import Card

END_MS, ORDINAL = to_ms(END), DAY.toordinal()


@pytest.fixture
def filled(sqlite_place: str) -> str:
    """Fill a store and return its path."""
    with open_store(sqlite_place, fold, "laptop", now) as store:
        store.replace_decks("own", [file(deck("m/a", count=3)), file(deck("m/b", count=1))])
        store.record(answered(Card("m/a/q0")), "right", "", 0)
        store.fact(fact("limit", "new", 5), fact("other", "x", 1))
    return sqlite_place


def imported(code: str, *arguments: str) -> set[str]:
    """Run code in a fresh interpreter and return the modules that it loaded."""
    ending = "\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + ending, *arguments], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_reading_needs_no_sqlalchemy(filled: str) -> None:
    """Opening a store that is up to date and finding today's questions loads no SQLAlchemy, Alembic or FSRS."""
    code = f"""
import sys
from datetime import date, datetime, UTC
from quizzer.store.store import open_store
day, end = date.fromordinal({ORDINAL}), datetime.fromtimestamp({END_MS // 1000}, UTC)
with open_store(sys.argv[1], None, "laptop", None) as store:
    store.today.due_summary(end, day)
    found = store.today.new_cards(day, 5) + store.today.due_cards(end, day)
    assert store.cards.content(found[0].key).body
    store.known_files("own"), store.decks.decks(), store.progress.deck_memory(day, 0.15), store.parameters()
    store.idle()
"""
    assert not imported(code, filled) & {"sqlalchemy", "alembic", "fsrs", "psycopg", "textual", "yaml"}


def test_a_glance_needs_next_to_nothing(filled: str) -> None:
    """The counts for a shell prompt load the standard library alone, and of that not dataclasses."""
    code = f"import sys\nfrom quizzer.store.glance import glance\nassert glance(sys.argv[1], {END_MS}, {ORDINAL})"
    modules = imported(code, filled)
    assert not modules & {
        "sqlalchemy",
        "alembic",
        "fsrs",
        "textual",
        "click",
        "dataclasses",
        "pathlib",
        "quizzer_scheduler",
    }


def test_a_glance_sees_what_the_store_sees(filled: str) -> None:
    """Counts, what was done, pace and facts are those of the store's own readers."""
    seen = glance(filled, END_MS, ORDINAL, "limit")
    assert seen is not None
    with open_store(filled, fold, "laptop", now) as store:
        summary = store.today.due_summary(END, DAY)
        done = store.today.done(DAY)
        pace = store.today.seconds_per_answer(DAY)
    assert [(d.id, d.due, d.learning, d.new) for d in seen.decks] == [
        (d.deck_id, d.due, d.learning, d.new) for d in summary
    ]
    assert [d.introduced for d in seen.decks] == [done[d.deck].introduced if d.deck in done else 0 for d in summary]
    assert (seen.seconds_per_answer, seen.facts) == (pace, {"new": "5"})


def test_a_glance_at_nothing_is_none(tmp_path: Path) -> None:
    """Without a database, or with an empty one, there is nothing to see, and nothing is made."""
    path = tmp_path / "quizzer.db"
    assert glance(str(path), END_MS, ORDINAL) is None
    assert not path.exists()
    path.touch()
    assert glance(str(path), END_MS, ORDINAL) is None


def test_a_glance_at_something_else_is_told(filled: str, tmp_path: Path) -> None:
    """Damaged, foreign and differently aged databases are told in words."""
    import sqlite3
    from contextlib import closing

    damaged, foreign = tmp_path / "damaged.db", tmp_path / "foreign.db"
    damaged.write_bytes(b"x" * 5000)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("create table x (y)")
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("update alembic_version set version_num = '0000'")
        connection.commit()
    for path, reason in (
        (str(damaged), "cannot be read"),
        (str(foreign), "another program"),
        (filled, "another version"),
    ):
        with pytest.raises(StoreError, match=reason):
            glance(path, END_MS, ORDINAL)


def test_a_store_may_be_opened_in_the_glance_of_a_writer(filled: str) -> None:
    """A glance while an app has the database open and has just written sees the newest state."""
    with open_store(filled, fold, "laptop", now) as store:
        _answer_all_new(store)
        seen = glance(filled, END_MS, ORDINAL)
    assert seen is not None
    assert sum(each.new for each in seen.decks) == 0


def _answer_all_new(store: Store) -> None:
    for row in store.today.new_cards(DAY, 9):
        content = store.cards.content(row.key)
        assert content is not None
        store.record(answered(content.card), "right", "", 0)
