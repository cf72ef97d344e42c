"""CrowdAnki's decks: nested, with their note types and media, and known again as Anki's packages are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from anki_packages import Cards, Kind
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, contents, foreign, questions, read, reading, whys

from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.model import Basic, Cloze, Typed

BASIC: dict[str, Any] = {
    "__type__": "NoteModel",
    "crowdanki_uuid": "basic",
    "name": "Basic-61fb1",
    "type": 0,
    "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}, {"name": "More", "ord": 2}],
    "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}<br>{{More}}"}],
}
BOTH: dict[str, Any] = {
    **BASIC,
    "crowdanki_uuid": "both",
    "flds": [{"name": "Front"}, {"name": "Back"}],
    "tmpls": [
        {"name": "1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
        {"name": "2", "qfmt": "{{#Back}}{{Back}}{{/Back}}", "afmt": "{{FrontSide}}<hr id=answer>{{Front}}"},
    ],
}
CLOZE: dict[str, Any] = {
    **BASIC,
    "crowdanki_uuid": "cloze",
    "type": 1,
    "flds": [{"name": "Text"}, {"name": "Extra"}],
    "tmpls": [{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Extra}}"}],
}
TYPED: dict[str, Any] = {
    **BASIC,
    "crowdanki_uuid": "typed",
    "tmpls": [{"name": "1", "qfmt": "{{Front}} {{type:Back}}", "afmt": "{{Front}}<hr id=answer>{{type:Back}}"}],
}


def note(model: str, *fields: str, guid: str = "", tags: list[str] | None = None) -> dict[str, Any]:
    """Return a note."""
    return {
        "__type__": "Note",
        "guid": guid or "-".join(fields)[:12],
        "note_model_uuid": model,
        "fields": list(fields),
        "tags": tags or [],
    }


def deck(name: str, *notes: dict[str, Any], children: Any = (), **more: Any) -> dict[str, Any]:
    """Return a deck with the note types of the tests."""
    return {
        "__type__": "Deck",
        "name": name,
        "crowdanki_uuid": name,
        "desc": "",
        "dyn": 0,
        "children": list(children),
        "notes": list(notes),
        "media_files": [],
        "note_models": [BASIC, BOTH, CLOZE, TYPED],
        **more,
    }


def of(value: Any) -> Reading:
    """Read a deck from a file."""
    return reading("crowdanki", "deck.json", json.dumps(value))


words = st.text("abc é<>&{}", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=6), st.integers(0, 5))
def test_every_note_once_in_its_deck_in_order(pairs: list[tuple[str, str]], split: int) -> None:
    """Notes are read in their order, each with its guid, in the deck it stands in."""
    import html

    notes = [
        note("basic", f"{n} {html.escape(ask)}", f"a{html.escape(answer)}", "", guid=f"g{n}")
        for n, (ask, answer) in enumerate(pairs)
    ]
    found = of(deck("Top", *notes[:split], children=[deck("Sub", *notes[split:])]))
    assert [each.key for each in foreign(found)] == [f"anki:g{n}" for n in range(len(pairs))]
    assert [len(each.questions) for each in found.decks] == [n for n in (len(notes[:split]), len(notes[split:])) if n]


def test_note_types_decks_and_tags() -> None:
    """Both ways, deletions, typed, further fields; names with colons; tags with spaces; an empty second front."""
    found = of(
        deck(
            "uni::4. Semester",
            note("basic", "What is <b>x</b>?", "y", "and \\(z\\)", tags=["a b", "c::d"]),
            note("both", "cat", "le chat"),
            note("both", "alone", ""),
            note("cloze", "The {{c1::sun}} is a {{c2::star::body}}.", "so"),
            note("typed", "Capital?", "Paris", ""),
            children=[deck("ML:NLP / 02", note("basic", "q", "a", ""))],
            desc="About <i>it</i>.",
        )
    )
    assert bodies(found) == [
        Basic("What is **x**?", "y\\\nand $z$"),
        Basic("cat", "le chat", reverse=True),
        Cloze("The {{c1::sun}} is a {{c2::star::body}}."),
        Typed("Capital?", "Paris"),
        Basic("q", "a"),
    ]
    assert questions(found)[0].tags == ("a_b", "c::d")
    assert [each.path for each in found.decks] == [("uni", "4. Semester"), ("uni", "4. Semester", "ML:NLP / 02")]
    assert found.decks[0].description == "About *it*."
    assert whys(found) == ["its back is empty"]


def test_a_folder_with_media(tmp_path: Path) -> None:
    """Pictures and sounds lie in `media`; what is not there is told, and nothing above is read."""
    folder = tmp_path / "Deck"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "a b#1.png").write_bytes(b"png")
    (folder / "media" / "s.mp3").write_bytes(b"mp3")
    (folder / "secret.png").write_bytes(b"secret")
    value = deck(
        "D",
        note("basic", '<img src="a b#1.png">', "[sound:s.mp3]", ""),
        note("basic", "q", '<img src="../secret.png"><img src="no.png">', ""),
    )
    (folder / "Deck.json").write_text(json.dumps(value), encoding="utf-8")
    found = read("crowdanki", folder)
    assert contents(found) == {"a-b-1.png": b"png", "s.mp3": b"mp3"}
    assert bodies(found)[0] == Basic("![a b#1.png](media/a-b-1.png)", "[sound: s.mp3](media/s.mp3)")
    assert [skipped.where for skipped in found.skipped] == ["../secret.png", "no.png"]
    assert len(questions(read("crowdanki", tmp_path))) == 2


def test_a_list_beside_decks_is_passed_over(tmp_path: Path) -> None:
    """Only an object is a deck: a list of them that lies in the folder keeps none from being read."""
    value = deck("D", note("basic", "q", "a", ""))
    (tmp_path / "French.json").write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "a-list.json").write_text(json.dumps([value]), encoding="utf-8")
    assert len(questions(read("crowdanki", tmp_path))) == 1


def test_a_package_and_this_of_one_deck_are_the_same_questions(tmp_path: Path) -> None:
    """Both give the same keys to the same questions, so that one updates what the other brought."""
    fields = {"both": ("cat", "le chat"), "cloze": ("The {{c1::sun}} is a {{c2::star::body}}.", "so")}
    found = of(deck("Top", *(note(model, *values, guid=f"g-{model}") for model, values in fields.items())))
    package = Cards()
    for model in (BOTH, CLOZE):
        name = str(model["crowdanki_uuid"])
        sides = [(template["qfmt"], template["afmt"]) for template in model["tmpls"]]
        kind = Kind([field["name"] for field in model["flds"]], sides, cloze=name == "cloze")
        package.note(kind, *fields[name], cards=({}, {}), deck="Top", guid=f"g-{name}")
    packed = read("anki", package.write(tmp_path / "a.apkg"))
    assert [(each.key, each.question) for each in foreign(found)] == [
        (each.key, each.question) for each in foreign(packed)
    ]


def test_guids_that_come_twice() -> None:
    """The same note twice is taken once; another one with its guid keeps a key of its own."""
    found = of(
        deck(
            "A",
            note("basic", "q", "a", "", guid="g"),
            children=[deck("B", note("basic", "q", "a", "", guid="g"), note("basic", "r", "b", "", guid="g"))],
        )
    )
    assert [each.key for each in foreign(found)] == ["anki:g", "anki:g@2"]
    assert found.duplicates == 1


def test_what_cannot_be_asked_is_told() -> None:
    """No note type, no fields, nothing on the front, hidden parts of a picture."""
    found = of(
        deck(
            "D",
            note("gone", "q", "a"),
            {"guid": "x"},
            note("basic", "", "a", ""),
            note("cloze", "{{c1::image-occlusion:rect:left=.1}}", ""),
            note("basic", "q", "a", ""),
        )
    )
    assert bodies(found) == [Basic("q", "a")]
    assert whys(found) == [
        "its note type is not in the file",
        "it has no fields",
        "its front is empty",
        "it hides parts of a picture, which a terminal cannot show",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"{",
        b"[]",
        b'{"notes": 3}',
        b'{"notes": [1, null, {"fields": {}}], "note_models": [3]}',
        b'{"children": ' * 60_000,
        json.dumps({"name": "x", "notes": [], "children": [{"name": "::"}]}).encode(),
    ],
)
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        reading("crowdanki", "deck.json", data)


def test_decks_nested_without_end_are_refused() -> None:
    """A hundred levels are more than anybody has."""
    value = deck("x")
    for _ in range(150):
        value = {"name": "x", "children": [value], "notes": []}
    with pytest.raises(Unreadable, match="deep"):
        of(value)


def test_a_description_without_end_is_told(tmp_path: Path) -> None:
    """The description of a deck is kept up to a length; that there is more of it is told."""
    note = {"guid": "g", "note_model_uuid": "basic", "fields": ["q", "a", ""], "tags": []}
    value = {"__type__": "Deck", "name": "D", "desc": "x" * 3000, "notes": [note], "note_models": [BASIC]}
    found = reading("crowdanki", "deck.json", json.dumps(value), tmp_path)
    assert [(each.where, each.why) for each in found.skipped] == [("deck D", "its description from character 2,000 on")]
