"""The search language: what each condition means, and that no text breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_home import Learner, SettableClock

from quizzer.browsing import SearchError, parse_search, sort_column
from quizzer.sitting import Plan
from quizzer.store.filters import All, Contains, Either, InDeck, Is, Not, OfKind, Property, SortColumn, Status, Tagged
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

FOUND = {
    "": 22,
    "mercury": 5,
    '"eigen vectors"': 0,
    "deck:small/siblings": 7,
    "deck:small": 21,
    "deck:small/*": 21,
    "kind:cloze": 7,
    "kind:cloze deck:small/kinds": 3,
    "kind:cloze or kind:match": 8,
    "-deck:small": 1,
    "-(kind:cloze or kind:typed)": 8,
    "is:new": 20,
    "is:learning": 1,
    "is:review": 1,
    "is:due": 1,
    "is:leech": 0,
    "tag:leech": 0,
    "is:suspended": 0,
    "prop:reps>0": 2,
    "prop:lapses=0": 22,
    "prop:s>1000": 0,
    "prop:r>90%": 2,
    "prop:d!=0": 2,
    "nothing-of-the-sort": 0,
}


@pytest.mark.parametrize("query", FOUND)
def test_a_search_finds_what_it_says(query: str, workspace: Workspace, learner: Learner) -> None:
    """Words, conditions, properties, `or`, `-` and brackets, on a collection in which two cards were answered."""
    session = workspace.session(Plan(("small/siblings",)))
    learner.answer(session, Rating.EASY)
    learner.answer(session, Rating.AGAIN)
    assert len(workspace.find(query)) == FOUND[query]


def test_terms_are_read_as_written() -> None:
    """Standing side by side binds tighter than `or`; quotes keep words together; an unknown prefix is text."""
    assert parse_search("a b or c") == Either((All((Contains("a"), Contains("b"))), Contains("c")))
    assert parse_search("a (b or -c)") == All((Contains("a"), Either((Contains("b"), Not(Contains("c"))))))
    assert parse_search('"a b" and "or"') == All((Contains("a b"), Contains("or")))
    assert parse_search("deck:Python") == InDeck("python")  # the databases fold case differently
    assert parse_search("deck:python/ -tag:maths") == All((InDeck("python"), Not(Tagged("maths"))))
    assert parse_search("IS:Due kind:TYPED") == All((Is(Status.DUE), OfKind("typed")))
    assert parse_search("prop:r<=70%") == Property("r", "<=", 0.7)
    assert parse_search("http://x.org") == Contains("http://x.org")
    assert parse_search("") == All() == parse_search("   ")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind:riddle", "There are: basic"),
        ("is:happy", "There are: "),
        ("prop:s", "Write prop:s<5"),
        ("prop:age>3", "Write prop:s<5"),
        ("prop:s<1.2.3", "is no number"),
        ("(a", "not closed"),
        ("a)", "stands alone"),
        ("(" * 40, "nested too deeply"),
        ("a" * 1001, "longer than 1000"),
    ],
)
def test_what_is_not_understood_is_told(query: str, said: str) -> None:
    """With what would do."""
    with pytest.raises(SearchError, match=said):
        parse_search(query)


@given(st.text(st.characters() | st.sampled_from('"()-:<>=%* '), max_size=60))
def test_any_text_is_a_search_or_an_error_told(text: str) -> None:
    """Whatever is typed, nothing else comes of it."""
    try:
        parse_search(text)
    except SearchError as error:
        assert str(error).endswith(".")  # noqa: PT017 - which of the two happens is not the point


def test_columns_are_known_by_name() -> None:
    """Any case; another name is told with those there are."""
    assert sort_column("Due") is SortColumn.DUE
    with pytest.raises(SearchError, match="There are: "):
        sort_column("beauty")


def test_cards_are_changed_by_hand_as_one_action(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Any number of cards at once, taken back by one undo."""
    keys = workspace.find("deck:small/siblings")
    assert workspace.change_cards(keys, "suspended", True) == 7
    assert len(workspace.find("is:suspended")) == 7
    undone = workspace.undo()
    assert undone is not None
    assert len(undone.events) == 7
    assert len(workspace.find("is:suspended")) == 0
