"""The cards of decks that are known here, and rows for cards that come before their deck."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from quizzer.store import tables
from quizzer.store.index_rows import UNSEEN


def known_cards(connection: Connection, deck_keys: Sequence[int]) -> dict[str, tuple[int, int | None, int, int]]:
    """Return (key, question key, position, siblings) of all cards of some decks, orphans among them, by card id."""
    card = tables.card
    columns = select(card.c.id, card.c.key, card.c.question_key, card.c.position, card.c.siblings)
    rows = connection.execute(columns.where(card.c.deck_key.in_(deck_keys)))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def add_unknown_cards(connection: Connection, card_ids: Sequence[str]) -> None:
    """Add orphans for cards that are not known here: events may come before their deck, or without it."""
    card, deck = tables.card, tables.deck
    known = set(connection.execute(select(card.c.id).where(card.c.id.in_(card_ids))).scalars())
    missing = [id_ for id_ in card_ids if id_ not in known]
    if not missing:
        return
    deck_ids = sorted({_deck_id(id_) for id_ in missing})
    find = select(deck.c.id, deck.c.key).where(deck.c.id.in_(deck_ids))
    decks = {row.id: row.key for row in connection.execute(find)}
    absent = [id_ for id_ in deck_ids if id_ not in decks]
    if absent:
        empty = {"description": "", "origin": "", "present": 0, "covers": "[]", "needs": "[]", "tags": "[]"}
        connection.execute(insert(deck), [{**empty, "id": id_, "title": id_} for id_ in absent])
        decks = {row.id: row.key for row in connection.execute(find)}
    rows = [
        {
            **UNSEEN,
            "id": id_,
            "deck_key": decks[_deck_id(id_)],
            "question_key": None,
            "part": id_.partition("#")[2],
            "position": 0,
            "siblings": 0,
        }
        for id_ in missing
    ]
    connection.execute(insert(card), rows)


def _deck_id(card_id: str) -> str:
    return card_id.partition("#")[0].rpartition("/")[0]
