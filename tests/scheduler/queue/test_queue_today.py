from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from queue_cards import AT, ENDS_AT, MINUTE, build, cards, drain, due, limits, new, orders, repeatable, step

from quizzer_scheduler.model import State
from quizzer_scheduler.queue import Counts, Limits, Order, Queue, QueueCard


def test_learning_cards_come_first_when_their_instant_has_come() -> None:
    """A learning card interrupts the main line once it is due, not before."""
    queue = build([due(1), step(2, 5)])
    assert queue.next(AT) == 1
    assert queue.next(AT + 5 * MINUTE) == 2


def test_asking_takes_nothing_away() -> None:
    """The next card stays the next one until it is answered."""
    queue = build([due(1), due(2)])
    assert queue.next(AT) == queue.next(AT)
    assert len(queue) == 2


def test_learning_cards_come_ahead_when_nothing_else_is_left() -> None:
    """With an empty main line learning cards come up to 20 minutes early, by due instant."""
    queue = build([step(1, 20), step(2, 3), step(3, 21)])
    assert drain(queue) == [2, 1]
    assert queue.next(AT) is None
    assert queue.next_at == AT + 21 * MINUTE
    assert queue.next(AT + MINUTE) == 3


def test_nothing_left_says_so() -> None:
    """An empty queue has no next card and no next instant."""
    queue = build([])
    assert queue.next(AT) is None
    assert queue.next_at is None
    assert len(queue) == queue.total == 0


def test_a_failed_card_comes_back_today() -> None:
    """A card on a step that ends today returns at its instant."""
    queue = build([due(1), due(2)])
    first = queue.next(AT)
    assert first is not None
    queue.answered(first, State.RELEARNING, AT + 10 * MINUTE)
    other = queue.next(AT)
    assert other not in (None, first)
    assert queue.counts(AT) == Counts(1, 1, 0)
    queue.answered(other or 0, State.REVIEW, AT + timedelta(days=3))
    assert queue.next(AT) == first


def test_a_step_beyond_the_rollover_is_gone_for_today() -> None:
    """A step that ends with the study day or later is another day's business."""
    queue = build([due(1), due(2)])
    queue.answered(1, State.LEARNING, ENDS_AT)
    queue.answered(2, State.LEARNING, ENDS_AT - MINUTE)
    assert len(queue) == 1
    assert queue.next_at == ENDS_AT - MINUTE


def test_never_the_same_card_twice_in_a_row_if_another_is_there() -> None:
    """A card just answered waits for one other, be it in the main line, due or within the learn-ahead time."""
    for other in (due(2), step(2, -1), step(2, 15)):
        queue = build([step(1, -2), other])
        queue.answered(1, State.LEARNING, AT + MINUTE)
        assert queue.next(AT + 2 * MINUTE) == 2


def test_the_same_card_again_when_there_is_no_other() -> None:
    """A card alone comes again at once, early if it must."""
    queue = build([step(1, -2), step(2, 300)])
    queue.answered(1, State.LEARNING, AT + MINUTE)
    assert queue.next(AT) == 1


def test_one_look_further() -> None:
    """Leaving a card out shows what would come after it."""
    queue = build([step(1, -2), step(2, -1), due(3)])
    assert [queue.next(AT), queue.next(AT, besides=1)] == [1, 2]
    queue.remove(2)
    assert queue.next(AT, besides=1) == 3
    queue.put_back(due(3))
    assert [queue.next(AT), queue.next(AT, besides=3)] == [3, 1]


def test_counts_and_progress() -> None:
    """Counts tell what is left by kind, learning cards within the learn-ahead time; the total keeps what was done."""
    queue = build([due(1), due(2), new(3), step(4, 5), step(5, 90)])
    assert queue.counts(AT) == Counts(due=2, learning=1, new=1)
    assert queue.counts(AT + 70 * MINUTE) == Counts(due=2, learning=2, new=1)
    queue.answered(3, State.REVIEW, AT + timedelta(days=4))
    assert queue.counts(AT) == Counts(due=2, learning=1, new=0)
    assert (len(queue), queue.total) == (4, 5)
    queue.remove(1)
    assert (len(queue), queue.total) == (3, 4)


def test_a_removed_family_takes_its_learning_siblings_along() -> None:
    """Burying a question takes all its cards out."""
    queue = build([step(1, -2, family=9), step(2, 60, family=9), due(3)])
    queue.remove(1, family=9)
    assert drain(queue) == [3]
    assert len(queue) == 0


def test_undone_cards_come_back_latest_first() -> None:
    """Each card put back is the next one, then those that were put back before it, then the line as it was."""
    line = [due(key) for key in range(1, 6)]
    queue, by_key = build(line), {card.key: card for card in line}
    order = drain(build(line))
    for key in order[:3]:
        queue.answered(key, State.RELEARNING, AT + MINUTE)
    for key in reversed(order[:3]):
        queue.put_back(by_key[key])
    assert drain(queue) == order


def test_a_card_put_back_after_a_rebuild_is_the_next_one() -> None:
    """Putting back a card that the queue holds anyway moves it to the front and doubles nothing."""
    line = [due(key) for key in range(1, 6)]
    last = drain(build(line))[-1]
    queue = build(line)
    queue.put_back(due(last))
    assert len(queue) == queue.total == 5
    assert queue.next(AT) == last
    queue.answered(last, State.REVIEW, None)
    assert last not in drain(queue)


@repeatable
@given(cards(), limits, orders, st.integers(0, 40), st.integers(0, 2000), st.sampled_from(State))
def test_putting_back_undoes_an_answer(
    given_cards: list[QueueCard], limit: Limits, order: Order, before: int, minutes: int, state: State
) -> None:
    """After any answers, an answer that is put back leaves the queue as if it had never been given."""
    by_key = {card.key: card for card in given_cards}
    touched, untouched = (build(given_cards, limit, order) for _ in range(2))
    for _ in range(before):
        for queue in (touched, untouched):
            if (key := queue.next(AT)) is not None:
                queue.answered(key, State.REVIEW, None)
    key = touched.next(AT)
    if key is None:
        return
    touched.answered(key, state, AT + minutes * MINUTE)
    touched.put_back(by_key[key])
    assert touched.counts(AT) == untouched.counts(AT)
    assert (len(touched), touched.total) == (len(untouched), untouched.total)
    assert drain(touched) == drain(untouched)
    assert touched.next_at == untouched.next_at


class Sitting(RuleBasedStateMachine):
    """A learner who answers, undoes, buries and waits, beside a plain account of what must be left."""

    @initialize(given_cards=cards(20))
    def begin(self, given_cards: list[QueueCard]) -> None:
        """Sit down with some cards."""
        self.queue: Queue = build(given_cards)
        self.at = AT
        self.by_key = {card.key: card for card in given_cards}
        self.left = set(drain(build(given_cards), ENDS_AT))
        self.last: int | None = None
        self.undoable: list[QueueCard] = []

    @rule(minutes=st.integers(0, 30))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.at += minutes * MINUTE

    @rule(minutes=st.integers(1, 1200), fails=st.booleans())
    def answer(self, minutes: int, fails: bool) -> None:
        """Answer what comes: never the card just answered if there is another."""
        key = self.queue.next(self.at)
        if key is None:
            assert self.queue.counts(self.at) == (0, 0, 0)
            return
        assert key in self.left
        if key == self.last:
            assert self.queue.next(self.at, besides=key) is None
        due_at = self.at + minutes * MINUTE
        before = self.by_key[key]
        self.queue.answered(key, State.RELEARNING if fails else State.REVIEW, due_at)
        if fails and due_at < ENDS_AT:
            self.by_key[key] = before._replace(state=State.RELEARNING, due_at=due_at)
        else:
            self.left.discard(key)
        self.undoable.append(before)
        self.last = key

    @precondition(lambda self: self.undoable)
    @rule()
    def undo(self) -> None:
        """Take the latest answer back: its card is the next one."""
        card = self.undoable.pop()
        self.queue.put_back(card)
        self.by_key[card.key] = card
        self.left.add(card.key)
        self.last = None
        assert self.queue.next(self.at) == card.key

    @precondition(lambda self: self.left)
    @rule(pick=st.integers(0, 100))
    def bury(self, pick: int) -> None:
        """Take any card out."""
        key = sorted(self.left)[pick % len(self.left)]
        self.queue.remove(key)
        self.left.discard(key)

    @invariant()
    def nothing_lost_nothing_doubled(self) -> None:
        """The queue holds as many cards as the account."""
        if hasattr(self, "queue"):
            assert len(self.queue) == len(self.left)


TestSitting = Sitting.TestCase
TestSitting.settings = settings(repeatable, max_examples=60, stateful_step_count=25)
