"""Learners whose memory is known, who study a roadmap day by day: what placement and plans are measured with.

Assumptions, told honestly. What is recalled follows FSRS-6 with the default weights, from a true memory that the
scheduler does not see. What was known before comes with a true stability of 20 to 300 days, drawn; on a deck that is
known, each card is with a chance of its own deck's (60 to 100 %), on one that is not, 5 %. Answers take 12 s, those
missed 20 s. A roadmap is a bundled one, with its decks' needs and numbers of questions. Nobody gives up, nobody learns
between the sittings, and nobody has a limit of reviews.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random
from types import MappingProxyType

from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, curve, first_states, transition
from quizzer_scheduler.placement import disproved
from quizzer_scheduler.retrievability import interval

FACTOR, EXPONENT = curve(DEFAULT_WEIGHTS)
BEGUN, AFTER = first_states(DEFAULT_WEIGHTS), transition(DEFAULT_WEIGHTS)
BY_STABILITY = interval(1.0, 0.9, DEFAULT_WEIGHTS[20])
RIGHT, WRONG = 12.0, 20.0
"""Seconds of an answer."""
AGAIN, GOOD = 1, 3


def recall(stability: float, elapsed: float) -> float:
    """Return the chance of recall so many days after an answer."""
    return float((1 + FACTOR * max(elapsed, 0.0) / stability) ** EXPONENT)


@dataclass(frozen=True, slots=True)
class Road:
    """Decks in the order in which their cards come, the ones that they need, and how many cards they have."""

    decks: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    cards: Mapping[str, int]

    @property
    def total(self) -> int:
        """All cards."""
        return sum(self.cards.values())


@dataclass(slots=True)
class CardOf:
    """A card: what is true of it, and what the scheduler holds."""

    deck: str
    number: int
    true: tuple[float, float] | None = None
    """Stability and difficulty; None while nothing is known of it."""
    true_day: int = 0
    held: tuple[float, float] | None = None
    held_day: int = 0
    right: bool = False
    """Whether it was recalled when it was asked last."""

    def knows(self, day: int) -> float:
        """Return the true chance of recall."""
        return 0.0 if self.true is None else recall(self.true[0], day - self.true_day)

    def overdue(self, day: int, by_stability: Mapping[str, float]) -> float:
        """Return the days since the last answer as a share of the interval wanted."""
        assert self.held is not None
        return (day - self.held_day) / (self.held[0] * by_stability.get(self.deck, BY_STABILITY))


@dataclass(slots=True)
class Knower:
    """A learner on a road."""

    road: Road
    rng: Random
    cards: dict[str, list[CardOf]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """Decks that were known before."""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.cards = {deck: [CardOf(deck, n) for n in range(self.road.cards[deck])] for deck in self.road.decks}

    def learned_before(self, decks: set[str]) -> None:
        """Know decks from before, some better and some worse, and a card here and there of the others."""
        self.known = decks
        for deck, cards in self.cards.items():
            share = self.rng.uniform(0.6, 1.0) if deck in decks else 0.05
            for card in cards:
                if self.rng.random() < share:
                    card.true = (20 * 15 ** self.rng.random(), self.rng.uniform(3, 8))
                    card.true_day = -self.rng.randrange(15)

    def ask(self, card: CardOf, day: int, guess: float = 0.0) -> bool:
        """Return whether a card is recalled, or guessed. The answer itself teaches nothing here."""
        chance = card.knows(day)
        right = self.rng.random() < chance + (1 - chance) * guess
        self.seconds += RIGHT if right else WRONG
        return right

    def study(self, card: CardOf, day: int, by_stability: float = BY_STABILITY) -> int:
        """Answer a card until it is learned for the day; return the day on which it is due.

        `by_stability` is the interval of a card with a day of stability.
        """
        right = self.rng.random() < card.knows(day)
        rating, card.right = GOOD if right else AGAIN, right
        new = card.held is None
        self.seconds += RIGHT if right else WRONG
        self._move(card, rating, day)
        for _ in range((1 if right else 2) if new else 0 if right else 1):
            self.seconds += RIGHT
            self._move(card, GOOD, day)
        assert card.held is not None
        return day + max(1, round(card.held[0] * by_stability * self.rng.uniform(0.93, 1.07)))

    def _move(self, card: CardOf, rating: int, day: int) -> None:
        card.held = _after(card.held, rating, day - card.held_day)
        card.true = _after(card.true, rating, day - card.true_day)
        card.held_day = card.true_day = day

    def knowledge(self, day: int) -> float:
        """Return how many cards would be recalled."""
        return sum(card.knows(day) for cards in self.cards.values() for card in cards)


def _after(state: tuple[float, float] | None, rating: int, elapsed: int) -> tuple[float, float]:
    return BEGUN[rating - 1] if state is None else AFTER(*state, rating, elapsed)


@dataclass(slots=True)
class Course:
    """What studying came to, by day."""

    minutes: list[float] = field(default_factory=list)
    introduced: list[int] = field(default_factory=list)
    days: int | None = None
    """On which the aim was reached."""


def live(
    learner: Knower,
    order: Sequence[CardOf],
    dates: Mapping[int, int],
    new_on: Callable[[int, int], int],
    days: int,
    *,
    there: Callable[[int], bool] = lambda _: True,
    aim: float | None = None,
    minutes: float | None = None,
    by_stability: Mapping[str, float] = MappingProxyType({}),
) -> Course:
    """Study day by day: all that is due, then so many new cards as `new_on(day, left)` says.

    `order` are all cards as they come; `dates` the first days of those placed, by place in it. Ends when as many cards
    would be recalled as `aim`. After so many `minutes` a day ends, whatever is left; what is least overdue comes first
    then. `by_stability` is the interval of a card with a day of stability, by deck where it is another one.
    """
    due = [(day, place) for place, day in dates.items()]
    heapq.heapify(due)
    rest = [place for place in range(len(order)) if place not in dates]
    course, seen, taken = Course(), 0, _Taken(order, dates)
    for day in range(days):
        begun, last = learner.seconds, learner.seconds + (inf if minutes is None else minutes * 60)
        if there(day):
            waiting = _popped(due, day)
            if minutes is not None:
                waiting.sort(key=lambda place: order[place].overdue(day, by_stability))
            today = [*waiting, *rest[seen : seen + new_on(day, len(rest) - seen)]]
            done = 0
            while done < len(today) and learner.seconds < last:
                card = order[today[done]]
                back = learner.study(card, day, by_stability.get(card.deck, BY_STABILITY))
                heapq.heappush(due, (back, today[done]))
                taken.answered(today[done])
                done += 1
            for place in waiting[done:]:
                heapq.heappush(due, (day, place))
            seen += max(0, done - len(waiting))
            if gone := taken.given_back():
                due = [one for one in due if one[1] not in gone]
                heapq.heapify(due)
                rest[seen:] = sorted({*rest[seen:], *gone})
        course.minutes.append((learner.seconds - begun) / 60)
        course.introduced.append(seen)
        if aim is not None and learner.knowledge(day) >= aim:
            course.days = day + 1
            break
        if aim is None and seen == len(rest) and course.days is None:
            course.days = day + 1
    return course


class _Taken:
    """Decks taken as known, each until its first answers disprove it."""

    def __init__(self, order: Sequence[CardOf], dates: Mapping[int, int]) -> None:
        self._order = order
        self._unasked = set(dates)
        self._answers: defaultdict[str, list[bool]] = defaultdict(list)

    def answered(self, place: int) -> None:
        if place in self._unasked:
            self._unasked.remove(place)
            self._answers[self._order[place].deck].append(self._order[place].right)

    def given_back(self) -> set[int]:
        """Make the cards never asked of a disproved deck new again, and return their places."""
        wrong = {deck for deck, right in self._answers.items() if disproved(sum(right), len(right) - sum(right))}
        gone = {place for place in self._unasked if self._order[place].deck in wrong}
        self._unasked -= gone
        for place in gone:
            self._order[place].held = None
        return gone


def _popped(due: list[tuple[int, int]], day: int) -> list[int]:
    """Take what is due by a day out of a heap."""
    found = []
    while due and due[0][0] <= day:
        found.append(heapq.heappop(due)[1])
    return found
