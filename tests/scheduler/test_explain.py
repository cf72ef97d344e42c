from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from schedules import START, Deed, live, lives, loads, parameter_sets, study_days

from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Memory, Parameters, Rating, State
from quizzer_scheduler.scheduler import Scheduler

DAYS = StudyDays(ZoneInfo("Europe/Berlin"))
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
CARD = Card(
    "math/bayes",
    state=State.REVIEW,
    memory=Memory(20.0, 5.0),
    due_at=datetime(2026, 5, 4, 2, tzinfo=UTC),
    interval_days=20,
    last_review_at=NOON - timedelta(days=20),
    last_day=date(2026, 4, 14),
    reps=5,
    lapses=1,
)


def numbers(card: Card, load: Load | None = None, **changes: object) -> dict[str, str | float | int | None]:
    """Explain a card now, as name and value."""
    scheduler = Scheduler(replace(Parameters(1), **changes), DAYS)  # type: ignore[arg-type]
    return {step.name: step.value for step in scheduler.explain(card, NOON, load)}


def test_the_standing_comes_first_and_in_order() -> None:
    """From the state to the aim, each number rests on those before it."""
    found = numbers(CARD)
    assert list(found)[:13] == [
        "state",
        "answers",
        "lapses",
        "last study day",
        "interval",
        "due",
        "study day",
        "elapsed days",
        "stability",
        "difficulty",
        "decay",
        "retrievability",
        "desired retention",
    ]
    assert (found["state"], found["answers"], found["lapses"]) == ("review", 5, 1)
    assert (found["last study day"], found["study day"], found["elapsed days"]) == ("2026-04-14", "2026-05-04", 20)
    assert found["due"] == "2026-05-04 04:00+02:00"
    assert (found["stability"], found["difficulty"], found["decay"]) == (20.0, 5.0, 0.1542)
    assert (found["retrievability"], found["desired retention"]) == (0.9, 0.9)


def test_each_rating_follows_with_its_own_numbers() -> None:
    """From the memory after the answer over the days allowed to the date."""
    found = numbers(CARD)
    good = [name for name in found if name.startswith("Good: ")]
    assert good == [
        f"Good: {name}"
        for name in (
            "stability",
            "difficulty",
            "state",
            "raw interval",
            "shortest",
            "longest",
            "chosen by",
            "interval",
            "due",
        )
    ]
    assert [name for name in found if name.startswith("Again: ")] == [
        f"Again: {name}" for name in ("stability", "difficulty", "state", "step", "interval", "due")
    ]
    assert found["Again: step"] == 0
    assert found["Again: due"] == "2026-05-04 12:10+02:00"


def test_how_the_day_was_chosen_is_said() -> None:
    """Load, fuzz, bounds that leave one day, or rounding."""
    assert numbers(CARD)["Good: chosen by"] == "fuzz"
    assert numbers(CARD, Load())["Good: chosen by"] == "load"
    assert numbers(CARD, fuzz=False)["Good: chosen by"] == "rounding"
    assert numbers(CARD, maximum_interval=7)["Good: chosen by"] == "bounds"
    assert numbers(CARD, Load(), maximum_interval=7)["Good: chosen by"] == "bounds"


def test_what_is_not_there_yet_is_none() -> None:
    """A card never seen has no memory, no day and no prediction."""
    found = numbers(Card("math/bayes"))
    assert found["state"] == "new"
    for name in ("last study day", "due", "elapsed days", "stability", "difficulty", "retrievability"):
        assert found[name] is None


def test_recall_on_the_day_of_an_answer_is_not_explained_as_knowledge() -> None:
    """There is no prediction within the day."""
    assert numbers(replace(CARD, last_day=date(2026, 5, 4)))["retrievability"] is None


@settings(deadline=None)
@given(parameter_sets(), study_days, lives, st.timedeltas(timedelta(), timedelta(days=300)), loads())
def test_the_explanation_is_of_the_preview(
    parameters: Parameters, days: StudyDays, life: list[Deed], wait: timedelta, load: Load | None
) -> None:
    """Its numbers are those of what would happen, each name is there once, and each has a meaning in a sentence."""
    scheduler = Scheduler(parameters, days)
    card, _ = live((scheduler,), Card("math/bayes"), life)
    steps = scheduler.explain(card, START + wait, load)
    found = {step.name: step.value for step in steps}
    assert len(found) == len(steps)
    assert all(step.meaning.endswith(".") for step in steps)
    preview = scheduler.preview(card, START + wait, load)
    for rating in Rating:
        name, after = rating.name.capitalize(), preview[rating]
        assert after.memory is not None
        assert found[f"{name}: stability"] == after.memory.stability
        assert found[f"{name}: interval"] == after.interval_days
        assert found[f"{name}: state"] == after.state.name.lower()
        if after.state is State.REVIEW:
            shortest, longest = found[f"{name}: shortest"], found[f"{name}: longest"]
            assert isinstance(shortest, int)
            assert isinstance(longest, int)
            assert shortest <= after.interval_days <= longest
