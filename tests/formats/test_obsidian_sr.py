"""Obsidian's spaced repetition: its cards, its decks, and the days on which they are due."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, contents, foreign, questions, read, reading, whys

from quizzer_decks.formats.foreign import Reading, Standing, Unreadable
from quizzer_decks.model import Basic, Cloze


def note(text: str) -> Reading:
    """Read a note."""
    return reading("obsidian-sr", "Note.md", dedent(text))


words = st.lists(st.text("abcdefé", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
schedules = st.lists(st.tuples(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(1, 9999)), max_size=2)


@st.composite
def cards(draw: st.DrawFn) -> tuple[str, str, str, list[tuple[date, int]]]:
    """Return a card: its shape, two sides that no other card has, and its schedules."""
    shape = draw(st.sampled_from(["::", ":::", "?", "??"]))
    made = draw(schedules)[: 2 if shape in (":::", "??") else 1]
    return shape, draw(words), draw(words), made


def written(number: int, card: tuple[str, str, str, list[tuple[date, int]]]) -> str:
    """Return a card in the plugin's syntax."""
    shape, ask, answer, made = card
    text = f"{number} {ask}{shape}{answer}" if ":" in shape else f"{number} {ask}\n{shape}\n{answer}"
    comment = "".join(f"!{day},{interval},250" for day, interval in made)
    return f"{text}\n<!--SR:{comment}-->" if comment else text


@given(st.lists(cards(), min_size=1, max_size=6))
def test_every_card_once_in_order_with_its_answer_and_its_dates(
    deck: list[tuple[str, str, str, list[tuple[date, int]]]],
) -> None:
    """What is written in any shape is read back, each schedule on the card that it stands on."""
    text = "#flashcards\n\n" + "\n\n".join(written(number, card) for number, card in enumerate(deck))
    found = foreign(note(text))
    for number, ((shape, ask, answer, made), each) in enumerate(zip(deck, found, strict=True)):
        assert each.question.body == Basic(f"{number} {ask}", answer, reverse=shape in (":::", "??"))
        stood = [(each.part, each.due_day, each.interval_days, each.stability) for each in each.standings]
        assert stood == [(part, *when, float(when[1])) for part, when in zip(("", "reverse"), made, strict=False)]


def test_an_interval_is_a_stability_and_the_ease_is_dropped() -> None:
    """A card comes in review, due on its day, as stable as its interval is long, middling in difficulty."""
    (card,) = foreign(note("#flashcards\nQ::A\n<!--SR:!2025-06-21,12,273-->\n"))
    assert card.standings == (Standing("", "review", date(2025, 6, 21), None, 12, 12.0, 5.0),)


def test_schedules_wherever_the_plugin_or_a_formatter_puts_them() -> None:
    """On the same line, on the next, after a blank one, in a callout, on a card of several lines."""
    found = note("""\
        #flashcards
        A::1 <!--SR:!2025-01-01,1,250-->
        B::2
        <!--SR:!2025-01-02,2,250-->
        C::3

        <!--SR:!2025-01-03,3,250-->

        D::4
        > [!sr|card-metadata]
        > <!--SR:!2025-01-04,4,250-->

        E
        ?
        5
        > [!sr|card-metadata]
        > <!--SR:!2025-01-05,5,250-->

        F
        ?
        6 <!--SR:!2025-01-06,6,250-->
        """)
    assert [(q.body.ask, q.body.answer) for q in questions(found)] == [  # type: ignore[union-attr]
        (ask, answer) for ask, answer in zip("ABCDEF", "123456", strict=True)
    ]
    assert [each.standings[0].interval_days for each in foreign(found)] == [1, 2, 3, 4, 5, 6]
    assert not found.skipped


def test_what_fsrs_keeps_in_a_comment_is_taken_as_it_is() -> None:
    """Stability and difficulty, a learning step with its instant; a dummy for a sibling that is new."""
    found = note("""\
        #flashcards
        A:::B<!--SR:!fsrs,2023-09-06T00:10:00.000Z,3,4.4,6.5,2,7,1,0,2023-09-03T00:00:00.000Z!2000-01-01,1,250-->
        C::D<!--SR:!fsrs,2023-09-06T00:10:00.000Z,0,0.4,5.5,1,1,0,1,2023-09-06T00:00:00.000Z-->
        """)
    first, second = foreign(found)
    assert first.standings == (Standing("", "review", date(2023, 9, 6), None, 3, 4.4, 6.5, 7, 1),)
    assert second.standings == (Standing("", "learning", None, 1693959000000, 0, 0.4, 5.5, 1),)


def test_schedules_that_fit_nothing_are_told() -> None:
    """On no card, too many for a card, not readable."""
    found = note("""\
        #flashcards

        No card here.
        <!--SR:!2025-01-01,1,250-->

        A::B <!--SR:!2025-01-01,1,250!2025-01-02,2,250-->

        C::D <!--SR:!tomorrow,x-->
        """)
    assert [len(each.standings) for each in foreign(found)] == [1, 0]
    assert whys(found) == [
        "its schedule stands on nothing that is a card",
        "1 of its schedules, for cards that are gone",
        "its schedule 'tomorrow,x', which is none",
    ]


def test_deletions_with_hints_and_numbers() -> None:
    """Each highlight is a hole; numbers group them; schedules follow the numbers; code is code."""
    found = note("""\
        #flashcards

        The ==cat== sat on the ==mat==^[a rug], `a ==b== c`.
        <!--SR:!2025-01-01,1,250!2025-01-02,2,250-->

        ==x==[^2] then ==y==[^1] then ==z==[^2]
        <!--SR:!2025-01-01,3,250!2025-01-02,4,250-->

        **==If $a = b$, so is it.==** {{no hole}}
        """)
    assert bodies(found) == [
        Cloze("The {{cat}} sat on the {{mat::a rug}}, `a ==b== c`."),
        Cloze("{{c2::x}} then {{c1::y}} then {{c2::z}}"),
        Cloze("**{{If $a = b$, so is it.}}** \\{{no hole}}"),
    ]
    stood = [[(each.part, each.interval_days) for each in each.standings] for each in foreign(found)]
    assert stood == [[("cat", 1), ("mat", 2)], [("c1", 3), ("c2", 4)], []]


def test_overlapping_deletions_are_asked_one_by_one() -> None:
    """Letters say where each is asked; what else they hide is shown, which is told."""
    found = note("#flashcards\n==ctx==[^sh] ==one==[^ah] ==two==[^ha]\n")
    assert bodies(found) == [Cloze("ctx {{c1::one}} {{c2::two}}")]
    assert whys(found) == ["which of its other deletions are hidden meanwhile"]


def test_decks_by_tags() -> None:
    """A tag counts for all that follows, one before a card for it alone, several tags make further tags."""
    found = note("""\
        ---
        tags:
          - flashcards/front_matter
          - biology
        ---
        A::1

        #flashcards/deckA
        B::2

        #flashcards/deckB C::3

        D::4

        #flashcards/x/y #flashcards/z
        E::5
        """)
    decks = {deck.path: [each.question.body.ask for each in deck.questions] for deck in found.decks}  # type: ignore[union-attr]
    assert decks == {("front matter",): ["A"], ("deckA",): ["B", "D"], ("deckB",): ["C"], ("x", "y"): ["E"]}
    assert questions(found)[0].tags == ("biology",)
    assert questions(found)[-1].tags == ("biology", "z")


def test_what_is_no_card() -> None:
    """Code in fences and ticks, comments, empty sides; a fence that never ends is none."""
    found = note("""\
        #flashcards
        ```cpp
        std::cout << a::b;
        ```
        call `a::b` here

        <!--
        X::Y
        -->
        only::
        ~~~
        real::card
        """)
    assert bodies(found) == [Basic("real", "card")]
    assert whys(found) == ["its back is empty"]


def test_obsidians_markdown_becomes_ours(tmp_path: Path) -> None:
    """Links are their text, highlights bold, pictures media wherever they lie; bullets and ids are gone."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a b.png").write_bytes(b"png")
    (tmp_path / "Note.md").write_text(
        "#flashcards\n- **Q** [[Page|alias]] :: [[Folder/Page#Part]] %%hidden%% ==so== ![[a b.png|300]] ^id-1\n"
        "### R ![x](files/a%20b.png)::see ![[Other]] and ![[none.png]]\n",
        encoding="utf-8",
    )
    found = read("obsidian-sr", tmp_path)
    assert bodies(found) == [
        Basic("**Q** alias", "Page > Part  **so** ![a-b.png](media/a-b.png)"),
        Basic("R ![x](media/a-b.png)", "see Other and [picture none.png]"),
    ]
    assert contents(found) == {"a-b.png": b"png"}
    assert whys(found) == ["the note Other is not shown inside the card", "the file none.png is not among the notes"]


def test_html_in_a_note_becomes_markdown() -> None:
    """Line ends, keys and what is bold are ours; other marks are dropped, code and tables stay what they are."""
    found = note("""\
        #flashcards
        <b>Key</b>?::<kbd>Super-n</kbd><br>or <u>this</u> <span style="x">one</span> `<br>`
        """)
    assert bodies(found) == [Basic("**Key**?", "`Super-n`\\\nor this one `<br>`")]


def test_a_vault_with_its_settings(tmp_path: Path) -> None:
    """Tags, separators and deletions are as the vault sets them; notes without a tag or a schedule are no cards."""
    folder = tmp_path / "Vault" / ".obsidian" / "plugins" / "obsidian-spaced-repetition"
    folder.mkdir(parents=True)
    settings = {
        "flashcardTags": ["#review"],
        "singleLineCardSeparator": "->->->",
        "convertBoldTextToClozes": True,
        "convertHighlightsToClozes": False,
    }
    (folder / "data.json").write_text(json.dumps({"settings": settings}), encoding="utf-8")
    notes = tmp_path / "Vault" / "Sub"
    notes.mkdir()
    (notes / "One.md").write_text("---\ntags: review\n---\nA::b ->->-> B\n\na **c** ==d==\n", encoding="utf-8")
    (notes / "Two.md").write_text("C ->->-> D\n<!--SR:!2025-01-01,1,250-->\n", encoding="utf-8")
    (notes / "Plain.md").write_text("E ->->-> F\n", encoding="utf-8")
    found = read("obsidian-sr", tmp_path / "Vault")
    assert bodies(found) == [Basic("A::b", "B"), Cloze("a {{c}} ==d=="), Basic("C", "D")]
    assert [deck.path for deck in found.decks] == [("Vault", "Sub", "One"), ("Vault", "Sub", "Two")]


def test_nothing_outside_the_vault_is_read(tmp_path: Path) -> None:
    """Neither a picture above it, nor a note or a picture behind a link."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "secret.md").write_text("#flashcards\nS::T\n", encoding="utf-8")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_text("#flashcards\nA::![](../secret.png) ![[secret.png]] ![](link.png)\n", encoding="utf-8")
    (vault / "link.png").symlink_to(tmp_path / "secret.png")
    (vault / "b.md").symlink_to(tmp_path / "secret.md")
    found = read("obsidian-sr", vault)
    assert len(questions(found)) == 1
    assert not found.media
    assert len(found.skipped) == 3


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\xff\xfe\0", b"x" * 10_000_000, b"#flashcards\n" + b"::" * 50_000])
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        reading("obsidian-sr", "a.md", data)
