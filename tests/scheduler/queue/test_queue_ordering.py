from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from queue_cards import TODAY, due, repeatable

from quizzer_scheduler.queue.ordering import forgotten, mix_bits, shuffle

DECAY = -0.1542


def retrievability(days: int, stability: float) -> float:
    """Compute it with the default decay."""
    factor = 0.9 ** (1 / DECAY) - 1
    return (1 + factor * days / stability) ** DECAY


def test_mixed_bits_are_the_same_everywhere() -> None:
    """The mixing agrees with the published first outputs of SplitMix64 for seed 0 and 1234567."""
    assert mix_bits(0) == 0xE220A8397B1DCDAF
    assert mix_bits(1234567) == 6457827717110365317


@repeatable
@given(st.integers())
def test_a_shuffle_gives_each_key_its_own_place(seed: int) -> None:
    """No two keys share a place."""
    assert len(set(map(shuffle(seed), range(500)))) == 500


def test_a_shuffle_favours_nobody() -> None:
    """Over many seeds each of five cards comes first about equally often."""
    firsts = [min(range(5), key=shuffle(seed)) for seed in range(5000)]
    assert all(900 < firsts.count(key) < 1100 for key in range(5))


@repeatable
@given(st.tuples(st.integers(0, 400), st.floats(0.1, 1000)), st.tuples(st.integers(0, 400), st.floats(0.1, 1000)))
def test_forgotten_ranks_as_retrievability_does(one: tuple[int, float], other: tuple[int, float]) -> None:
    """Of two cards the more forgotten one has the lower retrievability."""
    ranks = [forgotten(due(1, days_ago=days, stability=s), TODAY) for days, s in (one, other)]
    recalls = [retrievability(*one), retrievability(*other)]
    if ranks[0] < ranks[1]:
        assert recalls[0] >= recalls[1]
    else:
        assert recalls[0] <= recalls[1]
