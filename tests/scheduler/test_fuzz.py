from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzer_scheduler import fuzz

intervals = st.floats(0.01, 40000)
shares = st.floats(0, 1, exclude_max=True)


@given(intervals, st.integers(1, 36500), st.integers(1, 36500))
def test_bounds_keep_within_minimum_and_maximum(interval: float, minimum: int, maximum: int) -> None:
    """The maximum holds above all, the minimum where the maximum allows it, and the bounds do not cross."""
    lower, upper = fuzz.bounds(interval, minimum, maximum)
    assert min(minimum, maximum) <= lower <= upper <= maximum


@given(st.floats(0.01, 2.499))
def test_short_intervals_are_not_fuzzed(interval: float) -> None:
    """Below two and a half days there is one choice."""
    lower, upper = fuzz.bounds(interval, 1, 36500)
    assert lower == upper


@given(st.floats(2.5, 30000))
def test_fuzz_surrounds_the_interval(interval: float) -> None:
    """From two and a half days on there is a choice, the interval lies in it, and it grows by less than a quarter."""
    lower, upper = fuzz.bounds(interval, 1, 36500)
    assert lower <= interval <= upper
    assert lower < upper
    assert upper - lower <= 2 * (1 + 0.15 * interval) + 1


@given(intervals, intervals, st.integers(1, 100), st.integers(100, 36500))
def test_bounds_grow_with_the_interval(one: float, other: float, minimum: int, maximum: int) -> None:
    """A longer interval has no shorter bounds."""
    shorter = fuzz.bounds(min(one, other), minimum, maximum)
    longer = fuzz.bounds(max(one, other), minimum, maximum)
    assert shorter[0] <= longer[0]
    assert shorter[1] <= longer[1]


@given(st.integers(1, 1000), st.integers(0, 200), shares)
def test_a_pick_lies_within_the_bounds(lower: int, width: int, share: float) -> None:
    """Both ends can be picked, nothing beyond them."""
    assert lower <= fuzz.pick(lower, lower + width, share) <= lower + width


def test_each_day_is_as_likely() -> None:
    """Over many cards every day between the bounds is picked about as often, the ends included."""
    lower, upper = fuzz.bounds(10, 1, 36500)
    picks = [fuzz.pick(lower, upper, fuzz.chance(f"deck/card-{number}", 4)) for number in range(5000)]
    expected = len(picks) / (upper - lower + 1)
    assert all(abs(picks.count(days) - expected) < expected * 0.15 for days in range(lower, upper + 1))


@given(st.text(), st.integers(0, 10**6))
def test_chance_is_a_share(card_id: str, reps: int) -> None:
    """It is at least 0, less than 1, and depends on nothing but card and count."""
    share = fuzz.chance(card_id, reps)
    assert 0 <= share < 1
    assert fuzz.chance(card_id, reps) == share


def test_chance_is_the_same_in_every_process() -> None:
    """A schedule can be repeated on another machine and after a restart."""
    assert fuzz.chance("math/bayes#likelihood", 3) == 0.23513460409004971
    code = "from quizzer_scheduler.fuzz import chance; print(chance('math/bayes#likelihood', 3))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert float(done.stdout) == fuzz.chance("math/bayes#likelihood", 3)


def test_chance_changes_from_answer_to_answer_and_card_to_card() -> None:
    """Cards answered together part ways."""
    drawn = {fuzz.chance(f"deck/{card}", reps) for card in range(50) for reps in range(50)}
    assert len(drawn) == 2500


@pytest.mark.parametrize(
    ("interval", "previous", "floor"),
    [
        (20.0, 10, 11),  # it grew: longer than before
        (10.2, 10, 10),  # it stayed: no shorter
        (9.6, 10, 10),
        (9.0, 10, 10),  # within what fuzz explains
        (9.0, 30, 0),  # parameters changed: it may shrink
        (2.0, 1, 2),
    ],
)
def test_a_recalled_card_does_not_go_backwards(interval: float, previous: int, floor: int) -> None:
    """Fuzz alone never makes the next interval shorter than the one before."""
    assert fuzz.floor_of_passing(interval, previous, 36500) == floor


@given(intervals, st.integers(1, 400), st.integers(1, 36500))
def test_a_longer_interval_stays_longer_where_the_maximum_allows_it(
    interval: float, previous: int, maximum: int
) -> None:
    """When the interval grew by a day or more, whatever fuzz does is above the previous one."""
    assume(interval >= previous + 0.5 and maximum > previous)
    lower, _ = fuzz.bounds(interval, fuzz.floor_of_passing(interval, previous, maximum), maximum)
    assert lower > previous
