"""What all tests share: nothing of the machine shows through, and a small home to work in."""

from __future__ import annotations

import gc
import os
import re
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from small_home import Learner, SettableClock, no_bundled_library, open_home, write_library
from studied_home import study

from quizzer.paths import Paths, locate
from quizzer.workspace import Workspace

settings.register_profile("quizzer", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("quizzer")

gc.set_threshold(20_000, 5, 5)


def pytest_collection_finish() -> None:
    """Let garbage be looked for seldom, as the program does, and never in what was imported and collected."""
    gc.collect()
    gc.freeze()


_PREFIXES = ("QUIZZER_", "XDG_", "TEXTUAL", "_QUIZZER_")
_NAMES = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR", "PYTHONIOENCODING")
_connect = socket.socket.connect


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, _numbers: Iterator[int]) -> Path:
    """Make a folder for one test. Pytest's own fixture looks at the folders of all tests before, for each of them."""
    name = re.sub(r"\W", "_", request.node.name, flags=re.ASCII)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}{next(_numbers)}"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no test see the machine's settings, its zone, its user's home, or another machine."""
    for name in list(os.environ):
        if name.startswith(_PREFIXES) or name in _NAMES:
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(socket.socket, "connect", _connect_to_this_machine)
    if hasattr(time, "tzset"):
        time.tzset()


def _connect_to_this_machine(self: socket.socket, address: object) -> None:
    here = not isinstance(address, tuple) or str(address[0]) in ("localhost", "::1") or str(address[0])[:4] == "127."
    if not here:
        raise AssertionError(f"a test must not reach for the network: {address}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> SettableClock:
    """Return a clock that stands at noon of 2 March 2026 until it is set."""
    return SettableClock()


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with the small library once, indexed and never studied in; to be copied, not used."""
    folder = tmp_path_factory.mktemp("small") / "home"
    folder.mkdir()
    with no_bundled_library(folder.parent):
        write_library(locate(folder))
        workspace = open_home(folder, SettableClock())
        workspace.refresh()
        assert workspace.library.problems() == ()
        assert workspace.scheduler.parameters.version == 1
        workspace.close()
    return folder


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of the home with the small library, whose index knows that it was moved; nothing is bundled."""
    folder = Path(shutil.copytree(small_home, tmp_path / "quizzer"))
    with closing(sqlite3.connect(folder / "quizzer.db")) as connection:
        connection.execute("update deck_file set path = replace(path, ?, ?)", (str(small_home), str(folder)))
        connection.commit()
    with no_bundled_library(tmp_path):
        yield folder


@pytest.fixture(scope="session")
def studied_home(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with months of study once; to be copied, not used."""
    folder = Path(shutil.copytree(small_home, tmp_path_factory.mktemp("studied") / "home"))
    with no_bundled_library(folder.parent):
        with closing(sqlite3.connect(folder / "quizzer.db")) as connection:
            connection.execute("update deck_file set path = replace(path, ?, ?)", (str(small_home), str(folder)))
            connection.commit()
        workspace = open_home(folder, SettableClock())
        study(workspace)
        workspace.close()
    return folder


@pytest.fixture
def studied_copy(studied_home: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of the home with months of study, by somebody who forgets more than the defaults expect."""
    folder = Path(shutil.copytree(studied_home, tmp_path / "studied"))
    with closing(sqlite3.connect(folder / "quizzer.db")) as connection:
        connection.execute("update deck_file set path = replace(path, ?, ?)", (str(studied_home), str(folder)))
        connection.commit()
    with no_bundled_library(tmp_path):
        yield folder


@pytest.fixture
def studied(studied_copy: Path, clock: SettableClock) -> Iterator[Workspace]:
    """Open a copy of the home with months of study."""
    workspace = open_home(studied_copy, clock)
    yield workspace
    workspace.close()


@pytest.fixture
def paths(home: Path) -> Paths:
    """Return where things lie in a copy of the home with the small library."""
    return locate(home)


@pytest.fixture
def workspace(home: Path, clock: SettableClock) -> Iterator[Workspace]:
    """Open a copy of the home with the small library."""
    workspace = open_home(home, clock)
    yield workspace
    workspace.close()


@pytest.fixture
def learner() -> Learner:
    """Return a learner who answers as he is told."""
    return Learner()
