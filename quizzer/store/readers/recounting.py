"""The log counted for the statistics: the trail of every card, and the tallies of days and months."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from quizzer.store.readers.fragments import among
from quizzer_scheduler.lines import LINE
from quizzer_scheduler.stats.cells import Count
from quizzer_scheduler.stats.tally import Columns, Tally, added
from quizzer_scheduler.stats.trail import DAY, SIZE, Walk

Run: TypeAlias = Callable[[str, Mapping[str, object]], Iterable[Any]]
"""Gives a query's rows."""

Spans: TypeAlias = dict[tuple[str, int], Tally]
"""Counts by kind of question (empty for all) and span."""

CHUNK = 5_000
"""Cards counted at a time."""

_MOST = 12 << 20
"""Bytes of trails that are counted at once."""

MONTH = 5
"""Two to this many days make a month of the tallies."""

_HISTORY = f"""
    select card_key, name, value, mark, {", ".join(LINE)}
    from event left join undone on undone.event_id = event.id
    where (kind = 0 or (kind = 1 and name in ('forget', 'due'))) and undone.event_id is null and {{cards}}
    order by card_key, event.id
"""
_KINDS = "select kind from question group by kind order by kind"
_KIND = "coalesce((select kind from question where question.key = card.question_key), '')"
_KEYS = f"select key from card where key > :last and reps > 0 and {_KIND} = :kind order by key limit :count"


def month(day: int) -> int:
    """Return the span of the 32 days that a study day lies in; days themselves are the spans from 0 on."""
    return -1 - (day >> MONTH)


def trails_from_log(run: Run, keys: Sequence[int]) -> dict[int, bytes]:
    """Return the trails of some cards (keys) as the events that stand make them; without an answer it is empty."""
    marks, parameters = among("k", keys)
    found = run(_HISTORY.format(cards=f"card_key in ({marks})"), parameters)
    return {**dict.fromkeys(keys, b""), **{key: _walked(rows) for key, rows in groupby(found, key=itemgetter(0))}}


def _walked(rows: Iterable[Any]) -> bytes:
    """Return the trail of a card by the rows of its events."""
    walk, parts = Walk(), []
    for name, run in groupby(rows, key=itemgetter(1)):
        found = list(run)
        if name is None:
            parts.append(walk.steps([row[4:] for row in found], [row[3] for row in found]))
        elif name == "forget":
            walk.forget()
        else:
            walk.move(date.fromisoformat(json.loads(found[-1][2])).toordinal())
    return b"".join(parts)


def kinds_of(run: Run, keys: Sequence[int]) -> dict[int, str]:
    """Return the kinds of the questions of some cards (keys); empty where the question is gone."""
    marks, parameters = among("k", keys)
    return dict(tuple(row) for row in run(f"select key, {_KIND} from card where key in ({marks})", parameters))


def all_trails_from_log(run: Run) -> Iterator[tuple[str, dict[int, bytes]]]:
    """Yield the trails of all cards with an answer that stands, kind after kind, some thousands at a time."""
    for kind in ["", *[kind for (kind,) in run(_KINDS, {})]]:
        last = -1
        while keys := [key for (key,) in run(_KEYS, {"last": last, "kind": kind, "count": CHUNK})]:
            yield kind, trails_from_log(run, keys)
            last = keys[-1]


class Counting:
    """Counts answers by kind of question and study day, hundreds of thousands at a time."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, int], Tally] = {}
        self._held: defaultdict[tuple[str, int], defaultdict[int, bytearray]] = defaultdict(_bytes_by_day)
        """Trails not counted yet, by day, of each kind and sign."""
        self._size = 0

    def add(self, kind: str, trail: bytes, sign: int = 1) -> None:
        """Add what a trail counts towards; or with -1 take it away."""
        held = self._held[kind, sign]
        for place, day in zip(range(0, len(trail), SIZE), DAY.of(memoryview(trail)).tolist(), strict=True):
            held[day] += trail[place : place + SIZE]
        self._size += len(trail)
        if self._size > _MOST:
            self.count()

    def spans(self) -> Spans:
        """Return what all of them come to."""
        self.count()
        return spread(self._days)

    def count(self) -> None:
        """Count what was added so far: a good moment is when there is nothing else to do."""
        for (kind, sign), days in self._held.items():
            for day, trails in days.items():
                tally, known = Columns(bytes(trails)).tally(), self._days.get((kind, day))
                if sign < 0:
                    tally = added((tally,), sign)
                self._days[kind, day] = tally if known is None else added((known, tally))
        self._held.clear()
        self._size = 0


def _bytes_by_day() -> defaultdict[int, bytearray]:
    return defaultdict(bytearray)


def counts_of(spans: Spans) -> Iterator[tuple[tuple[str, int, int], Count]]:
    """Yield kind, span and cell with each count of spans, in order; what came to nothing is left out."""
    for place in sorted(spans):
        for cell, count in sorted(spans[place].items()):
            if any(count):
                yield (*place, cell), count


def spread(days: Mapping[tuple[str, int], Tally]) -> Spans:
    """Return what was counted by kind and study day by day and by month, of each kind and of all together."""
    spans: Spans = dict(days)
    every: defaultdict[int, list[Tally]] = defaultdict(list)
    for (_, day), tally in days.items():
        every[day].append(tally)
    for day, tallies in every.items():
        spans["", day] = tallies[0] if len(tallies) == 1 else added(tallies)
    months: defaultdict[tuple[str, int], list[Tally]] = defaultdict(list)
    for (kind, day), tally in spans.items():
        months[kind, month(day)].append(tally)
    return spans | {place: added(tallies) for place, tallies in months.items()}
