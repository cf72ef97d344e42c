"""An action taken back, or done again, whatever its size: the database turns its events, not one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, text

from quizzer.store import log_writing as log
from quizzer.store import trails
from quizzer.store.records import EventKind, Fold, Undone
from quizzer.store.steps import Steps
from quizzer_scheduler.model import Card

TOLD = 1000
"""Events of an action that are told; its facts are, too."""
_AT_ONCE = 50_000
_OF_IT = "device = :device and seq between :first and :last"
# An action is undone whole, so its last event not yet undone leads to it.
_LAST_ACTION = """
    select coalesce(group_id, seq), seq from event
    where device = :device and kind in (0, 1, 2) and not exists (select 1 from undone where undone.event_id = event.id)
    order by seq desc limit 1
"""
# What was undone since the last new action, latest undo first: the undos of the action's first and last event.
_LAST_UNDO = """
    select target.seq, event.seq - event.group_id from event
    join undone on undone.event_id = event.target and undone.by_event = event.id
    join event begin on begin.device = event.device and begin.seq = event.group_id
    join event target on target.id = begin.target
    where event.device = :device and event.kind = 3 and event.seq > (
        select coalesce(max(seq), 0) from event where device = :device and kind in (0, 1, 2))
    order by event.seq desc limit 1
"""
_APPEND = f"""
    insert into event (device, seq, group_id, kind, card_key, at, offset_minutes, day, target)
    select device, seq + :ahead, :group, :kind, card_key, :at, :offset_minutes, :day, id from event
    where {_OF_IT} order by seq
"""
_TAKE_BACK = f"insert into undone (event_id, by_event) select target, id from event where {_OF_IT}"
_DO_AGAIN = f"delete from undone where event_id in (select id from event where {_OF_IT})"

_TOUCHED = f"""
    select card.id, card.key from card where key in (select distinct card_key from event where {_OF_IT})
"""
# Whom nothing but the action ever touched: of them nothing is left after it.
_ALONE = """
    and not exists (select 1 from event where card_key = card.key and event.id < :begin and kind in (0, 1))
    and not exists (select 1 from event where card_key = card.key and event.id > :until and kind in (0, 1))
"""


class Action(NamedTuple):
    """Events of a device that one undo takes back: from which number to which."""

    device: int
    first: int
    last: int

    @property
    def number(self) -> int:
        """Return of how many events it is."""
        return self.last - self.first + 1


def last_action(connection: Connection, device: int, *, back: bool) -> Action | None:
    """Return what a device did last and still stands, or else what it took back last and may do again."""
    found = connection.execute(text(_LAST_ACTION if back else _LAST_UNDO), {"device": device}).one_or_none()
    if found is None:
        return None
    return Action(device, found[0], found[1] if back else found[0] + found[1])


def compensate(
    connection: Connection,
    action: Action,
    kind: EventKind,
    stamp: Mapping[str, int],
    fold: Fold,
    tell: Callable[[int, int], None] | None,
) -> Undone:
    """Append an undo or redo of each event of an action, and bring everything in line with it."""
    of_it = action._asdict()
    ends = "select min(id) as begin, max(id) as until from event where device = :device and seq in (:first, :last)"
    ids = connection.execute(text(ends), of_it).one()
    # Their rows are held before their events are read, so that no other device's answer slips in between.
    hold = " order by card.id for update of card" if connection.dialect.name == "postgresql" else ""
    touched: dict[str, int] = dict(tuple(row) for row in connection.execute(text(_TOUCHED + hold), of_it))
    emptied: dict[str, int] = {}
    if kind is EventKind.UNDO:
        alone = connection.execute(text(_TOUCHED + _ALONE), {**of_it, "begin": ids.begin, "until": ids.until})
        emptied = dict(tuple(row) for row in alone)
    steps = Steps(action.number + 2 * len(touched), tell)
    _append(connection, action, kind, stamp, steps)
    facts = connection.execute(text(f"select distinct name, subject from event where {_OF_IT} and kind = 2"), of_it)
    log.refresh_facts(connection, [(name, subject) for name, subject in facts])
    log.total(connection, *action, -1 if kind is EventKind.UNDO else 1)
    blank = [(key, fold(id_, ())) for id_, key in emptied.items()]
    log.write_cards(connection, blank)
    steps.did(len(blank))
    trails.drop(connection, sorted(emptied.values()), steps)
    made = _made_again(connection, action, (ids.begin, ids.until), touched.keys() - emptied.keys(), fold, steps)
    trails.retrace(connection, sorted(touched[card.id] for card in made), steps)
    where = "event.device = :device and event.seq between :first and :last and (event.kind = 2 or event.seq < :told)"
    told = log.logged(connection, where, **of_it, told=action.first + TOLD)
    cards = sorted((*made, *(card for _, card in blank)), key=lambda card: card.id)
    return Undone(tuple(told), tuple(cards), number=action.number)


def _append(connection: Connection, action: Action, kind: EventKind, stamp: Mapping[str, int], steps: Steps) -> None:
    """Append the undos or redos, and keep the list of what is undone in step."""
    begin = log.next_seq(connection, action.device)
    ahead = begin - action.first
    said = {**stamp, "kind": int(kind), "group": begin, "ahead": ahead}
    for first in range(action.first, action.last + 1, _AT_ONCE):
        part = Action(action.device, first, min(action.last, first + _AT_ONCE - 1))
        connection.execute(text(_APPEND), {**said, **part._asdict()})
        if kind is EventKind.UNDO:
            turned = part._replace(first=part.first + ahead, last=part.last + ahead)
            connection.execute(text(_TAKE_BACK), turned._asdict())
        else:
            connection.execute(text(_DO_AGAIN), part._asdict())
        steps.did(part.number)


def _made_again(
    connection: Connection,
    action: Action,
    ids: tuple[int, int],
    cards: Collection[str],
    fold: Fold,
    steps: Steps,
) -> tuple[Card, ...]:
    """Make the cards again whose events were turned, and return those that were folded."""
    found = connection.execute(text(f"select distinct kind, name from event where {_OF_IT}"), action._asdict())
    names = {(kind, name) for kind, name in found}
    if (EventKind.CHANGE, "memory") in names and (EventKind.REVIEW, None) not in names:
        from quizzer.store.adopting import settle

        return settle(connection, *ids, fold, steps, moved=(EventKind.CHANGE, "due") in names)
    return log.refold(connection, cards, fold, steps)
