"""Plans and breaks as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzer.breaks import Break
    from quizzer.lookahead import RoadmapPlan
    from quizzer.outlining import Outline
    from quizzer.plans import Standing
    from quizzer_scheduler.pausing import Pause


def found_as_json(found: RoadmapPlan) -> dict[str, object]:
    """Return what it takes to be done by a day; `quizzer simulate` says the same."""
    within = found.within
    return {
        "title": found.title,
        "by": found.by,
        "days": found.finish.days,
        "unseen": found.finish.unseen,
        "new_a_day": found.finish.new_a_day,
        "minutes": found.finish.minutes,
        "minutes_in_busiest_week": found.finish.busiest,
        "minutes_of_known_cards": found.finish.minutes_of_known,
        "minutes_given": within.minutes if within else None,
        "possible": within.possible if within else None,
        "new_a_day_possible": within.new_a_day if within else None,
        "introduced_by_then": within.introduced if within else None,
        "earliest": found.earliest,
    }


def outline_as_json(outline: Outline) -> dict[str, object]:
    """Return a plan with its phases and weeks."""
    return {
        "scope": outline.scope.name,
        **found_as_json(outline.found),
        "retention_that_fits": _lowest(outline),
        "by_phase": outline.by_phase,
        "fits": outline.possible,
        "days_studied": outline.usual,
        "minutes_by_phase": outline.finish.minutes,
        "minutes_in_busiest_week_by_phase": outline.finish.busiest,
        "phases": [
            {
                "title": stage.title,
                "cards": stage.cards,
                "first": stage.first,
                "last": stage.last,
                "new_a_day": stage.new_a_day,
                "retention": stage.retention,
                "minutes": stage.minutes,
            }
            for stage in outline.stages
        ],
        "weeks": [
            {
                "by": week.by,
                "introduced": week.introduced,
                "cards": week.cards,
                "mastery": week.mastery,
                "minutes": week.minutes,
            }
            for week in outline.weeks
        ],
        "breaks": breaks_as_json(outline.breaks),
    }


def _lowest(outline: Outline) -> float | None:
    """Return the lowest retention of a phase with which the minutes are enough; None where it takes no lower one."""
    within = outline.found.within
    if within is None or within.possible or not outline.possible:
        return None
    return min(stage.retention for stage in outline.stages)


def standing_as_json(now: Standing | None) -> dict[str, object] | None:
    """Return the plan in force and how it stands."""
    if now is None:
        return None
    plan, pace = now.plan, now.pace
    return {
        "scope": plan.scope,
        "title": plan.title,
        "since": plan.since,
        "by": plan.by,
        "minutes_given": plan.minutes,
        "new_a_day": plan.new_a_day,
        "unseen": now.unseen,
        "days": pace.days if pace else None,
        "new_today": pace.new_today if pace else None,
        "new_a_day_wanted": pace.wanted if pace else None,
        "days_behind": pace.behind if pace else None,
        "finish": pace.finish if pace else None,
        "phases": [
            {"title": phase.title, "retention": phase.retention, "by_hand": phase.fixed, "was": phase.was}
            for phase in plan.phases
        ],
        "reworked": plan.reworked,
    }


def breaks_as_json(breaks: Sequence[Break]) -> list[dict[str, object]]:
    """Return breaks."""
    return [{"first": one.first, "last": one.last, "days": one.days} for one in breaks]


def pause_as_json(moved: Pause | None) -> dict[str, object] | None:
    """Return what becomes of the cards that are due in a break."""
    if moved is None:
        return None
    return {"cards": len(moved.days), "before": moved.before, "after": moved.after, "late": moved.late}
