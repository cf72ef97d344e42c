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


def test_what_is_fresh_and_what_can_be_reviewed(store: Store) -> None:
    """Unsettled is what is learned or holds too short; reviews of a deck are those not answered on the day."""
    store.replace_decks("own", [file(deck("m/a", count=4), "/a.yaml")])
    content = [store.cards.content_by_id(f"m/a/{q.id}") for q in store.decks.questions(store.decks.decks()[0].key)]
    known, short, learned, unseen = (found for found in content if found is not None)
    for found, ratings in ((known, "GG"), (short, "G"), (learned, "GA")):
        for number, rating in enumerate(ratings):
            card = store.cards.card(found.card.id)
            assert card is not None
            given = Rating.GOOD if rating == "G" else Rating.AGAIN
            at = AT + timedelta(days=number)
            store.record(answered(card, given, at, at.date()), "right", "", card.reps)
    keys = {found.question for found in (known, short, learned, unseen) if found.question is not None}
    assert store.today.unsettled(keys, 2.5) == {short.question, learned.question}
    assert store.today.unsettled([known.question or 0], 2.5) == frozenset()
    assert store.today.unsettled([], 2.5) == frozenset()
    there = store.today.reviews_of([known.deck], DAY + timedelta(days=1))
    assert [card.key for card in there] == [short.key]
    assert [card.key for card in store.today.reviews_of([known.deck], DAY + timedelta(days=9))] == [
        known.key,
        short.key,
    ]
