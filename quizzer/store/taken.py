"""What comes into the store from elsewhere, card by card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change


class Taken(NamedTuple):
    """A card that is taken over, with the events that led to it."""

    card: Card
    events: Sequence[Line | Change]
    mark: str
    """In place of a verdict on its answers."""
