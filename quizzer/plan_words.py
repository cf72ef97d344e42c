"""A plan in words: the command line and the screen say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from quizzer import wording
from quizzer.breaks import Break
from quizzer.lookahead_words import plan_lines
from quizzer.outlining import Outline
from quizzer.pacing import PlanInForce
from quizzer.plans import Standing
from quizzer_scheduler.pausing import Pause
from quizzer_scheduler.phasing import LOWEST, NEEDED

STAGE_HEADERS = ("phase", "cards", "from", "until", "new a day", "recall wanted", "min a day")
WEEK_HEADERS = ("by", "seen", "recalled then", "min a day")
_NAMED = 4
"""Phases named of those whose retention was changed."""
_NOT_EVEN = (
    f"Not even with {wording.percent(LOWEST)} recall wanted of each phase, {wording.percent(NEEDED)} of those that"
    " others build on, would it fit."
)


def outline_lines(outline: Outline) -> list[str]:
    """Return what a plan takes, and where it is impossible what would be possible."""
    within = outline.found.within
    if outline.by_phase and outline.possible:
        told = [*plan_lines(replace(outline.found, within=None)), *_held_lines(outline)]
    else:
        told = plan_lines(outline.found)
    if not outline.possible and within is not None:
        told.append(_NOT_EVEN)
        told.append(f"By {outline.found.by} it takes {outline.found.finish.busiest:.0f} min a day in the fullest week.")
    if outline.breaks:
        days = ", ".join(f"{one.first} to {one.last}" for one in outline.breaks)
        told.append(f"Nothing new comes in your break{'s' if len(outline.breaks) > 1 else ''} ({days}).")
    return told


def _held_lines(outline: Outline) -> list[str]:
    """Return what it takes with another recall wanted of some phases."""
    found, finish = outline.found, outline.finish
    told = []
    if found.within is not None and not found.within.possible:
        given = f"{found.within.minutes:g} min a day"
        told.append(f"With {wording.percent(outline.own)} recall wanted of all that is more than {given}.")
        if outline.usual < 1 and finish.busiest <= found.within.minutes * outline.usual:
            told.append(f"You studied on {wording.percent(outline.usual)} of the last days; as many are reckoned with.")
    told.append(
        f"With the recall wanted below it is {finish.minutes:.0f} min a day on average and {finish.busiest:.0f} in the"
        f" fullest week; {wording.percent(outline.weeks[-1].mastery)} would be recalled on the day."
    )
    return told


def stage_rows(outline: Outline, today: date) -> list[tuple[str, ...]]:
    """Return a row for each phase."""
    return [
        (
            stage.title,
            f"{stage.cards:,}",
            "–" if stage.first is None else wording.day(stage.first, today),
            "–" if stage.last is None else wording.day(stage.last, today),
            str(stage.new_a_day) if stage.cards else "–",
            wording.percent(stage.retention),
            f"{stage.minutes:.1f}",
        )
        for stage in outline.stages
    ]


def week_rows(outline: Outline) -> list[tuple[str, ...]]:
    """Return a row for each week until every card has been seen, and for the last one."""
    *weeks, last = outline.weeks
    busy = [week for place, week in enumerate(weeks) if not place or weeks[place - 1].introduced < week.cards]
    return [
        (str(week.by), f"{week.introduced:,} of {week.cards:,}", wording.percent(week.mastery), f"{week.minutes:.0f}")
        for week in (*busy, last)
    ]


def standing_line(standing: Standing, today: date, title: str = "") -> str:
    """Return how the plan in force stands, in one sentence that begins with its title or another one."""
    plan, pace = standing.plan, standing.pace
    title = title or plan.title
    if not standing.unseen:
        return f"{title}: every card has been seen."
    if pace is None:
        return f"{title}: {plan.by} has come, and {wording.count(standing.unseen, 'card')} are not seen."
    by = f"{title} by {wording.day(plan.by, today)}"
    rate = min(pace.wanted, max(pace.new_today, pace.wanted if not pace.new_today else 0))
    if not pace.new_today:
        return f"{by}: a day off; then {wording.count(rate, 'new card')} a day."
    told = f"{by}: {_behind(pace.behind)}{pace.new_today} new a day"
    if pace.new_today != plan.new_a_day:
        told += f" instead of {plan.new_a_day}"
    if pace.wanted > pace.new_today:
        when = f"done by {wording.day(pace.finish, today)}" if pace.finish else "not done in time"
        return f"{told}, the most a plan asks; {when}."
    return f"{told}."


def standing_words(standing: Standing) -> str:
    """Return the same in a few words."""
    pace = standing.pace
    if not standing.unseen:
        return "plan: all seen"
    if pace is None:
        return "plan: its day has come"
    if not pace.new_today:
        return "plan: a day off"
    return f"plan: {_behind(pace.behind)}{pace.new_today} new a day"


def held_line(plan: PlanInForce, today: date) -> str:
    """Return which phases of the plan in force have a desired retention of their own; empty where none has today."""
    held = [f"{phase.title} {wording.percent(phase.retention)}" for phase in plan.phases if phase.retention]
    return f"Recall wanted until then: {'; '.join(held)}." if held and today < plan.by else ""


def rework_line(plan: PlanInForce, today: date, own: float) -> str:
    """Return what changed when the plan in force was last worked out anew, and why; empty where it never was."""
    changed = [
        f"{phase.title} {wording.percent(phase.retention or own)} (was {wording.percent(phase.was)})"
        for phase in plan.phases
        if phase.was is not None
    ]
    if plan.reworked is None or not changed:
        return ""
    when = wording.day(plan.reworked, today)
    when = when if when in ("today", "yesterday") else f"on {when}"
    more = f"; and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
    told = "; ".join(changed[:_NAMED]) + more
    return f"Worked out anew {when}, as you had fallen behind; recall wanted until then: {told}."


def _behind(days: int) -> str:
    if not days:
        return "on time, "
    return f"{wording.count(abs(days), 'day')} {'behind' if days > 0 else 'ahead'}: "


def break_lines(breaks: Sequence[Break]) -> list[str]:
    """Return the breaks that are to come, a line each."""
    if not breaks:
        return ["No break is planned. `quizzer plan break FROM TO` plans one."]
    return [break_line(one) for one in breaks]


def break_line(one: Break) -> str:
    """Return a break: its days, and how many."""
    return f"{one.first} to {one.last}, {wording.count(one.days, 'day')}"


def pause_line(moved: Pause) -> str:
    """Return what becomes of the cards that are due in a break."""
    if not moved.days:
        return "No card is due in it. Cards answered until then find days outside of it where they can."
    parts = [
        (moved.before, "before it"),
        (moved.after, "after it"),
        (moved.late, "in the days after it, later than usual"),
    ]
    told = ", ".join(f"{number:,} {where}" for number, where in parts if number)
    return f"{wording.count(len(moved.days), 'card')} due in it would come on other days: {told}."
