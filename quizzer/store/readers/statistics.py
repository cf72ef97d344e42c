"""What the statistics rest on: tallies, trails, and the cards as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from quizzer.store.readers.fragments import among
from quizzer.store.readers.recounting import Counting, all_trails_from_log, counts_of, month
from quizzer.store.sqlite_file import Rows
from quizzer_scheduler.stats.cells import BUTTONS, FIRSTS, HOURS, TESTS, Count
from quizzer_scheduler.stats.tally import Tally

_SUM = """
    select cell, sum(n), sum(hits), sum(amount), sum(extra) from ({spans}) as spans group by cell having sum(n) <> 0
"""
# Each range by itself, or SQLite would look through all spans of the kind.
_BETWEEN = """
    select cell, n, hits, amount, extra from tally where kind = :kind and span >= :low{place} and span <= :high{place}
"""
# Month by month and day by day, so that of each only the first cells are read.
_EVER = """
    with recursive months (month) as (
        select min(span) from tally where kind = :kind and span < 0
        union all select month + 1 from months where month < (
            select max(span) from tally where kind = :kind and span < 0))
    select cell, sum(n), sum(hits), sum(amount), sum(extra) from months cross join tally
    where kind = :kind and span = month and cell < :before group by cell having sum(n) <> 0
"""
_OLD = BUTTONS + 4
_RANGES = ((BUTTONS, _OLD), (_OLD, TESTS), (TESTS, TESTS + 1), (TESTS + 1, FIRSTS), (FIRSTS, HOURS))
_SUMS = ", ".join(
    f"coalesce(sum({column}) filter (where cell >= {low} and cell < {high}), 0)"
    for low, high in _RANGES
    for column in ("n", "hits", "amount")
)
_BY_DAY = f"""
    with recursive days (day) as (
        select min(span) from tally where kind = :kind and span >= :first
        union all select (select min(span) from tally where kind = :kind and span > day) from days where day < :last)
    select span, {_SUMS} from days cross join tally
    where kind = :kind and span = day and day <= :last and cell < {HOURS} and n <> 0 group by span
"""
_DAY_TOTALS = """
    select day, deck_key, count(*), sum(case when state_before = 0 then 1 else 0 end),
        sum(case when state_before = 2 then 1 else 0 end),
        sum(case when state_before = 2 and rating > 1 then 1 else 0 end), sum(took_ms)
    from event join card on card.key = event.card_key left join undone on undone.event_id = event.id
    where kind = 0 and undone.event_id is null group by day, deck_key
"""
_KEPT_TALLIES = "select kind, span, cell, n, hits, amount, extra from tally where n <> 0"
_KEPT_TOTALS = "select day, deck_key, answers, introduced, tested, recalled, took_ms from day_total where answers <> 0"


class StatisticsReader:
    """Reads counts of answers, to questions of all kinds or of one."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def tally(self, first: date | None = None, last: date | None = None, kind: str = "") -> Tally:
        """Return what was counted from `first` to `last`, both included; without them, all there is."""
        low, high = _ends(first, last)
        if first is None and last is None:
            return self._sum(kind, (-high, -1))
        months = [m for m in range(low >> 5, (high >> 5) + 1) if low <= m << 5 and (m << 5) + 31 <= high]
        if not months:
            return self._sum(kind, (low, high))
        begin, end = months[0] << 5, (months[-1] << 5) + 31
        return self._sum(kind, (month(end), month(begin)), (low, begin - 1), (end + 1, high))

    def ever(self, kind: str) -> Tally:
        """Return buttons, tests and first answers of all time."""
        return {cell: _count(count) for cell, *count in self._rows.all(_EVER, kind=kind, before=HOURS)}

    def by_day(self, first: date | None = None, last: date | None = None, kind: str = "") -> dict[int, Tally]:
        """Return tests, first answers and buttons of each study day (ordinal) with an answer, from first to last.

        Buttons are summed up: the first stands for those given to new cards, the first after these for all others.
        """
        low, high = _ends(first, last)
        return {
            day: {
                first_cell: (int(n), int(hits), int(amount), 0)
                for (first_cell, _), n, hits, amount in zip(_RANGES, sums[::3], sums[1::3], sums[2::3], strict=True)
                if n
            }
            for day, *sums in self._rows.all(_BY_DAY, kind=kind, first=low, last=high)
        }

    def _sum(self, kind: str, *ranges: tuple[int, int]) -> Tally:
        """Return the sum of spans, from and to."""
        spans = " union all ".join(_BETWEEN.format(place=place) for place in range(len(ranges)))
        ends = {
            f"{name}{place}": end
            for place, pair in enumerate(ranges)
            for name, end in zip(("low", "high"), pair, strict=True)
        }
        return {cell: _count(count) for cell, *count in self._rows.all(_SUM.format(spans=spans), kind=kind, **ends)}

    def differences(self) -> list[str]:
        """Return where trails, tallies and totals by day are not what the log gives, a sentence each."""
        found: list[str] = []
        counting = Counting()
        kept = 0
        for kind, trails in all_trails_from_log(lambda sql, values: self._rows.all(sql, **values)):
            marks, parameters = among("k", trails)
            sql = f"select card_key, kind, packed from trail where card_key in ({marks})"
            stored = {key: (kept_as, bytes(packed)) for key, kept_as, packed in self._rows.all(sql, **parameters)}
            wrong = sum(stored.get(key, (kind, b"")) != (kind, trail) for key, trail in trails.items())
            found += [f"{wrong} of {len(trails)} trails of cards are not what the log gives."] if wrong else []
            kept += sum(len(trail) > 0 for _, trail in stored.values())
            for trail in trails.values():
                counting.add(kind, trail)
        if kept != (number := int(self._rows.all("select count(*) from trail where length(packed) > 0")[0][0])):
            found.append(f"{number - kept} trails belong to cards without an answer.")
        tallies = {(row[0], row[1], row[2]): _count(row[3:]) for row in self._rows.all(_KEPT_TALLIES)}
        found += _compared("tallies", dict(counts_of(counting.spans())), tallies)
        counted, totals = (
            {(row[0], row[1]): tuple(map(int, row[2:])) for row in self._rows.all(sql)}
            for sql in (_DAY_TOTALS, _KEPT_TOTALS)
        )
        return found + _compared("totals by day and deck", counted, totals)


def _ends(first: date | None, last: date | None) -> tuple[int, int]:
    """Return from which study day (ordinal) to which; with None, as far as there is one."""
    return 0 if first is None else first.toordinal(), (last or date.max).toordinal()


def _count(values: Sequence[int]) -> Count:
    # A server gives sums as decimals.
    n, hits, amount, extra = values
    return int(n), int(hits), int(amount), int(extra)


_Place = TypeVar("_Place")


def _compared(name: str, counted: Mapping[_Place, object], kept: Mapping[_Place, object]) -> list[str]:
    wrong = sum(counted.get(place) != kept.get(place) for place in counted.keys() | kept.keys())
    return [f"{wrong} of {len(counted)} {name} are not what the log gives."] if wrong else []
