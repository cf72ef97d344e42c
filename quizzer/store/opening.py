"""Looks at a database before it is used: ours, sound, of a version we know; makes it new or brings it up to date."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from quizzer.errors import StoreError
from quizzer.store.backups import Backups
from quizzer.store.faults import Faults
from quizzer.store.read_only import connect_read_only
from quizzer.store.schema import APPLICATION_ID, COUNTED, HEAD, KNOWN
from quizzer.store.sqlite_file import connect

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class _Look(Struct, frozen=True):
    """What a look at an SQLite file showed."""

    empty: bool
    ours: bool
    revision: str | None
    journal: str


Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many cards were counted."""


def prepare_file(path: Path, faults: Faults, now: Callable[[], datetime], progress: Progress | None = None) -> None:
    """Make sure that an SQLite file is there and up to date. `StoreError` when it cannot be; it is then untouched."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file in it, such as {path / 'quizzer.db'}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not path.exists() or path.stat().st_size == 0
    except OSError as error:
        raise StoreError(
            f"{path} cannot be reached: {error.strerror or error}. Check the folder or choose another."
        ) from error
    with faults:
        look = None if fresh else _look(path)
        if look and not look.empty:
            if not look.ours:
                raise StoreError(
                    f"{path} is a database of another program; it was left untouched. Choose another file."
                )
            _check_revision(str(path), look.revision)
            if look.revision == HEAD and look.journal == "wal":
                return
            if look.revision != HEAD:
                Backups(path).make(now())
        with closing(connect(str(path), write=True)) as connection:
            connection.execute("pragma journal_mode = wal")
        if look is None or look.revision != HEAD:
            _migrate_file(path, progress)


def prepare_server(engine: Engine, place: str, faults: Faults, progress: Progress | None) -> None:
    """Make sure that the tables are there and up to date on a PostgreSQL server. `StoreError` when they cannot be."""
    from sqlalchemy import text

    with faults, engine.begin() as connection:
        # Several devices may arrive at a new database together.
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": APPLICATION_ID})
        names = {
            name
            for (name,) in connection.execute(
                text("select tablename from pg_tables where schemaname = current_schema()")
            )
        }
        if names and "alembic_version" not in names:
            raise StoreError(
                f"{place} holds tables of another program. Give Quizzer a database or a schema of its own."
            )
        revision = connection.execute(text("select version_num from alembic_version")).scalar() if names else None
        if names:
            _check_revision(place, revision)
        if revision != HEAD:
            migrate(connection, progress)


def migrate(connection: Connection, progress: Progress | None) -> None:
    """Bring the schema up to date, inside the caller's transaction; from an old one, count again what the log gives."""
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext

    from quizzer.store.trails import recount

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    since = MigrationContext.configure(connection).get_current_revision()
    command.upgrade(config, "head")
    if since is None or KNOWN.index(since) < KNOWN.index(COUNTED):
        recount(connection, progress)


def _migrate_file(path: Path, progress: Progress | None) -> None:
    from quizzer.store.engine import sqlite_engine

    engine = sqlite_engine(str(path))
    try:
        with engine.begin() as connection:
            migrate(connection, progress)
    finally:
        engine.dispose()


def _look(path: Path) -> _Look:
    with closing(connect_read_only(str(path))) as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        ours = connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
        revision = (
            connection.execute("select version_num from alembic_version").fetchone()
            if "alembic_version" in names
            else None
        )
        journal = connection.execute("pragma journal_mode").fetchone()[0]
    return _Look(not names, ours, revision[0] if revision else None, journal)


def _check_revision(place: str, revision: str | None) -> None:
    if revision not in KNOWN:
        raise StoreError(
            f"{place} was written by a newer version of Quizzer (schema {revision}, this one knows {HEAD});"
            " it was left untouched. Update Quizzer."
        )
