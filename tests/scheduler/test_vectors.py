"""Agreement with the test vectors of five other implementations, group by group.

`fsrs_vectors.json` names for each group the repository, path and commit that it was taken from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizzer_scheduler import fuzz
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.memory import MemoryModel
from quizzer_scheduler.model import Card, Memory, Parameters, Rating, State
from quizzer_scheduler.retrievability import interval, retrievability
from quizzer_scheduler.rules import elapsed_days
from quizzer_scheduler.scheduler import Scheduler

GROUPS: dict[str, dict[str, Any]] = {
    group["name"]: group
    for group in json.loads((Path(__file__).parent / "fsrs_vectors.json").read_text(encoding="utf-8"))["groups"]
}

OUT_OF_SCOPE = {
    "sm2_migration": "turns the ease of another program into a memory state: a matter of importing, not of scheduling",
    "v4.5_to_v6_params": "migrates weights of an older FSRS: parameter sets here always have 21",
    "optimizer_loss_and_params_joshs_csv": "fits weights to a log; it is not about a schedule, and needs torch",
}

Check = Callable[[dict[str, Any], dict[str, Any]], None]
TOOK = timedelta(seconds=5)


def fold(model: MemoryModel, ratings: list[int], gaps: list[int]) -> list[Memory]:
    """Return the memory state after each rating, so many study days after the one before."""
    memory: Memory | None = None
    states = []
    for rating, gap in zip(ratings, gaps, strict=True):
        memory = model.after(memory, Rating(rating), gap)
        states.append(memory)
    return states


def follow_due(scheduler: Scheduler, ratings: list[int], start: str) -> list[Card]:
    """Return the card after each rating when it is always answered exactly when due."""
    card, at = Card("deck/card"), datetime.fromisoformat(start)
    cards = []
    for rating in ratings:
        card = scheduler.review(card, Rating(rating), at, TOOK).card
        assert card.due_at is not None
        at = card.due_at
        cards.append(card)
    return cards


def plain(**changes: Any) -> Scheduler:
    """Return a scheduler without fuzz on UTC days."""
    return Scheduler(Parameters(1, fuzz=False, **changes), StudyDays(UTC))


def seconds(values: list[int]) -> tuple[timedelta, ...]:
    """Return steps given in seconds."""
    return tuple(timedelta(seconds=value) for value in values)


def check_follow_due(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Intervals and states of a card that is answered when due, as three other schedulers give them."""
    scheduler = plain(
        learning_steps=seconds(given["learning_steps_s"]), relearning_steps=seconds(given["relearning_steps_s"])
    )
    cards = follow_due(scheduler, given["ratings"], given["start"])
    assert [card.interval_days for card in cards] == expected["interval_days"]
    before = [Card("deck/card"), *cards][:-1]
    assert [card.state.name.capitalize() for card in before] == expected["state_before_review(go)"]


def check_memory(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The memory state at the end of a history."""
    last = fold(MemoryModel(tuple(given["parameters"])), given["ratings"], given["delta_t"])[-1]
    assert last.stability == pytest.approx(expected["S"], abs=expected["abs_tol"])
    assert last.difficulty == pytest.approx(expected["D"], abs=expected["abs_tol"])


def check_two_reviews(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The memory state after two answers."""
    ends = [fold(MemoryModel(), sequence["ratings"], sequence["delta_t"])[-1] for sequence in given["sequences"]]
    assert [end.stability for end in ends] == pytest.approx(expected["S"], abs=expected["abs_tol"])
    assert [end.difficulty for end in ends] == pytest.approx(expected["D"], abs=expected["abs_tol"])


def check_initial(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Where each first answer leads."""
    preview = plain().preview(Card("deck/card"), datetime(2026, 5, 1, 12, tzinfo=UTC))
    cards = [preview[Rating(rating)] for rating in given["ratings"]]
    memories = [card.memory for card in cards if card.memory]
    assert [memory.stability for memory in memories] == pytest.approx(expected["S"])
    assert [memory.difficulty for memory in memories] == pytest.approx(expected["D"], abs=1e-7)
    assert [card.interval_days for card in cards] == expected["scheduled_days_with_default_steps"]
    assert [card.state.name.capitalize() for card in cards] == expected["state"]


def check_difficulty(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Difficulty after each rating, and before it is drawn back to that of an easy card."""
    after = [MemoryModel().after(Memory(5, given["D"]), Rating(r), 3).difficulty for r in given["ratings"]]
    assert after == pytest.approx(expected["D"], abs=1e-7)
    pull = DEFAULT_PARAMETERS[7]
    easy = DEFAULT_PARAMETERS[4] - math.exp(DEFAULT_PARAMETERS[5] * 3) + 1
    before = [(difficulty - pull * easy) / (1 - pull) for difficulty in after]
    assert before == pytest.approx(expected["D_before_mean_reversion"], abs=1e-6)


def check_components(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Stability after forgetting, recall and on the same day.

    The vectors name the retrievability; the model takes whole days. The decay, on which nothing else depends, is
    chosen so that after a whole number of days recall is what the vector says. Recall rated Again does not exist.
    """
    cases = zip(*(given[name] for name in ("S", "D", "R", "ratings")), range(len(given["S"])), strict=True)
    for stability, difficulty, recall, rating, index in cases:
        memory = Memory(stability, difficulty)
        model, elapsed = model_with_recall(memory, recall)
        forgotten = model.after(memory, Rating.AGAIN, elapsed).stability
        assert forgotten == pytest.approx(expected["S_forget"][index], abs=1e-6)
        same_day = MemoryModel().after(memory, Rating(rating), 0).stability
        assert same_day == pytest.approx(expected["S_short_term"][index], abs=1e-6)
        if rating != Rating.AGAIN:
            recalled = model.after(memory, Rating(rating), elapsed).stability
            assert recalled == pytest.approx(expected["S_recall_formula(no rating check)"][index], abs=1e-5)


def model_with_recall(memory: Memory, recall: float) -> tuple[MemoryModel, int]:
    """Return a model and a number of days after which its chance of recall is `recall`."""
    elapsed = next(
        days
        for days in range(1, 1000)
        if retrievability(memory, days, 0.8) <= recall <= retrievability(memory, days, 0.1)
    )
    low, high = 0.1, 0.8
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if retrievability(memory, elapsed, middle) > recall else (low, middle)
    return MemoryModel((*DEFAULT_PARAMETERS[:20], high)), elapsed


def check_curve(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Points on the forgetting curve."""
    recall = [retrievability(Memory(s, 5), t, given["decay"]) for t, s in zip(given["t"], given["S"], strict=True)]
    assert recall == pytest.approx(expected["R"], abs=1e-6)


def check_interval(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Intervals for a stability of one day at every desired retention, capped and not."""
    days = [max(1, round(interval(given["S"], retention))) for retention in given["desired_retention"]]
    assert days == expected["interval_days_rounded_min1"]
    assert min(36500, days[0]) == expected["with_max_interval_36500_first"]


def check_first_easy(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The chance of recall when a card rated Easy at first comes back."""
    assert retrievability(Memory(given["S"], 1), given["elapsed_days"]) == pytest.approx(expected["R"], abs=1e-6)


def check_recall_at_due(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The chance of recall when due. For a card never seen others say 0; here there is none."""
    scheduler = plain()
    cards = follow_due(scheduler, given["ratings"], given["start"])
    recall = [scheduler.retrievability(card, card.due_at) for card in cards if card.due_at]
    assert recall == pytest.approx(expected["R_at_due"], abs=1e-4)
    assert expected["R_new_card"] == 0
    assert scheduler.retrievability(Card("deck/card"), datetime.fromisoformat(given["start"])) is None


def check_long_term(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Memory states of schedulers without short-term memory, given their intervals.

    Their intervals are not ours: they make Hard a day longer than Again. Ours are the rounded stability, which theirs
    never fall below nor exceed by more than those days.
    """
    older = given.get("parameters_fsrs5")
    base = DEFAULT_PARAMETERS if older is None else (*older, 0.0, 0.5)
    model = MemoryModel((*base[:17], 0.0, 0.0, 0.0, base[20]))
    states = fold(model, given["ratings"], [0, *expected["interval_days"][:-1]])
    assert [state.stability for state in states] == pytest.approx(expected["S"], rel=1e-4, abs=1e-4)
    assert [state.difficulty for state in states] == pytest.approx(expected["D"], abs=1e-4)
    for state, theirs in zip(states, expected["interval_days"], strict=True):
        assert 0 <= theirs - max(1, round(interval(state.stability, 0.9, model.decay))) <= 2


def check_steps(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """How long the last step lasts."""
    waits = []
    for case in given["cases"]:
        steps = {name[:-2]: seconds(value) for name, value in case.items() if name.endswith("_steps_s")}
        card = follow_due(plain(**steps), case["ratings"], "2026-05-01T12:00:00+00:00")[-1]
        assert card.due_at is not None
        assert card.last_review_at is not None
        waits.append((card.due_at - card.last_review_at).total_seconds())
    assert waits == expected["last_interval_s"]


def check_fuzz(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The bounds of fuzz, and its middle."""
    found = []
    for raw, minimum, maximum in given["cases_interval_min_max"]:
        lower, upper = fuzz.bounds(raw, minimum, maximum)
        assert fuzz.pick(lower, upper, 0.0) == lower
        assert fuzz.pick(lower, upper, 0.999) == upper
        found.append([lower, fuzz.pick(lower, upper, 0.5), upper])
    assert found == expected["lower_middle_upper"]


def check_days(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Calendar days between two instants: study days with the rollover at midnight. Backwards is none."""
    days = StudyDays(UTC, timedelta())
    elapsed = []
    for pair in given["pairs_utc"]:
        first, second = (datetime.fromisoformat(text) for text in pair)
        elapsed.append(elapsed_days(Card("deck/card", State.REVIEW, last_day=days.day(first)), days.day(second)))
    assert elapsed == expected["utc_calendar_days(go,ts)"]


CHECKS: dict[str, Check] = {
    "schedule_follow_due_default": check_follow_due,
    "memory_short_term": check_memory,
    "memory_all_ratings": check_memory,
    "memory_extra_good": check_memory,
    "memory_long_term_w17_19_zero": check_memory,
    "memory_fsrs_rs_params19_as_21": check_memory,
    "memory_after_two_reviews": check_two_reviews,
    "initial_state": check_initial,
    "next_difficulty_from_D5": check_difficulty,
    "stability_components": check_components,
    "forgetting_curve_default": check_curve,
    "forgetting_curve_default_2": check_curve,
    "forgetting_curve_decay_0.2": check_curve,
    "next_interval_S1": check_interval,
    "retrievability_at_due_first_easy": check_first_easy,
    "retrievability_at_due_GGG": check_recall_at_due,
    "long_term_scheduler_default": check_long_term,
    "ts_longterm_1": check_long_term,
    "ts_longterm_2": check_long_term,
    "ts_longterm_3": check_long_term,
    "ts_longterm_4": check_long_term,
    "ts_longterm_5": check_long_term,
    "learning_steps": check_steps,
    "relearning_steps": check_steps,
    "fuzz_bounds_anki": check_fuzz,
    "day_difference_conventions": check_days,
}


def test_no_group_is_forgotten() -> None:
    """Each of the 29 groups is checked, or out of scope for a reason; none is both."""
    assert len(GROUPS) == 29
    assert CHECKS.keys() | OUT_OF_SCOPE.keys() == GROUPS.keys()
    assert not CHECKS.keys() & OUT_OF_SCOPE.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_a_group_of_vectors_agrees(name: str) -> None:
    """What other implementations expect of themselves holds here."""
    group = GROUPS[name]
    CHECKS[name](group["input"], group["expected"])
