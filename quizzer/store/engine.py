"""The SQLAlchemy side: engines for both databases, reading on a server, and transactions for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from quizzer.errors import StoreError
from quizzer.store.faults import Faults
from quizzer.store.sqlite_file import Row, connect


def sqlite_engine(path: str) -> Engine:
    """Return an engine with one connection, whose transactions hold the write lock from their beginning."""

    def creator() -> sqlite3.Connection:
        return connect(path, write=True)

    engine = create_engine(
        "sqlite://", creator=creator, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_reset_on_return=None
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


def server_engine(url: str) -> Engine:
    """Return an engine for a PostgreSQL server; `StoreError` when the URL or the driver is not usable."""
    if not url.startswith("postgresql+psycopg://"):
        raise StoreError(
            f"The database URL begins with {url.split('://')[0]}://; only postgresql+psycopg:// is supported."
        )
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs its driver: pip install 'quizzer[postgresql]'.") from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(
            f"The database URL cannot be read ({error}). Write postgresql+psycopg://user@host/name."
        ) from error


class ServerRows:
    """Reads a PostgreSQL server from any thread."""

    path: str | None = None

    def __init__(self, engine: Engine, faults: Faults) -> None:
        # Without a transaction each statement sees the newest state, as with SQLite, and needs one round trip.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._faults = faults

    def all(self, sql: str, **parameters: object) -> list[Row]:
        """Return all rows."""
        with self._faults, self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), parameters)]

    def each(self, sql: str, **parameters: object) -> Iterator[Row]:
        """Yield the rows as the server sends them, all of one moment: in a transaction, which its cursor needs."""
        with self._faults, self._engine.connect() as pooled:
            connection = pooled.execution_options(isolation_level="REPEATABLE READ", stream_results=True)
            for row in connection.execute(text(sql), parameters):
                yield tuple(row)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


@contextmanager
def writing(engine: Engine, faults: Faults) -> Iterator[Connection]:
    """Run a block in one transaction: durable at its end, or nothing of it when it raises."""
    with faults, engine.begin() as connection:
        database = connection.connection.dbapi_connection
        try:
            yield connection
        except (KeyboardInterrupt, SystemExit):
            if connection.invalidated and database is not None:
                database.close()  # interrupted in a statement: a detached one would stay open, and hold the others off
            raise
