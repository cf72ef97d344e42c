"""`quizzer stats`: what is still known, in words, as JSON or as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json

if TYPE_CHECKING:
    from quizzer.reports.figure import Section
    from quizzer.reports.report import Report

NAMES = (
    *("today", "true_retention", "calibration", "knowledge", "memory"),
    *("activity", "forecast", "trouble"),
)
WINDOWS = ("7", "30", "90", "365", "all")


@click.command(
    epilog="\b\nExamples:\n  quizzer stats\n  quizzer stats true_retention --deck python --window 365\n"
    "  quizzer stats calibration --explain\n  quizzer stats forecast --csv > forecast.csv\n"
    "  quizzer stats --window 365 --html statistics.html\n\n"
    f"NAME is one of: {', '.join(NAMES)}."
)
@click.argument("name", required=False, type=click.Choice(NAMES), metavar="[NAME]")
@click.option("--deck", "decks", multiple=True, metavar="ID", help="Only this deck or folder of decks; repeatable.")
@click.option("--roadmap", metavar="ID", help="Only decks of this roadmap.")
@click.option("--phase", metavar="TEXT", help="Only decks of a phase whose title contains this.")
@click.option("--topic", metavar="TEXT", help="Only decks of a topic that contains this.")
@click.option("--tag", metavar="TAG", help="Only questions with this tag.")
@click.option("--kind", metavar="KIND", help="Only questions of this kind.")
@click.option("--window", type=click.Choice(WINDOWS), default="30", show_default=True, help="How many days back.")
@click.option("--card", metavar="CARD", help="The forgetting curve of one card instead.")
@click.option("--explain", is_flag=True, help="Say exactly what each figure is.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--html",
    "html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page with plots and tables.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print one table as CSV; needs NAME.")
@click.pass_obj
def stats(
    invocation: Invocation,
    /,
    name: str | None,
    card: str | None,
    explain: bool,
    as_json: bool,
    as_csv: bool,
    html: Path | None,
    **asked: str | tuple[str, ...] | None,
) -> None:
    """Show what you still know, and how far that can be trusted."""
    if as_csv and name is None and card is None:
        raise click.UsageError("--csv prints one table: name it, as in `quizzer stats forecast --csv`.")
    if [as_csv, as_json, html is not None].count(True) > 1:
        raise click.UsageError("Choose one of --json, --csv and --html.")
    if html is not None and card is not None:
        raise click.UsageError("--html writes a page of all cards asked for; --card prints.")
    sections, report = _asked(invocation, name, card, asked)
    if as_json:
        from quizzer.reports.as_json import report_json, section_json

        if report is None:
            say_json(section_json(sections[0]))
        else:
            say_json(report_json(report, tuple(section.name for section in sections)))
        return
    if as_csv:
        from quizzer.reports.as_csv import csv_text

        click.echo(csv_text(sections[0]), nl=False)
        return
    if html is not None and report is not None:
        from quizzer.reports.page import write_page

        write_page(report, [section.name for section in sections], html)
        say(f"Written to {html}")
        return
    _print(sections, report, brief=name is None and card is None, explain=explain)


def _asked(
    invocation: Invocation, name: str | None, card: str | None, asked: dict[str, str | tuple[str, ...] | None]
) -> tuple[list[Section], Report | None]:
    from quizzer.errors import LibraryError
    from quizzer.reports.card_curve import card_curve
    from quizzer.reports.gathering import gather
    from quizzer.reports.scope import Scope, Window

    with invocation.workspace() as workspace:
        if card is not None:
            curve = card_curve(workspace.store, workspace.scheduler, readable(card), workspace.today)
            if curve is None:
                raise LibraryError(f"There is no card {card!r}. `quizzer search` finds cards.")
            return [curve], None
        window = Window(str(asked.pop("window")))
        texts = {key: readable(value) for key, value in asked.items() if isinstance(value, str)}
        decks = tuple(readable(deck) for deck in asked["decks"] or ())
        report = gather(workspace, Scope(decks=decks, **texts), window)
    return [section for section in report.sections() if name in (None, section.name)], report


def _print(sections: list[Section], report: Report | None, *, brief: bool, explain: bool) -> None:
    from quizzer.cli.output import table
    from quizzer.reports.tables import tables_of

    if report is not None:
        say(f"{report.scope.words}, {report.window.words}\n")
    for number, section in enumerate(sections):
        if number:
            say()
        say(f"{section.title}: {section.words}" if brief else section.words)
        if explain:
            say()
            say(section.explanation)
        for each in () if brief else tables_of(section):
            if each.rows:
                say()
                say(each.title)
                table(each.rows, each.headers, right=range(1, len(each.headers)))
    if brief:
        say()
        say("`quizzer stats NAME` shows the numbers, --explain what they are.")
