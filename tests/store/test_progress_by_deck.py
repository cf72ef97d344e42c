"""What keeps the roadmap in step: marks of the log, the decks touched since, and a look at a few decks alone."""

from __future__ import annotations

from datetime import timedelta

from store_values import AT, DAY, END, OpenStore, answered, change, deck, file, question

from quizzer.store.store import Store
from quizzer_scheduler.model import Rating

DECAY = 0.1542


def answer(store: Store, card_id: str, rating: Rating = Rating.GOOD, days_ago: int = 0) -> None:
    """Answer a card some days ago."""
    card = store.cards.card(card_id)
    assert card is not None
    store.record(answered(card, rating, AT - timedelta(days=days_ago)), "right", "", card.reps)


def keys(store: Store) -> dict[str, int]:
    """Return the keys of the decks by id."""
    return {outline.id: outline.key for outline in store.decks.outlines()}


def test_the_log_tells_which_decks_were_touched(opened: OpenStore) -> None:
    """Answers, changes and what is taken back touch their decks, from whatever device; facts touch none."""
    store, other = opened(), opened("phone")
    store.replace_decks("own", [file(deck("m/a", count=2)), file(deck("m/b", count=2)), file(deck("m/c", count=2))])
    by_id = keys(store)
    before = store.progress.marks()
    assert store.progress.touched(before, store.progress.marks()) == set()
    answer(store, "m/a/q0")
    other.change(change("m/b/q0", "suspended", True))
    after = store.progress.marks()
    assert store.progress.touched(before, after) == {by_id["m/a"], by_id["m/b"]}
    assert store.progress.touched(after, store.progress.marks()) == set()
    store.undo(AT, timedelta(), DAY)
    assert store.progress.touched(after, store.progress.marks()) == {by_id["m/a"]}


def test_a_look_at_a_few_decks_is_part_of_the_look_at_all(opened: OpenStore) -> None:
    """What waits, what is known and which cards were seen of some decks is what a look at all says of them."""
    store = opened()
    triple = deck("m/c", question("t", 0, "c1", "c2", "c3"), question("u", 1))
    store.replace_decks("own", [file(deck("m/a", count=5)), file(deck("m/b", count=2)), file(triple)])
    for card, rating, ago in (("m/a/q0", Rating.GOOD, 9), ("m/a/q1", Rating.AGAIN, 0), ("m/c/t#c2", Rating.EASY, 30)):
        answer(store, card, rating, ago)
    store.change(change("m/a/q2", "suspended", True))
    by_id = keys(store)
    for names in ([], ["m/a"], ["m/b", "m/c"], list(by_id)):
        some = [by_id[name] for name in names]
        whole = store.progress.deck_memory(DAY, DECAY)
        assert store.progress.deck_memory(DAY, DECAY, some) == [each for each in whole if each.deck in some]
        due = store.today.due_summary(END, DAY, AT)
        assert store.today.due_summary(END, DAY, AT, some) == [each for each in due if each.deck in some]
        seen = store.progress.seen_cards()
        assert store.progress.seen_cards(some) == {deck: seen[deck] for deck in some if deck in seen}
    learning = {each.deck: each.learning for each in store.today.due_summary(END, DAY, AT + timedelta(minutes=20))}
    assert store.today.learning(END, DAY, AT + timedelta(minutes=20)) == {k: n for k, n in learning.items() if n}


def test_the_hardest_and_the_next(opened: OpenStore) -> None:
    """The hardest were forgotten most; the next instants are those from a moment on, suspended cards left out."""
    store = opened()
    store.replace_decks("own", [file(deck("m/a", count=4))])
    for rating in (Rating.EASY, Rating.AGAIN, Rating.AGAIN):
        answer(store, "m/a/q1", rating)
    answer(store, "m/a/q0", Rating.EASY)
    decks = list(keys(store).values())
    rows = store.browser.rows(store.progress.hardest(decks, 9))
    assert {row.card.id for row in rows} == {"m/a/q0", "m/a/q1"}
    assert [row.card.lapses for row in rows] == sorted((row.card.lapses for row in rows), reverse=True)
    assert store.progress.hardest(decks, 1) == [rows[0].key]
    coming = store.progress.coming(decks, AT, DAY, 9)
    assert [due for due, _ in coming] == sorted(row.card.due_at for row in rows if row.card.due_at)
    store.change(change("m/a/q0", "suspended", True))
    assert len(store.progress.coming(decks, AT, DAY, 9)) == 1


def test_a_stamp_tells_that_deck_files_were_taken_in(opened: OpenStore) -> None:
    """The same files have the same stamp; one more, or one less, has another."""
    store = opened()
    stamps = [store.decks.stamp()]
    store.replace_decks("own", [file(deck("m/a", count=2))])
    stamps.append(store.decks.stamp())
    assert store.decks.stamp() == stamps[-1]
    store.replace_decks("own", [file(deck("m/b", count=2))])
    stamps.append(store.decks.stamp())
    assert len(set(stamps)) == 3
