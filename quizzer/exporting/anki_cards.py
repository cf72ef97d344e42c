"""What holds for the cards of a package: study days as Anki counts them, steps, desired retention."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Parameters, State
from quizzer_scheduler.scheduler import Scheduler


class Calendar:
    """Study days as Anki counts them, from the day on which a collection was made; and how many steps are left."""

    def __init__(self, days: StudyDays, first: date, parameters: Parameters) -> None:
        self._days = days
        self._first = first
        self._parameters = parameters

    @cache  # noqa: B019 - lives as long as an export
    def number(self, ms: int) -> int:
        """Return the number of the study day of an instant. Most cards are due when a day begins: few to look up."""
        return (self._days.day(datetime.fromtimestamp(ms / 1000, UTC)) - self._first).days

    @cache  # noqa: B019
    def start(self, ordinal: int) -> int:
        """Return the second since 1970 at which a study day begins."""
        return int(self._days.start(date.fromordinal(ordinal)).timestamp())

    def steps_left(self, state: int, step: int | None) -> int:
        """Return how many steps are left of a card that is learned, or learned again."""
        relearning = state == State.RELEARNING
        steps = self._parameters.relearning_steps if relearning else self._parameters.learning_steps
        return max(1, len(steps) - (step or 0))


def aim(scheduler: Scheduler, deck: str) -> str:
    """Return desired retention and decay of a deck's cards, as Anki keeps them with each."""
    desired = scheduler.desired_retention(f"{deck}/")
    return f',"dr":{round(desired, 2)},"decay":{round(scheduler.decay, 3)}'


def milliseconds(at: datetime) -> int:
    """Return an instant in milliseconds since the epoch."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
