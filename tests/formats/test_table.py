"""Tables of cards: Anki's text with its headers, and CSV or TSV from anyone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, foreign, questions, read, reading, whys

from quizzer_decks.formats import texts
from quizzer_decks.formats.foreign import Options, Reading, Unreadable
from quizzer_decks.formats.registry import recognise
from quizzer_decks.model import Basic, Cloze, Typed


def table(text: str | bytes, file: str = "words.csv") -> Reading:
    """Read a table."""
    return reading("csv", file, text)


def pairs(found: Reading) -> list[tuple[str, str]]:
    """Return what is asked and answered."""
    return [(body.ask, body.answer) for body in bodies(found) if isinstance(body, Basic)]


def mapped(text: str, tmp_path: Path, **columns: str) -> Reading:
    """Read a table whose columns the learner names."""
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    return read("csv", path, Options(columns=columns))


cells = st.text("abé ,;|:\"'\t\n<>#=", min_size=1, max_size=10).filter(lambda text: text.strip(" \t\n#").strip())


@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=8, unique_by=lambda pair: pair),
    st.sampled_from([("tab", "\t"), ("comma", ","), ("semicolon", ";"), ("pipe", "|"), ("colon", ":")]),
)
def test_every_row_once_in_order_with_its_answer(rows: list[tuple[str, str]], separator: tuple[str, str]) -> None:
    """What a spreadsheet writes with any delimiter is read back; quoted cells hold delimiters, quotes, line ends."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator[1], quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        (f"{n} {ask}", f"a{answer}") for n, (ask, answer) in enumerate(rows)
    )
    found = pairs(table(f"#separator:{separator[0]}\n#html:false\n{out.getvalue()}"))
    assert found == [
        (texts.from_plain(f"{n} {ask}".strip()), texts.from_plain(f"a{answer}".strip()))
        for n, (ask, answer) in enumerate(rows)
    ]


def test_what_anki_exports() -> None:
    """All headers of its own, with the columns they name; a guid is the key that packages have."""
    found = table(
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
        "g1\tBasic\tLang::French\tcat\t<b>le chat</b>\tanimal home\n"
        "g2\tBasic (and reversed card)\tLang::French\tdog\tle chien\t\n"
        "g3\tBasic (type in the answer)\tLang\tsun\tle soleil\t\n"
        'g4\tCloze\tLang\tThe {{c1::moon}} and the {{c2::star::lit}}.\t"more\n""here"""\tsky\n',
        "notes.txt",
    )
    assert bodies(found) == [
        Basic("cat", "**le chat**"),
        Basic("dog", "le chien", reverse=True),
        Typed("sun", "le soleil"),
        Cloze("The {{c1::moon}} and the {{c2::star::lit}}."),
    ]
    assert [each.key for each in foreign(found)] == ["anki:g1", "anki:g2", "anki:g3", "anki:g4"]
    assert [deck.path for deck in found.decks] == [("Lang", "French"), ("Lang",)]
    assert questions(found)[0].tags == ("animal", "home")
    assert questions(found)[3].why == 'more\n"here"'
    assert not found.skipped


def test_comments_above_a_table() -> None:
    """Lines above the names of the columns are no cards; a card may begin with the sign of a comment."""
    assert pairs(table("# my words\n#\nfront,back\na,b\n# c,d\n")) == [("a", "b"), ("\\# c", "d")]
    assert pairs(table("# c,d\na,b\n")) == [("\\# c", "d"), ("a", "b")]


@pytest.mark.parametrize(
    "head",
    [
        "#separator:Comma\n",
        "#separator: comma\n",
        "#separator:,\n",
        "#separator:comma,,,\n#html:false,,,\n",
        "#SEPARATOR:comma\n# free comment\n#unknown:x\n",
        "# vim: noet nowrap\n#separator:comma\n",
        "#columns:front,back\n",
        "#deck:D\n",
        "tags: one two\n",
    ],
)
def test_headers_as_people_write_them(head: str) -> None:
    """With blanks, padded by a spreadsheet, in capitals, among comments, or the old one for tags."""
    found = table(f"{head}a b,c d\n# a comment,x\n\ne f,g h\n", "x.txt")
    assert pairs(found) == [("a b", "c d"), ("e f", "g h")]
    assert questions(found)[0].tags == (("one", "two") if head.startswith("tags") else ())
    assert found.decks[0].path == (("D",) if "deck" in head else ("x",))


def test_headers_with_values_in_quotes_and_columns_with_blanks() -> None:
    """A deck's name in quotes is the name; a number may follow a blank."""
    found = table('#separator:tab\n#deck: "CSCI 50.01"\n#tags column: 3\n#html: true\na\t<i>b</i>\tx y\n', "x.txt")
    assert found.decks[0].path == ("CSCI 50.01",)
    assert questions(found)[0].tags == ("x", "y")
    assert pairs(found) == [("a", "*b*")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: b,c\nd; e,f\ng | h,i\n", [("a: b", "c"), ("d; e", "f"), ("g | h", "i")]),
        ("What: is,1\nWho?,2\n", [("What: is", "1"), ("Who?", "2")]),
        ("a, b\tc\nd, e, f\tg\n", [("a, b", "c"), ("d, e, f", "g")]),
        ("10:30;a, b\n11:00;c\n", [("10:30", "a, b"), ("11:00", "c")]),
        ("a|b, c\nd|e: f\n", [("a", "b, c"), ("d", "e: f")]),
        ('"a;b",c\n"d\te",f\n', [("a;b", "c"), ("d e", "f")]),
        ("one : two\n", [("one", "two")]),
    ],
)
def test_a_delimiter_is_found_by_consistency(text: str, wanted: list[tuple[str, str]]) -> None:
    """Not the first that occurs in a text is taken, but the one the rows agree on."""
    got = [(" ".join(ask.split()), " ".join(answer.split())) for ask, answer in pairs(table(text))]
    assert [(ask.replace("\\", ""), answer.replace("\\", "")) for ask, answer in got] == wanted


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(ends: str) -> None:
    """Also of old Macs; inside quotes they are part of the cell; blank lines are none."""
    text = ends.join(["a,b", "", '"c', 'd",e', ",", "f,g", ""])
    found = table(text)
    assert pairs(found) == [("a", "b"), ("c\\\nd", "e"), ("f", "g")]
    assert [each.where for each in foreign(found)] == ["line 1", "line 3", "line 6"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    """UTF-8 with a mark or without, UTF-16 by its mark; anything else is taken for Western, which is told."""
    data = "é,ü\nß,ñ\n".encode(encoding)
    found = table(b"\xfe\xff" + data if encoding == "utf-16-be" else data)
    assert pairs(found) == [("é", "ü"), ("ß", "ñ")]
    assert [("Windows-1252" in warning) for warning in found.warnings] == ([True] if encoding == "cp1252" else [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_ankis_headers_are_known_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    """A mark before them does not hide them."""
    path = tmp_path / "x.txt"
    path.write_bytes("#separator:tab\n#deck:D\na\tb\n".encode(encoding))
    assert recognise(path) == "csv"
    assert read("csv", path).decks[0].path == ("D",)


def test_a_row_of_names() -> None:
    """Columns are taken by their names in any order; what has another name goes into the explanation with it."""
    found = table("guid,Tags,Back,Front,Level,Hint\n1,a b,le chat,cat,easy,meows\n2,,le chien,dog,,\n")
    assert bodies(found) == [Basic("cat", "le chat"), Basic("dog", "le chien")]
    first, second = questions(found)
    assert (first.tags, first.hint, first.why) == (("a", "b"), "meows", "Level: easy")
    assert (second.tags, second.hint, second.why) == ((), "", "")
    assert [each.key for each in foreign(found)] == ["anki:1", "anki:2"]


def test_a_first_row_that_is_a_card_is_one() -> None:
    """Words that could be names are no header by themselves."""
    assert pairs(table("answer,réponse\nquestion,question\n"))[0] == ("answer", "réponse")
    assert pairs(table("cat,chat\ndog,chien\n"))[0] == ("cat", "chat")


def test_columns_that_the_learner_names(tmp_path: Path) -> None:
    """By number or by name; a column that is not there is told with those that are."""
    text = "Id,English,Sentence,French\n1,cat,It purrs.,chat\n"
    found = mapped(text, tmp_path, ask="French", answer="2", why="Sentence")
    assert pairs(found) == [("chat", "cat")]
    assert questions(found)[0].why == "It purrs."
    for columns in ({"ask": "Nope"}, {"nope": "1"}, {"ask": "9"}):
        with pytest.raises(Unreadable):
            mapped(text, tmp_path, **columns)


def test_no_cell_is_lost() -> None:
    """Columns beyond those that are known, and cells beyond the columns of the others, are in the explanation."""
    found = table("neko\tねこ\tcat\ta note\ninu\tいぬ\nushi\tうし\tcow\tn\textra\n", "words.tsv")
    assert pairs(found) == [("neko", "ねこ"), ("inu", "いぬ"), ("ushi", "うし")]
    assert [question.why for question in questions(found)] == ["cat\n\na note", "", "cow\n\nn\n\nextra"]


def test_rows_that_are_longer_than_all_of_the_sample() -> None:
    """Also a cell far down, in a column that no row before has."""
    rows = "".join(f"q{n},a{n}\n" for n in range(1000))
    found = table(f"{rows}last,one,more,most\n")
    assert len(questions(found)) == 1001
    assert questions(found)[-1].why == "more\n\nmost"


def test_what_quizlet_and_mnemosyne_write() -> None:
    """Two columns with tabs; entities by number; a third column behind the answer."""
    assert pairs(table("cell\tunit of life\natom\tunit of matter\n", "quizlet.txt")) == [
        ("cell", "unit of life"),
        ("atom", "unit of matter"),
    ]
    found = table("\ufeff&#33267;\tarrive\r\n&#22823;\tbig\r\n".encode(), "mnemosyne.tsv")
    assert pairs(found) == [("至", "arrive"), ("大", "big")]


def test_tags_with_semicolons_and_hierarchies() -> None:
    """They are parted at blanks, commas and semicolons; what nests stays whole."""
    found = table('front;back;tags\na;b;"x;y"\nc;d;p::q r-s\n')
    assert [question.tags for question in questions(found)] == [("x", "y"), ("p::q", "r-s")]


def test_html_by_header_or_by_looks() -> None:
    """It is HTML where the header says so, or where the first rows look like it; else it is shown as it is written."""
    assert pairs(table('#html:true\n#separator:tab\na &lt; b\t<img src="x.png">\n', "a.txt")) == [
        ("a \\< b", "![x.png](media/x.png)"),
    ] or pairs(table("#html:true\n#separator:tab\na &lt; b\tc\n", "a.txt")) == [("a < b", "c")]
    assert pairs(table("#html:false\n#separator:tab\na\t<b>c</b>\n", "a.txt")) == [("a", "\\<b>c\\</b>")]
    assert pairs(table("a,<b>c</b>\n")) == [("a", "**c**")]


def test_rows_that_are_no_cards_are_told() -> None:
    """An empty front, an empty back, a line end that nobody quoted; the same row twice is one."""
    found = table("a,b\n,c\nd,\na,b\nbroken\nrow,x\n")
    assert pairs(found) == [("a", "b"), ("row", "x")]
    assert [(skipped.where, skipped.why) for skipped in found.skipped] == [
        ("line 2", "its first field is empty"),
        ("line 3", "it has no answer"),
        ("line 5", "it has no answer"),
    ]
    assert found.duplicates == 1


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    """All are then taken as they stand, which is told."""
    found = table('c,"d\ne,f\ng,h\n')
    assert pairs(found) == [("c", '"d'), ("e", "f"), ("g", "h")]
    assert "never closed" in found.warnings[0]


def test_links_and_other_sources_and_other_answers() -> None:
    """A source that is no link is kept in words; a column of other answers makes them typed."""
    found = table("question,answer,source,synonyms\nq,r,https://a.b/c,\ns,t,A book p. 5,\nu,v,,w;x\n")
    first, second, third = questions(found)
    assert (first.source, first.why) == (("https://a.b/c",), "")
    assert (second.source, second.why) == ((), "A book p. 5")
    assert third.body == Typed("u", "v", ("w", "x"))


def test_media_in_a_table_is_told(tmp_path: Path) -> None:
    """A table carries no media: a picture beside it is taken, another one is told."""
    (tmp_path / "x.png").write_bytes(b"png")
    path = tmp_path / "a.txt"
    path.write_text('#html:true\n#separator:tab\na\t<img src="x.png">\nb\t[sound:no.mp3]\n', encoding="utf-8")
    found = read("csv", path)
    assert [file.name for file in found.media] == ["x.png"]
    assert whys(found) == ["the file no.mp3 is not beside the table"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"a\nb\n",
        b"a,b\0c\n",
        b"\xff\xfea",
        b"x," + b"y" * 2_000_000,
        b"#separator:tab\n#deck:D\n",
        b"#separator:tab",
        b"#separator:xyz\na\n",
    ],
)
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        table(data)
