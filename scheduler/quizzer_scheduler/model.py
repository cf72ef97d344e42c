"""The scheduler's values: ratings, states, cards, and the events that move them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Literal, TypeAlias

from msgspec import Struct


class Rating(IntEnum):
    """How well a card was recalled."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(IntEnum):
    """Where a card is in its life."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Memory(Struct, frozen=True):
    """FSRS memory state. Stability in days (to 90 % recall), difficulty from 1 to 10."""

    stability: float
    difficulty: float


class Card(Struct, frozen=True):
    """One thing to ask, with its schedule. A cache of its events: `Scheduler.replay` makes it again from them."""

    id: str
    """`deck-id/question-id` or `deck-id/question-id#part`."""
    state: State = State.NEW
    step: int | None = None
    """Index of the learning step it is on; None outside (re)learning."""
    memory: Memory | None = None
    due_at: datetime | None = None
    """The instant from which it is due; for a review card the start of its study day. None while new."""
    interval_days: int = 0
    """Days between last answer and due date; 0 while new or on a step of less than a day."""
    last_review_at: datetime | None = None
    last_day: date | None = None
    """Study day of the last answer."""
    reps: int = 0
    lapses: int = 0
    """How often it was forgotten (Again) in the Review state."""
    suspended: bool = False
    buried_until: date | None = None
    """First study day on which it may be asked again."""
    flag: int = 0
    """0 for none, else 1 to 7."""


def deck_of(card_id: str) -> str:
    """Return the id of the deck that a card's id names."""
    return card_id.partition("#")[0].rpartition("/")[0]


class Review(Struct, frozen=True):
    """One answer, as the log keeps it: what went in, what came out, and all it takes to compute it again."""

    card_id: str
    rating: Rating
    at: datetime
    offset: timedelta
    """Offset of local time from UTC at that instant."""
    day: date
    """Study day."""
    took: timedelta
    state_before: State
    before: Memory | None
    retrievability: float | None
    """The prediction at the moment of the answer, from 0 to 1; None for a card never seen, and on the
    study day of its last answer, because FSRS-6 does not model recall within a day."""
    state_after: State
    step_after: int | None
    after: Memory
    interval_days: int
    """The interval given, after fuzz and balance; 0 for a step of less than a day."""
    due_at: datetime
    parameters: int
    """Version of the parameter set that computed it."""


class Placed(Struct, frozen=True):
    """What a placement takes a card for that was never answered: known from before."""

    memory: Memory
    since: date
    """Study day from which recall is counted: so long ago that recall today is what is believed."""
    due: date
    """Study day on which it is to be asked first."""


ChangeName: TypeAlias = Literal["suspended", "buried_until", "flag", "forget", "due", "memory", "placed"]
ChangeValue: TypeAlias = bool | int | date | Memory | Placed | None


class Change(Struct, frozen=True):
    """Something done to a card other than answering it.

    `suspended` takes a bool, `buried_until` a date or None, `flag` an int, `forget` None (the card is new again;
    its history stays in the log and its count of answers goes on), `due` a date (the study day it is to come back),
    `memory` a Memory (its answers computed again with other weights), `placed` a Placed (it counts as known).
    """

    card_id: str
    name: ChangeName
    value: ChangeValue
    at: datetime
    offset: timedelta
    day: date
    parameters: int | None = None
    """For `memory` the version of the parameter set whose weights computed it."""


Event: TypeAlias = Review | Change


class Parameters(Struct, frozen=True):
    """Everything that decides an interval, kept in versions so that any past review can be computed again."""

    version: int
    weights: tuple[float, ...] | None = None
    """FSRS-6 weights, 21 of them; None for the defaults of the pinned library."""
    desired_retention: float = 0.9
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval: int = 36500
    """Days."""
    fuzz: bool = True
    foreign: bool = False
    """Whether places and dates were decided by another program, and only memory is computed by these weights."""


class Reviewed(Struct, frozen=True):
    """What an answer leads to: the card as it is now, and the event to log."""

    card: Card
    review: Review
