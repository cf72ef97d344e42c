"""The queue's values: the few fields of a card that decide its place, limits, orders, counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from quizzer_scheduler.model import State


class QueueCard(NamedTuple):
    """What the queue knows of a card. A named tuple, because thousands of them are made before the first question."""

    key: int
    deck: int
    family: int
    """The question's key: cards of one question are siblings."""
    state: State
    due_at: datetime | None
    stability: float | None
    """Days."""
    last_day: date | None
    """Study day of the last answer."""
    position: int
    """Rank among new cards, in the order of the roadmap."""
    gated: int = 0
    """A new card comes after all that have less here: 1 where its deck needs what is not known yet, 2 more where a
    plan names other decks."""
    lasts: float = 1.0
    """Its interval as a share of what it would be by the learner's own desired retention."""


class DeckLimit(Struct, frozen=True):
    """How many new and review cards one deck may still give today; None for no limit of its own."""

    new: int | None = None
    review: int | None = None


class Limits(Struct, frozen=True):
    """How many new and review cards are left for today, over all decks and per deck key; None for no limit."""

    new: int | None = None
    review: int | None = None
    per_deck: Mapping[int, DeckLimit] = field(default_factory=dict)


class ReviewOrder(StrEnum):
    """Which of the due cards come first. Ties are broken by the day's shuffle."""

    AUTO = "auto"
    """Random, or the best remembered first when more are due than the limits let through."""
    RANDOM = "random"
    RETRIEVABILITY_DESC = "retrievability-desc"
    """Best remembered first."""
    RETRIEVABILITY_ASC = "retrievability-asc"
    """Most forgotten first; the same as relative overdueness."""
    DUE = "due"
    """By due date."""
    DUE_THEN_DECK = "due-then-deck"
    DECK_THEN_DUE = "deck-then-due"
    STABILITY_ASC = "stability-asc"
    STABILITY_DESC = "stability-desc"


class NewOrder(StrEnum):
    """Which of the new cards come first; gated ones are last in either."""

    ROADMAP = "roadmap"
    RANDOM = "random"


class NewMix(StrEnum):
    """Where new cards stand among the reviews."""

    SPREAD = "spread"
    BEFORE = "before"
    AFTER = "after"


class Order(Struct, frozen=True):
    """The learner's choice of orders."""

    review: ReviewOrder = ReviewOrder.AUTO
    new: NewOrder = NewOrder.ROADMAP
    mix: NewMix = NewMix.SPREAD


class Counts(NamedTuple):
    """Cards left to be answered: due reviews, learning cards that come within the learn-ahead time, new ones."""

    due: int
    learning: int
    new: int
