"""Decks that lie ready for the index: their questions and cards as rows in a file that any process may write.

To make these rows is most of the work of indexing, and needs nothing of the store; `whole_decks.py` does the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from quizzer.store.index_rows import SAID, card_places, said
from quizzer.store.records import IndexedDeck
from quizzer.store.rows_file import RowsFile

QUESTION = ("deck", *SAID, "id", "json")
"""Columns of `laid_question`; a deck is a number, and a question is named by its position in it."""
CARD = ("deck", "number", "question", "id", "part", "position", "siblings")
CONTRAST = ("deck", "question", "other_deck", "other")
_TABLES = (
    f"laid_question ({', '.join(QUESTION)}, primary key (deck, position)) without rowid",
    f"laid_card ({', '.join(CARD)}, primary key (deck, number)) without rowid",
    f"laid_contrast ({', '.join(CONTRAST)})",
)


class Laid(NamedTuple):
    """Where the rows of a deck lie."""

    file: Path
    """As `LaidFile` wrote it."""
    number: int
    """Of the deck in it."""


class LaidFile(RowsFile):
    """A file of decks."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, *_TABLES)

    def add(self, number: int, deck: IndexedDeck) -> None:
        """Add a deck under a number of its own."""
        questions = list(deck.questions)
        places = {each.id: each.position for each in questions}
        rows = [(number, *said(deck.id, each), each.id, each.body) for each in questions]
        cards = [
            (number, place, places[question], id_, part, position, siblings)
            for place, (id_, part, position, siblings, question) in enumerate(card_places(deck.id, questions))
        ]
        contrasts = [(number, each.position, *other) for each in questions for other in each.contrasts]
        self._insert("laid_question", QUESTION, rows)
        self._insert("laid_card", CARD, cards)
        self._insert("laid_contrast", CONTRAST, contrasts)
