"""Which cards the past answers of a source belong to, and what they make of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from quizzer.importing.options import bounded
from quizzer.store.taken import Taken
from quizzer_decks.formats.foreign import Foreign, Given, Learnt, Past, Standing
from quizzer_decks.prompts import card_id
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, Memory, Parameters, Review, State
from quizzer_scheduler.outcomes import Rules
from quizzer_scheduler.taking_over import Stood, TakingOver

if TYPE_CHECKING:
    from quizzer.store.store import Store

MARK = "imported"
"""What the log has in place of a verdict for an answer that was given elsewhere."""

_STATES: Mapping[Learnt, State] = {
    "new": State.NEW,
    "learning": State.LEARNING,
    "review": State.REVIEW,
    "relearning": State.RELEARNING,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DAYS = 36_500
_SAME_MS = 50
"""How much later an answer may come back from a program whose log cannot hold two answers of one instant."""
_LEAST = 0.001
"""The bounds of stability."""


def last_answer(store: Store, card_id: str) -> datetime | None:
    """Return the instant of a card's last answer, from the log: a card that was made new again does not say."""
    contents = (event.content for event in store.events(card_id))
    return max((each.at for each in contents if isinstance(each, Review)), default=None)


@dataclass(frozen=True, slots=True)
class There:
    """What there is already, and how answers are taken over."""

    known: Callable[[str], Card | None]
    """Finds a card that is there."""
    last: Callable[[str], datetime | None]
    """The instant of the last answer to a card that was made new again since."""
    parameters: Parameters
    days: StudyDays
    at: datetime
    """The instant of the import."""

    def taking_over(self, version: int) -> TakingOver:
        """Return what takes cards over by the parameters, as that version of them."""
        return TakingOver(Rules(replace(self.parameters, version=version)), self.days, self.at)


class _Plan(NamedTuple):
    """What is to be taken over of a card."""

    there: Card | None
    known: bool
    """Whether it was answered here before."""
    begin: int
    end: int
    """Where its answers stand that are new here."""
    whole: bool
    """Whether its first answers are known."""
    standing: Standing | None


class History:
    """What was learnt elsewhere of the cards of a source: counted at once, worked out card by card when it is taken in.

    `placed` are the questions with deck and id.
    """

    def __init__(self, past: Past, placed: Iterable[tuple[Foreign, str, str]], there: There) -> None:
        self._past = past
        self._there = there
        self._plans: dict[str, _Plan] = {}
        self.reviews = 0
        """Answers that are new here."""
        taking = there.taking_over(there.parameters.version)
        for id_, plan in self._planned(placed):
            reviews = plan.end - plan.begin - past.ratings[plan.begin : plan.end].count(0)
            if reviews or self._worked(id_, plan, taking)[1]:
                self._plans[id_] = plan
                self.reviews += reviews

    def __len__(self) -> int:
        """Return how many cards have something to take over."""
        return len(self._plans)

    def taken(self, version: int) -> Iterator[Taken]:
        """Yield each card with the events that lead to it, computed by the parameters as that version of them."""
        taking = self._there.taking_over(version)
        for id_, plan in self._plans.items():
            yield Taken(*self._worked(id_, plan, taking), MARK)

    def after(self, id_: str) -> Card | None:
        """Return a card as it will be; None where it has nothing to take over."""
        plan = self._plans.get(id_)
        return plan and self._worked(id_, plan, self._there.taking_over(self._there.parameters.version))[0]

    def _planned(self, placed: Iterable[tuple[Foreign, str, str]]) -> Iterator[tuple[str, _Plan]]:
        """Yield the cards with their plans in the order of their decks, in which the store has them."""
        until = (self._there.at - _EPOCH) // timedelta(milliseconds=1)
        answered: dict[str, list[Given]] = {}
        for given in self._past.cards:
            answered.setdefault(given.key, []).append(given)
        for foreign, deck, question in placed:
            standings = {standing.part: standing for standing in foreign.standings}
            for _, part, begin, end in answered.get(foreign.key, ()) if foreign.key else ():
                id_ = card_id(deck, question, part)
                end = bisect_right(self._past.at_ms, until, begin, end)
                yield id_, self._plan(id_, begin, end, standings.pop(part, None))
            for part, standing in standings.items():
                id_ = card_id(deck, question, part)
                yield id_, self._plan(id_, 0, 0, standing)

    def _plan(self, id_: str, begin: int, end: int, standing: Standing | None) -> _Plan:
        there = self._there.known(id_)
        whole = begin == end or bool(self._past.firsts[begin])
        if there is None:
            return _Plan(None, False, begin, end, whole, standing)
        if standing is not None and there.last_review_at is None and begin == end:
            standing = replace(standing, suspended=False, flag=0)  # the learner has decided about it since
        last = there.last_review_at or (self._there.last(id_) if there.reps else None)
        if last is None:
            return _Plan(there, False, begin, end, whole, standing)
        new = bisect_right(self._past.at_ms, (last - _EPOCH) // timedelta(milliseconds=1) + _SAME_MS, begin, end)
        return _Plan(there, True, new, end, True, standing)

    def _worked(self, id_: str, plan: _Plan, taking: TakingOver) -> tuple[Card, list[Line | Change]]:
        past, part = self._past, slice(plan.begin, plan.end)
        answers = list(zip(past.at_ms[part], past.ratings[part], past.took_ms[part], past.intervals[part], strict=True))
        stood = None if plan.standing is None else _stood(plan.standing, taking)
        return taking.card(plan.there or Card(id_), answers, stood, known=plan.known, whole=plan.whole)


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
