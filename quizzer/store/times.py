"""Instants as integer milliseconds since 1970 (UTC), study days as ordinals: what both databases compare fastest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return the milliseconds since 1970 of an aware instant; what is finer is cut off."""
    return (at - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """Return the aware UTC instant of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def to_ms_or_none(at: datetime | None) -> int | None:
    """Return milliseconds, or None for None."""
    return None if at is None else to_ms(at)


def from_ms_or_none(ms: int | None) -> datetime | None:
    """Return an instant, or None for None."""
    return None if ms is None else from_ms(ms)


def to_ordinal(day: date | None) -> int | None:
    """Return the ordinal of a study day, or None for None."""
    return None if day is None else day.toordinal()


def from_ordinal(ordinal: int | None) -> date | None:
    """Return the study day of an ordinal, or None for None."""
    return None if ordinal is None else date.fromordinal(ordinal)
