"""Gates: which decks wait until what they need is known, and which the learner opened anyway.

A deck is closed while a deck that it needs holds less than the set share: mastery counts a card never seen as not
known, so what holds is introduced, too. Only what a deck itself needs counts. What those need was their own gate; where
that was passed by, by an unlocking or by knowing it already, nothing is gained by asking again. New cards of closed
decks come after all others, and due cards come whatever the gates say: nothing is ever out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quizzer import wording
from quizzer.config import Config
from quizzer.curriculum import Curriculum, Node
from quizzer.store.store import Store

UNLOCK = "unlock"
"""Kind of the facts that open a deck whatever it needs; their subject is the deck's id."""

_NAMED = 3


class Gates(Struct, frozen=True):
    """What waits for what."""

    curriculum: Curriculum
    threshold: float
    """Share of a needed deck that must be known, from 0 to 1."""
    unlocked: frozenset[str] = frozenset()
    """Decks that the learner opened."""

    def waits_for(self, deck_id: str) -> tuple[str, ...]:
        """Return the decks that must be better known before a deck opens; empty when it is open."""
        return () if deck_id in self.unlocked else self.curriculum.missing(deck_id, self.threshold)

    def closed(self, node: Node) -> tuple[str, ...]:
        """Return what a topic waits for; empty when one of its decks with new cards is open, or there is none."""
        waiting: dict[str, None] = {}
        for deck in node.decks:
            standing = self.curriculum.standings.get(deck)
            if standing is not None and standing.introduced < standing.cards:
                missing = self.waits_for(deck)
                if not missing:
                    return ()
                waiting |= dict.fromkeys(missing)
        return tuple(waiting)

    def reason(self, missing: Iterable[str]) -> str:
        """Return what decks are waited for, how well they are known and what it takes, without a full stop."""
        names = list(missing)
        standings = [self.curriculum.standings[deck] for deck in names[:_NAMED]]
        told = [f"{deck.title} ({wording.percent(deck.mastery)} known)" for deck in standings]
        if len(names) > _NAMED:
            told.append(f"{len(names) - _NAMED} more")
        listed = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
        return f"waits for {listed}; {wording.percent(self.threshold)} opens it"


def gates_of(store: Store, config: Config, curriculum: Curriculum) -> Gates:
    """Return the gates as they stand."""
    facts = store.facts.all(UNLOCK)
    return Gates(curriculum, config.number("study.gate"), frozenset(deck for deck, opened in facts.items() if opened))
