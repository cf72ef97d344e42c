"""What a report is about: which cards, and how far back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Window(StrEnum):
    """How far back a report looks: so many study days up to today, today included."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    ALL = "all"

    @property
    def days(self) -> int | None:
        """Its length in study days; None for all."""
        return None if self is Window.ALL else int(self.value)

    def first(self, today: date) -> date | None:
        """Return the first study day in it; None for all."""
        return None if self.days is None else today - timedelta(days=self.days - 1)

    @property
    def words(self) -> str:
        """The window as it is said in a sentence."""
        return "all time" if self.days is None else f"the last {self.days} days"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cards a report is about: all for which everything given holds."""

    decks: tuple[str, ...] = ()
    """Ids of decks, or folders of ids; empty for all."""
    roadmap: str | None = None
    """Id of a roadmap."""
    phase: str | None = None
    """Part of the title of a phase of a roadmap."""
    topic: str | None = None
    """Part of a topic's title, or of what a deck covers."""
    tag: str | None = None
    kind: str | None = None
    """Kind of the questions."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()

    @property
    def words(self) -> str:
        """The scope as it is said in a heading."""
        named = (
            ("", ", ".join(self.decks)),
            ("roadmap ", self.roadmap),
            ("phase ", self.phase),
            ("topic ", self.topic),
            ("tag ", self.tag),
            ("kind ", self.kind),
        )
        return "; ".join(f"{name}{value}" for name, value in named if value) or "all cards"
