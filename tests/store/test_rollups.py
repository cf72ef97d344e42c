"""Roll-ups: trails, tallies and totals by day are what the log gives, whatever was done in whatever order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from random import Random

import pytest
from store_values import AT, DAY, OFFSET, OpenStore, answered, change, deck, file, fold, now

from quizzer.store.records import Entry
from quizzer.store.store import Store, open_store
from quizzer_scheduler.model import Rating
from quizzer_scheduler.stats import cells

CARDS = [f"m/a/q{number}" for number in range(4)]


def answer(store: Store, card_id: str, rating: Rating = Rating.GOOD, later: float = 0) -> None:
    """Answer a card so many days after the first day, or before it."""
    card = store.cards.card(card_id)
    assert card is not None
    at = AT + timedelta(days=later)
    store.record(answered(card, rating, at), "right", "x", card.reps)


def anything(store: Store, chance: Random) -> None:
    """Do one thing: mostly answer, now and then undo, redo, forget, move or suspend; the clock may go back."""
    card_id = chance.choice(CARDS)
    card = store.cards.card(card_id)
    assert card is not None
    actions: list[Callable[[], object]] = [
        *[lambda: answer(store, card_id, chance.choice(list(Rating)), chance.choice([0, 0, 1, 2, 9, 40, -1]))] * 5,
        *[lambda: store.undo(AT, OFFSET, DAY)] * 2,
        lambda: store.redo(AT, OFFSET, DAY),
        lambda: store.change(change(card_id, "forget", None)),
        lambda: store.change(change(card_id, "due", date(2026, 3, 2 + chance.randrange(28)))) if card.reps else None,
        lambda: store.change(change(card_id, "suspended", chance.random() < 0.5)),
    ]
    chance.choice(actions)()


@pytest.mark.parametrize("seed", range(6))
def test_roll_ups_are_what_the_log_gives_after_anything(opened: OpenStore, seed: int) -> None:
    """Two devices answer, take back, do again, forget and move cards: every count equals a recount of the log."""
    chance = Random(seed)
    stores = [opened("laptop"), opened("phone")]
    stores[0].replace_decks("own", [file(deck("m/a", count=4))])
    for _ in range(40):
        anything(chance.choice(stores), chance)
    assert stores[0].statistics.differences() == []


def test_loading_and_recounting_come_to_the_same(store: Store) -> None:
    """Events loaded at once, for known and unknown cards, are counted as single answers are, and so by a recount."""
    store.replace_decks("own", [file(deck("m/a", count=4))])
    answer(store, CARDS[0])
    card = store.cards.card(CARDS[0])
    assert card is not None
    entries = []
    for number, rating in enumerate([Rating.GOOD, Rating.AGAIN, Rating.GOOD]):
        reviewed = answered(card, rating, AT + timedelta(days=3 * number + 1))
        entries.append(Entry(reviewed.review, "right", "x"))
        card = reviewed.card
    entries.append(Entry(answered(fold("gone/deck/q1", []), Rating.EASY).review, "self", ""))
    store.load_events(entries)
    assert store.statistics.differences() == []
    before = store.statistics.tally()
    store.recount()
    assert store.statistics.differences() == []
    assert store.statistics.tally() == before
    assert sum(count[0] for cell, count in before.items() if cell // cells.FAMILY == 1) == 5


def test_a_window_sums_days_and_months(store: Store) -> None:
    """The tally of any window is the sum of the tallies of its days, however they lie across months."""
    store.replace_decks("own", [file(deck("m/a", count=4))])
    for number in range(30):
        answer(store, CARDS[number % 4], Rating(1 + number % 4), 5.0 * number)
    for first, length in ((0, 150), (3, 31), (17, 64), (40, 1), (-400, 700), (149, 5)):
        begin = DAY + timedelta(days=first)
        days = [store.statistics.tally(begin + timedelta(days=n), begin + timedelta(days=n)) for n in range(length)]
        summed: dict[int, list[int]] = {}
        for day in days:
            for cell, count in day.items():
                summed[cell] = [a + b for a, b in zip(summed.get(cell, [0] * 4), count, strict=True)]
        whole = store.statistics.tally(begin, begin + timedelta(days=length - 1))
        assert whole == {cell: tuple(count) for cell, count in summed.items()}


def test_a_damaged_count_is_found_and_mended(sqlite_place: str) -> None:
    """A trail, tally or total that is not what the log gives is told in a sentence; a recount mends the first two."""
    with open_store(sqlite_place, fold, "laptop", now) as store:
        store.replace_decks("own", [file(deck("m/a", count=4))])
        answer(store, CARDS[0])
        for damage in ("update trail set packed = zeroblob(32)", "update tally set n = n + 1 where span < 0"):
            with closing(sqlite3.connect(sqlite_place)) as connection:
                connection.execute(damage)
                connection.commit()
            assert len(store.statistics.differences()) == 1
            store.recount()
            assert store.statistics.differences() == []
        with closing(sqlite3.connect(sqlite_place)) as connection:
            connection.execute("update day_total set recalled = 7")
            connection.commit()
        assert store.statistics.differences() == ["1 of 1 totals by day and deck are not what the log gives."]


def test_a_collection_of_the_first_schema_is_counted_when_it_is_opened(sqlite_place: str) -> None:
    """A database with a history and no roll-ups gets them from its log by the migration, which tells how far it is."""
    with open_store(sqlite_place, fold, "laptop", now) as store:
        store.replace_decks("own", [file(deck("m/a", count=4))])
        for number in range(8):
            answer(store, CARDS[number % 4], later=number)
        tally = store.statistics.tally()
    with closing(sqlite3.connect(sqlite_place)) as connection:
        for table in ("trail", "tally", "course"):
            connection.execute(f"drop table {table}")
        connection.execute("update alembic_version set version_num = '0001'")
        connection.commit()
    told: list[tuple[int, int]] = []
    with open_store(sqlite_place, fold, "laptop", now, lambda done, cards: told.append((done, cards))) as store:
        assert store.statistics.tally() == tally
        assert told == [(4, 4)]
        assert store.statistics.differences() == []
