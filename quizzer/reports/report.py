"""The whole report: every section for one scope and window at one instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime

from quizzer.reports.activity import Activity, Forecast, Trouble
from quizzer.reports.figure import Section
from quizzer.reports.memory import Knowledge, MemoryState
from quizzer.reports.recall import Calibration, Today, TrueRetention
from quizzer.reports.scope import Scope, Window


@dataclass(frozen=True, slots=True)
class Report:
    """What the statistics screen, `quizzer stats` and its page show."""

    at: datetime
    day: date
    scope: Scope
    window: Window
    cards: int
    """Cards in scope that have a question."""
    answers: int
    """Answers in scope, ever."""
    today: Today
    true_retention: TrueRetention
    calibration: Calibration
    knowledge: Knowledge
    memory: MemoryState
    activity: Activity
    forecast: Forecast
    trouble: Trouble

    def sections(self) -> Iterator[Section]:
        """Yield every section, in the order in which they are read."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Section):
                yield value
