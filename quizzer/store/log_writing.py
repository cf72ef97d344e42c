"""Statements that write the log and its caches. Each runs inside a transaction that its caller opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from quizzer.errors import StoreError
from quizzer.store import tables
from quizzer.store.many_rows import insert_many, rows_among, run_rows
from quizzer.store.records import Fold, LoggedEvent
from quizzer.store.rows import DECIDED, EVENT_COLUMNS, EVENT_SOURCE, card_values, change_of, logged_of
from quizzer.store.sqlite_file import Row
from quizzer.store.steps import Steps
from quizzer_scheduler.lines import LINE, Line
from quizzer_scheduler.model import Card, Change, Rating, Review, State

_NEXT_SEQ = select(func.coalesce(func.max(tables.event.c.seq), 0) + 1).where(
    tables.event.c.device == bindparam("by_device")
)
_INSERT_NEXT = insert(tables.event).values(seq=_NEXT_SEQ.scalar_subquery())
_CARD = select(
    *(tables.card.c[name] for name in ("key", "deck_key", "interval_days", "reps", "state", "stability", "difficulty"))
).where(tables.card.c.id == bindparam("card_id"))
_LOCK_CARD = _CARD.with_for_update()
_UPDATE_CARD = update(tables.card).where(tables.card.c.key == bindparam("card_key"))
_REVIEW_COLUMNS = (
    *("state", "step", "stability", "difficulty", "due_at", "interval_days"),
    *("last_review_at", "last_day", "reps", "lapses", "buried_until"),
)
_PUT_FACT = text(
    "insert into fact (kind, subject, value) values (:kind, :subject, :value)"
    " on conflict (kind, subject) do update set value = excluded.value"
)
_EFFECTIVE = "event.kind in (0, 1) and undone.event_id is null"
_TOTAL = ("day", "deck_key", "answers", "introduced", "tested", "recalled", "took_ms")
_ADD_TOTALS = f"insert into day_total ({', '.join(_TOTAL)}) values"
_ADDED = (
    f"on conflict (day, deck_key) do update set"
    f" {', '.join(f'{name} = day_total.{name} + excluded.{name}' for name in _TOTAL[2:])}"
)
_SUMMED = 100_000
"""Events that the database sums up at once: it holds them in memory for it."""
_TOTALLED = f"""
    insert into day_total ({", ".join(_TOTAL)})
    select event.day, deck_key, :sign * count(*), :sign * sum(case when state_before = 0 then 1 else 0 end),
        :sign * sum(case when state_before = 2 then 1 else 0 end),
        :sign * sum(case when state_before = 2 and rating > 1 then 1 else 0 end), :sign * sum(took_ms)
    from event join card on card.key = card_key
    where event.kind = 0 and device = :device and seq between :first and :last
    group by event.day, deck_key order by event.day, deck_key {_ADDED}
"""
_STANDING = f"""
    select card_key, name, value, {", ".join(LINE)} from event left join undone on undone.event_id = event.id
    where card_key in ({{marks}}) and {_EFFECTIVE} order by card_key, event.id
"""
_CHUNK = 500


def device_key(connection: Connection, uid: str) -> int:
    """Return the device's key, added when it is new, and hold its row: one writer of its numbers at a time."""
    device = tables.device
    find = select(device.c.id).where(device.c.uid == uid).with_for_update()
    found = connection.execute(find).scalar()
    if found is None:
        add = text("insert into device (uid) values (:uid) on conflict (uid) do nothing")
        connection.execute(add, {"uid": uid})
        found = connection.execute(find).scalar_one()
    return int(found)


def lock_card(connection: Connection, card_id: str) -> Row:
    """Return (key, deck key, interval, reps, state, stability, difficulty) of a card, held. `StoreError` for none."""
    found = connection.execute(_LOCK_CARD, {"card_id": card_id}).one_or_none()
    if found is None:
        raise StoreError(f"There is no card {card_id}. Its question may have been renamed or removed.")
    return tuple(found)


def update_reviewed(connection: Connection, key: int, card: Card) -> None:
    """Write what an answer changes in a card's row, and nothing else: another device may suspend or flag it."""
    values = card_values(card)
    connection.execute(_UPDATE_CARD, {"card_key": key, **{name: values[name] for name in _REVIEW_COLUMNS}})


def append_next(connection: Connection, device: int, values: Mapping[str, Any]) -> int:
    """Append one event of a device and return its id."""
    result = connection.execute(_INSERT_NEXT, {"by_device": device, "device": device, **values})
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def next_seq(connection: Connection, device: int) -> int:
    """Return the number that a device's next event gets."""
    return int(connection.execute(_NEXT_SEQ, {"by_device": device}).scalar_one())


def append_group(
    connection: Connection, device: int, events: Iterable[Mapping[str, Any]], group: int | None = None
) -> None:
    """Append events that belong together, with others of a `group` or alone: one undo takes them back."""
    first = next_seq(connection, device)
    group = first if group is None else group
    rows = [{**event, "device": device, "seq": first + i, "group_id": group} for i, event in enumerate(events)]
    insert_many(connection, tables.event, rows)


def append_groups(connection: Connection, device: int, *parts: Sequence[Mapping[str, Any]]) -> None:
    """Append events of several kinds, which fill different columns, as one group: one undo takes them back."""
    group: int | None = None
    for part in parts:
        if part:
            first = next_seq(connection, device)
            group = first if group is None else group
            append_group(connection, device, part, group)


def hold_off_others(connection: Connection) -> None:
    """Let no other device write to the log or to cards until this is done; SQLite lets only one write at all."""
    if connection.dialect.name == "postgresql":
        # In the order in which an answer takes them: who holds a card's row is let finish first.
        connection.execute(text("lock table card, event in exclusive mode"))


def add_total(connection: Connection, deck_key: int, review: Review) -> None:
    """Add an answer to the roll-up of its day."""
    tested = review.state_before is State.REVIEW
    recalled = tested and review.rating is not Rating.AGAIN
    took = review.took.days * 86_400_000 + review.took.seconds * 1000 + review.took.microseconds // 1000
    new = review.state_before is State.NEW
    add_totals(connection, [(review.day.toordinal(), deck_key, 1, int(new), int(tested), int(recalled), took)])


def add_totals(connection: Connection, totals: Sequence[tuple[int, ...]]) -> None:
    """Add to the roll-ups: day, deck, answers, introduced, tested, recalled and milliseconds of each."""
    run_rows(connection, _ADD_TOTALS, len(_TOTAL), totals, end=_ADDED)


def total(connection: Connection, device: int, first: int, last: int, sign: int = 1) -> None:
    """Add a device's answers, from which number to which, to the roll-ups of their days, or with -1 take them away."""
    for begin in range(first, last + 1, _SUMMED):
        part = {"device": device, "first": begin, "last": min(last, begin + _SUMMED - 1)}
        connection.execute(text(_TOTALLED), {**part, "sign": sign})


def add_totals_of(connection: Connection, source: str) -> None:
    """Add to the roll-ups what a source gives, which joins the decks."""
    named = ", ".join(_TOTAL[2:])
    columns = f"day, deck.key, {named} from {source} where true order by day, deck.key"
    connection.execute(text(f"insert into day_total ({', '.join(_TOTAL)}) select {columns} {_ADDED}"))


def refold(connection: Connection, card_ids: Iterable[str], fold: Fold, steps: Steps | None = None) -> tuple[Card, ...]:
    """Make the rows of some cards again from their events that stand, and return them by id."""
    made: list[Card] = []
    ids = sorted(set(card_ids))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        # The rows are held before their events are read, so that no other device's answer slips in between.
        keys = keys_of(connection, chunk)
        histories = _histories(connection, keys)
        cards = [fold(id_, histories[id_]) for id_ in chunk]
        write_cards(connection, [(keys[card.id], card) for card in cards])
        made += cards
        if steps is not None:
            steps.did(len(chunk))
    return tuple(made)


def keys_of(connection: Connection, card_ids: Iterable[str]) -> dict[str, int]:
    """Return the keys of cards by id, their rows held. `StoreError` when there is one that is not there."""
    ids = sorted(set(card_ids))
    keys: dict[str, int] = {}
    hold = " order by id for update" if connection.dialect.name == "postgresql" else ""
    for start in range(0, len(ids), _CHUNK):
        sql = f"select id, key from card where id in ({{marks}}){hold}"
        keys.update((id_, int(key)) for id_, key in rows_among(connection, sql, ids[start : start + _CHUNK]))
    if missing := [id_ for id_ in ids if id_ not in keys]:
        raise StoreError(f"There is no card {missing[0]}. Its question may have been renamed or removed.")
    return keys


def write_cards(connection: Connection, cards: Iterable[tuple[int, Card]]) -> None:
    """Write what events made of cards, by key."""
    rows = [(*card_values(card).values(), key) for key, card in cards]
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        setting = ", ".join(f"{name} = {mark}" for name in DECIDED)
        connection.exec_driver_sql(f"update card set {setting} where key = {mark}", rows)


def _histories(connection: Connection, keys: Mapping[str, int]) -> dict[str, list[Line | Change]]:
    ids = {key: id_ for id_, key in keys.items()}
    histories: dict[str, list[Line | Change]] = {id_: [] for id_ in keys}
    for key, name, value, *line in rows_among(connection, _STANDING, list(ids)):
        event = tuple(line) if name is None else change_of(ids[key], line, name, value)
        histories[ids[key]].append(event)
    return histories


def logged(connection: Connection, where: str, **parameters: object) -> list[LoggedEvent]:
    """Return events of the log in order, by a condition of ours."""
    sql = f"select {EVENT_COLUMNS} from {EVENT_SOURCE} where {where} order by event.id"
    return [logged_of(tuple(row)) for row in connection.execute(text(sql), parameters)]


def refresh_facts(connection: Connection, subjects: Iterable[tuple[str, str]]) -> None:
    """Make facts again from the last fact events that stand; a withdrawn or undone one is gone."""
    newest = text(
        "select value from event left join undone on undone.event_id = event.id where kind = 2"
        " and name = :name and subject = :subject and undone.event_id is null order by id desc limit 1"
    )
    fact = tables.fact
    for kind, subject in sorted(set(subjects)):
        value = connection.execute(newest, {"name": kind, "subject": subject}).scalar()
        if value is None or value == "null":
            connection.execute(delete(fact).where(fact.c.kind == kind, fact.c.subject == subject))
            continue
        connection.execute(_PUT_FACT, {"kind": kind, "subject": subject, "value": value})
