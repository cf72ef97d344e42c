"""The log: append-only, exact, and loaded in bulk."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_values import AT, DAY, OFFSET, OpenStore, answered, change, deck, file, fold

from quizzer.store.engine import server_engine, sqlite_engine
from quizzer.store.records import Entry, EventKind
from quizzer.store.rows import parameters_of, parameters_text, storable
from quizzer.store.store import Store
from quizzer.store.times import from_ms, to_ms
from quizzer_scheduler.model import Card, Change, Event, Memory, Parameters, Rating, Review, State

_INSTANTS = st.integers(0, 253_402_000_000_000).map(lambda ms: from_ms(ms))
_DAYS = st.dates(date(1970, 1, 1), date(9999, 12, 30))
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
_MEMORIES = st.builds(Memory, st.floats(0.001, 36500), st.floats(1, 10))
_REVIEWS = st.builds(
    Review,
    st.just("m/a/q0"),
    st.sampled_from(Rating),
    _INSTANTS,
    _OFFSETS,
    _DAYS,
    st.integers(0, 10**9).map(lambda ms: timedelta(milliseconds=ms)),
    st.sampled_from(State),
    st.none() | _MEMORIES,
    st.none() | st.floats(0, 1),
    st.sampled_from(State),
    st.none() | st.integers(0, 9),
    _MEMORIES,
    st.integers(0, 36500),
    _INSTANTS,
    st.integers(0, 10**6),
)
_CHANGES = st.one_of(
    st.builds(Change, st.just("m/a/q0"), st.just("suspended"), st.booleans(), _INSTANTS, _OFFSETS, _DAYS),
    st.builds(Change, st.just("m/a/q0"), st.just("buried_until"), st.none() | _DAYS, _INSTANTS, _OFFSETS, _DAYS),
    st.builds(Change, st.just("m/a/q0"), st.just("flag"), st.integers(0, 7), _INSTANTS, _OFFSETS, _DAYS),
    st.builds(Change, st.just("m/a/q0"), st.just("forget"), st.none(), _INSTANTS, _OFFSETS, _DAYS),
)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_REVIEWS | _CHANGES, min_size=10, max_size=30))
def test_events_come_back_exactly(store: Store, events: list[Event]) -> None:
    """Any review and any change is read from the log as it was written, to the last bit."""
    before = len(store.events("m/a/q0"))
    assert store.load_events([Entry(event, "close", "ä\n") for event in events], cards=[]) == len(events)
    logged = store.events("m/a/q0")[before:]
    assert [event.content for event in logged] == events
    assert {event.response for event in logged if event.kind is EventKind.REVIEW} <= {"ä\n"}


@pytest.mark.parametrize("statement", ["update event set rating = 4", "delete from event"])
def test_the_log_refuses_to_be_changed(place: str, store: Store, statement: str) -> None:
    """Neither an update nor a deletion of events gets past the database itself."""
    store.load_events([Entry(answered(Card("m/a/q0")).review)])
    engine = server_engine(place) if "://" in place else sqlite_engine(place)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
    assert len(store.events("m/a/q0")) == 1


def test_bulk_loading_equals_answering(opened: OpenStore, store: Store) -> None:
    """Events loaded at once make the same cards and totals as when they happened, also for cards not known here."""
    card, entries = Card("x/y/q1#c2"), []
    for rating in (Rating.GOOD, Rating.AGAIN, Rating.EASY):
        reviewed = answered(card, rating)
        card = reviewed.card
        entries.append(Entry(reviewed.review))
    entries += [Entry(change("x/y/q1#c2", "flag", 3)), Entry(answered(Card("x/y/other")).review)]
    assert store.load_events(entries, chunk=2) == 5
    assert store.cards.card("x/y/q1#c2") == fold(card.id, [entry.event for entry in entries[:4]])
    assert [orphan.id for orphan in store.cards.orphans()] == ["x/y/other", "x/y/q1#c2"]
    (total,) = store.progress.totals_by_day(DAY, DAY)
    assert (total.answers, total.introduced, total.tested, total.recalled) == (4, 2, 1, 0)
    store.replace_decks("own", [file(deck("x/y", count=1))])
    assert len(store.cards.orphans()) == 2
    assert store.undo(AT, OFFSET, DAY) is not None


def test_bulk_loading_may_bring_the_cards(store: Store) -> None:
    """Cards that come with their events are written as they are, without folding."""
    card = Card("x/y/z", State.REVIEW, None, Memory(3.0, 5.0), AT, 3, AT, DAY, 7)
    store.load_events([Entry(answered(Card("x/y/z")).review)], [card])
    assert store.cards.card("x/y/z") == card
    assert store.cards.answer_count() == 1


@given(st.text(st.characters(codec=None), max_size=5000))
@settings(max_examples=50)
def test_any_text_can_be_stored(text: str) -> None:
    """Whatever was typed becomes at most 4 kB of valid text without NUL; short and valid text stays as it is."""
    kept = storable(text)
    assert len(kept.encode()) <= 4096
    assert "\0" not in kept
    assert storable(kept) == kept


@given(_INSTANTS)
def test_instants_survive_as_milliseconds(at: datetime) -> None:
    """An instant of whole milliseconds comes back."""
    assert from_ms(to_ms(at)) == at


@given(
    st.builds(
        Parameters,
        st.integers(1, 99),
        st.none() | st.tuples(*[st.floats(0, 9)] * 21),
        st.floats(0.7, 0.99),
        st.tuples(st.integers(1, 10**7).map(lambda ms: timedelta(milliseconds=ms))),
        st.just(()),
        st.integers(1, 36500),
        st.booleans(),
    )
)
def test_parameters_survive_as_json(parameters: Parameters) -> None:
    """A parameter set comes back to the last bit."""
    assert parameters_of(parameters.version, parameters_text(parameters)) == parameters
