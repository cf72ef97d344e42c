"""Connections to an SQLite file, without SQLAlchemy, and the reading of it."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any, Protocol

from quizzer.store.faults import Faults
from quizzer.store.schema import BUSY_SECONDS

Row = tuple[Any, ...]

# Some 900 answers: checkpoints then happen in `Store.idle`, not while someone waits for the next question.
_AUTOCHECKPOINT_PAGES = 10_000


class Rows(Protocol):
    """Runs portable SQL with `:name` parameters, from any thread."""

    @property
    def path(self) -> str | None:
        """The file that is read, None for a server."""
        ...

    def all(self, sql: str, **parameters: object) -> list[Row]:
        """Return all rows."""
        ...

    def each(self, sql: str, **parameters: object) -> Iterator[Row]:
        """Yield the rows as the database finds them: for more of them than should be in memory."""
        ...

    def close(self) -> None:
        """Give back all connections."""
        ...


def connect(path: str, *, write: bool) -> sqlite3.Connection:
    """Open a file that exists, or create it. Durable commits, foreign keys checked, patient with other writers."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cache_size = -16000")
        connection.execute("pragma temp_store = memory")
        connection.execute(f"pragma wal_autocheckpoint = {_AUTOCHECKPOINT_PAGES}")
        if not write:
            connection.execute("pragma query_only = on")
        ensure_power(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def ensure_power(connection: sqlite3.Connection) -> None:
    """Give `power` to an SQLite that was built without mathematics."""
    try:
        connection.execute("select power(2, 2)")
    except sqlite3.OperationalError:
        connection.create_function("power", 2, math.pow, deterministic=True)


class SqliteRows:
    """Reads an SQLite file from any thread: a connection for each reader at work, kept for the next one.

    Not one for each thread: the app's workers come and go, and their connections would stay open.
    """

    def __init__(self, path: str, faults: Faults) -> None:
        self.path = path
        self._faults = faults
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    def all(self, sql: str, **parameters: object) -> list[Row]:
        """Return all rows."""
        with self._faults:
            connection = self._take()
            try:
                return connection.execute(sql, parameters).fetchall()
            finally:
                self._give_back(connection)

    def each(self, sql: str, **parameters: object) -> Iterator[Row]:
        """Yield the rows as the database finds them, all of one moment."""
        with self._faults:
            connection = self._take()
            cursor = connection.execute(sql, parameters)
            try:
                yield from cursor
            finally:
                cursor.close()
                self._give_back(connection)

    def checkpoint(self) -> None:
        """Move what is in the write-ahead log into the file, as far as no reader is in the way."""
        with self._faults:
            connection = connect(self.path, write=True)
            try:
                connection.execute("pragma wal_checkpoint(passive)")
            finally:
                connection.close()

    def close(self) -> None:
        """Close all connections; those at work close when they are done."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return connect(self.path, write=False)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
