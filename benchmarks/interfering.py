"""Learners whose memory is known, in a world where topics build on topics and some cards are confused with others.

What a learner recalls follows from hidden stabilities; what is asked follows from the queue and the scheduler of the
program, which see the ratings alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from benchmarks.interfering_world import PER_TOPIC, World
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, curve, first_states, transition
from quizzer_scheduler.fsrs6 import State as Memory
from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.queue import (
    NO_CONTRASTS,
    Limits,
    Order,
    Queue,
    QueueCard,
    build_queue,
    remedies,
)
from quizzer_scheduler.queue.contrasting import MATURE
from quizzer_scheduler.queue.ordering import mix_bits
from quizzer_scheduler.steps import Place, place_after

DAYS = StudyDays(UTC)
FIRST = date(2026, 1, 5)
_SECONDS = (20.0, 17.0, 12.0, 8.0)
_SAME_DAY = 0.88
"""Chance of recall on a learning step, which FSRS-6 says nothing about."""
_FACTOR, _EXPONENT = curve(DEFAULT_WEIGHTS)
_FIRST, _AFTER = first_states(DEFAULT_WEIGHTS), transition(DEFAULT_WEIGHTS)
_STEPS = Parameters(version=1)
_PLACES: dict[tuple[State, int | None, Rating], Place] = {
    (state, step, rating): place_after(state, step, rating, _STEPS)
    for state in State
    for step in (None, 0, 1)
    for rating in Rating
}
_SETTLED = 7.0
"""Days of stability from which a card is no longer fresh: as a rule after its first recall on a later day."""
_WEARING = 0.5 ** (1 / 6)
_NEAR = 3
"""Answers within which two cards count as asked side by side."""


def recall(stability: float, elapsed: float) -> float:
    """Return the chance of recall so many days after an answer."""
    return float((1 + _FACTOR * elapsed / stability) ** _EXPONENT)


@dataclass(frozen=True)
class Policy:
    """What the program does about it."""

    gate: float = 0.0
    """Share of a needed topic that must be recalled; 0 opens all."""
    remedy: float | None = None
    """Expected recall below which a needed topic counts as weak; None asks nothing after a lapse."""
    apart: bool = False
    """Contrasts are not introduced on one day, and are mixed once mature."""
    settled: bool = False
    """And not while the other one is fresh, as long as there is anything else."""


@dataclass(slots=True)
class Held:
    """A card on both sides of the learner's forehead."""

    key: int
    place: int
    state: State = State.NEW
    step: int | None = None
    planned: Memory | None = None
    true: Memory | None = None
    due_at: datetime | None = None
    last_day: int = 0
    reps: int = 0

    @property
    def topic(self) -> int:
        """Return the topic it belongs to."""
        return self.key // PER_TOPIC

    def queued(self, gated: bool) -> QueueCard:
        """Return it as the queue sees it."""
        stability = self.planned[0] if self.planned else None
        last = date.fromordinal(self.last_day) if self.last_day else None
        return QueueCard(self.key, self.topic, self.key, self.state, self.due_at, stability, last, self.place, gated)

    def recalled(self, day: int) -> float:
        """Return the true chance of recall, as far as it is the card's own."""
        return recall(self.true[0], day - self.last_day) if self.true else 0.0

    def expected(self, day: int) -> float:
        """Return the chance of recall as the program sees it."""
        return recall(self.planned[0], day - self.last_day) if self.planned else 0.0


@dataclass(frozen=True)
class Course:
    """What became of the cards by some days."""

    known: tuple[float, ...]
    """Cards that would truly be recalled."""
    seen: tuple[int, ...]
    minutes: tuple[float, ...]
    """Studied until then."""


@dataclass
class Learner:
    """Studies every day for so many minutes at most."""

    world: World
    policy: Policy
    minutes: float = 20.0
    new_a_day: int = 10
    remedied: int = field(default=0, init=False)

    def course(self, marks: Sequence[int] = (90, 180)) -> Course:
        """Study up to the last of some days, and tell how things stood on each."""
        world = self.world
        self._held = [
            Held(card, world.place[card // PER_TOPIC] * PER_TOPIC + card % PER_TOPIC)
            for card in range(world.topics * PER_TOPIC)
        ]
        self._order = sorted(self._held, key=lambda held: held.place)
        self._topics = [self._held[at * PER_TOPIC : (at + 1) * PER_TOPIC] for at in range(world.topics)]
        self._recent: list[int] = []
        spent, known, seen, minutes = 0.0, [], [], []
        for number in range(1, max(marks) + 1):
            day = FIRST + timedelta(days=number)
            spent += self._sit(day)
            if number in marks:
                known.append(sum(self._chance(held, day.toordinal() + 1) for held in self._held if held.true))
                seen.append(sum(held.true is not None for held in self._held))
                minutes.append(spent / 60)
        return Course(tuple(known), tuple(seen), tuple(minutes))

    # -- the program's side ------------------------------------------------------------------------------------

    def _queue(self, at: datetime, day: int) -> Queue:
        contrasts = self.world.contrasts if self.policy.apart else NO_CONTRASTS
        open_topics = {topic for topic in range(self.world.topics) if self._opened(topic, day)}
        cards, fresh = [], 0
        for held in self._order:
            if held.state is not State.NEW:
                cards.append(held.queued(False))
            elif fresh < 2 * self.new_a_day:  # as the store does: more could not come
                gated = held.topic not in open_topics or (self.policy.settled and self._has_fresh_contrast(held))
                cards.append(held.queued(gated))
                fresh += not gated
        return build_queue(cards, at, DAYS, Limits(self.new_a_day, 200), Order(), day, contrasts=contrasts)

    def _opened(self, topic: int, day: int) -> bool:
        if not self.policy.gate:
            return True
        needed = (self._topics[need] for need in self.world.needs[topic])
        return all(sum(held.expected(day) for held in cards) >= self.policy.gate * PER_TOPIC for cards in needed)

    def _has_fresh_contrast(self, held: Held) -> bool:
        rivals = (self._held[key] for key in self.world.contrasts.get(held.key, ()))
        return any(rival.planned is not None and rival.planned[0] < _SETTLED for rival in rivals)

    def _remedy(self, queue: Queue, held: Held, day: int) -> None:
        assert self.policy.remedy is not None
        low = (self.policy.remedy ** (1 / _EXPONENT) - 1) / _FACTOR
        topics = [
            [card.queued(False) for card in self._topics[need] if card.state is State.REVIEW and card.last_day < day]
            for need in self.world.needs[held.topic]
        ]
        waiting = {card.key for topic in topics for card in topic if queue.waits(card.key)}
        found = remedies(topics, date.fromordinal(day), low, waiting, queue.families(), None)
        self.remedied += len(found)
        queue.bring_forward(found)

    # -- the learner's side ------------------------------------------------------------------------------------

    def _sit(self, day: date) -> float:
        at = DAYS.start(day) + timedelta(hours=5)
        queue = self._queue(at, day.toordinal())
        spent = 0.0
        while spent < self.minutes * 60:
            key = queue.next(at)
            if key is None:
                if queue.next_at is None or queue.next_at >= queue.ends_at:
                    break
                at = queue.next_at  # a break costs no minutes
                continue
            held = self._held[key]
            reviewed = held.state is State.REVIEW
            rating = self._answer(held, at, day.toordinal())
            queue.answered(key, held.state, held.due_at)
            if self.policy.remedy is not None and reviewed and rating is Rating.AGAIN:
                self._remedy(queue, held, day.toordinal())
            spent += _SECONDS[rating - 1]
            at += timedelta(seconds=_SECONDS[rating - 1])
        return spent

    def _unknown(self, held: Held, day: int) -> float:
        """Return the share of what a card rests on that would not be recalled."""
        pillars = self.world.pillars[held.key]
        return 1 - sum(self._held[key].recalled(day) for key in pillars) / len(pillars) if pillars else 0.0

    def _confusion(self, held: Held) -> float:
        """Return how much a card is disturbed by its contrasts now."""
        most = 0.0
        for key in self.world.contrasts.get(held.key, ()):
            rival = self._held[key]
            if rival.true is not None:
                fresh = (rival.true[0] < _SETTLED) + (held.true is None or held.true[0] < _SETTLED)
                most = max(most, (0.0, 0.4, 1.0)[fresh] * _WEARING ** (rival.reps + held.reps))
        return most

    def _chance(self, held: Held, day: int) -> float:
        """Return the true chance of recall with all that disturbs it."""
        unknown, confusion = self._unknown(held, day), self._confusion(held)
        own = _SAME_DAY if held.last_day == day else held.recalled(day)
        return own * (1 - 0.15 * self.world.needing * unknown) * (1 - 0.2 * self.world.confusing * confusion)

    def _answer(self, held: Held, at: datetime, day: int) -> Rating:
        unknown = self.world.needing * self._unknown(held, day)
        confusion = self.world.confusing * self._confusion(held)
        first, second = self._drawn(held, 1), self._drawn(held, 2)
        if held.true is None:
            again = min(0.9, 0.24 + 0.4 * unknown + 0.2 * confusion)
            rating = Rating.AGAIN if first < again else _passed(second, (0.12, 0.79))
            stability, difficulty = _FIRST[rating - 1]
            held.true = stability * (1 - 0.5 * unknown) * (1 - 0.3 * confusion), difficulty
        else:
            rating = Rating.AGAIN if first >= self._chance(held, day) else _passed(second, (0.12, 0.8))
            self._remember(held, rating, day, (1 - 0.5 * unknown) * (1 - 0.3 * confusion))
        self._plan(held, rating, at, day)
        self._recent = [*self._recent[1 - _NEAR :], held.key]
        return rating

    def _remember(self, held: Held, rating: Rating, day: int, share: float) -> None:
        assert held.true is not None
        before, elapsed = held.true, day - held.last_day
        stability, difficulty = _AFTER(*before, rating, elapsed)
        rivals = self.world.contrasts.get(held.key, frozenset())
        if before[0] >= MATURE and any(self._mature(key) for key in self._recent if key in rivals):
            share *= 1 + 0.2 * self.world.telling
        if stability > before[0]:
            stability = before[0] + (stability - before[0]) * share
        held.true = stability, difficulty

    def _mature(self, key: int) -> bool:
        true = self._held[key].true
        return true is not None and true[0] >= MATURE

    def _plan(self, held: Held, rating: Rating, at: datetime, day: int) -> None:
        place = _PLACES[held.state, held.step, rating]
        elapsed = day - held.last_day if held.last_day else 0
        held.planned = _AFTER(*held.planned, rating, elapsed) if held.planned else _FIRST[rating - 1]
        interval = max(1, round(held.planned[0]))  # at the usual retention of 90 % it is the stability
        held.due_at = DAYS.start(date.fromordinal(day + interval)) if place.delay is None else at + place.delay
        held.state, held.step, held.last_day = place.state, place.step, day
        held.reps += 1

    def _drawn(self, held: Held, which: int) -> float:
        """Return the luck of an answer: the same for each policy, so that they differ by what they do."""
        return mix_bits(mix_bits(self.world.seed << 40 ^ held.key << 12 ^ held.reps) + which) / 2**64


def _passed(luck: float, shares: tuple[float, float]) -> Rating:
    hard, good = shares
    return Rating.HARD if luck < hard else Rating.GOOD if luck < hard + good else Rating.EASY
