"""What most people type goes past the parser, and comes to the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_values import Run
from small_home import SettableClock

from quizzer.cli.opening import open_straight


@pytest.fixture
def straight(home: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the plans with which the app was opened, in a terminal of its own and the small home."""
    monkeypatch.setenv("QUIZZER_HOME", str(home))
    monkeypatch.setenv("QUIZZER_DATABASE_URL", "")
    monkeypatch.setattr("quizzer.cli.invocation.system_clock", lambda: clock)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    return []


@pytest.mark.parametrize("arguments", [["--version"], ["review", "--plain"], ["review", "small"], ["due"], ["reviw"]])
def test_everything_else_is_for_the_parser(arguments: list[str]) -> None:
    """A command line with more in it is not answered here."""
    assert open_straight(arguments, lambda *_: 0) is None


@pytest.mark.parametrize("arguments", [[], ["review"]])
def test_the_app_opens_as_the_parser_opens_it(straight: list[Any], arguments: list[str]) -> None:
    """The same home, the same plan, and the app's own exit code."""
    from quizzer.cli.main import run

    def open_app(workspace: Any, plan: Any) -> int:
        straight.append((workspace.paths, plan))
        return 7

    assert open_straight(arguments, open_app) == run(arguments, open_app) == 7
    assert straight[0] == straight[1]
    assert (straight[0][1] is None) == (not arguments)


@pytest.mark.parametrize("arguments", [[], ["review"]])
def test_errors_are_told_alike(
    quizzer: Run, home: Path, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No terminal, settings that are wrong: one sentence, exit code 1."""
    monkeypatch.setenv("QUIZZER_HOME", str(home))
    assert open_straight(arguments, lambda *_: 0) == 1
    assert capsys.readouterr().err == quizzer(*arguments).err != ""


def test_the_parser_is_not_loaded() -> None:
    """It would take as long as drawing the first question."""
    code = "import sys, quizzer.__main__ as m; sys.argv = ['quizzer']; print(m.main(), 'click' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert (done.stdout, "terminal" in done.stderr) == ("1 False\n", True)
