"""Decks taken as known that were not, by the first answers to them: what was never asked of them is new again."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from quizzer import wording
from quizzer.limits import GIVEN_BACK, PLACEMENT
from quizzer.store.readers.placed import PlacedCard
from quizzer.store.records import Fact, FactValue
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Card
from quizzer_scheduler.placement import disproved

_NAMED = 4


class GivenBack(Struct, frozen=True):
    """What was done."""

    decks: tuple[str, ...]
    """Their titles."""
    cards: int
    """That are new again."""

    @property
    def told(self) -> str:
        """That in a sentence, with the reason."""
        more = f" and {len(self.decks) - _NAMED} more" if len(self.decks) > _NAMED else ""
        named = f"{'; '.join(self.decks[:_NAMED])}{more}"
        were = "was" if len(self.decks) == 1 else "were"
        cards = f"{wording.count(self.cards, 'card')} never asked {'is' if self.cards == 1 else 'are'} new again"
        return f"{named} {were} taken as known, but the first answers say otherwise: {cards}."


def give_back(workspace: Workspace) -> GivenBack | None:
    """Make cards new again that were taken as known by mistake, as one action; None where there are none.

    It is asked when nobody is in the middle of a sitting. A deck for which that was taken back is left alone.
    """
    store = workspace.store
    held = _by_deck(workspace)
    wrong = {deck: _unasked(cards) for deck, cards in held.items() if _disproved(cards)}
    wrong = {deck: ids for deck, ids in wrong.items() if ids and not _said(workspace, deck, held[deck])}
    if not wrong:
        return None
    at = workspace.clock.now()
    stamp = workspace.days.stamp(at)
    standings = workspace.curriculum(counted=False).standings
    titles = tuple(standings[deck].title if deck in standings else deck for deck in wrong)
    change = workspace.scheduler.change
    changes = [change(Card(id_), "forget", None, at)[1] for ids in wrong.values() for id_ in ids]
    value: FactValue = {"decks": list(wrong), "cards": len(changes)}  # of the whole action, each deck with it
    store.change(*changes, facts=[Fact(GIVEN_BACK, deck, value, *stamp) for deck in wrong])
    return GivenBack(titles, len(changes))


def _by_deck(workspace: Workspace) -> dict[str, list[PlacedCard]]:
    taken = {
        deck
        for value in workspace.store.facts.all(PLACEMENT).values()
        if isinstance(value, dict) and isinstance(decks := value.get("decks"), dict)
        for deck in decks
    }
    found: defaultdict[str, list[PlacedCard]] = defaultdict(list)
    for card in workspace.store.standing.placed(sorted(taken)) if taken else ():
        found[card.deck].append(card)
    return found


def _disproved(cards: list[PlacedCard]) -> bool:
    return disproved(sum(card.recalled is True for card in cards), sum(card.recalled is False for card in cards))


def _unasked(cards: list[PlacedCard]) -> list[str]:
    return [card.id for card in cards if card.recalled is None]


def _said(workspace: Workspace, deck: str, cards: list[PlacedCard]) -> bool:
    """Tell whether the deck was given back since it was taken as known, and that was taken back."""
    said = workspace.store.facts.last_said(GIVEN_BACK, deck)
    return said is not None and said >= max(card.since for card in cards)
