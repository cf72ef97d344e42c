from __future__ import annotations

import re
import time
from pathlib import Path
from textwrap import dedent

import pytest
from deck_strategies import DECKS
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzer_decks.deck_file import read_deck, read_deck_file, surely_kept, write_deck, written_deck
from quizzer_decks.model import (
    Basic,
    Choice,
    Cloze,
    Deck,
    Numeric,
    Option,
    Order,
    Output,
    Problem,
    Question,
    Tolerance,
    Typed,
)

DOCS = Path(__file__).parents[2] / "docs" / "deck-format.md"


def deck_of(*questions: str, head: str = "title: T") -> str:
    """Return the text of a deck with these questions, each given as the lines of a mapping."""
    items = ["  - " + question.strip().replace("\n", "\n    ") for question in questions]
    return head + "\nquestions:\n" + "\n".join(items) + "\n"


def read(text: str) -> tuple[Deck | None, list[Problem]]:
    """Read a deck whose default id is d."""
    return read_deck(text, "d.yaml", "d")


def rules(text: str) -> list[tuple[int, str]]:
    """Return line and rule of each problem."""
    return [(problem.line, problem.rule) for problem in read(text)[1]]


def only(question: str) -> Question:
    """Return the one question of a deck that has no problem."""
    deck, problems = read(deck_of(question))
    assert problems == []
    assert deck is not None
    return deck.questions[0]


GOOD = "id: good\nkind: typed\nask: Q?\nanswer: A"
TYPED = "id: q\nkind: typed\n"
NUMERIC = "id: q\nkind: numeric\nask: Q?\n"
CHOICE = "id: q\nkind: choice\nask: Q?\n"


def test_the_examples_of_the_documentation_read_without_a_problem() -> None:
    """Every example in docs/deck-format.md is a deck or a question as it stands."""
    blocks = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 9
    kinds = set()
    for block in blocks:
        deck, problems = read(block if block.startswith("id:") else "title: T\nquestions:\n" + block)
        assert problems == []
        assert deck is not None
        kinds |= {question.kind for question in deck.questions}
    assert len(kinds) >= 7


def test_a_head_is_read() -> None:
    """The fields of a deck arrive as they stand, and the id defaults to the given one."""
    head = "title: Bayes' theorem\ncovers: [Bayes rule]\nneeds: [math/basics]\ntags: [x]\ndescription: About."
    deck, problems = read(deck_of(GOOD, head=head))
    assert problems == []
    question = Question("good", Typed("Q?", "A"), line=7)
    assert deck == Deck("d", "Bayes' theorem", (question,), ("Bayes rule",), ("math/basics",), ("x",), "About.")


def test_a_range_includes_both_ends() -> None:
    """`{from: 1, to: 9, step: 2}` is 1, 3, 5, 7, 9; a decimal step adds no noise."""
    body = only(NUMERIC + "given: {n: {from: 1, to: 9, step: 2}, p: {from: 0, to: 0.5, step: 0.1}}\ncheck: n * p").body
    assert isinstance(body, Numeric)
    assert body.given == {"n": (1, 3, 5, 7, 9), "p": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)}


def test_tolerance_is_absolute_or_relative() -> None:
    """A number stands for itself, a percentage for a share of the answer."""
    assert only(NUMERIC + "answer: 1/6\ntolerance: 0.005").body == Numeric("Q?", "1/6", tolerance=Tolerance(0.005))
    assert only(NUMERIC + "answer: 50%\ntolerance: 2%").body == Numeric("Q?", "50%", tolerance=Tolerance(0.0, 0.02))


def test_options_may_say_why() -> None:
    """An option is a text, or a mapping with the reason."""
    body = only(CHOICE + "answer: a\nwrong: [b, {text: c, why: d}]").body
    assert body == Choice("Q?", Option("a"), (Option("b"), Option("c", "d")))


def test_a_list_among_the_items_is_a_tie() -> None:
    """Steps that may stand in either order share a place."""
    assert only("id: q\nkind: order\nask: Q?\nitems: [a, [b, c]]").body == Order("Q?", (("a",), ("b", "c")))


def test_code_keeps_its_indentation_and_loses_its_last_line_end() -> None:
    """What is printed and what is read differ in no blank but the trailing line ends."""
    body = only("id: q\nkind: output\ncode: |\n  if 1:\n      print(' x')\nanswer: ' x'").body
    assert body == Output("if 1:\n    print(' x')", " x")


def test_words_that_yaml_would_type_stay_text() -> None:
    """`no` and `1.10` are answers like any other."""
    assert only(TYPED + "ask: Q?\nanswer: no\naccept: [1.10, null]").body == Typed("Q?", "no", ("1.10", "null"))


def test_texts_are_made_harmless() -> None:
    """An escape sequence does not get past the reader."""
    assert only('id: q\nkind: basic\nask: "\\e[31m"\nanswer: "x\\u202Ey"').body == Basic("␛[31m", "x⟨U+202E⟩y")


BAD_QUESTIONS = [
    (TYPED + "ask: Q?\nanswr: A\nanswer: B", 6, "unknown-key", "did you mean `answer`?"),
    (TYPED + "ask: Q?\nanswer: B\nwrong: [a]", 7, "unknown-key", "belongs to choice and multi"),
    (TYPED + "ask: Q?\nanswer: B\nzebra: 1", 7, "unknown-key", "known here are ask, answer"),
    (TYPED + "ask: Q?", 3, "missing-field", "`answer` is missing"),
    ("kind: typed\nask: Q?\nanswer: A", 3, "missing-field", "`id` is missing"),
    ("id: q\nask: Q?\nanswer: A", 3, "missing-field", "`kind` is missing"),
    ("id: q\nkind: typd\nask: Q?\nanswer: A", 4, "bad-kind", "did you mean `typed`?"),
    ("id: q\nkind: zzz\nask: Q?", 4, "bad-kind", "the kinds are basic, typed"),
    ("id: The Fact\nkind: typed\nask: Q?\nanswer: A", 3, "bad-id", "such as `the-fact`"),
    ("id: a#b\nkind: typed\nask: Q?\nanswer: A", 3, "bad-id", "such as `a-b`"),
    (TYPED + "ask: ''\nanswer: A", 5, "empty", "`ask` is empty"),
    (TYPED + "ask:\nanswer: A", 5, "empty", "`ask` is empty"),
    (TYPED + "ask: {a: b}\nanswer: A", 5, "wrong-type", "`ask` must be a text"),
    (TYPED + "ask: Q?\nanswer: A\naccept: B", 7, "wrong-type", "such as [B]"),
    (TYPED + "ask: Q?\nanswer: A\naccept: []", 7, "empty", "empty list"),
    (TYPED + "ask: Q?\nanswer: A\naccept: [b, '']", 7, "empty", "`accept` is empty"),
    (TYPED + "ask: Q?\nanswer: A\nstrict: yes", 7, "wrong-type", "true or false"),
    (TYPED + f"ask: {'x' * 20_001}\nanswer: A", 5, "too-long", "20,000"),
    (NUMERIC, 3, "missing-field", "`answer` is missing"),
    (NUMERIC + "answer: about 3", 6, "bad-number", "not a number"),
    (NUMERIC + "answer: 3 ms", 6, "bad-number", "its unit in `unit`"),
    (NUMERIC + "answer: 1e999", 6, "bad-number", "not a number"),
    (NUMERIC + "answer: 1/0", 6, "bad-number", "not a number"),
    (NUMERIC + "answer: 1\ntolerance: -1", 7, "bad-tolerance", "above 0"),
    (NUMERIC + "answer: 1\ntolerance: a bit", 7, "bad-tolerance", "above 0"),
    (NUMERIC + "answer: 1\ntolerance: 1e999", 7, "bad-tolerance", "above 0"),
    (NUMERIC + "answer: 1\nunits: {s: 1000}", 7, "missing-field", "`unit`"),
    (NUMERIC + "answer: 1\nunit: ms\nunits: {s: 0}", 8, "bad-number", "above 0"),
    (NUMERIC + "answer: 1\nunit: ms\nunits: {s: many}", 8, "bad-number", "`units.s`"),
    (NUMERIC + "given: {n: [1]}", 3, "missing-field", "`check`"),
    (NUMERIC + "given: {n: [1]}\ncheck: n\nanswer: 1", 8, "two-answers", "delete `answer`"),
    (NUMERIC + "given: {n: [one]}\ncheck: n", 6, "bad-number", "`given.n`"),
    (NUMERIC + "given: {n: 3}\ncheck: n", 6, "wrong-type", "a list of values or a range"),
    (NUMERIC + "given: {n: {from: 3, to: 1}}\ncheck: n", 6, "bad-range", "goes up"),
    (NUMERIC + "given: {n: {from: 1, to: 3, by: 1}}\ncheck: n", 6, "bad-range", "step"),
    (NUMERIC + "given: {n: {from: 1, to: 3, step: 0}}\ncheck: n", 6, "bad-range", "goes up"),
    (NUMERIC + "given: {n: {from: 1, to: 1e300}}\ncheck: n", 6, "bad-range", "larger step"),
    (NUMERIC + "given: {n: {from: 1, to: 1e300, step: 1e-300}}\ncheck: n", 6, "bad-range", "larger step"),
    (NUMERIC + "given: {a b: [1]}\ncheck: '1'", 6, "bad-name", "cannot be drawn"),
    (NUMERIC + "given: {e: [1]}\ncheck: e", 6, "bad-name", "call the drawn value something else"),
    (NUMERIC + "given: {answer: [1]}\ncheck: '1'", 6, "bad-name", "cannot be drawn"),
    (NUMERIC + "given: {n: [1]}\ncheck: n + m", 7, "unknown-name", "uses m, but `given` draws n"),
    (NUMERIC + "answer: 1\ncheck: 1 +", 7, "bad-expression", "cannot be computed"),
    (NUMERIC + "answer: 1\ncheck: open('x')", 7, "bad-expression", "cannot be computed"),
    ("id: q\nkind: cloze\ntext: No hole.", 5, "no-hole", "double braces"),
    ("id: q\nkind: cloze\ntext: A {{b and no end.", 5, "unclosed-hole", "is not closed"),
    ("id: q\nkind: cloze\ntext: A {{ }}.", 5, "empty-hole", "write its answer"),
    ("id: q\nkind: cloze\ntext: 'A {{b}}.'\naccept: {bb: [c]}", 6, "unknown-hole", "did you mean `b`?"),
    (CHOICE + "answer: a\nwrong: [a, b]", 7, "duplicate-option", "`a`"),
    (CHOICE + "answer: a\nwrong: [{txt: b}]", 7, "unknown-key", "did you mean `text`?"),
    (CHOICE + "answer: a\nwrong: [{text: a, and b}]", 7, "unknown-key", "a text with a comma"),
    (CHOICE + "answer: a\nwrong: [{why: b}]", 7, "missing-field", "`text` is missing"),
    ("id: q\nkind: multi\nask: Q?\nanswers: [a, b]\nwrong: [b]", 7, "duplicate-option", "`b`"),
    ("id: q\nkind: order\nask: Q?\nitems: [a]", 6, "too-few", "at least two"),
    ("id: q\nkind: order\nask: Q?\nitems: [a, [b, a]]", 6, "duplicate-option", "`a`"),
    ("id: q\nkind: match\nask: Q?\npairs: {a: b}", 6, "too-few", "at least two"),
    ("id: q\nkind: match\nask: Q?\npairs: {a: b, c: b}", 6, "duplicate-option", "`b`"),
    ("id: q\nkind: match\nask: Q?\npairs: [a, b]", 6, "wrong-type", "mapping"),
    ("id: q\nkind: output\ncode: x\nanswer: y\nlanguage: perl", 7, "wrong-type", "python or sql"),
    (TYPED + "ask: Q?\nanswer: A\ncontrast: [a, The Other]", 7, "bad-id", "`deck-id/question-id`"),
    (TYPED + "ask: Q?\nanswer: A\ncontrast: a", 7, "wrong-type", "a list, such as [a]"),
    (TYPED + f"ask: Q?\nanswer: A\ncontrast: [{', '.join(f'q{n}' for n in range(21))}]", 7, "too-many", "more than 20"),
    ("just a text", 3, "wrong-type", "- id:"),
    (TYPED + "ask: Q?\nanswer: *args", 6, "alias", "`*args`"),
    (TYPED + "ask: Q?\nanswer: a\nanswer: b", 7, "duplicate-key", "line 6"),
]


@pytest.mark.parametrize(("question", "line", "rule", "part"), BAD_QUESTIONS, ids=lambda value: str(value)[-30:])
def test_a_bad_question_is_told_with_line_rule_and_remedy(question: str, line: int, rule: str, part: str) -> None:
    """Each mistake has one problem at its line, and the good question beside it survives."""
    deck, problems = read(deck_of(question, GOOD))
    assert [(problem.line, problem.rule) for problem in problems] == [(line, rule)]
    assert part in problems[0].message
    assert deck is not None
    assert [question.id for question in deck.questions] == ["good"]


def test_all_problems_of_a_file_are_told() -> None:
    """The reader stops at none: every mistake of every question, and of the head."""
    head = "tags: []\nneeds: [Not An Id]"
    bad = "id: q\nkind: typed\nask: ''\nanswer: [a]\nacept: [b]"
    expected = [
        (1, "empty"), (2, "bad-id"), (1, "missing-field"), (6, "empty"), (7, "wrong-type"), (8, "unknown-key"),
    ]  # fmt: skip
    assert rules(deck_of(bad, GOOD, head=head)) == expected


def test_of_two_questions_with_one_id_the_first_stays() -> None:
    """The second is told, with the line of the first."""
    deck, problems = read(deck_of(GOOD, GOOD.replace("A", "B")))
    assert deck is not None
    assert deck.questions == (Question("good", Typed("Q?", "A"), line=3),)
    assert [(problem.line, problem.rule) for problem in problems] == [(7, "duplicate-id")]
    assert "line 3" in problems[0].message


def test_a_deck_with_a_bad_id_is_not_usable() -> None:
    """No other id stands in for it, because the learner's history would hang on the wrong one."""
    deck, problems = read(deck_of(GOOD, head="id: Not An Id\ntitle: T"))
    assert deck is None
    assert [problem.rule for problem in problems] == ["bad-id"]


def test_a_path_that_makes_no_id_asks_for_one() -> None:
    """A file with blanks in its name needs an id of its own."""
    deck, problems = read_deck(deck_of(GOOD), "My Deck.yaml", "My Deck")
    assert deck is None
    assert "add `id: my-deck`" in problems[0].message


def test_a_deck_without_a_title_is_named_after_its_id() -> None:
    """The missing title is a problem, but no reason to lose the questions."""
    deck, problems = read_deck("id: math/bayes-rule\n" + deck_of(GOOD, head="tags: [x]"), "p", "p")
    assert deck is not None
    assert deck.title == "bayes-rule"
    assert [problem.rule for problem in problems] == ["missing-field"]


@pytest.mark.parametrize(
    "text", ["[]", "x", "title: T", "title: T\nquestions: []", "title: T\nquestions: x", "a: &b c"]
)
def test_a_file_without_questions_is_no_deck(text: str) -> None:
    """Nothing usable means no deck, and a problem that says so."""
    deck, problems = read(text)
    assert deck is None
    assert problems


def test_more_than_two_thousand_questions_are_too_many() -> None:
    """The first 2,000 are kept, and the rest is told."""
    deck, problems = read(deck_of(*(GOOD.replace("good", f"q{number}") for number in range(2_003))))
    assert deck is not None
    assert len(deck.questions) == 2_000
    assert [problem.rule for problem in problems] == ["too-many"]


@given(DECKS)
def test_a_deck_survives_its_file(deck: Deck) -> None:
    """`read_deck(write_deck(deck))` is the deck but for line numbers, without a problem."""
    read_again, problems = read_deck(write_deck(deck), "p", "p")
    assert problems == []
    assert read_again is not None
    assert replace(read_again, questions=tuple(replace(q, line=0) for q in read_again.questions)) == deck
    assert read_again == written_deck(deck)[1]


ANY_TEXT = st.text(max_size=12) | st.sampled_from(
    ["", " x", "a: b", "no", "two\nlines", "\x07", "\u202e", "{{a}}", "{{"]
)
LISTED = st.lists(ANY_TEXT, max_size=2).map(tuple)
BODIES = (
    st.builds(Basic, ANY_TEXT, ANY_TEXT, LISTED, st.booleans())
    | st.builds(Typed, ANY_TEXT, ANY_TEXT, LISTED)
    | st.builds(Cloze, ANY_TEXT)
)


@given(st.builds(Question, st.sampled_from(["q", "q-1", "Q", "no"]), BODIES, ANY_TEXT, ANY_TEXT, LISTED, LISTED))
def test_what_is_surely_kept_comes_back(question: Question) -> None:
    """Whatever a question says, one that a deck file is said to keep is read from it as it was."""
    if surely_kept(question):
        deck, problems = read_deck(write_deck(Deck("d", "D", (question,))), "d", "d")
        assert problems == []
        assert deck is not None
        assert replace(deck.questions[0], line=0) == question


def test_plain_questions_are_surely_kept() -> None:
    """What most cards say needs no reading to know that it is kept."""
    tags = ("a b", "ü")
    assert surely_kept(Question("q", Basic("Warum?", "Zwei\nZeilen: so."), why="weil", tags=tags))
    assert surely_kept(Question("q", Cloze("ein {{Loch}}")))


KEYS = st.sampled_from(
    ["id", "kind", "ask", "answer", "wrong", "given", "items", "pairs", "text", "title", "questions"]
)
WORDS = st.sampled_from(
    ["typed", "numeric", "cloze", "choice", "q", "{{x}}", "1", "{from: 1}", "[]", "[a, b]", "{a: b}", ""]
)


@given(st.lists(st.tuples(st.sampled_from(["", "  - ", "    "]), KEYS, WORDS), max_size=12) | st.text())
def test_no_text_raises(content: list[tuple[str, str, str]] | str) -> None:
    """Anything gives a deck or at least one problem, and never an exception."""
    text = content if isinstance(content, str) else "\n".join(f"{pad}{key}: {word}" for pad, key, word in content)
    deck, problems = read(text)
    assert deck is not None or problems


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    """Problems carry the name that the caller shows."""
    path = tmp_path / "d.yaml"
    path.write_bytes(b"\xff")
    deck, problems = read_deck_file(path, "d", "d.yaml")
    assert deck is None
    assert [(problem.path, problem.rule) for problem in problems] == [("d.yaml", "encoding")]
    path.write_text(deck_of(GOOD), encoding="utf-8")
    assert read_deck_file(path, "d")[0] is not None


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    """A file that is not there, or is a directory, is told and not raised."""
    assert read_deck_file(tmp_path / "none.yaml", "d")[1][0].rule == "unreadable"
    assert read_deck_file(tmp_path, "d")[1][0].rule == "unreadable"


def test_a_deck_of_two_hundred_questions_reads_quickly() -> None:
    """The best of five readings takes less than 60 ms of the processor's time."""
    shape = """
        id: q{number}
        kind: choice
        ask: Which of these is the {number}th?
        answer: this
        wrong: [that, {{text: other, why: no}}]
        hint: A hint.
        why: |
          Because it is so.
          And a second line.
        source: https://example.org/x
        tags: [a, b]"""
    questions = [dedent(shape.format(number=number)) for number in range(200)]
    text = deck_of(*questions)
    times = []
    for _ in range(5):
        started = time.process_time()
        deck, problems = read(text)
        times.append(time.process_time() - started)
        assert problems == []
    assert deck is not None
    assert len(deck.questions) == 200
    assert min(times) < 0.06, times
