"""Sections on what is in memory now: how much of it, how stable, and how it fades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NamedTuple, TypeAlias, overload

from msgspec import Struct

from quizzer import wording
from quizzer.reports.figure import Figure, Section
from quizzer_scheduler.model import Rating

TopicKind: TypeAlias = Literal["roadmap", "phase", "section", "topic", "task", "deck"]


class CoursePoint(NamedTuple):
    """What was known at the end of a study day."""

    day: date
    recalled: float
    """Sum of retrievability over the cards seen by then."""
    introduced: int
    """Cards seen by then."""


@dataclass(frozen=True, slots=True)
class Course(Sequence[CoursePoint]):
    """What was known at the end of study days, oldest first: three columns, for a report has thousands of courses."""

    days: tuple[date, ...] = ()
    recalled: tuple[float, ...] = ()
    introduced: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return how many days there are."""
        return len(self.days)

    @overload
    def __getitem__(self, place: int) -> CoursePoint: ...
    @overload
    def __getitem__(self, place: slice) -> Course: ...
    def __getitem__(self, place: int | slice) -> CoursePoint | Course:
        """Return a point, or a part of the course."""
        if isinstance(place, slice):
            return Course(self.days[place], self.recalled[place], self.introduced[place])
        return CoursePoint(self.days[place], self.recalled[place], self.introduced[place])


class TopicKnowledge(Struct, frozen=True):
    """What is known of a roadmap, phase, topic or deck now."""

    kind: TopicKind
    path: str
    """Unique and stable, as in the tree of the roadmap; a deck's id for a deck."""
    title: str
    depth: int
    """0 for a roadmap or a deck on none, and so on down."""
    decks: tuple[str, ...]
    cards: int
    introduced: int
    recalled: Figure
    """Cards that you could recall now; `n` is `introduced`."""
    course: Course = Course()

    @property
    def mastery(self) -> float | None:
        """Share of all its cards that you could recall now; None without cards."""
        return (self.recalled.value or 0.0) / self.cards if self.cards else None

    @property
    def change(self) -> float | None:
        """Cards more, or fewer, than at the beginning of the window; None where that is not known."""
        return (self.recalled.value or 0.0) - self.course.recalled[0] if self.course else None


@dataclass(frozen=True, slots=True)
class Knowledge(Section):
    """The number of cards you could recall now: the sum of their retrievabilities.

    Retrievability is the FSRS-6 forgetting curve (1 + F t / S)^−w20, with F = 0.9^(−1/w20) − 1, t the study days since
    the last answer, S the stability, and the weights in force now. It counts 1 on the day of an answer. Cards that are
    new, suspended ones and those whose question is gone count nothing; those that a placement took as known count. The
    interval is that of a sum of independent chances: ± 1.96 √Σ R (1 − R).
    Its course is the same sum over the same cards at the end of past study days, by the stability that the last answer
    until then left; a card is in it from its first answer on.
    Source: the FSRS-6 algorithm (open-spaced-repetition/fsrs-rs); "estimated total knowledge" in Anki's statistics.
    """

    name: ClassVar[str] = "knowledge"
    title: ClassVar[str] = "Knowledge"

    now: Figure
    """Cards that you could recall; `n` is how many were ever seen."""
    cards: int
    """All cards in scope, seen or not."""
    course: Course
    """Oldest first, the last one today; about a dozen points, a month back at least where the log goes so far."""
    topics: tuple[TopicKnowledge, ...]
    """The roadmaps' trees in order, then decks that are on none; only what has a card."""

    @property
    def words(self) -> str:
        """What is known now, of how much."""
        if not self.cards:
            return "There is no card here that may be asked."
        if not self.now.n or self.now.value is None:
            return f"None of {wording.count(self.cards, 'card')} was seen yet."
        value, cards = f"{self.now.value:,.0f}", wording.count(self.cards, "card")
        told = f"You could recall about {value} of {cards} now ({self.now.n:,} seen)"
        if len(self.course) < 2:
            return f"{told}."
        change = round(self.now.value - self.course[0].recalled)
        days = wording.days((self.course[-1].day - self.course[0].day).days)
        more = f"{abs(change):,} {'more' if change > 0 else 'fewer'} than" if change else "as many as"
        return f"{told}, {more} {days} ago."


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many cards lie from `low` to below `high`; the last bucket holds its upper end, or has none."""

    low: float
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """How one number is spread over the cards."""

    buckets: tuple[Bucket, ...]
    median: float | None
    """To the width of a bucket."""
    n: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Recall so long after the last answer, measured over all cards of a band."""

    days: float
    """Mean study days since the last answer."""
    predicted: float
    """Mean prediction."""
    measured: Figure


@dataclass(frozen=True, slots=True)
class StabilityBand:
    """The average forgetting curve of cards whose stability lay from `low` to below `high` days."""

    low: float
    high: float | None
    points: tuple[CurvePoint, ...]

    @property
    def label(self) -> str:
        """The band in words."""
        if self.high is None:
            return f"{self.low:.0f} days or more"
        return f"under {self.high:.0f} days" if not self.low else f"{self.low:.0f} to {self.high:.0f} days"


@dataclass(frozen=True, slots=True)
class MemoryState(Section):
    """How stable, how difficult and how retrievable the cards are now, and how recall fell with time.

    Stability is the days in which recall falls to 90 %; difficulty goes from 1 to 10; retrievability is the chance of
    recall now, as under Knowledge. They are FSRS-6's estimates for every card seen that is not suspended and still has
    its question.
    The average curve is measured: all predicted answers in the window, by the stability before the answer and the study
    days since the last one, with the share recalled, Wilson's 95 % interval and the mean prediction beside it.
    Source: the FSRS-6 algorithm (open-spaced-repetition/fsrs-rs) and the log.
    """

    name: ClassVar[str] = "memory"
    title: ClassVar[str] = "Memory"

    stability: Distribution
    difficulty: Distribution
    retrievability: Distribution
    curve: tuple[StabilityBand, ...]

    @property
    def words(self) -> str:
        """The middle card's stability and recall."""
        if self.stability.median is None or self.retrievability.median is None:
            return "No card that may be asked was seen yet."
        stable = wording.days(max(1, round(self.stability.median)))
        recall = wording.percent(self.retrievability.median)
        if self.stability.n == 1:
            return f"The one seen card holds for about {stable}, and is recalled with about {recall}."
        cards = wording.count(self.stability.n, "seen card")
        return f"Half of your {cards} hold for about {stable} or more, half are recalled with about {recall} or more."


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """One answer on a card's own curve."""

    day: date
    rating: Rating
    predicted: float | None
    """None for the first answer, and on the study day of the one before."""
    stability: float
    """Days, after it."""


@dataclass(frozen=True, slots=True)
class CardCurve(Section):
    """The forgetting curve of one card, from its first answer to some time from now.

    Between two answers it is the FSRS-6 curve with the stability after the earlier one and the weights in force now; at
    each answer it begins again at 1. What lies after today is the prediction if the card is not answered.
    Source: the FSRS-6 algorithm (open-spaced-repetition/fsrs-rs) and the log.
    """

    name: ClassVar[str] = "card"
    title: ClassVar[str] = "Forgetting curve"

    card: str
    points: tuple[tuple[date, float], ...]
    """Day and recall, in order; a day on which it was answered comes twice: before and after."""
    answers: tuple[CardAnswer, ...]
    today: date
    now: float | None
    """Recall now; None while it was never seen."""
    falls_below: date | None
    """The study day on which recall falls below the desired retention."""

    @property
    def words(self) -> str:
        """How well it is known now, and until when."""
        if self.now is None:
            return "This card was never answered."
        fading = f", below what you want {wording.day(self.falls_below, self.today)}" if self.falls_below else ""
        return f"{wording.count(len(self.answers), 'answer')}; recall now {wording.percent(self.now)}{fading}."
