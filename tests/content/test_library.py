from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from quizzer_decks.check import check_each, check_library
from quizzer_decks.deck_file import read_deck, read_deck_file, write_deck
from quizzer_decks.model import KINDS, Deck
from quizzer_decks.roadmap_file import read_roadmap_file

CONTENT = Path(__file__).parents[2] / "decks" / "quizzer_decks"
LIBRARY = CONTENT / "library"
PATHS = sorted(LIBRARY.rglob("*.yaml"))


def id_of(path: Path) -> str:
    """Return the id that a bundled deck has by its place."""
    return path.relative_to(LIBRARY).with_suffix("").as_posix()


def read(path: Path) -> Deck:
    """Return a bundled deck."""
    deck, problems = read_deck_file(path, id_of(path), id_of(path))
    assert problems == []
    assert deck is not None
    return deck


@pytest.mark.parametrize("path", PATHS, ids=id_of)
def test_a_bundled_deck_reads_without_a_problem(path: Path) -> None:
    """Its id is its place in the library, and written again it is the same deck."""
    deck = read(path)
    assert deck.id == id_of(path)
    again, problems = read_deck(write_deck(deck), "again.yaml", "again")
    assert problems == []
    assert again is not None
    assert [question.body for question in again.questions] == [question.body for question in deck.questions]


def test_the_bundled_decks_pass_the_check() -> None:
    """No rule finds anything: code prints what is said, numbers are right, nothing is asked twice, ids exist.

    Only code whose packages are not installed here is excused.
    """
    decks = [(id_of(path), read(path)) for path in PATHS]
    roadmaps = [read_roadmap_file(path)[0] for path in sorted((CONTENT / "roadmaps").glob("*.yaml"))]
    problems = check_each(decks, trusted=True) + check_library(decks, [roadmap for roadmap in roadmaps if roadmap])
    assert [str(problem) for problem in problems if problem.rule != "not-run"] == []


def test_the_library_is_large_enough_and_uses_every_kind() -> None:
    """There are at least 15 decks and 120 questions, and every kind is asked."""
    kinds = Counter(question.kind for path in PATHS for question in read(path).questions)
    assert len(PATHS) >= 15
    assert kinds.total() >= 120
    assert set(kinds) == set(KINDS)
