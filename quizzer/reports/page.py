"""The statistics as one page of HTML that needs nothing else: no network, no script, no other file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizzer.errors import LibraryError
from quizzer.reports.charts import Chart, RangeChart, StackChart
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.exhibits import exhibits_of
from quizzer.reports.figure import Section
from quizzer.reports.page_style import STYLE
from quizzer.reports.report import Report
from quizzer.reports.svg import element
from quizzer.reports.svg_charts import svg_of
from quizzer.reports.tables import Table

_TITLE = "What I still know"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LONG = 24
"""Rows of a plot's own table from which it is folded away."""


def write_page(report: Report, names: Sequence[str], path: Path) -> None:
    """Write the page of some sections. LibraryError when the file cannot be written."""
    try:
        path.write_text(page(report, names), encoding="utf-8")
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror or error}.") from error


def page(report: Report, names: Sequence[str]) -> str:
    """Return the page of the sections of those names; it is well-formed XML, too."""
    sections = [section for section in report.sections() if section.name in names]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", text=f"{_TITLE}: Quizzer, {report.day}"),
        f"<style>\n{STYLE}</style>",
    )
    links = "".join(element("a", text=section.title, href=f"#{section.name}") for section in sections)
    about = f"{report.scope.words}, {report.window.words}; counted on {report.day}"
    body = element(
        "body",
        element("header", element("h1", text=_TITLE), element("p", text=about, class_="quiet"), element("nav", links)),
        element("main", *(_section(report, section) for section in sections)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _section(report: Report, section: Section) -> str:
    exhibits = (_exhibit(exhibit) for exhibit in exhibits_of(report, section))
    explained = (element("p", text=paragraph) for paragraph in section.explanation.split("\n\n"))
    return element(
        "section",
        element("h2", text=section.title),
        element("p", text=section.words, class_="words"),
        *exhibits,
        element("details", element("summary", text="What this is, exactly"), *explained),
        id=section.name,
    )


def _exhibit(exhibit: Exhibit) -> str:
    shown = []
    if exhibit.chart is not None:
        shown.append(_figure(exhibit.chart))
        if not exhibit.chart.is_empty and not exhibit.told:
            shown.append(_own_table(exhibit.chart, alone=exhibit.table is None))
    if exhibit.table is not None and exhibit.table.rows:
        shown.append(_table(exhibit.table))
    # What belongs together stands together: the plot on the left, its numbers on the right.
    first, rest = shown[:1], shown[1:]
    return element("div", *first, element("div", *rest) if rest else "", class_="exhibit") if shown else ""


def _figure(chart: Chart) -> str:
    # Where the numbers stand in the plot, a caption would say them again.
    caption = "" if isinstance(chart, StackChart | RangeChart) and not chart.is_empty else chart.words
    told = element("figcaption", text=caption) if caption else ""
    return element("figure", element("h3", text=chart.title), svg_of(chart), told)


def _own_table(chart: Chart, *, alone: bool) -> str:
    table = chart.table()
    if alone and len(table.rows) <= _LONG:
        return _table(table)
    return element("details", element("summary", text="The numbers of the plot"), _table(table))


def _table(table: Table) -> str:
    headers = "".join(element("th", text=header, scope="col") for header in table.headers)
    rows = "".join(_row(row) for row in table.rows)
    return element(
        "div",
        element(
            "table",
            element("caption", text=table.title),
            element("thead", f"<tr>{headers}</tr>"),
            element("tbody", rows),
        ),
        class_="table",
    )


def _row(row: tuple[str, ...]) -> str:
    first, *others = row
    return f"<tr>{element('th', text=first, scope='row')}{''.join(element('td', text=cell) for cell in others)}</tr>"
