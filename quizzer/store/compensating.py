"""An action taken back, or done again, whatever its size: the database turns its events, not one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    cards = [
        id_
        for (id_,) in connection.execute(
            text(f"select id from card where key in (select distinct card_key from event where {_OF_IT})"), of_it
        )
    ]
    steps = Steps(action.number + 2 * len(cards), tell)
    _append(connection, action, kind, stamp, steps)
    facts = connection.execute(text(f"select distinct name, subject from event where {_OF_IT} and kind = 2"), of_it)
    log.refresh_facts(connection, [(name, subject) for name, subject in facts])
    made = _made_again(connection, action, cards, fold, steps)
    sign = -1 if kind is EventKind.UNDO else 1
    log.total(connection, *action, sign)
    trails.retrace(connection, sorted(log.keys_of(connection, [card.id for card in made]).values()), steps)
    where = "event.device = :device and event.seq between :first and :last and (event.kind = 2 or event.seq < :told)"
    told = log.logged(connection, where, **of_it, told=action.first + TOLD)
    return Undone(tuple(told), made, number=action.number)


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


def _made_again(connection: Connection, action: Action, cards: list[str], fold: Fold, steps: Steps) -> tuple[Card, ...]:
    """Make the cards again whose events were turned, and return those that were folded."""
    of_it = action._asdict()
    found = connection.execute(text(f"select distinct kind, name from event where {_OF_IT}"), of_it)
    names = {(kind, name) for kind, name in found}
    if (EventKind.CHANGE, "memory") in names and (EventKind.REVIEW, None) not in names:
        from quizzer.store.adopting import settle

        ends = "select min(id), max(id) from event where device = :device and seq in (:first, :last)"
        first, last = connection.execute(text(ends), of_it).one()
        return settle(connection, first, last, fold, steps, moved=(EventKind.CHANGE, "due") in names)
    return log.refold(connection, cards, fold, steps)
