"""The command line in this process: what it says on both streams, and its exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_values import Ran, Run
from click.testing import CliRunner
from small_home import SettableClock

from quizzer.cli.main import run


@pytest.fixture
def opened() -> list[tuple[Any, Any]]:
    """Return the workspaces and plans with which the screens were opened."""
    return []


@pytest.fixture
def quizzer(home: Path, clock: SettableClock, opened: list[tuple[Any, Any]], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command line in a copy of the small home, with text on standard input."""
    monkeypatch.setattr("quizzer.cli.invocation.system_clock", lambda: clock)
    monkeypatch.setattr("quizzer.cli.due.system_clock", lambda: clock)
    monkeypatch.setattr("quizzer.clock.system_clock", lambda: clock)

    def open_app(workspace: Any, plan: Any) -> int:
        opened.append((workspace, plan))
        return 0

    def run_it(*arguments: str, given: str | bytes = "", home: Path | None = home) -> Ran:
        environment = {"QUIZZER_HOME": str(home) if home else None}
        with CliRunner().isolation(given, environment) as (out, err, _):
            try:
                code = run(list(arguments), open_app)
            except SystemExit as ending:
                code = int(ending.code or 0)
            return Ran(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))

    return run_it
