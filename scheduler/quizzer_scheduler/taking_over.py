"""Taking over what was learnt in another program: its answers as events of ours, its schedule kept to the day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeAlias

import numpy as np
from msgspec import Struct

from quizzer_scheduler.columns import Ints
from quizzer_scheduler.day_table import DayTable
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, ChangeName, ChangeValue, Memory, Placed, State
from quizzer_scheduler.replaying import changed
from quizzer_scheduler.rules import Rules
from quizzer_scheduler.runs import Begins, Ended, LineColumns, Replay, Runs

_MIDDLE = 5.0
"""The difficulty of a card of which only an interval is known."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_STATES = tuple(State)
_NEW = Begins(int(State.NEW), None, None)

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


class Earliers(NamedTuple):
    """Answers given in another program by column, with the fields of `Earlier`: those of a card together."""

    at_ms: Ints
    ratings: Ints
    took_ms: Ints
    given: Ints


class Wanted(NamedTuple):
    """A card that is to be taken over, and where the answers to it stand."""

    card: Card
    begin: int
    end: int
    stood: Stood | None
    """None where the answers are all we know."""
    known: bool = False
    """Whether it was answered here before: without an answer that is new it stays as it is."""
    whole: bool = True
    """Whether its first answers are known, here or there."""


class TakenOver(NamedTuple):
    """Cards as they will be, with what is to be logged: lines, and changes between them."""

    cards: Sequence[Card]
    lines: LineColumns
    owners: Ints
    """The place of the card of each line."""
    changes: Sequence[tuple[int, int, Change]]
    """How many lines come before it, and the place of its card."""


class TakingOver:
    """Takes over cards by one set of rules; `at` is the instant of the import.

    Memory is computed by our weights from the answers; where the other program kept one, that is what remains. The
    date given last stays.
    """

    def __init__(self, rules: Rules, days: StudyDays, at: datetime) -> None:
        self.table = DayTable(days)
        self._stamp = (at, days.offset(at), days.day(at))
        self._replay = Replay(rules, self.table, rules.longest(self._stamp[2]))

    def card(
        self, card: Card, answers: Sequence[Earlier], stood: Stood | None, *, known: bool = False, whole: bool = True
    ) -> tuple[Card, list[Line | Change]]:
        """Return a card after answers, in the order of time, and the events to log; see `Wanted`."""
        columns = Earliers(*np.array(answers, np.int64).reshape(-1, 4).T)
        taken = self.cards([Wanted(card, 0, len(answers), stood, known, whole)], columns)
        events: list[Line | Change] = list(taken.lines.lines())
        for number, (before, _, change) in enumerate(taken.changes):
            events.insert(before + number, change)
        return taken.cards[0], events

    def cards(self, wanted: Sequence[Wanted], answers: Earliers) -> TakenOver:
        """Return cards after their answers, each in the order of time, and the events to log."""
        resets = np.flatnonzero(answers.ratings == 0).tolist()
        parts = [_parts(each.begin, each.end, resets) for each in wanted]
        runs, owners = _runs(wanted, parts, answers)
        lines = self._replay.lines(runs)
        ends = runs.ended(lines)
        cards, changes, rows = [], list[tuple[int, int, Change]](), 0
        for place, (each, divided) in enumerate(zip(wanted, parts, strict=True)):
            card, events = each.card, list[tuple[int, Change]]()
            before = rows
            for begin, end in divided:
                if begin < end:
                    rows += end - begin
                    card = _answered(card, next(ends))
                if end < each.end and card.state is not State.NEW:
                    events.append((rows, self._change(card, "forget", None, int(answers.at_ms[end]))))
                    card = changed(card, "forget", None, self.table)
            if each.stood is not None and (rows > before or events or not each.known):
                card, settling = self.settled(card, each.stood, whole=each.whole)
                events += [(rows, change) for change in settling]
            cards.append(card)
            changes += [(row, place, change) for row, change in events]
        return TakenOver(cards, lines, owners, changes)

    def settled(self, card: Card, stood: Stood, *, whole: bool) -> tuple[Card, list[Change]]:
        """Return a card brought to how it stood, as far as its answers did not, and the changes that do so."""
        told: list[tuple[ChangeName, ChangeValue]] = list(self._missing(card, stood, whole=whole))
        if stood.suspended and not card.suspended:
            told.append(("suspended", True))
        if stood.flag and not card.flag:
            told.append(("flag", stood.flag))
        changes = [self._change(card, name, value) for name, value in told]
        for name, value in told:
            card = changed(card, name, value, self.table)
        return card, changes

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

    def _change(self, card: Card, name: ChangeName, value: ChangeValue, at_ms: int | None = None) -> Change:
        """Return a change of a card, made at an instant or with the import."""
        if at_ms is None:
            return Change(card.id, name, value, *self._stamp)
        day, offset = self.table.place(at_ms)
        return Change(card.id, name, value, _instant(at_ms), timedelta(minutes=offset), date.fromordinal(day))


def _parts(begin: int, end: int, resets: Sequence[int]) -> list[tuple[int, int]]:
    """Return where the answers to a card stand that come before, between and after those by which it was made new."""
    parts = []
    for cut in resets[bisect_left(resets, begin) : bisect_left(resets, end)]:
        parts.append((begin, cut))
        begin = cut + 1
    return [*parts, (begin, end)]


def _runs(wanted: Sequence[Wanted], parts: Sequence[Sequence[tuple[int, int]]], answers: Earliers) -> tuple[Runs, Ints]:
    """Return the runs of cards, and the place of the card of each answer in them."""
    found = [
        (begin, end, place, _begins(each.card) if begin == each.begin else _NEW)
        for place, (each, divided) in enumerate(zip(wanted, parts, strict=True))
        for begin, end in divided
        if begin < end
    ]
    begins, ends, places = np.array([run[:3] for run in found], np.int64).reshape(-1, 3).T
    lengths = ends - begins
    behind = np.cumsum(lengths)
    rows = np.repeat(begins - behind + lengths, lengths) + np.arange(lengths.sum())
    at_ms, ratings, took_ms, given = (column[rows].astype(np.int64) for column in answers)
    # A card in review whose last answer gave it a step was taken off that by hand since.
    for (_, end, place, _), behind_it in zip(found, behind.tolist(), strict=True):
        stood = wanted[place].stood
        if stood is not None and stood.state is State.REVIEW and end == wanted[place].end and given[behind_it - 1] <= 0:
            given[behind_it - 1] = stood.interval_days
    return Runs(at_ms, ratings, took_ms, given, behind, [run[3] for run in found]), np.repeat(places, lengths)


def _begins(card: Card) -> Begins:
    return Begins(int(card.state), card.memory, None if card.last_day is None else card.last_day.toordinal())


def _answered(card: Card, end: Ended) -> Card:
    """Return a card after a run of answers."""
    latest, day = _instant(end.at), date.fromordinal(end.day)
    return Card(
        id=card.id,
        state=_STATES[end.state],
        step=None if end.step < 0 else end.step,
        memory=Memory(end.stability, end.difficulty),
        due_at=_instant(end.due_at),
        interval_days=end.interval_days,
        last_review_at=latest if card.last_review_at is None else max(card.last_review_at, latest),
        last_day=day if card.last_day is None else max(card.last_day, day),
        reps=card.reps + end.answers,
        lapses=card.lapses + end.lapses,
        suspended=card.suspended,
        flag=card.flag,
    )


def _instant(at_ms: int) -> datetime:
    return _EPOCH + at_ms * _MILLISECOND
