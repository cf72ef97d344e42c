from __future__ import annotations

from benchmarks.learners import Road
from benchmarks.phase_learners import ANEW, AS_MANY, BY_PHASE, FEWER, Plans
from benchmarks.phase_learners import lived as lived_by_phase
from benchmarks.placement_learners import learners, summary
from benchmarks.plan_learners import lived

CHAIN = tuple(f"d{n}" for n in range(24))
ROAD = Road(CHAIN, {deck: CHAIN[n - 1 : n] if n else () for n, deck in enumerate(CHAIN)}, dict.fromkeys(CHAIN, 10))


def test_placement_pays() -> None:
    """Who knows most of a small road gets there in fewer minutes by placement, and who knows nothing loses little."""
    knows = summary(list(learners(ROAD, "two thirds", range(4))))
    nobody = summary(list(learners(ROAD, "nobody", range(4))))
    assert knows["saved"][0] > 0.05
    assert nobody["taken"][0] == 0
    assert nobody["saved"][0] > -0.1


def test_a_plan_in_step_pays() -> None:
    """With days missed, a plan kept in step is done by its day, and its first rate is not."""
    arms = {
        arm: [lived(ROAD, "one day in four missed", arm, 60, seed)["done"] for seed in range(6)]
        for arm in ("plan", "first rate")
    }
    assert sum(arms["plan"]) >= 5
    assert sum(arms["first rate"]) <= 2


def test_who_guesses_is_hardly_hurt() -> None:
    """Who knows nothing and guesses half of the answers on a short road loses little by placement."""
    guesser = summary(list(learners(ROAD, "great guesser", range(5))))
    assert guesser["saved"][0] > -0.02


def test_a_retention_by_phase_pays() -> None:
    """With too few minutes more is known on the day than with one retention, whether all new cards come or fewer."""
    phases = [CHAIN[start : start + 8] for start in (0, 8, 16)]
    plans = Plans(ROAD, phases, 60)
    known = {}
    for arm in (FEWER, AS_MANY, BY_PHASE):
        found = [lived_by_phase(plans, "every day", arm, 0.8, seed) for seed in range(5)]
        known[arm] = sum(one["known on the day"] for one in found if one is not None) / 5
    assert known[BY_PHASE] > known[AS_MANY]
    assert known[BY_PHASE] > known[FEWER] + 0.05


def test_a_plan_worked_out_anew_pays() -> None:
    """Who misses one day in four knows more on the day where the retentions follow, and who misses none is let be."""
    plans = Plans(ROAD, [CHAIN[start : start + 8] for start in (0, 8, 16)], 30)
    known = {}
    for arm in (BY_PHASE, ANEW):
        found = [lived_by_phase(plans, "one day in four missed", arm, 0.8, seed) for seed in (0, 3)]
        known[arm] = sum(one["known on the day"] for one in found if one is not None) / 2
    assert known[ANEW] > known[BY_PHASE]
    on_time = lived_by_phase(plans, "every day", ANEW, 0.8, 1)
    assert on_time is not None
    assert on_time["worked out anew"] == 0
