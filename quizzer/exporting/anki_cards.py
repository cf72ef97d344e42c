"""Cards and answers as rows of Anki's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

from quizzer.store.readers.cards import CardRow
from quizzer_decks.formats.anki.writing import AnswerRow
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Parameters, State
from quizzer_scheduler.scheduler import Scheduler

_LEARN, _REVIEW, _RELEARN, _MANUAL = 0, 1, 2, 4
_KINDS = {State.NEW: _LEARN, State.LEARNING: _LEARN, State.REVIEW: _REVIEW, State.RELEARNING: _RELEARN}
_NEW, _ON_STEP, _IN_REVIEW, _ON_DAY, _SUSPENDED = 0, 1, 2, 3, -1
_START_EASE = 2500
_MOST_MS = 60_000
_IDS = 1_600_000_000_000


Scheduling: TypeAlias = tuple[int, int, int, int, int, int, int, int, int, str]
"""The columns of `cards` from `type` to `data`, the home of a filtered deck left out."""


class Calendar:
    """Study days as Anki counts them, from the day on which a collection was made; and what holds for its cards."""

    def __init__(self, days: StudyDays, first: date, scheduler: Scheduler) -> None:
        self._days = days
        self._first = first
        self._scheduler = scheduler
        self.parameters = scheduler.parameters

    @cache  # noqa: B019 - lives as long as an export
    def number(self, ms: int) -> int:
        """Return the number of the study day of an instant. Most cards are due when a day begins: few to look up."""
        return (self._days.day(datetime.fromtimestamp(ms / 1000, UTC)) - self._first).days

    @cache  # noqa: B019
    def start(self, ordinal: int) -> int:
        """Return the second since 1970 at which a study day begins."""
        return int(self._days.start(date.fromordinal(ordinal)).timestamp())

    @cache  # noqa: B019
    def aim(self, deck: str) -> str:
        """Return desired retention and decay of a deck's cards, as Anki keeps them with each."""
        desired = self._scheduler.desired_retention(f"{deck}/")
        return f',"dr":{round(desired, 2)},"decay":{round(self._scheduler.decay, 3)}'


def fresh(position: int) -> Scheduling:
    """Return the row of a card that was never seen."""
    return _NEW, _NEW, position, 0, 0, 0, 0, 0, 0, "{}"


def scheduling(card: CardRow, deck: str, position: int, calendar: Calendar) -> Scheduling:
    """Return the row of a card."""
    state = card.state
    if state == State.NEW or card.due_ms is None:
        queue = _SUSPENDED if card.suspended else _NEW
        return _NEW, queue, position, 0, 0, 0, 0, 0, card.flag, "{}"
    on_step = state != State.REVIEW
    by_day = not on_step or card.interval_days > 0
    queue = _IN_REVIEW if not on_step else _ON_DAY if by_day else _ON_STEP
    return (
        state,
        _SUSPENDED if card.suspended else queue,
        calendar.number(card.due_ms) if by_day else card.due_ms // 1000,
        0 if state == State.LEARNING else max(1, card.interval_days),
        _START_EASE,
        card.reps,
        card.lapses,
        _left(card, calendar.parameters) if on_step else 0,
        card.flag,
        _data(card, deck, position, calendar),
    )


def _left(card: CardRow, parameters: Parameters) -> int:
    """Return how many steps are left."""
    relearning = card.state == State.RELEARNING
    steps = parameters.relearning_steps if relearning else parameters.learning_steps
    return max(1, len(steps) - (card.step or 0))


def _data(card: CardRow, deck: str, position: int, calendar: Calendar) -> str:
    """Return what Anki keeps as JSON: memory state, desired retention, last answer."""
    memory = last = ""
    if card.stability is not None and card.difficulty is not None:
        memory = f',"s":{round(card.stability, 4)},"d":{round(card.difficulty, 3)}{calendar.aim(deck)}'
    if card.last_ms is not None:
        last = f',"lrt":{card.last_ms // 1000}'
    elif card.last_day is not None:
        last = f',"lrt":{calendar.start(card.last_day)}'
    return f'{{"pos":{position}{memory}{last}}}'


def anki_id(key: int) -> int:
    """Return the id of a card in a package, by its key: a time in milliseconds, in the past as every id of Anki's.

    Anki takes another one where it is taken.
    """
    return _IDS + key


def log_rows(log: Iterable[tuple[Any, ...]], cards: Iterable[int]) -> Iterator[AnswerRow]:
    """Yield the rows of the log as `AnswerReader.log` reads it, in time; of some cards (keys) alone.

    Two answers of one instant are parted by a millisecond: Anki names answers by their instants.
    """
    kinds = tuple(_KINDS[state] for state in State)
    last = dict.fromkeys(cards, 0)
    before = 0
    for at, key, rating, state, interval, difficulty, took in log:
        previous = last.get(key)
        if previous is None:
            continue  # its question is gone
        last[key] = interval
        before = at if at > before else before + 1
        if rating:
            # Anki keeps the difficulty where it kept the ease before: from 100 to 1100.
            factor = round((difficulty - 1) / 9 * 1000) + 100
            took = took if took < _MOST_MS else _MOST_MS
            yield before, _IDS + key, rating, interval, previous, factor, took, kinds[state]
        else:
            yield before, _IDS + key, 0, 0, previous, 0, 0, _MANUAL


def milliseconds(at: datetime) -> int:
    """Return an instant in milliseconds since the epoch."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
