"""Mochi's exports: EDN and Transit say the same, and so do the cards that come of them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, contents, foreign, questions, read, reading, whys

from quizzer_decks.formats.edn import Malformed, read_edn, read_transit
from quizzer_decks.formats.foreign import Standing, Unreadable
from quizzer_decks.model import Basic, Cloze

DECKS: dict[str, Any] = {
    "version": 2,
    "decks": [
        {"id": ":d1", "name": "Top", "cards": [{"id": ":c1", "content": "Front #tag\n---\nBack ![p](@media/x.png)"}]},
        {"id": ":d2", "name": "Sub", "parent-id": ":d1"},
    ],
    "cards": [
        {
            "id": ":c2",
            "deck-id": ":d2",
            "content": "The {{1::cat}} and the {{2::dog}}, {{1::purring}} `{{x}}`\n---\nwhy",
        },
        {"id": ":c3", "deck-id": ":d2", "content": "a\n---\nb\n---\nc ![](no.png)", "tags": ["t1"]},
        {"id": ":c4", "deck-id": ":d2", "template-id": ":t", "fields": {"name": {"value": "q"}, "b": {"value": "w"}}},
        {"id": ":c5", "deck-id": ":d2", "content": "kept\n---\naway", "archived?": True},
        {"id": ":c6", "deck-id": ":d2", "content": "only one side"},
        {"id": ":c7", "deck-id": ":d2", "content": "x\n---\ny", "trashed?": True},
    ],
    "templates": [
        {
            "id": ":t",
            "content": "<< Front >>\n---\n<< Back >>",
            "fields": {"name": {"name": "Front"}, "b": {"name": "Back"}},
        }
    ],
}


def edn(value: Any) -> str:
    """Return a value in EDN."""
    if isinstance(value, dict):
        return "{" + ", ".join(f":{key} {edn(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + " ".join(map(edn, value)) + "]"
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(":"):
        return value
    return json.dumps(value, ensure_ascii=False)


class Transit:
    """Writes Transit with its cache, as its makers describe it."""

    def __init__(self) -> None:
        self.cache: dict[str, str] = {}

    def of(self, value: Any, *, key: bool = False) -> Any:
        """Return a value in Transit."""
        if isinstance(value, dict):
            pairs = [
                self.of(f"~:{name}", key=True) if half == 0 else self.of(item)
                for name, item in value.items()
                for half in (0, 1)
            ]
            return ["^ ", *pairs]
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if isinstance(value, str) and not key:
            value = f"~{value}" if value.startswith(":") else f"~{value}" if value[:1] in "~^`" and value else value
        if isinstance(value, str) and len(value) > 3 and (key or value[:2] in ("~:", "~$", "~#")):
            if value in self.cache:
                return self.cache[value]
            index = len(self.cache)
            code = chr(48 + index) if index < 44 else chr(48 + index // 44) + chr(48 + index % 44)
            self.cache[value] = f"^{code}"
        return value


def archive(path: Path, member: str, text: str) -> Path:
    """Write an export."""
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr(member, text)
        opened.writestr("x.png", b"png")
    return path


@pytest.mark.parametrize("member", ["data.edn", "data.json"])
def test_cards_decks_templates_and_media(tmp_path: Path, member: str) -> None:
    """Sides, deletions, tags, decks in decks, templates, media; the archived is suspended, the binned told."""
    written = edn(DECKS) if member == "data.edn" else json.dumps(Transit().of(DECKS))
    found = read("mochi", archive(tmp_path / "a.mochi", member, written))
    assert bodies(found) == [
        Basic("Front", "Back ![p](media/x.png)"),
        Cloze("The {{c1::cat}} and the {{c2::dog}}, {{c1::purring}} `\\{{x}}`"),
        Basic("a", "b\n\nc [no.png]"),
        Basic("q", "w"),
        Basic("kept", "away"),
    ]
    assert [deck.path for deck in found.decks] == [("Top",), ("Top", "Sub")]
    assert [each.key for each in foreign(found)] == ["mochi:c1", "mochi:c2", "mochi:c3", "mochi:c4", "mochi:c5"]
    assert questions(found)[0].tags == ("tag",)
    assert questions(found)[1].why == "why"
    assert questions(found)[2].tags == ("t1",)
    assert foreign(found)[4].standings == (Standing(suspended=True),)
    assert contents(found) == {"x.png": b"png"}
    assert whys(found) == ["the file no.png is not in the export", "it has one side only", "it is in the bin"]


texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts.map(lambda text: text.lstrip(":")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefgh-", min_size=1, max_size=9), inner, max_size=4)
    ),
    max_leaves=30,
)


@given(values)
def test_transit_and_edn_are_read_as_they_were_written(value: Any) -> None:
    """Both notations give back what was put in, Transit's cache included."""
    assert read_transit(json.loads(json.dumps(Transit().of(value)))) == value
    if not isinstance(value, (str, int, type(None))):
        assert read_edn(edn(value)) == value


sides = st.lists(st.text("abcé!?", min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(sides, sides), min_size=1, max_size=50))
def test_every_card_once_in_order_with_its_answer(deck: list[tuple[str, str]]) -> None:
    """Cards in a deck are read back in their order."""
    from tempfile import TemporaryDirectory

    cards = [{"id": f":card{n}", "content": f"{n} {ask}\n---\n{answer}"} for n, (ask, answer) in enumerate(deck)]
    value = {"decks": [{"id": ":deck", "name": "D", "cards": cards}]}
    with TemporaryDirectory() as folder:
        for member, written in (("data.edn", edn(value)), ("data.json", json.dumps(Transit().of(value)))):
            found = read("mochi", archive(Path(folder) / "a.mochi", member, written))
            assert bodies(found) == [Basic(f"{n} {ask}", answer) for n, (ask, answer) in enumerate(deck)]


def test_edn_in_all_its_notations() -> None:
    """Comments, discards, tags, characters, sets, lists, numbers, escapes."""
    text = (
        '{:a #{1 2N} ; note\n, :b (1.5M -2e3 \\a nil) #_ {:gone 1} :c #inst "2020-01-01" :ns/d "\\u0041\\n\\"" e true}'
    )
    assert read_edn(text) == {
        "a": [1, 2], "b": [1.5, -2000.0, "a", None], "c": "2020-01-01", "ns/d": 'A\n"', "e": True
    }  # fmt: skip
    assert read_transit({"~#list": [1, "~i2", "~?t", "~_", "~~x", ["~#cmap", [["~:k"], 1]]]})[:1] == [1]


@pytest.mark.parametrize("text", ["", "{", "[1", "{:a}", "]", "[}", '"open', "[" * 300, "{:a 1 :b}"])
def test_what_is_no_edn(text: str) -> None:
    """It says what is wrong."""
    with pytest.raises(Malformed):
        read_edn(text)


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("data.edn", ""),
        ("data.edn", "[1 2]"),
        ("data.edn", "{:decks [{:cards [nil 3 {}]}]}"),
        ("data.json", "{"),
        ("data.json", '["^ ","^0",1]'),
        ("data.json", "[" * 100_000),
        ("data.json", '["^ ","~:decks"]'),
        ("other", "{}"),
    ],
)
def test_bad_exports(tmp_path: Path, member: str, text: str) -> None:
    """They are refused with a sentence."""
    with pytest.raises(Unreadable):
        read("mochi", archive(tmp_path / "a.mochi", member, text))


def test_no_archive() -> None:
    """What only begins like a zip is refused."""
    for data in (b"", b"PK\x03\x04", b"\0" * 100):
        with pytest.raises(Unreadable):
            reading("mochi", "a.mochi", data)


def test_decks_that_are_their_own_parents(tmp_path: Path) -> None:
    """A circle of decks ends."""
    value = {"decks": [{"id": ":a", "name": "A", "parent-id": ":a", "cards": [{"content": "x\n---\ny"}]}]}
    found = read("mochi", archive(tmp_path / "a.mochi", "data.edn", edn(value)))
    assert found.decks[0].path == ("A",)


def test_both_ways_and_what_a_deck_says_of_its_cards(tmp_path: Path) -> None:
    """Cards that are asked in reverse are; a deck that was archived or thrown away takes its cards along."""
    decks = [
        {"id": ":a", "name": "A", "archived?": True, "review-reverse?": True},
        {"id": ":b", "name": "B", "parent-id": ":c"},
        {"id": ":c", "name": "C", "trashed?": True},
    ]
    cards = [
        {"id": f":{name}", "deck-id": f":{deck}", "content": f"{name}\n---\nz", **more}
        for name, deck, more in (("p", "a", {}), ("q", "b", {}), ("r", "", {"review-reverse?": True}))
    ]
    path = tmp_path / "a.mochi"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.edn", edn({"version": 2, "decks": decks, "cards": cards}))
    found = read("mochi", path)
    assert bodies(found) == [Basic("p", "z", reverse=True), Basic("r", "z", reverse=True)]
    assert foreign(found)[0].standings == (Standing("", suspended=True), Standing("reverse", suspended=True))
    assert whys(found) == ["it is in the bin"]
