"""How well each deck is to be remembered: the learner's setting, where a plan in force wants no other."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from quizzer.pacing import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_NO_DECKS: Mapping[str, float] = MappingProxyType({})


class Desired(NamedTuple):
    """Desired retentions, from 0 to 1."""

    own: float
    """The learner's setting."""
    by_deck: Mapping[str, float] = _NO_DECKS
    """By deck id, where it is another one."""

    def of(self, deck: str) -> float:
        """Return that of a deck."""
        return self.by_deck.get(deck, self.own)

    def one(self, decks: Iterable[str]) -> float | None:
        """Return that of all of some decks; None where they are held by different ones."""
        wanted = {self.of(deck) for deck in decks} if self.by_deck else {self.own}
        return wanted.pop() if len(wanted) == 1 else None

    def mean(self, cards: Iterable[tuple[str, int]]) -> float:
        """Return the mean over some cards, given as how many of which deck; the learner's own for none."""
        if not self.by_deck:
            return self.own
        wanted = number = 0.0
        for deck, count in cards:
            wanted += self.of(deck) * count
            number += count
        return wanted / number if number else self.own


def desired_in(own: float, plans: Mapping[str, object], day: date) -> Desired:
    """Return what is wanted on a study day, of the learner's setting and the facts of the kind `PLAN`.

    A plan's retentions hold until its day has come. A deck that stands in several of its phases is held by the highest.
    """
    plan = plan_of(plans)
    if plan is None or day >= plan.by:
        return Desired(own)
    wanted: dict[str, float] = {}
    for phase in plan.phases:
        for deck in phase.decks:
            wanted[deck] = max(wanted.get(deck, 0.0), own if phase.retention is None else phase.retention)
    return Desired(own, {deck: one for deck, one in wanted.items() if one != own})
