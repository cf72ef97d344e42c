"""Pieces of SQL that several readers share."""

from __future__ import annotations

from collections.abc import Iterable

# Spelled like the partial indexes, or the planners would not use them.
SEEN = "question_key is not null and suspended = 0 and state <> 0"
UNSEEN = "question_key is not null and suspended = 0 and state = 0"
NOT_BURIED = "(buried_until is null or buried_until <= :day)"

SEEN_TODAY = """
    select distinct question_key from card
    where last_day is not null and question_key is not null and last_day = :day
"""

# The same rules as the queue's: of a question comes one card a day, a due one before a new one, and none beside a card
# that is being learned or after one that was answered today. New questions are counted whole and the few that must wait
# are taken off again: asking for each of thousands whether it must wait takes four times as long.
WAITING_BY_DECK = f"""
    with seen as ({SEEN_TODAY}),
    waiting as (
        select deck_key, question_key, state, due_at from card where {SEEN} and due_at < :end and {NOT_BURIED}
    ),
    taken as (select question_key from seen union select question_key from waiting where state <> 2),
    due as (
        select distinct deck_key, question_key from waiting
        where state = 2 and due_at <= :at and question_key not in (select question_key from taken)
    ),
    busy as (select question_key from taken union all select question_key from due)
    select deck_key, 0, count(*) from due group by deck_key
    union all
    select deck_key, 1, count(*) from waiting where state <> 2 and due_at <= :ahead group by deck_key
    union all
    select deck_key, 2, count(distinct question_key) from card where {UNSEEN} and {NOT_BURIED} group by deck_key
    union all
    select deck_key, 2, -count(distinct question_key) from card
    where {UNSEEN} and {NOT_BURIED} and question_key in (select question_key from busy) group by deck_key
"""
"""Deck, what (0 due, 1 learning, 2 new), and how many: the numbers of a deck and a kind are to be added up."""
DONE_BY_DECK = "select deck_key, introduced, tested, answers, took_ms from day_total where day = :day"


def waiting_by_deck(rows: Iterable[tuple[int, int, int]]) -> dict[int, tuple[int, int, int]]:
    """Return how much is due, learning and new by deck key, from rows of `WAITING_BY_DECK`."""
    found: dict[int, list[int]] = {}
    for deck, what, count in rows:
        found.setdefault(deck, [0, 0, 0])[what] += count
    return {deck: (due, learning, new) for deck, (due, learning, new) in found.items() if due or learning or new}


def among(prefix: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return `:p0, :p1, …` for an `in (…)` and the parameters that go with it."""
    parameters = {f"{prefix}{i}": value for i, value in enumerate(values)}
    return ", ".join(f":{name}" for name in parameters) or "null", parameters


def like_literal(text: str) -> str:
    """Return a text so that `like … escape '!'` takes it for itself."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
