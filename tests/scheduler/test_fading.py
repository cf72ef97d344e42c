"""When a set of cards has faded, against its definition looked at day by day."""

from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from quizzer_scheduler.fading import Fading, falls_below
from quizzer_scheduler.model import Memory
from quizzer_scheduler.retrievability import interval, retrievability

TODAY = 739_000
FAR = TODAY + 100_000
Cards = list[tuple[float, int]]
CARDS = st.lists(
    st.tuples(st.floats(0.1, 300.0), st.integers(TODAY - 400, TODAY)),
    max_size=6,
)


def mean(decks: list[Cards], day: int, decay: float) -> float:
    """Return the mean recall on a day, card by card."""
    cards = [card for deck in decks for card in deck]
    return sum(retrievability(Memory(s, 5.0), day - last, decay) for s, last in cards) / len(cards)


def faded(decks: list[Cards], wanted: float, decay: float) -> int | None:
    """Return the first day below by looking at each."""
    if not any(decks):
        return None
    day = min(last for deck in decks for _, last in deck)
    while mean(decks, day, decay) >= wanted - 1e-9:
        day += 1
    return day


def of(decks: list[Cards], decay: float) -> list[Fading]:
    """Return decks as the search takes them."""
    return [Fading([s for s, _ in deck], [last for _, last in deck], decay) for deck in decks]


@given(
    decks=st.lists(CARDS, max_size=4),
    wanted=st.sampled_from([0.8, 0.9, 0.93, 0.97]),
    decay=st.sampled_from([0.1542, 0.3, 0.5]),
    near=st.integers(TODAY - 500, TODAY + 900),
)
def test_the_first_day_below(decks: list[Cards], wanted: float, decay: float, near: int) -> None:
    """Wherever the search begins, it finds the first day on which the mean is below what is wanted."""
    assert falls_below(of(decks, decay), wanted, near, FAR) == faded(decks, wanted, decay)


@given(cards=CARDS.filter(bool), day=st.integers(TODAY - 500, TODAY + 500))
def test_a_sum_is_that_of_the_curve(cards: Cards, day: int) -> None:
    """What would be recalled is the sum of the cards' retrievabilities, 1 for each up to the day of its answer."""
    (deck,) = of([cards], 0.1542)
    expected = sum(retrievability(Memory(s, 5.0), day - last) for s, last in cards)
    assert isclose(deck.recalled(day), expected, rel_tol=1e-12)
    assert deck.recalled(day) == deck.recalled(day)


@given(stability=st.floats(0.5, 3000.0), wanted=st.sampled_from([0.7, 0.85, 0.9, 0.95]))
def test_one_card_falls_below_after_its_interval(stability: float, wanted: float) -> None:
    """A single card is below on the first whole day after the interval of the wanted retention."""
    found = falls_below(of([[(stability, TODAY)]], 0.1542), wanted, TODAY, FAR)
    assert found is not None
    assert found - TODAY - 1 <= interval(stability, wanted) + 1e-4
    assert found - TODAY >= interval(stability, wanted) - 1e-4


def test_what_holds_for_good() -> None:
    """Beyond the last day that is asked about nothing is said; nor of nothing."""
    assert falls_below(of([[(100.0, TODAY)]], 0.1542), 0.9, TODAY, TODAY + 100) is None
    assert falls_below(of([[(100.0, TODAY)]], 0.1542), 0.9, TODAY, TODAY + 101) == TODAY + 101
    assert falls_below([], 0.9, TODAY, FAR) is None
