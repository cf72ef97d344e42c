from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from store_values import AT, DAY, END, OFFSET, OpenStore, answered, deck, file, now

from quizzer.errors import StoreConflict
from quizzer.store.adoption import Adoption, Moved
from quizzer.store.store import Store, open_store
from quizzer_scheduler.days import Stamp, StudyDays
from quizzer_scheduler.model import Card, Memory, Parameters, Rating
from quizzer_scheduler.scheduler import Scheduler

CARDS = ("m/a/q0", "m/a/q1", "m/a/q2")
WEIGHTS = (0.5,) * 21


@pytest.fixture
def prepared(store: Store) -> Store:
    """Return a store with three cards, each answered twice."""
    store.add_parameters(Parameters(0))
    store.replace_decks("own", [file(deck("m/a", count=3))])
    for at in (AT, AT + timedelta(days=3)):
        for id_ in CARDS:
            card = card_of(store, id_)
            store.record(answered(card, at=at), "right", "", card.reps)
    return store


def card_of(store: Store, id_: str) -> Card:
    """Return a card that is there."""
    card = store.cards.card(id_)
    assert card is not None
    return card


def adoption(store: Store, *, moved: bool = False) -> Adoption:
    """Return other weights that make the same of every card."""
    keys = [card.key for card in store.answers.cards()]
    moves = {key: Moved(DAY + timedelta(days=9), END + timedelta(days=8), 6) for key in keys[:2]}
    return Adoption(
        parameters=Parameters(0, WEIGHTS),
        kind="weights",
        subject="in force",
        value={"reviews": 6},
        newest_event=store.answers.newest_event(),
        stamp=Stamp(AT + timedelta(days=4), OFFSET, DAY + timedelta(days=4)),
        memories={key: Memory(7.5, 3.25) for key in keys},
        moves=moves if moved else {},
    )


def undo(store: Store) -> int:
    """Take the last action back; return how many events it had."""
    done = store.undo(AT + timedelta(days=5), OFFSET, DAY + timedelta(days=5))
    return len(done.events) if done else 0


def redo(store: Store) -> int:
    """Do it again."""
    done = store.redo(AT + timedelta(days=5), OFFSET, DAY + timedelta(days=5))
    return len(done.events) if done else 0


@pytest.mark.parametrize("moved", [False, True])
def test_one_action(prepared: Store, moved: bool) -> None:
    """The set, the fact, the memories and the dates come and go together, as often as one likes."""
    before = [card_of(prepared, id_) for id_ in CARDS]
    kept = prepared.adopt(adoption(prepared, moved=moved))
    assert (kept.version, kept.weights) == (2, WEIGHTS)
    assert prepared.facts.all("weights") == {"in force": {"reviews": 6, "version": 2}}
    after = [card_of(prepared, id_) for id_ in CARDS]
    assert [card.memory for card in after] == [Memory(7.5, 3.25)] * 3
    assert [card.due_at == old.due_at for card, old in zip(after, before, strict=True)] == [not moved, not moved, True]
    events = 6 if moved else 4
    assert undo(prepared) == events
    assert [card_of(prepared, id_) for id_ in CARDS] == before
    assert prepared.facts.all("weights") == {}
    assert redo(prepared) == events
    assert [card_of(prepared, id_) for id_ in CARDS] == after
    logged = prepared.events(CARDS[0])[2].content
    assert (logged.value, logged.parameters) == (Memory(7.5, 3.25), 2)  # type: ignore[union-attr]


def test_the_log_went_on(prepared: Store) -> None:
    """What was worked out before another answer is refused whole."""
    late = adoption(prepared)
    card = card_of(prepared, CARDS[0])
    prepared.record(answered(card, Rating.HARD, AT + timedelta(days=4)), "right", "", card.reps)
    with pytest.raises(StoreConflict, match="nothing was changed"):
        prepared.adopt(late)
    assert prepared.facts.all("weights") == {}
    assert set(prepared.all_parameters()) == {1}


def test_answers_of_another_device_stay(prepared: Store, opened: OpenStore) -> None:
    """Undone under an answer that another device gave since, that card is folded from what is left of its events."""
    before = [card_of(prepared, id_) for id_ in CARDS]
    prepared.adopt(adoption(prepared))
    phone = opened("phone")
    reviewed = answered(card_of(phone, CARDS[1]), Rating.GOOD, AT + timedelta(days=6))
    phone.record(reviewed, "right", "", 2)
    undo(prepared)
    assert [card_of(prepared, id_) for id_ in (CARDS[0], CARDS[2])] == [before[0], before[2]]
    assert card_of(prepared, CARDS[1]).reps == 3


def test_an_answer_built_on_what_does_not_stand(sqlite_place: str) -> None:
    """An adoption taken back leaves such a card as its events make it, not as an answer or adoption once recorded."""
    rules = Scheduler(Parameters(1), StudyDays(UTC))
    laptop, phone = (open_store(sqlite_place, rules.replay, device, now) for device in ("laptop", "phone"))
    laptop.add_parameters(Parameters(0))
    laptop.replace_decks("own", [file(deck("m/a", count=3))])
    for id_ in CARDS:
        laptop.record(rules.review(card_of(laptop, id_), Rating.GOOD, AT, timedelta()), "right", "", 0)
    laptop.adopt(adoption(laptop))
    later = rules.review(card_of(phone, CARDS[0]), Rating.GOOD, AT + timedelta(days=5), timedelta())
    phone.record(later, "right", "", 1)
    undo(laptop)
    before = card_of(laptop, CARDS[0])
    assert before.memory != later.card.memory
    laptop.adopt(adoption(laptop, moved=True))
    undo(laptop)
    assert card_of(laptop, CARDS[0]) == before
    phone.adopt(adoption(phone))
    phone.adopt(adoption(phone))
    undo(laptop)
    assert card_of(laptop, CARDS[2]) == Card(CARDS[2])
    undo(phone)
    assert card_of(laptop, CARDS[2]) == Card(CARDS[2])
    laptop.close()
    phone.close()


def test_reading_the_log(prepared: Store) -> None:
    """Answers that were taken back are left out; what was stated is listed with whether it stands."""
    assert len(prepared.answers.all()) == 6
    prepared.adopt(adoption(prepared))
    undo(prepared)
    undo(prepared)
    assert len(prepared.answers.all()) == 5
    assert [(stated.subject, stated.undone) for stated in prepared.answers.stated("weights")] == [("in force", True)]
    assert prepared.answers.unseen() == 0
    assert prepared.answers.pace(DAY - timedelta(days=1), 60_000)[0, 3] == (3, 15.0)


def test_answers_of_another_device_are_counted_by_the_dates_that_stand(prepared: Store, opened: OpenStore) -> None:
    """A card moved by an adoption and answered elsewhere is counted anew when the adoption is undone and redone."""
    moving = adoption(prepared, moved=True)
    moves = {key: Moved(DAY + timedelta(days=33), END + timedelta(days=32), 30) for key in moving.moves}
    prepared.adopt(replace(moving, moves=moves))
    phone = opened("phone")
    phone.record(answered(card_of(phone, CARDS[0]), at=AT + timedelta(days=40)), "right", "", 2)
    assert prepared.statistics.differences() == []
    assert undo(prepared) == 6
    assert prepared.statistics.differences() == []
    assert redo(prepared) == 6
    assert prepared.statistics.differences() == []
