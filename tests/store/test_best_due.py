"""Fetching only what a backlog lets through changes nothing about what is asked."""

from __future__ import annotations

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from store_values import AT, DAY, END, answered, change, deck, file, question

from quizzer.store.store import Store
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Rating
from quizzer_scheduler.queue import Limits, Order, Queue, QueueCard, ReviewOrder, build_queue

_RATINGS = (Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY)


@pytest.fixture
def backlog(store: Store) -> Store:
    """Fill a store: many due cards, alone and with siblings, in ties, answered today, learning, buried, suspended."""
    chance = random.Random(11)
    alone = [question(f"q{n}", n) for n in range(70)]
    several = [question(f"s{n}", 70 + n, "c1", "c2") for n in range(15)]
    store.replace_decks("own", [file(deck("m/a", *alone)), file(deck("m/b", *several))])
    names = [f"m/a/q{n}" for n in range(70)] + [f"m/b/s{n}#{part}" for n in range(15) for part in ("c1", "c2")]
    for name in names:
        card = store.cards.card(name)
        assert card is not None
        at = AT - timedelta(days=chance.choice([0, 1, 5, 5, 9, 30]))
        store.record(answered(card, chance.choice(_RATINGS), at), "right", "", card.reps)
        match chance.randrange(12):
            case 0:
                store.change(change(name, "buried_until", DAY + timedelta(days=chance.choice([0, 1]))))
            case 1:
                store.change(change(name, "suspended", True))
    return store


def _asked(queue: Queue) -> list[int]:
    keys = []
    while (key := queue.next(END)) is not None:
        keys.append(key)
        queue.remove(key)
    return keys


@pytest.mark.parametrize("order", [ReviewOrder.AUTO, ReviewOrder.RETRIEVABILITY_DESC])
def test_the_best_due_cards_make_the_same_queue(backlog: Store, order: ReviewOrder) -> None:
    """Whatever the limit, and whatever is wanted of a deck, the queue of those fetched for it is that of all due."""
    days = StudyDays(ZoneInfo("UTC"))
    seen = backlog.today.families_seen(DAY)

    def queue(cards: list[QueueCard], limit: int) -> list[int]:
        return _asked(build_queue(cards, AT, days, Limits(0, limit), Order(order), 5, seen))

    longer = {deck.key: 4.7 for deck in backlog.decks.outlines() if deck.id == "m/b"}
    for lasts in ({}, longer):
        everything = backlog.today.due_cards(END, DAY, lasts=lasts)
        fewest = len(everything)
        for limit in range(len(everything) + 2):
            best = backlog.today.due_cards(END, DAY, best=limit, lasts=lasts)
            fewest = min(fewest, len(best))
            assert queue(best, limit) == queue(everything, limit), limit
        assert fewest < len(everything) * 2 / 3
