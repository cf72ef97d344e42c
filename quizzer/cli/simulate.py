"""`quizzer simulate`: what a setting or a plan comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from quizzer.cli.invocation import Invocation
from quizzer.cli.output import progress, say, say_json, table
from quizzer.errors import LibraryError

if TYPE_CHECKING:
    from quizzer.lookahead import Choices, RoadmapPlan
    from quizzer.workspace import Workspace

_CELLS = 24


@click.command(
    epilog="\b\nExamples:\n  quizzer simulate                 what each desired retention comes to\n"
    "  quizzer simulate --new 25        with more new cards a day\n"
    "  quizzer simulate --roadmap ai-engineer-journey --by 2027-06-30 --minutes 30"
)
@click.option(
    "--new", type=click.IntRange(0, 9999), metavar="N", help="New cards a day; by default as in the settings."
)
@click.option("--roadmap", metavar="ID", help="Plan this roadmap instead: all its cards seen --by a day.")
@click.option("--by", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day, as YYYY-MM-DD.")
@click.option("--minutes", type=click.FloatRange(1, 1440), metavar="N", help="Minutes a day that there are.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def simulate(
    invocation: Invocation,
    new: int | None,
    roadmap: str | None,
    by: datetime | None,
    minutes: float | None,
    as_json: bool,
) -> None:
    """Look a year ahead: the work and what you will remember.

    Minutes a day and cards remembered, for desired retentions from 70 to 97 %. It is computed from your own weights,
    cards, ratings and times. No setting is the best one: choose what the remembering is worth to you.
    """
    if (roadmap is None) != (by is None):
        raise click.UsageError("--roadmap and --by belong together.")
    if roadmap is None and minutes is not None:
        raise click.UsageError("--minutes belongs to --roadmap and --by.")
    with invocation.workspace() as workspace:
        if roadmap is not None and by is not None:
            _tell_plan(_plan(workspace, roadmap, by.replace(tzinfo=UTC).date(), minutes), as_json)
            return
        from quizzer.tuning import lookahead_of

        with progress("Looking ahead", quiet=invocation.quiet) as report:
            choices = lookahead_of(workspace).choices(new, report)
        if as_json:
            _choices_as_json(choices)
        else:
            _tell_choices(choices, workspace.config.whole("study.reviews_per_day"))


def _plan(workspace: Workspace, roadmap: str, by: date, minutes: float | None) -> RoadmapPlan:
    from quizzer.tuning import lookahead_of

    root = workspace.curriculum().tree(roadmap)
    if root is None:
        known = ", ".join(known.id for known in workspace.roadmaps)
        raise LibraryError(f"There is no roadmap {roadmap!r}. There are: {known}.")
    return lookahead_of(workspace).plan(root, by, minutes)


def _tell_choices(choices: Choices, review_limit: int) -> None:
    from quizzer.lookahead_words import bar, rest_on, rows

    most = max(workload.minutes for workload in choices.workloads)
    shown = [
        (*row, bar(workload.minutes / most if most else 0.0, _CELLS))
        for row, workload in zip(rows(choices), choices.workloads, strict=True)
    ]
    headers = ("", "recall wanted", "minutes a day", "at the end", "answers a day", "remembered", "minutes a day")
    table(shown, headers, right=(1, 2, 3, 4, 5))
    say()
    for line in rest_on(choices, review_limit):
        say(line)


def _tell_plan(plan: RoadmapPlan, as_json: bool) -> None:
    if as_json:
        _plan_as_json(plan)
        return
    from quizzer.lookahead_words import plan_lines

    for line in plan_lines(plan):
        say(line)


def _choices_as_json(choices: Choices) -> None:
    say_json(
        {
            "current": choices.current,
            "new_a_day": choices.new_a_day,
            "unseen": choices.unseen,
            "known": choices.known,
            "answers_measured": choices.answers,
            "weights_fitted": choices.fitted,
            "days": 365,
            "retentions": [
                {
                    "retention": workload.retention,
                    "minutes": workload.minutes,
                    "minutes_at_end": workload.minutes_at_end,
                    "answers": workload.answers,
                    "remembered": workload.remembered,
                    "seen": workload.seen,
                    "current": workload.retention == choices.current,
                }
                for workload in choices.workloads
            ],
        }
    )


def _plan_as_json(plan: RoadmapPlan) -> None:
    from quizzer.cli.plan_json import found_as_json

    say_json({"roadmap": plan.roadmap, **found_as_json(plan)})
