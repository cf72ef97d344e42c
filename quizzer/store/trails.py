"""Writes what the statistics read, in the transaction of what it follows from: trails, tallies, and the course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain, islice

from sqlalchemy import Connection, TextClause, delete, text

from quizzer.store import tables
from quizzer.store.many_rows import insert_many, rows_among, run_rows
from quizzer.store.readers.fragments import among
from quizzer.store.readers.recounting import (
    CHUNK,
    Counting,
    Run,
    Spans,
    all_trails_from_log,
    counts_of,
    kinds_of,
    spread,
    trails_from_log,
)
from quizzer.store.steps import Steps
from quizzer.store.times import to_ms
from quizzer_scheduler.model import Review
from quizzer_scheduler.stats.tally import by_day
from quizzer_scheduler.stats.trail import SIZE, Answer, Walk

_ROWS = 2_000
_KEPT = "select card_key, kind, packed from trail where card_key in ({marks})"
_FIND = "select kind, packed from trail where card_key = :key"
_REPLACED = "on conflict (card_key) do update set packed = excluded.packed"
_PUT = text(f"insert into trail (card_key, kind, packed) values (:key, :kind, :packed) {_REPLACED}")
_TALLY = ("kind", "span", "cell", "n", "hits", "amount", "extra")
_ADD = f"insert into tally ({', '.join(_TALLY)}) values"
_ADDED = """
    on conflict (kind, span, cell) do update set n = tally.n + excluded.n, hits = tally.hits + excluded.hits,
        amount = tally.amount + excluded.amount, extra = tally.extra + excluded.extra
"""
# Another kind than the question of the card has now, or one though the question is gone.
_STRAYED = """
    select trail.card_key, trail.kind, coalesce(question.kind, '') as now, packed
    from card join trail on trail.card_key = card.key left join question on question.key = card.question_key
    where card.deck_key in ({decks}) and trail.kind <> coalesce(question.kind, '')
"""
_TURN = text("update trail set kind = :kind where card_key = :key")
_ANSWERED = text("select count(*) from card where reps > 0")
_END_COURSE = text("delete from course where day >= :day")


def follow(connection: Connection, key: int, interval: int, review: Review, mark: str) -> None:
    """Add an answer to its card's trail and to the tallies; `interval` is what the card's schedule gave it before."""
    found = connection.execute(_held(connection, _FIND, "trail"), {"key": key}).one_or_none()
    kind, trail = found or (kinds_of(_run(connection), [key])[key], b"")
    step = Walk.along(bytes(trail), interval).step(_answer(review, mark))
    connection.execute(_PUT, {"key": key, "kind": kind, "packed": bytes(trail) + step})
    add(connection, spread({(kind, day): tally for day, tally in by_day(step).items()}))


def begin(connection: Connection, trails: Mapping[int, tuple[str, bytes]], counting: Counting) -> None:
    """Keep the trails of cards without an answer so far, by key, with the kinds of their questions, and count them."""
    rows = [(key, kind, trail) for key, (kind, trail) in trails.items()]
    run_rows(connection, "insert into trail (card_key, kind, packed) values", 3, rows, end=_REPLACED)
    for kind, trail in trails.values():
        counting.add(kind, trail)


def retrace(connection: Connection, keys: Sequence[int], steps: Steps | None = None) -> None:
    """Make the trails of some cards again from the log, and bring the tallies in step with them."""
    counting = Counting()
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        found = rows_among(connection, _KEPT, part)
        old = {key: (kind, bytes(packed)) for key, kind, packed in found}
        new = trails_from_log(_run(connection), part)
        fresh = kinds_of(_run(connection), [key for key in new if key not in old])
        rows = []
        for key, trail in new.items():
            kind, before = old[key] if key in old else (fresh[key], b"")
            if trail != before:
                rows.append((key, kind, trail))
                same = _same(before, trail)
                counting.add(kind, before[same:], -1)
                counting.add(kind, trail[same:])
        run_rows(connection, "insert into trail (card_key, kind, packed) values", 3, rows, end=_REPLACED)
        if steps is not None:
            steps.did(len(part))
    add(connection, counting.spans())


def drop(connection: Connection, keys: Sequence[int], steps: Steps) -> None:
    """Take away the trails of cards of which no answer stands any more."""
    counting = Counting()
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        found = rows_among(connection, _KEPT, part)
        for _, kind, packed in found:
            counting.add(kind, bytes(packed), -1)
        rows = [(key, kind, b"") for key, kind, _ in found]
        run_rows(connection, "insert into trail (card_key, kind, packed) values", 3, rows, end=_REPLACED)
        steps.did(len(part))
    add(connection, counting.spans())


def turn(connection: Connection, decks: Iterable[int]) -> None:
    """Count the cards of some decks (keys) under the kinds that their questions have now."""
    wanted = sorted(decks)
    counting = Counting()
    for start in range(0, len(wanted), CHUNK):
        marks, parameters = among("d", wanted[start : start + CHUNK])
        strayed = connection.execute(_held(connection, _STRAYED.format(decks=marks), "trail"), parameters).all()
        if not strayed:
            continue
        connection.execute(_TURN, [{"key": row.card_key, "kind": row.now} for row in strayed])
        for row in strayed:
            counting.add(row.kind, bytes(row.packed), -1)
            counting.add(row.now, bytes(row.packed))
    add(connection, counting.spans())


def recount(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Make everything of this module again from the log, and tell how many of how many cards are done."""
    for table in (tables.trail, tables.tally, tables.course):
        connection.execute(delete(table))
    counting = Counting()
    done, cards = 0, int(connection.execute(_ANSWERED).scalar() or 0)
    for kind, trails in all_trails_from_log(_run(connection)):
        begin(connection, {key: (kind, trail) for key, trail in trails.items() if trail}, counting)
        done += len(trails)
        if progress is not None:
            progress(done, cards)
    add(connection, counting.spans())


def keep_course(connection: Connection, packed: Mapping[tuple[str, int], bytes], decay: float) -> None:
    """Keep what was known by kind at the end of study days (ordinals), in the place of what was kept of them."""
    marks, parameters = among("d", {day for _, day in packed})
    gone = text(f"delete from course where day in ({marks}) or decay <> :decay")
    connection.execute(gone, {**parameters, "decay": decay})
    rows = [{"kind": kind, "day": day, "decay": decay, "packed": decks} for (kind, day), decks in packed.items()]
    insert_many(connection, tables.course, rows)


def _run(connection: Connection) -> Run:
    # Not row by row, each of which would be a call through SQLAlchemy, and not all at once.
    return lambda sql, values: chain.from_iterable(connection.execute(text(sql), values).partitions(_ROWS))


def _held(connection: Connection, sql: str, table: str) -> TextClause:
    """Return a query whose rows no other device changes meanwhile; SQLite lets only one write at all."""
    return text(f"{sql} for update of {table}" if connection.dialect.name == "postgresql" else sql)


def add(connection: Connection, total: Spans) -> None:
    """Add what was counted to the tallies."""
    if total:
        # Always in the same order: on a server two devices would else wait for each other's rows.
        rows = (place + count for place, count in counts_of(total))
        while some := list(islice(rows, CHUNK)):
            run_rows(connection, _ADD, len(_TALLY), some, end=_ADDED)
        connection.execute(_END_COURSE, {"day": min(span for _, span in total if span >= 0)})


def add_all(connection: Connection, source: str) -> None:
    """Add the rows of a table, named as those of the tallies are, to the tallies."""
    columns = ", ".join(_TALLY)
    taken = (
        f"insert into tally ({columns}) select {columns} from {source} where true order by kind, span, cell {_ADDED}"
    )
    connection.execute(text(taken))
    first = connection.execute(text(f"select min(span) from {source} where span >= 0")).scalar()
    if first is not None:
        connection.execute(_END_COURSE, {"day": first})


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
