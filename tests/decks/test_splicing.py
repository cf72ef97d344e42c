from __future__ import annotations

import re

import pytest
from deck_strategies import DECKS, QUESTIONS
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzer_decks.deck_file import read_deck, write_deck, written_question
from quizzer_decks.model import Basic, Deck, Question
from quizzer_decks.splicing import spliced


def laid_out(deck: Deck, column: int, blank: str) -> str:
    """Return a deck as somebody might write it: a comment before each question, and one at the end."""
    head, _, _ = write_deck(replace(deck, questions=deck.questions[:1])).partition("questions:\n")
    items = [
        f"{' ' * column}# about {question.id}\n{' ' * column}- {written_question(question, column + 2)}\n"
        for question in deck.questions
    ]
    return f"# mine\n{head}questions:\n{blank.join(items)}{blank}# the end\n"


@settings(max_examples=40)
@given(DECKS, st.lists(QUESTIONS, max_size=3), st.data())
def test_only_what_differs_is_written(deck: Deck, others: list[Question], data: st.DataObject) -> None:
    """What is spliced reads back as it was meant, and every line of a question that stays is there, comments too."""
    text = laid_out(deck, data.draw(st.sampled_from([0, 2, 3])), data.draw(st.sampled_from(["", "\n"])))
    there, _ = read_deck(text, "deck", deck.id)
    assert there is not None
    assert [each.id for each in there.questions] == [each.id for each in deck.questions]
    change = data.draw(st.sets(st.sampled_from([each.id for each in there.questions])))
    bodies = [Basic("Changed?", "Yes.\n\n# not a comment"), Basic("And?", "so")]
    questions = [
        replace(each, body=bodies[place % 2], line=0) if each.id in change else each
        for place, each in enumerate(there.questions)
    ]
    questions += [replace(each, id=f"new-{place}") for place, each in enumerate(others)]
    meant = replace(there, questions=tuple(questions))
    result = spliced(text, there, meant, deck.id)
    if result is None:  # a line after a text that keeps the line ends behind it would be its own
        assert re.search(r"\|2?\+", write_deck(meant) + text)
        return
    written, known = result
    assert read_deck(written, "deck", deck.id)[0] == known
    assert [replace(each, line=0) for each in known.questions] == [replace(each, line=0) for each in questions]
    for each in there.questions:
        assert f"# about {each.id}\n" in written
    assert written.startswith("# mine\n")
    assert written.endswith("# the end\n")


@pytest.mark.parametrize(
    "questions",
    [
        "questions: [{id: a, ask: a, answer: b}]\n",
        "questions:\n  -\n    id: a\n    ask: a\n    answer: b\n",
        "questions:\n  - id: a\n    ask: a\n    answer: 'b\n\n  c'\n",
    ],
)
def test_a_layout_without_lines_of_its_own_is_refused_or_right(questions: str) -> None:
    """Where a question's lines cannot be told, there is no text, rather than a wrong one."""
    text = f"title: T\n{questions}".replace(
        "id: a", "id: a, kind: basic" if "[" in questions else "id: a\n    kind: basic"
    )
    there, problems = read_deck(text, "t", "t")
    assert there is not None, problems
    meant = replace(there, questions=(Question("a", Basic("a", "other")),))
    result = spliced(text, there, meant, "t")
    assert result is None or [each.body for each in result[1].questions] == [Basic("a", "other")]
