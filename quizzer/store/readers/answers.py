"""The log as columns, and what every card came to: what fitting and a change of weights look at."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quizzer.store.adoption import CardMemory, Stated
from quizzer.store.readers.fragments import UNSEEN, among
from quizzer.store.sqlite_file import Rows
from quizzer.store.times import from_ms
from quizzer_scheduler.answers import FORGOTTEN, Answers
from quizzer_scheduler.model import Memory

if TYPE_CHECKING:
    from quizzer.store.lending import Lent

# Chunks by id, so that a million rows are never in memory together.
_CHUNK = 50_000
_ANSWERS = f"""
    select card_key, day, coalesce(rating, {FORGOTTEN}), case when state_before = 0 then 1 else 0 end from event
    where id > :after and id <= :upto and (kind = 0 or (kind = 1 and name = 'forget'))
"""
_STANDING = "and id not in (select event_id from undone)"
_CARDS = """
    select key, id, stability, difficulty, last_day, due_at, interval_days, reps, state,
        case when question_key is not null and suspended = 0 then 1 else 0 end
    from card where stability is not null and last_day is not null and due_at is not null and key > :last
    order by key limit :count
"""
_PLACED = """
    select distinct card_key from event placed where kind = 1 and name = 'placed'
    and id not in (select event_id from undone) and not exists (
        select 1 from event later where later.card_key = placed.card_key and later.id > placed.id and kind = 1
        and name = 'forget' and later.id not in (select event_id from undone))
"""
_UNSEEN_CARDS = f"""
    select card.key, card.id, deck.id, question_key, kind, card.position
    from card join deck on deck.key = card.deck_key join question on question.key = card.question_key
    where {UNSEEN} and reps = 0 order by card.position, card.key
"""
_STATED = """
    select at, day, subject, value, undone.event_id from event left join undone on undone.event_id = event.id
    where kind = 2 and name = :kind order by id
"""
_PACE = """
    select state_before, rating, count(*), sum(case when took_ms < :longest then took_ms else :longest end)
    from event where kind = 0 and day > :since and not exists (select 1 from undone where undone.event_id = event.id)
    group by state_before, rating
"""

INTERVAL = """
    case when interval_days > 0 then interval_days when due_at - at < 1500 then -1
        else coalesce((at - due_at - 500) / 1000, 0) end
"""
"""The interval that an answer gave, in days; below 0 in seconds."""
_OF_CARDS = "select card_key, at, rating, coalesce(state_before, 0), coalesce(took_ms, 0) from event"


class UnseenCard(NamedTuple):
    """A card never answered."""

    key: int
    id: str
    deck: str
    """The deck's id."""
    question: int
    """The question's key."""
    kind: str
    position: int


class AnswerReader:
    """Reads the whole log at once."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> Answers:
        """Return all answers that stand, and where a card was made new again, in the order of the log."""
        answers = Answers()
        some_undone = self._rows.all("select 1 from undone limit 1")
        sql = f"{_ANSWERS} {_STANDING if some_undone else ''} order by id"
        for start in range(0, self.newest_event(), _CHUNK):
            if rows := self._rows.all(sql, after=start, upto=start + _CHUNK):
                cards, days, ratings, news = zip(*rows, strict=True)
                answers.cards.extend(cards)
                answers.days.extend(days)
                answers.ratings.extend(ratings)
                answers.news.extend(news)
        return answers

    def named(self, decks: Collection[int] | None) -> Iterator[tuple[str, int, int, int, int]]:
        """Yield (card, ms, rating, state before, ms taken) of the answers that stand to cards with a question.

        Those of a card (its id) together and in order; of some decks (keys) or of all.
        """
        told, parameters = answers_of(decks, forgotten=False)
        names: dict[int, str] = dict(self._rows.all("select key, id from card"))
        # The `+ 0` keeps SQLite from looking up each answer by an index, which takes longer than sorting all of them.
        for key, *answer in self._rows.each(f"{_OF_CARDS} {told} order by card_key + 0, event.id", **parameters):
            yield names[key], *answer

    def lend(self, copy: Path, decks: Collection[int] | None) -> Lent:
        """Lend cards, and the log of some decks (keys) or of all, to another SQLite database; a server's at `copy`."""
        from quizzer.store.lending import lend

        return lend(self._rows, copy, decks)

    def newest_event(self) -> int:
        """Return the id of the last event of the log, 0 when it is empty."""
        return int(self._rows.all("select coalesce(max(id), 0) from event")[0][0])

    def cards(self) -> list[CardMemory]:
        """Return every card that was answered and is not new again, by key."""
        found: list[CardMemory] = []
        last = -1
        while rows := self._rows.all(_CARDS, last=last, count=_CHUNK):
            last = rows[-1][0]
            found += [
                CardMemory(
                    key, id_, Memory(stability, difficulty), day, from_ms(due), interval, reps, state, bool(asked)
                )
                for key, id_, stability, difficulty, day, due, interval, reps, state, asked in rows
            ]
        return found

    def placed(self) -> list[int]:
        """Return the cards (keys) whose memory does not begin with an answer: taken as known by a placement."""
        return [key for (key,) in self._rows.all(_PLACED)]

    def unseen(self) -> int:
        """Count the cards never answered that may be asked."""
        return int(self._rows.all(f"select count(*) from card where {UNSEEN}")[0][0])

    def unseen_cards(self) -> list[UnseenCard]:
        """Return the cards never answered that may be asked, in the order of their decks."""
        return [UnseenCard(*row) for row in self._rows.all(_UNSEEN_CARDS)]

    def stated(self, kind: str) -> list[Stated]:
        """Return all facts of a kind that were ever stated, in order."""
        return [
            Stated(from_ms(at), date.fromordinal(day), subject, json.loads(value), undone is not None)
            for at, day, subject, value, undone in self._rows.all(_STATED, kind=kind)
        ]

    def pace(self, since: date, longest_ms: int) -> dict[tuple[int, int], tuple[int, float]]:
        """Return, by state before and rating, how many answers there were after a day and their seconds together."""
        return {
            (state, rating): (int(count), float(took) / 1000)
            for state, rating, count, took in self._rows.all(_PACE, since=since.toordinal(), longest=longest_ms)
        }


def answers_of(decks: Collection[int] | None, *, forgotten: bool) -> tuple[str, dict[str, object]]:
    """Return the end of a query of `event`: what stands of cards with a question, of some decks (keys) or of all.

    With `forgotten` also where a card was made new again.
    """
    kinds = "(kind = 0 or (kind = 1 and name = 'forget'))" if forgotten else "kind = 0"
    told = f"where {kinds} and event.id not in (select event_id from undone)"
    if decks is None:
        return f"{told} and card_key not in (select key from card where question_key is null)", {}
    marks, parameters = among("d", decks)
    asked = f"select key from card where question_key is not null and deck_key in ({marks})"
    return f"{told} and card_key in ({asked})", parameters
