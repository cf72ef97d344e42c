from __future__ import annotations

from datetime import date

import pytest
from small_home import Learner, SettableClock

from quizzer.config import load
from quizzer.sitting import Plan
from quizzer.workspace import Workspace

DECK = """\
id: pairs/terms
title: Terms
questions:
  - {id: precision, kind: typed, ask: Share of the flagged that are positive?, answer: precision, contrast: [recall]}
  - {id: recall, kind: typed, ask: Share of the positive that are flagged?, answer: recall}
  - {id: covariance, kind: typed, ask: Unscaled?, answer: covariance}
  - {id: correlation, kind: typed, ask: Scaled?, answer: correlation, contrast: [pairs/terms/covariance, no/such]}
"""
PAIRS = (("precision", "recall"), ("covariance", "correlation"))


@pytest.fixture
def terms(workspace: Workspace) -> Workspace:
    """Return a home with a deck of two pairs that are easily confused."""
    path = workspace.paths.decks / "pairs" / "terms.yaml"
    path.parent.mkdir()
    path.write_text(DECK, encoding="utf-8")
    assert workspace.refresh().problems == ()
    return workspace


def introduced(workspace: Workspace, learner: Learner, clock: SettableClock, days: int) -> dict[str, date]:
    """Study the deck for some days and return on which each question was asked first."""
    found: dict[str, date] = {}
    for _ in range(days):
        for card in learner.sit(workspace.session(Plan(("pairs/terms",)))):
            found.setdefault(card.rpartition("/")[2], workspace.today)
        clock.forward(days=1)
    return found


def test_contrasts_are_introduced_on_different_days(terms: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Whichever names the other; what no deck has is passed over, and both come in the end."""
    found = introduced(terms, learner, clock, 6)
    assert len(found) == 4
    assert all(found[one] < found[other] for one, other in PAIRS)


def test_the_limit_of_new_cards_is_used_up(terms: Workspace, learner: Learner) -> None:
    """Where one waits for its contrast, the next one in order takes its place."""
    asked = learner.sit(terms.session(Plan(("pairs/terms",), new=2)))
    assert sorted(set(asked)) == ["pairs/terms/covariance", "pairs/terms/precision"]


def test_contrasts_can_be_turned_off(terms: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Without the setting all come on the first day, in the order of the deck."""
    terms.paths.config_file.write_text("[study]\ncontrast = false\n", encoding="utf-8")
    terms.configure(load(terms.paths.config_file))
    assert len(set(introduced(terms, learner, clock, 1).values())) == 1
    assert len(introduced(terms, learner, clock, 1)) <= 4


def test_a_search_does_not_find_the_ids_in_contrast(terms: Workspace) -> None:
    """Only the question itself is found by its id, not the one that names it."""
    found = {row.card.id for row in terms.store.browser.rows(terms.find("such"))}
    assert found == set()


def test_mature_contrasts_are_asked_side_by_side(terms: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Once both hold for weeks and are due, one comes right after the other, whatever the day's shuffle."""
    for _ in range(4):
        learner.sit(terms.session(Plan(("pairs/terms",), new=4)))
        clock.forward(days=25)
    clock.forward(days=5000)
    asked = [card.rpartition("/")[2] for card in learner.sit(terms.session(Plan(("pairs/terms",))))]
    assert len(asked) == 4
    assert all(abs(asked.index(one) - asked.index(other)) == 1 for one, other in PAIRS)
