"""Taking over what was learnt in another program: its answers as events of ours, its schedule kept to the day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from msgspec import Struct

from quizzer_scheduler import fsrs6
from quizzer_scheduler.day_table import DAY_MS, DayTable
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, ChangeName, ChangeValue, Memory, Placed, State
from quizzer_scheduler.replaying import changed
from quizzer_scheduler.rules import Rules

_MIDDLE = 5.0
"""The difficulty of a card of which only an interval is known."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LEARNING, _REVIEW, _RELEARNING = int(State.LEARNING), int(State.REVIEW), int(State.RELEARNING)

Earlier: TypeAlias = tuple[int, int, int, int]
"""An answer given in another program: its instant (milliseconds since 1970), its rating, or 0 where the card was made
new again by hand, the milliseconds it took, and the days that were given until the next one; 0 or less the seconds of a
learning step, below zero."""


class Stood(Struct, frozen=True):
    """How a card stood there at last."""

    state: State
    due_day: int | None = None
    """Ordinal of the study day on which it is due."""
    memory: Memory | None = None
    """None where the program keeps none."""
    interval_days: int = 0
    suspended: bool = False
    flag: int = 0


class TakingOver:
    """Takes over cards by one set of rules; `at` is the instant of the import.

    Memory is computed by our weights from the answers; where the other program kept one, that is what remains. The
    date given last stays.
    """

    def __init__(self, rules: Rules, days: StudyDays, at: datetime) -> None:
        self.table = DayTable(days)
        self._rules = rules
        self._days = days
        self._stamp = (at, days.offset(at), days.day(at))
        weights = rules.parameters.weights or fsrs6.DEFAULT_WEIGHTS
        self._begun, self._after = fsrs6.first_states(weights), fsrs6.transition(weights)
        self._curve = fsrs6.curve(weights)
        self._steps: dict[tuple[int, int], int] = {}

    def card(
        self, card: Card, answers: Sequence[Earlier], stood: Stood | None, *, known: bool = False, whole: bool = True
    ) -> tuple[Card, list[Line | Change]]:
        """Return a card after answers, in the order of time, and the events to log; `stood` None: they are all we know.

        `known` tells whether it was answered here before: without an answer that is new it stays as it is. `whole`
        tells whether its first answers are known, here or there.
        """
        if answers and stood is not None and stood.state is State.REVIEW and answers[-1][3] <= 0:
            # It was taken off its step by hand since.
            answers = [*answers[:-1], (*answers[-1][:3], stood.interval_days)]
        events: list[Line | Change] = []
        begin = 0
        for place, answer in enumerate(answers):
            if not answer[1]:
                card = self._answered(card, answers[begin:place], events)
                begin = place + 1
                if card.state is not State.NEW:
                    card = self._change(card, "forget", None, events, self._stamp_of(answer[0]))
        card = self._answered(card, answers[begin:], events)
        if stood is not None and (events or not known):
            card = self._settled(card, stood, events, whole=whole)
        return card, events

    def _answered(self, card: Card, answers: Sequence[Earlier], events: list[Line | Change]) -> Card:
        """Return a card after answers, and append them to what is to be logged."""
        if not answers:
            return card
        lines = self._lines(card, answers)
        events += lines
        latest = _instant(answers[-1][0])
        _, _, day, _, _, _, _, _, _, state, step, stability, difficulty, interval, due, _ = lines[-1]
        return Card(
            id=card.id,
            state=State(state),
            step=step,
            memory=Memory(stability, difficulty),
            due_at=_instant(due),
            interval_days=interval,
            last_review_at=latest if card.last_review_at is None else max(card.last_review_at, latest),
            last_day=max(date.fromordinal(day), card.last_day or date.min),
            reps=card.reps + len(lines),
            lapses=card.lapses + sum([line[5] == _REVIEW and line[3] == fsrs6.AGAIN for line in lines]),
            suspended=card.suspended,
            flag=card.flag,
        )

    def _lines(self, card: Card, answers: Sequence[Earlier]) -> list[Line]:
        """Return answers as the log keeps them."""
        begun, after, (factor, exponent) = self._begun, self._after, self._curve
        pieces, starts, step_of = self.table.pieces, self.table.starts, self._step
        longest, version = self._rules.longest(self._stamp[2]), self._rules.parameters.version
        state, last = int(card.state), None if card.last_day is None else card.last_day.toordinal()
        stability, difficulty = (None, None) if card.memory is None else (card.memory.stability, card.memory.difficulty)
        lines: list[Line] = []
        for at, rating, took, given in answers:
            begins, held = pieces[at // DAY_MS]  # as `DayTable.place`, without a call
            day, offset = held[bisect_right(begins, at) - 1]
            before, stable, difficult, predicted = state, stability, difficulty, None
            if stable is None or difficult is None or last is None:
                (stability, difficulty), last = begun[rating - 1], day
            elif day > last:
                predicted = (1 + factor * (day - last) / stable) ** exponent
                stability, difficulty = after(stable, difficult, rating, day - last, predicted)
                last = day
            else:
                stability, difficulty = after(stable, difficult, rating, 0)
            if given > 0:
                state, step, interval = _REVIEW, None, given if given <= longest else longest
                due = starts[day + interval]
            else:
                state = _RELEARNING if state in (_REVIEW, _RELEARNING) else _LEARNING
                step, interval, due = step_of(state, -given), 0, at - 1000 * given
            lines.append((
                at, offset, day, rating, took, before, stable, difficult, predicted,
                state, step, stability, difficulty, interval, due, version,
            ))  # fmt: skip
        return lines

    def _step(self, state: int, seconds: int) -> int:
        """Return the last of our steps that is no longer than the step given, the first where none is."""
        found = self._steps.get((state, seconds))
        if found is None:
            parameters = self._rules.parameters
            steps = parameters.learning_steps if state == _LEARNING else parameters.relearning_steps
            fitting = [index for index, step in enumerate(steps) if step.total_seconds() <= seconds]
            found = self._steps[state, seconds] = max(fitting, default=0)
        return found

    def _settled(self, card: Card, stood: Stood, events: list[Line | Change], *, whole: bool) -> Card:
        """Return a card brought to how it stood, as far as its answers did not."""
        for name, value in self._missing(card, stood, whole=whole):
            card = self._change(card, name, value, events, self._stamp)
        if stood.suspended and not card.suspended:
            card = self._change(card, "suspended", True, events, self._stamp)
        if stood.flag and not card.flag:
            card = self._change(card, "flag", stood.flag, events, self._stamp)
        return card

    def _missing(self, card: Card, stood: Stood, *, whole: bool) -> Iterator[tuple[ChangeName, ChangeValue]]:
        """Yield what the answers of a card left to be said of how it stood.

        Without a memory kept there, and with answers that are not `whole` because the first are missing, the interval
        is all that tells how well it is known: recall falls to 90 % within it.
        """
        if stood.state is State.NEW:
            if card.state is not State.NEW:
                yield "forget", None
            return
        due = stood.due_day
        if card.state is State.NEW:
            if due is not None and stood.interval_days > 0:
                believed = stood.memory or Memory(float(stood.interval_days), _MIDDLE)
                since = date.fromordinal(due - stood.interval_days)
                yield "placed", Placed(believed, since, date.fromordinal(due))
            return
        memory = stood.memory
        if memory is None and not whole and stood.interval_days > 0 and card.memory is not None:
            memory = Memory(float(stood.interval_days), card.memory.difficulty)
        if memory is not None and memory != card.memory:
            yield "memory", memory
        if stood.state is State.REVIEW and due is not None and due != self._due_day(card):
            yield "due", date.fromordinal(due)

    def _due_day(self, card: Card) -> int | None:
        return None if card.due_at is None else self.table.place((card.due_at - _EPOCH) // _MILLISECOND)[0]

    def _change(
        self,
        card: Card,
        name: ChangeName,
        value: ChangeValue,
        events: list[Line | Change],
        stamp: tuple[datetime, timedelta, date],
    ) -> Card:
        """Return a card after a change, and append that to what is to be logged."""
        events.append(Change(card.id, name, value, *stamp))
        return changed(card, name, value, self._days)

    def _stamp_of(self, at_ms: int) -> tuple[datetime, timedelta, date]:
        day, offset = self.table.place(at_ms)
        return _instant(at_ms), timedelta(minutes=offset), date.fromordinal(day)


def _instant(at_ms: int) -> datetime:
    return _EPOCH + at_ms * _MILLISECOND
