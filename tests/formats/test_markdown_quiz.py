"""Quizzes in Markdown: boxes under headings, and labelled options."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from hypothesis import given
from quiz_values import Item, bodies, contents, items, questions, reading, whys

from quizzer_decks.formats.foreign import Reading
from quizzer_decks.model import Basic, Choice, Multi, Option, Typed


def quiz(text: str) -> Reading:
    """Read a quiz."""
    return reading("markdown-quiz", "a.md", dedent(text))


def boxes(number: int, item: Item) -> str:
    """Return a question with boxes to tick."""
    ticks = "\n".join(f"- [{'x' if right else ' '}] {text}" for text, right in item.options)
    return f"#### Q{number}. {item.ask}\n\n{ticks}\n\n**Explanation:** {item.why}\n\n[Reference](https://a.b/c)\n"


def labels(number: int, item: Item) -> str:
    """Return a question with lettered options and a line that says which is right."""
    letters = "ABCDEFGH"[: len(item.options)]
    options = "\n".join(f"- {letter}) {text}" for letter, (text, _) in zip(letters, item.options, strict=True))
    key = ", ".join(letter for letter, (_, right) in zip(letters, item.options, strict=True) if right)
    return (
        f"# Question {number}\n\n**Type:** mc\n\n{item.ask}\n\n**Options:**\n{options}\n\n**Correct:** {key}\n\n"
        f"**Explanation:** {item.why}\n\n**Chapter:** 1.{number}\n\n---\n"
    )


@given(items("abcdeXYZé09?!,;'()~={}$.<>&"))
def test_every_question_once_in_order_with_its_answer(written: list[Item]) -> None:
    """What is written in either style is read back: asks, options, key, explanation and reference."""
    for style in (boxes, labels):
        text = "## A quiz\n\n" + "\n".join(style(number, item) for number, item in enumerate(written, 1))
        for item, question in zip(written, questions(quiz(text)), strict=True):
            wrong = tuple(Option(text) for text in item.wrong)
            right = tuple(Option(text) for text in item.right)
            assert question.body == (
                Choice(item.ask, right[0], wrong) if len(right) == 1 else Multi(item.ask, right, wrong)
            )
            assert question.why == item.why
            assert question.source == (("https://a.b/c",) if style is boxes else ())


def test_code_belongs_to_its_question_and_to_its_option() -> None:
    """Code before the boxes is asked about; code under a box is the option; boxes in code are code."""
    found = quiz("""
        ### Q1: What does this do?

        ```md
        #### Q9. no heading
        - [x] no box
        ```

        - [ ] A

        ```js
        a();
        ```

        - [x] B

        ```js
        b();
        ```

        [See more](https://x.y) and more words
        """)
    assert bodies(found) == [
        Choice(
            "What does this do?\n\n```md\n#### Q9. no heading\n- [x] no box\n```",
            Option("```js\nb();\n```"),
            (Option("```js\na();\n```"),),
        )
    ]
    assert questions(found)[0].why == "[See more](https://x.y) and more words"


def test_a_fence_that_is_never_closed_costs_one_question_at_most() -> None:
    """The next numbered heading ends it."""
    found = quiz("#### Q1. A?\n\n- [x] one\n- [ ] two\n\n```\nnever closed\n\n#### Q2. B?\n\n- [ ] c\n- [x] d\n")
    assert bodies(found) == [Choice("A?", Option("one"), (Option("two"),)), Choice("B?", Option("d"), (Option("c"),))]


def test_headings_without_numbers_steps_and_chapters() -> None:
    """A heading asks where boxes follow; headings below a numbered question are part of it; others begin a chapter."""
    found = quiz("""
        # Title
        #### Was ist das?
        * [X] eins
        * [ ] zwei
        ## Part two
        #### Q2. Which?
        #### A. this
        #### B. that
        - [x] A
        - [ ] B
        """)
    assert bodies(found) == [
        Choice("Was ist das?", Option("eins"), (Option("zwei"),)),
        Choice("Which?\n\n**A. this**\n**B. that**", Option("A"), (Option("B"),)),
    ]
    assert [deck.path for deck in found.decks] == [("a",), ("a", "Part two")]


def test_open_questions() -> None:
    """A short answer is typed, a long one is graded by oneself."""
    found = quiz(
        "# Question 1\n\n**Type:** open\n\nWho?\n\n**Answer:** Me\n\n"
        "# Question 2\n\nWhy?\n\n**Answer:** Because it is so.\n"
    )
    assert bodies(found) == [Typed("Who?", "Me"), Basic("Why?", "Because it is so.")]


def test_pictures(tmp_path: Path) -> None:
    """A picture beside the file is taken, one that is not is told, one in code is code."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1.png").write_bytes(b"one")
    text = "#### Q1. ![x](images/1.png?raw=png)\n\n- [x] `![y](images/1.png)`\n- [ ] ![](images/2.png)\n"
    found = reading("markdown-quiz", "a.md", text, tmp_path)
    assert bodies(found) == [Choice("![x](media/1.png)", Option("`![y](images/1.png)`"), (Option("[picture 2.png]"),))]
    assert contents(found) == {"1.png": b"one"}
    assert whys(found) == ["the picture images/2.png is not beside the file"]


def test_what_cannot_be_asked_is_told() -> None:
    """No box ticked, no boxes at all, the same option right and wrong."""
    found = quiz("""
        #### Q1. A?
        - [ ] a
        - [ ] b
        #### Q2. B?
        Only text.
        #### Q3. C?
        - [x] same
        - [ ] same
        - [ ] other
        #### Q4. D?
        - [x] a
        - [ ] b
        """)
    assert bodies(found) == [Choice("D?", Option("a"), (Option("b"),))]
    assert whys(found) == [
        "nothing says which answer is right",
        "it has no boxes to tick",
        "one of its options stands there as right and as wrong",
    ]


def test_labels_of_ones_own() -> None:
    """A hint is a hint; what stands under a label that nothing here says is told, with how many have it."""
    one = "# Question {}\n\nA{}?\n\n**Answer:** x\n\n**Hint:** It is short.\n\n**Difficulty:** hard\n\n"
    found = quiz(one.format(1, 1) + one.format(2, 2))
    assert [question.hint for question in questions(found)] == ["It is short."] * 2
    assert [(each.where, each.why) for each in found.skipped] == [
        ("line 1 and 1 other", "what stands under **Difficulty:**")
    ]
