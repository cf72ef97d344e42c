"""Backups: whole, safe while in use, thinned with age, and put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_values import AT, answered, deck, file, fold, now

from quizzer.errors import StoreError
from quizzer.store.backups import Backups, kept, restore
from quizzer.store.store import Store, open_store


@pytest.fixture
def store(sqlite_place: str) -> Store:
    """Open a store with a card."""
    store = open_store(sqlite_place, fold, "laptop", now)
    store.replace_decks("own", [file(deck("m/a", count=1))])
    return store


def answer(store: Store) -> None:
    """Answer the card."""
    card = store.cards.card("m/a/q0")
    assert card is not None
    store.record(answered(card), "right", "", card.reps)


def reps(path: Path) -> int:
    """Return how often the card was answered, by a database's own words."""
    with open_store(path, fold, "laptop", now) as store:
        card = store.cards.card("m/a/q0")
    assert card is not None
    return card.reps


def test_a_backup_is_a_whole_database(store: Store) -> None:
    """Made while the store is in use, it is one file that opens by itself; two in one second have two names."""
    answer(store)
    path = store.backup(AT)
    assert path.name == "quizzer-20260302-120000.db"
    assert store.backup(AT).name == "quizzer-20260302-120000-1.db"
    answer(store)
    store.close()
    assert sorted(each.name for each in path.parent.iterdir()) == ["quizzer-20260302-120000-1.db", path.name]
    assert reps(path) == 1


def test_a_backup_is_made_when_it_is_due(store: Store) -> None:
    """Not again within a day, nor when nothing was answered since."""
    answer(store)
    assert store.backup_if_due(AT) is not None
    answer(store)
    assert store.backup_if_due(AT + timedelta(hours=23)) is None
    newest = store.backup_if_due(AT + timedelta(hours=25))
    assert store.backup_if_due(AT + timedelta(days=9)) is None
    assert newest is not None
    newest.write_bytes(b"damaged")
    assert store.backup_if_due(AT + timedelta(days=9)) is not None
    store.close()


def test_a_backup_from_the_future_stops_no_other(store: Store) -> None:
    """The clock was a year ahead once; what is answered after it was set right is backed up as ever."""
    answer(store)
    assert store.backup_if_due(AT + timedelta(days=365)) is not None
    answer(store)
    assert store.backup_if_due(AT) is not None
    answer(store)
    assert store.backup_if_due(AT + timedelta(hours=1)) is None
    assert store.backup_if_due(AT + timedelta(days=2)) is not None
    store.close()


def test_a_server_is_not_backed_up(postgres: object, request: pytest.FixtureRequest) -> None:
    """On a server it is said whose task that is."""
    url = request.getfixturevalue("postgres").empty()
    with open_store(url, fold, "laptop", now) as store:
        assert store.backup_if_due(AT) is None
        with pytest.raises(StoreError, match="pg_dump"):
            store.backup(AT)


def test_an_unwritable_folder_is_told(store: Store, sqlite_place: str) -> None:
    """A file in the place of the folder of backups is told so."""
    Path(sqlite_place).with_name("backups").touch()
    with pytest.raises(StoreError, match="No backup could be written"):
        store.backup(AT)
    store.close()


def test_a_restored_backup_takes_the_place(store: Store, sqlite_place: str) -> None:
    """The state of the backup is there, and the state before it was backed up first."""
    answer(store)
    backup = store.backup(AT)
    answer(store)
    store.close()
    saved = restore(Path(sqlite_place), backup, AT + timedelta(hours=1))
    assert saved is not None
    assert (reps(Path(sqlite_place)), reps(saved)) == (1, 2)


def test_a_damaged_database_is_moved_aside(store: Store, sqlite_place: str) -> None:
    """A backup can be put in the place of a damaged file, which is kept."""
    backup = store.backup(AT)
    store.close()
    Path(sqlite_place).write_bytes(b"damaged")
    saved = restore(Path(sqlite_place), backup, AT)
    assert saved is not None
    assert saved.read_bytes() == b"damaged"
    assert reps(Path(sqlite_place)) == 0


def test_a_backup_can_be_put_where_nothing_is(store: Store, tmp_path: Path) -> None:
    """On a new machine there is nothing to keep."""
    backup = store.backup(AT)
    store.close()
    assert restore(tmp_path / "new" / "quizzer.db", backup, AT) is None
    assert reps(tmp_path / "new" / "quizzer.db") == 0


def test_only_a_sound_backup_of_ours_is_put_back(store: Store, sqlite_place: str, tmp_path: Path) -> None:
    """A missing, damaged, foreign or newer file is refused, and the database stays."""
    answer(store)
    newer = store.backup(AT)
    store.close()
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("create table x (y)")
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"x" * 5000)
    for path, reason in ((tmp_path / "none", "no backup"), (newer, "newer"), (foreign, "not a"), (damaged, "damaged")):
        with pytest.raises(StoreError, match=reason):
            restore(Path(sqlite_place), path, AT)
    assert reps(Path(sqlite_place)) == 1


@given(st.lists(st.timedeltas(timedelta(), timedelta(days=2000)).map(lambda ago: AT - ago), max_size=60))
def test_thinning_keeps_the_newest_of_each_period(instants: list[datetime]) -> None:
    """All of the newest day are kept, for older days not more than 23 in all; thinning twice is as thinning once."""
    keep = kept(instants)
    assert keep <= set(instants)
    assert kept(keep) == keep
    if instants:
        assert max(instants) in keep
        assert {at for at in instants if at.date() == max(instants).date()} <= keep
        recent = sorted({at.date() for at in instants})[-2:]
        assert len([at for at in keep if at.date() not in recent]) <= 7 + 4 + 12


def test_old_backups_are_removed(store: Store, sqlite_place: str) -> None:
    """Of backups made every day for two years, days, weeks and months remain; other files in the folder stay."""
    store.close()
    folder = Path(sqlite_place).with_name("backups")
    folder.mkdir()
    (folder / "mine.txt").touch()
    for days in range(730):
        (folder / f"quizzer-{AT - timedelta(days=days):%Y%m%d-%H%M%S}.db").touch()
    backups = Backups(Path(sqlite_place))
    backups.thin()
    found = [at for at, _ in backups.all()]
    assert found[:7] == [AT - timedelta(days=days) for days in range(7)]
    assert 17 <= len(found) <= 23
    assert (AT - found[-1]).days > 300
    assert (folder / "mine.txt").exists()
