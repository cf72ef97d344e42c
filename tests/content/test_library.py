from __future__ import annotations

from collections import Counter

from bundled_library import CONTENT, PATHS, bundled_decks

from quizzer_decks.check import check_each, check_library
from quizzer_decks.deck_file import read_deck, write_deck
from quizzer_decks.model import KINDS, Deck
from quizzer_decks.roadmap_file import read_roadmap_file


def test_bundled_decks_read_without_a_problem() -> None:
    """The id of each is its place in the library, and written again it is the same deck."""
    assert len(bundled_decks()) == len(PATHS)
    assert [place for place, deck in bundled_decks().items() if deck.id != place] == []
    assert [place for place, deck in bundled_decks().items() if not survives(deck)] == []


def survives(deck: Deck) -> bool:
    """Tell whether a deck that is written is read as the same questions, without a problem."""
    again, problems = read_deck(write_deck(deck), "again.yaml", "again")
    bodies = [question.body for question in deck.questions]
    return not problems and again is not None and [question.body for question in again.questions] == bodies


def test_the_bundled_decks_pass_the_check() -> None:
    """No rule finds anything: code prints what is said, numbers are right, nothing is asked twice, ids exist.

    Only code whose packages are not installed here is excused.
    """
    decks = list(bundled_decks().items())
    roadmaps = [read_roadmap_file(path)[0] for path in sorted((CONTENT / "roadmaps").glob("*.yaml"))]
    problems = check_each(decks, trusted=True) + check_library(decks, [roadmap for roadmap in roadmaps if roadmap])
    assert [str(problem) for problem in problems if problem.rule != "not-run"] == []


def test_the_library_is_large_enough_and_uses_every_kind() -> None:
    """There are at least 15 decks and 120 questions, and every kind is asked."""
    kinds = Counter(question.kind for deck in bundled_decks().values() for question in deck.questions)
    assert len(PATHS) >= 15
    assert kinds.total() >= 120
    assert set(kinds) == set(KINDS)
