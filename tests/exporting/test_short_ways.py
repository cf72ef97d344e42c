"""The short ways of writing fields come to what the long ones come to."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from anki_actions import NOW, answer
from hypothesis import example, given
from hypothesis import strategies as st
from odd_logs import ODD_LOGS
from small_home import SettableClock, open_home

from quizzer.exporting import anki_assembly, anki_package, html
from quizzer.exporting.exporter import export
from quizzer_decks.formats.anki import packing
from quizzer_scheduler.model import Rating

MARKS = st.text(st.sampled_from("ab1. )(`*_[]<>&~$\\\"'#+-=|:!é語\u00a0\u2028\n\thtps/"), max_size=12)
TABLES = ("notes", "cards", "revlog")


@given(MARKS | st.text(max_size=8))
@example("`a` b `c_d*`")
@example("1. a")
@example("<https://a.b/C-d_e.html>")
@example("`a``b`")
def test_plain_lines_need_no_parser(text: str) -> None:
    """Whatever a line holds, the way without a parser says what the parser says."""
    assert html.html_of(text, {}) == html.page(html.parsed(text, {}))
    assert html.block(text, {}) == html.parsed(text, {})
    paragraph = html.page(html.parsed(text, {}))
    assert html.listed([text, "a"], {}) == f"<ul>\n<li>{paragraph}</li>\n<li>a</li>\n</ul>"


@pytest.mark.parametrize("deflater", [packing.zlib, zlib])
def test_a_large_file_is_packed(deflater: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is deflated past `zipfile`, with either library, unpacks to the file, whatever is before and behind it."""
    monkeypatch.setattr(packing, "zlib", deflater)
    content = bytes(range(256)) * 40_000
    (tmp_path / "large").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "z", "w") as archive:
        archive.writestr("before", "1")
        packing.pack(archive, tmp_path / "large", "large")
        archive.writestr("behind", "2")
    with zipfile.ZipFile(tmp_path / "z") as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in ("before", "large", "behind")] == [b"1", content, b"2"]
        assert archive.getinfo("large").compress_size < len(content) / 50


def test_what_another_process_writes_is_the_same(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Log and notes are row by row the same, whether another process has a part in them, none pays, or none starts."""
    workspace = open_home(home, SettableClock(NOW))
    answer(workspace, "small/kinds/basic", (30, Rating.GOOD), (29, Rating.AGAIN), (29, Rating.GOOD))
    found = []

    def none_starts(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    def written() -> None:
        out = export(workspace, [], "apkg", tmp_path / "out.apkg")
        tables = [rows_of(tmp_path / "out.apkg", f"select * from {name} order by id") for name in TABLES]
        assert [len(rows) for rows in tables] == [out.questions, out.cards, 3]
        found.append((tables, zipfile.ZipFile(tmp_path / "out.apkg").read("media")))

    written()
    monkeypatch.setattr(anki_package, "LONG", 0)
    monkeypatch.setattr(anki_assembly, "_PIECE", 1)
    written()
    monkeypatch.setattr(subprocess, "Popen", none_starts)
    written()
    workspace.close()
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("name", ["before and after 1970", "clock put back", "another time zone each time"])
def test_an_odd_log_is_whole(name: str, home: Path, tmp_path: Path) -> None:
    """Whatever the clock said, every answer is in the package once, and those of a card follow on each other."""
    workspace = open_home(home, SettableClock(NOW))
    log = ODD_LOGS[name]()
    workspace.store.load_events(log)
    assert export(workspace, [], "apkg", tmp_path / "out.apkg").reviews == len(log)
    workspace.close()
    rows = rows_of(tmp_path / "out.apkg", "select cid, ivl, lastIvl from revlog order by id")
    assert len(rows) == len(log)
    last: dict[object, object] = {}
    for card, interval, before in rows:
        assert before == last.get(card, 0)
        last[card] = interval


def rows_of(package: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what a query finds in the collection of a package."""
    with zipfile.ZipFile(package) as archive:
        (package.parent / "collection").write_bytes(archive.read("collection.anki21"))
    with closing(sqlite3.connect(package.parent / "collection")) as database:
        return database.execute(sql).fetchall()


@pytest.mark.parametrize(("name", "file"), [("apkg", "out.apkg"), ("yaml", "out"), ("anki-text", "out.txt")])
def test_what_is_stopped_leaves_nothing(home: Path, tmp_path: Path, name: str, file: str) -> None:
    """Whoever is told how far an export is may stop it: then there is no file, nor half of one."""
    workspace = open_home(home, SettableClock(NOW))
    told: list[str] = []

    def stop(what: str) -> None:
        told.append(what)
        if len(told) > 1:
            raise KeyboardInterrupt

    (tmp_path / "here").mkdir()
    with pytest.raises(KeyboardInterrupt):
        export(workspace, [], name, tmp_path / "here" / file, stop)
    workspace.close()
    assert list((tmp_path / "here").iterdir()) == []
