"""What a deck file can hold of a question: told before any is put into one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from quizzer_decks.deck_file import read_deck, write_deck
from quizzer_decks.formats.foreign import Foreign
from quizzer_decks.model import Deck, Question

_TOGETHER = 200
"""Questions that are looked at at once; far fewer than a file may have."""


_STRANGE = re.compile(r"(?<!\\)(?:\\\\)*\\[xuU]")
"""In how a value is shown: a character that is not printable."""


def as_held(foreign: Foreign) -> Foreign:
    """Return a question as it will be read from a deck file: control characters are made visible there."""
    question = foreign.question
    if not _STRANGE.search(str(question)):
        return foreign
    deck, _ = read_deck(write_deck(Deck("one", "One", (replace(question, id="q"),))), "one", "one")
    return replace(foreign, question=replace(deck.questions[0], id=question.id)) if deck else foreign


def refusals(questions: Sequence[Question]) -> dict[str, str]:
    """Return the questions, by id, that a deck file cannot hold, with the reason."""
    return {id_: why for each in _batches(questions) for id_, why in _refused(each)}


def _batches(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for start in range(0, len(questions), _TOGETHER):
        yield questions[start : start + _TOGETHER]


def _refused(questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    deck, problems = read_deck(write_deck(Deck("all", "All", tuple(questions))), "all", "all")
    kept = {question.id for question in deck.questions} if deck else set()
    if len(questions) == 1 and not kept:
        yield questions[0].id, problems[0].message if problems else "it cannot be written into a deck file"
        return
    for question in questions:
        if question.id not in kept:
            yield from _refused([question])
