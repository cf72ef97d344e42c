"""A home in which somebody has studied for months whose memory is worse than the default weights expect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from small_home import NOW

from quizzer.store.records import Entry
from quizzer.workspace import Workspace
from quizzer_scheduler import fsrs6
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Rating, Reviewed, State
from quizzer_scheduler.scheduler import Scheduler

CARDS, FRESH = 160, 40
FORGETFUL = (
    *(weight * 0.3 for weight in fsrs6.DEFAULT_WEIGHTS[:4]),
    *fsrs6.DEFAULT_WEIGHTS[4:8],
    0.6,  # memory grows a quarter as fast
    *fsrs6.DEFAULT_WEIGHTS[9:],
)
DAYS = StudyDays(UTC)


def study(workspace: Workspace, *, days: int = 150, seed: int = 1) -> int:
    """Take in a deck of 200 questions, study all but 40 of them until yesterday, and return the number of answers."""
    lines = "".join(f"  - {{id: q{n}, kind: typed, ask: Number {n}?, answer: '{n}'}}\n" for n in range(CARDS + FRESH))
    path = workspace.paths.decks / "many.yaml"
    path.write_text(f"id: many\ntitle: Many\nquestions:\n{lines}", encoding="utf-8")
    workspace.refresh()
    done = sorted(_answers(workspace.scheduler, days, seed), key=lambda reviewed: reviewed.review.at)
    cards = {reviewed.card.id: reviewed.card for reviewed in done}
    workspace.store.load_events((Entry(reviewed.review) for reviewed in done), cards.values())
    return len(done)


def _answers(scheduler: Scheduler, days: int, seed: int) -> Iterator[Reviewed]:
    rng = Random(seed)
    begun, after = fsrs6.first_states(FORGETFUL), fsrs6.transition(FORGETFUL)
    factor, exponent = fsrs6.curve(FORGETFUL)
    for number in range(CARDS):
        card, true = Card(f"many/q{number}"), (0.0, 0.0)
        at = NOW - timedelta(days=days - number * 2 // 3, minutes=-number)
        while at < NOW - timedelta(days=1):
            waited = 0 if card.last_day is None else (DAYS.day(at) - card.last_day).days
            if card.state is State.NEW:
                rating = rng.choices(list(Rating), (24, 9, 60, 7))[0]
                true = begun[rating - 1]
            else:
                recalled = waited == 0 or rng.random() < (1 + factor * waited / true[0]) ** exponent
                rating = rng.choices(list(Rating)[1:], (12, 80, 8))[0] if recalled else Rating.AGAIN
                true = after(*true, rating, waited)
            reviewed = scheduler.review(card, rating, at, timedelta(seconds=rng.uniform(3, 12)))
            yield reviewed
            card = reviewed.card
            at = _next(card.due_at, at, rng)


def _next(due_at: datetime | None, at: datetime, rng: Random) -> datetime:
    assert due_at is not None
    return max(due_at + timedelta(hours=rng.uniform(0, 9)) if due_at - at > timedelta(hours=12) else due_at, at)
