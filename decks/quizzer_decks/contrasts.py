"""Which questions are easily confused with each other, by ids that hold in the whole library."""

from __future__ import annotations

from collections.abc import Iterator

from quizzer_decks.model import Question


def contrasted(deck_id: str, question: Question) -> Iterator[tuple[str, str]]:
    """Yield the deck's and the question's own id of each question that one of a deck is easily confused with."""
    for name in dict.fromkeys(question.contrast):
        deck, _, other = name.rpartition("/")
        yield deck or deck_id, other
