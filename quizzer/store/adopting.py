"""Other weights come into force: the set, the fact that says so, and what they make of each card, as one action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text, update

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import tables
from quizzer.store.adoption import Adoption, Moved
from quizzer.store.many_rows import insert_many
from quizzer.store.readers.fragments import among
from quizzer.store.records import EventKind, Fact, Fold
from quizzer.store.rows import fact_values
from quizzer.store.steps import Steps
from quizzer.store.times import to_ms
from quizzer_scheduler.model import Card, Memory

_CHUNK = 10_000
_REMEMBER = (
    update(tables.card)
    .where(tables.card.c.key == bindparam("card_key"))
    .values(stability=bindparam("stability"), difficulty=bindparam("difficulty"))
)
_MOVE = (
    update(tables.card)
    .where(tables.card.c.key == bindparam("card_key"))
    .values(due_at=bindparam("due_at"), interval_days=bindparam("interval_days"))
)


def adopt(
    connection: Connection,
    device: int,
    adoption: Adoption,
    version: int,
    tell: Callable[[int, int], None] | None = None,
) -> None:
    """Write an adoption. `StoreConflict` when something came into the log since it was worked out."""
    _check_unchanged(connection, adoption.newest_event)
    fact = Fact(adoption.kind, adoption.subject, {**adoption.value, "version": version}, *adoption.stamp)
    head = {
        "device": device,
        "at": to_ms(adoption.stamp.at),
        "offset_minutes": adoption.stamp.offset // timedelta(minutes=1),
        "day": adoption.stamp.day.toordinal(),
    }
    log.append_group(connection, device, [fact_values(fact)])
    log.refresh_facts(connection, [(fact.kind, fact.subject)])
    first = _last_seq(connection, device)
    changes = [*_memories(adoption.memories, version), *_moves(adoption.moves)]
    steps = Steps(2 * len(changes), tell)
    for start in range(0, len(changes), _CHUNK):
        part = changes[start : start + _CHUNK]
        seqs = range(first + 1 + start, first + 1 + start + len(part))
        insert_many(
            connection,
            tables.event,
            [{**head, **change, "seq": seq, "group_id": first} for seq, change in zip(seqs, part, strict=True)],
        )
        steps.did(len(part))
    _remember(connection, adoption.memories, steps)
    _move(connection, adoption.moves, steps)


def _remember(connection: Connection, memories: Mapping[int, Memory], steps: Steps) -> None:
    """Write memories into the rows of cards."""
    _in_parts(
        connection,
        _REMEMBER,
        (
            {"card_key": key, "stability": memory.stability, "difficulty": memory.difficulty}
            for key, memory in memories.items()
        ),
        steps,
    )


def _move(connection: Connection, moves: Mapping[int, Moved], steps: Steps) -> None:
    """Write due dates into the rows of cards."""
    _in_parts(
        connection,
        _MOVE,
        (
            {"card_key": key, "due_at": to_ms(moved.due_at), "interval_days": moved.interval_days}
            for key, moved in moves.items()
        ),
        steps,
    )


def _in_parts(connection: Connection, statement: Any, rows: Iterable[Mapping[str, Any]], steps: Steps) -> None:
    ready: Sequence[Mapping[str, Any]] = list(rows)
    for start in range(0, len(ready), _CHUNK):
        part = ready[start : start + _CHUNK]
        connection.execute(statement, part)
        steps.did(len(part))


def _check_unchanged(connection: Connection, newest: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table event in share row exclusive mode"))
    if connection.execute(select(func.coalesce(func.max(tables.event.c.id), 0))).scalar_one() != newest:
        raise StoreConflict("Something was answered meanwhile; nothing was changed. Do it again.")


def _last_seq(connection: Connection, device: int) -> int:
    seq = tables.event.c.seq
    return int(connection.execute(select(func.max(seq)).where(tables.event.c.device == device)).scalar_one())


def _memories(memories: Mapping[int, Memory], version: int) -> Iterable[dict[str, Any]]:
    for key, memory in memories.items():
        yield {
            **_change(key, "memory", "null"),
            "stability_after": memory.stability,
            "difficulty_after": memory.difficulty,
            "parameters": version,
        }


def _moves(moves: Mapping[int, Moved]) -> Iterable[dict[str, Any]]:
    for key, moved in moves.items():
        yield _change(key, "due", f'"{moved.day.isoformat()}"')


def _change(key: int, name: str, value: str) -> dict[str, Any]:
    return {
        "kind": int(EventKind.CHANGE),
        "card_key": key,
        "name": name,
        "value": value,
        "stability_after": None,
        "difficulty_after": None,
        "parameters": None,
    }


_CARDS_AT_ONCE = 500
_STANDS = "kind in (0, 1) and not exists (select 1 from undone where undone.event_id = event.id)"
# Backwards through a card's events to the first that fits: with `max` all of them would be looked at.
_LATEST = """
    select card_key, kind, stability_after, difficulty_after, due_at, interval_days from event join (
        select (select event.id from event where event.card_key = card.key and {stands} and {what}
            order by event.id desc limit 1) as latest
        from card where card.key in ({marks})) found on event.id = found.latest
"""
# Given or computed while something of another device before it stood that no longer does, or did not that does again.
_BENEATH = """
    select turned.card_key from event turned join event on event.card_key = turned.card_key
    where turned.kind in (3, 4) and event.id > turned.target and event.id < turned.id
    and event.device <> turned.device and (event.kind = 0 or event.name = 'memory')
    and not exists (select 1 from undone where undone.event_id = event.id)
"""


def settle(connection: Connection, first: int, last: int, fold: Fold, steps: Steps, *, moved: bool) -> tuple[Card, ...]:
    """Bring the cards in line after the changes with these ids, of dates too where `moved`, were undone or redone.

    Nearly always nothing came after them; then a card's memory and date are what the last event that stands gave. The
    others, which were folded anew, are returned; so are cards with something built on what no longer stands.
    """
    changed = connection.execute(
        text("select distinct card_key from event where id between :first and :last and card_key is not null"),
        {"first": first, "last": last},
    )
    later = connection.execute(
        text(f"select distinct card_key from event where id > :last and {_STANDS}"), {"last": last}
    )
    touched = {key for (key,) in [*later, *connection.execute(text(_BENEATH))]}
    keys = [key for (key,) in changed]
    alone = [key for key in keys if key not in touched]
    again = [key for key in keys if key in touched]
    for start in range(0, len(alone), _CARDS_AT_ONCE):
        part = alone[start : start + _CARDS_AT_ONCE]
        again += _as_last_given(connection, part, moved=moved)
        steps.did(len(part))
    ids = [connection.execute(text("select id from card where key = :key"), {"key": key}).scalar_one() for key in again]
    return log.refold(connection, ids, fold)


def _as_last_given(connection: Connection, keys: Sequence[int], *, moved: bool) -> list[int]:
    """Write memory and date as the last events gave them; return the cards that were moved by hand."""
    by_memory = _latest(connection, keys, "stability_after is not null")
    known = {row.card_key: Memory(row.stability_after, row.difficulty_after) for row in by_memory}
    _remember(connection, known, Steps(len(known)))
    by_date = _latest(connection, keys, "(kind = 0 or name in ('due', 'placed'))") if moved else ()
    dated = [row for row in by_date if row.kind == EventKind.REVIEW]
    if dated:
        rows = [{"card_key": row.card_key, "due_at": row.due_at, "interval_days": row.interval_days} for row in dated]
        connection.execute(_MOVE, rows)
    return [row.card_key for row in by_date if row.kind != EventKind.REVIEW]


def _latest(connection: Connection, keys: Sequence[int], what: str) -> Sequence[Row[Any]]:
    """Return each card's last event that stands and of which something is true."""
    marks, parameters = among("k", keys)
    return connection.execute(text(_LATEST.format(marks=marks, stands=_STANDS, what=what)), parameters).all()
