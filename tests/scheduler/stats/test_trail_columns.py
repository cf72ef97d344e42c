"""Trails and tallies of many cards at once are those of each card by itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzer.store.readers.recounting import MONTH, counts_of, spread
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, Memory, Parameters, State
from quizzer_scheduler.rules import Rules
from quizzer_scheduler.stats.tally import Tally, added, by_day
from quizzer_scheduler.stats.tally_columns import Counts
from quizzer_scheduler.stats.trail import SIZE, Walk
from quizzer_scheduler.stats.trail_columns import records
from quizzer_scheduler.taking_over import Earliers, Stood, TakingOver, Wanted

KINDS = ("", "basic", "cloze")
TAKING = TakingOver(
    Rules(Parameters(3, foreign=True)), StudyDays(ZoneInfo("Europe/Berlin")), datetime(2026, 3, 2, 12, tzinfo=UTC)
)
LAST = datetime(2020, 1, 1, tzinfo=UTC)
PLACED = Card("a/b", State.REVIEW, None, Memory(4.0, 5.0), LAST, 30, None, date(2020, 1, 1))

answers = st.tuples(
    st.one_of(st.integers(0, 7_200_000), st.integers(0, 86_400_000 * 40)),
    st.sampled_from([0, 1, 2, 3, 3, 3, 4]),
    st.integers(0, 200_000),
    st.sampled_from([-600, -60, 0, 1, 5, 25, 300]),
)
stoods = st.none() | st.builds(Stood, st.just(State.REVIEW), st.just(date(2026, 4, 1).toordinal()))
cards = st.tuples(st.lists(answers, max_size=9), st.booleans(), stoods, st.sampled_from(range(3)))


@settings(max_examples=60)
@given(st.lists(cards, max_size=4))
def test_many_are_each_by_itself(drawn: list[tuple[list[tuple[int, int, int, int]], bool, Stood | None, int]]) -> None:
    """Cards, lines, records and counts, also of cards made new again, placed before, or without an answer."""
    rows: list[tuple[int, int, int, int]] = []
    wanted = []
    for told, placed, stood, _ in drawn:
        begin, at = len(rows), 1_600_000_000_000
        for gap, rating, took, interval in told:
            at += gap
            rows.append((at, rating, took, interval))
        wanted.append(Wanted(PLACED if placed else Card("a/b"), begin, len(rows), stood))
    taken = TAKING.cards(wanted, Earliers(*np.array(rows, np.int64).reshape(-1, 4).T))
    made = records(taken.lines, taken.owners, "imported")
    lines, days = list(taken.lines.lines()), defaultdict[tuple[str, int], list[Tally]](list)
    for place, (each, (*_, kind)) in enumerate(zip(wanted, drawn, strict=True)):
        card, events = TAKING.card(each.card, rows[each.begin : each.end], each.stood)
        own = taken.owners == place
        assert taken.cards[place] == card
        assert [line for line, is_own in zip(lines, own, strict=True) if is_own] == [
            event for event in events if isinstance(event, tuple)
        ]
        walk, trail = Walk(), b""
        for event in events:
            if isinstance(event, Change):
                walk.forget() if event.name == "forget" else None
            else:
                trail += walk.steps([event], ["imported"])
        assert made[own].tobytes() == trail
        for day, tally in by_day(trail).items():
            days[KINDS[kind], day].append(tally)
    counts, half = Counts(), made.size // 2
    kinds = np.array([kind for *_, kind in drawn], np.int64)[taken.owners]
    for part in (slice(half), slice(half, None)):
        counts.add(made[part], kinds[part])
    alone = spread({place: added(tallies) for place, tallies in days.items()})
    assert sorted(counts.rows(KINDS, MONTH)) == [(*place, *count) for place, count in counts_of(alone)]
    assert made.itemsize == SIZE
