"""The line mode: all nine kinds, every command, any input."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_values import Run
from small_home import KINDS, SettableClock, open_home

from quizzer.errors import StoreError
from quizzer.workspace import Workspace

ORDER = ("basic", "typed", "numeric", "cloze", "choice", "multi", "order", "match", "output")


def only(paths_home: Path, name: str) -> None:
    """Leave one question in the deck of all kinds."""
    head, *blocks = re.split(r"(?m)^(?=  - )", KINDS)
    block = next(block for block in blocks if re.search(rf"id: {name}\b", block))
    (paths_home / "decks" / "small" / "kinds.yaml").write_text(head + block, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("basic", "", "Answer. Air scatters blue light most."),
        ("basic", "the atmosphere", "Answer. Air scatters blue light most."),
        ("typed", "paris", "Right. Paris"),
        ("typed", "Pariss", "Close. Paris"),
        ("typed", "London", "Wrong. Paris"),
        ("typed", "", "Wrong. Paris"),
        ("numeric", "-7", "Wrong. "),
        ("cloze", "red", "Right. Red"),
        ("output", r"1\n2", "Right.\n   1\n   2"),
        ("output", "7", "Wrong.\n   1\n   2"),
        ("output", "12", "Close.\n   1\n   2\n   1[+⏎]2"),
        ("match", "1a", "Wrong.\n   one → 1\n   two → 2\n   three → 3"),
    ],
)
def test_each_kind_is_answered_by_a_line(quizzer: Run, home: Path, name: str, line: str, said: str) -> None:
    """The prompt begins with the card's number, the verdict with its word, and the next date follows."""
    only(home, name)
    ran = quizzer("review", "small/kinds", "--plain", given=f"{line}\n\n")
    assert ran.code == 0
    assert "\n1. [All kinds] " in ran.out
    assert f"\n{said}" in ran.out
    assert re.search(r"\n(Again|Hard|Good): back in (10|6|1) min\.\n", ran.out)
    assert ran.err == ""


@pytest.mark.parametrize(
    ("name", "texts"), [("choice", ["7"]), ("multi", ["2", "4"]), ("order", ["one", "two", "three"])]
)
def test_options_are_answered_by_letter(quizzer: Run, home: Path, name: str, texts: list[str]) -> None:
    """Options are shuffled and lettered; their letters, read from the question, are the answer."""
    only(home, name)
    shown = quizzer("review", "small/kinds", "--plain").out
    letters = {text: letter for letter, text in re.findall(r"   ([a-z])\) (.+)", shown)}
    ran = quizzer("review", "small/kinds", "--plain", given=" ".join(letters[text] for text in texts) + "\n\n")
    assert "Right." in ran.out


def test_matches_and_numbers_are_answered_in_lines(quizzer: Run, home: Path) -> None:
    """Pairs are number and letter, numbers are numbers; what is neither is asked again and not marked."""
    only(home, "match")
    shown = quizzer("review", "small/kinds", "--plain").out
    letters = {text: letter for letter, text in re.findall(r"   ([a-z])\) (.+)", shown)}
    pairs = " ".join(f"{place}{letters[str(place)]}" for place in (1, 2, 3))
    assert "Right." in quizzer("review", "small/kinds", "--plain", given=f"nonsense\n{pairs}\n\n").out
    only(home, "numeric")
    shown = quizzer("review", "small/kinds", "--plain").out
    one, two = map(int, re.search(r"What is (\d+) \+ (\d+)\?", shown).groups())  # type: ignore[union-attr]
    ran = quizzer("review", "small/kinds", "--plain", given=f"a lot\n{one + two} apples\n\n")
    assert "That is not a number" in ran.out
    assert f"Right. {one + two} apples" in ran.out
    assert "\n   in apples\n" in ran.out


def test_the_commands_help_and_change_nothing(quizzer: Run) -> None:
    """`?`, `h` and `w` tell; with `=` before it, a letter is an answer."""
    ran = quizzer("review", "small/siblings", "--plain", given="?\nh\nw\n=q\n?\nw\n12\n5\n1\nq\n")
    assert "To answer with one of these letters" in ran.out
    assert "There is no hint." in ran.out
    assert ran.out.count("New: next in the order of the roadmap.") == 2
    assert "Wrong. Mercury" in ran.out
    assert ran.out.count("1 to 4 rate, Enter accepts") == 2
    assert "Again: back in 1 min." in ran.out
    assert "\n1 card in 1 min.\nHard: small/siblings/planets#mercury\n" in ran.out


def test_a_hint_makes_a_right_answer_hard(quizzer: Run) -> None:
    """The hint is told, and Enter then accepts Hard."""
    ran = quizzer("review", "small/kinds", "--plain", given="\n\nh\nParis\n\n")
    assert "On the Seine." in ran.out
    assert "Hard: back in" in ran.out


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
def test_a_number_overrules_the_mark(quizzer: Run, home: Path, clock: SettableClock, key: str) -> None:
    """What is recorded is the learner's rating, beside the program's mark."""
    quizzer("review", "small/later", "--plain", given=f"wrong\n{key}\n")
    workspace = open_home(home, clock)
    (event,) = workspace.store.cards.events("small/later/first")
    workspace.close()
    assert (str(event.content.rating.value), event.mark, event.response) == (key, "wrong", "wrong")  # type: ignore[union-attr]


def test_undo_goes_back_over_cards_and_sittings(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """`u` at a question, at a rating and in a later sitting takes back the last answer, as often as there is one."""
    ran = quizzer("review", "small/siblings", "--plain", given="Mercury\n\niron\n\nu\nu\nu\nMercury\n4\nq\n")
    assert "Taken back: small/siblings/element answered Good." in ran.out
    assert "Taken back: small/siblings/planets#mercury answered Good." in ran.out
    assert "There is nothing to undo." in ran.out
    assert "Easy: back in" in ran.out
    ran = quizzer("review", "small/siblings", "--plain", given="iron\nu\nMercury\n\nq\n")
    assert "Taken back: small/siblings/planets#mercury answered Easy." in ran.out
    workspace = open_home(home, clock)
    assert workspace.store.cards.answer_count() == 1
    assert workspace.replay().different == ()
    workspace.close()


def test_a_question_is_put_off_or_taken_out(quizzer: Run) -> None:
    """`-` buries, `s` suspends, and the next question follows; an undo brings it back."""
    ran = quizzer("review", "small/siblings", "--plain", given="-\ns\nu\nq\n")
    assert "Put off until tomorrow." in ran.out
    assert "Suspended." in ran.out
    assert "Taken back: small/siblings/element suspended." in ran.out
    assert ran.out.count("Which element") == 2
    assert "Nothing was answered." in ran.out


@pytest.mark.parametrize(
    ("given", "answers"), [("", 0), ("Mercury", 1), ("Mercury\n", 1), ("Mercury\nq\n", 1), ("q\n", 0)]
)
def test_the_end_of_the_input_ends_the_sitting(
    quizzer: Run, home: Path, clock: SettableClock, given: str, answers: int
) -> None:
    """A mark that stands is recorded, with or without a last line end; nothing else is."""
    ran = quizzer("review", "small/siblings", "--plain", given=given)
    assert ran.code == 0
    workspace = open_home(home, clock)
    assert workspace.store.cards.answer_count() == answers
    workspace.close()


def test_odd_input_is_input(quizzer: Run) -> None:
    """Windows line ends, bytes that are no text, very long lines and control characters do no harm."""
    ran = quizzer("review", "small/siblings", "--plain", given=b"Mercury\r\n\r\n")
    assert "Right. Mercury" in ran.out
    assert "Good: back in" in ran.out
    ran = quizzer("review", "small/siblings", "--plain", given=b"\xff\xfe\x1b]52;c;xx\x07\n\nq\n")
    assert (ran.code, "\x1b" in ran.out) == (0, False)
    ran = quizzer("review", "small/siblings", "--plain", given="x" * 100_000 + "\n\nq\n")
    assert ran.code == 0


def test_a_cram_promises_no_date(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """Right is done with, wrong comes once more; there is nothing to undo and nothing in the log."""
    ran = quizzer("review", "other/elsewhere", "--cram", "--plain", given="no\n\nu\nyes\nu\n\n")
    assert "Again: it comes once more." in ran.out
    assert "A cram leaves nothing to undo." in ran.out
    assert "\nGood.\n" in ran.out
    assert "Tomorrow" not in ran.out
    workspace = open_home(home, clock)
    assert workspace.store.cards.answer_count() == 0
    workspace.close()


def test_nothing_to_ask_says_what_to_do(quizzer: Run, clock: SettableClock, tmp_path: Path) -> None:
    """Done for today, a card still to come, no decks at all: each has its sentence."""
    quizzer("review", "other/elsewhere", "--plain", given="yes\n2\nq\n")
    quizzer("config", "study.learn_ahead", "0")
    assert "the next card comes in 6 min" in quizzer("review", "other/elsewhere", "--plain").out
    clock.forward(minutes=10)
    quizzer("review", "other/elsewhere", "--plain", given="yes\n4\n")
    assert "Nothing is due." in quizzer("review", "other/elsewhere", "--plain").out
    assert "There are no decks yet." in quizzer("review", "--plain", home=tmp_path / "empty").out


def test_answers_elsewhere_and_clocks_put_back_are_told(
    quizzer: Run, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notice stands where the answer would be confirmed, and no date is promised."""
    quizzer("review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    clock.forward(days=-2)
    assert "The clock is 2 d behind" in quizzer("review", "small/siblings", "--plain", given="iron\n\nq\n").out

    def conflict(*_: object) -> int:
        from quizzer.errors import StoreConflict

        raise StoreConflict("elsewhere")

    monkeypatch.setattr("quizzer.store.store.Store.record", conflict)
    ran = quizzer("review", "small/kinds", "--plain", given="\n\nq\n")
    assert "answered elsewhere" in ran.out
    assert "back in" not in ran.out


def test_an_answer_that_cannot_be_saved_ends_with_a_sentence(quizzer: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told on standard error with exit code 1."""

    def full(*_: object) -> int:
        raise StoreError("The disk is full.")

    monkeypatch.setattr("quizzer.store.store.Store.record", full)
    ran = quizzer("review", "small/siblings", "--plain", given="Mercury\n\n")
    assert (ran.code, ran.err) == (1, "quizzer: The disk is full.\n")


def test_ctrl_c_ends_with_130_and_keeps_the_mark(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """Interrupted at the rating, what was marked is recorded."""
    with pytest.MonkeyPatch.context() as patch:
        lines = iter(["Mercury"])

        def line(_prompt: str) -> str:
            try:
                return next(lines)
            except StopIteration:
                raise KeyboardInterrupt from None

        patch.setattr("quizzer.cli.plain.read_line", line)
        assert quizzer("review", "small/siblings", "--plain").code == 130
    workspace: Workspace = open_home(home, clock)
    assert workspace.store.cards.answer_count() == 1
    workspace.close()


def test_problems_in_decks_are_told_first(quizzer: Run, home: Path) -> None:
    """The sitting goes on with what is good."""
    (home / "decks" / "bad.yaml").write_text("title: [", encoding="utf-8")
    ran = quizzer("review", "--plain", given="q\n")
    assert ran.out.startswith("1 problem in deck files: `quizzer decks list` names them.\n")


def test_a_long_answer_is_cut_where_it_is_told(quizzer: Run, home: Path) -> None:
    """An expected answer of many lines does not push the verdict off the screen."""
    lines = "\\n".join(str(number) for number in range(100))
    text = f'id: small/long\ntitle: Long\nquestions:\n  - {{id: a, kind: output, code: x, answer: "{lines}"}}\n'
    (home / "decks" / "small" / "long.yaml").write_text(text, encoding="utf-8")
    ran = quizzer("review", "small/long", "--plain", given="no\n\nq\n")
    assert "   … and 60 more lines." in ran.out
