"""When a fit of the weights, or a placement, is worth offering: light enough for the home screen to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizzer.weights import IN_FORCE, OFFERED, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizzer.store.records import FactValue
    from quizzer.tree import Node
    from quizzer.workspace import Workspace

FIRST_OFFER = 512
"""Answers from which a fit is offered; again at twice as many, and so on."""


def fit_offer(workspace: Workspace) -> int | None:
    """Return how many answers there are when a fit should be offered, else None."""
    return offered_at(workspace.store.cards.answer_count(), workspace.store.facts.all(WEIGHTS))


def placement_offer(facts: Mapping[str, FactValue], root: Node | None) -> bool:
    """Tell whether a roadmap should be offered to be placed: nothing of it was begun, and no test was held."""
    return root is not None and root.cards > 0 and root.introduced == 0 and root.path not in facts


def offered_at(count: int, facts: Mapping[str, FactValue]) -> int | None:
    """Return the count when a doubling of 512 answers was reached since the last fit or refusal of one, else None."""
    if count < FIRST_OFFER:
        return None
    reached = FIRST_OFFER << ((count // FIRST_OFFER).bit_length() - 1)
    return count if reached > _asked_up_to(facts) else None


def _asked_up_to(facts: Mapping[str, FactValue]) -> int:
    named = ((facts.get(OFFERED), "up_to"), (facts.get(IN_FORCE), "reviews"))
    numbers = [value.get(name) for value, name in named if isinstance(value, dict)]
    return max((number for number in numbers if isinstance(number, int)), default=0)
