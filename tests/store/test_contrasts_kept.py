"""Which questions are easily confused is kept in step with the deck files."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace
from store_values import AT, DAY, answered, deck, file, question

from quizzer.store.store import Store
from quizzer_scheduler.model import Rating


def named(store: Store) -> set[tuple[str, str]]:
    """Return the ids of the questions that name each other."""
    ids = {q.key: f"{d.id}/{q.id}" for d in store.decks.decks() for q in store.decks.questions(d.key)}
    return {(ids[one], ids[other]) for one, other in store.decks.contrasts()}


def test_contrasts_follow_the_files(store: Store) -> None:
    """What a question names is found once it is there, whichever deck came first; a change or a removal is taken in."""
    one = replace(question("one", 0), contrasts=(("m/a", "two"), ("m/b", "one"), ("m/a", "nowhere")))
    store.replace_decks("own", [file(deck("m/a", one, question("two", 1)), "/a.yaml")])
    assert named(store) == {("m/a/one", "m/a/two")}
    store.replace_decks("own", [file(deck("m/b", question("one", 0)), "/b.yaml")])
    assert named(store) == {("m/a/one", "m/a/two"), ("m/a/one", "m/b/one")}
    fewer = replace(one, contrasts=(("m/b", "one"),), digest="another")
    store.replace_decks("own", [file(deck("m/a", fewer, question("two", 1)), "/a.yaml")])
    assert named(store) == {("m/a/one", "m/b/one")}
    store.replace_decks("own", [file(deck("m/a", fewer, question("two", 1)), "/a.yaml")])
    assert named(store) == {("m/a/one", "m/b/one")}
    store.replace_decks("own", [file(deck("m/a", question("two", 1)), "/a.yaml")])
    assert named(store) == set()


def test_what_can_be_reviewed_of_a_deck(store: Store) -> None:
    """The cards in Review, due or not, that were not answered on the day; what is learned or new is left out."""
    store.replace_decks("own", [file(deck("m/a", count=4), "/a.yaml")])
    content = [store.cards.content_by_id(f"m/a/{q.id}") for q in store.decks.questions(store.decks.decks()[0].key)]
    twice, once, learned, _ = (found for found in content if found is not None)
    for found, ratings in ((twice, "GG"), (once, "G"), (learned, "GA")):
        for number, rating in enumerate(ratings):
            card = store.cards.card(found.card.id)
            assert card is not None
            given = Rating.GOOD if rating == "G" else Rating.AGAIN
            at = AT + timedelta(days=number)
            store.record(answered(card, given, at, at.date()), "right", "", card.reps)
    for later, keys in ((1, [once.key]), (9, [twice.key, once.key])):
        there = store.today.reviews_of([once.deck], DAY + timedelta(days=later))
        assert [card.key for card in there] == keys
    assert store.today.reviews_of([once.deck + 1], DAY + timedelta(days=9)) == []
