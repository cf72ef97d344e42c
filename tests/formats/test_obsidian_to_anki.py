"""Obsidian_to_Anki: its blocks, its lines, and the styles of its manual as vaults have them set."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, foreign, questions, read, reading, whys

from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.formats.obsidian_styles import style_of
from quizzer_decks.model import Basic, Cloze, Typed

PATTERNS = {
    "heading": r"^#{3,}(.+)\n*((?:\n(?:^[^\n#].{0,2}$|^[^\n#].{3}(?<!<!--).*))+)",
    "table": r"\|([^\n|]+)\|\n\|(?:[^\n|]+)\|\n\|([^\n|]+)\|\n?",
    "ruled": r"((?:[^\n][\n]?)+\n)-{3,}((?:\n(?:^.{1,3}$|^.{4}(?<!<!--).*))*)",
    "question": r"^Q: ((?:.+\n)*)\n*A: (.+(?:\n(?:^.{1,3}$|^.{4}(?<!<!--).*))*)",
    "colons": r"^(.*[^\n:]{1}):{2}([^\n:]{1}.*)",
    "flashcard": r"((?:[^\n][\n]?)+) #flashcard ?\n*((?:\n(?:^.{1,3}$|^.{4}(?<!<!--).*))+)",
    "cloze": r"((?:.+\n)*(?:.*{.*)(?:\n(?:^.{1,3}$|^.{4}(?<!<!--).*))*)",
}


def note(text: str) -> Reading:
    """Read a note."""
    return reading("obsidian-to-anki", "a.md", dedent(text))


def vault(folder: Path, text: str, kind: str, *styles: str, **settings: object) -> Reading:
    """Read a vault of one note whose settings have the patterns of some styles."""
    plugin = folder / ".obsidian" / "plugins" / "obsidian-to-anki-plugin"
    plugin.mkdir(parents=True, exist_ok=True)
    patterns = {f"{kind}{'' if n == 0 else n}": PATTERNS.get(style, style) for n, style in enumerate(styles)}
    value = {"settings": {"CUSTOM_REGEXPS": patterns, **settings}, "fields_dict": {"Basic": ["Front", "Back"]}}
    (plugin / "data.json").write_text(json.dumps(value), encoding="utf-8")
    (folder / "a.md").write_text(dedent(text), encoding="utf-8")
    return read("obsidian-to-anki", folder)


words = st.lists(st.text("abcé!?", min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(words, words, st.sampled_from(["block", "line", "question"])), min_size=1, max_size=6))
def test_every_card_once_in_order_with_its_answer_and_its_id(deck: list[tuple[str, str, str]]) -> None:
    """Blocks, lines and questions among each other are read back."""
    shapes = {
        "block": "START\nBasic\nw {}\nBack: w {}\n<!--ID: {}-->\nEND",
        "line": "STARTI [Basic] w {} Back: w {} <!--ID: {}--> ENDI",
        "question": "Q: w {}\nA: w {}\n<!--ID: {}-->",
    }
    text = "\n\n".join(shapes[shape].format(f"{n} {ask}", answer, n) for n, (ask, answer, shape) in enumerate(deck))
    found = note(text)
    assert bodies(found) == [Basic(f"w {n} {ask}", f"w {answer}") for n, (ask, answer, _) in enumerate(deck)]
    assert [each.key for each in foreign(found)] == [f"obsidian-to-anki:{n}" for n in range(len(deck))]


def test_blocks_of_all_kinds() -> None:
    """Both ways, typed, deletions in four notations, fields of one's own; tags, deck, ids."""
    found = note("""\
        TARGET DECK: Maths::Sets
        FILE TAGS: one two

        START
        Basic
        This is
        the front #inline
        Back: The back $x$
        Tags: three
        <!--ID: 1566052191670-->
        END

        START
        Basic (and reversed card)
        Front: a
        Back: b
        END

        START
        Basic (type in the answer)
        Capital?
        Back: Paris
        END

        START
        Cloze
        {one}, {2:two}, {c3|three} and {{c1::four}} in ${x}$ `{y}`
        Extra: more
        END

        START
        Own
        x
        Sense: y
        Note: z
        END

        STARTI [Basic] q Back: a Tags: t ENDI and STARTI [Cloze] in {line} ENDI
        """)
    assert bodies(found) == [
        Basic("This is\nthe front", "The back $x$"),
        Basic("a", "b", reverse=True),
        Typed("Capital?", "Paris"),
        Cloze("{{c1::one}}, {{c2::two}}, {{c3::three}} and {{c1::four}} in ${x}$ `{y}`"),
        Basic("x", "y"),
        Basic("q", "a"),
        Cloze("in {{c1::line}}"),
    ]
    assert [deck.path for deck in found.decks] == [("Maths", "Sets")]
    assert questions(found)[0].tags == ("one", "two", "three", "inline")
    assert questions(found)[3].why == "more"
    assert questions(found)[4].why == "z"


STYLED = {
    "heading": ("## No\ntext\n### Q\n\nA\n   \nmore\n#### R\nB\n", [("Q", "A"), ("R", "B")]),
    "table": ("| Q |\n| --- |\n| A |\n\n| a | b |\n|---|---|\n| c | d |\n", [("Q", "A")]),
    "ruled": ("Q\n---\nA\n\nR\nS\n---------\nB\n", [("Q", "A"), ("R\nS", "B")]),
    "question": ("Q: q\nw\nA: a\nb\n\nQ: r\n\n\nA: c\n", [("q\nw", "a\nb"), ("r", "c")]),
    "colons": ("This is::it\nnot\na:::b\n", [("This is", "it")]),
    "flashcard": ("One #flashcard\nA\n\nTwo\nlines #flashcard\n\n\nB\n", [("One", "A"), ("Two\nlines", "B")]),
}


@pytest.mark.parametrize("style", STYLED)
def test_styles_by_a_vaults_patterns(style: str, tmp_path: Path) -> None:
    """A pattern of the manual is known by its looks and never run; the first blank line of an answer ends it."""
    assert style_of(PATTERNS[style]) == style
    text, wanted = STYLED[style]
    found = vault(tmp_path, text, "Basic", style)
    got = [(body.ask, body.answer) for body in bodies(found) if isinstance(body, Basic)]
    assert got == [(ask, answer.partition("\n   ")[0]) for ask, answer in wanted]


def test_deletions_by_a_vaults_patterns(tmp_path: Path) -> None:
    """Paragraphs with curly deletions are cards, formulas are not; highlights where they are set."""
    text = "The {idea} of $\\frac{1}{2}$\n\nNo $\\frac{3}{4}$ here.\n\nSo ==c2::marked== {too}.\n"
    found = vault(tmp_path, text, "Cloze", "cloze", Defaults={"CurlyCloze - Highlights to Clozes": True})
    assert bodies(found) == [
        Cloze("The {{c1::idea}} of $\\frac{1}{2}$"),
        Cloze("So {{c2::marked}} {{c1::too}}."),
    ]


def test_settings_of_folders_and_patterns_of_ones_own(tmp_path: Path) -> None:
    """A folder has its deck and its tags, one alone is read, some files are not; an unknown pattern is told."""
    for name in ("in", "in/sub", "out", "in/skip"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name[-3:]}.md").write_text(f"{name}::x\n", encoding="utf-8")
    found = vault(
        tmp_path,
        "root::x\n",
        "Basic",
        "colons",
        "^(.*)=>(.*)$",
        FOLDER_DECKS={"in": "A::B"},
        FOLDER_TAGS={"in/sub": "inner most"},
        Defaults={"Scan Directory": "in"},
        IGNORED_FILE_GLOBS=["in/skip/*"],
    )
    assert bodies(found) == [Basic("in", "x"), Basic("in/sub", "x")]
    assert [deck.path for deck in found.decks] == [("A", "B")]
    assert [question.tags for question in questions(found)] == [(), ("inner", "most")]
    assert found.warnings == ("1 of the vault's own patterns are not known, so their cards are not read",)


def test_without_settings_ids_tell_the_styles() -> None:
    """Headings are cards where some have ids; else only what is unmistakable is read."""
    assert bodies(note("# Q\nA\n<!--ID: 5-->\n\n# R\nB\n")) == [Basic("Q", "A"), Basic("R", "B")]
    assert bodies(note("# No\ncard\n\na::b\n")) == [Basic("a", "b")]


def test_what_is_left_out_is_told() -> None:
    """An open block, an open line, no deletion, an empty side, fields that are added to every card."""
    found = note(
        "FROZEN - Basic:\nFront: x\n\nSTARTI [Basic] a Back: b\nSTARTI c ENDI\nSTART\nCloze\nnone\nEND\n"
        "START\nBasic\nq\nEND\nSTART\nBasic\nq\nBack: a\nEND\nSTART\nBasic\n"
    )
    assert bodies(found) == [Basic("q", "a")]
    assert whys(found) == [
        "a card that is not closed by END",
        "a card that is not closed by ENDI, or names no type",
        "a card that is not closed by ENDI, or names no type",
        "the fields that it adds to every card (FROZEN)",
        "it has no deletion in it",
        "its back is empty",
    ]


@pytest.mark.parametrize("data", [b"", b"\0\0", b"START\n" * 5000, b"STARTI [" * 9_000, b"Q: a\n" * 9000, b"x" * 2**21])
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        reading("obsidian-to-anki", "a.md", data)
