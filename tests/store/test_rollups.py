"""Roll-ups: trails, tallies and totals by day are what the log gives, whatever was done in whatever order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from random import Random

import pytest
from msgspec.structs import replace
from store_values import AT, DAY, OFFSET, OpenStore, answered, change, deck, file, fold, now, question

from quizzer.store.ledger import Ledger
from quizzer.store.readers.part import Part
from quizzer.store.readers.spread import Spread
from quizzer.store.records import Entry, IndexedFile
from quizzer.store.store import Store, open_store
from quizzer_scheduler.model import Rating
from quizzer_scheduler.stats import cells
from quizzer_scheduler.stats.tally import added

CARDS = [f"m/a/q{number}" for number in range(4)]
KINDS = ("typed", "numeric", "choice")


def answer(store: Store, card_id: str, rating: Rating = Rating.GOOD, later: float = 0) -> None:
    """Answer a card so many days after the first day, or before it."""
    card = store.cards.card(card_id)
    assert card is not None
    at = AT + timedelta(days=later)
    store.record(answered(card, rating, at), "right", "x", card.reps)


def deck_of(kinds: Sequence[str]) -> IndexedFile:
    """Return a file of a deck with a question of each kind; one of no kind is left out."""
    questions = [
        replace(question(f"q{number}", number), kind=kind, digest=kind) for number, kind in enumerate(kinds) if kind
    ]
    return file(replace(deck("m/a", count=0), questions=tuple(questions)))


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
        lambda: store.replace_decks("own", [deck_of([chance.choice(("", *KINDS)) for _ in CARDS])]),
    ]
    chance.choice(actions)()


@pytest.mark.parametrize("seed", range(6))
def test_roll_ups_are_what_the_log_gives_after_anything(opened: OpenStore, seed: int) -> None:
    """Two devices answer, take back, do again, move cards, change questions: all counts equal a recount."""
    chance = Random(seed)
    stores = [opened("laptop"), opened("phone")]
    stores[0].replace_decks("own", [file(deck("m/a", count=4))])
    for _ in range(40):
        anything(chance.choice(stores), chance)
    assert stores[0].statistics.differences() == []


def test_kinds_add_up_to_the_whole(store: Store) -> None:
    """The tallies of all kinds sum to that of all cards while no question is gone, and move with a question's kind."""
    store.replace_decks("own", [deck_of(["typed", "numeric", "numeric", "choice"])])
    for number in range(12):
        answer(store, CARDS[number % 4], Rating(1 + number % 4), 3.0 * number)
    every = store.statistics.tally()
    assert added(store.statistics.tally(kind=kind) for kind in KINDS) == every
    assert buttons(store, "numeric") == 6
    store.replace_decks("own", [deck_of(["typed", "typed", "numeric", ""])])
    assert [buttons(store, kind) for kind in ("", *KINDS)] == [12, 6, 3, 0]
    assert store.statistics.tally() == every
    by_day = store.statistics.by_day(kind="typed")
    assert sum(count[0] for day in by_day.values() for cell, count in day.items() if cell // cells.FAMILY == 1) == 6
    store.replace_decks("own", [deck_of(["typed", "typed", "numeric", "choice"])])
    assert buttons(store, "choice") == 3
    assert store.statistics.differences() == []


def buttons(store: Store, kind: str) -> int:
    """Return how many answers are counted for a kind."""
    return sum(count[0] for cell, count in store.statistics.tally(kind=kind).items() if cell // cells.FAMILY == 1)


def test_cards_counted_between_edges_are_those_looked_at_one_by_one(store: Store) -> None:
    """How all cards are spread, counted in indexes, is how those of all decks are, and the sum of the decks."""
    store.replace_decks("own", [file(deck("m/a", count=4)), file(deck("m/b", count=30))])
    chance = Random(5)
    for number in range(150):
        card_id = chance.choice([*CARDS, *(f"m/b/q{place}" for place in range(30))])
        answer(store, card_id, chance.choice(list(Rating)), chance.choice([number / 2, -40.0, 200.0]))
    store.change(change("m/b/q3", "suspended", True))
    keys = tuple(sorted(store.decks.keys()))
    for today in (DAY, DAY + timedelta(days=20), DAY + timedelta(days=500)):
        whole = store.standing.spread(Part(), today, 0.15)
        parts = [store.standing.spread(Part((key,)), today, 0.15) for key in keys]
        assert whole == store.standing.spread(Part(keys), today, 0.15)
        assert whole == Spread(*(tuple(map(sum, zip(*scale, strict=True))) for scale in zip(*parts, strict=True)))
        assert store.standing.spread(Part(keys[:1], others=keys[1:]), today, 0.15) == parts[0]
        assert sum(whole.recall) == sum(whole.stability) == sum(whole.difficulty) > 20


def test_the_course_of_a_kind_without_an_answer_is_counted_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """That nothing was known of it is kept as well, until an answer changes that."""
    store.replace_decks("own", [deck_of(["typed", "numeric", "", ""])])
    answer(store, CARDS[0])
    days = [DAY + timedelta(days=3)]
    assert store.course.course(Part(kind="numeric"), days, 0.15) == {}
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "keep_course", lambda *_: pytest.fail("It was counted again."))
        assert store.course.course(Part(kind="numeric"), days, 0.15) == {}
    answer(store, CARDS[1], later=2)
    (past,) = store.course.course(Part(kind="numeric"), days, 0.15).values()
    assert past.introduced == [1]


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
        for table in ("contrast", "trail", "tally", "course"):
            connection.execute(f"drop table if exists {table}")
        connection.execute("update alembic_version set version_num = '0001'")
        connection.commit()
    told: list[tuple[int, int]] = []
    with open_store(sqlite_place, fold, "laptop", now, lambda done, cards: told.append((done, cards))) as store:
        assert store.statistics.tally() == tally
        assert told == [(4, 4)]
        assert store.statistics.differences() == []
