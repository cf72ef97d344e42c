"""Rows of the tables as values, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from msgspec.structs import asdict

from quizzer.store.records import EventKind, Fact, LoggedEvent
from quizzer.store.schema import RESPONSE_BYTES
from quizzer.store.sqlite_file import Row
from quizzer.store.times import from_ms, from_ms_or_none, from_ordinal, to_ms, to_ms_or_none, to_ordinal
from quizzer_decks.model import Problem
from quizzer_scheduler.lines import LINE, Line
from quizzer_scheduler.model import (
    Card,
    Change,
    ChangeName,
    ChangeValue,
    Event,
    Memory,
    Parameters,
    Placed,
    Rating,
    Review,
    State,
)

CARD_COLUMNS = (
    "id, state, step, stability, difficulty, due_at, interval_days, last_review_at, last_day,"
    " reps, lapses, suspended, buried_until, flag"
)
CARD_WIDTH = 14

EVENT_COLUMNS = (
    "event.id, device.uid, event.seq, event.group_id, event.kind, card.id, event.at, event.offset_minutes, event.day,"
    " rating, mark, response, took_ms, state_before, stability_before, difficulty_before, retrievability,"
    " state_after, step_after, stability_after, difficulty_after, event.interval_days, event.due_at, parameters,"
    " name, subject, value, target, undone.event_id"
)
EVENT_SOURCE = (
    "event join device on device.id = event.device left join card on card.key = event.card_key"
    " left join undone on undone.event_id = event.id"
)

TOLD = ("kind", *LINE, "name", "value")
"""What an answer or a change says, whoever tells it of whichever card."""
_NO_ANSWER = (None,) * (LINE.index("stability_after") - LINE.index("rating"))

STATES = tuple(State)
_RATINGS = (Rating.AGAIN, *Rating)
"""By their numbers; there is no 0."""
_MINUTE = timedelta(minutes=1)
_MILLISECOND = timedelta(milliseconds=1)


def prefixed(alias: str) -> str:
    """Return the card columns with a table's name before each."""
    return ", ".join(f"{alias}.{name.strip()}" for name in CARD_COLUMNS.split(","))


def card_of(row: Row) -> Card:
    """Return the card of a row of `CARD_COLUMNS`."""
    (id_, state, step, stability, difficulty, due, interval, last_at, last_day, reps, lapses, off, buried, flag) = row
    return Card(
        id_,
        STATES[state],
        step,
        None if stability is None else Memory(stability, difficulty),
        from_ms_or_none(due),
        interval,
        from_ms_or_none(last_at),
        from_ordinal(last_day),
        reps,
        lapses,
        bool(off),
        from_ordinal(buried),
        flag,
    )


def card_values(card: Card) -> dict[str, Any]:
    """Return the columns of a card that its events decide; they are `DECIDED`."""
    return {
        "state": int(card.state),
        "step": card.step,
        "stability": card.memory.stability if card.memory else None,
        "difficulty": card.memory.difficulty if card.memory else None,
        "due_at": to_ms_or_none(card.due_at),
        "interval_days": card.interval_days,
        "last_review_at": to_ms_or_none(card.last_review_at),
        "last_day": to_ordinal(card.last_day),
        "reps": card.reps,
        "lapses": card.lapses,
        "suspended": int(card.suspended),
        "buried_until": to_ordinal(card.buried_until),
        "flag": card.flag,
    }


DECIDED = tuple(card_values(Card("")))


def line_of(review: Review) -> Line:
    """Return a review in whole numbers."""
    before = review.before
    return (
        *(to_ms(review.at), review.offset // _MINUTE, review.day.toordinal(), int(review.rating)),
        *(review.took // _MILLISECOND, int(review.state_before)),
        *((before.stability, before.difficulty) if before else (None, None)),
        *(review.retrievability, int(review.state_after), review.step_after),
        *(review.after.stability, review.after.difficulty),
        *(review.interval_days, to_ms(review.due_at), review.parameters),
    )


def review_values(review: Review, mark: str, response: str) -> dict[str, Any]:
    """Return the columns of a review."""
    said = {"kind": int(EventKind.REVIEW), "mark": storable(mark), "response": storable(response)}
    return {**said, **dict(zip(LINE, line_of(review), strict=True))}


def told(event: Line | Event) -> tuple[Any, ...]:
    """Return an event as a row of the columns of `TOLD`."""
    if isinstance(event, tuple):
        return (0, *event, None, None)
    if isinstance(event, Review):
        return (0, *line_of(event), None, None)
    said = change_values(event)
    stamp = (said["at"], said["offset_minutes"], said["day"])
    memory = (said["stability_after"], said["difficulty_after"])
    return (1, *stamp, *_NO_ANSWER, *memory, None, None, said["parameters"], said["name"], said["value"])


def change_values(change: Change) -> dict[str, Any]:
    """Return the columns of a change."""
    value, memory = _said(change.value)
    return {
        "kind": int(EventKind.CHANGE),
        "at": to_ms(change.at),
        "offset_minutes": change.offset // _MINUTE,
        "day": change.day.toordinal(),
        "name": change.name,
        "value": "null" if value is None else json.dumps(value),
        "stability_after": memory.stability if memory else None,
        "difficulty_after": memory.difficulty if memory else None,
        "parameters": change.parameters,
    }


def _said(value: ChangeValue) -> tuple[object, Memory | None]:
    """Return what a change says as JSON can, and the memory that is kept in columns of its own."""
    match value:
        case Memory():
            return None, value
        case Placed():
            return {"since": value.since.isoformat(), "due": value.due.isoformat()}, value.memory
        case date():
            return value.isoformat(), None
    return value, None


def fact_values(fact: Fact) -> dict[str, Any]:
    """Return the columns of a fact."""
    return {
        "kind": int(EventKind.FACT),
        "at": to_ms(fact.at),
        "offset_minutes": fact.offset // _MINUTE,
        "day": fact.day.toordinal(),
        "name": storable(fact.kind),
        "subject": storable(fact.subject),
        "value": json.dumps(fact.value),
    }


def logged_of(row: Row) -> LoggedEvent:
    """Return the event of a row of `EVENT_COLUMNS`."""
    id_, device, seq, group, number, card, at_ms, offset, ordinal, *said, name, subject, value, target, undone = row
    _, mark, response, *_ = said
    kind, at, day = EventKind(number), from_ms(at_ms), date.fromordinal(ordinal)
    content: Event | Fact | None = None
    if kind in (EventKind.REVIEW, EventKind.CHANGE):
        content = event_of(row)
    elif kind is EventKind.FACT:
        content = Fact(name, subject, json.loads(value), at, offset * _MINUTE, day)
    return LoggedEvent(
        id=id_,
        device=device,
        seq=seq,
        group=seq if group is None else group,
        kind=kind,
        card_id=card,
        at=at,
        offset=offset * _MINUTE,
        day=day,
        content=content,
        mark=mark or "",
        response=response or "",
        target=target,
        undone=undone is not None,
    )


def event_of(row: Row) -> Event:
    """Return the review or change of a row of `EVENT_COLUMNS`."""
    _, _, _, _, kind, card, at, offset, day, rating, _, _, *outcome, name, _, value, _, _ = row
    line = (at, offset, day, rating, *outcome)
    return change_of(card, line, name, value) if kind == EventKind.CHANGE else review_of(card, line)


def change_of(card_id: str, line: Row, name: ChangeName, text: str) -> Change:
    """Return a change by the columns of `LINE`, its name and its value as JSON."""
    at, offset, day, *_, stability, difficulty, _, _, parameters = line
    value = json.loads(text)
    memory = None if stability is None else Memory(stability, difficulty)
    if name == "memory":
        value = memory
    elif name == "placed" and memory is not None:
        value = Placed(memory, date.fromisoformat(value["since"]), date.fromisoformat(value["due"]))
    elif name in ("buried_until", "due") and value is not None:
        value = date.fromisoformat(value)
    return Change(card_id, name, value, from_ms(at), offset * _MINUTE, date.fromordinal(day), parameters)


def review_of(card_id: str, line: Row) -> Review:
    """Return the review that a line of a card's history tells of."""
    at, offset, day, rating, took, before, stable, difficult, predicted, state, step, *memory, interval, due, by = line
    return Review(
        card_id,
        _RATINGS[rating],
        from_ms(at),
        offset * _MINUTE,
        date.fromordinal(day),
        took * _MILLISECOND,
        STATES[before],
        None if stable is None else Memory(stable, difficult),
        predicted,
        STATES[state],
        step,
        Memory(*memory),
        interval,
        from_ms(due),
        by,
    )


def parameters_text(parameters: Parameters) -> str:
    """Return a parameter set as JSON, without its version."""
    values = asdict(parameters)
    del values["version"]
    if not values["foreign"]:
        del values["foreign"]  # as it was written before there was such a thing
    for name in ("learning_steps", "relearning_steps"):
        values[name] = [step // _MILLISECOND for step in values[name]]
    return json.dumps(values, sort_keys=True)


def parameters_of(version: int, text: str) -> Parameters:
    """Return a parameter set from JSON."""
    values: Mapping[str, Any] = json.loads(text)
    steps = {name: tuple(ms * _MILLISECOND for ms in values[name]) for name in ("learning_steps", "relearning_steps")}
    weights = None if values["weights"] is None else tuple(values["weights"])
    return Parameters(**{**values, **steps, "version": version, "weights": weights})


def problems_text(problems: tuple[Problem, ...]) -> str:
    """Return problems as JSON."""
    return json.dumps([[p.path, p.line, p.rule, p.message, p.severity] for p in problems]) if problems else "[]"


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return problems from JSON."""
    return () if text == "[]" else tuple(Problem(*values) for values in json.loads(text))


def storable(text: str) -> str:
    """Return a text that both databases take: at most 4 kB, no NUL, no half of a surrogate pair."""
    whole = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace")
    if len(whole) <= RESPONSE_BYTES:
        return whole.decode()
    return whole[: RESPONSE_BYTES - 3].decode("utf-8", "ignore") + "…"
