"""What the index keeps of questions and their cards, as rows of its tables: made in any process, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from quizzer.store.records import IndexedQuestion
from quizzer.store.rows import card_values
from quizzer_scheduler.model import Card

SAID = ("position", "line", "kind", "digest", "tags", "search")
"""What the row of a question says of it."""

PLACES = 1000
"""A question's place times this, plus the card's place in it, is a card's: room for every hole of a long cloze."""

UNSEEN: Mapping[str, int | None] = card_values(Card(""))
"""What the row of a card says before its first answer."""


def said(deck_id: str, question: IndexedQuestion) -> tuple[int, int, str, str, str, str]:
    """Return what the row of a question says of it, in the order of `SAID`."""
    search = f"{question.search}\n{deck_id}/{question.id}"
    return question.position, question.line, question.kind, question.digest, _tagged(question.tags), search


def card_places(deck_id: str, questions: Iterable[IndexedQuestion]) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield (card id, part, position, 1 where it has siblings, question id) for each card of a deck."""
    for question in questions:
        id_, start = f"{deck_id}/{question.id}", question.position * PLACES
        parts = question.parts
        siblings = int(len(parts) > 1)
        for place, part in enumerate(parts):
            card_id = f"{id_}#{part}" if part else id_
            yield card_id, part, start + place if place < PLACES else start + PLACES - 1, siblings, question.id


@lru_cache(maxsize=4096)
def _tagged(tags: tuple[str, ...]) -> str:
    return "\n".join(("", *tags, "")).casefold()
