"""Loads many events at once, for imports and benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Engine, select

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import tables, trails
from quizzer.store.cards_of_questions import add_unknown_cards
from quizzer.store.engine import writing
from quizzer.store.faults import Faults
from quizzer.store.many_rows import insert_rows, rows_among
from quizzer.store.readers.recounting import HISTORY, Counting, walked
from quizzer.store.records import Entry, Fact, Fold
from quizzer.store.rows import EVENT_ROW, event_row, fact_values, storable
from quizzer.store.taken import Taken
from quizzer_scheduler.model import Card

_CHUNK = 500
_of_trail = itemgetter(*map(EVENT_ROW.index, HISTORY))
_PLACES = """
    select card.id, card.key, card.reps, coalesce(question.kind, '')
    from card left join question on question.key = card.question_key where card.id in ({marks})
"""


class Place(NamedTuple):
    """Where a card is kept."""

    key: int
    reps: int
    """Answers that stand, before those that come."""
    kind: str
    """Of its question; empty without one."""


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
        places: dict[str, Place] = {}
        loaded = 0
        while part := list(islice(remaining, chunk)):
            with writing(self._engine, self._faults) as connection:
                appending = _Appending(connection, log.device_key(connection, self._uid))
                places.update(_found(connection, {entry.event.card_id for entry in part} - places.keys()))
                appending.append((places[each.event.card_id], each) for each in part)
                appending.count()
            loaded += len(part)
        with writing(self._engine, self._faults) as connection:
            if cards is None:
                log.refold(connection, places, self._fold)
            else:
                log.write_cards(connection, [(places[card.id].key, card) for card in cards if card.id in places])
            trails.retrace(connection, sorted(place.key for place in places.values()))
        return loaded

    def take_in(self, fact: Fact, taken: Iterable[Taken], progress: Progress, newest_event: int | None) -> int:
        """Append a fact and the events of cards as one action, in one transaction; see `Store.take_in`."""
        remaining = iter(taken)
        done = 0
        with writing(self._engine, self._faults) as connection:
            device = log.device_key(connection, self._uid)
            log.hold_off_others(connection)
            answered = _answered_since(connection, newest_event)
            log.append_group(connection, device, [fact_values(fact)])
            log.refresh_facts(connection, [(fact.kind, fact.subject)])
            appending = _Appending(connection, device, grouped=True)
            while part := list(islice(remaining, _CHUNK)):
                appending.take(part, answered)
                done += len(part)
                progress(done)
            appending.count()
        return appending.number


class _Appending:
    """Appends events of a device, and counts what follows from them."""

    def __init__(self, connection: Connection, device: int, *, grouped: bool = False) -> None:
        self._connection = connection
        self._device = device
        self._first = self._next = log.next_seq(connection, device)
        self._alike = {"device": device, "group_id": self._first - 1 if grouped else None}
        self._counting = Counting()
        self._again: list[int] = []

    @property
    def number(self) -> int:
        """Return how many events were appended."""
        return self._next - self._first

    def append(self, events: Iterable[tuple[Place, Entry]]) -> None:
        """Append events."""
        self._insert(
            [
                event_row(number, place.key, entry.event, storable(entry.mark), storable(entry.response))
                for number, (place, entry) in enumerate(events, self._next)
            ]
        )

    def take(self, part: Sequence[Taken], answered: Collection[int]) -> None:
        """Write cards, their events and trails; `StoreConflict` when one of them is among those just answered."""
        places = _found(self._connection, {taken.card.id for taken in part})
        if any(place.key in answered for place in places.values()):
            raise StoreConflict("A card of it was answered meanwhile; nothing was imported. Do it again.")
        every: list[tuple[Any, ...]] = []
        begun: dict[int, tuple[str, bytes]] = {}
        number = self._next
        for card, events, mark in part:
            key, reps, kind = places[card.id]
            rows = [event_row(place, key, event, mark) for place, event in enumerate(events, number)]
            number += len(rows)
            every += rows
            if reps or key in begun:  # two sources may have answers to a card
                self._again.append(key)
            elif trail := walked(map(_of_trail, rows)):
                begun[key] = (kind, trail)
        self._insert(every)
        log.write_cards(self._connection, [(places[taken.card.id].key, taken.card) for taken in part])
        trails.begin(self._connection, begun, self._counting)

    def count(self) -> None:
        """Write what the events count towards."""
        log.total(self._connection, self._device, self._first, self._next - 1)
        trails.add(self._connection, self._counting.spans())
        trails.retrace(self._connection, self._again)

    def _insert(self, rows: Sequence[tuple[Any, ...]]) -> None:
        insert_rows(self._connection, tables.event, EVENT_ROW, rows, self._alike)
        self._next += len(rows)


def _answered_since(connection: Connection, newest_event: int | None) -> set[int]:
    """Return the keys of the cards that the log knows something of after an event."""
    if newest_event is None:
        return set()
    event = tables.event.c
    return set(connection.execute(select(event.card_key).where(event.id > newest_event)).scalars())


def _found(connection: Connection, card_ids: Collection[str]) -> dict[str, Place]:
    """Return where cards are kept, after orphans were added for unknown ones."""
    ids = sorted(card_ids)
    places: dict[str, Place] = {}
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        rows = rows_among(connection, _PLACES, part)
        if len(rows) < len(part):
            add_unknown_cards(connection, part)
            rows = rows_among(connection, _PLACES, part)
        places.update((id_, Place(*place)) for id_, *place in rows)
    return places
