"""Cards that were taken as known, and how the first answers to them went."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from quizzer.store.readers.fragments import among
from quizzer.store.sqlite_file import Row, Rows

_AGAIN = 1
# Years of answers stand in decks of which no card is left that was never asked.
_EVENTS = """
    select card.id, deck.id, event.kind, event.name, event.rating, event.day
    from deck join card on card.deck_key = deck.key join event on event.card_key = card.key
    left join undone on undone.event_id = event.id
    where deck.key in (select deck_key from card where state = 2 and reps = 0
            and deck_key in (select key from deck where id in ({decks})))
        and undone.event_id is null
        and (event.kind = 0 or (event.kind = 1 and event.name in ('placed', 'forget')))
    order by card.key, event.id
"""


class PlacedCard(NamedTuple):
    """A card that was taken as known."""

    id: str
    deck: str
    since: date
    """The study day on which it was."""
    recalled: bool | None
    """Whether it was when it was asked first; None where it never was."""


def placed_cards(rows: Rows, decks: Collection[str]) -> Iterator[PlacedCard]:
    """Yield the cards that were taken as known and not made new again since, of decks where some were never asked."""
    named, values = among("d", decks)
    events = rows.all(_EVENTS.format(decks=named), **values)
    for (card, deck), told in groupby(events, lambda row: row[:2]):
        placed = _placed(str(card), str(deck), told)
        if placed is not None:
            yield placed


def _placed(card: str, deck: str, events: Iterator[Row]) -> PlacedCard | None:
    found: PlacedCard | None = None
    for *_, kind, name, rating, day in events:
        if kind:
            found = PlacedCard(card, deck, date.fromordinal(day), None) if name == "placed" else None
        elif found is not None and found.recalled is None:
            found = found._replace(recalled=rating != _AGAIN)
    return found
