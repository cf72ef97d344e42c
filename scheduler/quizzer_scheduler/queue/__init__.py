"""Today's queue: gather, bury siblings, order, limit, interleave."""

from __future__ import annotations

from quizzer_scheduler.queue.building import LEARN_AHEAD, build_queue
from quizzer_scheduler.queue.cram import CramQueue, build_cram
from quizzer_scheduler.queue.model import (
    Counts,
    DeckLimit,
    Limits,
    NewMix,
    NewOrder,
    Order,
    QueueCard,
    ReviewOrder,
)
from quizzer_scheduler.queue.today import Queue

__all__ = [
    "LEARN_AHEAD",
    "Counts",
    "CramQueue",
    "DeckLimit",
    "Limits",
    "NewMix",
    "NewOrder",
    "Order",
    "Queue",
    "QueueCard",
    "ReviewOrder",
    "build_cram",
    "build_queue",
]
