"""hashcards and repeater: `Q:` and `A:`, `C:` with deletions, and all that real decks have around them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, contents, read, reading, whys

from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.model import Basic, Cloze


def cards(text: str, name: str = "hashcards") -> Reading:
    """Read a deck."""
    return reading(name, "Deck.md", dedent(text))


line = st.lists(st.text("abcXYZé09?!,;'(){}=~.", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)
texts = st.lists(line.map("w {}".format), min_size=1, max_size=3).map("\n".join)


@given(st.lists(st.tuples(texts, texts, st.booleans()), min_size=1, max_size=6), st.sampled_from(["\n", "\n---\n\n"]))
def test_every_card_once_in_order_with_its_answer(deck: list[tuple[str, str, bool]], between: str) -> None:
    """Questions and sentences with deletions, with rules between them or without, are read back by both programs."""
    written = [
        f"C: {n} {ask} [{answer.splitlines()[0]}]\n" if cloze else f"Q: {n} {ask}\nA: {answer}\n"
        for n, (ask, answer, cloze) in enumerate(deck)
    ]
    for name in ("hashcards", "repeater"):
        found = bodies(cards(between.join(written), name))
        for n, ((ask, answer, cloze), body) in enumerate(zip(deck, found, strict=True)):
            if not cloze:
                assert body == Basic(f"{n} {ask}", answer)
            elif isinstance(body, Cloze):
                assert body.text.endswith(f"{{{{{answer.splitlines()[0]}}}}}")
            else:
                assert isinstance(body, Basic)
                assert body.answer == answer.splitlines()[0]


def test_cards_among_headings_quotes_and_comments() -> None:
    """They part cards and belong to none; the deck is called as its front matter says."""
    found = cards("""\
        ---
        name = "Cell Biology"
        ---

        # Chapter
        > a quote

        <!-- a comment -->

        Q: One?
        A: It has

        two paragraphs.

        ## Next

        Q: Two?
        A: 2
        C: The [mitochondrion] is the
        [powerhouse] of the cell ![a picture](https://a.b/c.png) \\[sic\\].
        """)
    assert bodies(found) == [
        Basic("One?", "It has\n\ntwo paragraphs."),
        Basic("Two?", "2"),
        Cloze("The {{mitochondrion}} is the\n{{powerhouse}} of the cell ![a picture](https://a.b/c.png) \\[sic\\]."),
    ]
    assert [deck.path for deck in found.decks] == [("Cell Biology",)]
    assert not found.skipped


def test_brackets_in_code_are_code_and_in_formulas_deletions() -> None:
    """Unless there are no others; in an answer they are what they are."""
    found = cards("""\
        C: In `a[0]` the [zero] is an index.

        C: Say `[x]`.

        C: $(m \\times [n])$ has [two] sides.

        Q: What?
        A: The [thing].
        """)
    assert bodies(found) == [
        Cloze("In `a[0]` the {{zero}} is an index."),
        Cloze("Say `{{x}}`."),
        Cloze("$(m \\times {{n}})$ has {{two}} sides."),
        Basic("What?", "The [thing]."),
    ]


def test_markers_in_code_are_code() -> None:
    """A fence may hold what looks like cards; one that never ends is none."""
    found = cards("Q: Syntax?\nA: So:\n```\nQ: no\nA: card\n---\n```\n\nQ: Two?\nA: ```\n\nQ: Three?\nA: 3\n")
    assert bodies(found) == [
        Basic("Syntax?", "So:\n```\nQ: no\nA: card\n---\n```"),
        Basic("Two?", "```"),
        Basic("Three?", "3"),
    ]


def test_what_is_no_card_is_told() -> None:
    """Loose text, a question or an answer alone, an empty side, a sentence without deletions."""
    found = cards("Loose.\n\nA: alone\n\nQ: One?\n---\nQ: Two?\nQ: Three?\nA:\nC: no hole\n\nQ: Four?\nA: 4\n")
    assert bodies(found) == [Basic("Four?", "4")]
    assert whys(found) == [
        "it is text that belongs to no card",
        "it is an answer without a question",
        "it has no answer",
        "it has no answer",
        "it has no answer",
        "it has no [deletion] in it",
    ]


def test_repeater_passes_over_notes_and_reads_lines() -> None:
    """`left::right` is a card outside of others, indented marks are none."""
    found = cards(
        "Some notes.\n\nCoulomb's constant?::The force's.\n  Q: Skipped\n  A: Too\n\nempty::\n\nQ: A::B?\nA: c::d\n",
        "repeater",
    )
    assert bodies(found) == [Basic("Coulomb's constant?", "The force's."), Basic("A::B?", "c::d")]
    assert not found.skipped


def test_a_folder_of_decks_with_pictures(tmp_path: Path) -> None:
    """Each file is a deck; pictures are found beside the file, or from the root with `@/`; the same twice is one."""
    (tmp_path / "sub" / "img").mkdir(parents=True)
    (tmp_path / "sub" / "img" / "a.png").write_bytes(b"a")
    (tmp_path / "b.png").write_bytes(b"b")
    (tmp_path / "sub" / "Art.md").write_text("Q: ![](img/a.png)\nA: ![](@/b.png)\n\nQ: x\nA: y\n", encoding="utf-8")
    (tmp_path / "Other.md").write_text("Q: x\nA: y\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("No cards at all.\n", encoding="utf-8")
    found = read("hashcards", tmp_path)
    assert bodies(found) == [Basic("x", "y"), Basic("![a.png](media/a.png)", "![b.png](media/b.png)")]
    assert contents(found) == {"a.png": b"a", "b.png": b"b"}
    assert found.duplicates == 1
    assert [deck.path for deck in found.decks] == [
        (tmp_path.name, "Other"),
        (tmp_path.name, "sub", "Art"),
    ]


@pytest.mark.parametrize("data", [b"", b"\0" * 9, b"Q: " + b"x" * 10_000_000, b"C: [\n" * 20_000, b"Q: a\n" * 20_000])
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        reading("hashcards", "a.md", data)
