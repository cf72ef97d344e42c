"""The answers as the FSRS optimizer reads them: one row each, cards by name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from quizzer.exporting.selection import Exported, Selection

COLUMNS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
"""Times in milliseconds since the epoch; states before the answer: 0 new, 1 learning, 2 review, 3 relearning."""


def write(selection: Selection, target: Path) -> Exported:
    """Write the log of the answers that stand, those of a card together and in order."""
    store = selection.workspace.store
    selection.doing("Writing the history")
    names = {row.key: row.id for info in selection.infos for row in store.cards.of_deck(info.key)}
    answered: set[int] = set()
    written = 0

    def rows() -> Iterator[tuple[str, int, int, int, int]]:
        nonlocal written
        for at, card, rating, state, _, _, took in store.answers.log(selection.keys, by_card=True):
            if rating and card in names:
                answered.add(card)
                written += 1
                yield names[card], at, rating, state, took

    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows())
    return Exported(str(target), 0, len(answered), written)
