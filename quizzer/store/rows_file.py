"""A file of rows that any process may write and the store reads once: an SQLite database of which nothing is safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from quizzer.store.faults import Faults
from quizzer.store.many_rows import batches

PAGE_BYTES = 65_536


class RowsFile:
    """Writes rows into a new file of some tables, `name (columns)` each; to be closed. `StoreError` when it cannot."""

    def __init__(self, path: Path, *tables: str) -> None:
        self._faults = Faults(str(path), lambda: None)
        with self._faults:
            self._db = sqlite3.connect(path, isolation_level=None)
            for pragma in (
                f"page_size = {PAGE_BYTES}",
                "journal_mode = off",
                "synchronous = off",
                "locking_mode = exclusive",
            ):
                self._db.execute(f"pragma {pragma}")
            for table in tables:
                self._db.execute(f"create table {table}")
            self._db.execute("begin")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._faults, closing(self._db):
            if error is None:
                self._db.execute("commit")

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        with self._faults:
            for marks, parts in batches(rows, len(columns), f"({', '.join('?' * len(columns))})"):
                self._db.executemany(f"insert into {table} ({', '.join(columns)}) values {marks}", parts)

    def _root(self, table: str) -> int:
        """Return the number of the page at which a table begins."""
        with self._faults:
            (page,) = self._db.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
        return int(page)
