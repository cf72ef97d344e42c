"""Cards and answers as rows of Anki's tables: worked out in SQL, by the database that writes them.

A source is a select of another database's. Its states are Anki's types of card: 0 new, 1 learning, 2 review,
3 relearning. Its instants are in milliseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from math import inf
from typing import TypeAlias

IDS = 1_600_000_000_000
"""Before the keys of cards: an id is a time in milliseconds, in the past as every id of Anki's.

Anki takes another one where it is taken.
"""

Place: TypeAlias = tuple[int, int, int, int, int, int, str]
"""Where a card goes: its key, that of the first card of its note, its deck, ord, seconds when its note was changed, its
position among new cards, and what stands in its data behind a memory state."""

_START_EASE = 2500
_MOST_MS = 60_000
_MANUAL = 4


def cards(source: str) -> str:
    """Return the statement that writes one card, to be run for each `Place`.

    The source has key, state, step, stability, difficulty, due_at, interval_days, last_review_at, last_day, reps,
    lapses, suspended and flag. The database needs the functions `study_day(ms)`, the number of a study day,
    `day_start(day)`, the second at which the day of `last_day` begins, and `steps_left(state, step)`.
    """
    return f"""
        insert into cards select {IDS} + key, {IDS} + ?2, ?3, ?4, ?5, -1,
            case when new then 0 else state end,
            case when suspended then -1 when new then 0 when state = 2 then 2 when by_day then 3 else 1 end,
            case when new then ?6 when by_day then study_day(due_at) else due_at / 1000 end,
            case when new or state = 1 then 0 else max(1, interval_days) end,
            case when new then 0 else {_START_EASE} end,
            case when new then 0 else reps end,
            case when new then 0 else lapses end,
            case when new or state = 2 then 0 else steps_left(state, step) end,
            0, 0, flag,
            case when new then '{{}}' else '{{"pos":' || ?6
                || case when stability is null or difficulty is null then ''
                    else ',"s":' || round(stability, 4) || ',"d":' || round(difficulty, 3) || ?7 end
                || case when last_review_at is not null then ',"lrt":' || (last_review_at / 1000)
                    when last_day is not null then ',"lrt":' || day_start(last_day) else '' end || '}}' end
        from (select *, state = 0 or due_at is null as new, state = 2 or interval_days > 0 as by_day from ({source}))
        where key = ?1
    """


def answers(source: str, *, in_time: bool) -> str:
    """Return the statement that writes the log, as the source has it or sorted by the instants.

    The source has id, at, card, rating (0 where a card was made new again), state before, interval (in days, below 0 in
    seconds), difficulty and took (milliseconds). The database needs the function of `Before`. Two answers of one
    instant are parted by a millisecond: Anki names answers by their instants. In place of the ease Anki keeps the
    difficulty, from 100 to 1100.
    """
    log = source if in_time else f"with log as materialized ({source} order by at, id) select * from log"
    return f"""
        insert into revlog select max(at, last_insert_rowid() + 1), {IDS} + card, -1, rating,
            case when rating then interval else 0 end,
            interval_before(at, card, interval),
            case when rating then cast(round((difficulty - 1) / 9 * 1000) as integer) + 100 else 0 end,
            case when rating then min(took, {_MOST_MS}) else 0 end,
            case when rating then max(0, state - 1) else {_MANUAL} end
        from ({log})
    """


class Before:
    """Knows the last interval of each card while answers go by, and whether they go by in the order of time."""

    def __init__(self) -> None:
        self.in_time = True
        self.interval = self._function()

    def _function(self) -> Callable[[int, int, int], int]:
        last: list[int] = []  # by card: their keys are small, and a million look-ups in a dictionary take longer
        latest = -inf  # a clock may have been set to before 1970

        def interval_before(at: int, card: int, interval: int) -> int:
            nonlocal latest
            if at < latest:
                self.in_time = False
            latest = at
            if card >= len(last):
                last.extend(repeat(0, 2 * card + 1 - len(last)))
            before = last[card]
            last[card] = interval
            return before

        return interval_before
