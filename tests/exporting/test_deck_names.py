"""Titles of decks, to Anki and back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from small_home import SettableClock, no_bundled_library, open_home

from quizzer.exporting.anki_decks import deck_name
from quizzer.exporting.exporter import export
from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.options import options_for
from quizzer.store.records import DeckInfo
from quizzer.workspace import Workspace


def titles(workspace: Workspace, source: Path) -> dict[str, str]:
    """Take in a file, and return the titles of all decks by their ids."""
    with prepared(workspace, Wanted([source], "", options_for(workspace))) as found:
        found.take()
    return {deck.id: deck.title for deck in workspace.store.decks.decks()}


def test_a_title_that_looks_like_two_levels_is_one(tmp_path: Path) -> None:
    """Decks called `A › B` beside a deck B in a deck A stay two, in a package as well, and come back as they were."""
    text, package = tmp_path / "notes.txt", tmp_path / "out.apkg"
    rows = ("A › B\tone\t1", "A::B\ttwo\t2", "X::Y › Z\tthree\t3", "Über › uns::Z\tfour\t4")
    text.write_text("#separator:tab\n#deck column:1\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with no_bundled_library(tmp_path):
        with closing(open_home(tmp_path / "one", SettableClock())) as workspace:
            there = titles(workspace, text)
            assert there == {
                "a-b": "A › B",
                "a/b": "A › B",
                "x/y-z": "X › Y › Z",
                "uber-uns/z": "Über › uns › Z",
            }
            assert titles(workspace, text) == there
            export(workspace, [], "apkg", package)
        with closing(open_home(tmp_path / "other", SettableClock())) as workspace:
            assert titles(workspace, package) == there


@pytest.mark.parametrize(
    ("id_", "title", "name"),
    [
        ("spanish/verbs", "Spanish › Verbs", "Spanish::Verbs"),
        ("spanish/verbs", "Español › Verbos", "Español::Verbos"),
        ("spanish/verbs-2-part-3", "Spanish › Verbs (3)", "Spanish::Verbs"),
        ("spanish/verbs", "Verbs", "spanish::Verbs"),
        ("my-own", "Cause › effect", "Cause › effect"),
        ("own/chain", "Cause › effect › end", "own::Cause › effect › end"),
    ],
)
def test_the_levels_of_a_name(id_: str, title: str, name: str) -> None:
    """The id tells how many levels a title has; a title of the learner's own is one, below the folders of the id."""
    deck = DeckInfo(1, id_, title, "", "", "", (), (), (), {}, 0, 0)
    assert deck_name(deck) == name
