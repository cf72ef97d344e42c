"""Writes what the statistics read, in the transaction of what it follows from: trails, tallies, and the course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, text

from quizzer.store import tables
from quizzer.store.many_rows import insert_many
from quizzer.store.readers.fragments import among
from quizzer.store.readers.recounting import (
    CHUNK,
    Spans,
    add_spans,
    add_tally,
    all_trails_from_log,
    month,
    trails_from_log,
)
from quizzer.store.times import to_ms
from quizzer_scheduler.model import Review
from quizzer_scheduler.stats.tally import by_day
from quizzer_scheduler.stats.trail import SIZE, Answer, Walk

_FIND = text("select packed from trail where card_key = :key")
_PUT = text(
    "insert into trail (card_key, packed) values (:key, :packed)"
    " on conflict (card_key) do update set packed = excluded.packed"
)
_ADD = text(
    "insert into tally (span, cell, n, hits, amount, extra) values (:span, :cell, :n, :hits, :amount, :extra)"
    " on conflict (span, cell) do update set n = tally.n + excluded.n, hits = tally.hits + excluded.hits,"
    " amount = tally.amount + excluded.amount, extra = tally.extra + excluded.extra"
)
_ANSWERED = text("select count(*) from card where reps > 0")
_END_COURSE = text("delete from course where day >= :day")


def follow(connection: Connection, key: int, interval: int, review: Review, mark: str) -> None:
    """Add an answer to its card's trail and to the tallies; `interval` is what the card's schedule gave it before."""
    trail = bytes(connection.execute(_FIND, {"key": key}).scalar() or b"")
    step = Walk.along(trail, interval).step(_answer(review, mark))
    connection.execute(_PUT, {"key": key, "packed": trail + step})
    _count(connection, b"", step)


def retrace(connection: Connection, keys: Sequence[int]) -> None:
    """Make the trails of some cards again from the log, and bring the tallies in step with them."""
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        marks, parameters = among("k", part)
        found = connection.execute(text(f"select card_key, packed from trail where card_key in ({marks})"), parameters)
        old = {key: bytes(packed) for key, packed in found}
        new = trails_from_log(lambda sql, values: connection.execute(text(sql), values), part)
        changed = {key: trail for key, trail in new.items() if trail != old.get(key, b"")}
        if not changed:
            continue
        connection.execute(_PUT, [{"key": key, "packed": trail} for key, trail in changed.items()])
        gone, come = [], []
        for key, trail in changed.items():
            same = _same(old.get(key, b""), trail)
            gone.append(old.get(key, b"")[same:])
            come.append(trail[same:])
        _count(connection, b"".join(gone), b"".join(come))


def recount(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Make everything of this module again from the log, and tell how many of how many cards are done."""
    for table in (tables.trail, tables.tally, tables.course):
        connection.execute(delete(table))
    total: Spans = {}
    done, cards = 0, int(connection.execute(_ANSWERED).scalar() or 0)
    for trails in all_trails_from_log(lambda sql, values: connection.execute(text(sql), values)):
        told = {key: trail for key, trail in trails.items() if trail}
        insert_many(connection, tables.trail, [{"card_key": key, "packed": trail} for key, trail in told.items()])
        add_spans(total, told.values())
        done += len(trails)
        if progress is not None:
            progress(done, cards)
    insert_many(connection, tables.tally, _rows(total))


def keep_course(connection: Connection, packed: Mapping[int, bytes], decay: float) -> None:
    """Keep what was known at the end of study days (ordinals), in the place of what was kept of them."""
    marks, parameters = among("d", packed)
    gone = text(f"delete from course where day in ({marks}) or decay <> :decay")
    connection.execute(gone, {**parameters, "decay": decay})
    rows = [{"day": day, "decay": decay, "packed": decks} for day, decks in packed.items()]
    insert_many(connection, tables.course, rows)


def _count(connection: Connection, gone: bytes, come: bytes) -> None:
    """Take answers from the tallies and add others."""
    total: Spans = {}
    for trails, sign in ((gone, -1), (come, 1)):
        for day, tally in by_day(trails).items():
            add_tally(total, day, tally, sign)
            add_tally(total, month(day), tally, sign)
    if total:
        # Always in the same order: on a server two devices would else wait for each other's rows.
        connection.execute(_ADD, _rows(total))
        connection.execute(_END_COURSE, {"day": min(span for span, _ in total if span >= 0)})


def _rows(total: Spans) -> list[Mapping[str, int]]:
    return [
        {"span": span, "cell": cell, "n": n, "hits": hits, "amount": amount, "extra": extra}
        for (span, cell), (n, hits, amount, extra) in sorted(total.items())
    ]


def _same(one: bytes, other: bytes) -> int:
    """Return how many bytes of whole answers two trails begin with alike."""
    place = 0
    while place < min(len(one), len(other)) and one[place : place + SIZE] == other[place : place + SIZE]:
        place += SIZE
    return place


def _answer(review: Review, mark: str) -> Answer:
    return Answer(
        day=review.day.toordinal(),
        at_ms=to_ms(review.at),
        offset_minutes=review.offset // timedelta(minutes=1),
        rating=int(review.rating),
        mark=mark,
        took_ms=review.took // timedelta(milliseconds=1),
        state_before=int(review.state_before),
        stability_before=review.before.stability if review.before else None,
        predicted=review.retrievability,
        stability_after=review.after.stability,
        interval_days=review.interval_days,
    )
