"""The index of decks follows the files, and never loses a card."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from store_values import OpenStore, answered, deck, file, question

from quizzer.store.records import IndexedDeck, IndexedFile, IndexReport
from quizzer.store.store import Store
from quizzer_decks.model import Problem


def answer(store: Store, card_id: str) -> None:
    """Answer a card."""
    card = store.cards.card(card_id)
    assert card is not None
    store.record(answered(card), "right", "", card.reps)


def contents(store: Store) -> dict[str, list[tuple[str, int, int, str]]]:
    """Return the questions of all decks."""
    return {
        d.id: [(q.id, q.position, q.line, q.body) for q in store.decks.questions(d.key)] for d in store.decks.decks()
    }


def test_a_deck_is_found_as_it_was_indexed(store: Store) -> None:
    """Title, path, wording, kinds and questions come back; every part of a question is a card."""
    value = deck("m/bayes", question("one", 0, text="First?"), question("two", 1, "", "reverse", text="Ä"))
    assert store.replace_decks("own", [file(value, "/x/bayes.yaml")]) == IndexReport(new=2)
    (info,) = store.decks.decks()
    assert (info.id, info.title, info.origin, info.path) == ("m/bayes", "Bayes", "own", "/x/bayes.yaml")
    assert (info.covers, info.needs, info.kinds) == (("Wörter",), ("a/b",), {"typed": 2})
    assert (info.questions, info.cards) == (2, 3)
    content = store.cards.content_by_id("m/bayes/two#reverse")
    assert content is not None
    assert (content.part, content.body, content.line) == ("reverse", '{"ask": "Ä"}', 8)
    assert (content.deck_id, content.deck_title, content.path) == ("m/bayes", "Bayes", "/x/bayes.yaml")
    assert store.cards.content(content.key) == content
    assert [card.id for card in store.cards.siblings(content.key)] == ["m/bayes/two", "m/bayes/two#reverse"]


def test_files_are_known_by_their_stamp(store: Store) -> None:
    """Size, time, digest, deck and problems of a file come back, by origin."""
    problem = Problem("/x.yaml", 3, "rule", "What, and what to do.", "warning")
    store.replace_decks("own", [replace(file(deck("m/a", count=1), "/x.yaml"), mtime_ns=2**60, problems=(problem,))])
    store.replace_decks("bundled", [file(deck("m/b", count=1), "/y.yaml")])
    assert store.known_files("other") == {}
    (stamp,) = store.known_files("own").values()
    assert (stamp.mtime_ns, stamp.size, stamp.digest, stamp.deck_id) == (2**60, 100, "1", "m/a")
    assert stamp.problems == (problem,)
    assert store.decks.problems() == [problem]


def test_an_unreadable_file_keeps_its_deck(store: Store) -> None:
    """A slip of the pen in a deck file makes no orphans; a file that never was readable has no deck."""
    store.replace_decks("own", [file(deck("m/a", count=2), "/a.yaml")])
    assert store.replace_decks("own", [file(None, "/a.yaml", "2"), file(None, "/b.yaml")]) == IndexReport()
    stamps = store.known_files("own")
    assert (stamps["/a.yaml"].deck_id, stamps["/a.yaml"].digest, stamps["/b.yaml"].deck_id) == ("m/a", "2", None)
    assert len(contents(store)["m/a"]) == 2


def test_a_card_outlives_its_question(store: Store) -> None:
    """A card whose question goes is an orphan with its history, and is whole again when the question returns."""
    store.replace_decks("own", [file(deck("m/a", count=3))])
    answer(store, "m/a/q1")
    before = store.cards.card("m/a/q1")
    report = store.replace_decks("own", [file(deck("m/a", count=1), digest="2")])
    assert report == IndexReport(removed=2, orphaned=2)
    assert store.cards.orphans() == [before]
    content = store.cards.content_by_id("m/a/q1")
    assert content is not None
    assert (content.body, content.question, content.deck_id) == ("", None, "m/a")
    report = store.replace_decks("own", [file(deck("m/a", count=3), digest="3")])
    assert report == IndexReport(new=2, returned=2)
    assert store.cards.orphans() == []
    assert store.cards.card("m/a/q1") == before


def test_a_part_that_goes_leaves_an_orphan(store: Store) -> None:
    """Without `reverse: true` the reverse card is an orphan, and the question stays."""
    store.replace_decks("own", [file(deck("m/a", question("one", 0, "", "reverse")))])
    answer(store, "m/a/one#reverse")
    assert store.replace_decks("own", [file(deck("m/a", question("one")))]) == IndexReport(changed=1, orphaned=1)
    assert [card.id for card in store.cards.orphans()] == ["m/a/one#reverse"]


def test_a_move_within_a_file_is_no_change(store: Store) -> None:
    """Questions that stand elsewhere keep their cards, and new cards follow the new order."""
    one, two = question("one", 0), question("two", 1)
    store.replace_decks("own", [file(deck("m/a", one, two))])
    moved = deck("m/a", replace(two, position=0, line=3), replace(one, position=1, line=8))
    assert store.replace_decks("own", [file(moved, digest="2")]) == IndexReport()
    assert [place[:3] for place in contents(store)["m/a"]] == [("two", 0, 3), ("one", 1, 8)]


def test_a_removed_file_leaves_history_only(store: Store) -> None:
    """A deck without a file is not listed any more; its cards are orphans until it comes back."""
    store.replace_decks("own", [file(deck("m/a", count=2), "/a.yaml"), file(deck("m/b", count=1), "/b.yaml")])
    answer(store, "m/a/q0")
    assert store.replace_decks("own", [], ["/a.yaml"]) == IndexReport(removed=2, orphaned=2)
    assert list(contents(store)) == ["m/b"]
    assert list(store.known_files("own")) == ["/b.yaml"]
    assert [card.id for card in store.cards.orphans()] == ["m/a/q0"]
    assert store.replace_decks("own", [file(deck("m/a", count=2), "/c.yaml")]).returned == 2


def test_a_renamed_file_keeps_its_deck(store: Store) -> None:
    """The same deck under another path, with the old path removed, makes no orphans."""
    store.replace_decks("own", [file(deck("m/a", count=2), "/a.yaml")])
    assert store.replace_decks("own", [file(deck("m/a", count=2), "/b.yaml")], ["/a.yaml"]) == IndexReport()
    assert list(store.known_files("own")) == ["/b.yaml"]


def test_a_file_may_become_another_deck(store: Store) -> None:
    """A new id in a file is a new deck, and the old one goes."""
    store.replace_decks("own", [file(deck("m/a", count=2), "/a.yaml")])
    store.replace_decks("own", [file(deck("m/b", count=2), "/a.yaml")])
    assert list(contents(store)) == ["m/b"]


def test_devices_know_their_own_files(opened: OpenStore, store: Store) -> None:
    """A deck stays while any device has a file of it, and each device sees its own paths."""
    phone = opened("phone")
    store.replace_decks("own", [file(deck("m/a", count=1), "/laptop/a.yaml")])
    phone.replace_decks("own", [file(deck("m/a", count=1), "/phone/a.yaml")])
    assert list(phone.known_files("own")) == ["/phone/a.yaml"]
    assert [each.decks.decks()[0].path for each in (store, phone)] == ["/laptop/a.yaml", "/phone/a.yaml"]
    store.replace_decks("own", [], ["/laptop/a.yaml"])
    assert [each.decks.decks()[0].path for each in (store, phone)] == ["", "/phone/a.yaml"]
    phone.replace_decks("own", [], ["/phone/a.yaml"])
    assert store.decks.decks() == []


def test_a_failed_refresh_changes_nothing(store: Store) -> None:
    """When one deck cannot be written, none is."""
    store.replace_decks("own", [file(deck("m/a", count=1))])

    def files() -> list[IndexedFile]:
        twice = deck("m/b", question("same", 0), question("same", 1))
        return [file(deck("m/a", count=3), digest="2"), file(twice)]

    with pytest.raises(Exception, match=r"(?i)unique"):
        store.replace_decks("own", files())
    assert list(contents(store)) == ["m/a"]
    assert len(contents(store)["m/a"]) == 1


_PARTS = st.sampled_from([("",), ("", "reverse"), ("c1", "c2")])
Version = dict[str, dict[str, tuple[tuple[str, ...], str]]]
_QUESTIONS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(_PARTS, st.sampled_from(["x", "y"])), max_size=5)


def _deck(id_: str, questions: dict[str, tuple[tuple[str, ...], str]]) -> IndexedDeck:
    return deck(id_, *(question(q, n, *parts, text=text) for n, (q, (parts, text)) in enumerate(questions.items())))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(["m/a", "m/b", "n/c"]), _QUESTIONS), min_size=1, max_size=4))
def test_the_index_is_what_the_files_say(store: Store, versions: list[Version]) -> None:
    """After any series of edits the index holds exactly the last version, and every card ever made is still there."""
    cards: set[str] = set()
    for version in versions:
        decks = [_deck(id_, questions) for id_, questions in version.items()]
        gone = [path for path in store.known_files("own") if path not in {file(each).path for each in decks}]
        store.replace_decks("own", [file(each) for each in decks], gone)
        assert contents(store) == {d.id: [(q.id, q.position, q.line, q.body) for q in d.questions] for d in decks}
        present = {f"{d.id}/{q.id}{f'#{p}' if p else ''}" for d in decks for q in d.questions for p in q.parts}
        cards |= present
        assert {row.card.id for row in store.browser.rows(_all_keys(store))} == present
        assert all(store.cards.card(id_) is not None for id_ in cards)


def _all_keys(store: Store) -> list[int]:
    return [card.key for card in store.today.all_cards(d.key for d in store.decks.decks())]
