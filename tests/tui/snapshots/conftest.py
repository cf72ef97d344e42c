"""A learner with some weeks behind him; pictures change only on the Textual that the project is pinned to."""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
from small_home import NOW, Learner, SettableClock

from quizzer.sitting import Plan
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"
RATINGS = (Rating.GOOD, Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.EASY)


@pytest.fixture(autouse=True, scope="session")
def _pinned(request: pytest.FixtureRequest) -> None:
    """Refuse to take new pictures with another Textual: they would differ for everybody else."""
    if request.config.getoption("--snapshot-update"):
        needed = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
        if f"textual=={version('textual')}" not in needed:
            pytest.exit(f"Pictures are taken with the pinned Textual only; this is {version('textual')}.", 4)


@pytest.fixture(scope="session")
def report_folder() -> str:
    """Return the folder in which the plug-in collects its report, before the environment is cleared."""
    return os.environ["TEXTUAL_SNAPSHOT_TEMPDIR"]


@pytest.fixture(autouse=True)
def _reporting(report_folder: str, _alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_SNAPSHOT_TEMPDIR", report_folder)


@pytest.fixture
def practised(workspace: Workspace, clock: SettableClock, learner: Learner) -> Workspace:
    """Return the workspace after five weeks of short sittings, on the Monday after."""
    number = 0
    for ago in (35, 33, 32, 28, 25, 21, 18, 14, 9, 3, 2, 1):
        clock.at = NOW - timedelta(days=ago)
        session = workspace.session(Plan(limit=6 if ago > 5 else 1, new=3 if ago > 5 else 0))
        while session.step is not None:
            learner.answer(session, RATINGS[number % len(RATINGS)])
            number += 1
    clock.at = NOW
    return workspace
