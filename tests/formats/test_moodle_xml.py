"""Moodle's XML is read with its categories, weights, feedback, tags and files."""

from __future__ import annotations

from base64 import b64encode
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from quiz_values import Item, bodies, contents, foreign, items, questions, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.model import Basic, Choice, Cloze, Match, Multi, Numeric, Option, Order, Tolerance, Typed


def moodle(*parts: str) -> Reading:
    """Read questions."""
    return reading("moodle", "a.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(parts)}</quiz>')


def asked(kind: str, ask: str, rest: str = "", form: str = "html") -> str:
    """Return a question in XML."""
    shown = f'<questiontext format="{form}"><text><![CDATA[{ask}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>A name\n</text></name>{shown}{rest}</question>'


def answer(text: str, fraction: str, why: str = "", rest: str = "") -> str:
    """Return an answer in XML."""
    feedback = f"<feedback><text>{escape(why)}</text></feedback>" if why else ""
    return f'<answer fraction="{fraction}"><text>{escape(text)}</text>{feedback}{rest}</answer>'


def written(item: Item) -> str:
    """Return a question as Moodle writes it."""
    several = len(item.right) > 1
    share = {True: f"{100 / len(item.right):.5f}", False: "-50" if several else "0"}
    answers = "".join(answer(escape(text), share[right], escape(f"{text} it is")) for text, right in item.options)
    single = f"<single>{'false' if several else 'true'}</single>"
    why = f"<generalfeedback><text>{escape(escape(item.why))}</text></generalfeedback>"
    return asked("multichoice", escape(item.ask), single + why + answers)


@given(items("abcdeXYZé09?!,;'()~=#{}:*_$.-<>&"))
def test_every_question_once_in_order_with_its_answer(quiz: list[Item]) -> None:
    """What is written as Moodle writes it is read back: asks, options, key, feedback and all."""
    found = questions(moodle(*map(written, quiz)))

    def shown(text: str) -> str:
        return texts.from_html(escape(text)).markdown

    for item, question in zip(quiz, found, strict=True):
        wrong = tuple(Option(shown(text), shown(f"{text} it is")) for text in item.wrong)
        right = tuple(Option(shown(text)) for text in item.right)
        expected = Choice(shown(item.ask), right[0], wrong) if len(right) == 1 else Multi(shown(item.ask), right, wrong)
        assert question.body == expected
        assert question.why.endswith(shown(item.why))


def test_each_type() -> None:
    """Every type that has a key becomes a kind that the program marks."""
    rows = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("Canada", "Ottawa"), ("Italy", "Rome"))
    )
    units = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
    units += "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"
    tf_rows = "".join(
        f'<row number="{n}"><rowtext><text>{text}</text></rowtext></row>' for n, text in ((1, "a"), (2, "b"))
    )
    tf_rows += "".join(f'<column number="{n}"/>' for n in (1, 2))
    tf_rows += '<weight rownumber="1" columnnumber="1"><value> 1.000 </value></weight>'
    found = moodle(
        asked("truefalse", "Is it?", answer("true", "0", "No.") + answer("false", "100")),
        asked("shortanswer", "Who?", "<usecase>1</usecase>" + answer("Me", "100") + answer("I", "100")),
        asked("numerical", "How long?", answer("2,5", "100", rest="<tolerance>0.1</tolerance>") + units),
        asked("matching", "Match.", rows),
        asked("ordering", "Order.", answer("first", "1") + answer("second", "2")),
        asked("mtf", "Which hold?", tf_rows),
        asked("essay", "Why?", "<graderinfo><text>Because.</text></graderinfo>"),
        asked("multichoiceset", "Set?", answer("a", "100") + answer("b", "0")),
    )
    assert bodies(found) == [
        Choice("Is it?", Option("False"), (Option("True"),)),
        Typed("Who?", "Me", ("I",), strict=True),
        Numeric("How long?", "2,5", tolerance=Tolerance(0.1), unit="m", units={"cm": 0.01}),
        Match("Match.", (("Canada", "Ottawa"), ("Italy", "Rome"))),
        Order("Order.", (("first",), ("second",))),
        Multi("Which hold?", (Option("a"),), (Option("b"),)),
        Basic("Why?", "Because."),
        Multi("Set?", (Option("a"),), (Option("b"),)),
    ]


def test_texts_with_gaps() -> None:
    """Embedded answers, words to select and words to drag become holes; the words to choose among are their hint."""
    embedded = (
        "<p>Go {1:SHORTANSWER:=to#yes~%50%at~*} the {2:MULTICHOICE_V:sea~=zoo}, {:NUMERICAL:=3:0.1} <b>times</b>.</p>"
    )
    boxes = "".join(f"<dragbox><text>{word}</text><group>1</group></dragbox>" for word in ("cat", "dog"))
    options = "".join(
        f"<selectoption><text>{word}</text><group>{n}</group></selectoption>" for n, word in enumerate("ab")
    )
    found = moodle(
        asked("cloze", embedded),
        asked("ddwtos", "A [[2]] barks.", boxes),
        asked("gapselect", "x [[1]] [[2]]", options),
    )
    assert bodies(found) == [
        Cloze("Go {{to}} the {{zoo::sea / zoo}}, {{3}} **times**."),
        Cloze("A {{dog::cat / dog}} barks."),
        Cloze("x {{a}} {{b}}"),
    ]
    assert whys(found) == [
        "its answer 'at', worth 50 %, counts as wrong",
        "the tolerance of its number 3:0.1 was left out",
        "what each of its gaps is worth; here they count alike",
    ]


def test_files_and_pictures_in_texts() -> None:
    """Files of a text become media, two of one name get two names; what is named and not there is told."""
    one, other = b64encode(b"one").decode(), b64encode(b"other").decode()

    def shown(data: str) -> str:
        text = (
            '<text><![CDATA[<img src="@@PLUGINFILE@@/my%20p.png" alt="p"> <img src="@@PLUGINFILE@@/no.png">]]></text>'
        )
        return f'{text}<file name="my p.png" path="/" encoding="base64">{data}</file>'

    def question(data: str) -> str:
        ask = f'<questiontext format="html">{shown(data)}</questiontext>'
        return f'<question type="shortanswer">{ask}{answer("x", "100")}</question>'

    inside = asked("shortanswer", f'<img src="data:image/png;base64,{one}">?', answer("y", "100"))
    found = moodle(question(one), question(other), inside)
    assert contents(found) == {
        "my-p.png": b"one",
        (found.media[1].name): b"other",
        "picture.png": b"one",
    }
    asks = [question.body.ask for question in questions(found)]  # type: ignore[union-attr]
    assert asks[0].startswith("![p](media/my-p.png)")
    assert asks[1].startswith(f"![p](media/{found.media[1].name})")
    assert whys(found) == ["the file no.png is not in the export"] * 2


def test_categories_tags_ids_hints() -> None:
    """Categories are decks, tags are tags, id numbers are keys, the first hint is the hint."""
    rest = answer("x", "100") + "<idnumber>7</idnumber><tags><tag><text>a b</text></tag></tags>"
    rest += "<hint><text>Think.</text></hint><hint><text>More.</text></hint>"
    category = '<question type="category"><category><text>$course$/top/A/B</text></category></question>'
    found = moodle(category, asked("shortanswer", "Q?", rest))
    assert [deck.path for deck in found.decks] == [("A", "B")]
    assert foreign(found)[0].key == "moodle:A/B/7"
    assert questions(found)[0].tags == ("a b",)
    assert questions(found)[0].hint == "Think."
    assert "1 of its hints, behind the first, was left out" in whys(found)


def test_weights() -> None:
    """One full answer is the key, several are several; what is worth a part counts as wrong and says its worth."""
    one = answer("x", "100") + answer("y", "50", "Nearly there.") + answer("z", "0")
    found = moodle(
        asked("multichoice", "A?", f"<single>1</single>{one}"),
        asked("multichoice", "B?", answer("x", "100") + answer("y", "100") + answer("z", "0")),
        asked("multichoice", "C?", "<single>false</single>" + answer("x", "100") + answer("y", "-33.33333")),
        asked("shortanswer", "D?", answer("x", "100") + answer("y", "50") + answer("*", "0")),
    )
    assert bodies(found) == [
        Choice("A?", Option("x"), (Option("y", "Nearly there. (50 %)"), Option("z"))),
        Multi("B?", (Option("x"), Option("y")), (Option("z"),)),
        Multi("C?", (Option("x"),), (Option("y"),)),
        Typed("D?", "x"),
    ]
    assert [(each.where, each.why) for each in found.skipped] == [
        ("question 1 (A name)", "its answer 'y', worth 50 %, counts as wrong"),
        ("question 4 (A name)", "its answer 'y', worth 50 %, counts as wrong"),
        ("question 1 (A name) and 1 other", "what each of its options is worth; here they count alike"),
    ]


@pytest.mark.parametrize("kind", ["description", "ddmarker", "coderunner", "calculated", "stack", "unheard-of"])
def test_what_cannot_be_asked_is_told(kind: str) -> None:
    """Types that no kind can say are left out with their number and name, and the rest is read."""
    found = moodle(asked(kind, "?"), asked("shortanswer", "Q?", answer("x", "100")))
    assert bodies(found) == [Typed("Q?", "x")]
    assert [each.where for each in found.skipped] == ["question 1 (A name)"]


def test_broken_xml_is_read_question_by_question() -> None:
    """A tag that is not closed and entities of HTML cost the question they stand in, or none; the file is warned of."""
    found = moodle(
        asked("shortanswer", "A?", answer("x", "100") + "<name></nome>"),
        '<question type="shortanswer"><questiontext><text>B&nbsp;?</text></questiontext>'
        + answer("x", "100")
        + "</question>",
    )
    assert bodies(found) == [Typed("B ?", "x")]
    assert "no well-formed XML" in found.warnings[0]
    assert len(found.skipped) == 1


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE quiz SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_and_document_types_are_refused(head: str) -> None:
    """No entity is declared, no other document is read."""
    with pytest.raises(Unreadable, match="document type or entities"):
        reading("moodle", "a.xml", f'{head}<quiz><question type="essay"/>&x;</quiz>')


def test_another_root_is_no_bank() -> None:
    """Other XML is refused by its root."""
    with pytest.raises(Unreadable, match="root is <html>"):
        reading("moodle", "a.xml", "<html><quiz/></html>")


def test_what_a_whole_bank_loses_is_told_once_with_its_number() -> None:
    """Grades, penalties, feedback on an answer as a whole and the like are counted, unless they say nothing."""
    usual = (
        "<defaultgrade>1.0000000</defaultgrade><penalty>0</penalty><hidden>0</hidden>"
        "<shuffleanswers>true</shuffleanswers>"
        "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    )
    all_of_it = (
        "<defaultgrade>2</defaultgrade><penalty>0.3333333</penalty><hidden>1</hidden><shuffleanswers>0</shuffleanswers>"
        "<incorrectfeedback><text>Read chapter 3.</text></incorrectfeedback><image>old.png</image>"
    )
    key = answer("x", "100") + answer("y", "0")
    told = "<category><text>$course$/C</text></category><info><text>On C.</text></info>"
    info = f'<question type="category">{told}</question>'
    found = moodle(
        info,
        asked("multichoice", "A?", usual + key),
        *(asked("multichoice", ask, all_of_it + key) for ask in ("B?", "C?", "D?")),
        asked("essay", "E?", "<responsetemplate><text>Dear</text></responsetemplate><graderinfo>Yes</graderinfo>"),
        asked(
            "numerical",
            "F?",
            f"<units><unit><multiplier>2</multiplier><unit_name>m</unit_name></unit></units>"
            f"{answer('3', '100')}{answer('*', '0', 'Count again, from one.')}",
        ),
    )
    assert len(bodies(found)) == 6
    three = "question 3 (A name) and 2 others"
    assert [(each.where, each.why) for each in found.skipped if "old.png" not in each.why] == [
        ("question 7 (A name)", "its unit 'm'"),
        ("question 7 (A name)", "what it says of a wrong answer was left out: Count again, from one."),
        ("question 1", "what is said of its category"),
        (three, "its grade; questions count alike here"),
        (three, "its penalty for further tries"),
        (three, "that its options keep their order"),
        (three, "that it is hidden in its bank"),
        (three, "what it says of an answer as a whole, right, partly right or wrong"),
        ("question 6 (A name)", "the text that its answer begins with"),
    ]
    assert whys(found).count("the picture old.png is not in the export") == 3


def test_what_gaps_lose_is_told() -> None:
    """Feedback in a gap, capital letters that count, and words too many for a hint are told."""
    many = "~".join(f"word number {number}" for number in range(20))
    found = moodle(asked("cloze", f"Go {{1:SAC:=To~Up#Look at the map.}} and {{1:MC:=x~{many}}}."))
    assert whys(found) == [
        "what it says of 'Up' in a gap was left out: Look at the map.",
        "that capital letters count in its gap 'To'",
        "the 21 words to choose from in a gap, too long for a hint",
    ]
