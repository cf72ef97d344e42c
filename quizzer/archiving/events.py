"""Lines of the log between the database and an archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, get_args

from msgspec import Raw

from quizzer.archiving.records import (
    ChangeLine,
    Device,
    EventLine,
    FactLine,
    LogLine,
    RedoLine,
    ReviewLine,
    StateName,
    UndoLine,
)
from quizzer.store.archiving import PastEvent
from quizzer.store.records import EventKind, Fact
from quizzer.store.sqlite_file import Row
from quizzer.store.times import from_ms, to_ms
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Change, ChangeValue, Memory, Placed

STATES: tuple[StateName, ...] = get_args(StateName)
_NUMBERS: Mapping[str, int] = {name: number for number, name in enumerate(STATES)}
_DEEPEST = 100
"""How deep the value of a fact may be nested."""


def log_lines(rows: Iterable[Row]) -> Iterator[LogLine]:
    """Yield the log as an archive has it, each device before its first event, numbered as they come."""
    numbers: dict[str, int] = {}
    for row in rows:
        uid = row[1]
        if uid not in numbers:
            numbers[uid] = len(numbers) + 1
            yield Device(numbers[uid], uid)
        yield line_of(row, numbers[uid])


def line_of(row: Row, device: int) -> EventLine:
    """Return the line of a row of `ArchiveReader.log`."""
    _, _, seq, group, kind, card, at_ms, offset, ordinal, *answer, name, subject, value, _, _, target = row
    *_, stability, difficulty, _, _, parameters = answer
    head = (device, seq, from_ms(at_ms), offset, date.fromordinal(ordinal))
    group = None if group == seq else group
    if kind == EventKind.REVIEW:
        return _review_line(head, group, card, answer)
    if kind == EventKind.CHANGE:
        memory = {"stability": stability, "difficulty": difficulty, "parameters": parameters}
        return ChangeLine(*head, group=group, card=card, name=name, value=Raw(value.encode()), **memory)
    if kind == EventKind.FACT:
        return FactLine(*head, group=group, kind=name, subject=subject, value=Raw(value.encode()))
    return (UndoLine if kind == EventKind.UNDO else RedoLine)(*head, group=group, target=target)


def _review_line(
    head: tuple[int, int, datetime, int, date], group: int | None, card: str, answer: Sequence[Any]
) -> ReviewLine:
    rating, mark, response, took, state, stable, difficult, predicted, *outcome = answer
    state_after, step, stability, difficulty, interval, due, parameters = outcome
    return ReviewLine(
        *head,
        group=group,
        card=card,
        rating=rating,
        mark=mark or "",
        response=response or "",
        took_ms=took,
        state_before=STATES[state],
        stability_before=stable,
        difficulty_before=difficult,
        retrievability=predicted,
        state_after=STATES[state_after],
        step_after=step,
        stability_after=stability,
        difficulty_after=difficulty,
        interval_days=interval,
        due_at=from_ms(due),
        parameters=parameters,
    )


def past_of(line: EventLine, uid: str) -> PastEvent:
    """Return the event of a line. ValueError with a sentence when a value in it is none."""
    at, offset, day = line.at, timedelta(minutes=line.offset), line.day
    head = (uid, line.seq, line.group or line.seq)
    match line:
        case ReviewLine():
            answer = _answer(line)
            return PastEvent(*head, EventKind.REVIEW, at, offset, day, answer, line.card, line.mark, line.response)
        case ChangeLine():
            change = Change(line.card, line.name, _changed(line), at, offset, day, line.parameters)
            return PastEvent(*head, EventKind.CHANGE, at, offset, day, change, line.card)
        case FactLine():
            fact = Fact(line.kind, line.subject, plain(line.value), at, offset, day)
            return PastEvent(*head, EventKind.FACT, at, offset, day, fact)
        case UndoLine() | RedoLine():
            kind = EventKind.UNDO if isinstance(line, UndoLine) else EventKind.REDO
            return PastEvent(*head, kind, at, offset, day, target=line.target)


def _answer(line: ReviewLine) -> Line:
    return (
        *(to_ms(line.at), line.offset, line.day.toordinal(), line.rating, line.took_ms, _NUMBERS[line.state_before]),
        *(line.stability_before, line.difficulty_before, line.retrievability),
        *(_NUMBERS[line.state_after], line.step_after, line.stability_after, line.difficulty_after),
        *(line.interval_days, to_ms(line.due_at), line.parameters),
    )


def _changed(line: ChangeLine) -> ChangeValue:
    """Return what a change says. ValueError when it is nothing that its name can take."""
    value = plain(line.value)
    memory = None
    if line.stability is not None and line.difficulty is not None:
        memory = Memory(line.stability, line.difficulty)
    match line.name, value, memory:
        case "suspended", bool(), None:
            return value
        case "flag", int(), None if not isinstance(value, bool) and 0 <= value <= 7:
            return value
        case "forget" | "buried_until", None, None:
            return None
        case "buried_until" | "due", str(), None:
            return date.fromisoformat(value)
        case "memory", None, Memory():
            return memory
        case "placed", {"since": str(since), "due": str(due), **rest}, Memory() if not rest and since < due:
            return Placed(memory, date.fromisoformat(since), date.fromisoformat(due))
    raise ValueError(f"{line.name} cannot be {bytes(line.value).decode()[:40]}")


def plain(raw: Raw) -> Any:
    """Return a JSON value. ValueError when a name comes twice in an object of it, or it is nested too deep."""
    value = json.loads(bytes(raw), object_pairs_hook=without_twins, parse_constant=_no_number)
    left = [(value, 0)]
    while left:
        inner, depth = left.pop()
        if depth > _DEEPEST:
            raise ValueError("a value in it is nested too deep")
        if isinstance(inner, dict | list):
            left += [(each, depth + 1) for each in (inner.values() if isinstance(inner, dict) else inner)]
    return value


def without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON. ValueError when a name comes twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
