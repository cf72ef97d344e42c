"""Deck files are laid ready by two processes as by one, and the index takes in the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from small_home import SettableClock, no_bundled_library, open_home

from benchmarks.synthetic_decks import DeckMaker
from quizzer.importing import helper, laying
from quizzer.importing.helper import Helper
from quizzer.importing.laying import Laying
from quizzer.importing.parts import Part
from quizzer.indexing import index_of
from quizzer.store.records import IndexedFile, IndexReport
from quizzer_decks.deck_file import written_deck
from quizzer_decks.model import Deck

ALONE = 1_000_000
INDEX = ("deck", "deck_file", "question", "body", "card", "contrast")


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Return five decks of all kinds that are to be written."""
    made = []
    for number in range(5):
        deck = DeckMaker(number, 20).deck(number)
        part = Part(deck.id, tmp_path / f"{number}.yaml", None, replace(deck, questions=()))
        for question, other in zip(deck.questions, (*deck.questions[1:], None), strict=True):
            part.put(replace(question, contrast=(other.id, "another/deck") if other else ()))
        made.append(part)
    return made


Taken = tuple[list[tuple[Path, bytes, str]], IndexReport, list[list[tuple[object, ...]]]]


def taken(
    parts: list[Part],
    folder: Path,
    many: int,
    meanwhile: Callable[[Helper], None] = lambda _: None,
    before: tuple[Part, ...] = (),
) -> Taken:
    """Return the files that are laid ready, what the index tells of them, and all that is in it then."""
    with (
        no_bundled_library(folder.parent),
        closing(open_home(folder / "home", SettableClock())) as workspace,
        Helper() as helper,
    ):
        earlier = [IndexedFile(str(part.path), 1, 1, "1", index_of(part.whole)) for part in before]
        workspace.store.replace_decks("own", earlier)
        workspace.store.replace_decks("own", [], [file.path for file in earlier])
        laid = list(Laying(folder / "ready", helper, many).laid(parts))
        meanwhile(helper)
        files = [IndexedFile(str(each.part.path), 1, 1, each.digest, each.deck) for each in laid]
        report = workspace.store.replace_decks("own", files)
        with closing(sqlite3.connect(workspace.paths.database)) as database:
            held = [database.execute(f"select * from {table} order by 1, 2").fetchall() for table in INDEX]
        return [(each.part.path, each.file.read_bytes(), each.digest) for each in laid], report, held


def test_the_index_of_two_processes_is_that_of_one(parts: list[Part], tmp_path: Path) -> None:
    """Files and index are the same to the row and its key, whether another process helps or not."""
    alone = taken(parts, tmp_path / "alone", ALONE)
    assert taken(parts, tmp_path / "both", 1) == alone
    assert alone[1] == IndexReport(new=90)
    assert all(alone[2])


def test_a_deck_that_was_here_before_finds_its_cards_again(parts: list[Part], tmp_path: Path) -> None:
    """Of a deck that went once the cards are still there: they are found, not made anew, with help and without."""
    alone = taken(parts, tmp_path / "alone", ALONE, before=(parts[4],))
    both = taken(parts, tmp_path / "both", 1, before=(parts[4],))
    assert both[:2] == alone[:2]
    assert both[1].returned
    assert [len(rows) for rows in both[2]] == [len(rows) for rows in alone[2]]


def kill(helper: Helper) -> None:
    """End the other process before its work is done."""
    assert helper._process is not None
    helper._process.stop()


def test_a_process_that_ends_leaves_its_work_to_the_other(parts: list[Part], tmp_path: Path) -> None:
    """When the other process is gone, what it did not make is made here."""
    assert taken(parts, tmp_path / "left", 1, kill) == taken(parts, tmp_path / "alone", ALONE)


def test_without_another_process_it_is_done_here(
    parts: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no process can be started, all of it is done by this one."""
    alone = taken(parts, tmp_path / "alone", ALONE)
    monkeypatch.setattr(helper, "_COMMAND", (str(tmp_path / "nothing"),))
    assert taken(parts, tmp_path / "left", 1) == alone


def test_what_the_other_process_left_is_made_once(
    parts: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decks that were handed over together are written here together, and not once for each of them."""
    written: list[str] = []

    def count(deck: Deck) -> tuple[str, Deck]:
        written.append(deck.id)
        return written_deck(deck)

    monkeypatch.setattr(laying, "written_deck", count)
    with Helper() as helper:
        helper.start()
        kill(helper)
        assert len(list(Laying(tmp_path / "ready", helper, 1).laid(parts))) == len(parts)
    assert sorted(written) == sorted(part.id for part in parts)


def test_a_deck_that_changes_after_it_was_begun_is_written_as_it_is(parts: list[Part], tmp_path: Path) -> None:
    """What was handed over early and changed since is not taken from there."""
    with Helper() as helper:
        files = Laying(tmp_path / "ready", helper, 1)
        for part in parts:
            files.begin(part)
        late = next(iter(parts[0].questions.values()))
        parts[2].put(replace(late, id="late"))
        laid = list(files.laid(parts))
        assert [each.file.read_text(encoding="utf-8") for each in laid] == [part.written()[0] for part in parts]
        assert [len(each.deck.questions) for each in laid] == [len(part.questions) for part in parts]
