"""What past answers make of cards: worked out here or in a process of its own, into files that the store takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from quizzer.importing.options import bounded
from quizzer.store.taken import Taken, TakenFile
from quizzer_decks.formats.foreign import Learnt, Past, Standing
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, Memory, Parameters, State
from quizzer_scheduler.rules import Rules
from quizzer_scheduler.taking_over import Stood, TakingOver

MARK = "imported"
"""What the log has in place of a verdict for an answer that was given elsewhere."""

FILES = 8
"""Into which the cards of an import are divided: the store takes one in while the next is made.

An SQLite reads ten files at a time, and lets go of none before the end.
"""

_FEWEST = 2_000
"""Cards of a file, where there are as many."""
_TOGETHER = 250

_STATES: Mapping[Learnt, State] = {
    "new": State.NEW,
    "learning": State.LEARNING,
    "review": State.REVIEW,
    "relearning": State.RELEARNING,
}
_MOST_DAYS = 36_500
_LEAST = 0.001
"""The bounds of stability."""


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


class Work(NamedTuple):
    """Cards to take over from one source, in the order in which the store has them."""

    past: Past
    plans: Iterable[Plan]
    cards: int
    answers: int
    """How many there are of each."""


class Terms(NamedTuple):
    """On which answers are taken over."""

    parameters: Parameters
    days: StudyDays
    at: datetime
    """The instant of the import."""

    def taking_over(self) -> TakingOver:
        """Return what takes cards over."""
        return TakingOver(Rules(self.parameters), self.days, self.at)


def worked_out(past: Past, plan: Plan, taking: TakingOver) -> tuple[Card, list[Line | Change]]:
    """Return a card as it will be, and the events that lead to it."""
    part = slice(plan.begin, plan.end)
    answers = list(zip(past.at_ms[part], past.ratings[part], past.took_ms[part], past.intervals[part], strict=True))
    stood = None if plan.standing is None else _stood(plan.standing, taking)
    return taking.card(plan.there or Card(plan.id), answers, stood, known=plan.known, whole=plan.whole)


def plans_of(works: Iterable[Work]) -> Iterator[tuple[Past, Plan]]:
    """Yield every plan with the answers it speaks of."""
    return ((work.past, plan) for work in works for plan in work.plans)


def write(
    plans: Iterator[tuple[Past, Plan]], cards: int, terms: Terms, folder: Path
) -> Iterator[tuple[int, Path | None]]:
    """Write what answers make of so many cards into files in a folder.

    Yield how many cards are done, some hundred at a time, and each file when it is whole.
    """
    taking = terms.taking_over()
    size = max(_FEWEST, -(-cards // FILES))
    done = 0
    for number in range(-(-cards // size)):
        path, part = folder / f"taken-{number}", islice(plans, size)
        with TakenFile(path) as file:
            while some := list(islice(part, _TOGETHER)):
                file.add([Taken(*worked_out(past, plan, taking), MARK) for past, plan in some])
                done += len(some)
                yield done, None
        yield done, path


def _stood(standing: Standing, taking: TakingOver) -> Stood:
    due = None if standing.due_ms is None else taking.table.place(bounded(standing.due_ms))[0]
    memory = None
    if standing.stability is not None and standing.difficulty is not None and standing.stability > 0:
        stability = min(max(standing.stability, _LEAST), _MOST_DAYS)
        memory = Memory(stability, min(max(standing.difficulty, 1.0), 10.0))
    return Stood(
        _STATES[standing.state],
        due if standing.due_day is None else standing.due_day.toordinal(),
        memory,
        min(max(standing.interval_days, 0), _MOST_DAYS),
        standing.suspended,
        min(max(standing.flag, 0), 7),
    )
