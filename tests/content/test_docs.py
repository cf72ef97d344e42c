"""The examples in the documentation are run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizzer_decks.check import check_each
from quizzer_decks.deck_file import read_deck
from quizzer_decks.marking import mark
from quizzer_decks.marks import Verdict
from quizzer_decks.model import KINDS, Deck
from quizzer_decks.prompts import answer_text, card_parts, realise
from quizzer_decks.responses import Holes, Text

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def examples(name: str) -> list[str]:
    """Return the YAML examples of a page, each as a whole deck."""
    found = _FENCE.findall((ROOT / name).read_text(encoding="utf-8"))
    return [text if "questions:" in text else "title: Example\nquestions:\n" + text for text in found]


def example_decks(name: str) -> list[Deck]:
    """Return the decks of a page's examples, which read without a problem."""
    decks = []
    for text in examples(name):
        deck, problems = read_deck(text, name, "example")
        assert problems == []
        assert deck is not None
        decks.append(deck)
    return decks


@pytest.mark.parametrize("name", ["docs/deck-format.md", "README.md"])
def test_examples_are_good_decks(name: str) -> None:
    """Every example reads, and its code and numbers are right."""
    decks = example_decks(name)
    assert decks
    for deck in decks:
        assert [p for p in check_each([(name, deck)], trusted=True) if p.severity == "error"] == []


def test_the_format_page_shows_every_kind() -> None:
    """There is an example of each kind of question."""
    assert {q.kind for deck in example_decks("docs/deck-format.md") for q in deck.questions} == set(KINDS)


def test_examples_are_marked_right() -> None:
    """What the page gives as the answer is marked right."""
    for deck in example_decks("docs/deck-format.md"):
        for question in deck.questions:
            for part in card_parts(question):
                prompt = realise(question, part, 1)
                if prompt.kind in ("typed", "numeric", "output"):
                    assert mark(prompt, Text(answer_text(prompt))).verdict is Verdict.RIGHT
                elif prompt.kind == "cloze":
                    assert mark(prompt, Holes(tuple(h.answer for h in prompt.holes))).verdict is Verdict.RIGHT
