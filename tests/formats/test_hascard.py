"""hascard's five kinds of cards, with their files and formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from quiz_values import Item, bodies, contents, items, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.formats.foreign import Reading
from quizzer_decks.model import Basic, Choice, Cloze, Multi, Option, Order, Typed


def cards(text: str) -> Reading:
    """Read cards."""
    return reading("hascard", "a.txt", text)


def written(item: Item) -> str:
    """Return a card with choices, or with boxes where several are right."""
    marks = {True: "*", False: "-"} if len(item.right) == 1 else {True: "[*]", False: "[ ]"}
    return "\n".join([f"# {item.ask}", *(f"{marks[right]} {text}" for text, right in item.options)])


@given(items("abcdeXYZé09?!,;'()~=#{}:$.<>&"))
def test_every_card_once_in_order_with_its_answer(quiz: list[Item]) -> None:
    """What is written in hascard's syntax is read back."""
    shown = texts.from_plain
    found = bodies(cards("\n---\n\n".join(map(written, quiz))))
    for item, body in zip(quiz, found, strict=True):
        wrong = tuple(Option(shown(text)) for text in item.wrong)
        right = tuple(Option(shown(text)) for text in item.right)
        ask = shown(item.ask)
        assert body == (Choice(ask, right[0], wrong) if len(right) == 1 else Multi(ask, right, wrong))


def test_each_kind_of_card() -> None:
    """Definitions, gaps, a gap alone, and steps; choices are above."""
    found = cards(
        "# Word\nIts meaning\n- in a list\n---\n# Fill\nThe symbol is _Euro_, in the _EU|European Union_.\nHere.\n"
        "---\n# Capital?\n_Paris|paree_\n---\n# Order\n4. u\n1. l\n2. p\n3. s\n---\n# Code\nsnake\\_case\\_name\n"
    )
    assert bodies(found) == [
        Basic("Word", "Its meaning\\\n\\- in a list"),
        Cloze("Fill\n\nThe symbol is {{Euro}}, in the {{EU}}.\\\nHere.", {"EU": ("European Union",)}),
        Typed("Capital?", "Paris", ("paree",)),
        Order("Order", (("l",), ("p",), ("s",), ("u",))),
        Basic("Code", "snake_case_name"),
    ]


def test_files_and_formulas(tmp_path: Path) -> None:
    """A file beside the cards becomes a media file, a formula stays; a file elsewhere is told, never read."""
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck" / "pear.png").write_bytes(b"pear")
    (tmp_path / "secret.png").write_bytes(b"secret")
    text = "# Fruit?\n![](pear.png)\n* Pear\n- Apple\n---\n# Space\n```\n$x^2$\n```\n---\n# No\n![](../secret.png)\nx\n"
    found = reading("hascard", "a.txt", text, tmp_path / "deck")
    assert bodies(found) == [
        Choice("Fruit?\n\n![pear.png](media/pear.png)", Option("Pear"), (Option("Apple"),)),
        Basic("Space", "$x^2$"),
        Basic("No", "x"),
    ]
    assert contents(found) == {"pear.png": b"pear"}
    assert whys(found) == ["the file ../secret.png is not beside the cards"]


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ("# Two\n* a\n* b\n- c", "more than one of its choices is marked as right; write [*] and [ ] for several"),
        ("# Steps\n1. a\n3. b", "its steps are not numbered from 1 without leaving one out"),
        ("# Alone", "it has a heading only"),
        ("no heading", "a card begins with a heading, `# …`"),
    ],
)
def test_what_is_not_whole_is_told(card: str, why: str) -> None:
    """hascard refuses such a file; here the other cards come, and the one is told with its line."""
    found = cards(f"# A\nb\n---\n\n{card}\n")
    assert bodies(found) == [Basic("A", "b")]
    assert [(each.where, each.why) for each in found.skipped] == [("line 5", why)]
