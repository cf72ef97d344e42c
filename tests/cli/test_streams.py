"""Standard streams that are closed or full, and arguments that are no text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lived_home import moved
from small_home import SettableClock, open_home

QUIZZER = f"'{sys.executable}' -m quizzer"


@pytest.fixture(scope="session")
def indexed_home(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home once whose index knows the bundled decks, so that not every program reads them; to be copied."""
    folder = moved(small_home, tmp_path_factory.mktemp("indexed") / "home")
    workspace = open_home(folder, SettableClock())
    workspace.refresh()
    workspace.close()
    return folder


@pytest.fixture
def home(indexed_home: Path, tmp_path: Path) -> Path:
    """Return a copy of it; the program is that of any learner, with the bundled decks."""
    return moved(indexed_home, tmp_path / "quizzer")


def shell(home: Path, line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell's line in a home."""
    environment = {**os.environ, "QUIZZER_HOME": str(home)}
    return subprocess.run(["sh", "-c", line], env=environment, capture_output=True, check=False, timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize("command", ["due", "due --json", "decks list", "roadmap list --json"])
def test_nobody_listens(home: Path, command: str) -> None:
    """A closed output is no error; a full disk is one, in one sentence."""
    closed = shell(home, f"{QUIZZER} {command} >&-")
    assert closed.returncode == 0
    assert b"quizzer:" not in closed.stderr
    if Path("/dev/full").exists():
        full = shell(home, f"{QUIZZER} {command} >/dev/full")
        assert full.returncode == 1
        assert full.stderr.count(b"quizzer: ") == full.stderr.count(b"cannot be written") == 1


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_nobody_speaks(home: Path) -> None:
    """Without an input the line mode ends and the app says what it needs."""
    plain = shell(home, f"{QUIZZER} review --plain <&-")
    assert plain.returncode == 0
    assert b"quizzer:" not in plain.stderr
    assert b"Nothing was answered." in plain.stdout
    app = shell(home, f"{QUIZZER} <&-")
    assert app.returncode == 1
    assert b"needs a terminal" in app.stderr


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="arguments of any bytes")
@pytest.mark.parametrize(
    ("command", "code"),
    [("search", 0), ("why", 1), ("config app.editor", 0), ("config", 1), ("decks new own/odd --title", 0)],
)
def test_bytes_that_are_no_text(home: Path, command: str, code: int) -> None:
    """They are nobody's fault and harm no file."""
    ran = shell(home, f"{QUIZZER} {command} \"$(printf 'caf\\351')\"")
    assert ran.returncode == code, ran.stderr
    assert [path.name for path in home.glob(".config-*")] == []
    assert shell(home, f"{QUIZZER} decks list").returncode == 0
