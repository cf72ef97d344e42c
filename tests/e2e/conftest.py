"""Homes to start from. Each test runs the installed program; what it needs is told by what is on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kinds import settle_in
from lived_home import moved
from terminal import Open, Terminal, command


@pytest.fixture(scope="session")
def read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home in which the decks are read already, so that not every test reads them."""
    home = tmp_path_factory.mktemp("template")
    settle_in(home)
    done = command(home, "decks", "list", "--json")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(read_home: Path, tmp_path: Path) -> Path:
    """Return a home with the deck of nine kinds, nothing answered yet."""
    return moved(read_home, tmp_path / "learner")


@pytest.fixture
def open_quizzer(home: Path) -> Iterator[Open]:
    """Return what opens the program in a terminal; at the end every program that still runs is killed."""
    opened: list[Terminal] = []

    def open_(*words: str, **more: object) -> Terminal:
        place = more.pop("home", home)
        assert isinstance(place, Path)
        opened.append(Terminal(place, *words, **more))  # type: ignore[arg-type]
        return opened[-1]

    yield open_
    for terminal in opened:
        terminal.__exit__()
