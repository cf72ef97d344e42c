"""A learner made up from a seed, who studies the bundled decks for weeks: in real sittings, under a moved clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from quizzer.paths import locate
from quizzer.sitting import Plan, Step
from quizzer.study import StudySession
from quizzer.workspace import Workspace
from quizzer_decks.prompts import Prompt, answer_text
from quizzer_decks.responses import GaveUp, Holes, Matched, Ordered, Picked, Response, Seen, Text
from quizzer_decks.solutions import right_matches, right_options, right_order
from quizzer_scheduler.model import Rating, State

TODAY = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
"""The evening on which the learner is looked at: a Saturday."""
DAYS = 44
"""How long ago the first sitting was."""
_MISSED = frozenset({38, 37, 30, 29, 28, 21, 13})
"""Days ago without a sitting."""
_SETTINGS = '[study]\ntimezone = "UTC"\nnew_per_day = 6\n[app]\nanimations = false\n'


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant it was moved to."""
        return self.at


def learned(home: Path) -> tuple[Workspace, MovedClock]:
    """Return the workspace of the learner after all sittings up to yesterday; `home` is empty before."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(_SETTINGS, encoding="utf-8")
    (home / "device-id").write_text("0" * 32 + "\n", encoding="ascii")
    clock = MovedClock(TODAY - timedelta(days=DAYS))
    workspace = Workspace.open(locate(home), None, clock)
    workspace.refresh()
    chance = Random(12)
    for ago in range(DAYS, 0, -1):
        if ago not in _MISSED:
            clock.at = TODAY - timedelta(days=ago)
            _sitting(workspace.session(Plan()), clock, chance)
    clock.at = TODAY
    return workspace, clock


def _sitting(session: StudySession, clock: MovedClock, chance: Random) -> None:
    while session.step is not None:
        knows = chance.random() < _chance_of_recall(session.step)
        clock.at += timedelta(seconds=chance.uniform(3, 14) if knows else chance.uniform(8, 30))
        marked = session.answer(right_response(session.step.prompt) if knows else GaveUp())
        clock.at += timedelta(seconds=2)
        easy = knows and marked.suggestion is Rating.GOOD and chance.random() < 0.1
        session.rate(Rating.EASY if easy else None)


def _chance_of_recall(step: Step) -> float:
    if step.card.state is not State.REVIEW:
        return 0.7
    hard_topic = "eigen" in step.deck_id or "generators" in step.deck_id
    return 0.75 if hard_topic else 0.93


def right_response(prompt: Prompt) -> Response:
    """Return an answer that is marked right."""
    match prompt.kind:
        case "basic":
            return Seen()
        case "cloze":
            return Holes(tuple(hole.answer for hole in prompt.holes))
        case "choice" | "multi":
            return Picked(right_options(prompt))
        case "order":
            return Ordered(right_order(prompt))
        case "match":
            return Matched(right_matches(prompt))
        case _:
            return Text(answer_text(prompt))
