"""Single cards: their schedule, what they show, their history."""

from __future__ import annotations

from collections.abc import Iterator

from quizzer.store.readers.fragments import among
from quizzer.store.records import CardContent, LoggedEvent
from quizzer.store.rows import (
    CARD_COLUMNS,
    CARD_WIDTH,
    EVENT_COLUMNS,
    EVENT_SOURCE,
    card_of,
    event_of,
    logged_of,
    prefixed,
)
from quizzer.store.sqlite_file import Rows
from quizzer_scheduler.model import Card, Event

# The `+ 0` keeps SQLite from walking through all files of the device.
_CONTENT = f"""
    select {prefixed("card")}, card.key, card.part, deck.key, deck.id, deck.title, question.key, body.json,
        (select min(path) from deck_file where deck_file.deck_key = deck.key
            and deck_file.device + 0 = (select device.id from device where uid = :device)),
        question.line, question.digest
    from card join deck on deck.key = card.deck_key
    left join question on question.key = card.question_key left join body on body.question_key = question.key
"""
_EFFECTIVE = "event.kind in (0, 1) and undone.event_id is null"
_CHUNK = 500
_KEYS = "select id, key from card where deck_key = :deck and question_key is not null"


class CardReader:
    """Reads cards one at a time, and the log."""

    def __init__(self, rows: Rows, device_uid: str) -> None:
        self._rows = rows
        self._device = device_uid

    def card(self, id_: str) -> Card | None:
        """Return a card's schedule by its id."""
        found = self._rows.all(f"select {CARD_COLUMNS} from card where id = :id", id=id_)
        return card_of(found[0]) if found else None

    def keys(self, deck: int) -> dict[str, int]:
        """Return the keys of a deck's cards (its key) that have a question, by id."""
        return dict(self._rows.all(_KEYS, deck=deck))

    def content(self, key: int) -> CardContent | None:
        """Return a card and its question by the card's key."""
        return self._content("where card.key = :key", key=key)

    def content_by_id(self, id_: str) -> CardContent | None:
        """Return a card and its question by the card's id."""
        return self._content("where card.id = :id", id=id_)

    def siblings(self, key: int) -> list[Card]:
        """Return all cards of a card's question, itself among them, in the question's order."""
        where = "question_key = (select question_key from card where key = :key) order by position"
        return [card_of(row) for row in self._rows.all(f"select {CARD_COLUMNS} from card where {where}", key=key)]

    def orphans(self) -> list[Card]:
        """Return the cards that have a history but whose question is gone, by id."""
        where = "question_key is null and exists (select 1 from event where event.card_key = card.key) order by id"
        return [card_of(row) for row in self._rows.all(f"select {CARD_COLUMNS} from card where {where}")]

    def leeches(self, threshold: int) -> list[Card]:
        """Return the cards that were forgotten `threshold` times or more, worst first."""
        where = "question_key is not null and lapses >= :threshold order by lapses desc, id"
        return [
            card_of(row)
            for row in self._rows.all(f"select {CARD_COLUMNS} from card where {where}", threshold=threshold)
        ]

    def events(self, id_: str, *, effective: bool = True) -> list[LoggedEvent]:
        """Return a card's reviews and changes that stand, in order; with `effective` False all its events."""
        where = f"card.id = :id{f' and {_EFFECTIVE}' if effective else ''} order by event.id"
        return [
            logged_of(row)
            for row in self._rows.all(f"select {EVENT_COLUMNS} from {EVENT_SOURCE} where {where}", id=id_)
        ]

    def latest(self, count: int) -> list[LoggedEvent]:
        """Return the newest events of the log of whatever kind and device, newest first."""
        sql = f"select {EVENT_COLUMNS} from {EVENT_SOURCE} order by event.id desc limit :count"
        return [logged_of(row) for row in self._rows.all(sql, count=count)]

    def with_history(self) -> list[str]:
        """Return the ids of all cards with an event, in the order of their keys."""
        sql = "select id from card where exists (select 1 from event where event.card_key = card.key) order by key"
        return [id_ for (id_,) in self._rows.all(sql)]

    def histories(self) -> Iterator[tuple[Card, list[Event]]]:
        """Yield each card with a history, and its effective events: what a replay compares. Memory stays small."""
        last = -1
        while True:
            cards = self._rows.all(
                f"select key, {CARD_COLUMNS} from card where key > :last"
                " and exists (select 1 from event where event.card_key = card.key) order by key limit :count",
                last=last,
                count=_CHUNK,
            )
            if not cards:
                return
            marks, parameters = among("k", (row[0] for row in cards))
            events: dict[str, list[Event]] = {row[1]: [] for row in cards}
            where = f"card_key in ({marks}) and {_EFFECTIVE} order by event.id"
            for row in self._rows.all(f"select {EVENT_COLUMNS} from {EVENT_SOURCE} where {where}", **parameters):
                events[row[5]].append(event_of(row))
            for row in cards:
                yield card_of(row[1:]), events[row[1]]
            last = cards[-1][0]

    def answer_count(self) -> int:
        """Return how many reviews stand, undone ones left out."""
        return int(self._rows.all("select coalesce(sum(answers), 0) from day_total")[0][0])

    def _content(self, where: str, **parameters: object) -> CardContent | None:
        found = self._rows.all(_CONTENT + where, device=self._device, **parameters)
        if not found:
            return None
        row = found[0]
        key, part, deck, deck_id, title, question, body, path, line, digest = row[CARD_WIDTH:]
        return CardContent(
            key=key,
            card=card_of(row[:CARD_WIDTH]),
            part=part,
            deck=deck,
            deck_id=deck_id,
            deck_title=title,
            question=question,
            body=body or "",
            path=path or "",
            line=line or 0,
            digest=digest or "",
        )
