"""What a prompt expects, a value for each way of answering. Made by `prompts`, read by the marking, private to both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from quizzer_decks.model import Tolerance


@dataclass(frozen=True, slots=True)
class Told:
    """The learner compares with this (Markdown) and grades himself."""

    answer: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One of these texts, the first of them shown as the answer."""

    answers: tuple[str, ...]
    strict: bool = False
    others: tuple[str, ...] = ()
    """Texts that mean something else, which no slip of the fingers explains."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number. Each of `values` counts: the computed one, and the one the author wrote down."""

    values: tuple[float, ...]
    shown: str
    percent: bool = False
    """The author wrote it with a per cent sign."""
    tolerance: Tolerance = field(default_factory=Tolerance)
    unit: str = ""
    units: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A text for each hole, in order."""

    holes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Exactly these options."""

    indices: frozenset[int]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The texts of each place, in order; within a place they may stand in any order."""

    places: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paired:
    """The right-hand text of each left-hand side."""

    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a program prints."""

    text: str


Expected: TypeAlias = Told | Words | Number | Filled | Chosen | Arranged | Paired | Printed
