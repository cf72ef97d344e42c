"""Rows of numbers written as the pages in which SQLite keeps a table: no row is looked at, by Python or by SQLite.

To bind a row to a statement takes longer than to work it out. All rows here have the same size, so that a page is a
matter of a few copies of columns; the format is SQLite's for good (sqlite.org/fileformat2.html, 1.6 and 2.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from os import SEEK_END
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from quizzer.store.rows_file import PAGE_BYTES

Rows: TypeAlias = NDArray[np.void]

_LEAF, _INTERIOR = 13, 5
_LEAF_HEAD, _INTERIOR_HEAD = 8, 12
_PAGES_AT = 28
"""Where the head of the file says how many pages it has."""
_SERIAL_TYPES = {"i1": 1, "i2": 2, "i4": 4, "i8": 6, "f8": 7}
_SHIFTS, _GOES_ON = np.array([21, 14, 7, 0]), np.array([0x80, 0x80, 0x80, 0])
_CHILDREN = 2_000
"""Of an interior page: as many fit in any case."""


class RowPages:
    """Writes the rows of a table with a key (`number integer primary key`) and columns of numbers, by the types named.

    What is not a number is null. It is not for tables of a gigabyte.
    """

    def __init__(self, beside: Path, columns: Mapping[str, str]) -> None:
        self._beside = beside
        types = [0, *(_SERIAL_TYPES[kind] for kind in columns.values())]  # of the key nothing is kept but the number
        self._head = np.array([len(types) + 1, *types], np.uint8)
        fields: list[Any] = [("size", "u1"), ("number", "u1", 4), ("head", "u1", len(types) + 1)]
        self._row = np.dtype([*fields, *((name, f">{kind}") for name, kind in columns.items())])
        self._fit = (PAGE_BYTES - _LEAF_HEAD) // (self._row.itemsize + 2)
        self._left = self.rows(np.zeros(0, np.int64))
        self._lasts: list[int] = []
        beside.write_bytes(b"")

    def rows(self, numbers: NDArray[np.int64]) -> Rows:
        """Return rows of these keys, in order, all of whose columns are 0."""
        rows = np.zeros(numbers.size, self._row)
        rows["size"] = self._row.itemsize - 5
        rows["number"] = numbers[:, None] >> _SHIFTS & 0x7F | _GOES_ON
        rows["head"] = self._head
        return rows

    def add(self, rows: Rows) -> None:
        """Add rows, whose keys go on from those before."""
        rows = np.concatenate([self._left, rows], dtype=self._row)
        whole = rows.size // self._fit * self._fit
        if whole:
            self._write(rows[:whole].reshape(-1, self._fit))
        self._left = rows[whole:]

    def end(self, database: Path, root: int) -> None:
        """Put all of it behind the other pages of a database that is closed, under the root page of its empty table."""
        if self._left.size:
            self._write(self._left[None])
        if self._lasts:
            with database.open("r+b") as file, self._beside.open("rb") as leaves:
                top = leaves.read() if len(self._lasts) == 1 else self._above(leaves, file)
                pages = file.seek(0, SEEK_END) // PAGE_BYTES
                file.seek((root - 1) * PAGE_BYTES)
                file.write(top)
                file.seek(_PAGES_AT)
                file.write(pages.to_bytes(4, "big"))
        self._beside.unlink()

    def _above(self, leaves: BinaryIO, file: BinaryIO) -> bytes:
        """Append the leaves and the pages above them to a file, and return the page above all."""
        first = file.seek(0, SEEK_END) // PAGE_BYTES + 1
        copyfileobj(leaves, file)
        nodes = list(enumerate(self._lasts, first))
        while len(nodes) > _CHILDREN:
            groups = [nodes[place : place + _CHILDREN] for place in range(0, len(nodes), _CHILDREN)]
            file.write(b"".join(map(_interior, groups)))
            nodes = list(enumerate([group[-1][1] for group in groups], nodes[-1][0] + 1))
        return _interior(nodes)

    def _write(self, rows: Rows) -> None:
        """Write a leaf for each row of rows."""
        count, size = rows.shape[1], rows.dtype.itemsize
        begin = PAGE_BYTES - count * size
        pages = np.zeros((rows.shape[0], PAGE_BYTES), np.uint8)
        pages[:, :_LEAF_HEAD] = np.frombuffer(_page_head(_LEAF, count, begin), np.uint8)
        places = (begin + size * np.arange(count)).astype(">u2")
        pages[:, _LEAF_HEAD : _LEAF_HEAD + 2 * count] = places.view(np.uint8)
        pages[:, begin:] = np.ascontiguousarray(rows).view(np.uint8).reshape(rows.shape[0], -1)
        lasts = rows["number"][:, -1].astype(np.int64) & 0x7F
        self._lasts += (lasts << _SHIFTS).sum(axis=1).tolist()
        with self._beside.open("ab") as file:
            file.write(pages.data)


def _page_head(kind: int, cells: int, begin: int) -> bytes:
    return bytes([kind, 0, 0, *cells.to_bytes(2, "big"), *begin.to_bytes(2, "big"), 0])


def _interior(nodes: list[tuple[int, int]]) -> bytes:
    """Return a page that leads to others, each with the last key in it."""
    cells = [page.to_bytes(4, "big") + _varint(last) for page, last in nodes[:-1]]
    size = 4 + len(_varint(0))
    begin = PAGE_BYTES - size * len(cells)
    places = b"".join((begin + size * place).to_bytes(2, "big") for place in range(len(cells)))
    head = _page_head(_INTERIOR, len(cells), begin) + nodes[-1][0].to_bytes(4, "big") + places
    return head.ljust(begin, b"\0") + b"".join(cells)


def _varint(number: int) -> bytes:
    """Return a number below 2 to 28 as SQLite writes it, in four bytes whether it needs them or not."""
    return bytes([number >> 21 & 0x7F | 0x80, number >> 14 & 0x7F | 0x80, number >> 7 & 0x7F | 0x80, number & 0x7F])
