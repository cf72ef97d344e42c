from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from queue_cards import repeatable

from quizzer_scheduler.queue.interleaving import spread

sizes = st.integers(0, 60)


@repeatable
@given(sizes, sizes)
def test_spread_keeps_all_and_their_order(many: int, few: int) -> None:
    """Spreading loses nothing, doubles nothing and keeps the order of both."""
    line = spread([("r", i) for i in range(many)], [("n", i) for i in range(few)])
    assert [item for item in line if item[0] == "r"] == [("r", i) for i in range(many)]
    assert [item for item in line if item[0] == "n"] == [("n", i) for i in range(few)]


@repeatable
@given(sizes, sizes)
def test_spread_is_even(many: int, few: int) -> None:
    """The runs of reviews between new cards differ by one at most."""
    runs = [len(run) for run in "".join(spread("r" * many, "n" * few)).split("n")]
    assert max(runs) - min(runs) <= 1


def test_spread_by_example() -> None:
    """Two new cards among six reviews stand after the second and the fourth; one review stands amid its new cards."""
    assert "".join(spread("rrrrrr", "nn")) == "rrnrrnrr"
    assert "".join(spread("r", "nnn")) == "nrnn"
    assert "".join(spread("", "nn")) == "nn"
