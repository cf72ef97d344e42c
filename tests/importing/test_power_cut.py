"""What an import leaves on the disk: all of it before the log knows it, and nothing of one that was cut off."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from anki_packages import BASIC, Cards
from small_home import SettableClock, no_bundled_library, open_home

from quizzer.filing import FOLDER, SIDE, Filing, Written
from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.options import options_for
from quizzer.importing.origins import all_originals
from quizzer.store.store import Store
from quizzer.workspace import Workspace


def taken(workspace: Workspace, *sources: Path) -> None:
    """Import files in one command."""
    with prepared(workspace, Wanted(list(sources), "", options_for(workspace))) as found:
        found.take()


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be flushed there")
def test_files_are_on_the_disk_before_the_log_knows_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decks, what is remembered of them, both versions of each and the folders are flushed; then comes the commit."""
    flushed: set[int] = set()
    missing: list[Path] = []
    table, home = tmp_path / "words.csv", tmp_path / "home"
    table.write_text("le chat,the cat\n", encoding="utf-8")

    def flush(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        fsync(handle)

    def commit(self: Store, *arguments: Any) -> Any:
        here = [path for name in ("decks", "imports") for path in (home / name, *(home / name).rglob("*"))]
        missing.extend(path for path in here if path.name not in ("lock", SIDE) and path.stat().st_ino not in flushed)
        return take_in(self, *arguments)

    fsync, take_in = os.fsync, Store.take_in
    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(Store, "take_in", commit)
    with no_bundled_library(tmp_path), closing(open_home(home, SettableClock())) as workspace:
        taken(workspace, table)
        table.write_text("le chat,the cat\nle chien,the dog\n", encoding="utf-8")
        flushed.clear()
        taken(workspace, table)
    kept = [path for path in missing if FOLDER not in path.as_posix()]
    assert kept == []
    latest = max((home / FOLDER).iterdir())
    assert [path for path in missing if latest in path.parents] == []


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be flushed there")
def test_a_disk_that_flushes_no_folders_takes_an_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network disks refuse to flush a folder: its files are flushed, and the import goes on."""

    def flush(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(handle)

    fsync, table = os.fsync, tmp_path / "words.csv"
    table.write_text("le chat,the cat\n", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", flush)
    with no_bundled_library(tmp_path), closing(open_home(tmp_path / "home", SettableClock())) as workspace:
        taken(workspace, table)
        assert [deck.id for deck in workspace.store.decks.decks()] == ["words"]


def test_what_was_cut_off_is_swept_away(tmp_path: Path) -> None:
    """The next import drops what a killed one left; what can be undone or redone stays."""
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("le chat,the cat\n", encoding="utf-8")
    other.write_text("le chien,the dog\n", encoding="utf-8")
    kept = tmp_path / "home" / FOLDER
    with no_bundled_library(tmp_path), closing(open_home(tmp_path / "home", SettableClock())) as workspace:
        taken(workspace, one)
        workspace.undo()
        (undone,) = kept.iterdir()
        (kept / "torn" / "after").mkdir(parents=True)
        (kept.parent / ".restoring-x" / "before").mkdir(parents=True)
        source = tmp_path / "text"
        source.write_text("one", encoding="utf-8")
        Filing(tmp_path / "home").stage("begun", [Written("decks/x.yaml", source)])
        taken(workspace, other)
        assert {path.name for path in kept.iterdir()} == {undone.name, f"{undone.name}-2"}
        assert not (tmp_path / "home" / "decks" / "x.yaml").exists()
        assert not (kept.parent / ".restoring-x").exists()
        workspace.undo()
        workspace.redo()
        assert (tmp_path / "home" / "decks" / "other.yaml").is_file()


def test_a_package_named_twice_is_kept_once(tmp_path: Path) -> None:
    """Notes as they stood in Anki are kept once of each package, in one command as in two."""
    cards = Cards()
    cards.note(BASIC, "front", "back")
    package = cards.write(tmp_path / "a.apkg")
    with no_bundled_library(tmp_path), closing(open_home(tmp_path / "home", SettableClock())) as workspace:
        taken(workspace, package, package)
        taken(workspace, package)
        assert len(all_originals(tmp_path / "home")) == 1


def test_an_interrupt_just_after_the_commit_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the log knows stays, though Ctrl-C came while the database wrote it, and one undo takes it back."""
    table, home = tmp_path / "words.csv", tmp_path / "home"
    table.write_text("le chat,the cat\n", encoding="utf-8")

    def late(self: Store, *arguments: Any) -> Any:
        take_in(self, *arguments)
        raise KeyboardInterrupt

    take_in = Store.take_in
    monkeypatch.setattr(Store, "take_in", late)
    with no_bundled_library(tmp_path), closing(open_home(home, SettableClock())) as workspace:
        with pytest.raises(KeyboardInterrupt):
            taken(workspace, table)
        assert (home / "decks" / "words.yaml").is_file()
        assert workspace.undo() is not None
        assert not (home / "decks" / "words.yaml").exists()
