"""The values of a sitting: what is to be studied, the card on the table, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from quizzer_decks.marks import Mark, Verdict
from quizzer_decks.prompts import Prompt
from quizzer_scheduler.model import Card, Rating, State


class Plan(Struct, frozen=True):
    """What a sitting is about."""

    decks: tuple[str, ...] | None = None
    """Deck ids; None for all."""
    limit: int | None = None
    """Cards at most."""
    new: int | None = None
    """New cards at most; None follows the settings."""
    cram: bool = False
    """Ask everything in those decks once, without touching the schedule."""
    placement: tuple[str, ...] = ()
    """Roadmaps, phases or topics to be placed in by a test, instead of a sitting."""


class Counts(Struct, frozen=True):
    """Cards still to be answered."""

    due: int
    learning: int
    new: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.due + self.learning + self.new


class Step(Struct, frozen=True):
    """The card on the table, before it is answered."""

    key: int
    card: Card
    prompt: Prompt
    deck_id: str
    deck_title: str
    path: str
    """The deck's file; empty when it is not on this machine."""
    line: int
    number: int
    """Its place in this sitting, from 1."""
    total: int
    counts: Counts
    seconds: float
    """Estimated work left."""
    leech: bool
    reason: str
    """Why this card comes now, in one sentence."""
    note: str = ""
    """What the learner should know before he answers, in one sentence: why a remedy comes."""


class Outcome(Struct, frozen=True):
    """What one rating would lead to."""

    card: Card
    wait: str
    """`10 min`, `9 d`."""


class Marked(Struct, frozen=True):
    """The program's verdict on an answer and what each rating would do; `suggestion` is what the mark sets."""

    mark: Mark
    suggestion: Rating
    outcomes: Mapping[Rating, Outcome]
    predicted: float | None
    """Recall that was expected, from 0 to 1; None for a card never seen or seen today."""
    took: timedelta
    at: datetime


class Answered(Struct, frozen=True):
    """One answer of this sitting."""

    key: int
    event: int
    """Number in the log; 0 in a cram."""
    step: Step
    rating: Rating
    verdict: Verdict
    predicted: float | None
    took: timedelta
    became_leech: bool = False

    @property
    def card_id(self) -> str:
        """The card's id."""
        return self.step.card.id

    @property
    def lapsed(self) -> bool:
        """Whether a card that was known before was forgotten."""
        return self.rating is Rating.AGAIN and self.step.card.state is State.REVIEW


class Rise(Struct, frozen=True):
    """How a part of the roadmap changed in this sitting; shares from 0 to 1."""

    title: str
    before: float
    after: float


class Summary(Struct, frozen=True):
    """What was done in a sitting."""

    answers: tuple[Answered, ...]
    cards: int
    introduced: int
    took: timedelta
    first_tries: int
    """Cards whose first answer in this sitting counts: those seen before."""
    first_right: int
    predicted: float | None
    """Mean recall that was expected of those, from 0 to 1."""
    hardest: tuple[Answered, ...]
    tomorrow: int
    """Cards due on the next study day, as things stand."""
    rise: Rise | None
    left: Counts
