"""What is shown of a report: for each section its plots and tables, the most telling first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from quizzer.reports import exhibits_of_activity, exhibits_of_memory, exhibits_of_recall
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.figure import Section
from quizzer.reports.report import Report
from quizzer.reports.tables import tables_of

_MADE: Mapping[str, Callable[[Report], Iterator[Exhibit]]] = {
    "true_retention": exhibits_of_recall.retention,
    "calibration": exhibits_of_recall.calibration,
    "knowledge": exhibits_of_memory.knowledge,
    "memory": exhibits_of_memory.memory,
    "activity": exhibits_of_activity.activity,
    "forecast": exhibits_of_activity.forecast,
    "trouble": exhibits_of_activity.trouble,
}


def exhibits_of(report: Report, section: Section) -> tuple[Exhibit, ...]:
    """Return the plots and tables of one section of a report; of one that has no plot, its tables."""
    made = _MADE.get(section.name)
    if made is None:
        return tuple(Exhibit(table=table) for table in tables_of(section))
    return tuple(made(report))
