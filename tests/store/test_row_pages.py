"""Rows written as pages: SQLite finds nothing wrong with them, and reads what was written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from quizzer.store import row_pages
from quizzer.store.row_pages import RowPages
from quizzer.store.rows_file import RowsFile

TYPES = {"a": "i1", "b": "i2", "c": "i4", "d": "i8", "e": "f8"}


class _File(RowsFile):
    def __init__(self, path: Path) -> None:
        super().__init__(path, "seen (x)", f"row (number integer primary key, {', '.join(TYPES)})")
        self._insert("seen", ("x",), [(1,)])
        self.root = self._root("row")


@pytest.mark.parametrize("count", [0, 1, 1_500, 1_900, 9_000])
def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """None, one, a page and more: by any key and in order, with what is no number as null, also on pages upon pages."""
    monkeypatch.setattr(row_pages, "_CHILDREN", 3)
    with _File(tmp_path / "file") as file:
        pages = RowPages(tmp_path / "pages", TYPES)
        for begin in range(0, count, 1_000):
            numbers = np.arange(begin, min(count, begin + 1_000))
            rows = pages.rows(numbers)
            rows["a"], rows["b"], rows["c"] = numbers % 100 - 50, -numbers, numbers * 7
            rows["d"], rows["e"] = numbers * 10**10, np.where(numbers % 3, numbers / 7, np.nan)
            pages.add(rows)
    pages.end(tmp_path / "file", file.root)
    wanted = [(n, n % 100 - 50, -n, n * 7, n * 10**10, n / 7 if n % 3 else None) for n in range(count)]
    with closing(sqlite3.connect(tmp_path / "file")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("select * from row order by number").fetchall() == wanted
        for number in (count // 2, count - 1):
            assert database.execute("select * from row where number = ?", (number,)).fetchall() == wanted[number:][:1]
    assert not (tmp_path / "pages").exists()
