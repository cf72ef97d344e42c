"""The card browser: the keys of all cards that match, then the rows that are on the screen."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from quizzer.store.filters import Direction, Filter, Moment, SortColumn
from quizzer.store.readers.filter_sql import Condition
from quizzer.store.readers.fragments import among
from quizzer.store.records import BrowserRow
from quizzer.store.rows import CARD_WIDTH, card_of, prefixed
from quizzer.store.sqlite_file import Rows

_SOURCE = "card join deck on deck.key = card.deck_key left join question on question.key = card.question_key"
_ROWS = f"""
    select {prefixed("card")}, card.key, deck.id, deck.title, question.kind, question.line, body.json, question.tags
    from {_SOURCE} left join body on body.question_key = question.key where card.key in
"""


class BrowserReader:
    """Finds and lists cards."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def keys(
        self, wanted: Filter, moment: Moment, sort: SortColumn = SortColumn.DECK, direction: Direction = "asc"
    ) -> array[int]:
        """Return the keys of the cards that match, sorted. Orphans that were never answered are left out."""
        condition = Condition(moment)
        where = condition.of(wanted)
        order = condition.order(sort, direction)
        listed = "(card.question_key is not null or card.reps > 0)"
        sql = f"select card.key from {_SOURCE} where {listed} and {where} order by {order}"
        return array("q", [key for (key,) in self._rows.all(sql, **condition.parameters)])

    def rows(self, keys: Sequence[int]) -> list[BrowserRow]:
        """Return the rows of some cards (a screenful, some hundreds at most), in the order of their keys given."""
        marks, parameters = among("k", keys)
        found = {row[CARD_WIDTH]: row for row in self._rows.all(f"{_ROWS} ({marks})", **parameters)}
        return [
            BrowserRow(
                key=key,
                card=card_of(row[:CARD_WIDTH]),
                deck_id=row[CARD_WIDTH + 1],
                deck_title=row[CARD_WIDTH + 2],
                kind=row[CARD_WIDTH + 3] or "",
                line=row[CARD_WIDTH + 4] or 0,
                body=row[CARD_WIDTH + 5] or "",
                tags=tuple(tag for tag in (row[CARD_WIDTH + 6] or "").split("\n") if tag),
            )
            for key in keys
            if (row := found.get(key)) is not None
        ]
