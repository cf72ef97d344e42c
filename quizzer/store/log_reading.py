"""Opens the log of a file alone, for a process that does nothing but read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quizzer.store.faults import Faults
from quizzer.store.readers.answers import AnswerReader
from quizzer.store.sqlite_file import SqliteRows


@contextmanager
def open_log(path: str) -> Iterator[AnswerReader]:
    """Open the log of a database that another process has brought up to date and holds open."""
    rows = SqliteRows(path, Faults(path, lambda: None))
    try:
        yield AnswerReader(rows)
    finally:
        rows.close()
