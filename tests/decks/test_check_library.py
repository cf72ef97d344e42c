from __future__ import annotations

import random
import time

from deck_strategies import DECKS
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzer_decks.check import check_each, check_library
from quizzer_decks.model import Choice, Deck, Numeric, Option, Output, Phase, Question, Roadmap, Section, Topic, Typed


def deck(deck_id: str, *questions: Question, needs: tuple[str, ...] = ()) -> tuple[str, Deck]:
    """Return a deck with its path."""
    return f"{deck_id}.yaml", Deck(deck_id, deck_id, questions, needs=needs)


def typed(question_id: str, ask: str, answer: str, *accept: str) -> Question:
    """Return a typed question in line 9."""
    return Question(question_id, Typed(ask, answer, accept), line=9)


def rules(*decks: tuple[str, Deck], roadmaps: tuple[Roadmap, ...] = ()) -> list[tuple[str, str]]:
    """Return path and rule of each problem."""
    return [(problem.path, problem.rule) for problem in check_library(decks, roadmaps)]


def test_two_decks_have_two_ids() -> None:
    """The second deck of an id is told."""
    one, two = deck("a"), ("b.yaml", Deck("a", "B", ()))
    assert rules(one, two) == [("b.yaml", "duplicate-deck")]
    assert rules(one, deck("b")) == []


def test_needs_name_decks() -> None:
    """An id that no deck has is told."""
    assert rules(deck("a", needs=("b",))) == [("a.yaml", "unknown-needs")]
    assert rules(deck("a", needs=("b",)), deck("b")) == []


def test_needs_do_not_go_round() -> None:
    """Every deck in a circle is told, one that only leads into it is not."""
    decks = [deck("a", needs=("b",)), deck("b", needs=("a",)), deck("c", needs=("a",))]
    assert rules(*decks) == [("a.yaml", "circular-needs"), ("b.yaml", "circular-needs")]


def test_contrasts_name_other_questions() -> None:
    """A contrast is another question of this deck or of one named before it; naming it on one side is enough."""

    def contrast(*names: str) -> tuple[str, Deck]:
        question = Question("one", Typed("First?", "1"), line=9, contrast=names)
        return deck("x/a", question, typed("two", "Second?", "2"))

    other = deck("x/b", typed("three", "Third?", "3"))
    assert rules(contrast("two", "x/b/three", "x/a/two"), other) == []
    for name in ("three", "x/b/two", "b/three"):
        assert rules(contrast(name), other) == [("x/a.yaml", "unknown-contrast")]
    for itself in ("one", "x/a/one"):
        assert rules(contrast(itself), other) == [("x/a.yaml", "contrast-with-itself")]


def test_roadmaps_link_decks() -> None:
    """A topic that links a deck which is not there is told."""
    roadmap = Roadmap("r", "R", (Phase("P", (Section("S", (Topic("T", decks=("a", "b")),)),)),))
    assert rules(deck("a"), roadmaps=(roadmap,)) == [("r.yaml", "unknown-deck")]
    assert rules(deck("a"), deck("b"), roadmaps=(roadmap,)) == []


def test_a_complete_roadmap_teaches_every_topic() -> None:
    """A topic without a deck is told where the roadmap is to be complete; a task needs none."""
    gap, task, taught = Topic("Gap"), Topic("Build it", kind="task"), Topic("T", decks=("a",))
    roadmap = Roadmap("r", "R", (Phase("P", (Section("S", (gap, task, taught)),)),))
    problems = check_library([deck("a")], [roadmap], ["r"])
    assert [(problem.path, problem.rule) for problem in problems] == [("r.yaml", "untaught-topic")]
    assert "`Gap`" in problems[0].message
    assert check_library([deck("a")], [roadmap]) == []
    whole = Roadmap("r", "R", (Phase("P", (Section("S", (task, taught)),)),))
    assert check_library([deck("a")], [whole], ["r"]) == []


def test_a_question_is_asked_once() -> None:
    """The same question in other words' order, with an answer in common, is told at the second place."""
    one = typed("name", "In Bayes' theorem, what is P(H | E) called?", "posterior")
    two = typed("term", "What is P(H | E) called in Bayes' theorem?", "posterior probability", "Posterior")
    problems = check_library([deck("a", one), deck("b", two)])
    assert [(problem.path, problem.line, problem.rule) for problem in problems] == [("b.yaml", 9, "asked-twice")]
    assert "`a/name`" in problems[0].message


def test_like_prompts_with_unlike_answers_are_two_questions() -> None:
    """A word of difference that changes the answer is another fact."""
    one = typed("sin", "What is the derivative of sin x?", "cos x")
    two = typed("cos", "What is the derivative of cos x?", "-sin x")
    assert rules(deck("a", one, two)) == []


def test_code_and_expressions_count_as_prompts() -> None:
    """Output questions share their stem, and drawn numbers differ by what is computed."""
    first = Question("a", Output("print(sorted([3, 1, 2]))", "[1, 2, 3]"))
    second = Question(
        "b", Output("x = {3: 'c'}\nfor key in x:\n    x[key] = key\nprint([1, 2] + list(x))", "[1, 2, 3]")
    )
    third = Question("c", Numeric("How many are {n}?", check="n", given={"n": (1, 2)}))
    fourth = Question("d", Numeric("How many are {n}?", check="2 * n + 100 - n ** 2", given={"n": (1, 2)}))
    assert rules(deck("a", first, second, third, fourth)) == []
    assert rules(deck("a", first), deck("b", first)) == [("b.yaml", "asked-twice")]


def test_over_a_library_the_right_option_is_not_the_longest_too_often() -> None:
    """Small excesses in each deck, which chance explains one by one, add up."""

    def choice(number: int, right: str) -> Question:
        words = random.Random(number).sample("abcdefghijklmnop", 8)
        return Question(f"q{number}", Choice("".join(words), Option(right), (Option("bb"), Option("cc"), Option("dd"))))

    biased = [deck(f"d{n}", choice(3 * n, "aaa"), choice(3 * n + 1, "a"), choice(3 * n + 2, "aaa")) for n in range(8)]
    fair = [deck(f"d{n}", choice(3 * n, "aaa"), choice(3 * n + 1, "a"), choice(3 * n + 2, "a")) for n in range(8)]
    assert [rule for _, rule in rules(*biased)] == ["longest-is-right"]
    assert rules(*fair) == []


@settings(max_examples=40)
@given(st.lists(DECKS, max_size=3))
def test_no_deck_makes_the_check_fail(decks: list[Deck]) -> None:
    """Whatever a deck says, every rule comes to an end and every problem names its rule and what to do."""
    pairs = [(f"{number}.yaml", deck) for number, deck in enumerate(decks)]
    for problem in check_each(pairs, trusted=False) + check_library(pairs):
        assert problem.rule
        assert problem.message


def test_four_thousand_questions_are_compared_quickly() -> None:
    """A large library takes less than ten seconds."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(2_000)]
    answers = words[:400]
    questions = [
        typed(f"q{number}", " ".join(chance.choices(words, k=18)) + "?", chance.choice(answers))
        for number in range(4_000)
    ]
    decks = [deck(f"d{start}", *questions[start : start + 10]) for start in range(0, 4_000, 10)]
    started = time.process_time()
    assert check_library(decks) == []
    assert time.process_time() - started < 10
