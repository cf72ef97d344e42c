"""Pieces of SQL that several readers share."""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import Any

# Spelled like the partial indexes, or the planners would not use them.
SEEN = "question_key is not null and suspended = 0 and state <> 0"
UNSEEN = "question_key is not null and suspended = 0 and state = 0"
NOT_BURIED = "(buried_until is null or buried_until <= :day)"

SEEN_TODAY = """
    select distinct question_key from card
    where last_day is not null and question_key is not null and last_day = :day
"""

LEARNING = f"""
    select question_key, deck_key, due_at from card
    where question_key is not null and suspended = 0 and state in (1, 3) and due_at < :end and {NOT_BURIED} {{only}}
"""
# Most questions make one card, and those the database counts by itself; only of the others each is looked at.
# `+ 0` keeps SQLite from walking through all cards by deck, which takes three times as long as sorting the due ones.
_DUE_BY_DECK = f"""
    select deck_key + 0, count(*) from card where {SEEN} and state = 2 and due_at < :end and {NOT_BURIED}
    and siblings = 0 and last_day < :day {{only}} group by deck_key + 0
"""
_DUE = f"""
    select question_key, deck_key from card where {SEEN} and state = 2 and due_at < :end and {NOT_BURIED}
    and siblings = 1 {{only}}
"""
_NEW_BY_DECK = f"""
    select deck_key, count(*) from card where {UNSEEN} and {NOT_BURIED} and siblings = 0 {{only}} group by deck_key
"""
_NEW = f"select question_key, deck_key from card where {UNSEEN} and {NOT_BURIED} and siblings = 1 {{only}}"
UNSEEN_BY_DECK = f"""
    select id, (select count(*) from card where deck_key = deck.key and {UNSEEN}),
        coalesce((select introduced from day_total where day = :day and deck_key = deck.key), 0) from deck
"""
STUDIED = "select day from day_total where day >= :since and day < :day group by day having sum(answers) > 0"
DONE_BY_DECK = "select deck_key, introduced, tested, answers, took_ms from day_total where day = :day"


def waiting_by_deck(
    run: Callable[[str, Mapping[str, int]], Iterable[Any]],
    moment: Mapping[str, int],
    decks: Collection[int] | None = None,
) -> dict[int, tuple[int, int, int]]:
    """Return what is due, learning and new by deck key. `run` gives a query's rows; `moment` has day, end, ahead.

    With `decks` (keys) only of those. The rules are the queue's: of a question comes one card a day, a due one before a
    new one, and none beside a card that is being learned or after one that was answered today.
    """
    marks, keys = ("", {}) if decks is None else among("deck", decks)
    asked: Mapping[str, Any] = {**moment, **keys}

    def rows(sql: str) -> list[Any]:
        return list(run(sql.format(only="" if decks is None else f"and deck_key in ({marks})"), asked))

    learning = rows(LEARNING)
    busy = {family for (family,) in run(SEEN_TODAY, moment)} | {row[0] for row in learning}
    due = _without(dict(rows(_DUE)), busy)
    due_by_deck = Counter(dict(rows(_DUE_BY_DECK)))
    due_by_deck.update(due.values())
    new = Counter(dict(rows(_NEW_BY_DECK)))
    fresh = dict(rows(_NEW))
    new.update(deck for family, deck in fresh.items() if family not in busy and family not in due)
    soon = Counter(deck for _, deck, due_at in learning if due_at <= moment["ahead"])
    found = {deck: (due_by_deck[deck], soon[deck], new[deck]) for deck in {*due_by_deck, *soon, *new}}
    return {deck: counts for deck, counts in found.items() if any(counts)}


def _without(families: dict[int, int], others: Collection[int]) -> dict[int, int]:
    return {family: deck for family, deck in families.items() if family not in others} if others else families


def among(prefix: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return `:p0, :p1, …` for an `in (…)` and the parameters that go with it."""
    parameters = {f"{prefix}{i}": value for i, value in enumerate(values)}
    return ", ".join(f":{name}" for name in parameters) or "null", parameters


def listed(keys: Iterable[int]) -> str:
    """Return `1, 2, …` for an `in (…)`: where there are thousands, SQLite looks for each parameter among all others."""
    return ", ".join([str(int(key)) for key in keys]) or "null"


def like_literal(text: str) -> str:
    """Return a text so that `like … escape '!'` takes it for itself."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
