"""What comes into the store from elsewhere: cards with what led to them, in a file that any process may write.

To make these rows is most of the work of taking them in, and needs nothing of the store; the rest is SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, groupby, repeat
from pathlib import Path
from typing import Any, NamedTuple, cast

from quizzer.store.rows import DECIDED, TOLD, card_values, told
from quizzer.store.rows_file import RowsFile
from quizzer_scheduler.lines import LINE, Line
from quizzer_scheduler.model import Card, Change
from quizzer_scheduler.stats.trail import Walk

CARD = ("number", "id", "mark", "trail", *DECIDED)
"""Columns of `taken_card`; its rows are numbered from 0."""
EVENT = ("number", "card", *TOLD)
"""Columns of `taken_event`; its rows are numbered from 0 in the order of the log, `card` is a card's number."""

_ANSWER = ("number", "card", *LINE)


class Taken(NamedTuple):
    """A card that is taken over, with the events that led to it."""

    card: Card
    events: Sequence[Line | Change]
    mark: str
    """In place of a verdict on its answers."""


class TakenFile(RowsFile):
    """A file of cards that are taken over."""

    def __init__(self, path: Path) -> None:
        card, event = _columns(CARD), _columns(EVENT).replace("kind", "kind default 0")
        super().__init__(path, f"taken_card ({card})", f"taken_event ({event})")
        self._cards, self._events = count(), count()

    def add(self, taken: Sequence[Taken]) -> None:
        """Add cards."""
        cards: list[tuple[Any, ...]] = []
        lines: list[tuple[Any, ...]] = []
        changes: list[tuple[Any, ...]] = []
        for (card, events, mark), number in zip(taken, self._cards, strict=False):
            walk, trail = Walk(), b""
            for kind, run in groupby(events, type):
                if kind is tuple:
                    answers = cast("list[Line]", list(run))
                    trail += walk.steps(answers, repeat(mark))
                    lines += [(place, number, *line) for line, place in zip(answers, self._events, strict=False)]
                    continue
                for change, place in zip(cast("Iterator[Change]", run), self._events, strict=False):
                    _move(walk, change)
                    changes.append((place, number, *told(change)))
            cards.append((number, card.id, mark, trail, *card_values(card).values()))
        self._insert("taken_card", CARD, cards)
        self._insert("taken_event", _ANSWER, lines)
        self._insert("taken_event", EVENT, changes)


def _columns(names: Sequence[str]) -> str:
    return ", ".join(names).replace("number", "number integer primary key", 1)


def _move(walk: Walk, change: Change) -> None:
    if change.name == "forget":
        walk.forget()
    elif change.name == "due" and isinstance(change.value, date):
        walk.move(change.value.toordinal())
