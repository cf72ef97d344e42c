"""Loads many events at once, for imports and benchmarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeAlias

from sqlalchemy import Connection, Engine, bindparam, func, select, update

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import tables, trails
from quizzer.store.cards_of_questions import add_unknown_cards
from quizzer.store.engine import writing
from quizzer.store.faults import Faults
from quizzer.store.many_rows import insert_many
from quizzer.store.readers.recounting import CHUNK
from quizzer.store.records import Entry, Fact, Fold
from quizzer.store.rows import card_values, change_values, fact_values, review_values
from quizzer_scheduler.model import Card, Change

_CHUNK = 500
_ALL_COLUMNS = {
    column.name: None
    for column in tables.event.c
    if column.name not in ("id", "device", "seq", "card_key", "target", "subject")
}

Places: TypeAlias = dict[str, tuple[int, int]]
"""Keys of cards and of their decks, by card id."""

Progress: TypeAlias = Callable[[int], None]
"""Told how many cards are done."""


class BulkLoader:
    """Appends events and makes the caches of the cards they touch again."""

    def __init__(self, engine: Engine, faults: Faults, device_uid: str, fold: Fold) -> None:
        self._engine = engine
        self._faults = faults
        self._uid = device_uid
        self._fold = fold

    def load(self, entries: Iterable[Entry], cards: Iterable[Card] | None, chunk: int) -> int:
        """Append events, in order, and return how many; see `Store.load_events`."""
        remaining = iter(entries)
        places: Places = {}
        loaded = 0
        while part := list(islice(remaining, chunk)):
            with writing(self._engine, self._faults) as connection:
                device = log.device_key(connection, self._uid)
                _append(connection, device, part, places)
            loaded += len(part)
        ids = sorted(places)
        if cards is None:
            for start in range(0, len(ids), _CHUNK):
                with writing(self._engine, self._faults) as connection:
                    log.refold(connection, ids[start : start + _CHUNK], self._fold)
        else:
            with writing(self._engine, self._faults) as connection:
                _write_cards(connection, cards, places)
        keys = sorted(key for key, _ in places.values())
        for start in range(0, len(keys), CHUNK):
            with writing(self._engine, self._faults) as connection:
                trails.retrace(connection, keys[start : start + CHUNK])
        return loaded

    def take_in(
        self, fact: Fact, taken: Iterable[tuple[Card, Sequence[Entry]]], progress: Progress, newest_event: int | None
    ) -> int:
        """Append a fact and the events of cards as one action, in one transaction; see `Store.take_in`."""
        places: Places = {}
        number = 0
        with writing(self._engine, self._faults) as connection:
            device = log.device_key(connection, self._uid)
            answered = _answered_since(connection, newest_event)
            log.append_group(connection, device, [fact_values(fact)])
            log.refresh_facts(connection, [(fact.kind, fact.subject)])
            newest = select(func.max(tables.event.c.seq)).where(tables.event.c.device == device)
            group = int(connection.execute(newest).scalar_one())
            remaining = iter(taken)
            done = 0
            while part := list(islice(remaining, _CHUNK)):
                entries = [entry for _, entries in part for entry in entries]
                _append(connection, device, entries, places, group)
                if any(places[card.id][0] in answered for card, _ in part if card.id in places):
                    raise StoreConflict("A card of it was answered meanwhile; nothing was imported. Do it again.")
                _write_cards(connection, (card for card, _ in part), places)
                number += len(entries)
                done += len(part)
                progress(done)
            keys = sorted(key for key, _ in places.values())
            for start in range(0, len(keys), CHUNK):
                trails.retrace(connection, keys[start : start + CHUNK])
        return number


def _answered_since(connection: Connection, newest_event: int | None) -> set[int]:
    """Return the keys of the cards that the log knows something of after an event."""
    if newest_event is None:
        return set()
    event = tables.event.c
    return set(connection.execute(select(event.card_key).where(event.id > newest_event)).scalars())


def _find(connection: Connection, card_ids: set[str], places: Places) -> None:
    """Learn the keys of cards and their decks, and add orphans for unknown ones."""
    card = tables.card
    ids = sorted(card_ids)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        add_unknown_cards(connection, part)
        found = connection.execute(select(card.c.id, card.c.key, card.c.deck_key).where(card.c.id.in_(part)))
        places.update((id_, (key, deck)) for id_, key, deck in found)


def _append(
    connection: Connection, device: int, part: Sequence[Entry], places: Places, group: int | None = None
) -> None:
    """Append events of a device and count them, as parts of an action where there is one."""
    _find(connection, {entry.event.card_id for entry in part} - places.keys(), places)
    newest = select(func.coalesce(func.max(tables.event.c.seq), 0)).where(tables.event.c.device == device)
    seq = int(connection.execute(newest).scalar_one())
    totals: dict[tuple[int, int], Counter[str]] = {}
    rows = []
    for number, entry in enumerate(part, seq + 1):
        key, deck = places[entry.event.card_id]
        if isinstance(entry.event, Change):
            values = change_values(entry.event)
        else:
            values = review_values(entry.event, entry.mark, entry.response)
            total = log.total_of(deck, entry.event)
            totals.setdefault((total.pop("day"), total.pop("deck_key")), Counter()).update(total)
        rows.append({**_ALL_COLUMNS, **values, "device": device, "seq": number, "card_key": key, "group_id": group})
    insert_many(connection, tables.event, rows)
    if totals:
        log.add_totals(
            connection, [{"day": day, "deck_key": deck, **total} for (day, deck), total in sorted(totals.items())]
        )


def _write_cards(connection: Connection, cards: Iterable[Card], places: Places) -> None:
    statement = update(tables.card).where(tables.card.c.key == bindparam("at_key"))
    rows = [{**card_values(card), "at_key": places[card.id][0]} for card in cards if card.id in places]
    for start in range(0, len(rows), 10_000):
        connection.execute(statement, rows[start : start + 10_000])
