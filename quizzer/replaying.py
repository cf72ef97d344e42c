"""The log against the cards: every card computed again from its events, and compared."""

from __future__ import annotations

from dataclasses import dataclass

from quizzer.library import Progress
from quizzer.store.records import EventKind, LoggedEvent
from quizzer.store.store import Store
from quizzer_scheduler.checking import follows
from quizzer_scheduler.model import Card, Change, Review
from quizzer_scheduler.scheduler import Scheduler

_REPORT_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found."""

    cards: int
    reviews: int
    different: tuple[tuple[str, str], ...]
    """Card id and what differs, a sentence each."""
    miscounted: tuple[str, ...] = ()
    """Where what the statistics read is not what the log gives, a sentence each."""


def replayed(store: Store, scheduler: Scheduler, progress: Progress | None = None) -> Replayed:
    """Fold every card's events and compare the result with the card and with what the events recorded."""
    total = len(store.all_card_ids()) if progress else 0
    cards = reviews = 0
    different: list[tuple[str, str]] = []
    for card, events in store.cards.histories():
        cards += 1
        reviews += sum(isinstance(event, Review) for event in events)
        found = scheduler.disagreements(card.id, events)
        if found and not _changed_beneath(store, card.id):
            different += [(card.id, sentence) for sentence in found]
        again = scheduler.replay(card.id, events)
        if not follows(card, again, events):
            different.append((card.id, "The card differs from its log: " + _difference(card, again)))
        if progress and cards % _REPORT_EVERY == 0:
            progress(cards, total)
    return Replayed(cards, reviews, tuple(different), tuple(store.statistics.differences()))


def _changed_beneath(store: Store, card_id: str) -> bool:
    """Tell whether one device took back, or did again, what another device's answer was built on: that is no fault.

    A memory that another device computed with other weights was built on all answers before it.
    """
    events = store.events(card_id, effective=False)
    built = [event.id for event in events if not event.undone and _builds(event)]
    return any(event.target is not None and any(event.target < id_ < event.id for id_ in built) for event in events)


def _builds(event: LoggedEvent) -> bool:
    return event.kind is EventKind.REVIEW or (isinstance(event.content, Change) and event.content.name == "memory")


def _difference(stored: Card, again: Card) -> str:
    names = [name for name in Card.__struct_fields__ if getattr(stored, name) != getattr(again, name)]
    return "; ".join(f"{name} is {getattr(stored, name)}, the log gives {getattr(again, name)}" for name in names) + "."
