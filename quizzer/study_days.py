"""The study days of the learner's settings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from quizzer_scheduler.days import StudyDays

if TYPE_CHECKING:
    from quizzer.config import Config


def study_days(config: Config) -> StudyDays:
    """Return the study days that those settings mean."""
    name = config.text("study.timezone")
    rollover = timedelta(hours=config.whole("study.rollover_hour"))
    if not name:
        return StudyDays(None, rollover)
    from zoneinfo import ZoneInfo

    return StudyDays(ZoneInfo(name), rollover)
