"""Cloze texts: holes, hints, groups, literal braces, and parts whose names are stable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.cloze import parse_cloze, slug


def test_the_example_of_the_format_makes_two_cards() -> None:
    """Each hole makes a card that hides it and shows the others, named by its text."""
    text = parse_cloze("The posterior is proportional to the {{likelihood}} times the {{prior}}.")
    assert text.parts == ("likelihood", "prior")
    assert text.text("prior") == "The posterior is proportional to the likelihood times the ▁▁▁▁."
    assert text.text("") == "The posterior is proportional to the likelihood times the prior."
    assert text.problems == ()


@pytest.mark.parametrize(
    ("text", "part", "asked", "shown"),
    [
        ("{{a}} and {{a}}", "a", ["a"], "▁▁▁▁ and ▁▁▁▁"),
        ("{{c1::a}} {{c1::b::letter}} {{c}}", "c1", ["a", "b"], "▁▁1▁▁ [2: letter] c"),
        ("{{c1::a}} {{c1::b}} {{c}}", "c", ["c"], "a b ▁▁▁▁"),
        ("{{c1::a}} and {{a}}", "c1", ["a"], "▁▁▁▁ and ▁▁▁▁"),
        ("{{answer::hint}}", "answer", ["answer"], "[hint]"),
        (r"\{{x}} {{y}}", "y", ["y"], "{{x}} ▁▁▁▁"),
        ("{{ {'a': {}} }}", "a", ["{'a': {}}"], "▁▁▁▁"),
        ("`{{a[::2]}}`", "a-2", ["a[::2]"], "`▁▁▁▁`"),
        (r"{{std\::vector::a container}}", "std-vector", ["std::vector"], "[a container]"),
        (r"$\frac{{a}}{{b}}$", "a", ["a"], r"$\frac{▁▁▁▁}{b}$"),
        (r"$x^{{n::power}}$", "n", ["n"], r"$x^{\text{[power]}}$"),
        (r"$\frac{{{a}}}{b}$", "a", ["a"], r"$\frac{{▁▁▁▁}}{b}$"),
        (r"{{$x_{1}$}}", "x-1", ["$x_{1}$"], "▁▁▁▁"),
        ("{{f::name}}(x)", "f", ["f"], r"\[name\](x)"),
        ("{{c1}}", "c1", ["c1"], "▁▁▁▁"),
    ],
)
def test_holes_of_every_shape(text: str, part: str, asked: list[str], shown: str) -> None:
    """Groups, equal texts, hints, code with braces and maths are hidden as the format says."""
    parsed = parse_cloze(text)
    assert part in parsed.parts
    assert [gap.answer for gap in parsed.asked(part)] == asked
    assert parsed.text(part) == shown


@pytest.mark.parametrize(
    ("text", "rule", "parts"),
    [
        ("{{unclosed and {{b}}", "unclosed-hole", ("b",)),
        ("{{}} {{a}}", "empty-hole", ("a",)),
        ("{{::hint}}", "empty-hole", ()),
        ("{{c1::}}", "empty-hole", ()),
        ("{{a {{b}} c}}", "nested-hole", ()),
        ("{{" + "x" * 2000 + "}} {{b}}", "unclosed-hole", ("b",)),
    ],
)
def test_what_is_not_a_hole_stays_text_and_is_told(text: str, rule: str, parts: tuple[str, ...]) -> None:
    """Broken holes are reported and shown as written; the good ones beside them still make cards."""
    parsed = parse_cloze(text)
    assert [problem.rule for problem in parsed.problems] == [rule] * len(parsed.problems) != []
    assert parsed.parts == parts


def test_parts_do_not_depend_on_position() -> None:
    """Different texts with the same slug get names from their texts alone, in whatever order they stand."""
    there = parse_cloze("{{Prior}} {{prior}} {{c1::x}} {{c1}}")
    back = parse_cloze("{{c1}} {{c1::x}} {{prior}} {{Prior}}")
    assert there.names == back.names
    assert there.names["", "prior"] == "prior"
    assert len(set(there.names.values())) == 4


def test_rewording_around_a_hole_keeps_its_part() -> None:
    """The part hangs on the hole's text, so the sentence may be rewritten around it."""
    assert parse_cloze("A {{b}} c {{d}}").parts == parse_cloze("{{b}} {{d}} and more").parts


@pytest.mark.parametrize(
    ("text", "name"), [("P(H | E)", "p-h-e"), ("β-VAE", "beta-vae"), ("naïve Bayes", "naive-bayes"), ("贝叶斯", "")]
)
def test_slugs_are_plain(text: str, name: str) -> None:
    """A slug is lower-case ASCII words; Greek letters are spelled out, accents dropped."""
    assert slug(text) == name


@given(st.lists(st.text(alphabet="aAbß {}:\\$`c1β|-", max_size=12), max_size=8))
def test_any_text_parses_and_every_part_asks_something(pieces: list[str]) -> None:
    """Whatever the text, parsing returns; parts are unique, and each asks at least one hole and hides it."""
    text = "{{".join(pieces) + "}}"
    parsed = parse_cloze(text)
    assert len(set(parsed.parts)) == len(parsed.parts)
    for part in parsed.parts:
        assert part
        assert "#" not in part
        assert parsed.asked(part)
    assert parse_cloze(text) == parsed


@pytest.mark.parametrize("piece", ["{{", "{", "}}", "{{a", "{{a}}", "$", "`", "\\{{"])
def test_twenty_thousand_characters_of_anything_are_parsed_at_once(piece: str) -> None:
    """No arrangement of braces makes parsing slow."""
    begun = time.perf_counter()
    parsed = parse_cloze(piece * (20_000 // len(piece)))
    parsed.text(parsed.parts[0] if parsed.parts else "")
    assert time.perf_counter() - begun < 1
