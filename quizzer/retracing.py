"""Retracing: what this sitting did, so that an undo brings back exactly what was, and a redo what came after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct

from quizzer.sitting import Answered
from quizzer.store.records import Undone
from quizzer_scheduler.model import Change, Review
from quizzer_scheduler.queue import Queue, QueueCard


class Rated(Struct):
    """An answer, and the cards that a lapse brought forward."""

    answered: Answered
    remedies: tuple[QueueCard, ...] = ()
    before: Queue | None = None
    """The queue as it was, where cards were brought forward."""

    @property
    def card_id(self) -> str:
        """The card's id."""
        return self.answered.card_id


class Changed(Struct):
    """Something done to the card on the table other than answering it."""

    changes: tuple[Change, ...]
    key: int
    """Of the card on the table."""
    card_id: str
    removed: bool
    """Whether the card left the queue."""
    family: int | None = None
    """The question whose cards all left."""
    before: Queue | None = None
    """The queue as it was, where cards left it."""


Done: TypeAlias = Rated | Changed

Follow: TypeAlias = Callable[[Undone | None, Literal["before", "after"]], Undone | None]
"""Brings files and weights in line with an action that was taken back (`before`) or done again (`after`)."""


class Retraced:
    """The actions of a sitting that stand, and those taken back; None is one of another sitting or screen."""

    def __init__(self) -> None:
        self._done: list[Done] = []
        self._taken_back: list[Done | None] = []

    def did(self, done: Done) -> None:
        """Note an action. What was taken back before it cannot be redone any more."""
        self._done.append(done)
        self._taken_back.clear()

    def undone(self, undone: Undone) -> Done | None:
        """Return the action of this sitting that was taken back; None when it was none."""
        done = self._done.pop() if self._done and _same(self._done[-1], undone) else None
        self._taken_back.append(done)
        return done

    def redone(self, redone: Undone) -> Done | None:
        """Return the action of this sitting that stands again; None when it is none."""
        done = self._taken_back.pop() if self._taken_back else None
        if done is None or not _same(done, redone):
            return None
        self._done.append(done)
        return done

    def given(self) -> frozenset[int]:
        """Return the keys of the cards that were brought forward."""
        return frozenset(card.key for done in self._done if isinstance(done, Rated) for card in done.remedies)

    def lapse_before(self, key: int) -> Answered | None:
        """Return the answer that brought a card forward, None where none did."""
        rated = [done for done in self._done if isinstance(done, Rated)]
        return next((done.answered for done in rated if any(card.key == key for card in done.remedies)), None)


def _same(done: Done, undone: Undone) -> bool:
    if isinstance(done, Rated):
        return any(event.id == done.answered.event for event in undone.events)
    logged = {(e.content.card_id, e.content.name, e.content.at) for e in undone.events if isinstance(e.content, Change)}
    return logged == {(change.card_id, change.name, change.at) for change in done.changes}


def answered_card(undone: Undone) -> str:
    """Return the id of the card whose answer was taken back; empty when it was something else."""
    last = undone.events[-1]
    return last.card_id or "" if isinstance(last.content, Review) else ""
