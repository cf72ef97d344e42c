"""Searches as SQL conditions. What the caller wrote goes in as parameters only; names and signs stand here."""

from __future__ import annotations

from quizzer.store.filters import (
    All,
    Contains,
    Either,
    Filter,
    InDeck,
    Is,
    Moment,
    Not,
    OfKind,
    Property,
    PropertyName,
    SortColumn,
    Status,
    Tagged,
)
from quizzer.store.readers.fragments import like_literal
from quizzer.store.readers.progress import RECALL, curve
from quizzer.store.times import to_ms

_STATUS = {
    Status.DUE: "card.question_key is not null and card.suspended = 0 and card.state <> 0 and card.due_at < :end"
    " and (card.buried_until is null or card.buried_until <= :day)",
    Status.NEW: "card.state = 0",
    Status.LEARNING: "card.state in (1, 3)",
    Status.REVIEW: "card.state = 2",
    Status.SUSPENDED: "card.suspended = 1",
    Status.BURIED: "card.buried_until is not null and card.buried_until > :day",
    Status.FLAGGED: "card.flag <> 0",
    Status.LEECH: "card.lapses >= :leech_lapses",
    Status.ORPHAN: "card.question_key is null",
}
_PROPERTIES: dict[PropertyName, tuple[str, str]] = {
    "s": ("card.stability", "card.stability is not null"),
    "d": ("card.difficulty", "card.difficulty is not null"),
    "r": (RECALL, "card.stability is not null"),
    "lapses": ("card.lapses", "1 = 1"),
    "reps": ("card.reps", "1 = 1"),
    "ivl": ("card.interval_days", "card.state <> 0"),
}
_COMPARISONS = {"<": "<", "<=": "<=", "=": "=", "!=": "<>", ">=": ">=", ">": ">"}
_SORT = {
    SortColumn.DECK: "deck.id",
    SortColumn.KIND: "question.kind",
    SortColumn.DUE: "card.due_at",
    SortColumn.STABILITY: "card.stability",
    SortColumn.DIFFICULTY: "card.difficulty",
    SortColumn.RETRIEVABILITY: f"case when card.stability is not null then {RECALL} end",
    SortColumn.INTERVAL: "case when card.state <> 0 then card.interval_days end",
    SortColumn.REPS: "card.reps",
    SortColumn.LAPSES: "card.lapses",
    SortColumn.LAST_REVIEW: "card.last_review_at",
}


class Condition:
    """Builds the condition of one search, and its parameters."""

    def __init__(self, moment: Moment) -> None:
        self.parameters: dict[str, object] = {}
        self._moment = moment

    def of(self, wanted: Filter) -> str:
        """Return the condition for a filter."""
        match wanted:
            case Contains(text):
                return self._contains(text)
            case InDeck(deck_id):
                under = self._add(f"{like_literal(deck_id)}/%")
                return f"(deck.id = {self._add(deck_id)} or deck.id like {under} escape '!')"
            case Tagged(tag):
                line = self._add(f"%\n{like_literal(tag.casefold())}\n%")
                return f"(coalesce(question.tags, '') like {line} escape '!')"
            case OfKind(kind):
                return f"(coalesce(question.kind, '') = {self._add(kind)})"
            case Is(status):
                return f"({self._momentary(_STATUS[status])})"
            case Property():
                return self._property(wanted)
            case Not(inner):
                return f"(not {self.of(inner)})"
            case Either(filters):
                return f"({' or '.join(self.of(each) for each in filters) or '1 = 0'})"
            case All(filters):
                return f"({' and '.join(self.of(each) for each in filters) or '1 = 1'})"

    def order(self, column: SortColumn, direction: str) -> str:
        """Return the sort order; ties in the order of decks."""
        way = "desc" if direction == "desc" else "asc"
        first = self._momentary(_SORT[column])
        return f"{first} {way} nulls last, deck.id, card.position, card.key"

    def _contains(self, text: str) -> str:
        pattern = self._add(f"%{like_literal(text.casefold())}%")
        # A question's text to search has its id in it; of an orphan only the id is left.
        return f"(coalesce(question.search, lower(card.id)) like {pattern} escape '!')"

    def _property(self, wanted: Property) -> str:
        number, known = _PROPERTIES[wanted.name]
        value = self._add(float(wanted.value))
        return f"({known} and {self._momentary(number)} {_COMPARISONS[wanted.comparison]} {value})"

    def _momentary(self, sql: str) -> str:
        moment = self._moment
        known = {**curve(moment.day, moment.decay), "end": to_ms(moment.end), "leech_lapses": moment.leech_lapses}
        self.parameters.update({name: value for name, value in known.items() if f":{name}" in sql})
        return sql

    def _add(self, value: object) -> str:
        name = f"value{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"
