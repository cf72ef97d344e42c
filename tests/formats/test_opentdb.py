"""Open Trivia Database, in the encodings that its API offers."""

from __future__ import annotations

import html
import json
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from quiz_values import Item, bodies, items, questions, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.formats.foreign import Unreadable
from quizzer_decks.model import Choice, Option

ENCODINGS: dict[str, Callable[[str], str]] = {
    "html": lambda text: html.escape(text).replace("é", "&eacute;"),
    "url": lambda text: quote(text, safe=""),
    "base64": lambda text: b64encode(text.encode()).decode(),
}


def written(item: Item, encoded: Callable[[str], str]) -> dict[str, object]:
    """Return a question as the API gives it."""
    return {
        "type": encoded("multiple"),
        "difficulty": encoded("easy"),
        "category": encoded("Entertainment: Music"),
        "question": encoded(item.ask),
        "correct_answer": encoded(item.right[0]),
        "incorrect_answers": [encoded(text) for text in item.wrong],
    }


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(quizzes=items("abcdeXYZé09?!,;'()~=#{}:*_$.-<>&\"", several=False))
def test_every_question_once_in_order_with_its_answer(encoding: str, quizzes: list[Item]) -> None:
    """What the API gives is read back, whichever way its texts are written."""
    content = {"response_code": 0, "results": [written(item, ENCODINGS[encoding]) for item in quizzes]}
    found = reading("opentdb", "a.json", json.dumps(content))
    assert [deck.path for deck in found.decks] == [("a", "Entertainment", "Music")]
    shown = texts.from_plain
    for item, question in zip(quizzes, questions(found), strict=True):
        wrong = tuple(Option(shown(text)) for text in item.wrong)
        assert question.body == Choice(shown(item.ask), Option(shown(item.right[0])), wrong)
        assert question.tags == ("easy",)


def test_files_of_others() -> None:
    """A list alone, true and false, the names of other services, and a question that stands there twice."""
    one = {"type": "boolean", "question": "It is 100% so.", "correct_answer": "False", "incorrect_answers": ["True"]}
    other = {"question": {"text": "Who?"}, "correctAnswer": "a", "incorrectAnswers": ["b"], "category": "x"}
    found = reading("opentdb", "a.json", json.dumps([one, other, one, {"question": "?"}, 3]))
    assert bodies(found) == [
        Choice("It is 100% so.", Option("False"), (Option("True"),)),
        Choice("Who?", Option("a"), (Option("b"),)),
    ]
    assert found.duplicates == 1
    assert whys(found) == ["it has no right answer"] * 2


@pytest.mark.parametrize("text", ["{}", '{"results": 3}', "[1, 2", "[" * 100_000, '{"results": []}', "9" * 5000])
def test_other_json_is_refused(text: str) -> None:
    """What has no list of questions is refused with a sentence, however deep or long it is."""
    with pytest.raises(Unreadable, match=r"a\.json .*\.$"):
        reading("opentdb", "a.json", text)


def test_tags_of_other_lists_are_tags() -> None:
    """Lists of others that look the same have tags too."""
    value = [{"question": "A?", "correctAnswer": "x", "incorrectAnswers": ["y"], "difficulty": "hard", "tags": ["art"]}]
    assert questions(reading("opentdb", "a.json", json.dumps(value)))[0].tags == ("hard", "art")
