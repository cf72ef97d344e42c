"""Opening: new, old, foreign, damaged and unreachable databases."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from postgres_server import Postgres, run
from sqlalchemy import inspect
from store_values import AT, answered, deck, file, fold, now

import quizzer.store.engine
import quizzer.store.migrations
from quizzer.errors import StoreError
from quizzer.store import opening, schema
from quizzer.store.engine import server_engine, sqlite_engine
from quizzer.store.faults import sentence
from quizzer.store.sqlite_file import connect
from quizzer.store.store import Store, open_store
from quizzer.store.tables import metadata


def open_it(place: str | Path) -> Store:
    """Open a store."""
    return open_store(place, fold, "laptop", now)


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    """A path that is not there becomes an empty store of ours, in the write-ahead mode."""
    path = tmp_path / "new folder" / "quizzer.db"
    with open_it(path) as store:
        assert store.decks.decks() == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma application_id").fetchone() == (schema.APPLICATION_ID,)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        assert connection.execute("select version_num from alembic_version").fetchall() == [(schema.HEAD,)]


def test_answers_are_durable_by_setting(sqlite_place: str) -> None:
    """Commits wait for the disk, foreign keys are checked, other writers are waited for."""
    with closing(connect(sqlite_place, write=True)) as connection:
        assert connection.execute("pragma synchronous").fetchone() == (2,)
        assert connection.execute("pragma foreign_keys").fetchone() == (1,)
        assert connection.execute("pragma busy_timeout").fetchone() == (5000,)


def test_an_unfinished_file_is_made_whole(tmp_path: Path) -> None:
    """What a process left that was killed while making the database, an empty file or a header, is used."""
    path = tmp_path / "quizzer.db"
    path.touch()
    open_it(path).close()
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("pragma journal_mode = wal")
    with open_it(other) as store:
        assert store.all_card_ids() == []


def test_the_migrations_make_the_tables(place: str) -> None:
    """The tables that the migrations build are those that the code writes to."""
    engine = server_engine(place) if "://" in place else sqlite_engine(place)
    tables = {"include_object": lambda _object, _name, kind, *_: kind != "index"}
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=tables), metadata)
    engine.dispose()
    assert differences == []


def test_both_databases_have_the_same_indexes(sqlite_place: str, postgres: Postgres) -> None:
    """Name, columns and whether only some rows are in it: of each index, the same on SQLite and on PostgreSQL."""
    found = []
    for engine in (sqlite_engine(sqlite_place), server_engine(postgres.url)):
        inspector = inspect(engine)
        names = {name for name, _ in inspector.get_sorted_table_and_fkc_names() if name is not None}
        found.append(
            {
                (index["name"], tuple(index["column_names"]), any("where" in key for key in index["dialect_options"]))
                for name in names
                for index in inspector.get_indexes(name)
                if not index["unique"]
            }
        )
        engine.dispose()
    assert found[0] == found[1]
    assert len(found[0]) > 10


def test_the_newest_migration_is_the_one_we_speak() -> None:
    """The constants that spare us Alembic at the start are in step with the folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(quizzer.store.migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert [each.revision for each in script.walk_revisions()][::-1] == list(schema.KNOWN)
    assert script.get_current_head() == schema.HEAD


def test_an_old_database_is_backed_up_before_it_is_migrated(sqlite_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup is there, and is the old state, when the migration begins."""
    open_it(sqlite_place).close()
    seen: list[list[str]] = []

    def migrate(path: Path, _: object) -> None:
        seen.append([each.name for each in (path.parent / "backups").iterdir()])

    monkeypatch.setattr(opening, "HEAD", "9999")
    monkeypatch.setattr(opening, "KNOWN", (*schema.KNOWN, "9999"))
    monkeypatch.setattr(opening, "_migrate_file", migrate)
    open_it(sqlite_place).close()
    assert seen == [["quizzer-20260302-120000.db"]]


def test_a_newer_database_is_refused(place: str) -> None:
    """A database from a later version is told so and not touched."""
    engine = server_engine(place) if "://" in place else sqlite_engine(place)
    run(engine, "update alembic_version set version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer version of Quizzer \(schema 9999.*Update Quizzer"):
        open_it(place)
    run(engine, f"update alembic_version set version_num = '{schema.HEAD}'")
    engine.dispose()
    open_it(place).close()


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """Another program's file is told so and stays byte for byte what it was."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table card (id)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_it(path)
    assert path.read_bytes() == before


def test_a_foreign_server_database_is_refused(postgres: Postgres) -> None:
    """A database with another program's tables is not mixed with ours; one without tables becomes a store."""
    url = postgres.other_database("another")
    engine = server_engine(url)
    run(engine, "create table card (id int)")
    with pytest.raises(StoreError, match="another program"):
        open_it(url)
    run(engine, "drop table card")
    engine.dispose()
    open_it(url).close()


@pytest.mark.parametrize("content", [b"This is text.\n" * 300, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_damaged_file_is_refused_with_the_newest_backup(tmp_path: Path, content: bytes) -> None:
    """What is not a database is told so, untouched, and the newest backup is named."""
    path = tmp_path / "quizzer.db"
    path.write_bytes(content)
    (tmp_path / "backups").mkdir()
    for name in ("quizzer-20250101-000000.db", "quizzer-20260101-000000.db", "notes.txt"):
        (tmp_path / "backups" / name).touch()
    with pytest.raises(StoreError, match=r"the newest backup is .*quizzer-20260101-000000\.db"):
        open_it(path)
    assert path.read_bytes() == content


def test_damage_found_later_is_told(sqlite_place: str) -> None:
    """A page that turns out to be damaged while reading is told in words."""
    with open_it(sqlite_place) as store:
        store.replace_decks("own", [file(deck("m/a", count=200))])
    with closing(sqlite3.connect(sqlite_place)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        (root,) = connection.execute("select rootpage from sqlite_master where name = 'question'").fetchone()
    with open(sqlite_place, "r+b") as handle:
        handle.seek((root - 1) * 4096)
        handle.write(b"\xaa" * 4096)
    with open_it(sqlite_place) as store, pytest.raises(StoreError, match="damaged"):
        store.decks.decks()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder in the place of the file is told so, with what to write instead."""
    with pytest.raises(StoreError, match=f"is a folder.*{re.escape('quizzer.db')}"):
        open_it(tmp_path)


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is told so."""
    (tmp_path / "data").touch()
    with pytest.raises(StoreError, match=r"cannot be reached|is a folder"):
        open_it(tmp_path / "data" / "quizzer.db")


def test_a_read_only_database_can_be_read(sqlite_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on, and an answer says that it cannot be written."""
    with open_it(sqlite_place) as store:
        store.replace_decks("own", [file(deck("m/a", count=1))])
        card = store.cards.card("m/a/q0")
    assert card is not None

    def read_only(path: str, *, write: bool) -> sqlite3.Connection:
        return connect(path, write=False)

    monkeypatch.setattr(quizzer.store.engine, "connect", read_only)
    with open_it(sqlite_place) as store:
        with pytest.raises(StoreError, match="read-only"):
            store.record(answered(card), "right", "", 0)
        assert store.cards.card("m/a/q0") == card


def test_a_full_disk_loses_nothing(sqlite_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the answer is refused in words, and all that was acknowledged is there."""
    with open_it(sqlite_place) as store:
        store.replace_decks("own", [file(deck("m/a", count=1))])

    def almost_full(path: str, *, write: bool) -> sqlite3.Connection:
        connection = connect(path, write=write)
        (pages,) = connection.execute("pragma page_count").fetchone()
        connection.execute(f"pragma max_page_count = {pages + 6}")
        return connection

    monkeypatch.setattr(quizzer.store.engine, "connect", almost_full)
    done = 0
    with open_it(sqlite_place) as store:

        def answer() -> None:
            card = store.cards.card("m/a/q0")
            assert card is not None
            store.record(answered(card), "right", "x" * 1000, card.reps)

        with pytest.raises(StoreError, match=r"disk is full.*Make room"):  # noqa: PT012 - which answer fails is open
            while done < 1000:
                answer()
                done += 1
        assert 0 < done == len(store.events("m/a/q0"))


def test_a_busy_database_is_told(sqlite_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that keeps on writing is waited for, and then named as the reason."""
    monkeypatch.setattr("quizzer.store.sqlite_file.BUSY_SECONDS", 0.05)
    with open_it(sqlite_place) as store, closing(sqlite3.connect(sqlite_place)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreError, match="Another program has been writing"):
            store.rebuild([])


def test_an_unreachable_server_is_told() -> None:
    """A server that does not answer, another kind of database and nonsense are told without the password."""
    with pytest.raises(StoreError, match="refused") as caught:
        open_it("postgresql+psycopg://me:secret@/x?host=/nowhere")
    assert "secret" not in str(caught.value)
    with pytest.raises(StoreError, match="only postgresql"):
        open_it("mysql://x/y")
    with pytest.raises(StoreError, match="cannot be read"):
        open_it("postgresql+psycopg://me@host:port/x")


def test_a_closed_store_is_told(sqlite_place: str) -> None:
    """Writing to a store that was closed is refused."""
    store = open_it(sqlite_place)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.rebuild([])


def test_a_strange_path_is_only_a_path(empty_file: Path, tmp_path: Path) -> None:
    """Question marks, signs and spaces in a path are not taken for options."""
    path = tmp_path / "a ?mode=ro #1 100%41 ü.db"
    shutil.copy(empty_file, path)
    with open_it(path) as store:
        store.replace_decks("own", [file(deck("m/a", count=1))])
        assert len(store.decks.decks()) == 1
        store.idle()
        store.backup(AT)
    assert [name for name in os.listdir(tmp_path) if name.endswith(".db")] == [path.name]


def test_every_sentence_ends_and_names_the_place() -> None:
    """Whatever the database says becomes a sentence with the place in it."""
    for message in (
        "database or disk is full",
        "disk I/O error",
        "database is locked",
        "no such table: card",
        "",
        "x\ny",
    ):
        text = sentence(message, "/data/quizzer.db", Path("/data/backups/b.db"))
        assert text.endswith(".")
        assert "/data/quizzer.db" in text
        assert "\n" not in text


def test_warming_opens_the_writing_side(store: Store) -> None:
    """Warming writes nothing that anyone would see."""
    store.warm()
    assert store.cards.latest(1) == []


def test_a_class_shares_a_server_by_schemas(postgres: Postgres) -> None:
    """Learners who have a schema each in one database know nothing of each other."""
    url = postgres.other_database("class")
    engine = server_engine(url)
    run(engine, "create schema ana", "create schema ben")
    engine.dispose()
    ana, ben = (f"{url}&options=-csearch_path%3D{name}" for name in ("ana", "ben"))
    with open_it(ana) as store, open_it(ben) as other:
        store.replace_decks("own", [file(deck("m/a", count=1))])
        assert (len(store.decks.decks()), len(other.decks.decks())) == (1, 0)
