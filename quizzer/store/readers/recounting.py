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
from quizzer_scheduler.stats.cells import Count
from quizzer_scheduler.stats.tally import Columns, Tally
from quizzer_scheduler.stats.trail import DAY, SIZE, Steps, Walk

Run: TypeAlias = Callable[[str, Mapping[str, object]], Iterable[Any]]
"""Gives a query's rows."""

Spans: TypeAlias = dict[tuple[str, int, int], Count]
"""Counts by kind of question (empty for all), span and cell."""

CHUNK = 5_000
"""Cards counted at a time."""

_MOST = 12 << 20
"""Bytes of trails that are counted at once."""

_MONTH = 5
"""Two to this many days make a month of the tallies."""

HISTORY = (
    *("card_key", "kind", "day", "at", "offset_minutes", "rating", "mark", "took_ms", "state_before"),
    *("stability_before", "retrievability", "stability_after", "interval_days", "name", "value"),
)
"""What a trail is made of: columns of `event`."""

_HISTORY = f"""
    select {", ".join(HISTORY)}
    from event left join undone on undone.event_id = event.id
    where (kind = 0 or (kind = 1 and name in ('forget', 'due'))) and undone.event_id is null and {{cards}}
    order by card_key, event.id
"""
_KINDS = "select kind from question group by kind order by kind"
_KIND = "coalesce((select kind from question where question.key = card.question_key), '')"
_KEYS = f"select key from card where key > :last and reps > 0 and {_KIND} = :kind order by key limit :count"


def month(day: int) -> int:
    """Return the span of the 32 days that a study day lies in; days themselves are the spans from 0 on."""
    return -1 - (day >> _MONTH)


def trails_from_log(run: Run, keys: Sequence[int]) -> dict[int, bytes]:
    """Return the trails of some cards (keys) as the events that stand make them; without an answer it is empty."""
    marks, parameters = among("k", keys)
    found = run(_HISTORY.format(cards=f"card_key in ({marks})"), parameters)
    return {**dict.fromkeys(keys, b""), **{key: walked(rows) for key, rows in groupby(found, key=itemgetter(0))}}


def walked(rows: Iterable[Any]) -> bytes:
    """Return the trail of a card by the rows of its events, which have the columns of `HISTORY`."""
    walk, parts = Walk(), []
    answers: list[Steps] = []
    for row in rows:
        if row[1] == 0:
            answers.append(row[2:13])
        elif row[13] in ("forget", "due"):
            parts.append(walk.steps(answers))
            answers = []
            if row[13] == "forget":
                walk.forget()
            else:
                walk.move(date.fromisoformat(json.loads(row[14])).toordinal())
    parts.append(walk.steps(answers))
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
        self._total: Spans = {}
        self._held: defaultdict[tuple[str, int, int], bytearray] = defaultdict(bytearray)
        self._size = 0

    def add(self, kind: str, trail: bytes, sign: int = 1) -> None:
        """Add what a trail counts towards; or with -1 take it away."""
        held = self._held
        for place, day in zip(range(0, len(trail), SIZE), DAY.of(memoryview(trail)), strict=True):
            held[kind, day, sign] += trail[place : place + SIZE]
        self._size += len(trail)
        if self._size > _MOST:
            self.spans()

    def spans(self) -> Spans:
        """Return what all of them come to, by day and by month."""
        for (kind, day, sign), trails in self._held.items():
            add_day(self._total, kind, day, Columns(bytes(trails)).tally(), sign)
        self._held.clear()
        self._size = 0
        return self._total


def add_day(total: Spans, kind: str, day: int, tally: Tally, sign: int = 1) -> None:
    """Add what was counted on a day to all and to its kind, by day and by month; or with -1 take it away."""
    for span in (day, month(day)):
        for counted in {"", kind}:
            for cell, (n, hits, amount, extra) in tally.items():
                a, b, c, d = total.get((counted, span, cell), (0, 0, 0, 0))
                total[counted, span, cell] = (a + sign * n, b + sign * hits, c + sign * amount, d + sign * extra)
