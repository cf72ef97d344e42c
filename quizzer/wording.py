"""Numbers in words: waits, dates and shares as a learner reads them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from quizzer_scheduler.model import Card, Rating, State

RATING_NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}
STATE_NAMES = {State.NEW: "new", State.LEARNING: "learning", State.REVIEW: "review", State.RELEARNING: "relearning"}
_MONTH = 30.44
_YEAR = 365.25


def wait(span: timedelta) -> str:
    """Return a wait as `45 s`, `10 min`, `3 h`, `9 d`, `2 mo` or `1.3 y`."""
    seconds = max(0.0, span.total_seconds())
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds < 60 else "1 min"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    if seconds < 86400:
        return f"{seconds / 3600:.0f} h"
    return days(round(seconds / 86400))


def days(count: int) -> str:
    """Return whole days as `9 d`, `2 mo` or `1.3 y`."""
    if count < 31:
        return f"{count} d"
    if count < 350:
        return f"{count / _MONTH:.1f}".removesuffix(".0") + " mo"
    return f"{count / _YEAR:.1f}".removesuffix(".0") + " y"


def until(card: Card, at: datetime) -> str:
    """Return how long until a card comes back, in days where its schedule counts in days."""
    if card.interval_days:
        return days(card.interval_days)
    return wait(card.due_at - at) if card.due_at else "–"


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as whole percent, `–` for unknown."""
    return "–" if share is None else f"{share * 100:.0f} %"


def under(desired: float | None) -> str:
    """Return the heading over the days from which recall is below what is wanted; None for different shares."""
    return "at risk" if desired is None else f"under {percent(desired)}"


KNOWN, FADING, UNSEEN = "━╍─"
"""What bars are made of: told apart without colours, and rows of them do not grow together."""


def meter(share: float | None, cells: int = 8) -> str:
    """Return a bar of `cells` and the whole percent of a share from 0 to 1; an unknown share is an empty bar and `–`.

    Only nothing shows as empty and only everything as full.
    """
    if share is None:
        return f"{UNSEEN * cells}     –"
    share = min(max(share, 0.0), 1.0)
    full = round(share * cells)
    percent = round(share * 100)
    if 0 < share < 1:
        full = min(max(full, 1), cells - 1)
        percent = min(max(percent, 1), 99)
    return f"{KNOWN * full}{UNSEEN * (cells - full)} {percent:>3} %"


def two_tone(known: float | None, seen: float | None, cells: int) -> str:
    """Return a bar of `cells`: what is recalled, what was seen and fades, what was never seen.

    The shares are from 0 to 1, None for unknown. Only nothing shows as empty and only everything as full.
    """
    full, half = _filled(known, cells), _filled(seen, cells)
    return KNOWN * full + FADING * (half - full) + UNSEEN * (cells - max(full, half))


def _filled(share: float | None, cells: int) -> int:
    share = min(max(share or 0.0, 0.0), 1.0)
    full = round(share * cells)
    return min(max(full, 1), cells - 1) if 0 < share < 1 else full


def minutes(seconds: float) -> str:
    """Return a length of work as `≈ 14 min`."""
    return f"≈ {max(1, round(seconds / 60))} min" if seconds else "0 min"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: `1 card`, `2 cards`, `12,000 cards`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(value: date, today: date) -> str:
    """Return a study day as a learner says it: today, tomorrow, Thursday, 3 Dec, 3 Dec 2027."""
    away = (value - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if away in near:
        return near[away]
    if -7 < away < 7:
        return _WEEKDAYS[value.weekday()]
    spelt = f"{value.day} {_MONTHS[value.month - 1]}"
    return spelt if value.year == today.year else f"{spelt} {value.year}"


def month(value: date) -> str:
    """Return the month of a day in short: `Mar`."""
    return _MONTHS[value.month - 1]


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
