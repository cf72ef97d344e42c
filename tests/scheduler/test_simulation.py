from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from quizzer_scheduler.memory import MemoryModel
from quizzer_scheduler.model import Memory, Parameters, Rating, State
from quizzer_scheduler.planning import Planner
from quizzer_scheduler.retrievability import interval, retrievability
from quizzer_scheduler.simulated_card import CardLives, Held
from quizzer_scheduler.simulation import Future, convolved, introductions
from quizzer_scheduler.simulation_habits import Habits, habits_of
from quizzer_scheduler.steps import place_after

RETENTION = 0.9
PARAMETERS = Parameters(1)
HABITS = habits_of({})
DAYS = 120


class Brute:
    """A learner simulated day by day, each card by itself, with the library's memory and the scheduler's steps."""

    def __init__(self, seed: int, habits: Habits, retention: float) -> None:
        self._rng = Random(seed)
        self._model = MemoryModel()
        self._habits = habits
        self._retention = retention
        self.cards: list[tuple[Memory, int, int, State, int | None]] = []
        self.seconds: list[float] = []

    def run(self, days: int, new_a_day: int, unseen: int, known: Sequence[Held]) -> float:
        """Live some days; return how many cards are remembered at the end of the last one."""
        self.cards = [
            (Memory(held.stability, held.difficulty), held.last_day, held.due, State.REVIEW, None) for held in known
        ]
        for day in range(days):
            self.seconds.append(0.0)
            for index, (memory, last, due, state, step) in enumerate(self.cards):
                if due <= day:
                    recalled = self._rng.random() < retrievability(memory, day - last)
                    shares = self._habits.shares[State.REVIEW][1:]
                    rating = Rating(self._rng.choices((2, 3, 4), shares)[0]) if recalled else Rating.AGAIN
                    self.cards[index] = self._answered(memory, day - last, rating, state, step, day)
            for _ in range(min(new_a_day, unseen)):
                rating = Rating(self._rng.choices((1, 2, 3, 4), self._habits.shares[State.NEW])[0])
                self.cards.append(self._answered(None, 0, rating, State.NEW, None, day))
            unseen -= min(new_a_day, unseen)
        return sum(retrievability(memory, days - 1 - last) for memory, last, *_ in self.cards)

    def _answered(
        self, memory: Memory | None, elapsed: int, rating: Rating, state: State, step: int | None, day: int
    ) -> tuple[Memory, int, int, State, int | None]:
        while True:
            self.seconds[-1] += self._habits.seconds[state][rating - 1]
            memory = self._model.after(memory, rating, elapsed)
            place = place_after(state, step, rating, PARAMETERS)
            if place.delay is None:
                days = max(1, round(interval(memory.stability, self._retention)))
                return memory, day, day + days, place.state, place.step
            state, step, elapsed = place.state, place.step, 0
            rating = Rating(self._rng.choices((1, 2, 3, 4), self._habits.shares[state])[0])


def known_cards(count: int) -> list[Held]:
    """Return cards that were answered before today."""
    rng = Random(8)
    return [
        Held(rng.expovariate(1 / 20) + 1, rng.uniform(2, 8), -rng.randrange(1, 20), rng.randrange(0, 40))
        for _ in range(count)
    ]


@pytest.mark.parametrize("retention", [0.8, 0.92])
def test_it_is_what_living_day_by_day_comes_to(retention: float) -> None:
    """Work and memory agree with a simulation that goes through every card on every day, within the noise of chance."""
    known = known_cards(300)
    workload = Future(PARAMETERS, HABITS, known, DAYS).workload(retention, 6, 400)
    runs = [Brute(seed, HABITS, retention) for seed in range(2)]
    remembered = sum(run.run(DAYS, 6, 400, known) for run in runs) / len(runs)
    minutes = sum(sum(run.seconds) for run in runs) / len(runs) / DAYS / 60
    late = sum(sum(run.seconds[-30:]) for run in runs) / len(runs) / 30 / 60
    assert workload.minutes == pytest.approx(minutes, rel=0.04)
    assert workload.minutes_at_end == pytest.approx(late, rel=0.12)
    assert workload.remembered == pytest.approx(remembered, rel=0.02)
    assert workload.seen == 700


def test_the_same_every_time() -> None:
    """Equal questions have equal answers."""
    known = known_cards(50)
    one, other = (Future(PARAMETERS, HABITS, known, 60).workload(0.9, 3, 100) for _ in range(2))
    assert one == other


def test_more_retention_costs_more() -> None:
    """Minutes and what is remembered rise with the desired retention."""
    future = Future(PARAMETERS, HABITS, known_cards(300))
    found = [future.workload(retention, 5, 500) for retention in (0.7, 0.8, 0.9, 0.97)]
    assert [w.minutes for w in found] == sorted(w.minutes for w in found)
    assert [w.remembered for w in found] == sorted(w.remembered for w in found)


def test_nothing_at_all() -> None:
    """Without cards there is no work, and nothing to divide by."""
    workload = Future(PARAMETERS, HABITS, [], 30).workload(0.9, 0, 0)
    assert (workload.minutes, workload.remembered, workload.seen, workload.answers) == (0, 0, 0, 0)
    assert Future(PARAMETERS, HABITS, [], 1).workload(0.9, 5, 3).seen == 3


def test_strange_cards_and_steps() -> None:
    """Cards never due, due long ago, hardly known; no steps and steps of days: all are lived through."""
    known = [Held(0.001, 10.0, 0, 0), Held(36500.0, 1.0, -9000, 400_000), Held(3.0, 5.0, -5000, -4000)]
    for steps in ((), (timedelta(days=2), timedelta(days=3)), (timedelta(minutes=1),)):
        parameters = Parameters(1, learning_steps=steps, relearning_steps=steps)
        workload = Future(parameters, HABITS, known, 40).workload(0.9, 2, 10)
        assert 2 < workload.remembered <= 13


def test_a_large_collection_is_sampled() -> None:
    """Of very many cards evenly many are looked at, and the figures stay those of all."""
    known = known_cards(6000)
    all_of_them = Future(PARAMETERS, HABITS, known, 30).workload(0.9, 0, 0)
    few = Future(PARAMETERS, HABITS, known_cards(1200), 30).workload(0.9, 0, 0)
    assert all_of_them.minutes == pytest.approx(5 * few.minutes, rel=0.1)


def test_who_forgets_nearly_all_is_no_more_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of lives in which every card is asked a dozen times a day a few are drawn; they come to the same."""
    habits = habits_of({(state, 1): (5000, 40_000.0) for state in State})

    def looked() -> tuple[float, int]:
        lived: list[object] = []
        with monkeypatch.context() as patch:
            patch.setattr(CardLives, "_live", lambda *given: (lived.append(given), live(*given))[1])
            return Future(PARAMETERS, habits, known_cards(100), 40).workload(0.9, 5, 1000).minutes, len(lived)

    live = CardLives._live
    monkeypatch.setattr("quizzer_scheduler.simulation._ANSWERS", 10_000)
    minutes, few = looked()
    monkeypatch.setattr("quizzer_scheduler.simulation._ANSWERS", 10_000_000)
    of_all, all_lives = looked()
    assert few < all_lives / 4
    assert minutes == pytest.approx(of_all, rel=0.1)


def test_introductions_end() -> None:
    """New cards come evenly until none is left, the last day's rest included."""
    assert introductions(5, 2, 7) == [2, 2, 2, 1, 0]
    assert introductions(3, 0, 7) == [0, 0, 0]
    assert sum(introductions(10, 2.5, 11)) == 11


def test_work_of_cards_at_their_ages() -> None:
    """The work of a day is that of all cards introduced before, each at its age."""
    introduced, life = [2.0, 2.0, 2.0, 1.0, 0.0, 0.0], [10.0, 1.0, 4.0, 0.0, 3.0, 7.0]
    slow = [sum(introduced[begun] * life[day - begun] for begun in range(day + 1)) for day in range(6)]
    assert convolved(introduced, life) == pytest.approx(slow)


def test_habits() -> None:
    """Ratings and times are the learner's own where there are enough, and what is usual where there are none."""
    usual = habits_of({})
    assert usual.answers == 0
    assert all(sum(shares) == pytest.approx(1) for shares in usual.shares.values())
    own = habits_of({(2, 3): (9000, 27_000.0), (2, 1): (1000, 30_000.0)})
    assert own.answers == 10_000
    assert own.shares[State.REVIEW][2] == pytest.approx(0.9, abs=0.01)
    assert own.seconds[State.REVIEW][2] == pytest.approx(3, abs=0.05)
    assert own.seconds[State.NEW] == usual.seconds[State.NEW]


# -- plans -----------------------------------------------------------------------------------------------------


def planner(known: Sequence[Held], days: int) -> Planner:
    """Return what plans for a learner with these cards."""
    return Planner(Future(PARAMETERS, HABITS, known, days), CardLives(PARAMETERS, HABITS, RETENTION))


def test_a_plan_is_what_living_it_comes_to() -> None:
    """The daily load of a plan agrees with a simulation day by day at the rate it names."""
    known = known_cards(300)
    finish = planner(known, 100).finish(100, 795)
    assert finish.new_a_day == 8
    seconds = [0.0] * 100
    for seed in range(4):
        run = Brute(seed, HABITS, RETENTION)
        run.run(100, 8, 795, known)
        seconds = [one + more / 4 for one, more in zip(seconds, run.seconds, strict=True)]
    assert finish.minutes == pytest.approx(sum(seconds) / 100 / 60, rel=0.03)
    weeks = [sum(seconds[day - 7 : day]) / 7 / 60 for day in range(7, 101)]
    assert finish.busiest == pytest.approx(max(weeks), rel=0.08)
    assert finish.minutes_of_known < finish.minutes


def test_what_can_be_done_in_some_minutes() -> None:
    """Enough minutes make a plan possible, fewer leave room for fewer cards and a later day, hardly any for none."""
    plans = planner(known_cards(100), 400)
    needed = plans.finish(100, 800)
    enough = plans.within(100, 800, needed.busiest + 1)
    assert enough.possible
    assert enough.days is not None
    assert enough.days <= 100
    fewer = plans.within(100, 800, needed.busiest / 2)
    assert not fewer.possible
    assert 0 < fewer.new_a_day < needed.new_a_day
    assert fewer.introduced == 100 * fewer.new_a_day
    assert fewer.days is not None
    assert fewer.days > 100
    none = plans.within(100, 800, 0.01)
    assert (none.possible, none.new_a_day, none.introduced, none.days) == (False, 0, 0, None)


def test_a_plan_for_tomorrow() -> None:
    """All cards on one day is a plan, too."""
    plans = planner([], 1)
    assert plans.finish(1, 50).new_a_day == 50
    assert plans.within(1, 50, 1000).possible
