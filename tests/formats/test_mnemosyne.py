"""Mnemosyne's XML and `.cards`: sides, deletions, grades and dates."""

from __future__ import annotations

import zipfile
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, contents, foreign, questions, read, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.formats.foreign import Reading, Standing, Unreadable
from quizzer_decks.model import Basic, Cloze

NEW = 'gr="0" e="2.5" ac_rp="1" rt_rp="0" lps="0" l_rp="0" n_rp="0" u="1"'


def xml(*items: str, start: str = ' time_of_start="1247616000"') -> Reading:
    """Read cards of the first version."""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<mnemosyne core_version="1"{start}>{"".join(items)}</mnemosyne>'
    return reading("mnemosyne", "a.xml", text)


def item(id_: str, ask: str, answer: str, values: str = NEW, category: str = "&lt;default&gt;") -> str:
    """Return a card of the first version."""
    return f'<item id="{id_}" {values}><cat>{category}</cat><Q>{ask}</Q><A>{answer}</A></item>'


def packed(path: Path, *entries: str, **media: bytes) -> Path:
    """Write cards of the second version."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("METADATA", "card_set_name:x\n")
        archive.writestr("cards.xml", f'<openSM2sync number_of_entries="1">{"".join(entries)}</openSM2sync>')
        for name, data in media.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def fact(id_: str, **fields: str) -> str:
    """Return a fact of the second version."""
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    return f'<log type="16" o_id="{id_}">{told}</log>'


def card(id_: str, of: str, view: str, values: str = 'gr="-1" l_rp="-1" n_rp="-1"', extra: str = "") -> str:
    """Return a card of the second version."""
    return (
        f'<log type="6" o_id="{id_}" card_t="{view[0]}" fact="{of}" fact_v="{view}" tags="t1,t0" {values}>'
        f"{f'<extra>{extra}</extra>' if extra else ''}</log>"
    )


words = st.lists(st.text("abé<>&\"'", min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(words, words, st.booleans()), min_size=1, max_size=6))
def test_every_card_once_in_order_with_its_answer(deck: list[tuple[str, str, bool]]) -> None:
    """Cards one way and both ways are read back, in their order."""
    written = []
    for n, (ask, answer, both) in enumerate(deck):
        sides = [escape(escape(f"{n} {ask}")), escape(escape(answer))]
        written.append(item(f"{n}", *sides))
        written += [item(f"{n}.inv", *reversed(sides))] if both else []
    found = bodies(xml(*written))
    assert found == [
        Basic(texts.escape(f"{n} {ask}"), texts.escape(answer), reverse=both)
        for n, (ask, answer, both) in enumerate(deck)
    ]


def test_sides_ids_and_categories() -> None:
    """Three sides are two questions; an id that is anonymous or missing is no key; one twice is two."""
    found = xml(
        "<category active='1'><name>Words</name></category>",
        item("a", "f", "p\nt", category="Words"),
        item("a.tr.1", "t", "f\np"),
        item("_0", "x", "y"),
        "<item><cat>Words</cat><Q>no id</Q><A>z</A></item>",
        item("a", "other", "one"),
        item("b.inv", "lonely", "inverse"),
    )
    assert bodies(found)[:2] == [Basic("f", "p\\\nt"), Basic("t", "f\\\np")]
    keys = [each.key for each in foreign(found)]
    assert keys == ["mnemosyne:a", "mnemosyne:a.tr.1", "", "", "mnemosyne:a#2", "mnemosyne:b.inv"]
    assert [question.tags for question in questions(found)][:4] == [("Words",), (), (), ("Words",)]


def test_grades_and_dates() -> None:
    """A grade of two or more is a card in review, due on its day; lower ones are learnt anew; new ones are new."""
    known = 'gr="4" e="2.4" ac_rp="1" rt_rp="3" lps="1" l_rp="10.5" n_rp="30"'
    found = xml(
        item("a", "1", "x", known),
        item("b", "2", "x"),
        item("c", "3", "x", 'gr="1" e="2.4" l_rp="1" n_rp="2"'),
        item("d", "4", "x", 'gr="3" l_rp="2" n_rp="1"'),
    )
    assert [each.standings for each in foreign(found)] == [
        (Standing("", "review", date(2009, 8, 14), None, 20, 20.0, 5.0, 3, 1),),
        (),
        (),
        (),
    ]
    assert [each.standings for each in foreign(xml(item("a", "1", "x", known), start=""))] == [()]


def test_the_second_version(tmp_path: Path) -> None:
    """Both ways, deletions with hints, vocabulary, sentences; tags, dates and media."""
    known = 'gr="4" rt_rp="3" lps="0" l_rp="1699920000" n_rp="1700784000"'
    path = packed(
        tmp_path / "a.cards",
        '<log type="10" o_id="t1"><name>Verbs</name></log><log type="10" o_id="t0"><name>__UNTAGGED__</name></log>',
        fact("f1", f="to go", b='aller <img src="p\\x.png"><audio src="no.mp3">'),
        card("c1", "f1", "2.1", known),
        card("c2", "f1", "2.2"),
        fact("f2", text="La [casa:house] es [grande]. <$>x<2</$>"),
        card("c3", "f2", "5.1", known, "{'cloze': 'grande', 'index': 1}"),
        fact("f3", f="neko", p_1="ne-ko", m_1="cat"),
        card("c4", "f3", "3.1"),
        card("c5", "f3", "3.2"),
        fact("f4", f="one", b="way back"),
        card("c6", "f4", "2.2"),
        **{"p__x.png": b"png"},
    )
    found = read("mnemosyne", path)
    assert bodies(found) == [
        Basic("to go", "aller ![p x.png](media/x.png)[sound: no.mp3](media/no.mp3)", reverse=True),
        Cloze("La {{casa::house}} es {{grande}}. $x<2$"),
        Basic("neko", "ne-ko\n\ncat"),
        Basic("cat", "neko\n\nne-ko"),
        Basic("way back", "one"),
    ]
    standing = Standing("", "review", date(2023, 11, 24), None, 10, 10.0, 5.0, 3)
    assert foreign(found)[0].standings == (standing,)
    assert foreign(found)[1].standings[0].part == "grande"
    assert [each.key for each in foreign(found)] == [
        "mnemosyne:f1", "mnemosyne:f2", "mnemosyne:f3", "mnemosyne:f3/3.2", "mnemosyne:f4"
    ]  # fmt: skip
    assert questions(found)[0].tags == ("Verbs",)
    assert contents(found) == {"x.png": b"png"}
    assert whys(found) == ["the file no.mp3 did not come with it"]


def test_card_types_of_ones_own(tmp_path: Path) -> None:
    """A view in the file says what is asked; without one front and back are; a card without its fact is told."""
    path = packed(
        tmp_path / "a.cards",
        "<log type='19' o_id='mine.1'><name>v</name><q_fact_keys>['word', 'hint']</q_fact_keys>"
        "<a_fact_keys>['sense']</a_fact_keys></log>",
        fact("f1", word="w", hint="h", sense="s"),
        card("c1", "f1", "mine.1"),
        fact("f2", f="a", b="b"),
        card("c2", "f2", "other.1"),
        fact("f3", z="a"),
        card("c3", "f3", "other.1"),
        card("c4", "gone", "1.1"),
        fact("f5", f="a"),
    )
    found = read("mnemosyne", path)
    assert bodies(found) == [Basic("w\n\nh", "s"), Basic("a", "b")]
    assert whys(found) == ["its card type is not in the file", "it has no card", "its fact is not in the file"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"PK\x03\x04 no zip",
        b"<mnemosyne core_version='1'><item>",
        b"<other/>",
        b"<?xml version='1.0' encoding='no-such'?><mnemosyne core_version='1'/>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><mnemosyne core_version='1'><item id='1'><Q>&a;</Q></item></mnemosyne>",
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><mnemosyne core_version='1'><item id='1'/></mnemosyne>",
        b"<mnemosyne core_version='1'>" + b"<item>" * 20_000,
        b"<openSM2sync><log type='6'/></openSM2sync>",
    ],
)
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        reading("mnemosyne", "a.xml", data)


def test_archives_that_lie(tmp_path: Path) -> None:
    """A zip without cards, and names that lead out of it: nothing is unpacked by its path."""
    empty = tmp_path / "a.cards"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(Unreadable, match="no cards"):
        read("mnemosyne", empty)
    sly = packed(
        tmp_path / "b.cards",
        fact("f", f='<img src="../up.png">', b="b"),
        card("c", "f", "1.1"),
        **{"..__up.png": b"up"},
    )
    assert set(contents(read("mnemosyne", sly))) <= {"up.png"}
    assert not (tmp_path.parent / "up.png").exists()


def test_what_is_said_of_all_cards_is_told(tmp_path: Path) -> None:
    """Who made the cards, and a category that was switched off, are told."""
    path = packed(tmp_path / "a.cards", fact("f", f="x", b="y"), card("c", "f", "1.1"))
    with zipfile.ZipFile(path) as archive:
        cards = archive.read("cards.xml")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("METADATA", "card_set_name:x\nauthor_name:Ann\nnotes:\n")
        archive.writestr("cards.xml", cards)
    assert whys(read("mnemosyne", path)) == ["what it says of the cards: author_name:Ann"]
    off = '<category active="0"><name>Old</name></category>'
    assert [(each.where, each.why) for each in xml(off, item("1", "q", "a")).skipped] == [
        ("category Old", "that it was switched off")
    ]
