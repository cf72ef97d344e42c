"""The store and the real scheduler together: what was lived is what a replay of the log gives."""

from __future__ import annotations

import random
from datetime import UTC, date, timedelta

from store_values import AT, change, deck, file, now

from quizzer.store.store import open_store
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Parameters, Rating
from quizzer_scheduler.scheduler import Scheduler


def test_replay_equals_what_was_lived(place: str) -> None:
    """After weeks of answers, changes, undo and redo each card is, to the last bit, what its events make of it."""
    chance = random.Random(7)
    days = StudyDays(UTC)
    scheduler = Scheduler(Parameters(1), days)
    at = AT
    with open_store(place, scheduler.replay, "laptop", now) as store:
        store.replace_decks("own", [file(deck("m/a", count=4))])
        assert store.add_parameters(Parameters(1)).version == 1
        for _ in range(60):
            at += timedelta(hours=chance.choice([0, 1, 20, 200]), milliseconds=chance.randrange(10**7))
            id_ = f"m/a/q{chance.randrange(4)}"
            card = store.cards.card(id_)
            assert card is not None
            match chance.randrange(8):
                case 0:
                    store.undo(at, timedelta(), days.day(at))
                case 1:
                    store.redo(at, timedelta(), days.day(at))
                case 2:
                    name, value = chance.choice([("suspended", True), ("forget", None), ("due", date(2026, 9, 1))])
                    store.change(change(id_, name, value, at))  # type: ignore[arg-type]
                case _:
                    reviewed = scheduler.review(card, chance.choice(list(Rating)), at, timedelta(seconds=3))
                    store.record(reviewed, "right", "", card.reps)
                    assert store.cards.card(id_) == reviewed.card
        for card, events in store.cards.histories():
            assert scheduler.replay(card.id, events) == card
            assert scheduler.disagreements(card.id, events) == []
        before = [store.cards.card(id_) for id_ in store.all_card_ids()]
        assert store.rebuild(store.all_card_ids()) == 4
        assert [store.cards.card(id_) for id_ in store.all_card_ids()] == before
