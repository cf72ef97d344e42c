"""What another process writes while an import is worked out: nothing comes twice, and nothing is written over."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from small_home import SettableClock, no_bundled_library, open_home

from quizzer.errors import LibraryError
from quizzer.importing import shelves
from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.media import Media
from quizzer.importing.options import options_for
from quizzer.importing.parts import Part
from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.model import Deck, Problem


def test_what_another_process_took_in_meanwhile_is_not_doubled(tmp_path: Path) -> None:
    """An import that was begun before another one ended is refused, and finds everything there when done again."""
    table, home, clock = tmp_path / "words.csv", tmp_path / "home", SettableClock()
    table.write_text("le chat,the cat\nle chien,the dog\n", encoding="utf-8")
    with no_bundled_library(tmp_path), closing(open_home(home, clock)) as one, closing(open_home(home, clock)) as two:
        wanted = Wanted([table], "", options_for(one))

        def meanwhile(what: str) -> None:
            if what.startswith("Comparing"):
                with prepared(two, wanted) as other:
                    other.take()

        with prepared(one, wanted, meanwhile) as found, pytest.raises(LibraryError, match="Do it again"):
            found.take()
        with prepared(one, wanted) as again:
            assert not again.report.changes
        assert [path.name for path in (home / "decks").glob("*.yaml")] == ["words.yaml"]
        assert [path.name for path in (home / "imports" / "origins").iterdir()] == ["words.json"]


def test_a_deck_that_is_cut_short_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck file that somebody saves shorter while an import is worked out is told, and stays as it was saved."""
    table, mine = tmp_path / "words.csv", tmp_path / "home" / "decks" / "words.yaml"
    table.write_text("le chat,the cat\n", encoding="utf-8")
    short = "questions:\n- {id: a, kind: typed, ask: a?, answer: b}\n"

    def late(part: Part) -> bool:
        mine.write_text(short, encoding="utf-8")
        return settle(part)

    settle = Part.settle
    with no_bundled_library(tmp_path), closing(open_home(tmp_path / "home", SettableClock())) as workspace:
        wanted = Wanted([table], "", options_for(workspace))
        with prepared(workspace, wanted) as found:
            found.take()
        mine.write_text("# Mine\n\n" + mine.read_text(encoding="utf-8"), encoding="utf-8")
        table.write_text("le chat,the cat\nle chien,the dog\n", encoding="utf-8")
        monkeypatch.setattr(Part, "settle", late)
        with prepared(workspace, wanted) as found, pytest.raises(LibraryError, match="changed meanwhile"):
            found.take()
    assert mine.read_text(encoding="utf-8") == short


def test_a_long_deck_that_comes_again_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of a deck that goes on in others is read a few times, not for each of its questions."""
    table, read = tmp_path / "words.csv", Counter[str]()
    table.write_text("guid,front,back\n" + "".join(f"g{n},word {n},back {n}\n" for n in range(1_600)), encoding="utf-8")
    with no_bundled_library(tmp_path), closing(open_home(tmp_path / "home", SettableClock())) as workspace:
        wanted = Wanted([table], "", options_for(workspace))
        with prepared(workspace, wanted) as found:
            found.take()

        def counted(path: Path, default_id: str) -> tuple[Deck | None, list[Problem]]:
            read[default_id] += 1
            return read_deck_file(path, default_id)

        monkeypatch.setattr(shelves, "read_deck_file", counted)
        with prepared(workspace, wanted) as found:
            assert not found.report.changes
    assert read == {"words": 1, "words-part-2": 2}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), FileNotFoundError(2, "No usable folder")])
def test_a_full_disk_for_temporary_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    """Where there is no room to unpack a source, or no folder for it, that is an error told in a sentence."""

    def full(*_: object, **__: object) -> None:
        raise error

    table = tmp_path / "words.csv"
    table.write_text("le chat,the cat\n", encoding="utf-8")
    monkeypatch.setattr(tempfile if error.errno == 2 else Media, "mkdtemp" if error.errno == 2 else "settled", full)
    with (
        no_bundled_library(tmp_path),
        closing(open_home(tmp_path / "home", SettableClock())) as workspace,
        pytest.raises(LibraryError, match="temporary files cannot be used: No"),
        prepared(workspace, Wanted([table], "", options_for(workspace))),
    ):
        pass
