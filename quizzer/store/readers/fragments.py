"""Pieces of SQL that several readers share."""

from __future__ import annotations

from collections.abc import Iterable

# Spelled like the partial indexes, or the planners would not use them.
SEEN = "question_key is not null and suspended = 0 and state <> 0"
UNSEEN = "question_key is not null and suspended = 0 and state = 0"
NOT_BURIED = "(buried_until is null or buried_until <= :day)"

DUE_BY_DECK = f"""
    select deck_key, sum(case when state = 2 then 1 else 0 end), sum(case when state = 2 then 0 else 1 end)
    from card where {SEEN} and due_at < :end and {NOT_BURIED} group by deck_key
"""
NEW_BY_DECK = f"select deck_key, count(*) from card where {UNSEEN} and {NOT_BURIED} group by deck_key"
DONE_BY_DECK = "select deck_key, introduced, tested, answers, took_ms from day_total where day = :day"


def among(prefix: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return `:p0, :p1, …` for an `in (…)` and the parameters that go with it."""
    parameters = {f"{prefix}{i}": value for i, value in enumerate(values)}
    return ", ".join(f":{name}" for name in parameters) or "null", parameters


def like_literal(text: str) -> str:
    """Return a text so that `like … escape '!'` takes it for itself."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
