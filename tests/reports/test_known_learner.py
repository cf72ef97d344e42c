"""A learner whose true memory is known: what is measured recovers the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from pathlib import Path
from random import Random

import pytest
from small_home import SettableClock, open_home

from quizzer.reports.counted import FEW
from quizzer.reports.gathering import gather
from quizzer.reports.report import Report
from quizzer.reports.scope import Scope, Window
from quizzer.store.records import Entry, IndexedDeck, IndexedFile, IndexedQuestion
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Parameters, Rating, Review
from quizzer_scheduler.retrievability import retrievability
from quizzer_scheduler.scheduler import Scheduler

BEGIN = date(2025, 9, 1)
DAYS = 180
CARDS = 250


@dataclass
class KnownLearner:
    """Recalls a card with the chance that the scheduler predicts, less `worse`: the truth is known for each answer."""

    worse: float
    truths: list[float]
    """The chance of recall behind each predicted answer of the log."""

    def entries(self, scheduler: Scheduler, days: StudyDays) -> Iterator[Entry]:
        """Yield half a year of answers, each when it is due."""
        chance = Random(11)
        cards = [Card(f"known/deck{number % 5}/q{number}") for number in range(CARDS)]
        for offset in range(DAYS):
            day = BEGIN + timedelta(days=offset)
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            for place, card in enumerate(cards):
                if (card.due_at is None and place // 5 > offset) or (card.due_at and days.day(card.due_at) > day):
                    continue
                at = noon + timedelta(seconds=place)
                for _ in range(4):
                    reviewed = scheduler.review(card, self._rating(card, day, chance), at, timedelta(seconds=6))
                    card = reviewed.card
                    yield Entry(reviewed.review, "self")
                    if card.interval_days:
                        break
                    at += timedelta(minutes=11)
                cards[place] = card

    def _rating(self, card: Card, day: date, chance: Random) -> Rating:
        if card.memory is None or card.last_day is None or card.last_day == day:
            return Rating.GOOD
        truth = retrievability(card.memory, (day - card.last_day).days) - self.worse
        self.truths.append(truth)
        return Rating.GOOD if chance.random() < truth else Rating.AGAIN


def studied(home: Path, worse: float) -> tuple[Report, list[float], list[Review]]:
    """Return the report of all time on such a learner, the truths, and the log."""
    clock = SettableClock(datetime(2026, 2, 28, 12, tzinfo=UTC))
    workspace = open_home(home, clock)
    days = StudyDays(UTC)
    scheduler = Scheduler(Parameters(version=1), days)
    learner = KnownLearner(worse, [])
    entries = list(learner.entries(scheduler, days))
    workspace.store.load_events(entries)
    report = gather(workspace, Scope(), Window.ALL)
    assert workspace.store.statistics.differences() == []
    workspace.close()
    return report, learner.truths, [entry.event for entry in entries if isinstance(entry.event, Review)]


@pytest.mark.parametrize("worse", [0.0, 0.1])
def test_what_is_measured_recovers_the_truth(home: Path, worse: float) -> None:
    """Retention and every bin of calibration lie within three standard errors of the learner's true chances."""
    report, truths, log = studied(home, worse)
    assert len(log) < FEW
    truth = sum(truths) / len(truths)
    spread = 3 * sqrt(truth * (1 - truth) / len(truths))
    calibration = report.calibration
    assert calibration.measured.n == len(truths)
    assert calibration.measured.value == pytest.approx(truth, abs=spread)
    assert calibration.predicted == pytest.approx(truth + worse)
    ever = report.true_retention.row("all").all
    assert ever.value == pytest.approx(truth, abs=spread + 0.005)
    for found in calibration.bins:
        if found.measured.n >= 100 and found.measured.value is not None:
            error = 4 * sqrt(0.25 / found.measured.n)
            assert found.measured.value == pytest.approx(found.predicted - worse, abs=error)
    assert ("less than you wanted" in report.true_retention.words) == (worse > 0)


def test_every_answer_is_counted_once(home: Path) -> None:
    """Ratings, days, hours and times each add up to the log; the forecast and knowledge to the cards."""
    report, _, log = studied(home, 0.0)
    activity = report.activity
    assert activity.answers == len(log) == report.answers
    assert sum(state.answers for state in activity.states) == len(log)
    assert sum(day.answers for day in activity.days) == len(log)
    assert sum(hour.answers for hour in activity.hours) == len(log)
    assert sum(bucket.count for bucket in activity.times) == len(log)
    assert sum(rated.answers for rated in activity.marks) == len(log)
    assert activity.minutes == pytest.approx(len(log) / 10)
    assert activity.median_seconds == pytest.approx(7.0, abs=1.0)
    assert activity.longest_streak <= activity.active_days == len({review.day for review in log})


def test_the_course_is_what_was_known_then(home: Path) -> None:
    """Past points are the sum of recall by the last answer until then; suspended cards leave the past as well."""
    clock = SettableClock(datetime(2026, 2, 28, 12, tzinfo=UTC))
    workspace = open_home(home, clock)
    days = StudyDays(UTC)
    scheduler = Scheduler(Parameters(version=1), days)
    log = [entry.event for entry in KnownLearner(0.0, []).entries(scheduler, days)]
    workspace.store.load_events([Entry(event) for event in log])
    workspace.store.replace_decks("known", [deck_file(n) for n in range(5)])
    for _ in range(2):  # counted from the log, then read as kept
        report = gather(workspace, Scope(), Window.ALL)
        assert len(report.knowledge.course) > 10
        for point in report.knowledge.course:
            last = {event.card_id: event for event in log if isinstance(event, Review) and event.day <= point.day}
            known = sum(retrievability(r.after, (point.day - r.day).days) for r in last.values())
            assert (point.introduced, point.recalled) == (len(last), pytest.approx(known, rel=1e-6))
    part = gather(workspace, Scope(decks=("known/deck1",)), Window.ALL).knowledge
    assert 0 < part.now.n < report.knowledge.now.n
    assert part.topics[0].course == part.course[:-1]
    keys = workspace.find("deck:known/deck1")
    workspace.change_cards(keys, "suspended", True)
    after = gather(workspace, Scope(), Window.ALL).knowledge
    for before, left, gone in zip(report.knowledge.course, after.course, part.course, strict=True):
        assert left.introduced == before.introduced - gone.introduced
        assert left.recalled == pytest.approx(before.recalled - gone.recalled)
    workspace.close()


def deck_file(number: int) -> IndexedFile:
    """Return the file of one of the learner's decks."""
    questions = tuple(
        IndexedQuestion(f"q{place}", place, "typed", 1, '{"ask": "?"}', "?", str(place))
        for place in range(number, CARDS, 5)
    )
    return IndexedFile(f"/{number}.yaml", 1, 1, "1", IndexedDeck(f"known/deck{number}", "Known", questions))
