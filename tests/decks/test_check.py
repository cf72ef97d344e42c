from __future__ import annotations

from textwrap import dedent

import pytest

from quizzer_decks.check import DECK_RULES, check_each
from quizzer_decks.deck_file import read_deck
from quizzer_decks.model import Deck, Problem
from quizzer_decks.rules.balance import longest_right
from quizzer_decks.rules.rule import QuestionRule

WHY = "why: Because of reasons nobody mentioned before."
TYPED = f"kind: typed\nask: Q?\nanswer: A\n{WHY}"
CHOICE = f"kind: choice\nask: Q?\nanswer: a\nwrong: [b, c]\n{WHY}"
NUMERIC = f"kind: numeric\nask: Q?\n{WHY}\n"
OUTPUT = f"kind: output\n{WHY}\n"


def deck_of(*questions: str) -> Deck:
    """Return a deck of these questions, each given without its id."""
    items = [
        f"  - id: q{number}\n    " + dedent(question).strip().replace("\n", "\n    ")
        for number, question in enumerate(questions)
    ]
    deck, problems = read_deck("title: T\nquestions:\n" + "\n".join(items), "d.yaml", "d")
    assert problems == []
    assert deck is not None
    return deck


def found(*questions: str, trusted: bool = False) -> list[Problem]:
    """Return the problems of a deck of these questions, but for its size."""
    problems = check_each([("d.yaml", deck_of(*questions))], trusted)
    return [problem for problem in problems if problem.rule not in ("few-questions", "little-recall")]


def rules(*questions: str, trusted: bool = False) -> set[str]:
    """Return the rules that these questions break."""
    return {problem.rule for problem in found(*questions, trusted=trusted)}


EXAMPLES = [
    ("no-why", "kind: typed\nask: Q?\nanswer: A", TYPED),
    (
        "why-repeats",
        "kind: typed\nask: What is the capital of France?\nanswer: Paris\nwhy: The capital of France is Paris.",
        "kind: typed\nask: What is the capital of France?\nanswer: Paris\nwhy: Its kings had settled there by 987.",
    ),
    (
        "why-repeats",
        "kind: typed\nask: What is the capital of France?\nanswer: Paris\nwhy: It is Paris, the capital of France.",
        "kind: typed\nask: What is the capital of France?\nanswer: Paris\nwhy: Since 987.",
    ),
    (
        "why-repeats",
        "kind: typed\nask: How fast is heapsort?\nanswer: O(n log n)\nwhy: Heapsort is O(n log n).",
        "kind: typed\nask: How fast is heapsort?\nanswer: O(n log n)\nwhy: There are log n levels for each of n.",
    ),
    (
        "why-repeats",
        "kind: typed\nask: What is 3 times 3?\nanswer: '9'\nwhy: 3 times 3 is 9.",
        "kind: typed\nask: What is 3 times 3?\nanswer: '9'\nwhy: 3 + 3 + 3 = 9.",
    ),
    (
        "gives-away",
        f"kind: typed\nask: Which estimate maximises the posterior?\nanswer: Posterior\n{WHY}",
        f"kind: typed\nask: Which name does `posterior = 1` bind?\nanswer: posterior\n{WHY}",
    ),
    (
        "gives-away",
        f"kind: typed\nask: Q?\nanswer: A\naccept: [posterior]\nhint: It rhymes with posterior.\n{WHY}",
        f"kind: typed\nask: Q?\nanswer: mean\nhint: It is meaningful.\n{WHY}",
    ),
    (
        "gives-away",
        f"kind: cloze\ntext: The {{{{prior}}}} comes before the data, so the prior is old.\n{WHY}",
        f"kind: cloze\ntext: The {{{{prior}}}} comes before the data, so the {{{{prior}}}} is old.\n{WHY}",
    ),
    (
        "gives-away",
        f"kind: cloze\ntext: The {{{{prior}}}} comes first.\nhint: It is prior knowledge.\n{WHY}",
        f"kind: cloze\ntext: The {{{{prior}}}} comes first.\nhint: It is old knowledge.\n{WHY}",
    ),
    ("of-the-above", CHOICE.replace("[b, c]", "[b, None of the above.]"), CHOICE.replace("[b, c]", "[b, none of it]")),
    ("of-the-above", CHOICE.replace("[b, c]", "[b, both A and B]"), CHOICE.replace("[b, c]", "[b, both hands]")),
    (
        "negative-stem",
        CHOICE.replace("Q?", "Which of these is not a norm?"),
        CHOICE.replace("Q?", "Which is NOT a norm?"),
    ),
    (
        "negative-stem",
        CHOICE.replace("Q?", "Which layer doesn't learn?"),
        CHOICE.replace("Q?", "Which error is raised when a file is not found?"),
    ),
    (
        "negative-stem",
        CHOICE.replace("Q?", '"All of these hold, except:"'),
        CHOICE.replace("Q?", "What does `except` catch?"),
    ),
    ("bad-link", f"{TYPED}\nsource: www.example.org", f"{TYPED}\nsource: https://example.org/a?b=c#d"),
    ("bad-link", f"{TYPED}\nsource: http://example.org", f"{TYPED}\nsource: [https://docs.python.org/3/]"),
    ("bad-link", f"{TYPED}\nsource: 'https://[::1'", f"{TYPED}\nsource: https://a-b.example.org:8080/x"),
    ("no-points", f"kind: basic\nask: Q?\nanswer: A\n{WHY}", f"kind: basic\nask: Q?\nanswer: A\npoints: [p]\n{WHY}"),
    ("unbalanced-maths", TYPED.replace("Q?", "What is $x^{2$?"), TYPED.replace("Q?", "What is $x^{2}$?")),
    ("unbalanced-maths", TYPED.replace("Q?", "What is $x + 1?"), TYPED.replace("Q?", "What is $x + 1$ for $5?")),
    (
        "unbalanced-maths",
        TYPED.replace("Q?", r"What is $\left( x )$?"),
        TYPED.replace("Q?", r"What is $\left( x \right)$ by $\leftarrow$?"),
    ),
    ("maths-not-drawn", TYPED.replace("Q?", r"What is $\xyzzy x$?"), TYPED.replace("Q?", r"What is $\alpha x$?")),
    (
        "unknown-placeholder",
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n".replace("Q?", '"{n} and {m}"'),
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n".replace("Q?", '"{n} and `{m}`"'),
    ),
    (
        "unknown-placeholder",
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n".replace("Q?", '"{n:>30}"'),
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n".replace("Q?", '"{n:.2f}"'),
    ),
    (
        "hidden-value",
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n",
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n".replace("Q?", '"{n}?"'),
    ),
    (
        "hidden-value",
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n".replace("Q?", '"{n} and {answer}?"'),
        f"{NUMERIC}given: {{n: [1]}}\ncheck: n\nhint: The answer is beyond {{n}}.".replace("Q?", '"{n}?"'),
    ),
    ("wrong-number", f"{NUMERIC}answer: 301\ncheck: 12 * 25", f"{NUMERIC}answer: 300\ncheck: 12 * 25"),
    ("wrong-number", f"{NUMERIC}answer: 0.33\ncheck: 1 / 3", f"{NUMERIC}answer: 0.33\ncheck: 1 / 3\ntolerance: 0.01"),
    ("wrong-number", f"{NUMERIC}answer: 50\ncheck: 1 / 2", f"{NUMERIC}answer: 50%\ncheck: 1 / 2"),
    ("wrong-number", f"{NUMERIC}answer: 1\ncheck: 1 / 0", f"{NUMERIC}answer: 1/3\ncheck: 1 / 3"),
    (
        "wrong-number",
        f"{NUMERIC}given: {{n: {{from: 0, to: 900}}}}\ncheck: 1 / n".replace("Q?", '"{n}?"'),
        f"{NUMERIC}given: {{n: {{from: 1, to: 900}}}}\ncheck: 1 / n".replace("Q?", '"{n}?"'),
    ),
    ("accept-repeats", f"{TYPED}\naccept: [b, B]", f"{TYPED}\naccept: [b, c]"),
    ("accept-repeats", f"{TYPED}\naccept: [b -c, b -c]", f"{TYPED}\naccept: [b -c, b -C]"),
    ("accept-repeats", f"{TYPED}\naccept: [a]", f"{TYPED}\naccept: [a]\nstrict: true"),
    (
        "accept-repeats",
        f"kind: cloze\ntext: 'A {{{{hole}}}}.'\naccept: {{hole: [Hole]}}\n{WHY}",
        f"kind: cloze\ntext: 'A {{{{hole}}}}.'\naccept: {{hole: [gap]}}\n{WHY}",
    ),
    (
        "accept-contradicts",
        f"kind: cloze\ntext: 'First {{{{a1}}}}, then {{{{b1}}}}.'\naccept: {{a1: [B1], b1: [x]}}\n{WHY}",
        f"kind: cloze\ntext: 'First {{{{a1}}}}, then {{{{b1}}}}.'\naccept: {{a1: [y], b1: [x]}}\n{WHY}",
    ),
    ("options-alike", CHOICE.replace("[b, c]", "[b, B]"), CHOICE.replace("[b, c]", "['`b`', '`c`']")),
    ("option-count", CHOICE.replace("[b, c]", "[b]"), CHOICE.replace("[b, c]", "[b, c, d]")),
    ("option-count", CHOICE.replace("[b, c]", "[b, c, d, e]"), CHOICE),
    (
        "option-count",
        f"kind: multi\nask: Q?\nanswers: [a]\nwrong: [b]\n{WHY}",
        f"kind: multi\nask: Q?\nanswers: [a, c]\nwrong: [b]\n{WHY}",
    ),
    (
        "pair-count",
        f"kind: match\nask: Q?\npairs: {{a: b, c: d}}\n{WHY}",
        f"kind: match\nask: Q?\npairs: {{a: b, c: d, e: f}}\n{WHY}",
    ),
    (
        "long-answer",
        CHOICE.replace("answer: a", "answer: the one that is much longer than the others"),
        CHOICE.replace("answer: a", "answer: the longer one"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "bad", "good"), EXAMPLES, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(EXAMPLES)]
)
def test_a_rule_tells_the_bad_from_the_good(rule: str, bad: str, good: str) -> None:
    """The bad example breaks the rule, and the good one breaks none."""
    assert rule in rules(bad)
    assert rules(good) == set()


def test_every_question_rule_has_examples() -> None:
    """No rule of questions is without a bad and a good example above."""
    named = {rule.name for rule in DECK_RULES if isinstance(rule, QuestionRule)}
    assert named == {rule for rule, _, _ in EXAMPLES}


def test_a_problem_stands_at_its_question() -> None:
    """It names the line and the id, and says what to do."""
    deck = deck_of(TYPED, "kind: typed\nask: Other?\nanswer: B")
    problem = next(problem for problem in check_each([("x.yaml", deck)], False) if problem.rule == "no-why")
    assert (problem.path, problem.line, problem.severity) == ("x.yaml", 8, "warning")
    assert problem.message.startswith("`q1`: `why` is missing")


def test_a_deck_has_six_questions() -> None:
    """Fewer are told, six are enough."""
    assert "few-questions" in {problem.rule for problem in check_each([("d", deck_of(*[TYPED] * 5))], False)}
    assert check_each([("d", deck_of(*[TYPED] * 6))], False) == []


def test_half_of_a_deck_is_recall() -> None:
    """Three of six are enough, two of six are told."""
    match = f"kind: match\nask: Q?\npairs: {{a: b, c: d, e: f}}\n{WHY}"
    assert check_each([("d", deck_of(*[TYPED] * 3, *[match] * 3))], False) == []
    assert {problem.rule for problem in check_each([("d", deck_of(*[TYPED] * 2, *[match] * 4))], False)} == {
        "little-recall"
    }


def test_the_right_option_is_not_the_longest_all_the_time() -> None:
    """Three longest of three is more than chance; one of three is not."""
    longest = CHOICE.replace("answer: a", "answer: aaaa")
    assert "longest-is-right" in rules(longest, longest, longest)
    assert "longest-is-right" not in rules(longest, CHOICE, CHOICE)


def test_the_chance_of_lengths_is_exact() -> None:
    """Of two choices with three options, one or more longest has the probability 1 - (2/3)²."""
    questions = deck_of(CHOICE.replace("answer: a", "answer: aaaa"), CHOICE).questions
    assert longest_right(questions) == (1, 2, pytest.approx(5 / 9))


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        (OUTPUT + "code: print(1 + 1)\nanswer: '2'", None),
        (OUTPUT + "code: print(1 + 1)\nanswer: '3'", "wrong-output"),
        (OUTPUT + "code: |\n  for i in range(2):\n      print(i, end=' ')\nanswer: 0 1", None),
        (OUTPUT + "code: |\n  print('a')\n  print('b')\nanswer: |\n  a\n  b", None),
        (OUTPUT + "code: |\n  import sys\n  print(__name__)\n  sys.exit(3)\nanswer: __main__", None),
        (OUTPUT + "code: 1 / 0\nanswer: x", "code-fails"),
        (OUTPUT + "code: print(\nanswer: x", "code-fails"),
        (OUTPUT + "code: print(input())\nanswer: x", "code-fails"),
        (OUTPUT + "code: \"while True: print('x' * 1000)\"\nanswer: x", "code-fails"),
        (OUTPUT + "code: import os; os._exit(0)\nanswer: x", "code-fails"),
        (OUTPUT + "code: import no_such_package\nrequires: [no-such-package]\nanswer: x", "not-run"),
        (OUTPUT + "code: import yaml; print(1)\nrequires: [pyyaml]\nanswer: '1'", None),
        (OUTPUT + "language: sql\ncode: SELECT 1, 'a', NULL; SELECT 2;\nanswer: |\n  1|a|\n  2", None),
        (OUTPUT + "language: sql\ncode: SELECT 1 +\nanswer: '1'", "code-fails"),
        (
            OUTPUT + "language: sql\ncode: CREATE TABLE t(a); INSERT INTO t VALUES (';'); SELECT a FROM t\nanswer: ;",
            None,
        ),
    ],
)
def test_code_is_run_and_compared(question: str, rule: str | None) -> None:
    """What it prints is the answer, trailing blanks aside; failing, endless and missing things are told apart."""
    problems = found(question, trusted=True)
    assert [problem.rule for problem in problems] == ([rule] if rule else [])
    if rule == "not-run":
        assert problems[0].severity == "warning"


def test_code_of_strangers_is_not_run() -> None:
    """Without trust nothing is run and nothing is said about it."""
    assert rules(OUTPUT + "code: print(1)\nanswer: '2'") == set()


def test_endless_code_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snippet that never ends is told, and those beside it are still judged."""
    monkeypatch.setattr("quizzer_decks.rules.running._SECONDS_TOGETHER", 0.5)
    monkeypatch.setattr("quizzer_decks.rules.running._SECONDS_ALONE", 1.0)
    good = OUTPUT + "code: print(1)\nanswer: '1'"
    endless = OUTPUT + "code: 'while True: pass'\nanswer: x"
    wrong = OUTPUT + "code: print(2)\nanswer: '1'"
    problems = found(good, endless, wrong, good, trusted=True)
    assert [(problem.rule, problem.message[:4]) for problem in problems] == [
        ("code-fails", "`q1`"),
        ("wrong-output", "`q2`"),
    ]


def test_snippets_do_not_disturb_each_other() -> None:
    """One that spoils the interpreter for those after it does not make them wrong."""
    spoiler = OUTPUT + "code: |\n  import builtins\n  builtins.len = lambda x: 7\n  print(len(''))\nanswer: '7'"
    victim = OUTPUT + "code: print(len('ab'))\nanswer: '2'"
    assert rules(spoiler, victim, trusted=True) == set()


def test_many_decks_are_checked_together() -> None:
    """Problems come by path and line."""
    bad = OUTPUT + "code: print(1)\nanswer: '2'"
    decks = [("b.yaml", deck_of(*[TYPED] * 5, bad)), ("a.yaml", deck_of(*[TYPED] * 5, bad))]
    assert [(problem.path, problem.rule) for problem in check_each(decks, True)] == [
        ("a.yaml", "wrong-output"),
        ("b.yaml", "wrong-output"),
    ]
