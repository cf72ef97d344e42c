"""Pieces of SQL that several readers share."""

from __future__ import annotations

from collections.abc import Iterable

# Spelled like the partial indexes, or the planners would not use them.
SEEN = "question_key is not null and suspended = 0 and state <> 0"
UNSEEN = "question_key is not null and suspended = 0 and state = 0"
NOT_BURIED = "(buried_until is null or buried_until <= :day)"

DUE_BY_DECK = f"""
    select deck_key, state, count(*) from card where {SEEN} and due_at < :end and {NOT_BURIED} group by deck_key, state
"""
"""Grouped by state too: by deck alone, SQLite would walk through all cards in the order of decks."""
_REVIEW = 2
NEW_BY_DECK = f"select deck_key, count(*) from card where {UNSEEN} and {NOT_BURIED} group by deck_key"
DONE_BY_DECK = "select deck_key, introduced, tested, answers, took_ms from day_total where day = :day"


def due_and_learning(rows: Iterable[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
    """Return how many cards in Review and in (re)learning there are by deck key, from rows of `DUE_BY_DECK`."""
    found: dict[int, tuple[int, int]] = {}
    for deck, state, count in rows:
        due, learning = found.get(deck, (0, 0))
        found[deck] = (due + count, learning) if state == _REVIEW else (due, learning + count)
    return found


def among(prefix: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return `:p0, :p1, …` for an `in (…)` and the parameters that go with it."""
    parameters = {f"{prefix}{i}": value for i, value in enumerate(values)}
    return ", ".join(f":{name}" for name in parameters) or "null", parameters


def like_literal(text: str) -> str:
    """Return a text so that `like … escape '!'` takes it for itself."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
