"""What a search of the card browser asks for, as values; the store makes SQL of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

PropertyName: TypeAlias = Literal["s", "d", "r", "lapses", "reps", "ivl"]
Comparison: TypeAlias = Literal["<", "<=", "=", "!=", ">=", ">"]
Direction: TypeAlias = Literal["asc", "desc"]


class Status(StrEnum):
    """What a card can be, beyond its numbers."""

    DUE = "due"
    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    SUSPENDED = "suspended"
    BURIED = "buried"
    FLAGGED = "flagged"
    LEECH = "leech"
    ORPHAN = "orphan"


class SortColumn(StrEnum):
    """What a list of cards can be sorted by. Cards without the value come last in either direction."""

    DECK = "deck"
    """Deck id, then place in the deck."""
    KIND = "kind"
    DUE = "due"
    STABILITY = "stability"
    DIFFICULTY = "difficulty"
    RETRIEVABILITY = "retrievability"
    INTERVAL = "interval"
    REPS = "reps"
    LAPSES = "lapses"
    LAST_REVIEW = "last-review"


@dataclass(frozen=True, slots=True)
class Contains:
    """The question, or the ids of deck and question, contain a text, in whatever case."""

    text: str


@dataclass(frozen=True, slots=True)
class InDeck:
    """The deck's id is this or lies under it: `math` takes `math/algebra`, not `mathematics`."""

    deck_id: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """The question or its deck has this tag, in whatever case."""

    tag: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """The question is of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Is:
    """The card is this."""

    status: Status


@dataclass(frozen=True, slots=True)
class Property:
    """A number of the card compares so: stability and interval in days, retrievability 0 to 1. No number: no match."""

    name: PropertyName
    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True)
class Not:
    """The card does not match."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class Either:
    """The card matches one of these at least; none of nothing."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class All:
    """The card matches all of these; everything matches nothing asked."""

    filters: tuple[Filter, ...] = ()


Filter: TypeAlias = Contains | InDeck | Tagged | OfKind | Is | Property | Not | Either | All


@dataclass(frozen=True, slots=True)
class Moment:
    """When a search is made, for what depends on it."""

    day: date
    end: datetime
    """The instant at which the study day ends."""
    decay: float
    """The last FSRS weight (w20)."""
    leech_lapses: int = 8
