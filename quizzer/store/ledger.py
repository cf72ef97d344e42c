"""What happens to cards and facts, and how it is taken back: each action one durable transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection, Engine, text

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import trails
from quizzer.store.adoption import Adoption
from quizzer.store.engine import writing
from quizzer.store.faults import Faults
from quizzer.store.records import EventKind, Fact, Fold, Undone
from quizzer.store.rows import change_values, fact_values, parameters_of, parameters_text, review_values
from quizzer.store.times import to_ms
from quizzer_scheduler.model import Card, Change, Parameters, Reviewed

Tell: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many steps of a long action are done; what it raises ends it, and nothing of it remains."""


class Ledger:
    """Appends to the log and keeps the caches in step."""

    def __init__(self, engine: Engine, faults: Faults, device_uid: str, fold: Fold) -> None:
        self._engine = engine
        self._faults = faults
        self._uid = device_uid
        self._fold = fold
        self._device: int | None = None

    def record(self, reviewed: Reviewed, mark: str, response: str, expected_reps: int) -> int:
        """Write an answer; see `Store.record`."""
        card, review = reviewed.card, reviewed.review
        with self._action() as (connection, device):
            key, deck_key, interval, reps, state, *memory = log.lock_card(connection, card.id)
            before = [review.before.stability, review.before.difficulty] if review.before else [None, None]
            if (reps, state, memory) != (expected_reps, review.state_before, before):
                raise StoreConflict(
                    f"The card {card.id} was answered or changed elsewhere in the meantime; nothing was written."
                )
            log.update_reviewed(connection, key, card)
            values = review_values(review, mark, response)
            event = log.append_next(connection, device, {**values, "card_key": key})
            log.add_total(connection, deck_key, review)
            # What a placement gave is no interval that an answer could have kept or broken.
            trails.follow(connection, key, interval if reps else 0, review, values["mark"])
        return event

    def change(self, changes: Sequence[Change], facts: Sequence[Fact] = ()) -> tuple[Card, ...]:
        """Write changes of cards, and facts with them, as one action; see `Store.change`."""
        if not changes:
            self.state_facts(facts)
            return ()
        with self._action() as (connection, device):
            ids = sorted({change.card_id for change in changes})
            keys = {id_: log.lock_card(connection, id_)[0] for id_ in ids}
            rows = [{**change_values(change), "card_key": keys[change.card_id]} for change in changes]
            stated = [fact_values(fact) for fact in facts]
            log.append_groups(connection, device, stated, rows)
            log.refresh_facts(connection, ((row["name"], row["subject"]) for row in stated))
            return log.refold(connection, ids, self._fold)

    def state_facts(self, facts: Sequence[Fact]) -> None:
        """Write facts as one action; see `Store.fact`."""
        if not facts:
            return
        with self._action() as (connection, device):
            rows = [fact_values(fact) for fact in facts]
            log.append_group(connection, device, rows)
            log.refresh_facts(connection, ((row["name"], row["subject"]) for row in rows))

    def undo(self, at: datetime, offset: timedelta, day: date, tell: Tell | None = None) -> Undone | None:
        """Take back this device's last action; see `Store.undo`."""
        return self._turn(EventKind.UNDO, _stamp(at, offset, day), tell)

    def redo(self, at: datetime, offset: timedelta, day: date, tell: Tell | None = None) -> Undone | None:
        """Bring back what the last undo took back; see `Store.redo`."""
        return self._turn(EventKind.REDO, _stamp(at, offset, day), tell)

    def retraceable(self, *, back: bool) -> int:
        """Return of how many events the action is that an undo, or else a redo, would be about."""
        from quizzer.store.compensating import last_action

        with self._action() as (connection, device):
            action = last_action(connection, device, back=back)
            return 0 if action is None else action.number

    def rebuild(self, card_ids: Iterable[str]) -> int:
        """Make cards again from their events; see `Store.rebuild`."""
        with self._action() as (connection, _):
            ids = list(card_ids)
            cards = log.refold(connection, ids, self._fold)
            trails.retrace(connection, sorted(log.keys_of(connection, ids).values()))
            return len(cards)

    def recount(self) -> None:
        """Count the statistics again; see `Store.recount`."""
        with self._action() as (connection, _):
            trails.recount(connection)

    def keep_course(self, packed: Mapping[tuple[str, int], bytes], decay: float) -> None:
        """Keep what was known at the end of past study days."""
        with self._action() as (connection, _):
            trails.keep_course(connection, packed, decay)

    def add_parameters(self, parameters: Parameters) -> Parameters:
        """Keep a parameter set; see `Store.add_parameters`."""
        with self._action() as (connection, _):
            return _kept(connection, parameters)

    def adopt(self, adoption: Adoption, tell: Tell | None = None) -> Parameters:
        """Bring other weights into force; see `Store.adopt`."""
        from quizzer.store.adopting import adopt

        with self._action() as (connection, device):
            kept = _kept(connection, adoption.parameters)
            adopt(connection, device, adoption, kept.version, tell)
            return kept

    def warm(self) -> None:
        """Open a connection and compile what an answer needs; see `Store.warm`."""
        with self._action():
            pass

    @contextmanager
    def _action(self) -> Iterator[tuple[Connection, int]]:
        with writing(self._engine, self._faults) as connection:
            # An SQLite transaction holds off all other writers by itself; on a server the device's row does.
            known = self._device if connection.dialect.name == "sqlite" else None
            device = log.device_key(connection, self._uid) if known is None else known
            yield connection, device
        self._device = device

    def _turn(self, kind: EventKind, stamp: Mapping[str, int], tell: Tell | None) -> Undone | None:
        from quizzer.store.compensating import compensate, last_action

        with self._action() as (connection, device):
            action = last_action(connection, device, back=kind is EventKind.UNDO)
            return action and compensate(connection, action, kind, stamp, self._fold, tell)


def _stamp(at: datetime, offset: timedelta, day: date) -> Mapping[str, int]:
    return {"at": to_ms(at), "offset_minutes": offset // timedelta(minutes=1), "day": day.toordinal()}


def _kept(connection: Connection, parameters: Parameters) -> Parameters:
    """Keep a parameter set under the next version and return it; when one that is there says the same, return that."""
    wanted = parameters_text(parameters)
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table parameters in share row exclusive mode"))
    known = text("select max(version), max(case when json = :json then version end) from parameters")
    newest, same = connection.execute(known, {"json": wanted}).one()
    if same is not None:
        return parameters_of(same, wanted)
    version = (newest or 0) + 1
    connection.execute(
        text("insert into parameters (version, json) values (:version, :json)"),
        {"version": version, "json": wanted},
    )
    return parameters_of(version, wanted)
