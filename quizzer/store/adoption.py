"""What it takes to bring other weights into force, and what was in force when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from quizzer.store.records import FactValue
from quizzer_scheduler.days import Stamp
from quizzer_scheduler.model import Memory, Parameters


class Moved(NamedTuple):
    """Another due date for a card."""

    day: date
    due_at: datetime
    """The beginning of that study day."""
    interval_days: int
    """From the last answer to it."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """Other weights, the fact that says so, and what they make of each card, by its key."""

    parameters: Parameters
    """Its version is given when it is written, and put into the fact as `version`."""
    kind: str
    subject: str
    value: Mapping[str, FactValue]
    newest_event: int
    """The last event of the log from which this was worked out."""
    stamp: Stamp
    memories: Mapping[int, Memory] = field(default_factory=dict)
    moves: Mapping[int, Moved] = field(default_factory=dict)


class CardMemory(NamedTuple):
    """What is known of a card that was answered."""

    key: int
    id: str
    memory: Memory
    last_day: int
    """Ordinal of the study day of its last answer."""
    due_at: datetime
    interval_days: int
    reps: int
    state: int
    asked: bool
    """Whether it is asked at all: its question is there, and it is not suspended."""


class Stated(NamedTuple):
    """A fact as it was stated, taken back since or not."""

    at: datetime
    day: date
    subject: str
    value: FactValue
    undone: bool
