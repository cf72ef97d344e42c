"""What each kind of question says in the fields of Anki's notes."""

from __future__ import annotations

import pytest

from quizzer.exporting.anki_decks import deck_name
from quizzer.exporting.anki_notes import Note, Placed, notes
from quizzer.exporting.html import html_of
from quizzer.store.records import DeckInfo
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
    Tolerance,
    Typed,
)


def note_of(body: Body, key: str = "", **rest: object) -> Note:
    """Return the note of a question."""
    (note,) = notes([Placed("d", Question("q", body, **rest), key)], {})  # type: ignore[arg-type]
    return note


@pytest.mark.parametrize(
    ("body", "kind", "front", "back"),
    [
        (Basic("a **b**", "c", points=("d",)), "Quizzer", "a <b>b</b>", "<p>c</p>\n<ul>\n<li>d</li>\n</ul>"),
        (Basic("a", "b", reverse=True), "Quizzer (and reversed)", "a", "b"),
        (Typed("a", "x < y", ("z",)), "Quizzer (typed)", "a", "x &lt; y"),
        (Numeric("a", "0.25", tolerance=Tolerance(0.1)), "Quizzer (typed)", "a", "0.25"),
        (Numeric("{n} + 1?", check="n + 1", given={"n": (1,)}), "Quizzer", "1 + 1?", "2"),
        (Order("Sort", (("a",), ("b",))), "Quizzer", None, "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        (Match("Match", (("a", "1"), ("b", "2"))), "Quizzer", None, "<ul>\n<li>a → 1</li>\n<li>b → 2</li>\n</ul>"),
        (Output("print(1)\n", "1"), "Quizzer", None, '<pre><code>1\n</code></pre>'),
        (Choice("Which?", Option("7"), (Option("9", "3 × 3."),)), "Quizzer", None, "<p>7</p>\n<p>9: 3 × 3.</p>"),
        (Multi("Which?", (Option("2"),), (Option("3"),)), "Quizzer", None, "<ul>\n<li>2</li>\n</ul>"),
    ],
)  # fmt: skip
def test_each_kind_becomes_a_note(body: Body, kind: str, front: str | None, back: str) -> None:
    """The table in docs/formats.md, kind by kind; what is to choose from stands on the front."""
    note = note_of(body, hint="h", why="w", source=("https://a.b",), tags=("t",))
    assert note.kind.name == kind
    assert note.fields[1:] == (back, "h", '<p>w</p>\n<ul>\n<li><a href="https://a.b">https://a.b</a></li>\n</ul>')
    if front is not None:
        assert note.fields[0] == front
    else:
        assert all(text in note.fields[0] for text in _shown(body))
    assert note.tags == ("t",)


def _shown(body: Body) -> list[str]:
    match body:
        case Order():
            return ["Sort", "<li>a</li>", "<li>b</li>"]
        case Match():
            return ["<li>a</li>", "<li>b</li>", "<hr>", "<li>1</li>", "<li>2</li>"]
        case Output():
            return ["What does this print?", '<code class="language-python">print(1)']
        case _:
            return ["Which?", "<li>3</li>" if isinstance(body, Multi) else "<li>9</li>"]


@pytest.mark.parametrize(
    ("text", "field", "cards"),
    [
        ("{{a}} and {{b::hint}}", "{{c1::a}} and {{c2::b::hint}}", {0: "d/q#a", 1: "d/q#b"}),
        ("{{c2::a}} {{x}} {{c2::b}}", "{{c2::a}} {{c1::x}} {{c2::b}}", {0: "d/q#x", 1: "d/q#c2"}),
        ("**{{a}}** `{{b}}`", "<b>{{c1::a}}</b> <code>{{c2::b}}</code>", {0: "d/q#a", 1: "d/q#b"}),
        ("$\\frac{{a}}{2}$", "\\(\\frac{{{c1::a}}}{2}\\)", {0: "d/q#a"}),
        ("{{$x^{2}$}} <b>", "{{c1::\\(x^{2}\\)}} &lt;b&gt;", {0: "d/q#x-2"}),
        ("{{${a}_{{b}}$}}", None, None),
        ("\\{{c1::no}} {{yes}}", "{<!-- -->{c1::no}} {{c1::yes}}", {0: "d/q#yes"}),
    ],
)
def test_holes_become_deletions(text: str, field: str | None, cards: dict[int, str] | None) -> None:
    """Groups keep their number, other holes get the next that is free; hints and formatting stay."""
    note = note_of(Cloze(text))
    assert note.kind.name == "Quizzer (cloze)"
    if field is not None:
        assert (note.fields[0], note.cards) == (field, cards)


def test_guids_stay() -> None:
    """A question has its own guid wherever it is exported; one from Anki has the guid it had there."""
    one = note_of(Basic("a", "b"))
    assert one.guid == note_of(Typed("other", "words")).guid
    assert one.guid != next(notes([Placed("d", Question("r", Basic("a", "b")), "")], {})).guid
    assert note_of(Basic("a", "b"), "anki:x#1 y").guid == "x#1 y"
    assert note_of(Basic("a", "b"), "gift:x").guid == one.guid


def test_the_questions_of_one_note_are_one_note_again() -> None:
    """Each card has its old place; what does not fit goes by itself."""
    placed = [
        Placed("d", Question("a", Basic("A", "B")), "anki:g"),
        Placed("d", Question("b", Basic("C", "D")), "anki:g #2"),
        Placed("d", Question("c", Basic("E", "F")), "anki:g #99"),
    ]
    apart, note = notes(placed, {}, shared=["g"])
    assert (note.guid, note.kind.name, note.cards) == ("g", "Quizzer (several)", {0: "d/a", 2: "d/b"})
    assert note.fields[:7] == ("a", "A", "B", "", "", "C", "D")
    assert (apart.kind.name, apart.cards) == ("Quizzer", {0: "d/c"})


def test_media_and_maths() -> None:
    """Pictures and sounds are named as Anki names them, and told; maths stands in brackets."""
    media: dict[str, str] = {}
    text = "![p](media/p.png) [sound: s](media/s.mp3) $a<b$ ![w](https://a.b/c.png) $$x$$"
    expected = '<img src="p.png" alt="p"> [sound:s.mp3] \\(a&lt;b\\) <img src="https://a.b/c.png" alt="w"> \\[x\\]'
    assert html_of(text, media) == expected
    assert set(media) == {"p.png", "s.mp3"}


@pytest.mark.parametrize(
    ("id_", "title", "name"),
    [
        ("math/bayes", "Bayes' theorem", "math::Bayes' theorem"),
        ("lang/french", "Lang › French", "Lang::French"),
        ("geo-part-2", "Geo (2)", "Geo"),
        ("a", "C::D", "C:D"),
    ],
)
def test_decks_keep_their_place(id_: str, title: str, name: str) -> None:
    """Levels come from the title where it has them, else from the id; a deck in several files is one deck."""
    assert deck_name(DeckInfo(1, id_, title, "", "", "", (), (), (), {}, 0, 0)) == name
