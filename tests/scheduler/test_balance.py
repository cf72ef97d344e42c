from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_scheduler.balance import MINIMUM_DAY, Load, balanced, weights

MONDAY = date(2026, 5, 4)

loads = st.builds(
    Load,
    st.dictionaries(st.integers(0, 120).map(lambda days: MONDAY + timedelta(days=days)), st.integers(0, 500)),
    st.frozensets(st.integers(0, 120).map(lambda days: MONDAY + timedelta(days=days)), max_size=5),
    st.dictionaries(st.integers(0, 6), st.sampled_from([1.0, 0.5, MINIMUM_DAY, 0.0])),
)


def after(days: int) -> date:
    """Return a day after the Monday of these tests."""
    return MONDAY + timedelta(days=days)


def picked(load: Load, lower: int, upper: int, draws: int = 1000) -> list[int]:
    """Draw evenly over all shares."""
    return [balanced(MONDAY, lower, upper, load, number / draws) for number in range(draws)]


@given(loads, st.integers(1, 90), st.integers(0, 20), st.floats(0, 1, exclude_max=True))
def test_a_balanced_day_lies_within_the_bounds(load: Load, lower: int, width: int, share: float) -> None:
    """Whatever the load, some allowed day is found, and the same one each time."""
    days = balanced(MONDAY, lower, lower + width, load, share)
    assert lower <= days <= lower + width
    assert balanced(MONDAY, lower, lower + width, load, share) == days


@given(loads, st.integers(1, 90), st.integers(0, 20))
def test_no_day_is_impossible(load: Load, lower: int, width: int) -> None:
    """Weights are never zero: were all days easy, a card would find none."""
    assert all(weight > 0 for weight in weights(MONDAY, lower, lower + width, load))


def test_a_crowded_day_is_avoided() -> None:
    """A day with many cards gets few more."""
    load = Load({after(days): 200 for days in (8, 9, 11, 12)})
    assert picked(load, 8, 12).count(10) > 990


@pytest.mark.parametrize(("cards", "weight"), [(0, 1.0), (1, 2**-2.15), (9, 10**-2.15)])
def test_the_weight_of_a_day_falls_with_its_cards(cards: int, weight: float) -> None:
    """Cards due, this one included, count by the power of -2.15: an empty day is no exception."""
    full, empty = (weights(MONDAY, 10, 10, Load({after(10): count}))[0] for count in (cards, 0))
    assert full / empty == pytest.approx(weight)


def test_an_earlier_day_is_a_little_likelier() -> None:
    """The interval counts by the power of -3, against the pull of the emptier days further off."""
    early, late = weights(MONDAY, 10, 11, Load())
    assert early / late == pytest.approx(1.1**3)


def test_siblings_keep_their_distance() -> None:
    """A day with another card of the question is all but impossible, the days next to it are unlikely."""
    alone = weights(MONDAY, 10, 20, Load())
    beside = weights(MONDAY, 10, 20, Load(sibling_days=frozenset({after(14)})))
    shares = [one / other for one, other in zip(beside, alone, strict=True)]
    assert shares == pytest.approx([0.8, 0.6, 0.4, 0.2, 0.000001, 0.2, 0.4, 0.6, 0.8, 1, 1])


def test_several_siblings_add_up() -> None:
    """The distances from all siblings count together."""
    load = Load(sibling_days=frozenset({after(9), after(13)}))
    assert weights(MONDAY, 11, 11, load)[0] / weights(MONDAY, 11, 11, Load())[0] == pytest.approx(0.4 * 0.4)


@pytest.mark.parametrize(("given_weight", "used"), [(0.5, 0.5), (MINIMUM_DAY, 0.0001), (0.0, 0.0001)])
def test_easy_days_get_less(given_weight: float, used: float) -> None:
    """A weekday counts by its weight, at least by the minimum, and an empty day off is still a day off."""
    sunday = weights(MONDAY, 13, 13, Load(easy_days={6: given_weight}))[0]
    assert sunday / weights(MONDAY, 13, 13, Load())[0] == pytest.approx(used)


def test_a_day_off_stays_free_while_others_are_allowed() -> None:
    """With Sundays off, next to nothing is put on a Sunday though it is empty and the others are not."""
    load = Load({after(days): 5 for days in range(10, 20) if days != 13}, easy_days={6: MINIMUM_DAY})
    assert picked(load, 11, 15).count(13) < 20
