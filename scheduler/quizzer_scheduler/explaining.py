"""Why a card is asked when it is: every number behind the date, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from quizzer_scheduler import checking
from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Memory, State
from quizzer_scheduler.outcomes import Outcome, outcomes
from quizzer_scheduler.rules import Rules, elapsed_days


@dataclass(frozen=True, slots=True)
class Step:
    """One number on the way to a date."""

    name: str
    value: str | float | int | None
    """None where there is no such number yet."""
    meaning: str


def explain(rules: Rules, card: Card, at: datetime, days: StudyDays, load: Load | None) -> tuple[Step, ...]:
    """Return how things stand, then for each rating from its memory to its due date."""
    day = days.day(at)
    steps = _standing(rules, card, day, days)
    for outcome in outcomes(rules, card, at.astimezone(UTC), day, days, load):
        steps += _following(rules, card.memory, outcome, days)
    return tuple(steps)


def _standing(rules: Rules, card: Card, day: date, days: StudyDays) -> list[Step]:
    elapsed = elapsed_days(card, day)
    memory = card.memory
    curve = f"(1 + {0.9 ** (-1 / rules.decay) - 1:.4f} × elapsed days / stability) to the power of -{rules.decay}"
    return [
        Step("state", card.state.name.lower(), _STATES[card.state]),
        Step("answers", card.reps, "How often it was answered; with the card's id this decides its fuzz."),
        Step("lapses", card.lapses, "How often it was forgotten after it had been learned."),
        Step("last study day", None if card.last_day is None else str(card.last_day), _since(card)),
        Step("interval", card.interval_days, "Days from the last answer to the due date, as they were given then."),
        Step("due", _when(card.due_at, days), "From when it is asked, in local time."),
        Step("study day", str(day), f"Today; a study day begins {_hours(days)} after midnight."),
        Step("elapsed days", None if card.last_day is None else elapsed, "Study days since the last answer."),
        Step(
            "stability", None if memory is None else memory.stability, "Days until the chance of recall falls to 90 %."
        ),
        Step("difficulty", None if memory is None else memory.difficulty, "From 1, easy, to 10, hard."),
        Step("decay", rules.decay, "How slowly forgetting slows down: weight w20."),
        Step(
            "retrievability",
            checking.prediction(card, elapsed, rules.decay),
            f"Chance of recall today: {curve}. Not predicted on the day of an answer.",
        ),
        Step(
            "desired retention", rules.parameters.desired_retention, "The chance of recall to aim for when it is due."
        ),
    ]


def _since(card: Card) -> str:
    if card.last_day is None or card.reps:
        return "When it was last answered."
    return "Never answered, but taken as known: as if it was last answered then."


def _following(rules: Rules, before: Memory | None, outcome: Outcome, days: StudyDays) -> list[Step]:
    rating = outcome.rating.name.capitalize()
    stability, difficulty = outcome.memory.stability, outcome.memory.difficulty
    was = "none" if before is None else f"{before.stability:.4g}"
    steps = [
        Step(f"{rating}: stability", stability, f"After this answer; it was {was}."),
        Step(f"{rating}: difficulty", difficulty, "After this answer."),
        Step(f"{rating}: state", outcome.state.name.lower(), _STATES[outcome.state]),
    ]
    spread = outcome.spread
    if spread is None:
        steps.append(Step(f"{rating}: step", outcome.step, "Index of the step it waits on; memory decides afterwards."))
    else:
        retention = rules.parameters.desired_retention
        steps += [
            Step(f"{rating}: raw interval", spread.raw, f"Days until the chance of recall falls to {retention:.0%}."),
            Step(f"{rating}: shortest", spread.lower, f"Fewest days allowed. {_bounded_by(rules)}"),
            Step(f"{rating}: longest", spread.upper, f"Most days allowed. {_bounded_by(rules)}"),
            Step(f"{rating}: chosen by", *_choice(outcome, rules)),
        ]
    steps.append(
        Step(f"{rating}: interval", outcome.interval_days, "Days until it is due; 0 for a step within the day.")
    )
    steps.append(Step(f"{rating}: due", _when(outcome.due_at, days), "From when it would be asked, in local time."))
    return steps


def _choice(outcome: Outcome, rules: Rules) -> tuple[str, str]:
    spread = outcome.spread
    if spread is not None and spread.by_load:
        return "load", "Days with fewer cards, no sibling and no easy day are likelier."
    if spread is not None and spread.lower < spread.upper:
        return "fuzz", "Each day between them is as likely; card and count of answers decide."
    if rules.parameters.fuzz:
        return "bounds", "Only one day is allowed."
    return "rounding", "Fuzz is off: the nearest day."


def _bounded_by(rules: Rules) -> str:
    return (
        f"Bounded by fuzz, by the ratings next to it, by the interval before "
        f"and by the maximum of {rules.parameters.maximum_interval} days."
    )


def _when(at: datetime | None, days: StudyDays) -> str | None:
    return None if at is None else days.local(at).isoformat(sep=" ", timespec="minutes")


def _hours(days: StudyDays) -> str:
    return f"{days.rollover.total_seconds() / 3600:g} hours"


_STATES = {
    State.NEW: "Never answered.",
    State.LEARNING: "Being learned: due again after a short step.",
    State.REVIEW: "Learned: due on a study day, when it is likely to be remembered as often as desired.",
    State.RELEARNING: "Forgotten, and being learned again by short steps.",
}
