"""Opens an SQLite file for looking only. Imports next to nothing: shell prompts wait for it."""

from __future__ import annotations

import sqlite3

from quizzer.store.schema import BUSY_SECONDS


def connect_read_only(path: str) -> sqlite3.Connection:
    """Open a file without the right to write; `OperationalError` when it is missing."""
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(f"file:{quoted}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
