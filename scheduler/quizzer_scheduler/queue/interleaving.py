"""Interleaving: where new cards stand among the reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from quizzer_scheduler.queue.model import NewMix

T = TypeVar("T")


def spread(many: Sequence[T], few: Sequence[T]) -> list[T]:
    """Return both in one line, each in its own order, with the second spread evenly between the first."""
    line: list[T] = []
    done = 0
    gaps = len(few) + 1
    for index, item in enumerate(few, start=1):
        before = (2 * index * len(many) + gaps) // (2 * gaps)  # rounded, and exact for any length
        line.extend(many[done:before])
        line.append(item)
        done = before
    line.extend(many[done:])
    return line


def interleave(reviews: Sequence[T], new: Sequence[T], mix: NewMix) -> list[T]:
    """Return reviews and new cards in one line, as the learner wants them mixed."""
    if mix is NewMix.BEFORE:
        return [*new, *reviews]
    if mix is NewMix.AFTER:
        return [*reviews, *new]
    return spread(reviews, new)
