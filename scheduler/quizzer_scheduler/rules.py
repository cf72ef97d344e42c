"""What a set of parameters comes to: a model of memory, and the days after which recall falls to what is desired."""

from __future__ import annotations

from datetime import date

from quizzer_scheduler import retrievability
from quizzer_scheduler.memory import MemoryModel
from quizzer_scheduler.model import Card, Memory, Parameters
from quizzer_scheduler.parameters import validate

_LAST_DAY = date(9999, 12, 29)
"""The last study day whose beginning is an instant in every zone."""


class Rules:
    """A parameter set, ready to compute with. ValueError when it cannot be used."""

    def __init__(self, parameters: Parameters) -> None:
        if problems := validate(parameters):
            raise ValueError(" ".join(problems))
        self.parameters = parameters
        self.model = MemoryModel(parameters.weights)
        self.decay = self.model.decay
        self._days_by_stability = retrievability.interval(1.0, parameters.desired_retention, self.decay)

    def interval(self, memory: Memory) -> float:
        """Return the days, not rounded, after which recall falls to the desired retention."""
        return memory.stability * self._days_by_stability

    def longest(self, day: date) -> int:
        """Return the longest interval in days that may be given on a study day: calendars end too."""
        return min(self.parameters.maximum_interval, max(0, (_LAST_DAY - day).days))


def elapsed_days(card: Card, day: date) -> int:
    """Return the study days since the last answer: 0 for the same day, for a clock put back, and while new."""
    return 0 if card.last_day is None else max(0, (day - card.last_day).days)
