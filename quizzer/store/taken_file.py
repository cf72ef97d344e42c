"""Writes a file of cards that are taken over, by column (`taken.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

import numpy as np

from quizzer.store.readers.recounting import CHUNK, MONTH
from quizzer.store.records import EventKind
from quizzer.store.row_pages import RowPages
from quizzer.store.rows import card_values, change_values
from quizzer.store.rows_file import RowsFile
from quizzer.store.taken import CARD, CHANGE, EVENT, TALLY, TOTAL
from quizzer_scheduler.columns import APART, Ints, summed
from quizzer_scheduler.lines import LINE
from quizzer_scheduler.model import State, deck_of
from quizzer_scheduler.stats.tally_columns import Counts
from quizzer_scheduler.stats.trail_columns import Records, records
from quizzer_scheduler.taking_over import TakenOver

_REAL = ("stability_before", "difficulty_before", "retrievability", "stability_after", "difficulty_after")
_TYPES = {
    **dict.fromkeys(EVENT[1:], "i4"),
    **dict.fromkeys(("kind", "rating", "state_before", "state_after", "step_after"), "i1"),
    **dict.fromkeys(("at", "due_at"), "i8"),
    **dict.fromkeys(_REAL, "f8"),
    "offset_minutes": "i2",
}
"""Of the columns of `taken_event` behind its key, in their order."""


class Counted:
    """What the trails of all files of an import come to."""

    def __init__(self) -> None:
        self._counts = Counts()
        self._kinds = {"": 0}

    def add(self, made: Records, owners: Ints, kinds: Sequence[str | None]) -> None:
        """Add records of cards, with the kinds under which they are counted, None for those that are not."""
        numbers = [-1 if kind is None else self._kinds.setdefault(kind, len(self._kinds)) for kind in kinds]
        told = np.array(numbers, np.int64)[owners]
        self._counts.add(made[told >= 0], told[told >= 0])

    def rows(self) -> Iterator[list[tuple[str, int, int, int, int, int, int]]]:
        """Yield kind, span, cell and count of each, some thousand at a time."""
        rows = self._counts.rows(list(self._kinds), MONTH)
        while some := list(islice(rows, CHUNK)):
            yield some


class TakenFile(RowsFile):
    """A file of cards that are taken over, with one mark in place of a verdict on their answers."""

    def __init__(self, path: Path, mark: str) -> None:
        tables = {"card": CARD, "event": EVENT, "change": CHANGE, "total": TOTAL, "tally": TALLY}
        super().__init__(path, *(f"taken_{name} ({_columns(columns)})" for name, columns in tables.items()))
        self._path = path
        self._pages = RowPages(path.with_name(f"{path.name}-pages"), _TYPES)
        self._mark = mark
        self._cards = self._events = 0
        self._decks: dict[str, int] = {}
        self._totals: list[tuple[Ints, Ints]] = []

    def add(self, taken: TakenOver, kinds: Sequence[str | None], counted: Counted) -> None:
        """Add cards, with the kinds under which the answers to them are counted, None for those that are not."""
        made = records(taken.lines, taken.owners, self._mark)
        counted.add(made, taken.owners, kinds)
        ends = (made.itemsize * np.searchsorted(taken.owners, np.arange(len(taken.cards) + 1))).tolist()
        trails = map(made.tobytes().__getitem__, map(slice, ends, ends[1:]))
        rows = [
            (number, card.id, self._mark, kind, trail, *card_values(card).values())
            for number, (card, kind, trail) in enumerate(zip(taken.cards, kinds, trails, strict=True), self._cards)
        ]
        self._insert("taken_card", CARD, rows)
        self._add_events(taken)
        self._add_up(taken)
        self._cards += len(taken.cards)
        self._events += taken.owners.size + len(taken.changes)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        root = self._root("taken_event") if error is None else 0
        super().__exit__(kind, error, trace)
        if root:
            self._pages.end(self._path, root)

    def end(self, counted: Counted, *, last: bool) -> None:
        """Add what all lines come to; the last file of an import has what the trails of all of them come to."""
        if self._totals:
            keys, counts = summed(*(np.concatenate(each, -1) for each in zip(*self._totals, strict=True)))
            names = map(list(self._decks).__getitem__, (keys // APART).tolist())
            rows = zip((keys % APART).tolist(), names, *(each.tolist() for each in counts), strict=True)
            self._insert("taken_total", TOTAL, list(rows))
        for some in counted.rows() if last else ():
            self._insert("taken_tally", TALLY, some)

    def _add_events(self, taken: TakenOver) -> None:
        """Add lines and changes, numbered in the order of the log: a change comes behind so many lines."""
        lines = taken.lines
        behind = np.array([place for place, _, _ in taken.changes], np.int64)
        changed = behind + np.arange(behind.size)
        answered = np.arange(lines.at.size) + np.searchsorted(behind, np.arange(lines.at.size), "right")
        rows = self._pages.rows(self._events + np.arange(answered.size + changed.size))
        rows["card"][answered] = self._cards + taken.owners
        rows["card"][changed] = [self._cards + card for _, card, _ in taken.changes]
        rows["kind"][changed] = int(EventKind.CHANGE)
        for name, column in zip(LINE, lines, strict=True):
            rows[name][answered] = column
        said = [change_values(change) for _, _, change in taken.changes]
        for name in _REAL:
            rows[name][changed] = np.array([each.get(name) for each in said], np.float64)
        for name in ("at", "offset_minutes", "day"):
            rows[name][changed] = [each[name] for each in said]
        self._pages.add(rows)
        numbers = (self._events + changed).tolist()
        told = [(number, each["name"], each["value"]) for number, each in zip(numbers, said, strict=True)]
        self._insert("taken_change", CHANGE, told)

    def _add_up(self, taken: TakenOver) -> None:
        """Add lines up by study day and deck."""
        lines = taken.lines
        decks = np.array([self._decks.setdefault(deck_of(card.id), len(self._decks)) for card in taken.cards], np.int64)
        tested = lines.state_before == State.REVIEW
        counts = (np.ones_like(lines.day), lines.state_before == State.NEW, tested, tested & (lines.rating > 1))
        self._totals.append(summed(decks[taken.owners] * APART + lines.day, np.array([*counts, lines.took_ms])))


def _columns(names: Sequence[str]) -> str:
    return ", ".join(names).replace("number", "number integer primary key", 1)
