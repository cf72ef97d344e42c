"""Loads many events at once, for imports and benchmarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Engine, func, select, text

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import tables, trails
from quizzer.store.cards_of_questions import add_unknown_cards
from quizzer.store.engine import writing
from quizzer.store.faults import Faults
from quizzer.store.many_rows import insert_rows
from quizzer.store.readers.fragments import among
from quizzer.store.readers.recounting import HISTORY, Counting, walked
from quizzer.store.records import Entry, EventKind, Fact, Fold, Taken
from quizzer.store.rows import change_values, fact_values, line_of, storable
from quizzer_scheduler.lines import LINE, Line
from quizzer_scheduler.model import Card, Change, Rating, Review, State

_CHUNK = 500
_COLUMNS = ("seq", "kind", "card_key", "mark", "response", *LINE, "name", "value")
_of_trail = itemgetter(*map(_COLUMNS.index, HISTORY))
_of_total = itemgetter(*map(_COLUMNS.index, ("kind", "day", "rating", "took_ms", "state_before")))
_PLACES = """
    select card.id, card.key, card.deck_key, card.reps, coalesce(question.kind, '')
    from card left join question on question.key = card.question_key where card.id in ({marks})
"""


class Place(NamedTuple):
    """Where a card is kept."""

    key: int
    deck: int
    """Key."""
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
                appending.append(
                    (places[each.event.card_id], each.event, storable(each.mark), storable(each.response))
                    for each in part
                )
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
        newest = select(func.coalesce(func.max(tables.event.c.seq), 0)).where(tables.event.c.device == device)
        self._connection = connection
        self._first = self._seq = int(connection.execute(newest).scalar_one())
        self._alike = {"device": device, "group_id": self._first if grouped else None}
        self._totals: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * 5)
        self._counting = Counting()
        self._again: list[int] = []

    @property
    def number(self) -> int:
        """Return how many events were appended."""
        return self._seq - self._first

    def append(self, events: Iterable[tuple[Place, Line | Review | Change, str, str]]) -> None:
        """Append events, each with its mark and response, and count them by day and deck."""
        ready = [(place.deck, self._row(place.key, event, mark, said)) for place, event, mark, said in events]
        insert_rows(self._connection, tables.event, _COLUMNS, [row for _, row in ready], self._alike)
        for deck, row in ready:
            self._total(deck, [row])

    def take(self, part: Sequence[Taken], answered: Collection[int]) -> None:
        """Write cards, their events and trails; `StoreConflict` when one of them is among those just answered."""
        places = _found(self._connection, {taken.card.id for taken in part})
        if any(place.key in answered for place in places.values()):
            raise StoreConflict("A card of it was answered meanwhile; nothing was imported. Do it again.")
        every: list[tuple[Any, ...]] = []
        begun: dict[int, tuple[str, bytes]] = {}
        for card, events, mark in part:
            place = places[card.id]
            rows = [self._row(place.key, event, mark, "") for event in events]
            self._total(place.deck, rows)
            if place.reps:
                self._again.append(place.key)
            elif trail := walked(map(_of_trail, rows)):
                begun[place.key] = (place.kind, trail)
            every += rows
        insert_rows(self._connection, tables.event, _COLUMNS, every, self._alike)
        log.write_cards(self._connection, [(places[taken.card.id].key, taken.card) for taken in part])
        trails.begin(self._connection, begun, self._counting)

    def count(self) -> None:
        """Write what the events count towards."""
        log.add_totals(self._connection, [(*place, *counts) for place, counts in sorted(self._totals.items())])
        trails.add(self._connection, self._counting.spans())
        trails.retrace(self._connection, self._again)

    def _row(self, key: int, event: Line | Review | Change, mark: str, response: str) -> tuple[Any, ...]:
        self._seq += 1
        if isinstance(event, Change):
            values = {**change_values(event), "seq": self._seq, "card_key": key}
            return tuple([values.get(name) for name in _COLUMNS])
        line = line_of(event) if isinstance(event, Review) else event
        return (self._seq, 0, key, mark, response, *line, None, None)

    def _total(self, deck: int, rows: Iterable[tuple[Any, ...]]) -> None:
        for kind, day, rating, took, state in map(_of_total, rows):
            if kind == EventKind.REVIEW:
                total = self._totals[day, deck]
                total[0] += 1
                total[1] += state == State.NEW
                if state == State.REVIEW:
                    total[2] += 1
                    total[3] += rating != Rating.AGAIN
                total[4] += took


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
        marks, parameters = among("c", ids[start : start + _CHUNK])
        found = text(_PLACES.format(marks=marks))
        rows = connection.execute(found, parameters).all()
        if len(rows) < len(parameters):
            add_unknown_cards(connection, ids[start : start + _CHUNK])
            rows = connection.execute(found, parameters).all()
        places.update((id_, Place(*place)) for id_, *place in rows)
    return places
