"""From a deck file's bytes to what the store keeps of it."""

from __future__ import annotations

import json
from hashlib import blake2b

from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer_decks.contrasts import contrasted
from quizzer_decks.deck_file import read_deck
from quizzer_decks.model import Deck, Problem, Question
from quizzer_decks.prompts import card_parts
from quizzer_decks.question_json import question_to_json
from quizzer_decks.yaml_text import decode

_NO_TEXT = frozenset({"id", "kind", "contrast"})


def indexed_deck(data: bytes, path: str, default_id: str) -> tuple[IndexedDeck | None, list[Problem]]:
    """Return the deck in a file, None when nothing in it is usable, and everything that is wrong with it."""
    text, problems = decode(data, path)
    if text is None:
        return None, problems
    deck, found = read_deck(text, path, default_id)
    return (index_of(deck) if deck else None), [*problems, *found]


def index_of(deck: Deck) -> IndexedDeck:
    """Return a deck as the index keeps it."""
    return IndexedDeck(
        id=deck.id,
        title=deck.title,
        questions=tuple(_question(deck, place, question) for place, question in enumerate(deck.questions)),
        description=deck.description,
        covers=deck.covers,
        needs=deck.needs,
        tags=deck.tags,
    )


def _question(deck: Deck, place: int, question: Question) -> IndexedQuestion:
    content = question_to_json(question)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    parts = card_parts(question)
    tags = tuple(dict.fromkeys((*deck.tags, *question.tags)))
    key = "\0".join((body, *parts, "", *tags))
    return IndexedQuestion(
        id=question.id,
        position=place,
        kind=question.kind,
        line=question.line,
        body=body,
        search=" ".join(_texts(content)),
        digest=blake2b(key.encode(), digest_size=16).hexdigest(),
        parts=parts,
        tags=tags,
        contrasts=tuple(contrasted(deck.id, question)),
    )


def _texts(content: object) -> list[str]:
    """Return every text in a question, what an author wrote in the order it was written."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        return [text for key, value in content.items() if key not in _NO_TEXT for text in _texts(value)]
    if isinstance(content, list | tuple):
        return [text for value in content for text in _texts(value)]
    return []
