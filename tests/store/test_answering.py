"""Answers, changes and facts: what is written is there, whole and at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from store_values import AT, DAY, OFFSET, answered, change, deck, fact, file, fold

from quizzer.errors import StoreConflict, StoreError
from quizzer.store.records import EventKind, Fact, Undone
from quizzer.store.store import Store
from quizzer_scheduler.model import Card, Parameters, Rating, Review, State


def answer(store: Store, card_id: str, rating: Rating = Rating.GOOD) -> Review:
    """Answer a card as it is now."""
    card = store.cards.card(card_id)
    assert card is not None
    reviewed = answered(card, rating)
    store.record(reviewed, "right", "an answer", card.reps)
    return reviewed.review


def undo(store: Store) -> Undone | None:
    """Undo at the usual instant."""
    return store.undo(AT, OFFSET, DAY)


def redo(store: Store) -> Undone | None:
    """Redo at the usual instant."""
    return store.redo(AT, OFFSET, DAY)


@pytest.fixture
def card(store: Store) -> Card:
    """Index a deck of three cards and return the first."""
    store.replace_decks("own", [file(deck("m/a", count=3))])
    found = store.cards.card("m/a/q0")
    assert found is not None
    return found


def test_an_answer_comes_back_as_it_was_recorded(store: Store, card: Card) -> None:
    """The card's row and the logged event say exactly what was recorded."""
    reviewed = answered(card, Rating.HARD)
    event_id = store.record(reviewed, "close", "baies", 0)
    (event,) = store.events(card.id)
    assert store.cards.card(card.id) == reviewed.card
    assert (event.id, event.content, event.mark, event.response) == (event_id, reviewed.review, "close", "baies")
    assert (event.device, event.seq, event.kind, event.undone) == ("laptop", 1, EventKind.REVIEW, False)


def test_an_answer_to_a_card_answered_elsewhere_is_refused(store: Store, card: Card) -> None:
    """The second of two answers from the same view of a card is a conflict and leaves no trace."""
    answer(store, card.id)
    before = (store.cards.card(card.id), store.today.done(DAY))
    with pytest.raises(StoreConflict, match="elsewhere"):
        store.record(answered(card), "right", "", 0)
    assert (store.cards.card(card.id), store.today.done(DAY)) == before
    assert len(store.events(card.id, effective=False)) == 1


def test_an_answer_to_a_card_forgotten_elsewhere_is_refused(store: Store, card: Card) -> None:
    """A conflict is noticed when the number of answers is the same but the memory is not."""
    answer(store, card.id)
    seen = store.cards.card(card.id)
    assert seen is not None
    store.change(change(card.id, "forget", None))
    with pytest.raises(StoreConflict):
        store.record(answered(seen), "right", "", seen.reps)


def test_an_answer_by_a_difficulty_of_other_weights_is_refused(store: Store, card: Card) -> None:
    """Weights adopted elsewhere may leave the stability as it is; what does not follow from the log is not written."""
    answer(store, card.id)
    seen = store.cards.card(card.id)
    assert seen is not None
    assert seen.memory is not None
    store.change(change(card.id, "memory", replace(seen.memory, difficulty=seen.memory.difficulty + 1)))
    with pytest.raises(StoreConflict):
        store.record(answered(seen), "right", "", seen.reps)


def test_the_first_action_of_a_device_may_fail(store: Store, card: Card) -> None:
    """A refused first action does not hinder the next one."""
    with pytest.raises(StoreConflict):
        store.record(answered(card), "right", "", 7)
    answer(store, card.id)
    assert [event.seq for event in store.events(card.id)] == [1]


def test_an_unknown_card_cannot_be_answered(store: Store) -> None:
    """An answer to a card that is not there is an error in words."""
    with pytest.raises(StoreError, match="no card m/a/gone"):
        store.record(answered(Card("m/a/gone")), "right", "", 0)


def test_suspending_elsewhere_survives_an_answer(store: Store, card: Card) -> None:
    """An answer leaves suspension and flag alone, whichever device set them meanwhile; it ends a burial."""
    store.change(
        change(card.id, "suspended", True),
        change(card.id, "flag", 3),
        change(card.id, "buried_until", date(2026, 4, 1)),
    )
    store.record(answered(card), "right", "", 0)
    found = store.cards.card(card.id)
    assert found == fold(card.id, [event.content for event in store.events(card.id)])  # type: ignore[misc]
    assert found is not None
    assert (found.suspended, found.flag, found.buried_until) == (True, 3, None)


def test_changes_keep_what_others_did(store: Store, card: Card) -> None:
    """A change is applied to the card as the log has it, and the card after it is returned."""
    answer(store, card.id)
    (after,) = store.change(change(card.id, "due", date(2026, 5, 1)))
    assert after == store.cards.card(card.id)
    assert (after.reps, after.due_at) == (1, AT.replace(month=5, day=1, hour=4))


def test_no_changes_are_no_action(store: Store) -> None:
    """An empty group writes nothing."""
    assert store.change() == ()
    store.fact()
    assert undo(store) is None


def test_an_answer_is_bounded_and_storable(store: Store, card: Card) -> None:
    """A huge answer is cut to four kilobytes; NUL and halves of surrogate pairs do not break the log."""
    store.record(answered(card), "right", "\0\ud800" + "ä" * 9000, 0)
    (event,) = store.events(card.id)
    assert event.response.startswith("�?ä")
    assert len(event.response.encode()) <= 4096


def test_the_roll_up_counts_answers(store: Store, card: Card) -> None:
    """The day's totals say how many were answered, introduced, tested and recalled, by deck and in all."""
    answer(store, card.id)
    answer(store, card.id)
    answer(store, card.id, Rating.AGAIN)
    answer(store, "m/a/q1")
    (done,) = store.today.done(DAY).values()
    assert (done.answers, done.introduced, done.reviewed, done.took) == (4, 2, 2, timedelta(seconds=20))
    (total,) = store.progress.totals_by_day(DAY, DAY)
    assert (total.answers, total.introduced, total.tested, total.recalled) == (4, 2, 2, 1)


def test_undo_takes_back_one_action_at_a_time(store: Store, card: Card) -> None:
    """Cards, roll-up and facts go back step by step to the beginning, and forth again."""
    states = [_view(store)]
    answer(store, card.id)
    states.append(_view(store))
    store.change(change(card.id, "suspended", True), change("m/a/q1", "suspended", True))
    states.append(_view(store))
    store.fact(fact("ticked", "task", True), fact("ticked", "other", [1, "x"]))
    states.append(_view(store))
    for state in reversed(states[:-1]):
        assert undo(store) is not None
        assert _view(store) == state
    assert undo(store) is None
    for state in states[1:]:
        assert redo(store) is not None
        assert _view(store) == state
    assert redo(store) is None


def test_undo_says_what_it_took_back(store: Store, card: Card) -> None:
    """The events taken back and the cards after it are returned; the log then has both."""
    review = answer(store, card.id)
    undone = undo(store)
    assert undone is not None
    assert [event.content for event in undone.events] == [review]
    assert undone.cards == (Card(card.id),)
    kinds = [(event.kind, event.undone) for event in store.events(card.id, effective=False)]
    assert kinds == [(EventKind.REVIEW, True), (EventKind.UNDO, False)]
    assert store.events(card.id) == []


def test_undo_and_redo_survive_a_restart(opened, store: Store, card: Card) -> None:  # type: ignore[no-untyped-def]
    """What was done before the program ended can be taken back, and brought back, after it starts again."""
    answer(store, card.id)
    store.close()
    second = opened()
    assert undo(second) is not None
    second.close()
    third = opened()
    assert redo(third) is not None
    found = third.cards.card(card.id)
    assert found is not None
    assert found.reps == 1


def test_a_new_action_ends_redo(store: Store, card: Card) -> None:
    """After something new there is nothing to bring back, and undo goes on before what was undone."""
    answer(store, card.id)
    answer(store, card.id)
    undo(store)
    answer(store, "m/a/q1")
    assert redo(store) is None
    undone = [undo(store), undo(store)]
    assert [each.events[0].card_id for each in undone if each] == ["m/a/q1", card.id]
    assert undo(store) is None


def test_undo_keeps_to_its_own_device(opened, store: Store, card: Card) -> None:  # type: ignore[no-untyped-def]
    """A device takes back its own last action, and the other's answer to the same card stays."""
    phone = opened("phone")
    answer(store, card.id)
    theirs = answer(phone, card.id)
    assert undo(store) is not None
    assert [event.content for event in store.events(card.id)] == [theirs]
    assert store.cards.card(card.id) == fold(card.id, [theirs])
    assert undo(store) is None
    assert undo(phone) is not None
    assert store.cards.card(card.id) == Card(card.id)


def test_facts_say_the_last_that_stands(store: Store) -> None:
    """A fact is what was said last; None withdraws it; undo brings back what was said before."""
    store.fact(fact("limit", "today", {"new": 5}))
    store.fact(fact("limit", "today", {"new": 9}))
    assert store.facts.all("limit") == {"today": {"new": 9}}
    store.fact(fact("limit", "today", None))
    assert store.facts.all("limit") == {}
    undo(store)
    undo(store)
    assert store.facts.all("limit") == {"today": {"new": 5}}
    assert store.facts.all("other") == {}
    assert isinstance(store.cards.latest(5)[-1].content, Fact)


def test_rebuild_mends_a_card(store: Store, card: Card) -> None:
    """A card's row is a cache: made again from the log it is what it was."""
    answer(store, card.id)
    before = store.cards.card(card.id)
    assert store.rebuild(store.all_card_ids()) == 1
    assert store.cards.card(card.id) == before
    assert [(found, len(events)) for found, events in store.cards.histories()] == [(before, 1)]


def test_parameters_are_kept_in_versions(store: Store) -> None:
    """A new set gets the next version, one that is there does not, and any version comes back as it was."""
    assert store.parameters() is None
    first = store.add_parameters(Parameters(0, weights=(0.1, 1 / 3), learning_steps=(timedelta(seconds=90),)))
    second = store.add_parameters(Parameters(0, desired_retention=0.85))
    assert (first.version, second.version) == (1, 2)
    assert store.add_parameters(Parameters(77, desired_retention=0.85)) == second
    assert store.parameters() == second
    assert store.parameters(1) == first
    assert store.parameters(9) is None
    assert store.add_parameters(replace(first, version=0)) == first
    assert store.all_parameters() == {1: first, 2: second}


def test_new_cards_stay_new(store: Store, card: Card) -> None:
    """A card that was never answered is as an empty history makes it."""
    assert card == fold(card.id, [])
    assert card.state is State.NEW


def _view(store: Store) -> object:
    cards = [store.cards.card(f"m/a/q{n}") for n in range(3)]
    return cards, {d: t for d, t in store.today.done(DAY).items() if t.answers}, store.facts.all("ticked")
