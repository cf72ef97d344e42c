"""Answers typed on one line, and answers in words for the log."""

from __future__ import annotations

import pytest
from deck_strategies import QUESTIONS
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.model import (
    Basic,
    Body,
    Choice,
    Cloze,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Typed,
)
from quizzer_decks.prompts import Prompt, card_parts, realise
from quizzer_decks.responses import (
    GaveUp,
    Holes,
    Matched,
    Ordered,
    Picked,
    Response,
    Seen,
    Text,
    letter,
    parse_response,
    response_text,
)

OPTIONS = tuple(Option(text) for text in ("one", "two", "three"))


def prompt(body: Body, part: str = "") -> Prompt:
    """Return a prompt for a body."""
    return realise(Question("q", body), part, 1)


CHOICE = prompt(Choice("?", Option("right"), OPTIONS))
MULTI = prompt(Multi("?", OPTIONS[:2], OPTIONS[2:]))
ORDER = prompt(Order("?", (("a",), ("b",), ("c",))))
MATCH = prompt(Match("?", (("p", "x"), ("q", "y"), ("r", "z"))))
TWO_HOLES = prompt(Cloze("{{c1::a}} {{c1::b}}"), "c1")


@pytest.mark.parametrize(
    ("asked", "line", "response"),
    [
        (prompt(Basic("?", "!")), "anything", Seen()),
        (prompt(Typed("?", "!")), " a b ", Text(" a b ")),
        (prompt(Output("x", "1\n2")), "1\\n2", Text("1\\n2")),
        (prompt(Numeric("?", "1")), "1e-3", Text("1e-3")),
        (prompt(Numeric("?", "1")), "", Text("")),
        (prompt(Cloze("{{a}}"), "a"), "x; y", Holes(("x; y",))),
        (TWO_HOLES, "x ; y", Holes(("x", "y"))),
        (TWO_HOLES, r"x\;y; ", Holes(("x;y", ""))),
        (CHOICE, " B) ", Picked(frozenset({1}))),
        (MULTI, "a c", Picked(frozenset({0, 2}))),
        (MULTI, "A,c", Picked(frozenset({0, 2}))),
        (MULTI, "ca", Picked(frozenset({0, 2}))),
        (ORDER, "c a b", Ordered((2, 0, 1))),
        (ORDER, "cab", Ordered((2, 0, 1))),
        (MATCH, "1b 2a 3c", Matched((1, 0, 2))),
        (MATCH, "3-c, 1: b", Matched((1, None, 2))),
        (MATCH, "bac", Matched((1, 0, 2))),
    ],
)
def test_lines_are_read(asked: Prompt, line: str, response: Response) -> None:
    """Letters in any case and with or without separators, pairs, holes and texts are understood."""
    assert parse_response(asked, line) == response


def test_an_option_may_be_named_by_its_text() -> None:
    """In a choice the option's own words will do."""
    index = next(index for index, option in enumerate(CHOICE.options) if option.text == "right")
    assert parse_response(CHOICE, "Right") == Picked(frozenset({index}))


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (prompt(Numeric("?", "1")), "many"),
        (TWO_HOLES, "x"),
        (TWO_HOLES, "x; y; z"),
        (CHOICE, ""),
        (CHOICE, "e"),
        (CHOICE, "a b"),
        (MULTI, ""),
        (MULTI, "a a"),
        (MULTI, "z" * 500),
        (ORDER, "a b"),
        (ORDER, "a b b"),
        (MATCH, ""),
        (MATCH, "1a 2a"),
        (MATCH, "1a 1b"),
        (MATCH, "4a"),
        (MATCH, "0a"),
        (MATCH, "1b foo"),
        (MATCH, "ab"),
    ],
)
def test_a_line_that_cannot_be_meant_is_asked_for_again(asked: Prompt, line: str) -> None:
    """A slip in the letters is told in a short sentence and costs nothing."""
    said = parse_response(asked, line)
    assert isinstance(said, str)
    assert said.endswith(".")
    assert len(said) < 120


def test_the_log_keeps_texts_not_letters() -> None:
    """Shuffled letters would mean nothing tomorrow."""
    assert set(response_text(MULTI, Picked(frozenset({0, 1, 2}))).split("; ")) == {"one", "two", "three"}
    assert response_text(ORDER, Ordered((0, 1, 2))) == " → ".join(option.text for option in ORDER.options)
    assert response_text(MATCH, Matched((None, 9, 0))) == f"p → –; q → ?; r → {MATCH.options[0].text}"
    assert response_text(CHOICE, GaveUp()) == "(gave up)"
    assert len(response_text(CHOICE, Text("x" * 100_000))) < 3_000


def test_letters_go_on_after_z() -> None:
    """Options have letters however many there are."""
    assert [letter(index) for index in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


@given(QUESTIONS, st.text(max_size=30) | st.text(alphabet="abc123 ,;-", max_size=12))
def test_any_line_gives_a_response_or_a_sentence(question: Question, line: str) -> None:
    """Whatever is typed, it is read or refused, and what was read can be logged."""
    asked = realise(question, card_parts(question)[-1], 3)
    read = parse_response(asked, line)
    if not isinstance(read, str):
        assert isinstance(response_text(asked, read), str)
