from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.marking import Verdict, mark
from quizzer_decks.model import Basic, Body, Choice, Cloze, Match, Multi, Option, Order, Question
from quizzer_decks.prompts import Prompt, card_parts, realise
from quizzer_decks.responses import Matched, Ordered, Picked
from quizzer_decks.solutions import hole_verdicts, right_matches, right_options, right_order, right_places


def prompt_of(body: Body, seed: int = 0) -> Prompt:
    """Return the first prompt of a question with this body."""
    question = Question("q", body)
    return realise(question, card_parts(question)[0], seed)


seeds = st.integers(0, 10_000)


@given(seeds)
def test_the_solution_is_marked_right(seed: int) -> None:
    """What we show as right is what the marking takes for right."""
    choice = prompt_of(Choice("?", Option("a"), (Option("b"), Option("c"))), seed)
    multi = prompt_of(Multi("?", (Option("a"), Option("b")), (Option("c"),)), seed)
    order = prompt_of(Order("?", (("a",), ("b", "c"), ("d",))), seed)
    match = prompt_of(Match("?", (("a", "1"), ("b", "1"), ("c", "2"))), seed)
    for prompt, response in (
        (choice, Picked(right_options(choice))),
        (multi, Picked(right_options(multi))),
        (order, Ordered(right_order(order))),
        (match, Matched(right_matches(match))),
    ):
        assert mark(prompt, response).verdict is Verdict.RIGHT


@given(seeds)
def test_ties_may_swap(seed: int) -> None:
    """Items of a tie stand right in either order."""
    prompt = prompt_of(Order("?", (("a",), ("b", "c"), ("d",))), seed)
    first, second, third, last = right_order(prompt)
    assert right_places(prompt, (first, third, second, last)) == (True,) * 4
    assert right_places(prompt, (second, first, third, last)) == (False, False, True, True)


def test_each_hole_for_itself() -> None:
    """Each hole has its own verdict."""
    prompt = prompt_of(Cloze("{{c1::likelihood}} and {{c1::prior}}"))
    assert hole_verdicts(prompt, ["likelihod", "x"]) == (Verdict.CLOSE, Verdict.WRONG)


def test_other_kinds_have_no_parts() -> None:
    """A prompt without options has no right ones."""
    prompt = prompt_of(Basic("?", "!"))
    assert right_options(prompt) == frozenset()
    assert right_order(prompt) == ()
    assert right_matches(prompt) == ()
    assert right_places(prompt, (0,)) == (False,)
    assert hole_verdicts(prompt, ("x",)) == (Verdict.WRONG,)
