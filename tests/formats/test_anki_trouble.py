"""Packages that are damaged, hostile or something else: a sentence that names the file, and nothing half read."""

from __future__ import annotations

import io
import json
import pickle
import sqlite3
import stat
import time
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
import zstandard
from anki_packages import ANSWER, BASIC, CLOZE, SCHEMA_11, TODAY, Cards, Kind, message, varint
from hypothesis import given, settings
from hypothesis import strategies as st
from quiz_values import bodies, contents, read

from quizzer_decks.formats.anki import package as outside
from quizzer_decks.formats.anki import reading as inside
from quizzer_decks.formats.anki.collection import _Told
from quizzer_decks.formats.foreign import Unreadable
from quizzer_decks.formats.registry import recognise
from quizzer_decks.model import Basic, Cloze


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a package is written."""
    return tmp_path / "deck.apkg"


def refused(path: Path) -> str:
    """Return why a package cannot be read; the sentence names the file."""
    with pytest.raises(Unreadable) as caught:
        read("anki", path).past()
    assert path.name in str(caught.value)
    return str(caught.value)


def read_or_refused(path: Path) -> None:
    """Read a package to its end, or be told in a sentence that names it why not."""
    told = path.name
    with suppress(Unreadable):
        try:
            read("anki", path).past()
        except Unreadable as error:
            told = str(error)
            raise
    assert path.name in told


def zipped(path: Path, **members: bytes) -> Path:
    """Write a zip with these members, `_` standing for a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return path


def database(path: Path, *statements: str) -> bytes:
    """Return a database made by statements, with a collection in it first."""
    made = path.with_suffix(".made")
    cards = Cards()
    cards.note(BASIC, "a", "b")
    made.write_bytes(cards.database(path.with_suffix(".db"), "anki2"))
    with closing(sqlite3.connect(made)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return made.read_bytes()


def sample() -> Cards:
    """Return a package with something of everything."""
    cards = Cards()
    row = {"type": 2, "queue": 2, "due": TODAY, "ivl": 3, "data": '{"s":3.0,"d":5.0}'}
    (card,) = cards.note(BASIC, "<b>a</b>", 'b <img src="p.png">', cards=[row], tags="t", deck="A::B")
    cards.note(CLOZE, "{{c1::a {{c2::b}} c}}", "e", cards=[{}, {}])
    cards.review(card, 1_700_000_000_000, 3, 3)
    cards.media = {"p.png": b"picture"}
    return cards


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100, b"hello", b"\xff" * 5000])
def test_what_is_no_archive(path: Path, data: bytes) -> None:
    """An empty file, the beginning of an archive and noise are refused."""
    path.write_bytes(data)
    assert "not a zip archive, or a damaged one" in refused(path)


def test_what_anki_keeps_for_itself(path: Path) -> None:
    """A bare collection, one of Anki 1, and the pickles before it: the sentence says what to do."""
    bare = path.with_name("collection.anki2")
    bare.write_bytes(database(path))
    assert recognise(bare) == "anki"
    assert "export it as a package" in refused(bare)
    first = path.with_name("deck.anki")
    with closing(sqlite3.connect(first)) as db:
        for table in ("facts", "cards", "models", "fields"):
            db.execute(f"create table {table} (id integer)")
    assert recognise(first) == "anki"
    assert "export it as a package" in refused(first)
    assert "made by Anki 1" in refused(zipped(path, collection_anki2=first.read_bytes()))
    first.write_bytes(pickle.dumps({"cards": [1, 2]}))
    assert "Anki's first years" in refused(first)


def test_archives_without_a_collection(path: Path) -> None:
    """Other archives, and those with the collection in a folder, as Anki refuses them too."""
    assert "no collection in it" in refused(zipped(path, readme_txt=b"hi"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("deck/collection.anki2", database(path))
    assert "no collection in it" in refused(path)


def test_a_package_of_the_future(path: Path) -> None:
    """A version that there is not yet is told, and not guessed at."""
    assert "newer Anki" in refused(zipped(path, meta=varint(1, 250), collection_anki2=database(path)))
    assert "head cannot be read" in refused(zipped(path, meta=b"\x0b\xff", collection_anki2=database(path)))


def test_a_bomb(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to far more than it is costs neither memory nor disk."""
    monkeypatch.setattr(outside, "_ALWAYS", 1 << 20)
    zeros = bytes(64 << 20)
    begun = time.process_time()
    assert "more than it can hold" in refused(zipped(path, collection_anki2=zeros))
    compressed = zstandard.ZstdCompressor().compress(zeros)
    assert "more than it can hold" in refused(zipped(path, meta=b"\x08\x03", collection_anki21b=compressed))
    assert "too large" in refused(
        zipped(
            path,
            meta=b"\x08\x03",
            collection_anki21b=b"",
            media=zstandard.ZstdCompressor().compress(bytes(outside._LARGEST_LIST + 1)),
        )
    )
    listed = json.dumps({"9": "big.png"}).encode()
    with zipfile.ZipFile(
        zipped(path, collection_anki2=database(path), media=listed), "a", zipfile.ZIP_DEFLATED
    ) as more:
        more.writestr("9", zeros)
    assert "far more than a package can hold" in refused(path)
    assert time.process_time() - begun < 5


def test_a_media_file_larger_than_it_says(path: Path) -> None:
    """What is unpacked of a media file is no more than its entry says."""
    cards = sample()
    cards.write(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    entry = message(1, "p.png") + varint(2, 3)
    members["media"] = zstandard.ZstdCompressor().compress(message(1, entry))
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    (file,) = read("anki", path).media
    assert file.size == 3


def test_links_in_an_archive_are_no_files(path: Path) -> None:
    """A symbolic link among the media is not followed, and not taken for what it names."""
    cards = sample()
    cards.media = {}
    cards.write(path, "anki21")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**members, "media": b'{"0": "p.png"}'}.items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("0")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    found = read("anki", path)
    assert contents(found) == {}
    assert [each.where for each in found.skipped] == ["p.png"]


@pytest.mark.parametrize(
    "statements",
    [
        ["drop table notes"],
        ["drop table revlog", "create view revlog as select * from cards"],
        ["drop table notes", "create virtual table notes using fts5(guid, mid, mod, tags, flds)"],
        ["alter table notes rename to n", "create table notes (id integer, flds text as (hex(zeroblob(9000000))))"],
        ["alter table cards drop column nid"],
        ["update col set models = '[]'"],
        ["update col set models = '{\"x\": {}}'"],
        ["update col set models = '" + "[" * 100_000 + "'"],
        ["update col set decks = null"],
        ["update col set crt = 'long ago'"],
        ["delete from col"],
        ["delete from notes"],
    ],
)
def test_collections_that_are_none(path: Path, statements: list[str]) -> None:
    """Tables that are missing, views, computed or full of something else: one sentence."""
    refused(zipped(path, collection_anki2=database(path, *statements)))


def test_views_and_triggers_beside_the_tables_do_nothing(path: Path) -> None:
    """What else a database defines is never run, not even a view without end."""
    endless = "create view endless as with recursive n(x) as (select 1 union all select x + 1 from n) select x from n"
    trigger = "create trigger t after insert on notes begin delete from notes; end"
    data = database(path, endless, trigger)
    assert bodies(read("anki", zipped(path, collection_anki2=data))) == [Basic("a", "b")]


@pytest.mark.parametrize("created", [10**17, -(10**17), 2**62])
def test_a_collection_made_at_no_time_there_is(path: Path, created: int) -> None:
    """Days are counted from the epoch then, and the notes are read."""
    data = database(path, f"update col set crt = {created}")
    assert bodies(read("anki", zipped(path, collection_anki2=data))) == [Basic("a", "b")]


def test_rows_of_the_wrong_types(path: Path) -> None:
    """Blobs, nulls and words in place of numbers are read as far as they go; nothing else is disturbed."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA_11)
    statements = [
        "insert into notes (id, guid, mid, mod, tags, flds) values (2, null, 10000, 'x', null, x'61ff1f62')",
        "insert into notes (id, guid, mid, mod, tags, flds) values (3, 7, 'y', null, x'00', 5)",
        "insert into cards (id, nid, did, ord, type, queue, due) values (2, 2, 'd', null, 'new', x'ff', 1.5)",
        "insert into cards (id, nid, ord) values (5, null, 99)",
        "insert into revlog (id, cid, ease) values (1, 2, 'three')",
    ]
    found = read("anki", zipped(path, collection_anki2=database(path, *statements)))
    assert bodies(found) == [Basic("a\ufffd", "b"), Basic("a", "b")]
    assert found.past().cards == []


def test_a_package_of_too_many_notes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with more notes than are taken at once is refused before any is read, with their number."""
    sample().write(path)
    monkeypatch.setattr(inside, "_MOST", 1)
    assert refused(path) == (
        f"{path.name} holds {len(sample().notes)} notes, and at most 1 are taken at once; export its decks from Anki"
        " one by one."
    )


def test_text_that_is_hard_to_read_takes_no_time(path: Path) -> None:
    """Brackets, tags and braces without end are read in time that grows with their length."""
    pieces = ["[", "a[", "{{", "{{c1::", "<hr id=", "<script", "<!--", "&", "\\(", "[latex]", "<b>", " "]
    hard = [piece * (20_000 // len(piece)) for piece in pieces]
    furigana = Kind(("F",), [("{{furigana:F}}x{{#F}}", "{{F}}{{FrontSide}}<hr id=answer>y")])
    cards = Cards()
    for text in hard:
        cards.note(BASIC, text, "x")
        cards.note(CLOZE, text + "{{c1::x}}", "x")
        cards.note(furigana, text)
        cards.note(Kind(("F",), [(text + "{{F}}", ANSWER + text)]), "x")
    begun = time.process_time()
    read("anki", cards.write(path))
    assert time.process_time() - begun < 15


@pytest.mark.parametrize("generation", ["anki2", "anki21", "anki21b"])
def test_a_package_that_breaks_off(path: Path, generation: str) -> None:
    """Wherever a package was cut, it is refused."""
    whole = sample().write(path, generation).read_bytes()  # type: ignore[arg-type]
    for length in range(0, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:length])
        refused(path)


def test_a_collection_that_breaks_off(path: Path) -> None:
    """A database cut short in a whole archive is refused, or what stands before the cut is read."""
    data = sample().database(path.with_suffix(".db"), "anki2")
    for length in range(0, len(data), 2000):
        zipped(path, collection_anki2=data[:length])
        read_or_refused(path)


@settings(max_examples=40)
@given(st.data())
def test_damage_anywhere_is_told_or_harmless(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever bytes of the collection are changed, a reading comes back or one sentence does."""
    path = tmp_path_factory.mktemp("anki") / "deck.apkg"
    content = bytearray(sample().database(path.with_suffix(".db"), "anki2"))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(100, len(content) - 1))] = data.draw(st.integers(0, 255))
    zipped(path, collection_anki2=bytes(content), media=b'{"0": "p.png"}')
    read_or_refused(path)


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_noise_for_a_head_or_a_list_is_told(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    """Bytes in place of the list of media, or of the head, are refused or come to nothing."""
    path = tmp_path_factory.mktemp("anki") / "deck.apkg"
    collection = zstandard.ZstdCompressor().compress(sample().database(path.with_suffix(".db"), "anki21b"))
    for members in (
        {"meta": noise},
        {"meta": b"\x08\x03", "media": noise},
        {"meta": b"\x08\x03", "media": zstandard.ZstdCompressor().compress(noise)},
        {"meta": b"\x08\x02", "media": noise},
    ):
        zipped(path, collection_anki21b=collection, collection_anki21=b"", **members)
        read_or_refused(path)


def test_an_archive_with_a_password(path: Path) -> None:
    """An encrypted member is refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collection.anki2", database(path))
    data = bytearray(buffer.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(bytes(data))
    assert "cannot be unpacked" in refused(path)


def test_deep_nesting_is_read_as_far_as_it_goes(path: Path) -> None:
    """Deletions in deletions beyond reason make questions, not an overflow."""
    cards = Cards()
    text = "".join(f"{{{{c{number}::x" for number in range(1, 30)) + "}}" * 29
    cards.note(CLOZE, text, "", cards=[{}] * 29)
    assert all(isinstance(body, Cloze) for body in bodies(read("anki", cards.write(path))))


def test_a_full_disk_is_no_damage() -> None:
    """A database that finds no room to sort in is as whole as before, and nobody is told otherwise."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("pragma max_page_count = 1")
        with pytest.raises(OSError, match="No space left"), _Told("deck.apkg"):
            database.execute("create table answer (rating)")
