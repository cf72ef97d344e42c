"""mdbook-quiz: short answers, choices and programs to trace."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from quiz_values import Item, bodies, foreign, items, questions, reading, whys

from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.model import Choice, Multi, Option, Typed


def quiz(text: str) -> Reading:
    """Read a quiz."""
    return reading("mdbook-quiz", "a.toml", text)


def written(number: int, item: Item) -> str:
    """Return a question in TOML."""
    right = json.dumps(item.right[0] if len(item.right) == 1 else list(item.right))
    return (
        f'[[questions]]\nid = "{number}"\ntype = "MultipleChoice"\nprompt.prompt = {json.dumps(item.ask)}\n'
        f"prompt.distractors = {json.dumps(list(item.wrong))}\nanswer.answer = {right}\n"
        f"context = {json.dumps(item.why)}\n"
    )


@given(items("abcdeXYZé09?!,;'()~=#{}:*_$.-<>&\\\""))
def test_every_question_once_in_order_with_its_answer(quizzes: list[Item]) -> None:
    """What is written in TOML is read back: asks, options, key, context and id."""
    found = quiz("\n".join(written(number, item) for number, item in enumerate(quizzes)))
    for number, (item, each) in enumerate(zip(quizzes, foreign(found), strict=True)):
        wrong, right = (tuple(Option(text) for text in texts) for texts in (item.wrong, item.right))
        assert each.question.body == (
            Choice(item.ask, right[0], wrong) if len(right) == 1 else Multi(item.ask, right, wrong)
        )
        assert each.question.why == item.why
        assert each.key == f"mdbook-quiz:{number}"


def test_short_answers_and_parts() -> None:
    """A short answer has alternatives; questions of several parts are asked with what they share."""
    found = quiz("""
[multipart]
m = "Both parts."
[[questions]]
type = "ShortAnswer"
multipart = "m"
prompt.prompt = "Which keyword?"
answer.answer = "let"
answer.alternatives = ["let mut"]""")
    assert bodies(found) == [Typed("Both parts.\n\nWhich keyword?", "let", ("let mut",))]


def test_programs_to_trace() -> None:
    """What a program prints is typed, or `no` where it does not compile."""
    head = '[[questions]]\ntype = "Tracing"\nprompt.program = """\nfn main() {}\n"""\n'
    found = quiz(f'{head}answer.doesCompile = true\nanswer.stdout = "1\\n2"\n{head}answer.doesCompile = false\n{head}')
    asks = [question.body for question in questions(found)]
    assert [body.answer for body in asks] == ["1\n2", "no"]  # type: ignore[union-attr]
    assert all("```rust\nfn main() {}\n```" in body.ask for body in asks)  # type: ignore[union-attr]
    assert whys(found) == ["nothing says whether its program compiles"]


@pytest.mark.parametrize(
    "text", ["x = 1", "questions = 3", "[[questions]", "[[questions]]\ntype = 3\n", "a = " + "[" * 5000]
)
def test_other_toml_is_refused(text: str) -> None:
    """What has no question in it is refused with a sentence."""
    with pytest.raises(Unreadable, match=r"a\.toml .*\.$"):
        quiz(text)


def test_the_line_that_is_refused_is_explained() -> None:
    """The line of a compiler error stands before the explanation; a part that is not there is told."""
    head = '[[questions]]\ntype = "Tracing"\nprompt.program = "fn main() {}"\ncontext = "Why."\nanswer.'
    found = quiz(f'{head}doesCompile = false\nanswer.lineNumber = 4\nmultipart = "p"\n{head}doesCompile = true\n')
    assert [question.why for question in questions(found)] == ["The compiler refuses line 4.\n\nWhy.", "Why."]
    assert whys(found) == ["the part 'p' that it belongs to is not in the file"]
