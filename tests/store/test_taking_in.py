"""Taking in a history whole: one action, one undo, the same counts as answer by answer, nobody else in between."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import numpy as np
import pytest
from store_values import AT, DAY, OFFSET, OpenStore, answered, change, deck, fact, file, fold

from quizzer.errors import StoreConflict
from quizzer.store.rows import line_of
from quizzer.store.store import Store
from quizzer.store.taken_file import Counted, TakenFile
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, Event, Rating
from quizzer_scheduler.runs import LineColumns
from quizzer_scheduler.taking_over import TakenOver

ANSWERS = 130
"""Of a card: more rows than go into one statement."""


class Taken(NamedTuple):
    """A card that is taken over, with the events that led to it, and the kind under which it is counted."""

    card: Card
    events: Sequence[Line | Change]
    kind: str | None = "basic"


def taken(id_: str, number: int = ANSWERS) -> Taken:
    """Return a card with so many answers, one of them after it was made new again, and a date given in the end."""
    card, events = Card(id_), list[Line | Change]()
    logged: list[Event] = []
    for place in range(number):
        if place == number // 2:
            logged.append(change(id_, "forget", None))
            events.append(change(id_, "forget", None))
        reviewed = answered(fold(id_, logged), Rating(1 + place % 4), AT + timedelta(days=place - 200))
        logged.append(reviewed.review)
        events.append(line_of(reviewed.review))
    moved = change(id_, "due", date(2026, 5, 1))
    card = fold(id_, [*logged, moved])
    return Taken(card, [*events, moved])


def state(store: Store) -> tuple[object, ...]:
    """Return the cards, and what is counted of all answers."""
    cards = [store.cards.card(f"m/a/q{number}") for number in range(9)]
    return cards, store.statistics.tally(), store.progress.totals_by_day(date.min, date.max)


def columns(card: Taken) -> TakenOver:
    """Return a card as it is worked out: its lines by column, and the changes between them."""
    lines = [each for each in card.events if isinstance(each, tuple)]
    given = [
        [(math.nan, -1)[place == 10] if each is None else each for place, each in enumerate(line)] for line in lines
    ]
    changes, before = [], 0
    for each in card.events:
        if isinstance(each, Change):
            changes.append((before, 0, each))
        before += isinstance(each, tuple)
    return TakenOver(
        [card.card], LineColumns(*map(np.array, zip(*given, strict=True))), np.zeros(len(lines), np.int64), changes
    )


def written(folder: Path, *cards: Taken) -> Path:
    """Return a file of cards, the only one of its import."""
    path, counted = folder / f"{len(list(folder.iterdir()))}.taken", Counted()
    with TakenFile(path, "imported") as file:
        for card in cards:
            file.add(columns(card), [card.kind], counted)
        file.end(counted, last=True)
    return path


def take_in(store: Store, *files: Path, newest: int | None = None) -> int:
    """Take files of cards in."""
    return store.take_in(fact("files", "one", {"from": ["a.apkg"]}), files, newest_event=newest)


def test_it_comes_and_goes_whole(opened: OpenStore, tmp_path: Path) -> None:
    """Cards and all counts are those of the log after it, after its undo, after its redo and after an undo of both."""
    store = opened()
    store.replace_decks("own", [file(deck("m/a", count=9))])
    first = store.cards.card("m/a/q1")
    assert first is not None
    store.record(answered(first, at=AT - timedelta(days=300)), "right", "x", 0)
    before = state(store)
    told: list[tuple[int, int]] = []
    some = written(tmp_path, *[taken(f"m/a/q{number}") for number in (0, *range(2, 6))])
    number = take_in(store, some, written(tmp_path, *[taken(f"m/a/q{number}") for number in range(6, 9)]))
    assert number == 8 * (ANSWERS + 2)
    after = state(store)
    assert store.statistics.differences() == []
    assert store.cards.card("m/a/q8") == taken("m/a/q8").card
    undone = store.undo(AT, OFFSET, DAY, lambda done, total: told.append((done, total)))
    assert undone is not None
    assert (undone.number, len(undone.events), len(undone.cards)) == (number + 1, 1000, 8)
    assert told[-1][0] == told[-1][1]
    assert state(store) == before
    redone = store.redo(AT, OFFSET, DAY)
    assert redone is not None
    assert redone.number == number + 1
    assert state(store) == after
    assert store.statistics.differences() == []
    assert len(store.events("m/a/q0")) == ANSWERS + 2
    store.undo(AT, OFFSET, DAY)
    store.undo(AT, OFFSET, DAY)
    assert store.statistics.tally() == {}


def test_a_card_with_a_history_goes_on(store: Store, tmp_path: Path) -> None:
    """What comes to a card that was answered here is counted behind what is there; an undo leaves that."""
    store.replace_decks("own", [file(deck("m/a", count=9))])
    card = store.cards.card("m/a/q0")
    assert card is not None
    earlier = answered(card, at=AT - timedelta(days=40))
    store.record(earlier, "right", "x", 0)
    before = state(store)
    later = answered(earlier.card, Rating.AGAIN)
    take_in(store, written(tmp_path, Taken(later.card, [line_of(later.review)], None)))
    assert store.cards.card("m/a/q0") == later.card
    assert store.statistics.differences() == []
    store.undo(AT, OFFSET, DAY)
    assert state(store) == before
    assert store.statistics.differences() == []


def test_two_sources_have_answers_to_a_card(store: Store, tmp_path: Path) -> None:
    """The card is as the last of them leaves it, also when both are in one file, and all answers count once."""
    first = answered(Card("m/a/q0"), at=AT - timedelta(days=40))
    second = answered(first.card, at=AT - timedelta(days=30))
    last = answered(second.card, Rating.EASY, AT)
    parts = [Taken(each.card, [line_of(each.review)]) for each in (first, second, last)]
    other = answered(Card("m/b/q0"))
    take_in(store, written(tmp_path, *parts[:2], Taken(other.card, [line_of(other.review)])))
    take_in(store, written(tmp_path, parts[2]))
    assert store.cards.card("m/a/q0") == last.card
    assert len(store.events("m/a/q0")) == 3
    assert store.cards.card("m/b/q0") == other.card
    assert store.statistics.differences() == []


def test_what_was_answered_meanwhile_refuses_it(store: Store, tmp_path: Path) -> None:
    """An answer to one of its cards since it was worked out: nothing of it is written."""
    store.replace_decks("own", [file(deck("m/a", count=9))])
    newest = store.answers.newest_event()
    card = store.cards.card("m/a/q7")
    assert card is not None
    answer = store.record(answered(card), "right", "x", 0)
    before = state(store)
    with pytest.raises(StoreConflict):
        take_in(store, written(tmp_path, *[taken(f"m/a/q{number}", 4) for number in range(8)]), newest=newest)
    assert state(store) == before
    assert store.answers.newest_event() == answer


def test_another_device_waits(opened: OpenStore, tmp_path: Path) -> None:
    """An answer that another device gives meanwhile comes after it, and is refused where the card has moved on."""
    store, phone = opened("laptop"), opened("phone")
    store.replace_decks("own", [file(deck("m/a", count=9))])
    card, other = store.cards.card("m/a/q0"), store.cards.card("m/a/q5")
    assert card is not None
    assert other is not None
    results: list[int | None] = []

    def answer(which: Card) -> None:
        try:
            results.append(phone.record(answered(which), "right", "x", 0))
        except StoreConflict:
            results.append(None)

    waiting = [Thread(target=answer, args=(each,)) for each in (card, other)]

    def files() -> Iterator[Path]:
        for thread in waiting:
            thread.start()
            thread.join(0.2)
            assert thread.is_alive()
        yield written(tmp_path, taken("m/a/q0", 4))

    store.take_in(fact("files", "one", None), files())
    for thread in waiting:
        thread.join()
    assert None in results
    assert max(each or 0 for each in results) == store.answers.newest_event()
    assert store.statistics.differences() == []
