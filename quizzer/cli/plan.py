"""`quizzer plan`: a date to be done by, and breaks on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, table

if TYPE_CHECKING:
    from quizzer.breaks import Break
    from quizzer.outlining import Outline
    from quizzer.plans import Standing
    from quizzer.workspace import Workspace
    from quizzer_scheduler.pausing import Pause

_BREAK = "break"


class _Held(click.ParamType[tuple[str, float]]):
    name = "retention"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Return the phase and the share that are written as PHASE=0.85."""
        phase, _, share = readable(str(value)).rpartition("=")
        try:
            return phase.strip() or "=", float(share)
        except ValueError:
            self.fail(f"{value!r} is no phase with a share; write it as 'Computer Vision=0.85'.", param, ctx)


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is written as YYYY-MM-DD."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2027-06-30.", param, ctx)


@click.command(
    epilog="\b\nExamples:\n  quizzer plan ai-engineer-journey --by 2027-06-30 --minutes 30\n"
    "  quizzer plan ai-engineer-journey --by 2027-06-30 --adopt\n"
    "  quizzer plan ai-engineer-journey --by 2027-06-30 --retention 'Computer Vision=0.8'\n"
    "  quizzer plan                                how the plan in force stands\n"
    "  quizzer plan break 2026-12-20 2027-01-03    plan a break\n"
    "  quizzer plan break 2026-12-20 --remove"
)
@click.argument("names", nargs=-1, metavar="[ROADMAP|PHASE|TOPIC]... | break [FROM [TO]]")
@click.option("--by", type=_Day(), metavar="DATE", help="The day by which every card has been seen.")
@click.option("--minutes", type=click.FloatRange(1, 1440), metavar="N", help="Minutes a day that there are.")
@click.option(
    "--retention",
    "retentions",
    multiple=True,
    type=_Held(),
    metavar="PHASE=SHARE",
    help="How much of a phase is to be recalled, 0.70 to 0.97; the others follow the minutes.",
)
@click.option("--adopt", is_flag=True, help="Put the plan in force: each day's new cards follow it.")
@click.option("--drop", is_flag=True, help="Drop the plan in force.")
@click.option("--remove", is_flag=True, help="Remove the break that begins on that day.")
@click.option("--yes", is_flag=True, help="Do not ask before cards are moved out of a break.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def plan(
    invocation: Invocation,
    names: tuple[str, ...],
    by: date | None,
    minutes: float | None,
    retentions: tuple[tuple[str, float], ...],
    adopt: bool,
    drop: bool,
    remove: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Plan to be done by a day, or show how the plan stands.

    Done is to have seen every card of what is named. Where the minutes are not enough, less recall is wanted of some
    phases until the day, where that costs least.

    In force, the number of new cards follows what is really done: after missed days it is more, up to twice as many.
    Three days behind and more, the recall wanted of the phases is worked out anew too, at most once a week, and that is
    said. Planned breaks bring nothing new, and cards due in them come before or after. `quizzer undo` takes each back.
    """
    names = tuple(readable(name) for name in names)
    pausing = names[:1] == (_BREAK,)
    _check(names, by, minutes is not None or bool(retentions), adopt=adopt, drop=drop, remove=remove, pausing=pausing)
    if pausing and as_json and len(names) == 3 and not (yes or dry_run):
        raise click.UsageError("With --json nobody can be asked: add --yes or --dry-run.")
    with invocation.workspace() as workspace:
        if pausing:
            _break(workspace, [_Day().convert(name, None, None) for name in names[1:]], remove, yes, dry_run, as_json)
        elif drop:
            _drop(workspace, as_json, dry_run)
        elif by is None:
            _show_standing(workspace, as_json)
        else:
            from quizzer.outlining import outlined

            outline = outlined(workspace, names, by, minutes, dict(retentions))
            _outline(workspace, outline, adopt and not dry_run, as_json)


def _check(
    names: tuple[str, ...],
    by: date | None,
    conditions: bool,
    *,
    adopt: bool,
    drop: bool,
    remove: bool,
    pausing: bool,
) -> None:
    """UsageError for what does not go together."""
    if remove and not (pausing and len(names) == 2):
        raise click.UsageError("--remove belongs to `plan break FROM`.")
    if pausing:
        if len(names) > 3 or (len(names) == 2 and not remove):
            raise click.UsageError("Give a break its first and its last day.")
        if by is not None or adopt or drop:
            raise click.UsageError("--by, --adopt and --drop are for plans, not for breaks.")
    elif drop and (names or by is not None or adopt):
        raise click.UsageError("--drop stands alone.")
    elif bool(names) != (by is not None):
        raise click.UsageError("Name what is to be planned, and --by when.")
    elif by is None and (adopt or conditions):
        raise click.UsageError("--adopt, --minutes and --retention belong to a plan with --by.")


def _outline(workspace: Workspace, outline: Outline, adopt: bool, as_json: bool) -> None:
    from quizzer.plan_words import STAGE_HEADERS, WEEK_HEADERS, outline_lines, stage_rows, week_rows
    from quizzer.plans import adopt as put_in_force

    if not as_json:
        for line in outline_lines(outline):
            say(line)
        say()
        table(stage_rows(outline, workspace.today), STAGE_HEADERS, right=(1, 4, 5, 6))
        say()
        table(week_rows(outline), WEEK_HEADERS, right=(1, 2, 3))
    if adopt:
        put_in_force(workspace, outline)
    if as_json:
        from quizzer.cli.plan_json import outline_as_json

        say_json({**outline_as_json(outline), "adopted": adopt})
    elif adopt:
        say(f"\nIn force: {outline.found.finish.new_a_day} new a day, kept in step. `quizzer undo` takes it back.")
    else:
        say("\n--adopt puts it in force.")


def _show_standing(workspace: Workspace, as_json: bool) -> None:
    from quizzer.plan_words import break_lines, held_line, rework_line, standing_line
    from quizzer.plans import coming_breaks, standing
    from quizzer.reworking import rework

    rework(workspace)
    now, breaks = standing(workspace), coming_breaks(workspace)
    if as_json:
        from quizzer.cli.plan_json import breaks_as_json, standing_as_json

        say_json({"in_force": standing_as_json(now), "breaks": breaks_as_json(breaks)})
        return
    if now is None:
        say("No plan is in force. `quizzer plan ROADMAP --by DATE` works one out.")
    else:
        say(standing_line(now, workspace.today))
        if held := held_line(now.plan, workspace.today):
            say(held)
        if anew := rework_line(now.plan, workspace.today, workspace.scheduler.parameters.desired_retention):
            say(f"{anew} `quizzer undo` takes it back." if now.plan.reworked == workspace.today else anew)
        _tell_change(workspace, now)
    if breaks:
        for line in break_lines(breaks):
            say(f"Break {line}")


def _tell_change(workspace: Workspace, now: Standing) -> None:
    from quizzer.plans import changed_scope

    if changed_scope(workspace, now.plan):
        say("What it is about has other decks now; plan it again to take them in.")


def _drop(workspace: Workspace, as_json: bool, dry_run: bool) -> None:
    from quizzer.plans import drop, standing

    now = standing(workspace)
    dropped = now.plan if dry_run and now else drop(workspace)
    if as_json:
        say_json({"dropped": {"scope": dropped.scope, "title": dropped.title, "by": dropped.by}})
    else:
        say(f"{dropped.title} by {dropped.by} is dropped; the settings say again how many new cards come.")


def _break(workspace: Workspace, days: list[date], remove: bool, yes: bool, dry_run: bool, as_json: bool) -> None:
    from quizzer.plan_words import break_lines
    from quizzer.plans import coming_breaks, pause, plan_break, remove_break

    moved: Pause | None = None
    removed: Break | None = None
    done = False
    if remove:
        removed = remove_break(workspace, days[0])
    elif days:
        moved = pause(workspace, days[0], days[1])
        if not as_json:
            _tell_pause(moved)
        done = not dry_run and (yes or not moved.days or click.confirm("Plan it, and move them?", err=True))
        if done:
            plan_break(workspace, days[0], days[1], moved)
    breaks = coming_breaks(workspace)
    if as_json:
        from quizzer.cli.plan_json import breaks_as_json, pause_as_json

        told = {"planned": done, "removed": removed.first if removed else None, "moved": pause_as_json(moved)}
        say_json({"breaks": breaks_as_json(breaks), **told})
    elif removed is not None:
        say(f"The break of {wording.count(removed.days, 'day')} from {removed.first} is removed; cards stay put.")
    elif moved is not None:
        say("Planned. `quizzer undo` takes it back." if done else "Nothing was changed.")
    else:
        for line in break_lines(breaks):
            say(line)


def _tell_pause(moved: Pause) -> None:
    from quizzer.plan_words import pause_line

    say(pause_line(moved))
