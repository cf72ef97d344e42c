"""The laws of marking that hold for every kind of question."""

from __future__ import annotations

import pytest
from deck_strategies import QUESTIONS
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.canonical import canonical
from quizzer_decks.expected import Arranged, Chosen, Filled, Number, Paired, Printed, Told, Words
from quizzer_decks.marking import Mark, Span, Verdict, mark
from quizzer_decks.model import Basic, Body, Choice, Cloze, Match, Multi, Option, Order, Question, Typed
from quizzer_decks.prompts import Prompt, card_parts, realise
from quizzer_decks.responses import GaveUp, Holes, Matched, Ordered, Picked, Response, Seen, Text

TYPED = st.text(max_size=20).map(Text)
INDICES = st.integers(-3, 9)
RESPONSES = {
    "basic": st.just(Seen()) | TYPED,
    "typed": TYPED,
    "numeric": TYPED | st.floats().map(lambda value: Text(str(value))),
    "output": TYPED,
    "cloze": st.lists(st.text(max_size=9), max_size=3).map(lambda texts: Holes(tuple(texts))) | TYPED,
    "choice": st.frozensets(INDICES).map(Picked),
    "multi": st.frozensets(INDICES).map(Picked),
    "order": st.lists(INDICES, max_size=7).map(lambda indices: Ordered(tuple(indices))),
    "match": st.lists(INDICES | st.none(), max_size=7).map(lambda indices: Matched(tuple(indices))),
}


def prompts(question: Question, seed: int) -> list[Prompt]:
    """Return a prompt for each card of a question."""
    return [realise(question, part, seed) for part in card_parts(question)]


def index_of(prompt: Prompt, text: str, used: set[int]) -> int:
    """Return an option with this text that is not used yet."""
    index = next(at for at, option in enumerate(prompt.options) if option.text == text and at not in used)
    used.add(index)
    return index


def right_response(prompt: Prompt) -> Response:
    """Return the answer that a prompt expects."""
    expected, used = prompt.expected, set[int]()
    match expected:
        case Told():
            return Seen()
        case Words():
            return Text(expected.answers[0])
        case Number():
            return Text(repr(expected.values[0]))
        case Filled():
            return Holes(tuple(words.answers[0] for words in expected.holes))
        case Chosen():
            return Picked(expected.indices)
        case Arranged():
            return Ordered(tuple(index_of(prompt, text, used) for place in expected.places for text in place))
        case Paired():
            return Matched(tuple(index_of(prompt, text, used) for text in expected.rights))
        case Printed():
            return Text(expected.text)


@given(QUESTIONS, st.integers(0, 1000))
def test_the_expected_answer_is_right(question: Question, seed: int) -> None:
    """Whatever the question, its own answer marks right (or is left to the learner)."""
    for prompt in prompts(question, seed):
        verdict = mark(prompt, right_response(prompt)).verdict
        assert verdict is (Verdict.SELF if prompt.kind == "basic" else Verdict.RIGHT)


@given(QUESTIONS)
def test_the_normalised_answer_is_right_too(question: Question) -> None:
    """Normalising an answer does not change its mark."""
    for prompt in prompts(question, 1):
        if isinstance(prompt.expected, Words) and not prompt.expected.strict:
            for answer in prompt.expected.answers:
                form = canonical(answer)
                assert not form or mark(prompt, Text(form)).verdict is Verdict.RIGHT


@given(
    QUESTIONS,
    st.sampled_from([Text(""), Text(" \n"), Holes(()), Holes((" ",)), Picked(frozenset()), Ordered(()), Matched(())]),
)
def test_an_empty_answer_is_never_right(question: Question, empty: Response) -> None:
    """Nothing at all is not an answer to any question."""
    for prompt in prompts(question, 1):
        if isinstance(right_response(prompt), type(empty)):
            assert mark(prompt, empty).verdict is Verdict.WRONG


@given(QUESTIONS, st.data())
def test_any_response_of_the_family_is_marked(question: Question, data: st.DataObject) -> None:
    """Marking never raises for what the screen or the line may send, and gives the same mark again."""
    for prompt in prompts(question, 2):
        response = data.draw(RESPONSES[prompt.kind])
        given_mark = mark(prompt, response)
        assert given_mark == mark(prompt, response)
        assert isinstance(given_mark, Mark)


@given(QUESTIONS)
def test_giving_up_is_wrong(question: Question) -> None:
    """An answer looked at without trying is not known, whatever the kind."""
    for prompt in prompts(question, 1):
        assert mark(prompt, GaveUp()).verdict is Verdict.WRONG


def test_a_response_of_another_family_is_a_mistake() -> None:
    """A screen that sends the wrong kind of answer is told so at once."""
    with pytest.raises(TypeError, match="does not answer"):
        mark(realise(Question("q", Typed("?", "a")), "", 1), Picked(frozenset({0})))


def answered(body: Body, *texts: str, part: str = "") -> Mark:
    """Mark the options with these texts."""
    prompt = realise(Question("q", body), part, 5)
    indices = [next(at for at, option in enumerate(prompt.options) if option.text == text) for text in texts]
    response: Response = Picked(frozenset(indices))
    if isinstance(body, Order):
        response = Ordered(tuple(indices))
    if isinstance(body, Match):
        response = Matched(tuple(indices))
    return mark(prompt, response)


def test_a_wrong_choice_says_what_it_confuses() -> None:
    """The `why` of the wrongly chosen option is in the notes."""
    mark_ = answered(Choice("?", Option("MLE"), (Option("MAP", "It has a prior."), Option("mean"))), "MAP")
    assert (mark_.verdict, mark_.notes) == (Verdict.WRONG, ("Wrongly chosen: “MAP”. It has a prior.",))
    assert (mark_.expected, mark_.given) == ("MLE", "MAP")


MULTI = Multi("?", (Option("a"), Option("b"), Option("c")), (Option("x", "No."), Option("y")))


@pytest.mark.parametrize(
    ("picked", "verdict", "notes"),
    [
        ("abc", "right", set()),
        ("ab", "close", {"You missed: “c”"}),
        ("a", "wrong", {"You missed: “b”", "You missed: “c”"}),
        ("abcx", "wrong", {"Wrongly chosen: “x”. No."}),
        ("aby", "wrong", {"You missed: “c”", "Wrongly chosen: “y”"}),
    ],
)
def test_multi_says_what_was_missed(picked: str, verdict: str, notes: set[str]) -> None:
    """All right ones and none else is right; one missed of many is close; a wrong one picked is wrong."""
    mark_ = answered(MULTI, *picked)
    assert (mark_.verdict, set(mark_.notes)) == (verdict, notes)


@pytest.mark.parametrize(
    ("body", "given_order", "verdict"),
    [
        (Order("?", (("a",), ("b",), ("c",))), "abc", "right"),
        (Order("?", (("a",), ("b",), ("c",))), "bac", "close"),
        (Order("?", (("a",), ("b",), ("c",))), "cba", "wrong"),
        (Order("?", (("a",), ("b",))), "ba", "wrong"),
        (Order("?", (("a", "b"), ("c",))), "bac", "right"),
        (Order("?", (("a", "b"), ("c",), ("d",))), "bcad", "close"),
        (Order("?", (("a",), ("b",), ("c",))), "ab", "wrong"),
    ],
)
def test_orders(body: Order, given_order: str, verdict: str) -> None:
    """Ties stand either way, one swap of neighbours is close, and too few items are wrong."""
    assert answered(body, *given_order).verdict == verdict


def test_match_says_which_pairs_were_missed() -> None:
    """Wrong pairs are given as they should be."""
    mark_ = answered(Match("?", (("p", "x"), ("q", "y"), ("r", "z"))), "y", "x", "z")
    assert (mark_.verdict, mark_.notes) == (Verdict.WRONG, ("You missed: p → x", "You missed: q → y"))


@pytest.mark.parametrize(
    ("texts", "verdict", "notes"),
    [
        (("prior", "likelihood"), "right", ()),
        (("Prior", "liklihood"), "close", ("Hole 2 is close: “likelihood”, not “liklihood”.",)),
        (("prior", "evidence"), "wrong", ("Hole 2 is wrong: “likelihood”, not “evidence”.",)),
        (("prior",), "wrong", ("Hole 2 is wrong: “likelihood”, not nothing.",)),
        (("prior", "likelihood", "x"), "wrong", ()),
    ],
)
def test_several_holes(texts: tuple[str, ...], verdict: str, notes: tuple[str, ...]) -> None:
    """All right is right, all right or close is close, and the notes name the hole that is not."""
    prompt = realise(Question("q", Cloze("{{c1::prior}} {{c1::likelihood}}")), "c1", 1)
    mark_ = mark(prompt, Holes(texts))
    assert (mark_.verdict, mark_.notes) == (verdict, notes)
    if verdict == "close":
        assert "".join(span.text for span in mark_.difference if span.kind != "missing") == mark_.given


def test_the_answer_of_another_hole_is_no_slip() -> None:
    """A text one letter away that belongs to another hole is that hole's answer, not a typing error."""
    question = Question("q", Cloze("The {{flatter}} and the {{flutter}}."))
    assert mark(realise(question, "flatter", 1), Text("flutter")).verdict is Verdict.WRONG
    assert mark(realise(question, "flatter", 1), Text("flittter")).verdict is Verdict.WRONG
    assert mark(realise(question, "flatter", 1), Text("flattr")).verdict is Verdict.CLOSE


def test_a_close_answer_shows_the_way_to_the_right_one() -> None:
    """The spans say what to keep, to drop and to add."""
    mark_ = mark(realise(Question("q", Typed("?", "variance")), "", 1), Text("Varience"))
    assert mark_.difference == (Span("Vari", "same"), Span("e", "extra"), Span("a", "missing"), Span("nce", "same"))


def test_a_self_graded_answer_is_left_to_the_learner() -> None:
    """For basic questions the mark shows the answer and judges nothing."""
    mark_ = mark(realise(Question("q", Basic("?", "because", ("a",))), "", 1), Seen())
    assert (mark_.verdict, mark_.expected) == (Verdict.SELF, "because\n- a")
