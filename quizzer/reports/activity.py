"""Sections on what was done, what is coming, and where it is hardest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from msgspec import Struct

from quizzer import wording
from quizzer.reports.figure import TOO_FEW, Figure, Section
from quizzer.store.readers.standing import Leech

MarkName = Literal["right", "close", "wrong", "self", "other"]
AnswerState = Literal["new", "learning", "young", "mature", "relearning"]


class DayActivity(Struct, frozen=True):
    """A study day with an answer."""

    day: date
    answers: int
    new: int
    minutes: float
    tests: int
    """As under True retention."""
    recalled: int


@dataclass(frozen=True, slots=True)
class HourSuccess:
    """One hour of the day, by the clock where the answer was given."""

    hour: int
    answers: int
    recalled: Figure
    """Of the tests in it, as under True retention."""


@dataclass(frozen=True, slots=True)
class StateButtons:
    """How often each rating was given to cards in one state, and how long an answer took."""

    state: AnswerState
    again: int
    hard: int
    good: int
    easy: int
    seconds: float | None
    """Mean time of an answer."""

    @property
    def answers(self) -> int:
        """All answers."""
        return self.again + self.hard + self.good + self.easy

    @property
    def passed(self) -> Figure:
        """The share rated Hard, Good or Easy."""
        return Figure.share(self.answers - self.again, self.answers)


@dataclass(frozen=True, slots=True)
class TimeBucket:
    """Answers that took from `low` to below `high` seconds."""

    low: float
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class MarkRatings:
    """What ratings followed a mark of the program."""

    mark: MarkName
    again: int
    hard: int
    good: int
    easy: int

    @property
    def answers(self) -> int:
        """All answers with that mark."""
        return self.again + self.hard + self.good + self.easy


@dataclass(frozen=True, slots=True)
class Activity(Section):
    """What was done in the window, by day, hour, rating and time.

    An answer that was taken back does not count. A day is a study day; the streak is how many in a row had an answer,
    up to today or, while today has none, yesterday; days of a planned break without one neither count nor end it. Hours
    are those of the clock where the answer was given; their success is that of tests, as under True retention. States
    are before the answer; young and mature divide at an interval of 21 days. Time is what was logged from question to
    answer.
    Generosity compares the program's mark with the learner's rating: of the answers marked wrong, the share rated Hard,
    Good or Easy all the same; severity, of those marked right, the share rated Again. Answers that only the learner can
    grade have no mark to compare.
    Source: the log.
    """

    name: ClassVar[str] = "activity"
    title: ClassVar[str] = "Activity"

    days: tuple[DayActivity, ...]
    """The last 371 study days, what a calendar of a year shows, and those of a longer window; idle ones left out."""
    streak: int
    longest_streak: int
    """Within the same days."""
    answers: int
    """In the window, as all that follows."""
    active_days: int
    minutes: float
    hours: tuple[HourSuccess, ...]
    """24 of them."""
    states: tuple[StateButtons, ...]
    """New, learning, young, mature, relearning, in this order."""
    times: tuple[TimeBucket, ...]
    median_seconds: float | None
    """To the width of a bucket."""
    marks: tuple[MarkRatings, ...]
    """Those that occur."""
    generous: Figure
    severe: Figure

    @property
    def words(self) -> str:
        """How much was done."""
        if not self.answers:
            return "Nothing was answered in this time."
        days = wording.count(self.active_days, "day")
        streak = f"; {wording.count(self.streak, 'day')} in a row" if self.streak else ""
        a_day = self.answers / self.active_days
        return (
            f"{wording.count(self.answers, 'answer')} on {days} ({a_day:,.0f} a day,"
            f" {wording.minutes(60 * self.minutes / self.active_days)}){streak}."
        )

    @property
    def generous_words(self) -> str:
        """How generous the learner is with himself."""
        if self.generous.value is None:
            return f"How generous you are with yourself: {TOO_FEW}."
        return f"Of the answers marked wrong you let {self.generous.percent} pass."


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """Reviews that fall due on a study day."""

    day: date
    due: int


@dataclass(frozen=True, slots=True)
class Forecast(Section):
    """How many cards fall due on each of the next study days, by the schedule as it stands.

    Every card in review or (re)learning that is not suspended and still has its question counts once, on the study day
    of its due date, or on the day until which it is put off. What was due before today is the backlog. New cards, and
    the reviews that today's answers will bring, are not in it. No limit is applied.
    Source: the cards' due dates, which the log gives.
    """

    name: ClassVar[str] = "forecast"
    title: ClassVar[str] = "Forecast"

    backlog: int
    """Due before today."""
    days: tuple[ForecastDay, ...]
    """The next 90 study days from today on, idle ones included."""
    seconds: float
    """Mean time of an answer lately."""

    def due(self, days: int) -> int:
        """Return what falls due within so many days from today on, without the backlog."""
        return sum(day.due for day in self.days[:days])

    @property
    def words(self) -> str:
        """What is coming."""
        month = self.due(30)
        behind = f" {wording.count(self.backlog, 'card is', 'cards are')} overdue." if self.backlog else ""
        if not month:
            return f"Nothing falls due in the next 30 days.{behind}"
        minutes = wording.minutes(self.seconds * month / 30)
        a_day = f", {month / 30:,.0f} a day ({minutes})" if month >= 30 else ""
        return f"{wording.count(month, 'review falls', 'reviews fall')} due in the next 30 days{a_day}.{behind}"


@dataclass(frozen=True, slots=True)
class HardTopic:
    """A deck with how well it was recalled in the window."""

    deck: str
    title: str
    recalled: Figure
    """Of its answers to cards in review."""
    difficulty: float | None
    """Mean FSRS difficulty of its cards, 1 to 10."""


@dataclass(frozen=True, slots=True)
class Trouble(Section):
    """The cards and topics that cost most.

    A leech is a card that was forgotten (Again, in review) as often as the setting `study.leech_lapses` says, or more.
    The hardest topics are the decks of whose answers to cards in review the lowest share was rated Hard, Good or Easy,
    in the window or in the last 30 days where it is longer; decks with fewer than ten are left out.
    Source: the log; "leech" is Anki's and SuperMemo's word.
    """

    name: ClassVar[str] = "trouble"
    title: ClassVar[str] = "Leeches and hardest topics"

    threshold: int
    leeches: tuple[Leech, ...]
    """The worst twenty, worst first."""
    leech_count: int
    hardest: tuple[HardTopic, ...]
    """The ten with the lowest share."""

    @property
    def words(self) -> str:
        """How many leeches, and the hardest topic."""
        leeches = (
            f"{wording.count(self.leech_count, 'card was', 'cards were')} forgotten {self.threshold} times or more"
            if self.leech_count
            else f"No card was forgotten {self.threshold} times"
        )
        worst = next((topic for topic in self.hardest if topic.recalled.value != 1), None)
        hardest = f"; hardest: {worst.title}, {worst.recalled.percent}" if worst else ""
        return f"{leeches}{hardest}."
