from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from queue_cards import AT, TODAY, build, cards, drain, due, limits, orders, repeatable

from quizzer_scheduler.model import State
from quizzer_scheduler.queue import Limits, Order, QueueCard, remedies
from quizzer_scheduler.queue.ordering import forgotten

weak = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 8), st.integers(1, 30), st.sampled_from([0.5, 5.0, 30.0])), max_size=20
).map(lambda rows: [due(k, deck=d, family=f, days_ago=days, stability=s) for k, (d, f, days, s) in enumerate(rows)])


@repeatable
@given(
    weak,
    st.floats(0.1, 3),
    st.frozensets(st.integers(0, 19)),
    st.frozensets(st.integers(0, 8)),
    st.none() | st.integers(-2, 3),
)
def test_remedies_are_few_weak_and_within_the_limits(
    pool: list[QueueCard], low: float, waiting: frozenset[int], busy: frozenset[int], room: int | None
) -> None:
    """At most two, of different questions, each forgotten far enough in a topic that is; others where there is room."""
    topics = [[card for card in pool if card.deck == deck] for deck in range(3)]
    found = remedies(topics, TODAY, low, waiting, busy, room)
    assert len(found) <= 2
    assert all(count == 1 for count in Counter(card.family for card in found).values())
    extra = [card for card in found if card.key not in waiting]
    assert room is None or len(extra) <= max(room, 0)
    assert all(card.family not in busy for card in extra)
    for card in found:
        lateness = [forgotten(other, TODAY) for other in topics[card.deck]]
        assert forgotten(card, TODAY) >= low
        assert sum(lateness) >= low * len(lateness)
    assert found == remedies([topic[::-1] for topic in topics], TODAY, low, waiting, busy, room)


@repeatable
@given(cards(), limits, orders, st.integers(0, 5), st.integers(1, 2))
def test_brought_forward_and_taken_out_again(
    given_cards: list[QueueCard], limit: Limits, order: Order, answers: int, many: int
) -> None:
    """What is brought forward comes next and once, the rest after it as before; a copy knows nothing of it."""
    queue = build(given_cards, limit, order)
    for _ in range(answers):
        if (key := queue.next(AT)) is not None:
            queue.answered(key, State.REVIEW, None)
    rest = drain(queue.copy())
    early = [due(100 + at, late=-4) for at in range(many)]
    waiting = [card for card in given_cards if card.state is State.REVIEW and queue.waits(card.key)][:many]
    counts = queue.counts(AT)
    for brought, more in ((early, many), (waiting, 0)):
        before = queue.copy()
        queue.bring_forward(brought)
        keys = [card.key for card in brought]
        assert queue.counts(AT).due == counts.due + more
        assert drain(queue.copy()) == [*keys, *(key for key in rest if key not in keys)]
        queue = before
        assert drain(queue.copy()) == rest


def test_an_early_review_still_stands_until_it_is_answered() -> None:
    """A card brought forward before it is due is to be asked, unless it was answered elsewhere meanwhile."""
    queue = build([due(1)])
    early = due(2, late=-4)
    queue.bring_forward([early])
    assert queue.next(AT) == 2
    assert queue.still(2, State.REVIEW, early.due_at, AT)
    assert not queue.still(2, State.REVIEW, due(2, late=-9).due_at, AT)
    assert not queue.still(2, State.RELEARNING, AT, AT)
    queue.answered(2, State.REVIEW, None)
    assert queue.next(AT) == 1
