"""How much was in memory at the end of past study days, from the trails of the cards."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_scheduler.stats.trail import DAY, STABILITY


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
        view = memoryview(trail)
        seen, held = DAY.of(view).tolist(), STABILITY.of(view).tolist()
        place = len(self._days)
        # Backwards: where the clock was put back, an earlier answer is over when any later one is given.
        for number in range(len(seen) - 1, -1, -1):
            while place and self._days[place - 1] >= seen[number]:
                place -= 1
                self._count(place, self._days[place] - seen[number], held[number])

    def _count(self, place: int, elapsed: int, stability: float) -> None:
        self.introduced[place] += 1
        self.recalled[place] += (1 + self._factor * elapsed / stability) ** -self._decay
