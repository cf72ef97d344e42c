"""How much was in memory at the end of past study days, from the trails of the cards."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_scheduler.stats.trail import SIZE, memory_at


class Course:
    """Adds up, for some study days (ordinals, ascending), what a card with a trail was worth on each."""

    def __init__(self, days: Sequence[int], decay: float) -> None:
        self._days = days
        self._factor = 0.9 ** (-1 / decay) - 1
        self._decay = decay
        self.introduced = [0] * len(days)
        self.recalled = [0.0] * len(days)

    def add(self, trail: bytes) -> None:
        """Add a card. The last answer by then counts, in the order of the log."""
        place, answer = len(self._days), len(trail)
        # Backwards: where the clock was put back, an earlier answer is over when any later one is given.
        while place and answer:
            answer -= SIZE
            stability, day = memory_at(trail, answer)
            while place and self._days[place - 1] >= day:
                place -= 1
                self._count(place, self._days[place] - day, stability)

    def _count(self, place: int, elapsed: int, stability: float) -> None:
        self.introduced[place] += 1
        self.recalled[place] += (1 + self._factor * elapsed / stability) ** -self._decay
