"""Undo is the inverse of what was done, for any series of actions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_values import AT, DAY, OFFSET, OpenStore, answered, change, deck, fact, file, fold

from quizzer.store.records import EventKind
from quizzer.store.store import Store
from quizzer_scheduler.model import Change, Rating

CARDS = [f"m/a/q{n}" for n in range(3)]
_numbers = count()

Action = tuple[str, int, object]

_ACTIONS = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 2), st.sampled_from(Rating)),
    st.tuples(st.just("suspend"), st.integers(0, 2), st.booleans()),
    st.tuples(st.just("bury all"), st.just(0), st.dates(date(2026, 1, 1), date(2027, 1, 1))),
    st.tuples(st.just("forget"), st.integers(0, 2), st.none()),
    st.tuples(st.just("facts"), st.integers(0, 2), st.one_of(st.none(), st.integers(), st.text(max_size=3))),
)


def act(store: Store, action: Action) -> None:
    """Do something."""
    name, number, value = action
    if name == "answer":
        card = store.cards.card(CARDS[number])
        assert card is not None
        store.record(answered(card, Rating(value)), "right", "", card.reps)  # type: ignore[arg-type]
    elif name == "facts":
        store.fact(fact("ticked", f"task {number}", value), fact("ticked", "last", number))  # type: ignore[arg-type]
    else:
        store.change(*_changes(name, number, value))


def _changes(name: str, number: int, value: object) -> list[Change]:
    if name == "bury all":
        return [change(id_, "buried_until", value) for id_ in CARDS]  # type: ignore[arg-type]
    if name == "forget":
        return [change(CARDS[number], "forget", None)]
    return [change(CARDS[number], "suspended", bool(value))]


def view(store: Store) -> object:
    """Return everything that actions change."""
    totals = {deck: done for deck, done in store.today.done(DAY).items() if done.answers}
    return [store.cards.card(id_) for id_ in CARDS], store.facts.all("ticked"), totals, store.progress.streak(DAY)


@pytest.fixture
def prepared(store: Store) -> Store:
    """Index three cards."""
    store.replace_decks("own", [file(deck("m/a", count=3))])
    return store


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ACTIONS, min_size=1, max_size=6), st.data())
def test_undo_is_the_inverse_and_redo_its_inverse(
    opened: OpenStore, prepared: Store, actions: list[Action], data: st.DataObject
) -> None:
    """Undoing all leads back to the start through every state, redoing leads forth; cards are what the log makes."""
    store = opened(f"device {next(_numbers)}")
    views = [view(store)]
    for action in actions:
        act(store, action)
        views.append(view(store))
    back = data.draw(st.integers(1, len(actions)))
    for number in range(back):
        assert store.undo(AT, OFFSET, DAY) is not None
        assert view(store) == views[-2 - number]
    forth = data.draw(st.integers(0, back))
    for number in range(forth):
        assert store.redo(AT, OFFSET, DAY) is not None
        assert view(store) == views[len(actions) - back + 1 + number]
    for card, events in store.cards.histories():
        assert card == fold(card.id, events)
    while store.undo(AT, OFFSET, DAY):
        pass
    assert view(store) == views[0]
    store.close()


def test_the_log_is_enough(prepared: Store) -> None:
    """What stands can be told from undo and redo events alone, without the list of what is undone."""
    for rating in Rating:
        act(prepared, ("answer", 0, rating))
    for step in "uuurur":
        (prepared.undo if step == "u" else prepared.redo)(AT + timedelta(minutes=1), OFFSET, DAY)
    log = prepared.events(CARDS[0], effective=False)
    standing: dict[int, bool] = {}
    for event in log:
        if event.target is None:
            standing[event.id] = True
        else:
            standing[event.target] = event.kind is EventKind.REDO
    assert [id_ for id_, stands in standing.items() if stands] == [event.id for event in prepared.events(CARDS[0])]
    assert len(prepared.events(CARDS[0])) == 2
