"""What is to be done today, and what was done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from types import MappingProxyType

from quizzer.store.readers.fragments import (
    DONE_BY_DECK,
    LEARNING,
    NOT_BURIED,
    SEEN,
    SEEN_TODAY,
    STUDIED,
    UNSEEN,
    UNSEEN_BY_DECK,
    among,
    waiting_by_deck,
)
from quizzer.store.records import DeckDone, DeckDue
from quizzer.store.rows import STATES
from quizzer.store.sqlite_file import Row, Rows
from quizzer.store.times import from_ms, from_ms_or_none, from_ordinal, to_ms
from quizzer_scheduler.model import State
from quizzer_scheduler.queue.model import QueueCard

_NO_DECKS: Mapping[int, float] = MappingProxyType({})

_QUEUE_COLUMNS = "card.key, deck_key, question_key, state, due_at, stability, last_day"

_DUE = f"select {_QUEUE_COLUMNS} from card where {SEEN} and due_at < :end and {NOT_BURIED}"

# Days since the last answer over the stability, as the queue ranks; what is not known counts as forgotten.
_FORGOTTEN = """
    case when stability > 0 and last_day is not null
    then case when last_day < :day then :day - last_day else 0 end / {stability} else 1e308 end
"""
# A question's only card, not answered today: none of another card's making keeps it from coming.
_ALONE = f"""
    {SEEN} and state = 2 and siblings = 0 and due_at < :end and {NOT_BURIED} and (last_day is null or last_day <> :day)
"""
_CUT = f"select {_FORGOTTEN} from card where {_ALONE} order by 1 limit 1 offset :count"
# Of a question with several due the most forgotten counts, so they come together or not at all.
_BEST_DUE = f"""
    {_DUE} and state <> 2
    union all select {_QUEUE_COLUMNS} from card where {_ALONE} and {_FORGOTTEN} <= :cut
    union all {_DUE} and state = 2 and siblings = 1 and question_key in (
        select question_key from card
        where {SEEN} and state = 2 and siblings = 1 and due_at < :end and {NOT_BURIED} and {_FORGOTTEN} <= :cut)
"""

# One card of a question a day: not when a sibling was seen today or is due, and of several new ones the first.
_NEW = f"""
    select {_QUEUE_COLUMNS} from card where {UNSEEN} and {NOT_BURIED} and deck_key = :deck and not exists (
        select 1 from card sibling where sibling.question_key = card.question_key and (
            sibling.last_day = :day
            or (sibling.suspended = 0 and (sibling.buried_until is null or sibling.buried_until <= :day) and (
                (sibling.state = 0 and sibling.position < card.position)
                or (sibling.state <> 0 and sibling.due_at < :end)))))
    order by position limit :count
"""
_NEW_DECKS = f"""
    select deck.key from deck where exists (
        select 1 from card where {UNSEEN} and {NOT_BURIED} and deck_key = deck.key)
    order by deck.id
"""
_ALL = f"""
    select {_QUEUE_COLUMNS}, position from card
    where question_key is not null and suspended = 0 and deck_key = :deck order by position
"""
_REVIEWS = f"""
    select {_QUEUE_COLUMNS} from card where {SEEN} and state = 2 and {NOT_BURIED} and last_day < :day
"""
_LOAD = f"""
    select due_at, count(*) from card where {SEEN} and state = 2 and due_at >= :start and due_at < :end group by due_at
"""
_PACED_DAYS = 30
_PACE = "select coalesce(sum(took_ms), 0), coalesce(sum(answers), 0) from day_total where day > :since and day <= :day"
_SIBLINGS = """
    select due_at from card where question_key = (select question_key from card where key = :key)
    and key <> :key and due_at is not null and suspended = 0 order by due_at
"""


class TodayReader:
    """Reads the day's work. `end` is the instant at which the study day ends: what falls due before it is today's."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def due_summary(
        self, end: datetime, day: date, ahead: datetime | None = None, decks: Collection[int] | None = None
    ) -> list[DeckDue]:
        """Count what each deck has to ask, by deck id; decks with nothing are left out. No limits applied.

        With `ahead` only the learning cards count that are due by then; without, those of the whole day. With `decks`
        (keys) only those.
        """
        last = to_ms(end) - 1
        moment = {"end": to_ms(end), "day": day.toordinal(), "ahead": last if ahead is None else to_ms(ahead)}
        waiting = waiting_by_deck(lambda sql, parameters: self._rows.all(sql, **parameters), moment, decks)
        names = self._rows.all("select key, id from deck order by id") if waiting else ()
        return [DeckDue(key, id_, *waiting[key]) for key, id_ in names if key in waiting]

    def learning(self, end: datetime, day: date, ahead: datetime) -> Counter[int]:
        """Count the learning cards that are due by an instant of the study day, by deck key."""
        rows = self._rows.all(LEARNING.format(only=""), end=to_ms(end), day=day.toordinal())
        soon = to_ms(ahead)
        return Counter(deck for _, deck, due_at in rows if due_at <= soon)

    def due_cards(
        self,
        end: datetime,
        day: date,
        decks: Iterable[int] | None = None,
        best: int | None = None,
        lasts: Mapping[int, float] = _NO_DECKS,
    ) -> list[QueueCard]:
        """Return the cards in learning or review that are due today, of some decks (keys) or all, by key.

        With `best` those reviews may be left out that a backlog would: when more than that many questions are due and
        the best remembered come first, the others do not come. Without decks only, and at least one more is returned.
        `lasts` is `QueueCard.lasts` by deck key, where it is not 1.
        """
        stability = _lasting(lasts)
        moment = {"end": to_ms(end), "day": day.toordinal()}
        first = _CUT.format(stability=stability)
        cut = self._rows.all(first, **moment, count=best) if decks is None and best is not None else []
        best_due = _BEST_DUE.format(stability=stability)
        rows = self._rows.all(best_due, **moment, cut=cut[0][0]) if cut else self._rows.all(_DUE, **moment)
        found = sorted(rows, key=itemgetter(0))
        if decks is None:
            return _queue_cards(found, lasts)
        wanted = frozenset(decks)
        return _queue_cards([row for row in found if row[1] in wanted], lasts)

    def new_cards(
        self,
        day: date,
        limit: int,
        decks: Sequence[int] | None = None,
        per_deck: Mapping[int, int] | None = None,
        *,
        end: datetime | None = None,
    ) -> list[QueueCard]:
        """Return up to `limit` new cards of different questions, none with a sibling seen today.

        Decks (keys) give in the order named (None: all, by id), each no more than `per_deck` says. `position` counts
        from 0 through the result. With the study day's `end`, none has a sibling that is due or learning today.
        """
        today = day.toordinal()
        until = to_ms(end) if end else -1
        stocked = [key for (key,) in self._rows.all(_NEW_DECKS, day=today)]
        if decks is not None:
            have = frozenset(stocked)
            stocked = [key for key in decks if key in have]
        found: list[Row] = []
        for deck in stocked:
            count = min(limit - len(found), (per_deck or {}).get(deck, limit))
            if limit <= len(found):
                break
            if count > 0:
                found += self._rows.all(_NEW, day=today, deck=deck, count=count, end=until)
        return [
            QueueCard(key, deck, family, State.NEW, None, None, from_ordinal(last), rank)
            for rank, (key, deck, family, _, _, _, last) in enumerate(found)
        ]

    def all_cards(self, decks: Iterable[int]) -> list[QueueCard]:
        """Return all cards of some decks, due or not, in the decks' order: for cramming. Suspended ones stay out."""
        found = [row for deck in decks for row in self._rows.all(_ALL, deck=deck)]
        return [
            QueueCard(
                row[0], row[1], row[2], STATES[row[3]], from_ms_or_none(row[4]), row[5], from_ordinal(row[6]), rank
            )
            for rank, row in enumerate(found)
        ]

    def reviews_of(self, decks: Collection[int], day: date, lasts: Mapping[int, float] = _NO_DECKS) -> list[QueueCard]:
        """Return the cards in Review of some decks (keys), due or not, that were not answered on a day; by key."""
        marks, keys = among("deck", decks)
        sql = f"{_REVIEWS} and deck_key in ({marks}) order by card.key"
        return _queue_cards(self._rows.all(sql, day=day.toordinal(), **keys), lasts)

    def families_seen(self, day: date) -> frozenset[int]:
        """Return the questions (keys) of which a card was answered on a day."""
        return frozenset(key for (key,) in self._rows.all(SEEN_TODAY, day=day.toordinal()))

    def done(self, day: date) -> dict[int, DeckDone]:
        """Return what was answered on a day, by deck key."""
        return {
            deck: DeckDone(introduced, reviewed, answers, timedelta(milliseconds=took))
            for deck, introduced, reviewed, answers, took in self._rows.all(DONE_BY_DECK, day=day.toordinal())
        }

    def unseen(self, day: date) -> dict[str, tuple[int, int]]:
        """Return how many cards of each deck (by id) were never answered, and how many were introduced on a day."""
        rows = self._rows.all(UNSEEN_BY_DECK, day=day.toordinal())
        return {deck: (unseen, introduced) for deck, unseen, introduced in rows if unseen or introduced}

    def studied(self, since: date, day: date) -> int:
        """Return on how many study days from `since` on and before `day` something was answered."""
        return len(self._rows.all(STUDIED, since=since.toordinal(), day=day.toordinal()))

    def load(self, start: datetime, end: datetime) -> dict[datetime, int]:
        """Count the cards in Review due from `start` to before `end`, by instant (each the start of a study day)."""
        found = self._rows.all(_LOAD, start=to_ms(start), end=to_ms(end))
        return {from_ms(due): count for due, count in found}

    def sibling_dues(self, key: int) -> list[datetime]:
        """Return when the other cards of a card's question fall due."""
        return [from_ms(due) for (due,) in self._rows.all(_SIBLINGS, key=key)]

    def seconds_per_answer(self, day: date) -> float | None:
        """Return how long an answer took on average over the 30 days up to `day`; None without any."""
        took, answers = self._rows.all(_PACE, since=day.toordinal() - _PACED_DAYS, day=day.toordinal())[0]
        return float(took) / 1000 / float(answers) if answers else None


def _lasting(lasts: Mapping[int, float]) -> str:
    """Return the stability in SQL, that much longer as intervals last."""
    shares: defaultdict[float, list[str]] = defaultdict(list)
    for deck, share in lasts.items():
        shares[share].append(str(int(deck)))
    if not shares:
        return "stability"
    cases = " ".join(f"when deck_key in ({', '.join(decks)}) then {share!r}" for share, decks in shares.items())
    return f"(stability * case {cases} else 1 end)"


def _queue_cards(rows: list[Row], lasts: Mapping[int, float]) -> list[QueueCard]:
    # Thousands of cards share a few hundred instants and days: each is made once.
    instants = {due: from_ms(due) for due in {row[4] for row in rows}}
    days = {last: from_ordinal(last) for last in {row[6] for row in rows}}
    return [
        QueueCard(key, deck, family, STATES[state], instants[due], stability, days[last], 0, 0, lasts.get(deck, 1.0))
        for key, deck, family, state, due, stability, last in rows
    ]
