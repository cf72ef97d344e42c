from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_home import Learner, SettableClock

from quizzer.curriculum import Curriculum, DeckStanding
from quizzer.errors import LibraryError
from quizzer.gating import UNLOCK, Gates, gates_of
from quizzer.history import describe_all
from quizzer.outlining import outlined
from quizzer.overview import Slipping
from quizzer.plans import adopt
from quizzer.sitting import Counts, Plan
from quizzer.suggesting import suggestions
from quizzer.unlocking import unlock
from quizzer.workspace import Workspace
from quizzer_scheduler.model import State

NEEDED, LATER = "small/siblings", "small/later"


def with_settings(workspace: Workspace, **values: Any) -> None:
    """Let some settings of `study` be in force."""
    config = workspace.config
    changed = {**config.values, **{f"study.{name}": value for name, value in values.items()}}
    workspace.configure(config._replace(values=changed))


def gates(workspace: Workspace) -> Gates:
    """Return the gates as they stand."""
    return gates_of(workspace.store, workspace.config, workspace.curriculum())


def first_new(workspace: Workspace) -> str:
    """Return the deck of the card that comes first."""
    step = workspace.session(Plan()).step
    assert step is not None
    return step.deck_id


def test_a_deck_opens_when_what_it_needs_holds(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """A deck comes last until enough of what it needs is introduced and recalled, and again when that has faded."""
    assert gates(workspace).waits_for(LATER) == (NEEDED,)
    assert first_new(workspace) == NEEDED  # though the roadmap has the other one first
    for _ in range(4):  # of a question one card a day
        learner.sit(workspace.session(Plan((NEEDED,))))
        clock.forward(days=1)
    assert gates(workspace).waits_for(LATER) == ()
    assert first_new(workspace) == LATER
    clock.forward(days=20_000)
    assert gates(workspace).waits_for(LATER) == (NEEDED,)


def test_a_new_card_of_a_closed_deck_says_so(workspace: Workspace) -> None:
    """Where nothing else is to be learnt it comes all the same, and tells what it was to wait for."""
    step = workspace.session(Plan((LATER,))).step
    assert step is not None
    assert step.reason == ("New: Later waits for Siblings (0 % known); 60 % opens it, but nothing else is left today.")
    unlock(workspace, LATER)
    opened = workspace.session(Plan((LATER,))).step
    assert opened is not None
    assert opened.reason == "New: next in the order of the roadmap."


def test_only_what_teaches_something_is_waited_for() -> None:
    """An unknown need, one without cards to learn and the deck itself count as met; of a chain the last link counts."""
    standings = {
        "a": DeckStanding("a", "A", cards=4, introduced=1, recalled=1.0),
        "b": DeckStanding("b", "B", needs=("a", "gone", "b", "empty"), cards=4, introduced=4, recalled=3.9),
        "c": DeckStanding("c", "C", needs=("b",), cards=4),
        "empty": DeckStanding("empty", "Suspended"),
    }
    closed = Gates(Curriculum((), standings), 0.6)
    assert closed.waits_for("b") == ("a",)
    assert closed.waits_for("c") == ()  # what it needs is known, whatever that once needed
    assert closed.reason(("a",)) == "waits for A (25 % known); 60 % opens it"
    many = closed.reason(("a", "b", "c", "empty", "a"))
    assert many == "waits for A (25 % known), B (98 % known), C (0 % known) and 2 more; 60 % opens it"
    assert Gates(Curriculum((), standings), 0.0).waits_for("b") == ()
    assert Gates(Curriculum((), standings), 0.6, frozenset({"b"})).waits_for("b") == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gate=st.floats(0, 1), unlocked=st.booleans(), days=st.integers(1, 400), reviews=st.integers(0, 30))
def test_due_cards_are_never_gated(
    gate: float, unlocked: bool, days: int, reviews: int, workspace: Workspace, learner: Learner, clock: SettableClock
) -> None:
    """Whatever the gate says, the same due cards come."""
    if workspace.store.cards.answer_count() == 0:
        for name in (LATER, NEEDED):
            learner.sit(workspace.session(Plan((name,))))
    start = clock.at
    clock.forward(days=days)
    asked = []
    for threshold in (0.0, gate):
        with_settings(workspace, gate=threshold, reviews_per_day=reviews)
        queue = workspace.dealer().queue(Plan(), clock.now())
        keys = [card.key for card in workspace.store.today.due_cards(queue.ends_at, workspace.today)]
        asked.append({key for key in keys if queue.waits(key)})
    clock.at = start
    assert asked[0] == asked[1]


def test_unlocking_is_one_action(workspace: Workspace) -> None:
    """A topic is opened by its wording, path or deck; undo closes it again, and so does letting it wait."""
    path = "small-roadmap/phase-one/first-section/later-topic"
    for name in (LATER, "Later topic", "later TOPIC", "ater to", path, "Later"):
        done = unlock(workspace, name)
        assert (done.decks, done.waits_for) == ((LATER,), (NEEDED,))
        assert gates(workspace).waits_for(LATER) == ()
        assert first_new(workspace) == LATER
        undone = workspace.undo()
        assert undone is not None
        assert describe_all(undone) == f"{LATER} opened"
        assert gates(workspace).waits_for(LATER) == (NEEDED,)
    unlock(workspace, LATER)
    assert unlock(workspace, LATER).decks == ()
    closed = unlock(workspace, LATER, opened=False)
    assert closed.decks == (LATER,)
    assert closed.reason.startswith("waits for Siblings")
    assert workspace.store.facts.all(UNLOCK) == {}
    assert unlock(workspace, NEEDED).decks == ()  # it waits for nothing


@pytest.mark.parametrize(("name", "said"), [("nothing like it", "No topic"), ("e", "may be"), ("Untaught", "No topic")])
def test_what_is_not_one_topic_is_not_opened(name: str, said: str, workspace: Workspace) -> None:
    """A wording that fits none, several, or what no deck teaches is told, and nothing is changed."""
    with pytest.raises(LibraryError, match=said):
        unlock(workspace, name)
    assert workspace.store.facts.all(UNLOCK) == {}


def test_what_next_in_a_sentence_each(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """First what is due, then what to learn, then what slips; each with its minutes, and none that is not so."""

    def told() -> list[str]:
        return [each.sentence for each in suggestions(workspace.overview())]

    assert told() == ["Nothing is due.", "Learn Sibling topic next: 3 new cards, ≈ 2 min."]
    learner.sit(workspace.session(Plan((NEEDED,))))
    first, second, third = told()
    assert first == "Nothing is due any more today."
    assert second.startswith("Learn ")
    assert third == "Sibling topic falls under 90 % on Thursday if none of it is answered."
    clock.forward(days=2)
    assert told()[2] == "Sibling topic falls under 90 % tomorrow if none of it is answered."
    clock.forward(days=298)
    due, _, risk = told()
    assert due == "3 cards are due: ≈ 1 min."
    assert risk.startswith("Siblings slips, at ")
    assert "under 90 % for over a month: 3 due there" in risk


def test_what_next_when_everything_waits_or_is_done(workspace: Workspace) -> None:
    """A topic that waits, a limit that is reached and a roadmap that is finished are said to be so."""
    found = workspace.overview()
    later = next(node for root in found.roots for node in root.walk() if node.title == "Later topic")

    def second(**changes: Any) -> str:
        values = {name: getattr(found, name) for name in found.__struct_fields__} | changes
        return suggestions(type(found)(**values))[1].sentence

    assert second(next_topic=later) == (
        "Next in order is Later topic, though it waits for Siblings (0 % known); 60 % opens it."
    )
    assert second(counts=Counts(0, 0, 0)).endswith("today's new cards are done.")
    assert second(counts=Counts(0, 0, 0), day_off=True).endswith("nothing new comes in your break.")
    assert second(counts=Counts(0, 0, 2)) == "Learn Sibling topic next: 2 of 3 new cards today, ≈ 1 min."
    assert "no new cards left; 5 new cards of other decks" in second(next_topic=None, counts=Counts(0, 0, 5))
    deck = workspace.curriculum().standings[NEEDED]
    slip = Slipping(deck, 0.8, workspace.today - timedelta(days=2))
    assert second(next_topic=None, counts=Counts(2, 1, 0), slipping=slip) == (
        "Siblings slips, at 80 % and under 90 % since Saturday."
    )


def test_a_new_card_keeps_its_state_when_its_deck_opens(workspace: Workspace) -> None:
    """Opening a deck changes no card."""
    unlock(workspace, LATER)
    card = workspace.store.cards.card(f"{LATER}/first")
    assert card is not None
    assert card.state is State.NEW


@pytest.mark.parametrize("order", ["roadmap", "random"])
def test_a_plan_is_not_locked_by_its_gates(workspace: Workspace, order: str) -> None:
    """Cards of a plan come before all others, those of its closed decks too: else it would never be done."""
    with_settings(workspace, new_order=order)
    adopt(workspace, outlined(workspace, [LATER], workspace.today + timedelta(days=2), None))
    assert gates(workspace).waits_for(LATER) == (NEEDED,)
    assert first_new(workspace) == LATER
