"""What lies ahead, in words and bars: the command line and the screen say the same."""

from __future__ import annotations

from quizzer import wording
from quizzer.lookahead import Choices, RoadmapPlan

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def rows(choices: Choices) -> list[tuple[str, str, str, str, str, str]]:
    """Return a row for each desired retention: mark of today's, retention, minutes, at the end, answers, remembered."""
    return [
        (
            "today ▸" if workload.retention == choices.current else "",
            wording.percent(workload.retention),
            _minutes(workload.minutes),
            _minutes(workload.minutes_at_end),
            f"{workload.answers:,.0f}",
            f"{workload.remembered:,.0f} of {workload.seen:,.0f}",
        )
        for workload in choices.workloads
    ]


def bar(share: float, cells: int) -> str:
    """Return a bar of eighths of a cell for a share from 0 to 1; what is more than nothing shows."""
    eighths = max(round(min(max(share, 0.0), 1.0) * cells * 8), 1 if share > 0 else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def rest_on(choices: Choices, review_limit: int) -> list[str]:
    """Return what the figures rest on and leave out, a sentence or two each."""
    weights = "weights fitted to you" if choices.fitted else "the default weights (`quizzer optimize` fits them to you)"
    told = [
        f"After a year, from {wording.count(choices.known, 'card')} known today,"
        f" {wording.count(choices.new_a_day, 'new card')} a day while there are any ({choices.unseen:,} are left),"
        f" {weights}, and ratings and times of {wording.count(choices.answers, 'answer')}."
    ]
    if choices.answers < _ENOUGH:
        told.append("That is little yet; what is usual fills in.")
    if any(workload.answers > review_limit for workload in choices.workloads):
        told.append(
            f"Your limit of {review_limit:,} reviews a day is left out: where there are more answers, some would wait."
        )
    return told


_ENOUGH = 200


def plan_lines(plan: RoadmapPlan) -> list[str]:
    """Return what it takes to finish a roadmap, and whether it can be done."""
    finish, within = plan.finish, plan.within
    known = finish.minutes_of_known
    told = [
        f"{plan.title}: {wording.count(finish.unseen, 'card')} not seen yet,"
        f" {wording.count(finish.days, 'day')} until {plan.by}.",
        f"It takes {wording.count(finish.new_a_day, 'new card')} a day."
        f" {'With what you know already that' if known else 'That'} is {_minutes(finish.minutes)} min a day on average"
        f" and {_minutes(finish.busiest)} in the fullest week"
        + (f"; without the plan it would be {_minutes(known)}." if known else "."),
    ]
    if within is None:
        return told
    if within.possible:
        told.append(f"It can be done in {_minutes(within.minutes)} min a day.")
        return told
    told.append(f"It cannot be done in {_minutes(within.minutes)} min a day.")
    if within.new_a_day:
        told.append(
            f"They leave room for {wording.count(within.new_a_day, 'new card')} a day:"
            f" {within.introduced:,} of {finish.unseen:,} by then."
        )
    else:
        told.append("In some week they leave no room for one new card a day.")
    told.append(
        f"Within these minutes every card can be seen by {plan.earliest}."
        if plan.earliest
        else "Within these minutes it is not finished in five years."
    )
    return told


def _minutes(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:,.0f}"
