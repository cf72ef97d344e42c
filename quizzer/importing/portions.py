"""Which cards are to be taken over with which past answers, some at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from quizzer_decks.formats.foreign import Past, Standing
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Parameters

_TOGETHER = 1_000
"""Cards that are worked out at once."""


class Plan(NamedTuple):
    """What is to be taken over of a card."""

    id: str
    there: Card | None
    known: bool
    """Whether it was answered here before."""
    begin: int
    end: int
    """Where its answers stand that are new here."""
    whole: bool
    """Whether its first answers are known."""
    standing: Standing | None
    kind: str = ""
    """Of its question, as far as it is known yet: the store looks again."""


class Work(NamedTuple):
    """Cards to take over from one source, in the order in which the store has them."""

    past: Past
    plans: Iterable[Plan]
    cards: int
    answers: int
    """How many there are of each."""

    @property
    def portions(self) -> int:
        """How many `portions` there are of it."""
        return -(-self.cards // _TOGETHER)


class Terms(NamedTuple):
    """On which answers are taken over."""

    parameters: Parameters
    days: StudyDays
    at: datetime
    """The instant of the import."""


class Portion(NamedTuple):
    """Some of the cards of a work, with no answers but theirs, which stand one behind the other."""

    answers: tuple[array[int], ...]
    """Instants, ratings, milliseconds and intervals, as a `Past` has them."""
    plans: list[Plan]


def portions(works: Iterable[Work]) -> Iterator[Portion]:
    """Yield all cards of works, some at a time."""
    for work in works:
        columns, plans = (work.past.at_ms, work.past.ratings, work.past.took_ms, work.past.intervals), iter(work.plans)
        while some := list(islice(plans, _TOGETHER)):
            answers = tuple(array(column.typecode) for column in columns)
            for plan in some:
                for part, column in zip(answers, columns, strict=True):
                    part += column[plan.begin : plan.end]
            yield Portion(answers, some)
