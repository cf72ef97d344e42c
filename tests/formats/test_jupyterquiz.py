"""JupyterQuiz: one choice, many choices, numbers and texts."""

from __future__ import annotations

import json

from hypothesis import given
from quiz_values import Item, bodies, items, questions, reading, whys

from quizzer_decks.formats.foreign import Reading
from quizzer_decks.model import Choice, Multi, Numeric, Option, Tolerance, Typed


def quiz(*found: object) -> Reading:
    """Read questions."""
    return reading("jupyterquiz", "a.json", json.dumps(found))


@given(items("abcdeXYZé09?!,;'()~=#{}:*_$.-<>&\\\""))
def test_every_question_once_in_order_with_its_answer(quizzes: list[Item]) -> None:
    """What is written in JSON is read back: asks, options, key and feedback."""
    written = [
        {
            "question": item.ask,
            "type": "multiple_choice" if len(item.right) == 1 else "many_choice",
            "answers": [
                {"answer": text, "correct": right, "feedback": f"{text} it is"} for text, right in item.options
            ],
        }
        for item in quizzes
    ]
    for item, question in zip(quizzes, questions(quiz(*written)), strict=True):
        right = tuple(Option(text) for text in item.right)
        wrong = tuple(Option(text, f"{text} it is") for text in item.wrong)
        assert question.body == (
            Choice(item.ask, right[0], wrong) if len(right) == 1 else Multi(item.ask, right, wrong)
        )
        assert question.why == "\n\n".join(f"{text} it is" for text in item.right)


def number(ask: str, *answers: object, **more: object) -> dict[str, object]:
    """Return a question about a number."""
    return {"question": ask, "type": "numeric", "answers": list(answers), **more}


def test_numbers() -> None:
    """A value, a range, and how many digits count: in all, or as in older files behind the point."""
    found = quiz(
        number("A?", {"type": "value", "value": 42, "correct": True}),
        number("B?", {"type": "range", "range": [1, 2], "correct": True}),
        number("C?", {"value": 1230, "correct": True}, precision=3),
        number("D?", {"value": 3.14, "correct": True}, {"value": 3.1428, "correct": True}, precision=2),
        number("E?", {"value": 1, "correct": True}, {"value": 2, "correct": True}),
        number("F?", {"type": "default", "feedback": "Think of the sign."}, {"value": 7, "correct": True}),
    )
    assert bodies(found) == [
        Numeric("A?", "42"),
        Numeric("B?", "1.5", tolerance=Tolerance(0.5)),
        Numeric("C?", "1230", tolerance=Tolerance(5.0)),
        Numeric("D?", "3.14", tolerance=Tolerance(0.005)),
        Typed("E?", "1", ("2",)),
        Numeric("F?", "7"),
    ]
    assert whys(found) == ["what it says of a wrong answer was left out: Think of the sign."]


def test_texts_code_and_many_choice() -> None:
    """Words to type, code as a question and as an option, and one right among many to find out."""
    found = quiz(
        {"question": "Who?", "type": "string", "answers": [{"answer": "JFK", "correct": True, "match_case": True}]},
        {
            "question": "Prints?",
            "code": "print(1)",
            "type": "many_choice",
            "answers": [{"code": "1", "correct": True}, {"answer": "2", "correct": False, "feedback": "Incorrect."}],
        },
        {"question": "?", "type": "drawing", "answers": []},
    )
    assert bodies(found) == [
        Typed("Who?", "JFK", strict=True),
        Multi("Prints?\n\n```python\nprint(1)\n```", (Option("```python\n1\n```"),), (Option("2"),)),
    ]
    assert whys(found) == ["questions of the type 'drawing' are not known"]


def test_a_picture_of_an_option_that_is_not_there_is_told() -> None:
    """Options name pictures as questions do; one that does not lie beside the file is told."""
    options = [{"answer": "![](no.png)", "correct": True}, {"answer": "x", "correct": False}]
    found = quiz({"question": "A?", "type": "multiple_choice", "answers": options})
    assert whys(found) == ["the picture no.png is not beside the file"]
