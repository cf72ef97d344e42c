from __future__ import annotations

import math
import random
import subprocess
import sys

import fsrs_rs_python
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from quizzer_scheduler.memory import STABILITY_MAXIMUM, STABILITY_MINIMUM, MemoryModel
from quizzer_scheduler.model import Memory, Rating
from quizzer_scheduler.parameters import WEIGHT_BOUNDS
from quizzer_scheduler.retrievability import DEFAULT_DECAY, interval, retrievability

HISTORIES = 200

memories = st.builds(Memory, st.floats(STABILITY_MINIMUM, STABILITY_MAXIMUM), st.floats(1, 10))
ratings = st.sampled_from(Rating)


def random_history(random_: random.Random) -> list[tuple[Rating, int]]:
    """Draw ratings and the study days before each: the first at 0, a quarter of the others on the same day."""
    length = random_.randint(1, 24)
    gaps = [0] + [0 if random_.random() < 0.25 else int(random_.expovariate(1 / 20)) for _ in range(length - 1)]
    return [(random_.choice(list(Rating)), gap) for gap in gaps]


def random_weights(random_: random.Random) -> tuple[float, ...]:
    """Draw legal weights, away from where the reference implementation changes them (w19 below 0.01)."""
    drawn = [round(random_.uniform(low, high), 4) for low, high in WEIGHT_BOUNDS]
    drawn[:4] = sorted(drawn[:4])
    drawn[19] = max(0.01, drawn[19])
    return tuple(drawn)


def states_of(model: MemoryModel, history: list[tuple[Rating, int]]) -> list[Memory]:
    """Return the memory state after each answer."""
    memory: Memory | None = None
    states = []
    for rating, gap in history:
        memory = model.after(memory, rating, gap)
        states.append(memory)
    return states


def reference_states(weights: tuple[float, ...], history: list[tuple[Rating, int]]) -> list[Memory]:
    """Return what fsrs-rs makes of the same answers."""
    reference = fsrs_rs_python.FSRS(list(weights))
    state = None
    states = []
    for rating, gap in history:
        following = reference.next_states(state, 0.9, gap)
        state = (following.again, following.hard, following.good, following.easy)[rating - 1].memory
        states.append(Memory(state.stability, state.difficulty))
    return states


def assert_close(ours: list[Memory], theirs: list[Memory], tolerance: float) -> None:
    """Compare states one by one, relatively."""
    for one, other in zip(ours, theirs, strict=True):
        assert math.isclose(one.stability, other.stability, rel_tol=tolerance), (one, other)
        assert math.isclose(one.difficulty, other.difficulty, rel_tol=tolerance), (one, other)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_default_weights_agree_with_the_reference_implementation(seed: int) -> None:
    """After every answer of a random history our memory state is that of fsrs-rs, to its single precision."""
    history = random_history(random.Random(seed))
    assert_close(states_of(MemoryModel(), history), reference_states(DEFAULT_PARAMETERS, history), 2e-5)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_random_weights_agree_with_the_reference_implementation(seed: int) -> None:
    """So it is with any legal weights, the upper bound of stability included."""
    random_ = random.Random(f"weights {seed}")
    weights, history = random_weights(random_), random_history(random_)
    assert_close(states_of(MemoryModel(weights), history), reference_states(weights, history), 5e-4)


@given(memories, ratings, st.integers(0, 10**7))
def test_memory_stays_within_its_bounds(memory: Memory, rating: Rating, elapsed: int) -> None:
    """Whatever is answered after however long, stability and difficulty stay in range."""
    after = MemoryModel().after(memory, rating, elapsed)
    assert STABILITY_MINIMUM <= after.stability <= STABILITY_MAXIMUM
    assert 1 <= after.difficulty <= 10


@given(memories, st.integers(0, 5000))
def test_a_better_answer_never_leaves_a_weaker_memory(memory: Memory, elapsed: int) -> None:
    """Stability grows with the rating, difficulty falls, and what was recalled is no weaker than before."""
    model = MemoryModel()
    after = [model.after(memory, rating, elapsed) for rating in Rating]
    assert [state.stability for state in after] == sorted(state.stability for state in after)
    assert [state.difficulty for state in after] == sorted((state.difficulty for state in after), reverse=True)
    assert after[1].stability >= min(memory.stability, STABILITY_MAXIMUM)


def test_stability_stops_where_the_reference_implementation_stops() -> None:
    """A hundred years are enough: the Python library alone would go on."""
    assert MemoryModel().after(Memory(36000, 1), Rating.EASY, 36000).stability == STABILITY_MAXIMUM


def test_time_before_the_last_answer_counts_as_the_same_day() -> None:
    """A negative number of days is none."""
    memory = Memory(5, 5)
    assert MemoryModel().after(memory, Rating.GOOD, -3) == MemoryModel().after(memory, Rating.GOOD, 0)


@pytest.mark.parametrize(
    "memory", [Memory(math.nan, 5), Memory(0, 5), Memory(-1, 5), Memory(math.inf, 5), Memory(5, math.nan)], ids=str
)
def test_what_is_no_memory_state_is_refused(memory: Memory) -> None:
    """A state that is not a number would spread through every later one."""
    with pytest.raises(ValueError, match="no memory state"):
        MemoryModel().after(memory, Rating.GOOD, 3)


def test_the_library_is_loaded_only_when_a_memory_state_is_computed() -> None:
    """Asking what is due, and how well it is known, does not import fsrs."""
    code = """if True:
        import sys
        from datetime import *
        import quizzer_scheduler.scheduler as it
        from quizzer_scheduler.model import *
        at = datetime(2026, 5, 1, tzinfo=UTC)
        days = it.StudyDays(UTC)
        scheduler = it.Scheduler(Parameters(1), days)
        scheduler.retrievability(Card("a/b", State.REVIEW, memory=Memory(5, 5), last_day=at.date()), at)
        assert "fsrs" not in sys.modules
        scheduler.preview(Card("a/b"), at)
        assert "fsrs" in sys.modules
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_our_copies_of_the_library_s_constants_are_right() -> None:
    """The bounds of weights and the default decay are those of the pinned library."""
    assert tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)) == WEIGHT_BOUNDS
    assert DEFAULT_PARAMETERS[20] == DEFAULT_DECAY == MemoryModel().decay
    assert MemoryModel((*DEFAULT_PARAMETERS[:20], 0.3)).decay == 0.3


@given(st.floats(0.01, 30000), st.floats(0.7, 0.99), st.floats(0.1, 0.8))
def test_the_interval_is_the_curve_read_backwards(stability: float, retention: float, decay: float) -> None:
    """After the interval for a desired retention, the chance of recall is that retention."""
    days = interval(stability, retention, decay)
    assert retrievability(Memory(stability, 5), days, decay) == pytest.approx(retention)


@given(st.floats(0.01, 30000), st.floats(0, 30000), st.floats(0.1, 0.8))
def test_recall_falls_from_one_through_ninety_per_cent_at_stability(
    stability: float, elapsed: float, decay: float
) -> None:
    """It is 1 at once, 0.9 after as many days as the stability, and never rises."""
    memory = Memory(stability, 5)
    assert retrievability(memory, 0, decay) == retrievability(memory, -1, decay) == 1
    assert retrievability(memory, stability, decay) == pytest.approx(0.9)
    assert 0 < retrievability(memory, elapsed + 1, decay) <= retrievability(memory, elapsed, decay) <= 1


@pytest.mark.parametrize("retention", [0.7, 0.8, 0.85, 0.9, 0.95, 0.99])
def test_curve_and_interval_are_the_library_s(retention: float) -> None:
    """Our closed forms give the recall and the whole days that the library gives."""
    from datetime import UTC, datetime, timedelta

    import fsrs

    scheduler = fsrs.Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    random_ = random.Random(retention)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(300):
        stability, elapsed = math.exp(random_.uniform(-2, 9)), random_.randint(1, 400)
        card = fsrs.Card(1, fsrs.State.Review, None, stability, random_.uniform(1, 10), start, start)
        now = start + timedelta(days=elapsed)
        memory = Memory(stability, 5)
        assert retrievability(memory, elapsed) == pytest.approx(scheduler.get_card_retrievability(card, now), rel=1e-12)
        after, _ = scheduler.review_card(card, fsrs.Rating.Good, now)
        assert after.stability is not None
        assert min(36500, max(1, round(interval(after.stability, retention)))) == (after.due - now).days
