"""The whole log of all devices, read for an archive and written from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct
from sqlalchemy import Connection, Engine, delete, func, select, text, update

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import tables, trails
from quizzer.store.cards_of_questions import add_unknown_cards
from quizzer.store.engine import writing
from quizzer.store.faults import Faults
from quizzer.store.many_rows import insert_many, insert_rows
from quizzer.store.readers.recounting import kinds_of
from quizzer.store.records import EventKind, Fact, Fold
from quizzer.store.rows import change_values, fact_values, storable
from quizzer.store.times import to_ms
from quizzer_scheduler.lines import LINE, Line
from quizzer_scheduler.model import Change

_BATCH = 5_000
_CARDS_AT_ONCE = 500
_DAY_TOTALS = """
    insert into day_total (day, deck_key, answers, introduced, tested, recalled, took_ms)
    select event.day, card.deck_key, count(*), sum(case when state_before = 0 then 1 else 0 end),
        sum(case when state_before = 2 then 1 else 0 end),
        sum(case when state_before = 2 and rating <> 1 then 1 else 0 end), sum(took_ms)
    from event join card on card.key = event.card_key
    where kind = 0 and not exists (select 1 from undone where undone.event_id = event.id)
    group by event.day, card.deck_key
"""

_ANSWER = ("id", "device", "seq", "group_id", "kind", "card_key", "mark", "response", *LINE)

Tell: TypeAlias = Callable[[str], None]
"""Told what is being done."""


class PastEvent(Struct, frozen=True):
    """A line of the log, from an archive."""

    device: str
    """Uid of the device that wrote it."""
    seq: int
    group: int
    """`seq` of the first event of its action."""
    kind: EventKind
    at: datetime
    offset: timedelta
    day: date
    content: Line | Change | Fact | None = None
    """None for undo and redo."""
    card_id: str = ""
    mark: str = ""
    response: str = ""
    target: int | None = None
    """For undo and redo: `seq` of the event it is about, of the same device."""


class Archived(NamedTuple):
    """What comes back with the events of an archive."""

    known: int
    """Events that are there already, the first ones of the archive."""
    parameters: Mapping[int, str]
    """All parameter sets, as JSON."""
    decks: Sequence[tuple[str, str, str]]
    """Id, title and origin of decks that may not be there."""
    device: str | None
    """The name under which this device goes on; None to keep its own."""


class LogRestorer:
    """Writes the log of an archive behind what is there of it, and makes the caches anew: one transaction."""

    def __init__(self, engine: Engine, faults: Faults, device_uid: str) -> None:
        self._engine = engine
        self._faults = faults
        self._uid = device_uid

    def restore(self, archived: Archived, events: Iterable[PastEvent], fold: Fold, tell: Tell) -> int:
        """Write what is missing, and return how many events; what the iterable raises undoes all of it."""
        with writing(self._engine, self._faults) as connection:
            _begin(connection, archived)
            if archived.device is not None:
                _rename(connection, self._uid, archived.device)
            return _Appending(connection).run(events, fold, tell)


def _begin(connection: Connection, archived: Archived) -> None:
    """Hold everybody off, and put down what events refer to. `StoreConflict` when something came meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table device, event, card, parameters in share row exclusive mode"))
    if connection.execute(select(func.count()).select_from(tables.event)).scalar_one() != archived.known:
        raise StoreConflict("Something was answered meanwhile; nothing was changed. Do it again.")
    connection.execute(delete(tables.parameters))
    rows = [{"version": version, "json": values} for version, values in archived.parameters.items()]
    insert_many(connection, tables.parameters, rows)
    there = set(connection.execute(select(tables.deck.c.id)).scalars())
    empty = {"description": "", "present": 0, "covers": "[]", "needs": "[]", "tags": "[]"}
    decks = [{**empty, "id": id_, "title": title, "origin": origin} for id_, title, origin in archived.decks]
    insert_many(connection, tables.deck, [deck for deck in decks if deck["id"] not in there])


def _rename(connection: Connection, uid: str, new: str) -> None:
    """Let this device, which has written nothing, go on as the one of the archive; with its files in the index."""
    for table in (tables.deck_file, tables.deck):
        connection.execute(update(table).where(table.c.origin == uid).values(origin=new))
    key = log.device_key(connection, uid)
    connection.execute(update(tables.device).where(tables.device.c.id == key).values(uid=new))


class _Appending:
    """Appends events with the ids that follow, in the order of the archive."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        newest = connection.execute(select(func.coalesce(func.max(tables.event.c.id), 0))).scalar_one()
        self._next = int(newest) + 1
        self._devices: dict[str, int] = {}
        self._cards: dict[str, int] = {}
        self._touched: set[int] = set()
        self._facts: set[tuple[str, str]] = set()

    def run(self, events: Iterable[PastEvent], fold: Fold, tell: Tell) -> int:
        """Append everything and make the caches of what it touches again."""
        remaining = iter(events)
        first = self._next
        while batch := list(islice(remaining, _BATCH)):
            self._append(batch)
            tell(f"Restoring the history: {self._next - first:,} events")
        if self._connection.dialect.name == "postgresql":
            follow = "select setval(pg_get_serial_sequence('event', 'id'), :last)"
            self._connection.execute(text(follow), {"last": self._next - 1})
        self._make_caches(fold, tell)
        return self._next - first

    def _append(self, batch: Sequence[PastEvent]) -> None:
        numbered = list(enumerate(batch, self._next))
        self._next += len(batch)
        self._find({event.card_id for event in batch if event.card_id})
        self._touched |= {self._cards[event.card_id] for event in batch if event.card_id}
        answers = [self._answer(id_, event) for id_, event in numbered if event.kind is EventKind.REVIEW]
        insert_rows(self._connection, tables.event, _ANSWER, answers)
        for kind in (EventKind.CHANGE, EventKind.FACT):
            rows = [self._row(id_, event) for id_, event in numbered if event.kind is kind]
            insert_many(self._connection, tables.event, rows)
        self._facts |= {
            (event.content.kind, event.content.subject) for event in batch if isinstance(event.content, Fact)
        }
        # Their targets may be among those just written; what is undone and redone in turn is so in its order.
        back = [numbering for numbering in numbered if numbering[1].target is not None]
        for kind, run in groupby(back, key=lambda numbering: numbering[1].kind):
            self._compensate(kind, [self._row(*numbering) for numbering in run])

    def _answer(self, id_: int, event: PastEvent) -> tuple[Any, ...]:
        assert isinstance(event.content, tuple)
        card, device = self._cards[event.card_id], self._device(event.device)
        said = storable(event.mark), storable(event.response)
        return (id_, device, event.seq, event.group, 0, card, *said, *event.content)

    def _row(self, id_: int, event: PastEvent) -> dict[str, Any]:
        place = {"id": id_, "device": self._device(event.device), "seq": event.seq, "group_id": event.group}
        match event.content:
            case Change() as change:
                return {**change_values(change), **place, "card_key": self._cards[event.card_id]}
            case Fact() as fact:
                return {**fact_values(fact), **place}
        minutes = event.offset // timedelta(minutes=1)
        stamp = {"at": to_ms(event.at), "offset_minutes": minutes, "day": event.day.toordinal()}
        return {"kind": int(event.kind), **stamp, **place, "target": event.target}

    def _device(self, uid: str) -> int:
        if uid not in self._devices:
            self._devices[uid] = log.device_key(self._connection, uid)
        return self._devices[uid]

    def _compensate(self, kind: EventKind, rows: Sequence[dict[str, Any]]) -> None:
        """Append undos or redos, whose targets are numbers of their devices, and keep what is undone in step."""
        find = text("select id, card_key, name, subject, kind from event where device = :device and seq = :target")
        for row in rows:
            found = self._connection.execute(find, {"device": row["device"], "target": row["target"]}).one()
            row |= {"target": found.id, "card_key": found.card_key}
            if found.card_key is not None:
                self._touched.add(found.card_key)
            if found.kind == EventKind.FACT:
                self._facts.add((found.name, found.subject))
        insert_many(self._connection, tables.event, rows)
        if kind is EventKind.UNDO:
            undone = [{"event_id": row["target"], "by_event": row["id"]} for row in rows]
            insert_many(self._connection, tables.undone, undone)
            return
        targets = [row["target"] for row in rows]
        self._connection.execute(delete(tables.undone).where(tables.undone.c.event_id.in_(targets)))

    def _find(self, card_ids: set[str]) -> None:
        """Learn the keys of cards, and add orphans for those that no deck here has."""
        ids = sorted(card_ids - self._cards.keys())
        card = tables.card.c
        for start in range(0, len(ids), _CARDS_AT_ONCE):
            part = ids[start : start + _CARDS_AT_ONCE]
            add_unknown_cards(self._connection, part)
            found = self._connection.execute(select(card.id, card.key).where(card.id.in_(part)))
            self._cards.update((id_, key) for id_, key in found)

    def _make_caches(self, fold: Fold, tell: Tell) -> None:
        log.refresh_facts(self._connection, self._facts)
        self._cards.clear()  # what is counted below takes much memory
        keys = sorted(self._touched)
        for start in range(0, len(keys), _CARDS_AT_ONCE):
            part = keys[start : start + _CARDS_AT_ONCE]
            named = select(tables.card.c.id).where(tables.card.c.key.in_(part))
            log.refold(self._connection, self._connection.execute(named).scalars(), fold)
            tell(f"Computing the cards: {min(start + _CARDS_AT_ONCE, len(keys)):,} of {len(keys):,}")
        self._connection.execute(delete(tables.day_total))
        self._connection.execute(text(_DAY_TOTALS))
        self._count(keys, tell)

    def _count(self, keys: Sequence[int], tell: Tell) -> None:
        """Count the answers, one kind of question after the other: all together would take much memory."""
        of_kind: defaultdict[str, list[int]] = defaultdict(list)
        for start in range(0, len(keys), _CARDS_AT_ONCE):
            part = keys[start : start + _CARDS_AT_ONCE]
            for key, kind in kinds_of(lambda sql, values: self._connection.execute(text(sql), values), part).items():
                of_kind[kind].append(key)
        for number, some in enumerate(of_kind.values(), 1):
            tell(f"Counting the answers: {number} of {len(of_kind)} kinds of questions")
            trails.retrace(self._connection, some)
