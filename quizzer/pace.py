"""How long the rest of today's cards will take, from how long answers took lately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizzer.sitting import Counts
from quizzer.store.records import DayTotal

_USUAL = 15.0
"""Seconds an answer takes before enough of them were timed."""

_ENOUGH = 20
_ANSWERS_A_NEW_CARD = 2.5
"""A new card is answered again on its learning steps."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Mean seconds an answer takes."""

    answer: float = _USUAL

    @classmethod
    def measured(cls, days: Iterable[DayTotal]) -> Pace:
        """Return the pace of those days, the usual one when there were fewer than 20 answers."""
        days = list(days)
        answers = sum(day.answers for day in days)
        took = sum(day.took.total_seconds() for day in days)
        return cls(took / answers) if answers >= _ENOUGH and took > 0 else cls()

    def seconds(self, counts: Counts) -> float:
        """Return the seconds that so many cards will take."""
        return self.answer * (counts.due + counts.learning + counts.new * _ANSWERS_A_NEW_CARD)
