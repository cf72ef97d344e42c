"""Planned breaks: days on which nothing is asked and nothing new comes, entered in advance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from quizzer.limits import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quizzer.store.store import Store

LONGEST_BREAK = 366
"""Days."""


class Break(NamedTuple):
    """A planned break, both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.last - self.first).days + 1


def planned(facts: Mapping[str, object]) -> tuple[Break, ...]:
    """Return the breaks that facts of the kind `BREAK` plan, by first day; what cannot be read is none."""
    found = []
    for subject, value in facts.items():
        try:
            taken = Break(date.fromisoformat(subject), date.fromisoformat(str(value)))
        except ValueError:
            continue
        if 1 <= taken.days <= LONGEST_BREAK:
            found.append(taken)
    return tuple(sorted(found))


def breaks_of(store: Store) -> tuple[Break, ...]:
    """Return the planned breaks of a learner, over ones too."""
    return planned(store.facts.all(BREAK))


def days_off(breaks: Iterable[Break]) -> frozenset[date]:
    """Return every day of some breaks."""
    return frozenset(one.first + timedelta(days=day) for one in breaks for day in range(one.days))
