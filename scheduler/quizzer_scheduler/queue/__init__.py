"""Today's queue: gather, bury siblings, order, limit, interleave."""

from __future__ import annotations

from quizzer_scheduler.queue.building import LEARN_AHEAD, build_queue
from quizzer_scheduler.queue.contrasting import NO_CONTRASTS, Contrasts, contrasts_of
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
from quizzer_scheduler.queue.remedy import remedies
from quizzer_scheduler.queue.today import Queue

__all__ = [
    "LEARN_AHEAD",
    "NO_CONTRASTS",
    "Contrasts",
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
    "contrasts_of",
    "remedies",
]
