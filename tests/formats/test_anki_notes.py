"""Anki's notes through their templates, in packages of all generations."""

from __future__ import annotations

import string
from pathlib import Path
from typing import get_args

import pytest
from anki_packages import ANSWER, BASIC, CLOZE, REVERSED, STUB, TYPING, Cards, Generation, Kind
from hypothesis import given, settings
from hypothesis import strategies as st
from quiz_values import bodies, contents, foreign, questions, read, whys

from quizzer_decks.cloze import parse_cloze
from quizzer_decks.formats.foreign import Foreign, Options
from quizzer_decks.formats.registry import recognise
from quizzer_decks.model import Basic, Body, Cloze, Typed

GENERATIONS: tuple[Generation, ...] = get_args(Generation)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return where a package is written."""
    return tmp_path / "deck.apkg"


def one(cards: Cards, package: Path) -> Body:
    """Return the one question that a package makes."""
    (body,) = bodies(read("anki", cards.write(package)))
    return body


def of(kind: Kind, *values: str, path: Path, count: int = 1) -> list[Foreign]:
    """Return what a note of a kind makes."""
    cards = Cards()
    cards.note(kind, *values, cards=[{}] * count)
    return foreign(read("anki", cards.write(path)))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_generation_says_the_same(package: Path, generation: Generation) -> None:
    """Questions, decks, tags and media are the same, whichever Anki wrote the package; stubs are not read."""
    cards = Cards()
    cards.note(BASIC, "<b>cat</b>?", "a <i>pet</i>", tags="animal lang::fr", deck="Lang::French")
    cards.note(REVERSED, "chien", "dog", cards=[{}, {}], deck="Lang::French")
    cards.note(TYPING, "Capital of France", "Paris", deck="Geo")
    cards.note(CLOZE, "{{c1::Paris::city}} is in {{c2::France}} \\(x^2\\)", 'see <img src="a.png">', cards=[{}, {}])
    cards.media = {"a.png": b"picture", "b.png": b"unused"}
    cards.write(package, generation)
    assert recognise(package) == "anki"
    found = read("anki", package)
    assert [(deck.path, len(deck.questions)) for deck in found.decks] == [
        (("Lang", "French"), 2),
        (("Geo",), 1),
        (("Default",), 1),
    ]
    assert bodies(found) == [
        Basic("**cat**?", "a *pet*"),
        Basic("chien", "dog", reverse=True),
        Typed("Capital of France", "Paris"),
        Cloze("{{c1::Paris::city}} is in {{c2::France}} $x^2$"),
    ]
    assert questions(found)[0].tags == ("animal", "lang::fr")
    assert questions(found)[3].why == "see ![a.png](media/a.png)"
    assert contents(found) == {"a.png": b"picture"}
    assert (found.skipped, found.warnings) == ((), ())
    assert [each.key for each in foreign(found)] == ["anki:guid0", "anki:guid1", "anki:guid2", "anki:guid3"]
    assert foreign(found)[0].modified_ms == 1_700_000_000_000
    assert STUB not in str(found)


def test_everything_can_go_into_one_deck(package: Path) -> None:
    """The learner's own name for the deck comes before those of the package."""
    cards = Cards()
    cards.note(BASIC, "a", "b", deck="X::Y")
    cards.note(BASIC, "c", "d", deck="Z")
    found = read("anki", cards.write(package), Options(deck="Mine"))
    assert [(deck.path, len(deck.questions)) for deck in found.decks] == [(("Mine",), 2)]


@pytest.mark.parametrize("without", [["col.ver"], ["cards.odid", "cards.odue", "cards.flags"]])
def test_old_and_foreign_collections_are_read(package: Path, without: list[str]) -> None:
    """A collection without a version, and one from before filtered decks, are read as others are."""
    cards = Cards()
    cards.note(BASIC, "a", "b")
    assert bodies(read("anki", cards.write(package, "anki21", without=without))) == [Basic("a", "b")]


def test_sections_come_as_their_fields_are_filled(package: Path) -> None:
    """What stands between conditions is shown where they hold; what only marks or spaces hold is empty."""
    front = "{{#Extra}}with {{Extra}}{{/Extra}}{{^Extra}}without{{/Extra}} {{Front}}"
    kind = Kind(("Front", "Back", "Extra"), [(front, ANSWER + "{{Back}}")])
    cards = Cards()
    cards.note(kind, "a", "b", "this")
    cards.note(kind, "c", "d", "<br> &nbsp;")
    assert bodies(read("anki", cards.write(package))) == [Basic("with this a", "b"), Basic("without c", "d")]


def test_each_template_makes_a_question(package: Path) -> None:
    """A note with several cards becomes a question for each; only those that it has."""
    fields = ("Word", "Meaning", "Example")
    kind = Kind(fields, [("{{Word}}?", "{{Meaning}}"), ("{{Meaning}}!", "{{Word}}"), ("{{Example}}", "{{Word}}")])
    found = of(kind, "chat", "cat", "Le chat dort.", path=package, count=3)
    assert [each.question.body for each in found] == [
        Basic("chat?", "cat"),
        Basic("cat!", "chat"),
        Basic("Le chat dort.", "chat"),
    ]
    assert [each.key for each in found] == ["anki:guid0", "anki:guid0 #1", "anki:guid0 #2"]
    assert len(of(kind, "chat", "cat", "", path=package, count=2)) == 2


def test_both_directions_are_one_question_only_where_they_mirror(package: Path) -> None:
    """The optional reversed card makes a reverse; a second card with words of its own stays a question of its own."""
    templates = [("{{Front}}", ANSWER + "{{Back}}"), ("{{#Both}}{{Back}}{{/Both}}", ANSWER + "{{Front}}")]
    optional = Kind(("Front", "Back", "Both"), templates)
    (both,) = of(optional, "a", "b", "y", path=package, count=2)
    assert both.question.body == Basic("a", "b", reverse=True)
    (single,) = of(optional, "a", "b", "", path=package)
    assert single.question.body == Basic("a", "b")
    worded = Kind(("Front", "Back"), [templates[0], ("In French: {{Back}}?", ANSWER + "{{Front}}")])
    assert [each.question.body for each in of(worded, "a", "b", path=package, count=2)] == [
        Basic("a", "b"),
        Basic("In French: b?", "a"),
    ]


def test_what_the_back_shows_beside_the_front_is_the_answer(package: Path) -> None:
    """The front again is left out, whether it is named or repeated; what stands with it above the line is not."""
    named = Kind(("F", "B", "Sound"), [("{{F}}", "{{FrontSide}} {{Sound}}<hr id=answer>{{B}}")])
    assert of(named, "f", "b", "hear", path=package)[0].question.body == Basic("f", "hear\\\nb")
    repeated = Kind(("F", "B"), [("{{F}}", "{{F}}<hr id='answer' class=x>{{B}}")])
    assert of(repeated, "f", "b", path=package)[0].question.body == Basic("f", "b")


def test_line_ends_before_a_paragraph_do_not_show(package: Path) -> None:
    """What an editor leaves of empty lines is no backslash in the text."""
    cards = Cards()
    cards.note(BASIC, "q", "a&nbsp;<br><div><br></div><div>b<br>c</div><br><br>")
    assert one(cards, package) == Basic("q", "a\n\nb\\\nc")


def test_hints_become_the_hint(package: Path) -> None:
    """A field behind a hint link is shown on request only; on the back it is part of the answer."""
    kind = Kind(("F", "B", "H"), [("{{F}} {{hint:H}}", ANSWER + "{{B}} {{hint:H}}")])
    (found,) = of(kind, "f", "b", "<i>think</i>", path=package)
    assert found.question.body == Basic("f", "b *think*")
    assert found.question.hint == "*think*"


def test_filters_say_what_they_say(package: Path) -> None:
    """Readings above characters stand behind them, speech and scripts are left out, text stays text."""
    front = "{{furigana:J}} {{kanji:J}} {{kana:J}} {{text:T}}{{tts ja_JP voices=X:J}} {{unknown:T}}<script>x()</script>"
    kind = Kind(("J", "T"), [(front, "{{T}}<!-- {{J}} -->")])
    (found,) = of(kind, "日本[にほん]", "t", path=package)
    assert found.question.body == Basic("日本 (にほん) 日本 にほん t t", "t")


def test_old_delimiters_and_special_fields(package: Path) -> None:
    """Templates in the delimiters of old, and those that show tags, read as Anki shows them."""
    kind = Kind(("F", "B"), [("{{=<% %>=}}<%F%> <%Tags%>", "{{B}}")])
    cards = Cards()
    cards.note(kind, "f", "b", tags="one two")
    assert one(cards, package) == Basic("f one two", "b")


def test_typing_becomes_typed_where_a_keyboard_can_say_it(package: Path) -> None:
    """Answers to type are plain; one that is a picture is shown, not typed; what else the back says explains."""
    kind = Kind(("F", "B", "Why"), [("{{F}}{{type:B}}", "{{F}}<hr id=answer>{{type:B}} {{Why}}")])
    cards = Cards()
    cards.note(kind, "capital", "<div>Paris &amp; so</div>", "since <b>987</b>")
    cards.note(kind, "flag", '<img src="f.png">', "")
    cards.note(kind, "formula", "\\(x^2\\)", "")
    cards.media = {"f.png": b"f"}
    found = questions(read("anki", cards.write(package)))
    assert [each.body for each in found] == [
        Typed("capital", "Paris & so"),
        Basic("flag", "![f.png](media/f.png)"),
        Typed("formula", "$x^2$"),
    ]
    assert [each.why for each in found] == ["since **987**", "", ""]


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("{{c1::a::hint}} {{c2::b}} {{c1::c}}", 2, ["{{c1::a::hint}} {{c2::b}} {{c1::c}}"]),
        ("{{c1::a {{c2::b}} c}} d", 2, ["{{c1::a b c}} d", "a {{c2::b}} c d"]),
        ("{{c1,2::both}} and {{c2::one}}", 2, ["{{c1::both}} and one", "{{c2::both}} and {{c2::one}}"]),
        ("{{c0::shown}} {{c3::asked}}", 3, ["shown {{c3::asked}}"]),
        ("{{c1::\\(a_1\\)}} is {{c2::<b>b</b>}}", 2, ["{{c1::$a_1$}} is {{c2::**b**}}"]),
        ("{{c1::a}} {{c2::broken", 1, ["{{c1::a}} \\{{c2::broken"]),
        ("{{c1::a}} {{Field}} }}", 1, ["{{c1::a}} \\{{Field}} }}"]),
        ("{{c1::}} {{c2::b}}", 2, [" {{c2::b}}".strip()]),
        ("\\(\\frac{ {{c1::a}} }{2}\\)", 1, ["$\\frac{ {{c1::a}} }{2}$"]),
    ],
)
def test_deletions_become_holes(package: Path, text: str, count: int, expected: list[str]) -> None:
    """Deletions are holes with their hints; nested ones, and those of several cards, make a question a card."""
    found = of(CLOZE, text, "", path=package, count=count)
    assert [each.question.body for each in found] == [Cloze(each) for each in expected]


def test_all_that_the_front_shows_stands_around_deletions(package: Path) -> None:
    """A title before the deletions and a second field of them are asked; what the back adds explains."""
    front = "<b>{{Title}}</b>: {{cloze:Text}} / {{cloze:More}}"
    kind = Kind(
        ("Text", "More", "Title", "Extra"), [(front, "{{cloze:Text}} {{cloze:More}} {{Title}} {{Extra}}")], True
    )
    (found,) = of(kind, "{{c1::a}} b", "{{c2::c}}", "T", "extra", path=package, count=2)
    assert found.question.body == Cloze("**T**: {{c1::a}} b / {{c2::c}}")
    assert found.question.why == "extra"


def test_sections_of_a_card_belong_to_that_card(package: Path) -> None:
    """Where a template shows each card of a note of its own deletions, each makes a question with those alone."""
    front = "{{#c1}}one {{cloze:A}}{{/c1}}{{#c2}}two {{cloze:B}}{{/c2}}"
    found = of(Kind(("A", "B"), [(front, front)], True), "{{c1::a}}", "{{c2::b}}", path=package, count=2)
    assert [each.question.body for each in found] == [Cloze("one {{c1::a}}"), Cloze("two {{c2::b}}")]


def test_what_cannot_be_asked_is_told(package: Path) -> None:
    """Hidden parts of pictures, notes without deletions, without a side or without a note type: each with its id."""
    cards = Cards()
    cards.note(CLOZE, "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4}}", "")
    cards.note(CLOZE, "no deletion", "")
    cards.note(BASIC, "front only", "")
    cards.note(BASIC, "", "back only")
    cards.note(BASIC, "fine", "good")
    cards.note(BASIC, "orphan", "of its type")
    cards.notes[-1] = (*cards.notes[-1][:2], 77, *cards.notes[-1][3:])
    cards.note(BASIC, "no card", "at all", cards=[])
    found = read("anki", cards.write(package))
    assert bodies(found) == [Basic("fine", "good")]
    assert [each.where for each in found.skipped] == [
        f"note {1_600_000_000_000 + 1000 * n}" for n in (0, 1, 2, 3, 5, 6)
    ]
    assert whys(found) == [
        "it hides parts of a picture, which a terminal cannot show",
        "it has no deletion",
        "its back is empty",
        "its front is empty",
        "its note type is not in the package",
        "none of its cards has a template",
    ]


def test_one_empty_card_does_not_cost_the_others(package: Path) -> None:
    """A card that shows nothing is told, and the rest of its note comes."""
    kind = Kind(("F", "B", "X"), [("{{F}}", "{{B}}"), ("{{X}}", "{{B}}")])
    cards = Cards()
    cards.note(kind, "f", "b", "", cards=[{}, {}])
    found = read("anki", cards.write(package))
    assert bodies(found) == [Basic("f", "b")]
    assert whys(found) == ["a card, because its front is empty was left out"]


def test_two_notes_of_one_guid_stay_two(package: Path) -> None:
    """Whatever a package says, no two of its questions have the same key, and none of them has an empty one."""
    cards = Cards()
    cards.note(BASIC, "a", "b", guid="same")
    cards.note(BASIC, "c", "d", guid="same")
    found = foreign(read("anki", cards.write(package)))
    assert [each.key for each in found] == ["anki:same", "anki:same@1600000001000"]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_media_get_names_that_a_link_can_hold(package: Path, generation: Generation) -> None:
    """Spaces and brackets go, letters of all scripts stay, no two files share a name; what is missing is told."""
    cards = Cards()
    shown = ["cat pic.png", "cat_pic.png", "Кот.png", "a&b(1).png", "cafe\u0301.png"]
    pictures = "".join(f'<img src="{name.replace("&", "&amp;")}">' for name in shown)
    cards.note(BASIC, "look", f'{pictures}<img src="gone.png">[sound:s p.mp3]')
    cards.media = {name: name.encode() for name in [*shown[:4], "caf\u00e9.png", "s p.mp3"]}
    found = read("anki", cards.write(package, generation))
    files = contents(found)
    assert sorted(files.values()) == sorted(name.encode() for name in cards.media)
    assert all(f"](media/{name})" in str(bodies(found)[0]) for name in files)
    assert {"cat_pic.png", "Кот.png", "a_b_1_.png", "caf\u00e9.png", "s_p.mp3"} <= set(files)
    assert [(each.where, "no file of that name" in each.why) for each in found.skipped] == [("gone.png", True)]


def test_media_never_lead_elsewhere(package: Path) -> None:
    """Names with folders in them, and entries that are links or the collection itself, are no media."""
    cards = Cards()
    names = ["../up.png", "/abs.png", "a/b.png", "..", "nul\0.png", "fine.png"]
    cards.note(BASIC, "look", "".join(f'<img src="{name}">' for name in names))
    cards.media = dict.fromkeys(names, b"x")
    found = read("anki", cards.write(package))
    assert [file.name for file in found.media] == ["fine.png"]


TEXT = st.text(string.ascii_letters + string.digits + " ,.é日", min_size=1, max_size=20).filter(
    lambda text: text.strip() and "  " not in text
)


@settings(max_examples=40)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(GENERATIONS))
def test_every_card_comes_once_in_order(tmp_path_factory: pytest.TempPathFactory, pairs: list, generation: str) -> None:
    """Whatever plain words stand on the cards, each is read once, in order, with its answer."""
    cards = Cards()
    for front, back in pairs:
        cards.note(BASIC, front, back)
    package = tmp_path_factory.mktemp("anki") / "deck.apkg"
    found = bodies(read("anki", cards.write(package, generation)))  # type: ignore[arg-type]
    assert found == [Basic(front.strip(), back.strip()) for front, back in pairs]


@settings(max_examples=40)
@given(st.lists(st.one_of(TEXT, st.tuples(st.integers(1, 9), TEXT, st.none() | TEXT)), min_size=1, max_size=8))
def test_every_deletion_comes_once(tmp_path_factory: pytest.TempPathFactory, parts: list) -> None:
    """Deletions of any number keep number, answer and hint, in order."""
    holes = [part for part in parts if isinstance(part, tuple)]
    text = "x ".join(
        part if isinstance(part, str) else f"{{{{c{part[0]}::{part[1]}{f'::{part[2]}' if part[2] else ''}}}}}"
        for part in parts
    )
    numbers = sorted({number for number, _, _ in holes})
    cards = Cards()
    cards.note(CLOZE, text, "", cards=[{}] * max(numbers, default=1))
    found = bodies(read("anki", cards.write(tmp_path_factory.mktemp("anki") / "deck.apkg")))
    assert len(found) == bool(holes)
    for body in found:
        assert isinstance(body, Cloze)
        gaps = [(gap.group, gap.answer, gap.hint) for gap in parse_cloze(body.text).gaps]
        assert gaps == [(f"c{number}", answer.strip(), (hint or "").strip()) for number, answer, hint in holes]
