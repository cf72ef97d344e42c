"""Aiken is read as Moodle reads it, and a little more kindly."""

from __future__ import annotations

from hypothesis import given
from quiz_values import Item, bodies, items, questions, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.model import Choice, Multi, Option, Typed


def written(item: Item) -> str:
    """Return a question in Aiken."""
    letters = [chr(ord("A") + index) for index in range(len(item.options))]
    lines = [f"{letter}) {text}" for letter, (text, _) in zip(letters, item.options, strict=True)]
    key = ", ".join(letter for letter, (_, right) in zip(letters, item.options, strict=True) if right)
    return "\n".join([item.ask, *lines, f"ANSWER: {key}", f"Feedback: {item.why}"])


@given(items("abcdeXYZé09?!,;'()~=#{}*_$.-<>&"))
def test_every_question_once_in_order_with_its_answer(quiz: list[Item]) -> None:
    """What is written in Aiken is read back, whatever stands between the questions."""
    shown = texts.from_plain
    for between in ("\n", "\n\n"):
        found = questions(reading("aiken", "a.txt", between.join(map(written, quiz))))
        for item, question in zip(quiz, found, strict=True):
            wrong = tuple(Option(shown(text)) for text in item.wrong)
            right = tuple(Option(shown(text)) for text in item.right)
            ask = shown(item.ask)
            assert question.body == (Choice(ask, right[0], wrong) if len(right) == 1 else Multi(ask, right, wrong))
            assert question.why == shown(item.why)


def test_variants_of_the_grammar() -> None:
    """A point or a bracket, a tab or nothing after it, small letters, CRLF, numbers, a stem of two lines."""
    found = reading(
        "aiken",
        "a.txt",
        "1. Which?\r\nmore of it\r\nA.\tone\r\nB.two\r\nANSWER:B\r\n\r\n"
        "Another?\r\n\r\na) x\r\nb) y\r\nc) z\r\nand z\r\nAnswer: c. z\r\n",
    )
    assert bodies(found) == [
        Choice("Which?\\\nmore of it", Option("two"), (Option("one"),)),
        Choice("Another?", Option("z\\\nand z"), (Option("x"), Option("y"))),
    ]


def test_questions_without_options() -> None:
    """Extended files have statements that are true or false, and words to type."""
    found = reading("aiken", "a.txt", "truefalse\n5. It is.\nAnswer: False\n\nshortanswer\nWho?\nAnswer: me, I\n")
    assert bodies(found) == [Choice("It is.", Option("False"), (Option("True"),)), Typed("Who?", "me", ("I",))]


def test_what_is_not_whole_is_told() -> None:
    """No key, a key that is no letter of it, one option only: each is told with its line."""
    text = (
        "A?\nA. x\nB. y\n\nB?\nA. x\nB. y\nANSWER: F\n\nC?\nA. x\nANSWER: A\n\nD?\nA. x\nB. y\nANSWER: A\n\nThe end.\n"
    )
    found = reading("aiken", "a.txt", text)
    assert bodies(found) == [Choice("D?", Option("x"), (Option("y"),))]
    assert [each.where for each in found.skipped] == ["line 1", "line 5", "line 10", "line 19"]
    assert whys(found) == [
        "it has no ANSWER line",
        "its ANSWER 'F' is none of its letters",
        "it has fewer than two options",
        "it is text without options",
    ]
