"""The cards still to come in a sitting: today's queue, or a cram's, dealt anew when the study day ends."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from quizzer.clock import Clock
from quizzer.dealing import Dealer
from quizzer.presenting import queue_card
from quizzer.sitting import Answered, Counts, Plan
from quizzer.store.records import CardContent
from quizzer_scheduler.model import Card, Rating, State
from quizzer_scheduler.queue import CramQueue, Queue, QueueCard


class Lineup:
    """Which card comes next."""

    def __init__(self, dealer: Dealer, plan: Plan, clock: Clock) -> None:
        self._dealer = dealer
        self._plan = plan
        self._clock = clock
        self._queue = self._dealt(())

    def deal(self, answers: Iterable[Answered]) -> None:
        """Look anew at what is to be asked, after those answers of the sitting."""
        self._queue = self._dealt(answers)

    @property
    def outdated(self) -> bool:
        """Whether the study day has ended for which it was dealt."""
        return isinstance(self._queue, Queue) and self._clock.now() >= self._queue.ends_at

    def counts(self) -> Counts:
        """Return what is left."""
        if isinstance(self._queue, CramQueue):
            return Counts(len(self._queue), 0, 0)
        return Counts(*self._queue.counts(self._clock.now()))

    def waiting_until(self) -> datetime | None:
        """Return when the next learning card comes, where there is any."""
        return None if isinstance(self._queue, CramQueue) else self._queue.next_at

    def next(self, besides: int | None = None) -> int | None:
        """Return the key of the card to ask now; None for none. `besides` leaves a card out."""
        if isinstance(self._queue, CramQueue):
            return self._queue.next(besides)
        return self._queue.next(self._clock.now(), besides)

    def has_moved(self, key: int, card: Card, day: date) -> bool:
        """Tell whether another window or device did something to a card of the queue, so that it is not to be asked."""
        if isinstance(self._queue, CramQueue):
            return False
        buried = card.buried_until is not None and card.buried_until > day
        return card.suspended or buried or not self._queue.still(key, card.state, card.due_at, self._clock.now())

    def waits(self, deck_id: str) -> str:
        """Return what the new cards of a deck wait for, without a full stop; empty when it is open."""
        return self._dealer.waits(deck_id)

    def remedy(self, deck_id: str, asked: Container[int]) -> tuple[QueueCard, ...]:
        """Bring forward the weakest cards of what a deck needs, after a lapse in it, and return them.

        None of `asked` (keys), and none beyond the learner's limits or outside what he chose to study.
        """
        if isinstance(self._queue, CramQueue):
            return ()
        found = self._dealer.remedies(deck_id, self._plan, self._queue, asked, self._clock.now())
        self._queue.bring_forward(found)
        return found

    def bring_forward(self, cards: Sequence[QueueCard]) -> None:
        """Make reviews the next ones, as `remedy` once did."""
        if isinstance(self._queue, Queue):
            self._queue.bring_forward(cards)

    def answered(self, key: int, rating: Rating, after: Card) -> None:
        """Take in what an answer made of a card."""
        if isinstance(self._queue, CramQueue):
            self._queue.answered(key, rating is not Rating.AGAIN)
        else:
            self._queue.answered(key, after.state, after.due_at)

    def remove(self, key: int, family: int | None = None) -> None:
        """Take a card out, and with `family` all of its question."""
        if isinstance(self._queue, CramQueue):
            self._queue.remove(key)
        else:
            self._queue.remove(key, family)

    def put_back(self, content: CardContent) -> None:
        """Make a card the next one, as it is now."""
        if isinstance(self._queue, CramQueue):
            self._queue.put_back(content.key)
        else:
            self._queue.put_back(queue_card(content))

    def photograph(self) -> Queue | None:
        """Return the queue as it is, to go back to; None for a cram."""
        return self._queue.copy() if isinstance(self._queue, Queue) else None

    def go_back(self, queue: Queue) -> None:
        """Have the queue as it was."""
        self._queue = queue

    def _dealt(self, answers: Iterable[Answered]) -> Queue | CramQueue:
        at = self._clock.now()
        plan = self._plan
        if plan.cram:
            return self._dealer.cram(plan, at)
        if plan.new is not None:
            introduced = sum(answer.step.card.state is State.NEW for answer in answers)
            plan = replace(plan, new=max(0, plan.new - introduced))
        return self._dealer.queue(plan, at)
