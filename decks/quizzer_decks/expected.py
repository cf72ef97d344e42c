"""What a prompt expects, a value for each way of answering. Made by `prompts`, read by the marking, private to both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from quizzer_decks.model import Tolerance


class Told(Struct, frozen=True):
    """The learner compares with this (Markdown) and grades himself."""

    answer: str
    points: tuple[str, ...] = ()


class Words(Struct, frozen=True):
    """One of these texts, the first of them shown as the answer."""

    answers: tuple[str, ...]
    strict: bool = False
    others: tuple[str, ...] = ()
    """Texts that mean something else, which no slip of the fingers explains."""


class Number(Struct, frozen=True):
    """A number. Each of `values` counts: the computed one, and the one the author wrote down."""

    values: tuple[float, ...]
    shown: str
    percent: bool = False
    """The author wrote it with a per cent sign."""
    tolerance: Tolerance = field(default_factory=Tolerance)
    unit: str = ""
    units: Mapping[str, float] | None = None


class Filled(Struct, frozen=True):
    """A text for each hole, in order."""

    holes: tuple[Words, ...]


class Chosen(Struct, frozen=True):
    """Exactly these options."""

    indices: frozenset[int]


class Arranged(Struct, frozen=True):
    """The texts of each place, in order; within a place they may stand in any order."""

    places: tuple[tuple[str, ...], ...]


class Paired(Struct, frozen=True):
    """The right-hand text of each left-hand side."""

    rights: tuple[str, ...]


class Printed(Struct, frozen=True):
    """What a program prints."""

    text: str


Expected: TypeAlias = Told | Words | Number | Filled | Chosen | Arranged | Paired | Printed
