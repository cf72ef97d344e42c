"""Loads many events at once, for imports and benchmarks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from quizzer.store import log_writing as log
from quizzer.store import tables, trails
from quizzer.store.cards_of_questions import add_unknown_cards
from quizzer.store.engine import writing
from quizzer.store.faults import Faults
from quizzer.store.many_rows import insert_rows
from quizzer.store.records import Entry, Fact, Fold
from quizzer.store.rows import TOLD, fact_values, storable, told
from quizzer.store.taking_in import TakingIn
from quizzer_scheduler.model import Card, Change

_CHUNK = 500
_ROW = ("seq", "card_key", "mark", "response", *TOLD)


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
        keys: dict[str, int] = {}
        loaded = 0
        while part := list(islice(remaining, chunk)):
            with writing(self._engine, self._faults) as connection:
                device = log.device_key(connection, self._uid)
                first = log.next_seq(connection, device)
                keys.update(_found(connection, {entry.event.card_id for entry in part} - keys.keys()))
                rows = [
                    (number, keys[each.event.card_id], *_said(each), *told(each.event))
                    for number, each in enumerate(part, first)
                ]
                insert_rows(connection, tables.event, _ROW, rows, {"device": device})
                log.total(connection, device, first, first + len(part) - 1)
            loaded += len(part)
        with writing(self._engine, self._faults) as connection:
            if cards is None:
                log.refold(connection, keys, self._fold)
            else:
                log.write_cards(connection, [(keys[card.id], card) for card in cards if card.id in keys])
            trails.retrace(connection, sorted(keys.values()))
        return loaded

    def take_in(self, fact: Fact, files: Iterable[Path], newest_event: int | None) -> int:
        """Append a fact and the events of cards as one action, in one transaction; see `Store.take_in`."""
        with writing(self._engine, self._faults) as connection:
            device = log.device_key(connection, self._uid)
            log.hold_off_others(connection)
            group = log.next_seq(connection, device)
            taking = TakingIn(connection, device, group, newest_event)
            log.append_group(connection, device, [fact_values(fact)])
            log.refresh_facts(connection, [(fact.kind, fact.subject)])
            for file in files:
                taking.take(file)
            taking.finish()
        return taking.number


def _said(entry: Entry) -> tuple[str | None, str | None]:
    if isinstance(entry.event, Change):
        return None, None
    return storable(entry.mark), storable(entry.response)


def _found(connection: Connection, card_ids: Collection[str]) -> dict[str, int]:
    """Return the keys of cards, after orphans were added for unknown ones."""
    ids = sorted(card_ids)
    keys: dict[str, int] = {}
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        add_unknown_cards(connection, part)
        keys.update(log.keys_of(connection, part))
    return keys
