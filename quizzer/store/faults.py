"""What a database says when something outside our code is wrong, turned into one sentence with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from quizzer.errors import StoreError

_SENTENCES = (
    (
        "database or disk is full",
        "The disk is full: {place} cannot be written. Make room and go on; what was acknowledged is safe.",
    ),
    ("disk i/o error", "The disk reports an error at {place}. Check the disk{backup}."),
    (
        "readonly",
        "{place} cannot be written: the file or its folder is read-only. Make it writable or choose another.",
    ),
    (
        "database is locked",
        "Another program has been writing to {place} for more than five seconds. Close it and try again.",
    ),
    ("unable to open", "{place} cannot be opened. Check that the folder exists and that you may read and write there."),
    ("file is not a database", "{place} is damaged or not a database; it was left untouched{backup}."),
    ("malformed", "{place} is damaged; it was left as it is{backup}."),
    ("no such table", "{place} lacks a table or a column of Quizzer's ({message}); it was left untouched{backup}."),
)


def sentence(message: str, place: str, newest_backup: Path | None) -> str:
    """Return what a database's message means for the user."""
    backup = f"; the newest backup is {newest_backup} (quizzer restore)" if newest_backup else ""
    for fragment, text in _SENTENCES:
        if fragment in message.casefold():
            return text.format(place=place, backup=backup, message=message)
    return f"The database {place} refused: {_first_line(message)}{backup}."


def server_sentence(message: str, place: str) -> str:
    """Return what a server's message, or the lack of an answer, means for the user."""
    return f"The server of {place} refused: {_first_line(message)}. Check that it runs and that you may use it."


def _first_line(message: str) -> str:
    return (message.strip().splitlines() or ["no reason given"])[0].rstrip(".")


class Faults:
    """Turns database errors inside a `with` block into `StoreError`. Mistakes in our SQL pass through."""

    def __init__(self, place: str, newest_backup: Callable[[], Path | None]) -> None:
        self._place = place
        self._newest_backup = newest_backup

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        original = getattr(error, "orig", None) or error
        if (
            isinstance(original, (sqlite3.OperationalError, sqlite3.NotSupportedError))
            or type(original) is sqlite3.DatabaseError
        ):
            raise StoreError(sentence(str(original), self._place, self._newest_backup())) from error
        # psycopg is an extra: its errors are told by name. A broken constraint or statement is our mistake.
        names = {cls.__name__ for cls in type(original).__mro__}
        if names & {"OperationalError", "InternalError"} and type(original).__module__.startswith("psycopg"):
            raise StoreError(server_sentence(str(original), self._place)) from error
