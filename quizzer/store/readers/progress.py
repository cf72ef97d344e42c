"""What is known, and what was done: by deck and by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from quizzer.store.readers.fragments import NOT_BURIED, SEEN, among
from quizzer.store.records import DayTotal, DeckMemory
from quizzer.store.sqlite_file import Rows
from quizzer.store.times import from_ms, to_ms

MATURE_DAYS = 21

LATENESS = "(case when last_day < :day then :day - last_day else 0 end) / stability"
"""Study days since the last answer by the stability: 1 where recall has come down to 90 %."""

RECALL = f"power(1.0 + :factor * {LATENESS}, :exponent)"

# Apart from each other: recall is summed off an index that holds all it takes, in half the time of both together.
_COUNTS = f"""
    select deck_key, count(*), sum(case when state <> 0 then 1 else 0 end),
        sum(case when state = 2 and interval_days >= {MATURE_DAYS} then 1 else 0 end)
    from card where question_key is not null and suspended = 0 {{only}} group by deck_key
"""
_RECALLED = f"""
    select deck_key, sum({RECALL}) from card
    where question_key is not null and suspended = 0 and stability is not null {{only}} group by deck_key
"""
_ASKED = f"""
    select deck_key, count(*), sum(case when state = 2 then {RECALL} else 0 end) from card
    where question_key is not null and suspended = 0 and state in (2, 3) and reps > 0 group by deck_key
"""
_SEEN_CARDS = """
    select deck_key, stability, last_day from card
    where question_key is not null and suspended = 0 and stability is not null {only} order by deck_key
"""
# The numbers of one device's events follow each other without a gap, also where several devices write at once.
_MARKS = "select id, coalesce((select max(seq) from event where device = device.id), 0) from device"
_TOUCHED = """
    select distinct deck_key from event join card on card.key = event.card_key where device = :device and seq > :after
"""
_MEMORIES = """
    select stability, last_day from card join deck on deck.key = card.deck_key
    where deck.id = :deck and question_key is not null and suspended = 0 and stability is not null
"""
_HARDEST = """
    select key from card where question_key is not null and suspended = 0 and stability is not null
    and deck_key in ({decks}) order by lapses desc, difficulty desc, key limit :count
"""
_NEVER_ASKED = f"select count(*) from card where {SEEN} and state = 2 and reps = 0 and deck_key in ({{decks}})"
_COMING = f"""
    select due_at, count(*) from card where {SEEN} and {NOT_BURIED} and due_at >= :start and deck_key in ({{decks}})
    group by due_at order by due_at limit :count
"""
_TOTALS = """
    select day, sum(answers), sum(introduced), sum(tested), sum(recalled), sum(took_ms) from day_total
    where day >= :first and day <= :last group by day having sum(answers) > 0 order by day
"""
_ACTIVE = """
    select day from day_total where day <= :day and day > :since group by day having sum(answers) > 0 order by day desc
"""


def curve(day: date, decay: float) -> dict[str, object]:
    """Return the parameters of `RECALL`: R = (1 + factor t / S) ^ -decay, t in study days."""
    return {"day": day.toordinal(), "factor": 0.9 ** (-1 / decay) - 1, "exponent": -decay}


def lateness(recall: float, decay: float) -> float:
    """Return at which `LATENESS` a recall is reached."""
    return float((recall ** (-1 / decay) - 1) / (0.9 ** (-1 / decay) - 1))


class ProgressReader:
    """Reads roll-ups and sums."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def deck_memory(self, day: date, decay: float, decks: Collection[int] | None = None) -> list[DeckMemory]:
        """Return how well each deck with cards is known on a study day; `decay` is the weight w20.

        With `decks` (keys) only of those: all of a large collection take a twentieth of a second.
        """
        marks, keys = among("deck", decks or ())
        only = "" if decks is None else f"and deck_key in ({marks})"
        counts = {row[0]: row[1:] for row in self._rows.all(_COUNTS.format(only=only), **keys)}
        recalled: dict[int, float] = dict(self._rows.all(_RECALLED.format(only=only), **curve(day, decay), **keys))
        memories = []
        for key, id_ in self._rows.all("select key, id from deck order by id") if counts else ():
            if key in counts:
                cards, introduced, mature = map(int, counts[key])
                memories.append(DeckMemory(key, id_, cards, introduced, float(recalled.get(key, 0)), mature))
        return memories

    def asked_later(self, day: date, decay: float) -> dict[int, tuple[int, float]]:
        """Return how many cards of each deck (key) were asked and left learning, and how many would be recalled.

        Those that are learned again count as forgotten; cards that a placement put on a day were never asked.
        """
        return {deck: (int(n), float(recalled)) for deck, n, recalled in self._rows.all(_ASKED, **curve(day, decay))}

    def seen_cards(self, decks: Collection[int] | None = None) -> dict[int, tuple[Sequence[float], Sequence[int]]]:
        """Return stabilities (days) and study days (ordinals) of the last answers of the seen cards, by deck key.

        With `decks` (keys) only of those. Suspended cards and orphans are left out.
        """
        marks, keys = among("deck", decks or ())
        rows = self._rows.all(_SEEN_CARDS.format(only="" if decks is None else f"and deck_key in ({marks})"), **keys)
        found: dict[int, tuple[Sequence[float], Sequence[int]]] = {}
        for deck, cards in groupby(rows, itemgetter(0)):
            _, stabilities, days = zip(*cards, strict=True)
            found[deck] = (stabilities, days)
        return found

    def marks(self) -> dict[int, int]:
        """Return how far the log of each device goes: to be handed to `touched` later."""
        return dict(self._rows.all(_MARKS))

    def touched(self, since: Mapping[int, int], until: Mapping[int, int]) -> set[int]:
        """Return the keys of the decks of which a card was answered or changed between two marks of the log."""
        found: set[int] = set()
        for device, seq in until.items():
            if seq != (after := since.get(device, 0)):
                found.update(deck for (deck,) in self._rows.all(_TOUCHED, device=device, after=after))
        return found

    def memories(self, deck_id: str) -> list[tuple[float, date]]:
        """Return stability (days) and study day of the last answer of each introduced card of a deck."""
        found = self._rows.all(_MEMORIES, deck=deck_id)
        return [(stability, date.fromordinal(day)) for stability, day in found]

    def hardest(self, decks: Collection[int], count: int) -> list[int]:
        """Return the keys of the seen cards of some decks (keys) that are hardest, most often forgotten first."""
        marks, keys = among("deck", decks)
        return [key for (key,) in self._rows.all(_HARDEST.format(decks=marks), **keys, count=count)]

    def never_asked(self, decks: Collection[int]) -> int:
        """Return how many cards of some decks (keys) count as seen as they were taken as known, without an answer."""
        marks, keys = among("deck", decks)
        return sum(number for (number,) in self._rows.all(_NEVER_ASKED.format(decks=marks), **keys))

    def coming(self, decks: Collection[int], start: datetime, day: date, count: int) -> list[tuple[datetime, int]]:
        """Return the next `count` instants from `start` on at which cards of some decks (keys) are due, and how many.

        What is put off beyond the study day `day` is left out.
        """
        marks, keys = among("deck", decks)
        asked = {**keys, "start": to_ms(start), "day": day.toordinal(), "count": count}
        return [(from_ms(due), int(n)) for due, n in self._rows.all(_COMING.format(decks=marks), **asked)]

    def totals_by_day(self, first: date, last: date) -> list[DayTotal]:
        """Return what was done on each study day from `first` to `last`, both included; idle days are left out."""
        found = self._rows.all(_TOTALS, first=first.toordinal(), last=last.toordinal())
        return [
            DayTotal(
                date.fromordinal(day),
                int(answers),
                int(new),
                int(tested),
                int(recalled),
                timedelta(milliseconds=int(took)),
            )
            for day, answers, new, tested, recalled, took in found
        ]

    def streak(self, day: date, off: Collection[date] = ()) -> int:
        """Return how many study days in a row had an answer, up to `day`, or the day before when it has none yet.

        Days `off`, of planned breaks, end no row and, without an answer, do not count.
        """
        free = {one.toordinal() for one in off}
        length = 0
        for window in (30, 400, day.toordinal()):
            length, ended = self._run_of_days(day.toordinal(), window, free)
            if ended:
                break
        return length

    def _run_of_days(self, today: int, window: int, free: Collection[int]) -> tuple[int, bool]:
        """Return how many days of a window are in a row up to today, and whether the row begins within it."""
        active = {ordinal for (ordinal,) in self._rows.all(_ACTIVE, day=today, since=today - window)}
        length = 0
        for day in range(today, today - window, -1):
            if day in active:
                length += 1
            elif day not in free and day != today:
                return length, True
        return length, False
