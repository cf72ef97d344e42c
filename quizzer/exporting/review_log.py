"""The answers as the FSRS optimizer reads them: one row each, cards by number."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

from quizzer.exporting.selection import Exported, Selection
from quizzer_scheduler.model import Review, State

COLUMNS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
"""Times in milliseconds since the epoch; states before the answer: 0 new, 1 learning, 2 review, 3 relearning."""

_STATES = {State.NEW: 0, State.LEARNING: 1, State.REVIEW: 2, State.RELEARNING: 3}


def write(selection: Selection, target: Path) -> Exported:
    """Write the log of the answers that stand, those of a card together and in order."""
    cards = reviews = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for card, events in selection.histories():
            answers = [event for event in events if isinstance(event, Review)]
            cards += bool(answers)
            for review in answers:
                took = review.took // timedelta(milliseconds=1)
                at = round(review.at.timestamp() * 1000)
                rows.writerow((card.id, at, int(review.rating), _STATES[review.state_before], took))
            reviews += len(answers)
    return Exported(str(target), 0, cards, reviews)
