"""Today's queue: what to ask next, as answers come in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from datetime import datetime, timedelta

from quizzer_scheduler.model import State
from quizzer_scheduler.queue.learning import LearningLine
from quizzer_scheduler.queue.model import Counts, QueueCard
from quizzer_scheduler.queue.ordering import ALWAYS

_STEPS = (State.LEARNING, State.RELEARNING)


class Queue:
    """The cards of one study day: a main line of reviews and new cards, and a line of learning cards beside it."""

    def __init__(
        self,
        main: Collection[QueueCard],
        learning: Iterable[QueueCard],
        ends_at: datetime,
        learn_ahead: timedelta,
    ) -> None:
        learning = list(learning)
        # ordered: a plain dict scans over all that was deleted to find its first key
        self._main = OrderedDict((card.key, card.state is State.NEW) for card in main)
        self._new = sum(self._main.values())
        self._learning = LearningLine((card.due_at or ALWAYS, card.key) for card in learning)
        self._families = {card.key: card.family for cards in (main, learning) for card in cards}
        self._put_back: list[int] = []
        self._early: dict[int, datetime | None] = {}
        """Reviews that come before they are due, and when they would be."""
        self._last: int | None = None
        self._finished: set[int] = set()
        self._ends_at = ends_at
        self._learn_ahead = learn_ahead

    def __len__(self) -> int:
        """Return how many cards are left today, later learning cards included."""
        return len(self._main) + len(self._learning)

    @property
    def ends_at(self) -> datetime:
        """The instant at which the study day ends; a new queue is to be built then."""
        return self._ends_at

    @property
    def total(self) -> int:
        """How many cards there are in all: those left and those that were answered for today."""
        return len(self) + len(self._finished)

    @property
    def next_at(self) -> datetime | None:
        """When the first learning card is due; None without any."""
        first = self._learning.first()
        return first and first[0]

    def counts(self, at: datetime) -> Counts:
        """Return what is left to be answered, counting the learning cards that come within the learn-ahead time."""
        learning = self._learning.count(at + self._learn_ahead)
        return Counts(len(self._main) - self._new, learning, self._new)

    def next(self, at: datetime, besides: int | None = None) -> int | None:
        """Return the key of the card to ask now, or None: see `next_at` then.

        Asking does not take it away, an answer does. `besides` leaves a card out, to look one further.
        """
        put_back = next((key for key in reversed(self._put_back) if key != besides), None)
        if put_back is not None:
            return put_back
        other = self._first(at, (besides, self._last))
        return self._first(at, (besides,)) if other is None else other

    def _first(self, at: datetime, besides: tuple[int | None, ...]) -> int | None:
        learning = self._learning.first(besides)
        if learning is not None and learning[0] <= at:
            return learning[1]
        main = next((key for key in self._main if key not in besides), None)
        if main is None and learning is not None and learning[0] <= at + self._learn_ahead:
            return learning[1]
        return main

    def waits(self, key: int) -> bool:
        """Tell whether a review or new card is still to be asked today."""
        return key in self._main

    def families(self) -> set[int]:
        """Return the families of all cards that were ever in it."""
        return set(self._families.values())

    def still(self, key: int, state: State, due_at: datetime | None, at: datetime) -> bool:
        """Tell whether a card as it is now stands where it was put: it may have been answered elsewhere since."""
        if self._main.get(key):
            return state is State.NEW
        if key in self._main:
            early = key in self._early and self._early[key] == due_at
            return state is State.REVIEW and (early or (due_at or ALWAYS) <= at)
        return state in _STEPS and (due_at or ALWAYS) <= at + self._learn_ahead

    def answered(self, key: int, state: State, due_at: datetime | None) -> None:
        """Take in what an answer made of a card: back today when it is on a step that ends today, or gone."""
        self._take_out(key)
        self._last = key
        if state in _STEPS and due_at is not None and due_at < self._ends_at:
            self._learning.add(key, due_at)
            self._finished.discard(key)
        else:
            self._finished.add(key)

    def remove(self, key: int, family: int | None = None) -> None:
        """Take a card out that was buried or suspended, and with `family` all its siblings."""
        self._take_out(key)
        if family is not None:
            for sibling in [other for other, its_family in self._families.items() if its_family == family]:
                self._take_out(sibling)

    def put_back(self, card: QueueCard) -> None:
        """Make a card, as it was before the answer that is undone, the next one."""
        self._take_out(card.key)
        self._finished.discard(card.key)
        self._families[card.key] = card.family
        if card.state in _STEPS:
            self._learning.add(card.key, card.due_at or ALWAYS)
        else:
            self._main[card.key] = card.state is State.NEW
            self._new += card.state is State.NEW
        self._put_back.append(card.key)

    def bring_forward(self, cards: Sequence[QueueCard]) -> None:
        """Make reviews the next ones, in this order, due or not."""
        for card in reversed(cards):
            if card.key not in self._main:
                self._main[card.key] = False
                self._families[card.key] = card.family
                self._early[card.key] = card.due_at
            self._put_back.append(card.key)

    def copy(self) -> Queue:
        """Return the same queue, to go back to."""
        twin = copy(self)
        twin._main, twin._families = self._main.copy(), self._families.copy()
        twin._learning = self._learning.copy()
        twin._put_back, twin._early = self._put_back.copy(), self._early.copy()
        twin._finished = self._finished.copy()
        return twin

    def _take_out(self, key: int) -> None:
        self._new -= self._main.pop(key, False)
        self._learning.discard(key)
        if key in self._put_back:
            self._put_back.remove(key)
