"""What today's readers find is what a look at every card says."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from store_values import AT, DAY, END, OFFSET, answered, change, deck, file, question

from quizzer.store.records import DeckDue
from quizzer.store.store import Store
from quizzer_scheduler.model import Rating, State


def answer(store: Store, card_id: str, rating: Rating = Rating.GOOD, days_ago: int = 0) -> None:
    """Answer a card some days ago."""
    card = store.cards.card(card_id)
    assert card is not None
    store.record(answered(card, rating, AT - timedelta(days=days_ago)), "right", "", card.reps)


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill a store: deck a has cards in every state, deck b only new ones, deck c a question of three parts."""
    triple = deck("m/c", question("t", 0, "c1", "c2", "c3"), question("u", 1))
    store.replace_decks("own", [file(deck("m/a", count=9)), file(deck("m/b", count=2)), file(triple)])
    answer(store, "m/a/q0", days_ago=5)  # due
    answer(store, "m/a/q1", days_ago=5)  # due, buried till today
    answer(store, "m/a/q2", days_ago=5)  # due, buried till tomorrow
    answer(store, "m/a/q3", days_ago=5)  # due, suspended
    answer(store, "m/a/q4")  # not due
    answer(store, "m/a/q5", Rating.AGAIN)  # learning
    store.change(change("m/a/q1", "buried_until", DAY), change("m/a/q2", "buried_until", DAY + timedelta(days=1)))
    store.change(change("m/a/q3", "suspended", True), change("m/a/q6", "suspended", True))
    store.change(change("m/a/q7", "buried_until", DAY + timedelta(days=3)))
    return store


def ids(store: Store, keys: list[int]) -> list[str]:
    """Return the cards' ids."""
    return [content.card.id for key in keys if (content := store.cards.content(key))]


def test_the_summary_counts_what_may_be_asked(filled: Store) -> None:
    """Suspended, buried and sibling cards do not count, decks are in order, each state has its own number."""
    found = {each.deck_id: (each.due, each.learning, each.new) for each in filled.today.due_summary(END, DAY)}
    assert found == {"m/a": (2, 1, 1), "m/b": (0, 0, 2), "m/c": (0, 0, 2)}
    tomorrow = filled.today.due_summary(END + timedelta(days=1), DAY + timedelta(days=1))
    assert [each.due for each in tomorrow] == [4, 0, 0]
    assert isinstance(tomorrow[0], DeckDue)


def test_the_summary_counts_questions_like_the_queue(store: Store) -> None:
    """One card of a question counts: none after one seen today or beside one in learning, a due one before a new."""
    chance = random.Random(3)
    names = [f"q{n}#c{part}" for n in range(40) for part in range(3)]
    parts = ("c0", "c1", "c2")
    store.replace_decks("own", [file(deck("m/a", *(question(f"q{n}", n, *parts) for n in range(40))))])
    for name in names:
        match chance.randrange(9):
            case 0 | 1:
                answer(store, f"m/a/{name}", days_ago=chance.choice([0, 1, 3]))
            case 2:
                answer(store, f"m/a/{name}", Rating.AGAIN, chance.choice([0, 2]))
            case 3:
                store.change(change(f"m/a/{name}", "buried_until", DAY + timedelta(days=chance.choice([-1, 0, 1]))))
            case 4:
                store.change(change(f"m/a/{name}", "suspended", True))
    expected = [0, 0, 0]
    for number in range(40):
        siblings = [card for part in parts if (card := store.cards.card(f"m/a/q{number}#{part}"))]
        free = [c for c in siblings if not c.suspended and (c.buried_until is None or c.buried_until <= DAY)]
        ending = [c for c in free if c.due_at and c.due_at < END]
        learning = [c for c in ending if c.state is not State.REVIEW]
        expected[1] += len(learning)
        if learning or any(card.last_day == DAY for card in siblings):
            continue
        if ending:
            expected[0] += 1
        elif any(card.state is State.NEW for card in free):
            expected[2] += 1
    (found,) = store.today.due_summary(END, DAY)
    assert [found.due, found.learning, found.new] == expected
    assert min(expected) > 3


def test_due_cards_are_those_counted(filled: Store) -> None:
    """The queue gets exactly the due and learning cards, with their fields, of all decks or of some."""
    found = filled.today.due_cards(END, DAY)
    assert ids(filled, [card.key for card in found]) == ["m/a/q0", "m/a/q1", "m/a/q5"]
    first = found[0]
    assert (first.state, first.stability, first.last_day) == (State.REVIEW, 1 + 3 / 7, DAY - timedelta(days=5))
    assert first.due_at == AT.replace(hour=4) - timedelta(days=4)
    decks = {each.id: each.key for each in filled.decks.decks()}
    assert first.deck == decks["m/a"]
    assert filled.today.due_cards(END, DAY, [decks["m/b"]]) == []
    assert filled.today.due_cards(END, DAY, [decks["m/a"]]) == found


def test_new_cards_come_in_the_order_asked(filled: Store) -> None:
    """Decks give in the order named, up to their own and the whole limit; siblings wait; ranks count from 0."""
    decks = {each.id: each.key for each in filled.decks.decks()}
    order = [decks["m/c"], decks["m/b"], decks["m/a"]]
    found = filled.today.new_cards(DAY, 10, order)
    assert ids(filled, [card.key for card in found]) == ["m/c/t#c1", "m/c/u", "m/b/q0", "m/b/q1", "m/a/q8"]
    assert [card.position for card in found] == [0, 1, 2, 3, 4]
    limited = filled.today.new_cards(DAY, 4, order, {decks["m/c"]: 1, decks["m/b"]: 0})
    assert ids(filled, [card.key for card in limited]) == ["m/c/t#c1", "m/a/q8"]
    assert ids(filled, [card.key for card in filled.today.new_cards(DAY, 2)]) == ["m/a/q8", "m/b/q0"]
    assert filled.today.new_cards(DAY, 0) == []


def test_a_sibling_seen_today_holds_back_new_cards(filled: Store) -> None:
    """Today its siblings are not offered, tomorrow the next one is."""
    answer(filled, "m/c/t#c1")
    decks = {each.id: each.key for each in filled.decks.decks()}
    today = filled.today.new_cards(DAY, 10, [decks["m/c"]])
    assert ids(filled, [card.key for card in today]) == ["m/c/u"]
    tomorrow = filled.today.new_cards(DAY + timedelta(days=1), 10, [decks["m/c"]])
    assert ids(filled, [card.key for card in tomorrow]) == ["m/c/t#c2", "m/c/u"]
    content = filled.cards.content_by_id("m/c/t#c2")
    assert content is not None
    assert content.question in filled.today.families_seen(DAY)
    first = filled.cards.card("m/c/t#c1")
    assert first is not None
    assert filled.today.sibling_dues(content.key) == [first.due_at]


def test_all_cards_are_there_for_cramming(filled: Store) -> None:
    """Due or not, in the decks' order, without the suspended ones."""
    decks = {each.id: each.key for each in filled.decks.decks()}
    found = filled.today.all_cards([decks["m/b"], decks["m/a"]])
    names = ["m/b/q0", "m/b/q1", *(f"m/a/q{n}" for n in (0, 1, 2, 4, 5, 7, 8))]
    assert ids(filled, [card.key for card in found]) == names


def test_the_load_counts_reviews_by_day(filled: Store) -> None:
    """Cards in Review count at the instant at which they fall due; learning and suspended ones do not."""
    start = AT - timedelta(days=30)
    assert filled.today.load(start, END + timedelta(days=30)) == {
        AT.replace(hour=4) - timedelta(days=4): 3,
        AT.replace(hour=4) + timedelta(days=1): 1,
    }
    assert filled.today.load(AT, AT) == {}


def test_the_pace_is_the_mean_of_the_last_days(filled: Store) -> None:
    """Seconds per answer; none without answers, and old ones do not count."""
    assert filled.today.seconds_per_answer(DAY) == 5.0
    assert filled.today.seconds_per_answer(DAY + timedelta(days=90)) is None


def test_memory_of_decks_is_expected_recall(filled: Store) -> None:
    """Recall sums the forgetting curve over seen cards; suspended cards do not count, unseen ones count as cards."""
    memories = {each.deck_id: each for each in filled.progress.deck_memory(DAY, 0.1542)}
    factor = 0.9 ** (-1 / 0.1542) - 1
    old = (1 + factor * 5 / (1 + 3 / 7)) ** -0.1542
    known = memories["m/a"]
    assert (known.cards, known.introduced, known.mature) == (7, 5, 0)
    assert known.recall == pytest.approx(3 * old + 2)
    assert (memories["m/b"].recall, memories["m/b"].cards) == (0.0, 2)


def test_a_streak_is_days_in_a_row(store: Store) -> None:
    """It counts back from today, or from yesterday while today has no answer yet; a gap ends it."""
    store.replace_decks("own", [file(deck("m/a", count=50))])
    assert store.progress.streak(DAY) == 0
    for number, days_ago in enumerate([*range(1, 36), 40]):
        answer(store, f"m/a/q{number}", days_ago=days_ago)
    assert store.progress.streak(DAY) == 35
    answer(store, "m/a/q40")
    assert store.progress.streak(DAY) == 36
    store.undo(AT, OFFSET, DAY)
    assert store.progress.streak(DAY) == 35
    assert store.progress.streak(DAY + timedelta(days=1)) == 0
    totals = store.progress.totals_by_day(date(2026, 1, 1), DAY)
    assert [total.day for total in totals] == sorted(DAY - timedelta(days=n) for n in [*range(1, 36), 40])


def test_leeches_are_the_often_forgotten(store: Store) -> None:
    """Cards forgotten at least so often, worst first."""
    store.replace_decks("own", [file(deck("m/a", count=2))])
    for rating in (Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.AGAIN):
        answer(store, "m/a/q1", rating)
    assert [card.id for card in store.cards.leeches(2)] == ["m/a/q1"]
    assert store.cards.leeches(3) == []
