"""Sections on how much was recalled, and how far the prediction of it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from quizzer import wording
from quizzer.reports.figure import TOO_FEW, Figure, Section

PeriodName = Literal["today", "yesterday", "week", "month", "year", "all"]

PERIODS: dict[PeriodName, str] = {
    "today": "today",
    "yesterday": "yesterday",
    "week": "last 7 days",
    "month": "last 30 days",
    "year": "last 365 days",
    "all": "all time",
}
"""The rows of true retention, with their names in words."""


@dataclass(frozen=True, slots=True)
class Today(Section):
    """What was done on this study day, and what is left of it.

    Answered counts every answer that was not taken back. Right at first try is the share of the cards answered today
    whose first answer today was rated Hard, Good or Easy. Minutes is the time that questions were on the screen, as it
    was logged. New counts cards answered for the first time. Left is what a sitting would ask now, all limits applied;
    for some decks alone their own limits, for a tag or kind none.
    Source: the log; a study day begins at the rollover hour.
    """

    name: ClassVar[str] = "today"
    title: ClassVar[str] = "Today"

    day: date
    answered: int
    first_try: Figure
    minutes: float
    new: int
    left_due: int
    left_learning: int
    left_new: int
    left_minutes: float

    @property
    def left(self) -> int:
        """Cards that a sitting would ask now."""
        return self.left_due + self.left_learning + self.left_new

    @property
    def words(self) -> str:
        """The day in one sentence."""
        left = (
            f"{wording.count(self.left, 'card')} left ({wording.minutes(self.left_minutes * 60)})"
            if self.left
            else "nothing is left"
        )
        if not self.answered:
            return f"Nothing was answered today yet; {left}."
        first = f", {self.first_try.hits:,} of {self.first_try.n:,} right at first try"
        answers = wording.count(self.answered, "answer")
        return f"{answers} today in {wording.minutes(self.minutes * 60)}{first}; {left}."


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """True retention in one period."""

    period: PeriodName
    label: str
    young: Figure
    """Cards whose interval was under 21 days, or that were being learned."""
    mature: Figure
    """Cards in review whose interval was 21 days or more."""
    all: Figure


@dataclass(frozen=True, slots=True)
class TrueRetention(Section):
    """The share of tested cards that were recalled.

    A test is the first answer of a study day to a card whose interval was a day or more; recalled means rated Hard,
    Good or Easy. Mature cards were in review with an interval of 21 days or more, young ones are the others. A later
    answer on the same day, a step of less than a day, and an answer that was taken back are no tests. The interval is
    Wilson's, 95 %.
    Compare it with the desired retention: one day is noise, a month is not. That is the one of the settings; where a
    plan in force holds phases by different ones, the mean over the cards that were seen.
    Source: Anki's "true retention" (its manual, "Statistics", and `rslib/src/stats/graphs/retention.rs`), with the
    manual's rule of one test a card and day.
    """

    name: ClassVar[str] = "true_retention"
    title: ClassVar[str] = "True retention"

    desired: float
    """The desired retention of these cards, 0 to 1."""
    rows: tuple[RetentionRow, ...]
    """Today, yesterday, week, month, year, all, in this order."""

    def row(self, period: PeriodName) -> RetentionRow:
        """Return one row."""
        return next(row for row in self.rows if row.period == period)

    @property
    def words(self) -> str:
        """The widest of month, year and all that says something."""
        for period in ("month", "year", "all"):
            row = self.row(period)
            if row.all.value is not None:
                over = "over all time" if period == "all" else f"over the {row.label}"
                return f"You recalled {row.all.percent} of what was due {over}; {self._against(row.all)}."
        n = self.row("all").all.n
        return f"{TOO_FEW.capitalize()}: {wording.count(n, 'test')} so far." if n else "No card was put to a test yet."

    def _against(self, figure: Figure) -> str:
        assert figure.low is not None
        assert figure.high is not None
        wanted = wording.percent(self.desired)
        if figure.high < self.desired:
            return f"you asked for {wanted}, so it is less than you wanted"
        if figure.low > self.desired:
            return f"you asked for {wanted}, so it is more than you wanted"
        return f"you asked for {wanted}, which fits"


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Tests whose predicted recall lay in one range, from `low` to below `high`."""

    low: float
    high: float
    predicted: float
    """Mean prediction in it."""
    measured: Figure


@dataclass(frozen=True, slots=True)
class Calibration(Section):
    """How far the predicted recall can be trusted: predicted against measured, on every answer that was predicted.

    A prediction is the retrievability that was logged with an answer a study day or more after the card's last one;
    answers on the day of the last one are not predicted and do not count. Measured is the share rated Hard, Good or
    Easy, with Wilson's 95 % interval. Perfection is the line measured = predicted.
    Log loss is the mean of −ln p over recalled and −ln (1 − p) over forgotten answers (p kept a rounding error from 0
    and 1): less is better. RMSE(bins) is the root of the mean squared difference of mean prediction and measured share
    over bins, weighted by answers; a bin is the days since the last answer in steps of 3.62, the long-term reviews
    before in steps of 1.89 and the lapses before in steps of 1.73. AUC is the chance that a recalled answer was
    predicted higher than a forgotten one, ties counting half: 0.5 is guessing; its interval is Hanley's and McNeil's
    (1982). Over more than 100,000 answers AUC takes predictions to the thousandth.
    Source: open-spaced-repetition/srs-benchmark and fsrs-rs (`evaluate`, `r_matrix_index`); no weighting by recency.
    """

    name: ClassVar[str] = "calibration"
    title: ClassVar[str] = "Calibration"

    bins: tuple[CalibrationBin, ...]
    """Only those with a prediction in them, from low to high."""
    predicted: float | None
    """Mean prediction."""
    measured: Figure
    log_loss: Figure
    rmse_bins: Figure
    auc: Figure

    @property
    def fullest(self) -> CalibrationBin | None:
        """The bin with the most predictions; None where none says anything."""
        told = [found for found in self.bins if found.measured.value is not None]
        return max(told, key=lambda found: found.measured.n, default=None)

    @property
    def words(self) -> str:
        """What the prediction is worth where it is made most often."""
        found = self.fullest
        if found is None and not self.measured.n:
            return "No prediction was put to a test in this time."
        if found is None:
            return f"{TOO_FEW.capitalize()}: {wording.count(self.measured.n, 'prediction')} in this time."
        said, measured = wording.percent(found.predicted), found.measured.percent
        return f"When it says {said}, you recall {measured}."
