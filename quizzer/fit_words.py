"""What a fit came to, in sentences: the command line and the screen say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from quizzer import wording
from quizzer.optimizing import WeightSet
from quizzer.store.records import FactValue
from quizzer_scheduler.fitted import Fitted, Trial
from quizzer_scheduler.fitting import FEWEST
from quizzer_scheduler.spreading import Spread


def verdict(fitted: Fitted) -> str:
    """Return how the new weights did against the old ones."""
    if fitted.trial is None:
        return (
            f"There is too little to fit: {wording.count(fitted.targets, 'answer')} a day or more after the one before,"
            f" and {FEWEST} are needed. The weights stay as they are."
        )
    told = f"{figures(fitted.trial)}\n"
    if fitted.weights is None:
        return f"{told}That is no more than chance would do, so the old weights stay."
    return f"{told}The new weights predict you better."


def figures(trial: Trial) -> str:
    """Return both losses."""
    return (
        f"On your latest {wording.count(trial.reviews, 'answer')}, which they had not seen, new weights have a log loss"
        f" of {trial.new_loss:.4f}, the old ones {trial.old_loss:.4f} (± {trial.error:.4f}; less is better)."
    )


def adopted(version: int, cards_moved: int) -> str:
    """Return what was done."""
    dates = (
        f"{wording.count(cards_moved, 'card')} got another date"
        if cards_moved
        else "All cards keep their dates and use the new weights from now on"
    )
    return f"They are in force, as version {version}. {dates}. Undo takes it back."


def before_and_after(spread: Spread, today: date) -> list[tuple[str, int, int]]:
    """Return how many cards fall due in some stretches of time before and after a reschedule."""
    ends = (("overdue", -1), ("today", 0), ("tomorrow", 1), ("in 2 to 7 days", 7), ("in 8 to 30 days", 30))
    rows: list[tuple[str, int, int]] = []
    earlier: date | None = None
    for name, days in ends:
        end = today + timedelta(days=days)
        rows.append((name, _between(spread.before, earlier, end), _between(spread.after, earlier, end)))
        earlier = end
    rows.append(("later", _between(spread.before, earlier, None), _between(spread.after, earlier, None)))
    return rows


def busiest(spread: Spread, today: date) -> tuple[date, int] | None:
    """Return the coming day with the most cards due after a reschedule."""
    coming = {day: count for day, count in spread.after.items() if day >= today}
    return max(coming.items(), key=lambda item: (item[1], -item[0].toordinal()), default=None)


def set_line(known: WeightSet) -> tuple[str, str, str, str, str]:
    """Return a row about earlier weights: version, since when, answers, loss before and after, whether in force."""
    facts = known.facts or {}
    since = "from the start" if known.at is None else f"{known.at:%Y-%m-%d}"
    losses = f"{_loss(facts, 'old_loss')} → {_loss(facts, 'new_loss')}" if "new_loss" in facts else "–"
    reviews = facts.get("reviews")
    answers = f"{reviews:,}" if isinstance(reviews, int) else "–"
    return str(known.version), since, answers, losses, "in force" if known.in_force else ""


def _loss(facts: Mapping[str, FactValue], name: str) -> str:
    value = facts.get(name)
    return f"{value:.4f}" if isinstance(value, float | int) else "–"


def _between(counts: Mapping[date, int], after: date | None, until: date | None) -> int:
    return sum(
        count for day, count in counts.items() if (after is None or day > after) and (until is None or day <= until)
    )
