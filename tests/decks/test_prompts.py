"""Prompts: the cards a question makes, and one of them made ready, the same for the same seed."""

from __future__ import annotations

import pytest
from deck_strategies import PATHS, QUESTIONS, SLUGS
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.expected import Arranged
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
from quizzer_decks.prompts import answer_markdown, answer_text, arranged, card_id, card_parts, realise, split_card_id

BAYES = Numeric(
    "P = {prev:.0%}, {sens}?",
    check="sens * prev",
    given={"prev": (0.01, 0.02), "sens": (0.9,)},
)


def asked(body: Body, part: str = "", seed: int = 1) -> str:
    """Return what a question with this body asks."""
    return realise(Question("q", body), part, seed).ask


@given(QUESTIONS, st.integers(0, 2**64))
def test_the_same_seed_makes_the_same_prompt(question: Question, seed: int) -> None:
    """Every part of every question can be asked, and chance comes from the seed alone."""
    for part in card_parts(question):
        assert realise(question, part, seed) == realise(question, part, seed)


@given(QUESTIONS)
def test_parts_are_unique_and_never_empty(question: Question) -> None:
    """A question makes at least one card, and no two with the same id."""
    parts = card_parts(question)
    assert len(set(parts)) == len(parts) >= 1


@given(PATHS, SLUGS, st.sampled_from(["", "reverse", "c1", "likelihood"]))
def test_a_card_id_is_taken_apart_as_it_was_made(deck: str, question: str, part: str) -> None:
    """`split_card_id` undoes `card_id`."""
    assert split_card_id(card_id(deck, question, part)) == (deck, question, part)


def test_an_unknown_part_is_refused() -> None:
    """A part that the question does not have is a mistake of the caller."""
    with pytest.raises(KeyError):
        realise(Question("q", Basic("a", "b")), "reverse", 1)


@given(st.lists(st.lists(st.text(max_size=3), min_size=1, max_size=2), min_size=2, max_size=5), st.integers())
def test_an_order_is_never_solved_already(places: list[list[str]], seed: int) -> None:
    """With more than one place the items never come out in order, ties considered."""
    texts = [text for place in places for text in place]
    if len(set(texts)) == len(texts):
        prompt = realise(Question("q", Order("?", tuple(tuple(place) for place in places))), "", seed)
        assert sorted(option.text for option in prompt.options) == sorted(texts)
        assert isinstance(prompt.expected, Arranged)
        assert not arranged([option.text for option in prompt.options], prompt.expected.places)


def test_drawn_values_are_put_into_the_texts() -> None:
    """Placeholders in ask, hint and why show the drawn values and the result."""
    question = Question("q", BAYES, hint="{prev}", why="{answer:.3f}")
    prompt = realise(question, "", 7)
    prev = prompt.values["prev"]
    assert prompt.ask == f"P = {prev:.0%}, 0.9?"
    assert prompt.hint == str(prev)
    assert prompt.why == f"{0.9 * prev:.3f}"
    assert {realise(question, "", seed).values["prev"] for seed in range(20)} == {0.01, 0.02}


def test_values_without_a_finite_answer_are_drawn_again() -> None:
    """A draw that divides by zero is never asked."""
    body = Numeric("1 / {n}?", check="1 / n", given={"n": (0, 0, 0, 4)})
    assert {realise(Question("q", body), "", seed).values["n"] for seed in range(50)} == {4}


@pytest.mark.parametrize(
    "body",
    [
        Numeric("?", check="1 / n", given={"n": (0,)}),
        Numeric("?", check="1 / n", given={"n": ()}),
        Numeric("?", check="__import__('os')"),
        Numeric("?", answer="many"),
        Numeric("?", answer="1e999"),
        Numeric("?"),
    ],
)
def test_a_numeric_question_without_answer_is_left_to_the_learner(body: Numeric) -> None:
    """A broken question in someone's deck does not stop a sitting: it becomes self-graded."""
    assert realise(Question("q", body), "", 1).kind == "basic"


def test_a_literal_answer_stands_in_for_a_broken_check() -> None:
    """Where the check fails, the number that the author wrote down still counts."""
    prompt = realise(Question("q", Numeric("?", answer="1/6", check="1 / 0", unit="ms")), "", 1)
    assert (prompt.kind, answer_text(prompt)) == ("numeric", "1/6 ms")


def test_reverse_cards_ask_the_other_way_round() -> None:
    """The reverse card shows the answer and asks for the ask; the hint, which leads to the answer, is left out."""
    question = Question("q", Typed("Haus", "house", reverse=True), hint="built")
    assert card_parts(question) == ("", "reverse")
    prompt = realise(question, "reverse", 1)
    assert (prompt.ask, answer_text(prompt), prompt.hint, prompt.kind) == ("house", "Haus", "", "typed")
    assert asked(Basic("front", "back", reverse=True), "reverse") == "back"


def test_cloze_prompts_hide_what_is_asked() -> None:
    """The holes of the part are hidden, and listed with their hints and other wordings."""
    body = Cloze("{{c1::prior::before}} and {{c1::posterior}}, {{prior}}", {"prior": ("a priori",)})
    prompt = realise(Question("q", body), "c1", 1)
    assert prompt.ask == "[1: before] and ▁▁2▁▁, ▁▁1▁▁"
    assert [(hole.answer, hole.hint, hole.accept) for hole in prompt.holes] == [
        ("prior", "before", ("a priori",)),
        ("posterior", "", ()),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (Basic("?", "**Because**", ("`a`", "b")), "Because\n- a\n- b"),
        (Choice("?", Option("$x$"), (Option("y"),)), "x"),
        (Order("?", (("a", "b"), ("c",))), "1. a / b\n2. c"),
        (Match("?", (("prior", "$P(H)$"), ("x", "y"))), "prior → P(H)\nx → y"),
        (Output("print(1)", "1\n"), "1"),
        (Numeric("?", "300", unit="ms"), "300 ms"),
    ],
)
def test_the_answer_in_words(body: Body, text: str) -> None:
    """`answer_text` says the answer without Markdown, in lines for several things."""
    assert answer_text(realise(Question("q", body), "", 1)) == text


def test_a_self_graded_answer_keeps_its_markdown() -> None:
    """`answer_markdown` gives the answer as written, with its points as a list."""
    assert answer_markdown(realise(Question("q", Basic("?", "**Yes**", ("a",))), "", 1)) == "**Yes**\n\n- a"


def test_multi_options_are_all_there_in_any_order() -> None:
    """Shuffling keeps every option, and different seeds give different orders."""
    body = Multi("?", (Option("a"), Option("b")), (Option("c"), Option("d")))
    orders = {tuple(option.text for option in realise(Question("q", body), "", seed).options) for seed in range(30)}
    assert len(orders) > 5
    assert {frozenset(order) for order in orders} == {frozenset("abcd")}
