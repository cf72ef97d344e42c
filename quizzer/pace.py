"""How long today's cards will take, from how long answers took lately."""

from __future__ import annotations

from typing import NamedTuple

_USUAL = 15.0
"""Seconds an answer takes before any were timed."""

_ANSWERS_A_NEW_CARD = 2.5
"""A new card is answered again on its learning steps."""


class Pace(NamedTuple):
    """Mean seconds an answer takes."""

    answer: float = _USUAL

    @classmethod
    def measured(cls, seconds: float | None) -> Pace:
        """Return the pace of so many seconds an answer lately, the usual one when nothing was timed."""
        return cls(seconds) if seconds else cls()

    def seconds(self, due: int, learning: int, new: int) -> float:
        """Return the seconds that so many cards will take."""
        return self.answer * (due + learning + new * _ANSWERS_A_NEW_CARD)
