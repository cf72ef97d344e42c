"""Decks that lie ready for the index: their questions and cards as rows in a file that any process may write.

To make these rows is most of the work of indexing, and needs nothing of the store; `whole_decks.py` does the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from quizzer.store.index_rows import SAID, card_places, said
from quizzer.store.records import IndexedDeck
from quizzer.store.rows_file import RowsFile

_BITS = 20
"""Of a key, for the place of a question in its deck."""
QUESTION = ("key", "id", "alone", *SAID, "json")
"""Columns of `laid_question`: the key is of deck and place, `alone` is 1 where its one card is that of no part."""
CARD = ("question", "number", "id", "part", "position", "siblings")
"""Columns of `laid_card`, the cards of other questions."""
CONTRAST = ("question", "other_deck", "other")
_TABLES = (
    f"laid_question (key integer primary key, {', '.join(QUESTION[1:])})",
    f"laid_card ({', '.join(CARD)}, primary key (question, number)) without rowid",
    f"laid_contrast ({', '.join(CONTRAST)})",
)
_ALONE = ("",)


class Laid(NamedTuple):
    """Where the rows of a deck lie."""

    file: Path
    """As `LaidFile` wrote it."""
    number: int
    """Of the deck in it."""

    @property
    def first(self) -> int:
        """The key of the question in its first place, were there one."""
        return self.number << _BITS

    @property
    def end(self) -> int:
        """The first key of the next deck."""
        return self.number + 1 << _BITS


class LaidFile(RowsFile):
    """A file of decks."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, *_TABLES)

    def add(self, number: int, deck: IndexedDeck) -> None:
        """Add a deck under a number of its own."""
        first = number << _BITS
        questions = list(deck.questions)
        rows = [
            (first + each.position, each.id, int(each.parts == _ALONE), *said(deck.id, each), each.body)
            for each in questions
        ]
        several = [each for each in questions if each.parts != _ALONE]
        keys = {each.id: first + each.position for each in several}
        cards = [
            (keys[question], place, id_, part, position, siblings)
            for place, (id_, part, position, siblings, question) in enumerate(card_places(deck.id, several))
        ]
        contrasts = [(first + each.position, *other) for each in questions for other in each.contrasts]
        self._insert("laid_question", QUESTION, rows)
        self._insert("laid_card", CARD, cards)
        self._insert("laid_contrast", CONTRAST, contrasts)
