"""What an import writes is known without being read back, and known as reading would know it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from small_home import no_bundled_library

from benchmarks.synthetic_decks import DeckMaker
from quizzer import indexing
from quizzer.clock import SystemClock
from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.options import options_for
from quizzer.paths import locate
from quizzer.workspace import Workspace
from quizzer_decks.deck_file import write_deck

TABLE = (
    "#separator:tab\n#html:false\n#tags column:3\n"
    "plain\tan answer\tone two\n"
    'quoted: yes\t"several\nlines # here"\n'
    "no\tnull\tÄrger\n"
    "bell\x07\ta\u202eb\n"
    "colon:\t- dash \n"
    "日本\u3000語\t{{not a hole}}\t\n"
    "a {{c1::hole::hint}} in it\t\n" + "same words\tagain\t\n" * 2 + "same words\tother\n"
)
QUESTIONS = """
    select deck.id, question.id, position, kind, line, question.digest, question.tags, search, json
    from question join deck on deck.key = deck_key join body on question_key = question.key order by 1, 3
"""
CARDS = "select id, part, position, siblings, state from card where question_key is not null order by id"
CONTRASTS = "select id, deck, question from contrast join question on key = question_key order by 1, 2, 3"


@pytest.fixture(autouse=True)
def no_library(tmp_path: Path) -> Iterator[None]:
    """Leave the bundled decks out."""
    with no_bundled_library(tmp_path):
        yield


@contextmanager
def opened(home: Path) -> Iterator[Workspace]:
    """Open a workspace."""
    with closing(Workspace.open(locate(home), None, SystemClock())) as workspace:
        yield workspace


def imported(workspace: Workspace, *sources: Path) -> None:
    """Take sources in."""
    with prepared(workspace, Wanted(sources, "", options_for(workspace))) as found:
        found.take()
    assert not found.report.failed


def index(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    """Return all that the index says of decks."""
    with closing(sqlite3.connect(workspace.paths.database)) as connection:
        return [connection.execute(sql).fetchall() for sql in (QUESTIONS, CARDS, CONTRASTS)]


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Return a table of odd texts and a deck of all kinds."""
    table, deck = tmp_path / "table.tsv", tmp_path / "kinds.yaml"
    table.write_text(TABLE, encoding="utf-8")
    deck.write_text(write_deck(DeckMaker(1, 30).deck(0)), encoding="utf-8")
    return [table, deck]


def test_an_import_is_indexed_as_if_it_was_read(tmp_path: Path, sources: list[Path]) -> None:
    """The index after an import is that of another home which only finds the same files."""
    with opened(tmp_path / "one") as one:
        imported(one, *sources)
        (tmp_path / "two").mkdir()
        (tmp_path / "one" / "decks").rename(tmp_path / "two" / "decks")
        with opened(tmp_path / "two") as two:
            refresh = two.refresh()
            assert refresh.problems == ()
            assert refresh.read >= 2
            assert index(two) == index(one)
            assert len(index(one)[0]) > 30


def test_nothing_that_was_written_is_read_back(
    tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import reads no deck file that it wrote, and the next look finds nothing to read."""
    with opened(tmp_path / "home") as workspace:
        workspace.refresh()
        monkeypatch.setattr(indexing, "indexed_deck", lambda *_: pytest.fail("a deck file was read"))
        imported(workspace, *sources)
        assert workspace.refresh().read == 0
