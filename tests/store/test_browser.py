"""The browser finds what a look at every card finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_values import AT, DAY, END, answered, change, deck, file, question

from quizzer.store.filters import (
    All,
    Contains,
    Either,
    Filter,
    InDeck,
    Is,
    Moment,
    Not,
    OfKind,
    Property,
    SortColumn,
    Status,
    Tagged,
)
from quizzer.store.records import BrowserRow
from quizzer.store.store import Store
from quizzer_scheduler.model import Card, Rating, State

MOMENT = Moment(DAY, END, 0.1542, leech_lapses=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill a store with cards of every sort."""
    texts = ("100 % sure?", "snake_case!", "Größe", "x' or 1=1 --", "LIKE\\")
    questions = [question(f"q{n}", n, "", "reverse", text=text, tags=("Odd",)[: n % 2]) for n, text in enumerate(texts)]
    store.replace_decks(
        "own", [file(deck("m/a", *questions)), file(deck("mm", count=3)), file(deck("m/a/sub", count=2))]
    )
    for number, rating in enumerate((Rating.GOOD, Rating.AGAIN, Rating.HARD, Rating.EASY)):
        for days_ago in (40, 20, 5)[: number + 1]:
            card = store.cards.card(f"m/a/q{number}")
            assert card is not None
            last = Rating.GOOD if days_ago == 40 else rating
            store.record(answered(card, last, AT - timedelta(days=days_ago)), "", "", card.reps)
    store.change(change("m/a/q0", "suspended", True), change("m/a/q3", "flag", 2))
    store.change(change("m/a/q4", "buried_until", DAY + timedelta(days=1)))
    card = store.cards.card("mm/q2")
    assert card is not None
    store.record(answered(card), "", "", 0)
    store.replace_decks("own", [file(deck("mm", count=2), digest="2")])
    return store


def retrievability(card: Card) -> float | None:
    """Return the chance of recall today."""
    if card.memory is None or card.last_day is None:
        return None
    factor = 0.9 ** (-1 / MOMENT.decay) - 1
    return float((1 + factor * (DAY - card.last_day).days / card.memory.stability) ** -MOMENT.decay)


def number(card: Card, name: str) -> float | None:
    """Return a property of a card."""
    match name:
        case "s":
            return card.memory.stability if card.memory else None
        case "d":
            return card.memory.difficulty if card.memory else None
        case "r":
            return retrievability(card)
        case "ivl":
            return None if card.state is State.NEW else card.interval_days
    return card.reps if name == "reps" else card.lapses


def matches(row: BrowserRow, wanted: Filter) -> bool:
    """Say whether a card matches: the meaning of a filter without SQL."""
    match wanted:
        case Contains(text):
            searched = f"{row.body}\n{row.card.id}" if row.body else row.card.id
            return text.casefold() in searched.casefold()
        case InDeck(deck_id):
            return row.deck_id == deck_id or row.deck_id.startswith(f"{deck_id}/")
        case Tagged(tag):
            return tag.casefold() in row.tags
        case OfKind(kind):
            return row.kind == kind
        case Is(status):
            return is_status(row, status)
        case Property(name, comparison, value):
            have = number(row.card, name)
            signs = {"<": "__lt__", "<=": "__le__", "=": "__eq__", "!=": "__ne__", ">=": "__ge__", ">": "__gt__"}
            return have is not None and bool(getattr(float(have), signs[comparison])(float(value)))
        case Not(inner):
            return not matches(row, inner)
        case Either(filters):
            return any(matches(row, each) for each in filters)
        case All(filters):
            return all(matches(row, each) for each in filters)


def is_status(row: BrowserRow, status: Status) -> bool:
    """Say whether a card is so."""
    card = row.card
    buried = card.buried_until is not None and card.buried_until > DAY
    due = card.due_at is not None and card.due_at < END
    return {
        Status.DUE: due and not (buried or card.suspended or row.orphan),
        Status.NEW: card.state is State.NEW,
        Status.LEARNING: card.state in (State.LEARNING, State.RELEARNING),
        Status.REVIEW: card.state is State.REVIEW,
        Status.SUSPENDED: card.suspended,
        Status.BURIED: buried,
        Status.FLAGGED: card.flag != 0,
        Status.LEECH: card.lapses >= 1,
        Status.ORPHAN: row.orphan,
    }[status]


def listed(store: Store, wanted: Filter) -> list[str]:
    """Return the ids of the cards that match."""
    return [row.card.id for row in store.browser.rows(store.browser.keys(wanted, MOMENT))]


def test_text_is_found_literally(filled: Store) -> None:
    """Case does not count, and no sign is special, whatever SQL makes of it."""
    rows = filled.browser.rows(filled.browser.keys(All(), MOMENT))
    texts = ("100 %", "%", "_", "snake_", "GRÖSSE", "größe", "' or 1=1", "\\", "!", "q1", "M/A", "", "mm/q2", "nothing")
    for text in texts:
        assert listed(filled, Contains(text)) == [row.card.id for row in rows if matches(row, Contains(text))]


_NUMBERS = st.one_of(st.integers(0, 45), st.floats(0, 12, allow_nan=False))
_LEAVES: st.SearchStrategy[Filter] = st.one_of(
    st.builds(InDeck, st.sampled_from(["m", "m/a", "mm", "m/a/sub", "%", ""])),
    st.builds(Tagged, st.sampled_from(["odd", "ODD", "od", "%"])),
    st.builds(OfKind, st.sampled_from(["typed", "basic"])),
    st.builds(Is, st.sampled_from(Status)),
    st.builds(
        Property,
        st.sampled_from(["s", "d", "r", "lapses", "reps", "ivl"]),
        st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]),
        _NUMBERS,
    ),
)
_FILTERS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Either, st.lists(inner, max_size=3).map(tuple)),
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(wanted=st.lists(_FILTERS, min_size=60, max_size=60))
def test_any_search_finds_what_a_look_at_every_card_finds(filled: Store, wanted: list[Filter]) -> None:
    """SQL and the plain meaning of a filter agree, and so does a filter with its opposite."""
    rows = filled.browser.rows(filled.browser.keys(All(), MOMENT))
    assert len(rows) == 15
    for each in wanted:
        found = listed(filled, each)
        assert found == [row.card.id for row in rows if matches(row, each)]
        assert sorted(found + listed(filled, Not(each))) == sorted(row.card.id for row in rows)


def test_sorting_loses_nothing_and_puts_unknown_last(filled: Store) -> None:
    """Either direction lists the same cards; those without the value come last in both."""
    numbers = {
        SortColumn.STABILITY: "s",
        SortColumn.DIFFICULTY: "d",
        SortColumn.RETRIEVABILITY: "r",
        SortColumn.INTERVAL: "ivl",
        SortColumn.REPS: "reps",
        SortColumn.LAPSES: "lapses",
    }
    for column in SortColumn:
        up = filled.browser.rows(filled.browser.keys(All(), MOMENT, column))
        down = filled.browser.rows(filled.browser.keys(All(), MOMENT, column, "desc"))
        assert len(up) == 15
        assert {row.key for row in up} == {row.key for row in down}
        for rows, reverse in ((up, False), (down, True)) if column in numbers else ():
            values = [number(row.card, numbers[column]) for row in rows]
            known = [value for value in values if value is not None]
            assert known == sorted(known, reverse=reverse)
            assert values == known + [None] * (len(values) - len(known))


def test_rows_say_what_a_card_is(filled: Store) -> None:
    """A row has the card, its deck, its question and its tags; an orphan has no question; unknown keys are left out."""
    content = filled.cards.content_by_id("m/a/q1#reverse")
    assert content is not None
    (row,) = filled.browser.rows([10**9, content.key])
    assert (row.card.id, row.deck_id, row.deck_title) == ("m/a/q1#reverse", "m/a", "A")
    assert (row.kind, row.tags) == ("typed", ("odd",))
    (orphan,) = filled.browser.rows(filled.browser.keys(Is(Status.ORPHAN), MOMENT))
    assert (orphan.card.id, orphan.orphan, orphan.body) == ("mm/q2", True, "")
