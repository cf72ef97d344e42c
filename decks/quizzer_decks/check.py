"""The deck check: every rule of a good deck, over one deck, several, or a whole library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizzer_decks.model import Deck, Problem, Roadmap
from quizzer_decks.rules import across, answers, balance, maths, wording
from quizzer_decks.rules.rule import DeckRule, Library, LibraryRule, QuestionRule
from quizzer_decks.rules.running import run_outputs

DECK_RULES: tuple[QuestionRule | DeckRule, ...] = (
    *answers.RULES,
    *maths.RULES,
    *wording.RULES,
    *balance.QUESTION_RULES,
    *balance.DECK_RULES,
)
LIBRARY_RULES: tuple[LibraryRule, ...] = across.RULES


def check_each(decks: Sequence[tuple[str, Deck]], trusted: bool) -> list[Problem]:
    """Return what is wrong with each of several decks by itself; running the code of all at once is much faster."""
    problems = [problem for path, deck in decks for rule in DECK_RULES for problem in rule.apply(deck, path)]
    if trusted:
        problems += run_outputs(decks)
    return sorted(problems, key=lambda problem: (problem.path, problem.line))


def check_library(
    decks: Iterable[tuple[str, Deck]], roadmaps: Iterable[Roadmap] = (), complete: Iterable[str] = ()
) -> list[Problem]:
    """Return what is wrong between decks, and between them and the roadmaps; each deck is for `check_each`.

    Of the roadmaps with the ids in `complete` every topic must have a deck.
    """
    library = Library(tuple(decks), tuple(roadmaps), frozenset(complete))
    return [problem for rule in LIBRARY_RULES for problem in rule(library)]
