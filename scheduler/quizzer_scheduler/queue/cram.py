"""Cramming: every card until it was right once, with nothing of it in the schedule."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from quizzer_scheduler.queue.model import QueueCard
from quizzer_scheduler.queue.ordering import shuffle


class CramQueue:
    """Cards to go through once; a wrong one comes again at the end."""

    def __init__(self, keys: Iterable[int]) -> None:
        self._line = OrderedDict.fromkeys(keys)
        self._finished: set[int] = set()

    def __len__(self) -> int:
        """Return how many cards are left."""
        return len(self._line)

    @property
    def total(self) -> int:
        """How many cards there are in all: those left and those that were right."""
        return len(self._line) + len(self._finished)

    def next(self, besides: int | None = None) -> int | None:
        """Return the key of the card to ask now; None when all were right. `besides` leaves a card out."""
        return next((key for key in self._line if key != besides), None)

    def answered(self, key: int, right: bool) -> None:
        """Let a card go when it was right, or send it to the end."""
        self._line.pop(key, None)
        if right:
            self._finished.add(key)
        else:
            self._line[key] = None
            self._finished.discard(key)

    def remove(self, key: int) -> None:
        """Take a card out that was buried or suspended."""
        self._line.pop(key, None)

    def put_back(self, key: int) -> None:
        """Make a card whose answer is undone the next one."""
        self._finished.discard(key)
        self._line[key] = None
        self._line.move_to_end(key, last=False)


def build_cram(cards: Iterable[QueueCard], seed: int) -> CramQueue:
    """Return all cards in an order that depends on the seed alone, due or not, siblings included."""
    place = shuffle(seed)
    return CramQueue(sorted({card.key for card in cards}, key=lambda key: (place(key), key)))
