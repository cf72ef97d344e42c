"""What past answers make of cards: worked out here or by the helper, into files that the store takes in.

It is loaded when it is needed: numpy takes a tenth of a second and fifteen megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, islice
from pathlib import Path
from typing import TypeAlias

import numpy as np

from quizzer.importing.options import bounded
from quizzer.importing.portions import Plan, Portion, Terms, Work, portions
from quizzer.store.taken_file import Counted, TakenFile
from quizzer_decks.formats.foreign import Learnt, Past, Standing
from quizzer_scheduler.model import Card, Memory, State
from quizzer_scheduler.rules import Rules
from quizzer_scheduler.taking_over import Earliers, Stood, TakenOver, TakingOver, Wanted

Step: TypeAlias = tuple[int, Path | None]
"""How many cards are done, and a file when it is whole."""

MARK = "imported"
"""What the log has in place of a verdict for an answer that was given elsewhere."""

FILES = 8
"""Into which the cards of an import are divided: the store takes one in while the next is made.

An SQLite reads ten files at a time, and lets go of none before the end.
"""

_STATES: Mapping[Learnt, State] = {
    "new": State.NEW,
    "learning": State.LEARNING,
    "review": State.REVIEW,
    "relearning": State.RELEARNING,
}
_MOST_DAYS = 36_500
_LEAST = 0.001
"""The bounds of stability."""


def taking_over(terms: Terms) -> TakingOver:
    """Return what takes cards over."""
    return TakingOver(Rules(terms.parameters), terms.days, terms.at)


def worked_out(portion: Portion, taking: TakingOver) -> TakenOver:
    """Return cards as they will be, and the events that lead to them."""
    ends = accumulate((plan.end - plan.begin for plan in portion.plans), initial=0)
    wanted = [_wanted(plan, end, taking) for plan, end in zip(portion.plans, ends, strict=False)]
    return taking.cards(wanted, Earliers(*map(np.asarray, portion.answers)))


def says_something(past: Past, plan: Plan, taking: TakingOver) -> bool:
    """Tell whether there is anything to be logged of a card."""
    if plan.begin < plan.end:
        return any(worked_out(portion, taking).changes for portion in portions([Work(past, [plan], 1, 0)]))
    wanted = _wanted(plan, 0, taking)
    stood = None if plan.known else wanted.stood
    return stood is not None and bool(taking.settled(wanted.card, stood, whole=plan.whole)[1])


def write(parts: Iterator[Portion], number: int, terms: Terms, folder: Path) -> Iterator[Step]:
    """Write what answers make of the cards of so many portions into files in a folder.

    Yield how many cards are done, some at a time, and each file when it is whole.
    """
    taking, counted = taking_over(terms), Counted()
    together = -(-number // FILES)
    done = 0
    for begin in range(0, number, together or 1):
        path = folder / f"taken-{begin // together}"
        with TakenFile(path, MARK) as file:
            for portion in islice(parts, together):
                file.add(worked_out(portion, taking), [_counted_as(plan) for plan in portion.plans], counted)
                done += len(portion.plans)
                yield done, None
            file.end(counted, last=begin + together >= number)
        yield done, path


def _counted_as(plan: Plan) -> str | None:
    """Return the kind under which the answers to a card are counted; a card that has some already is counted anew."""
    return None if plan.there is not None and plan.there.reps else plan.kind


def _wanted(plan: Plan, begin: int, taking: TakingOver) -> Wanted:
    stood = None if plan.standing is None else _stood(plan.standing, taking)
    end = begin + plan.end - plan.begin
    return Wanted(plan.there or Card(plan.id), begin, end, stood, plan.known, plan.whole)


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
