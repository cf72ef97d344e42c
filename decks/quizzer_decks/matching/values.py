"""What matching takes and gives, as frozen values."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

Verdict: TypeAlias = Literal["sure", "doubtful", "gap"]


class Line(NamedTuple):
    """A topic's title with the titles above it, outermost first."""

    title: str
    path: tuple[str, ...] = ()


class Candidate(Struct, frozen=True):
    """A deck that may teach a topic, and how sure that is, from 0 to 1."""

    deck: str
    score: float


class Match(Struct, frozen=True):
    """Which decks teach a topic: all candidates of a sure one do; of a doubtful one the learner says."""

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()

    @property
    def decks(self) -> tuple[str, ...]:
        """The decks of the candidates."""
        return tuple(candidate.deck for candidate in self.candidates)


GAP = Match("gap")
