"""What is shown side by side."""

from __future__ import annotations

from dataclasses import dataclass

from quizzer.reports.charts import Chart
from quizzer.reports.tables import Table


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A plot with the table that belongs beside it."""

    chart: Chart | None = None
    table: Table | None = None
    told: bool = True
    """Whether the table has the numbers of the plot."""

    @property
    def is_empty(self) -> bool:
        """Whether neither says anything yet."""
        return all(shown is None or shown.is_empty for shown in (self.chart, self.table))

    @property
    def title(self) -> str:
        """What it is about; empty where there is nothing to show."""
        shown = self.chart or self.table
        return shown.title if shown else ""
