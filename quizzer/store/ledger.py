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
from quizzer.store.records import EventKind, Fact, Fold, LoggedEvent, Undone
from quizzer.store.rows import change_values, fact_values, parameters_of, parameters_text, review_values
from quizzer.store.steps import Steps
from quizzer.store.times import to_ms
from quizzer_scheduler.model import Card, Change, Parameters, Review, Reviewed

# An action is undone whole, so its last event not yet undone leads to it.
_LAST_ACTION = """
    select device, coalesce(group_id, seq), seq from event
    where device = :device and kind in (0, 1, 2) and not exists (select 1 from undone where undone.event_id = event.id)
    order by seq desc limit 1
"""
# What was undone since the last new action, latest undo first.
_LAST_UNDO = """
    select event.group_id, event.seq from event
    join undone on undone.event_id = event.target and undone.by_event = event.id
    where device = :device and kind = 3 and seq > (
        select coalesce(max(seq), 0) from event where device = :device and kind in (0, 1, 2))
    order by seq desc limit 1
"""

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
            key, deck_key, reps, state, stability, interval = log.lock_card(connection, card.id)
            before = review.before.stability if review.before else None
            if (reps, state, stability) != (expected_reps, review.state_before, before):
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
        with self._action() as (connection, device):
            found = connection.execute(text(_LAST_ACTION), {"device": device}).one_or_none()
            if found is None:
                return None
            where = "event.device = :device and event.seq between :first and :last"
            events = log.logged(connection, where, device=device, first=found[1], last=found[2])
            steps = Steps(2 * len(events), tell)
            log.compensate(connection, device, EventKind.UNDO, events, _stamp(at, offset, day), steps)
            return self._settle(connection, events, -1, steps)

    def redo(self, at: datetime, offset: timedelta, day: date, tell: Tell | None = None) -> Undone | None:
        """Bring back what the last undo took back; see `Store.redo`."""
        with self._action() as (connection, device):
            found = connection.execute(text(_LAST_UNDO), {"device": device}).one_or_none()
            if found is None:
                return None
            undos = "select target from event where device = :device and seq between :first and :last"
            events = log.logged(connection, f"event.id in ({undos})", device=device, first=found[0], last=found[1])
            steps = Steps(2 * len(events), tell)
            log.compensate(connection, device, EventKind.REDO, events, _stamp(at, offset, day), steps)
            return self._settle(connection, events, 1, steps)

    def retraceable(self, *, back: bool) -> int:
        """Return of how many events the action is that an undo, or else a redo, would be about."""
        with self._action() as (connection, device):
            found = connection.execute(text(_LAST_ACTION if back else _LAST_UNDO), {"device": device}).one_or_none()
            return 0 if found is None else int(found[-1] - found[-2] + 1)

    def rebuild(self, card_ids: Iterable[str]) -> int:
        """Make cards again from their events; see `Store.rebuild`."""
        with self._action() as (connection, _):
            cards = log.refold(connection, card_ids, self._fold)
            trails.retrace(connection, [log.lock_card(connection, card.id)[0] for card in cards])
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

    def _settle(self, connection: Connection, events: Sequence[LoggedEvent], sign: int, steps: Steps) -> Undone:
        """Bring cards, facts and roll-ups in line with what was just undone or redone."""
        changes = {event.content.name for event in events if isinstance(event.content, Change)}
        reviews = [event.content for event in events if isinstance(event.content, Review)]
        if "memory" in changes and not reviews:
            from quizzer.store.adopting import settle

            cards = settle(connection, events[0].id, events[-1].id, self._fold, steps, moved="due" in changes)
        else:
            cards = log.refold(connection, (event.card_id for event in events if event.card_id), self._fold)
        log.refresh_facts(
            connection, ((e.content.kind, e.content.subject) for e in events if isinstance(e.content, Fact))
        )
        if reviews:
            decks = {review.card_id: log.lock_card(connection, review.card_id)[1] for review in reviews}
            totals = [log.total_of(decks[review.card_id], review, sign) for review in reviews]
            log.add_totals(connection, sorted(totals, key=lambda total: (total["day"], total["deck_key"])))
        trails.retrace(connection, [log.lock_card(connection, card.id)[0] for card in cards])
        return Undone(tuple(events), cards)


def _stamp(at: datetime, offset: timedelta, day: date) -> Mapping[str, int]:
    return {"at": to_ms(at), "offset_minutes": offset // timedelta(minutes=1), "day": day.toordinal()}


def _kept(connection: Connection, parameters: Parameters) -> Parameters:
    """Keep a parameter set under the next version and return it; when an earlier one says the same, return that."""
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
