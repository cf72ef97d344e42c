"""How stability, difficulty and recall are spread over the cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from quizzer.store.readers.part import EVERYTHING, Part
from quizzer.store.readers.progress import LATENESS, lateness
from quizzer.store.sqlite_file import Rows

REMEMBERED = "question_key is not null and suspended = 0 and stability is not null"
"""What statistics of memory count; spelled like the partial indexes."""

STABILITY_EDGES = (1, 3, 7, 14, 30, 60, 90, 180, 365, 730)
"""Days of stability at which a bucket ends and the next begins."""
DIFFICULTY_EDGES = (2, 3, 4, 5, 6, 7, 8, 9)
RECALL_EDGES = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)

_SCALES = ("stability", "difficulty", "recall")
_ENDS = {
    "stability": STABILITY_EDGES,
    "difficulty": DIFFICULTY_EDGES,
    "recall": RECALL_EDGES,
}

# Of a part each card is looked at. The limit keeps SQLite from computing the quotient anew for every count.
_BELOW = ", ".join(
    f"count(*) filter (where {column} {sign} :{scale}{place})"
    for scale, column, sign in zip(_SCALES, ("stability", "difficulty", "lateness"), "<<>", strict=True)
    for place in range(len(_ENDS[scale]))
)
_SPREAD = f"""
    select count(*), {_BELOW} from (
        select stability, difficulty, {LATENESS} as lateness from card
        where {REMEMBERED} and {{cards}} limit :all_of_them) seen
"""
# Of the whole collection the cards lie in indexes, by stability, by difficulty, and by last day and stability: between
# two edges they are only counted. Recall falls with the time since the last answer by the stability, so an edge of
# recall is one of stability for each day.
_STEPS = "steps (place, low, high) as (values {steps})"
_LAST_DAYS = f"""
    days (day) as (
        select min(last_day) from card where {REMEMBERED}
        union all select (select min(last_day) from card where {REMEMBERED} and last_day > day) from days
        where day is not null)
"""
_WHOLE = {
    **{
        scale: f"""
            with {_STEPS}
            select place, (select count(*) from card where {REMEMBERED} and {scale} >= low and {scale} < high)
            from steps
        """
        for scale in ("stability", "difficulty")
    },
    "recall": f"""
        with recursive {_LAST_DAYS}, {_STEPS}
        select place, sum((select count(*) from card where {REMEMBERED} and last_day = days.day
            and stability >= (case when days.day < :today then :today - days.day else 0 end) * low
            and stability < (case when days.day < :today then :today - days.day else 0 end) * high))
        from days cross join steps where days.day is not null group by place
    """,
}
_HOW_MANY = f"select count(*) from card where {REMEMBERED}"


class Spread(NamedTuple):
    """How many cards lie in each bucket."""

    stability: tuple[int, ...]
    difficulty: tuple[int, ...]
    recall: tuple[int, ...]


def spread_of(rows: Rows, part: Part, day: date, decay: float) -> Spread:
    """Return how many of a part's cards lie between the edges above on a study day; `decay` is the weight w20."""
    late = [lateness(edge, decay) for edge in RECALL_EDGES]
    if part.condition()[0] == EVERYTHING:
        return _of_all(rows, day, late)
    if (others := part.few_others) is None:
        return _of_part(rows, part, day, late)
    pairs = zip(_of_all(rows, day, late), _of_part(rows, others, day, late), strict=True)
    return Spread(*(tuple(map(sub, every, out)) for every, out in pairs))


def _of_part(rows: Rows, part: Part, day: date, late: Sequence[float]) -> Spread:
    cards, parameters = part.condition()
    asked: dict[str, object] = {
        f"{scale}{place}": edge
        for scale, edges in zip(_SCALES, (STABILITY_EDGES, DIFFICULTY_EDGES, late), strict=True)
        for place, edge in enumerate(edges)
    }
    sql = _SPREAD.format(cards=cards)
    n, *below = rows.all(sql, **parameters, **asked, day=day.toordinal(), all_of_them=1 << 40)[0]
    found = []
    for scale in _SCALES:
        sums = [0, *below[: len(_ENDS[scale])], n]
        found.append(tuple(int(high) - int(low) for low, high in pairwise(sums)))
        del below[: len(_ENDS[scale])]
    return Spread(*found)


def _of_all(rows: Rows, day: date, late: Sequence[float]) -> Spread:
    every = int(rows.all(_HOW_MANY)[0][0])
    found = []
    for scale, edges in zip(_SCALES, (STABILITY_EDGES, DIFFICULTY_EDGES, [1 / edge for edge in late]), strict=True):
        steps = ", ".join(f"({place}, {low!r}, {high!r})" for place, (low, high) in enumerate(pairwise((0.0, *edges))))
        today = {"today": day.toordinal()} if scale == "recall" else {}
        counted: dict[int, int] = dict(rows.all(_WHOLE[scale].format(steps=steps), **today))
        below = [int(counted.get(place, 0)) for place in range(len(edges))]
        found.append((*below, every - sum(below)))
    return Spread(*found)
