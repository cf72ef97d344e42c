"""What a killed export or import left goes with the next one, and nothing else does."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from anki_actions import NOW
from small_home import SettableClock, open_home

from quizzer.exporting.exporter import SCRATCH, export
from quizzer.importing.importer import Wanted, prepared
from quizzer.scratch import scratch

LONG_AGO = 1_000_000_000


def left(folder: Path, *files: str) -> Path:
    """Make a folder as an export makes it, long ago."""
    folder.mkdir()
    for name in files:
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    return folder


def test_what_a_killed_export_left_goes_with_the_next(home: Path, tmp_path: Path) -> None:
    """A folder goes whose lock nobody holds; those of the living, the young, a learner's own and a link stay."""
    here = tmp_path / "here"
    here.mkdir()
    dead = left(here / f"{SCRATCH}dead", "lock", "collection")
    young = left(here / f"{SCRATCH}young", "lock")
    os.utime(young / "lock")
    own = left(here / f"{SCRATCH}own", "French.apkg")
    link = here / f"{SCRATCH}link"
    link.symlink_to(left(tmp_path / "far", "lock"))
    workspace = open_home(home, SettableClock(NOW))
    with scratch(SCRATCH, here) as living:
        os.utime(living.parent / "lock", (LONG_AGO, LONG_AGO))
        export(workspace, ["small/kinds"], "apkg", here / "out.apkg")
        assert set(here.iterdir()) == {living.parent, young, own, link, here / "out.apkg"}
    workspace.close()
    assert not dead.exists()
    assert (link / "lock").exists()
    assert not living.exists()


def test_what_a_killed_import_left_goes_with_the_next(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import takes away what one left that was killed, from the system's temporary folder, and leaves nothing."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    left(place / "quizzer-import-dead", "lock", "decks")
    (place / "quizzer-imported.txt").touch()
    source = tmp_path / "new.tsv"
    source.write_text("What is new?\tThis\n", encoding="utf-8")
    workspace = open_home(home, SettableClock(NOW))
    with prepared(workspace, Wanted((source,))) as work:
        assert work.report.changes
        assert len(list(place.iterdir())) == 2
    workspace.close()
    assert [path.name for path in place.iterdir()] == ["quizzer-imported.txt"]
