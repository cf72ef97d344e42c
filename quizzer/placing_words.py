"""A placement in words: the command line and the screen say the same."""

from __future__ import annotations

from datetime import date

from quizzer import wording
from quizzer.placing import Proposal

HEADERS = ("taken as known", "belief", "cards", "first", "last")


def found(proposal: Proposal) -> str:
    """Return what the test found, in a sentence or two."""
    asked = len(proposal.answers)
    if not asked:
        return "Nothing was answered, so nothing is taken as known."
    answered = f"{proposal.right} of {wording.count(asked, 'question')} known."
    if not proposal.taken:
        return f"{answered} Nothing is taken as known: {proposal.scope.title} begins at the beginning."
    return (
        f"{answered} {wording.count(len(proposal.taken), 'deck')} of {len(proposal.beliefs)} would be taken as known,"
        f" with {wording.count(len(proposal.given), 'card')}."
    )


def rows(proposal: Proposal, today: date) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each deck that would be taken as known, in the order of the roadmap."""
    return [
        (
            taken.title,
            wording.percent(taken.belief),
            f"{taken.cards}",
            wording.day(taken.first, today),
            wording.day(taken.last, today),
        )
        for taken in proposal.taken
    ]


def comes_back(proposal: Proposal, today: date) -> str:
    """Return when the cards come, in a sentence; empty where none do."""
    if not proposal.given:
        return ""
    days = [given.due for given in proposal.given.values()]
    week = sum((day - today).days <= _WEEK for day in days)
    return (
        f"{wording.count(week, 'card')} of them come within a week, to test it; the others follow until"
        f" {wording.day(max(days), today)}. Where more of a deck are missed than recalled, the rest of it is new again."
    )


def done(cards: int) -> str:
    """Return what was done."""
    if not cards:
        return "Nothing was changed but that the test was held."
    return f"{wording.count(cards, 'card')} taken as known, in one step that one undo takes back."


_WEEK = 7
