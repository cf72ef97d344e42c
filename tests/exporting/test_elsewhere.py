"""Work that another process does: here where none comes so far, an error where one ends in the middle of it."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest

from quizzer.errors import LibraryError
from quizzer.exporting import elsewhere
from quizzer.exporting.elsewhere import Elsewhere


def test_another_process_does_it() -> None:
    """What pays is done by another process."""
    with Elsewhere(pays=True) as helper:
        assert helper.begin(os.getpid)() != os.getpid()


@pytest.mark.parametrize("command", [("/nothing/there",), (sys.executable, "-c", "import nothing_there")])
def test_where_none_begins_it_is_done_here(monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    """Where no process can be started, or none that finds us, the work is done by who waits."""
    monkeypatch.setattr(elsewhere, "command", lambda _: command)
    with Elsewhere(pays=True) as helper:
        assert helper.begin(os.getpid)() == os.getpid()


def test_one_that_ends_in_the_middle_is_told() -> None:
    """What it may have done a part of is not done again: nobody knows which."""
    with Elsewhere(pays=True) as helper, pytest.raises(LibraryError, match="exit code 7"):
        helper.begin(partial(os._exit, 7))()
