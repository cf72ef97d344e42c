"""GIFT is read as Moodle reads it."""

from __future__ import annotations

from textwrap import dedent

from hypothesis import given
from quiz_values import Item, bodies, foreign, items, questions, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.model import Basic, Choice, Cloze, Match, Multi, Numeric, Option, Tolerance, Typed

PLAIN = "abcdeXYZé09?!,;'()~=#{}:*_$.-"


def gift(text: str) -> list[object]:
    """Return what a text in GIFT becomes."""
    return list(bodies(reading("gift", "a.gift", dedent(text))))


def escaped(text: str) -> str:
    """Return a text as GIFT writes it."""
    return "".join(f"\\{char}" if char in "~=#{}:" else char for char in text)


def written(item: Item) -> str:
    """Return a question as GIFT writes it, weights instead of a key where several options are right."""
    single = len(item.right) == 1
    marks = {True: "=" if single else "~%50%", False: "~" if single else "~%-100%"}
    options = "\n".join(f"  {marks[right]}{escaped(text)} # {escaped(text)} it is" for text, right in item.options)
    return f"// a comment\n::name::{escaped(item.ask)}{{\n{options}\n####{escaped(item.why)}}}\n"


@given(items(PLAIN))
def test_every_question_once_in_order_with_its_answer(quiz: list[Item]) -> None:
    """What is written in GIFT's syntax is read back: asks, options, key, feedback and all."""
    found = questions(reading("gift", "a.gift", "\n\n".join(map(written, quiz))))
    shown = texts.from_plain
    for item, question in zip(quiz, found, strict=True):
        wrong = tuple(Option(shown(text), shown(f"{text} it is")) for text in item.wrong)
        right = tuple(Option(shown(text)) for text in item.right)
        expected = Choice(shown(item.ask), right[0], wrong) if len(right) == 1 else Multi(shown(item.ask), right, wrong)
        assert question.body == expected
        assert question.why.endswith(shown(item.why))


def test_each_kind_of_answer() -> None:
    """Choices, true and false, words, numbers with tolerance and between bounds, pairs: the kind follows the braces."""
    found = gift("""
        Who? {=one ~two ~three}

        Grant was buried.{F#why wrong#why right}

        Two plus two? {=four =4}

        When? {#1822:5}

        Pi? {#3.141..3.142}

        Which? {#=1822:0 #Yes
          =%50%1822:2}

        Match. {=a -> 1 =b -> 2 = c -> 3}
        """)
    assert found == [
        Choice("Who?", Option("one"), (Option("two"), Option("three"))),
        Choice("Grant was buried.", Option("False"), (Option("True", "why wrong"),)),
        Typed("Two plus two?", "four", ("4",)),
        Numeric("When?", "1822", tolerance=Tolerance(5.0)),
        Numeric("Pi?", "3.1415", tolerance=Tolerance(0.0005)),
        Numeric("Which?", "1822"),
        Match("Match.", (("a", "1"), ("b", "2"), ("c", "3"))),
    ]


def test_a_word_in_the_middle_is_a_gap() -> None:
    """Where text follows the braces, words to type become a hole, and options a blank."""
    assert gift("Two and {=two =2} are four.\n\nThe {~bad =good} one.") == [
        Cloze("Two and {{two}} are four.", {"two": ("2",)}),
        Choice("The ▁▁▁▁ one.", Option("good"), (Option("bad"),)),
    ]


def test_answers_inside_the_text() -> None:
    """Moodle's embedded answers stand in GIFT too; the options of a choice are the hint of its hole."""
    assert gift("Go {1:SA:=to~=into} the {1:MC:~zoo~=sea}.") == [
        Cloze("Go {{to}} the {{sea::sea / zoo}}.", {"to": ("into",)})
    ]


def test_pairs_that_are_not_one_to_one() -> None:
    """A right-hand side that is used twice, or never, makes a choice of each left one."""
    found = gift("Kind? {=cat -> mammal =dog -> mammal = -> fish}")
    assert found == [
        Choice("Kind?\n\ncat", Option("mammal"), (Option("fish"),)),
        Choice("Kind?\n\ndog", Option("mammal"), (Option("fish"),)),
    ]


def test_an_essay_is_asked_where_there_is_a_model_answer() -> None:
    """An essay with general feedback is a question to grade oneself; without it, and a description, it is told."""
    found = reading("gift", "a.gift", "Why? {####Because.}\n\nHow? {}\n\nRead this.\n\nTyped {=oops")
    assert bodies(found) == [Basic("Why?", "Because.")]
    assert [(each.where, each.why) for each in found.skipped] == [
        ("line 3", "it is an essay without a model answer"),
        ("line 5", "it is a description, which asks nothing"),
        ("line 7", "its braces do not match; write \\{ and \\} for braces of the text"),
    ]


def test_categories_ids_and_tags() -> None:
    """Categories are decks, Moodle's own roots left out; ids from comments are keys, tags are tags."""
    text = "$CATEGORY: $course$/top/Maths//Art/Sums\n\n// [id:7] [tag:easy] [tag:two words]\n1+1? {=2}\n"
    found = reading("gift", "a.gift", text)
    assert [deck.path for deck in found.decks] == [("Maths/Art", "Sums")]
    assert foreign(found)[0].key == "moodle:Maths/Art/Sums/7"
    assert questions(found)[0].tags == ("easy", "two words")


def test_formats_of_texts() -> None:
    """HTML becomes Markdown, Markdown stays, plain text is literal, TeX becomes `$…$`."""
    found = gift("""
        [html]<b>Bold</b> \\\\(x^2\\\\)? {=[plain]*a* ~[markdown]*b*}

        [plain]<b>? {=a ~b}
        """)
    assert found == [
        Choice("**Bold** $x^2$?", Option("\\*a\\*"), (Option("*b*"),)),
        Choice("\\<b>?", Option("a"), (Option("b"),)),
    ]


def test_what_is_worth_a_part() -> None:
    """Answers worth a part count as wrong: an option says so in its reason, a word is told."""
    found = reading("gift", "a.gift", "A? {=x ~%50%y#near ~z}\n\nB? {=x =%50%y}")
    assert bodies(found) == [Choice("A?", Option("x"), (Option("y", "near (50 %)"), Option("z"))), Typed("B?", "x")]
    assert whys(found) == [
        "its answer 'y', worth 50 %, counts as wrong",
        "its answer 'y', worth 50 %, counts as wrong",
        "what each of its options is worth; here they count alike",
    ]


def test_questions_without_a_right_answer_are_told() -> None:
    """A choice whose options are all wrong cannot be asked."""
    found = reading("gift", "a.gift", "A? {~x ~y}\n\nB? {=1 ~2}\n\nC? {#abc}\n\nD? {=x -> y =z}")
    assert len(bodies(found)) == 1
    assert whys(found) == [
        "nothing says which answer is right",
        "its answer 'abc' is not a number",
        "one of its pairs has no ->",
    ]


def test_what_is_said_of_wrong_answers_to_type_is_told() -> None:
    """Feedback on a wrong word or number has no place, and is told; so is what each option is worth."""
    found = reading(
        "gift", "a.gift", "A? {=x =%0%y#Too far north.}\n\nB? {=x ~%-50%y}\n\nC? {=a -> 1 =a -> 2 =b -> 3}\n"
    )
    assert [(each.where, each.why) for each in found.skipped] == [
        ("line 1", "what it says of a wrong answer was left out: Too far north."),
        ("line 5", "one of its left sides has two right ones"),
        ("line 3", "what each of its options is worth; here they count alike"),
    ]
