"""The answers as the FSRS optimizer reads them: one row each, cards by name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from quizzer.exporting.selection import Exported, Selection

COLUMNS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
"""Times in milliseconds since the epoch; states before the answer: 0 new, 1 learning, 2 review, 3 relearning."""

_TOLD = 10_000
"""Answers after which it is told how far it is."""


def write(selection: Selection, target: Path) -> Exported:
    """Write the log of the answers that stand, those of a card together and in order."""
    selection.doing("Writing the history")
    answers = selection.workspace.store.answers.named(selection.keys)
    cards = written = 0

    def counted() -> Iterator[tuple[str, int, int, int, int]]:
        nonlocal cards, written
        before = ""
        for written, answer in enumerate(answers, 1):
            if written % _TOLD == 0:
                selection.doing(f"Writing the history: {written:,} answers")
            if answer[0] != before:
                before = answer[0]
                cards += 1
            yield answer

    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(counted())
    return Exported(str(target), 0, cards, written)
