"""The one door to the fsrs library, which is imported when the first memory state is computed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from typing import TYPE_CHECKING

from msgspec import Struct

from quizzer_scheduler.model import Memory, Rating
from quizzer_scheduler.retrievability import decay_of

if TYPE_CHECKING:
    import fsrs

    from quizzer_scheduler.fsrs6 import State, Transition

    ClosedForm = tuple[tuple[State, State, State, State], Transition]

STABILITY_MINIMUM = 0.001
STABILITY_MAXIMUM = 36500.0
"""Days. The reference implementation fsrs-rs stops here; the Python library has no upper bound of its own."""

# The library counts elapsed time in periods of 24 hours. It is given a calendar of its own that has no time of day:
# the last answer stands at its beginning, this one so many study days later, so that it counts study days.
_LAST_ANSWER = datetime(1, 1, 1, tzinfo=UTC)
LONGEST_ABSENCE = 3_650_000
"""Days. What this calendar holds: 9,993 years."""


class _Library(Struct, frozen=True):
    """What is used of the library, with our weights in it."""

    scheduler: fsrs.Scheduler
    card: type[fsrs.Card]
    unseen: fsrs.State
    seen: fsrs.State
    ratings: dict[Rating, fsrs.Rating]


def _load(weights: tuple[float, ...] | None) -> _Library:
    import fsrs
    from fsrs.scheduler import DEFAULT_PARAMETERS

    # Only its memory state is used. Steps, intervals, fuzz and dates are ours; the shortest maximum keeps its dates
    # within the calendar.
    scheduler = fsrs.Scheduler(
        parameters=DEFAULT_PARAMETERS if weights is None else weights,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=1,
        enable_fuzzing=False,
    )
    ratings = {rating: fsrs.Rating(rating.value) for rating in Rating}
    return _Library(scheduler, fsrs.Card, fsrs.State.Learning, fsrs.State.Review, ratings)


class MemoryModel:
    """FSRS-6 with one set of weights: what an answer does to the memory of a card."""

    def __init__(self, weights: tuple[float, ...] | None = None) -> None:
        self._weights = weights
        self._library: _Library | None = None
        self._closed: ClosedForm | None = None

    @property
    def decay(self) -> float:
        """Return the decay of the forgetting curve, w20."""
        return decay_of(self._weights)

    def after(self, memory: Memory | None, rating: Rating, elapsed_days: int) -> Memory:
        """Return the memory state after an answer, so many study days after the one before (0: the same day).

        `memory` None is a card never seen. ValueError when the state is not one that FSRS can have.
        """
        library = self._library
        if library is None:
            library = self._library = _load(self._weights)
        if memory is None:
            card = library.card(0, library.unseen, due=_LAST_ANSWER)
        else:
            stability, difficulty = checked(memory)
            card = library.card(0, library.seen, None, stability, difficulty, _LAST_ANSWER, _LAST_ANSWER)
        now = _LAST_ANSWER + timedelta(days=min(max(0, elapsed_days), LONGEST_ABSENCE))
        card, _ = library.scheduler.review_card(card, library.ratings[rating], now)
        assert card.stability is not None
        assert card.difficulty is not None
        return Memory(min(card.stability, STABILITY_MAXIMUM), card.difficulty)

    def again(self, memory: Memory | None, rating: Rating, elapsed_days: int) -> Memory:
        """Return the very state that `after` returns, from the closed form: what replays thousands of answers."""
        first, transition = self.closed_form()
        if memory is None:
            return Memory(*first[rating - 1])
        return Memory(*transition(*checked(memory), rating, min(max(0, elapsed_days), LONGEST_ABSENCE)))

    def closed_form(self) -> ClosedForm:
        """Return the states after a first answer, by rating, and what a later one does to a state."""
        if self._closed is None:
            from quizzer_scheduler import fsrs6

            weights = fsrs6.DEFAULT_WEIGHTS if self._weights is None else self._weights
            self._closed = fsrs6.first_states(weights), fsrs6.transition(weights)
        return self._closed


def checked(memory: Memory) -> tuple[float, float]:
    """Return stability and difficulty. ValueError when they are not a state that FSRS can have."""
    stability, difficulty = memory.stability, memory.difficulty
    if not (0 < stability < inf and isfinite(difficulty)):
        raise ValueError(f"Stability {stability} and difficulty {difficulty} are no memory state.")
    return stability, difficulty
