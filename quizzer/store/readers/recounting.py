"""The log counted for the statistics: the trail of every card, and the tallies of days and months."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

from quizzer.store.readers.fragments import among
from quizzer_scheduler.stats.cells import Count
from quizzer_scheduler.stats.tally import Columns, Tally
from quizzer_scheduler.stats.trail import DAY, SIZE, Answer, Walk

Run: TypeAlias = Callable[[str, Mapping[str, object]], Iterable[Any]]
"""Gives a query's rows."""

Spans: TypeAlias = dict[tuple[str, int, int], Count]
"""Counts by kind of question (empty for all), span and cell."""

CHUNK = 5_000
"""Cards counted at a time."""

_MONTH = 5
"""Two to this many days make a month of the tallies."""

_HISTORY = """
    select card_key, kind, day, at, offset_minutes, rating, mark, took_ms, state_before, stability_before,
        retrievability, stability_after, interval_days, name, value
    from event left join undone on undone.event_id = event.id
    where (kind = 0 or (kind = 1 and name in ('forget', 'due'))) and undone.event_id is null and {cards}
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
    made = dict.fromkeys(keys, b"")
    found = run(_HISTORY.format(cards=f"card_key in ({marks})"), parameters)
    for key, rows in groupby(found, key=lambda row: row[0]):
        walk = Walk()
        parts = []
        for _, kind, day, at, offset, rating, mark, took, state, before, chance, after, interval, name, value in rows:
            if kind == 0:
                answer = Answer(day, at, offset, rating, mark, took, state, before, chance, after, interval)
                parts.append(walk.step(answer))
            elif name == "forget":
                walk.forget()
            else:
                walk.move(date.fromisoformat(json.loads(value)).toordinal())
        made[key] = b"".join(parts)
    return made


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


def add_spans(total: Spans, kind: str, trails: Iterable[bytes]) -> None:
    """Add what trails of one kind count towards, by day and by month."""
    days: defaultdict[int, list[bytes]] = defaultdict(list)
    for trail in trails:
        for number, day in enumerate(DAY.of(memoryview(trail))):
            days[day].append(trail[number * SIZE : (number + 1) * SIZE])
    for day, answers in days.items():
        add_day(total, kind, day, Columns(b"".join(answers)).tally())


def add_day(total: Spans, kind: str, day: int, tally: Tally, sign: int = 1) -> None:
    """Add what was counted on a day to all and to its kind, by day and by month; or with -1 take it away."""
    for span in (day, month(day)):
        for counted in {"", kind}:
            for cell, (n, hits, amount, extra) in tally.items():
                a, b, c, d = total.get((counted, span, cell), (0, 0, 0, 0))
                total[counted, span, cell] = (a + sign * n, b + sign * hits, c + sign * amount, d + sign * extra)
