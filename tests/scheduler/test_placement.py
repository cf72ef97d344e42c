from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzer_scheduler.answers import Answers
from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.fitting import targets_of
from quizzer_scheduler.model import Card, Memory, Parameters, Placed, Rating, State
from quizzer_scheduler.placement import MOST, TAKEN, Part, Placement
from quizzer_scheduler.placement_network import LEAK, Network
from quizzer_scheduler.placing import KNOWN, PROBES, Candidate, placed
from quizzer_scheduler.retrievability import retrievability
from quizzer_scheduler.scheduler import Scheduler

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DAYS = StudyDays(UTC)
PARAMETERS = Parameters(1)
CHAIN = [Part(f"p{n}", (f"p{n - 1}",) if n else (), 10) for n in range(12)]


@st.composite
def trees(draw: st.DrawFn) -> list[list[tuple[int, float]]]:
    """Draw needs that make a tree, in either direction."""
    needs: list[list[tuple[int, float]]] = [[] for _ in range(draw(st.integers(1, 7)))]
    for number in range(1, len(needs)):
        other, leak = draw(st.integers(0, number - 1)), draw(st.sampled_from([LEAK, 0.4]))
        child, need = (number, other) if draw(st.booleans()) else (other, number)
        needs[child].append((need, leak))
    return needs


def exact(needs: list[list[tuple[int, float]]], level: float, evidence: list[float]) -> list[float]:
    """Return the beliefs by adding up every state of knowledge."""
    known, total = [0.0] * len(needs), 0.0
    for state in product((False, True), repeat=len(needs)):
        weight = 1.0
        for number, needed in enumerate(needs):
            chance = level
            for need, leak in needed:
                chance *= 1.0 if state[need] else leak
            weight *= chance * evidence[number] if state[number] else 1 - chance
        total += weight
        known = [sum_ + weight * one for sum_, one in zip(known, state, strict=True)]
    return [one / total for one in known]


@given(trees(), st.sampled_from([0.02, 0.5, 0.9]), st.lists(st.sampled_from([0.1, 1.0, 9.0]), min_size=7, max_size=7))
@settings(max_examples=60)
def test_beliefs_are_exact_on_trees(needs: list[list[tuple[int, float]]], level: float, evidence: list[float]) -> None:
    """Where needs make a tree, what flows along them is what adding up all states of knowledge gives."""
    found = Network(needs, level).beliefs(evidence[: len(needs)])
    assert found == pytest.approx(exact(needs, level, evidence[: len(needs)]), abs=2e-3)


def test_knowing_and_missing_spread() -> None:
    """Knowing a part raises belief in what it builds on; missing it lowers belief in what builds on it."""
    before = Placement(CHAIN).beliefs()
    knows, misses = Placement(CHAIN), Placement(CHAIN)
    knows.answered("p6", True, 0.0)
    misses.answered("p6", False, 0.0)
    assert all(knows.belief(f"p{n}") > before[f"p{n}"] for n in range(7))
    assert all(misses.belief(f"p{n}") < before[f"p{n}"] for n in range(6, 12))
    assert misses.belief("p0") > misses.belief("p6")


@given(st.lists(st.booleans(), min_size=MOST, max_size=MOST), st.integers(1, 40), st.integers(0, 3))
@settings(max_examples=25)
def test_it_ends(answers: list[bool], parts: int, cycle: int) -> None:
    """It asks no more than it may, whatever the answers and however the needs are tangled; beliefs stay chances."""
    names = [f"p{n}" for n in range(parts)]
    known = [Part(name, tuple(names[(n + k) % parts] for k in range(1, cycle + 1)), 5) for n, name in enumerate(names)]
    placement = Placement(known)
    askable = dict.fromkeys(names, 0.1)
    while (part := placement.next(askable)) is not None:
        placement.answered(part, answers[len(placement.asked)], 0.1)
    assert len(placement.asked) <= MOST
    assert all(0 <= belief <= 1 for belief in placement.beliefs().values())
    assert max(Counter(placement.asked).values(), default=0) <= 3


def test_the_two_ends() -> None:
    """Who knows all is believed to, who knows nothing is believed to know nothing, and neither is asked for long."""
    for right in (True, False):
        placement = Placement(CHAIN)
        while (part := placement.next(dict.fromkeys((p.id for p in CHAIN), 0.03))) is not None:
            placement.answered(part, right, 0.03)
        beliefs = placement.beliefs().values()
        assert all(belief >= TAKEN for belief in beliefs) if right else all(belief < 0.2 for belief in beliefs)
        assert len(placement.asked) <= 20


def test_a_guess_says_little() -> None:
    """A right answer that may be guessed moves belief less than one that cannot."""
    sure, guessed = Placement(CHAIN), Placement(CHAIN)
    sure.answered("p6", True, 0.02)
    guessed.answered("p6", True, 0.5)
    assert sure.belief("p6") > guessed.belief("p6")


def test_nothing_to_ask() -> None:
    """Without parts to ask about there is no question, and without cards no doubt."""
    assert Placement(CHAIN).next({}) is None
    assert Placement([]).doubt == 0.0
    assert Placement([Part("alone")]).next({"alone": 0.0}) is None
    with pytest.raises(KeyError):
        Placement(CHAIN).answered("unknown", True, 0.0)


def candidates(parts: int, cards: int, belief: float = 0.95) -> list[Candidate]:
    """Return cards of some parts that are taken as known."""
    return [
        Candidate(part * cards + n, f"p{part}/{n}", part * cards + n, f"p{part}", belief)
        for part in range(parts)
        for n in range(cards)
    ]


@given(st.integers(1, 12), st.integers(1, 12), st.floats(TAKEN, 1.0), st.booleans())
@settings(max_examples=30)
def test_what_is_placed(parts: int, cards: int, belief: float, fitted: bool) -> None:
    """Recall today is what is believed, within a day's rounding; all come after today; a few of each part come soon."""
    weights = (*(2.0, 2.5, 3.0, 9.0), *PARAMETERS_OF_MORE) if fitted else None
    given_ = placed(candidates(parts, cards, belief), Parameters(1, weights), TODAY, Load())
    assert len(given_) == parts * cards
    decay = 0.2 if fitted else 0.1542
    for one in given_.values():
        assert one.since < TODAY < one.due
        believed = belief * KNOWN
        away = (TODAY - one.since).days
        assert retrievability(one.memory, away + 1, decay) < believed < retrievability(one.memory, away - 1, decay)
    soon = [key for key, one in given_.items() if (one.due - TODAY).days <= 6]
    assert Counter(key // cards for key in soon) == dict.fromkeys(range(parts), min(PROBES, cards))


PARAMETERS_OF_MORE = (6.4, 0.83, 3.0, 0.001, 1.87, 0.17, 0.8, 1.48, 0.06, 0.26, 1.65, 0.6, 1.87, 0.54, 0.09, 0.07, 0.2)


def test_many_are_spread() -> None:
    """Two thousand placed cards do not come on one day, and siblings come on different ones."""
    cards = [Candidate(n, f"c{n}", n // 2, f"p{n // 10}", 0.9, shown=n % 10 == 9) for n in range(2000)]
    given_ = placed(cards, PARAMETERS, TODAY, Load())
    assert max(Counter(one.due for one in given_.values()).values()) <= 45
    assert all(given_[n].due != given_[n + 1].due for n in range(0, 2000, 2))


def test_days_off_are_left_free() -> None:
    """No placed card comes in a planned break when other days are allowed."""
    off = frozenset(TODAY + timedelta(days=day) for day in range(20, 34))
    given_ = placed(candidates(10, 10), PARAMETERS, TODAY, Load(off=off))
    assert not off & {one.due for one in given_.values()}


GIVEN = Placed(Memory(40.0, 5.0), TODAY - timedelta(days=30), TODAY + timedelta(days=20))


def scheduler() -> Scheduler:
    """Return a scheduler with the defaults."""
    return Scheduler(PARAMETERS, DAYS, {1: PARAMETERS})


def test_a_placed_card() -> None:
    """It is in Review without an answer, due on its day, and its first answer follows from what it was given."""
    card, change = scheduler().change(Card("a/b"), "placed", GIVEN, AT)
    assert (card.state, card.memory, card.reps, card.last_review_at) == (State.REVIEW, GIVEN.memory, 0, None)
    assert (card.last_day, card.interval_days, card.due_at) == (GIVEN.since, 50, DAYS.start(GIVEN.due))
    later = AT + timedelta(days=20)
    for rating in Rating:
        reviewed = scheduler().review(card, rating, later, timedelta(seconds=9))
        assert reviewed.review.retrievability == pytest.approx(retrievability(GIVEN.memory, 50))
        assert scheduler().disagreements("a/b", [change, reviewed.review]) == []
        assert scheduler().replay("a/b", [change, reviewed.review]) == reviewed.card


def test_only_what_was_never_answered_is_placed() -> None:
    """In the log a placement changes nothing of a card that was ever answered, not even after it was made new again."""
    change = scheduler().change(Card("a/b"), "placed", GIVEN, AT)[1]
    answered = scheduler().review(Card("a/b"), Rating.GOOD, AT, timedelta())
    forget = scheduler().change(answered.card, "forget", None, AT)
    assert scheduler().apply(answered.card, change) == answered.card
    assert scheduler().apply(forget[0], change) == forget[0]
    with pytest.raises(ValueError, match="was answered"):
        scheduler().change(answered.card, "placed", GIVEN, AT)
    with pytest.raises(ValueError, match="cannot be"):
        scheduler().change(Card("a/b"), "placed", Placed(GIVEN.memory, TODAY, TODAY), AT)
    suspended = scheduler().change(Card("a/b", suspended=True, flag=3), "placed", GIVEN, AT)[0]
    assert (suspended.suspended, suspended.flag) == (True, 3)
    assert scheduler().change(suspended, "forget", None, AT)[0].state is State.NEW


def test_a_placed_card_fits_no_weights() -> None:
    """Answers to a card whose first one is not to a new card say nothing about weights."""
    answers = Answers()
    for day, rating in ((10, 3), (40, 3)):
        answers.add(1, day, rating, new=False)
    assert targets_of(answers.rows()) == []
