"""A number with what it rests on, and what every section of a report can say about itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from inspect import cleandoc
from typing import ClassVar

from msgspec import Struct

from quizzer import wording
from quizzer_scheduler.stats.wilson import proportion

ENOUGH = 10
"""Answers below which a proportion is not told: an interval of over forty points says nothing."""

TOO_FEW = "too few to say"


class Figure(Struct, frozen=True):
    """A value with its 95 % interval and the number of answers or cards it rests on; None where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    hits: int | None = None
    """Of a proportion, how many of the `n`; told even where these are too few for a share."""

    @classmethod
    def share(cls, hits: int, n: int) -> Figure:
        """Return hits / n with its Wilson interval; the value is None below `ENOUGH`."""
        if n < ENOUGH:
            return cls(None, None, None, n, hits)
        return cls(*proportion(hits, n), n, hits)

    @property
    def percent(self) -> str:
        """The share in words: `87 % (84 to 90)`; of too few what they are, `3 of 4`, and `–` of none."""
        if self.value is None or self.low is None or self.high is None:
            return f"{self.hits:,} of {self.n:,}" if self.n and self.hits is not None else "–"
        return f"{wording.percent(self.value)} ({self.low * 100:.0f} to {self.high * 100:.0f})"


def fields_of(value: object) -> tuple[str, ...]:
    """Return the names of the fields of a value of a report, in order; of anything else none."""
    names: tuple[str, ...] = getattr(type(value), "__match_args__", ())
    return names


class Section(ABC):
    """A part of a report that explains itself."""

    __slots__ = ()

    name: ClassVar[str]
    """Its key in JSON and on the command line."""
    title: ClassVar[str]

    @classmethod
    def explain(cls) -> str:
        """Return the exact definition with its source, in paragraphs."""
        return cleandoc(cls.__doc__ or "")

    @property
    def explanation(self) -> str:
        """The exact definition with its source, in paragraphs."""
        return self.explain()

    @property
    @abstractmethod
    def words(self) -> str:
        """The section in one sentence."""
