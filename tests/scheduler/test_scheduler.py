from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from schedules import START, TOOK, Deed, live, lives, loads, parameter_sets, study_days

from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.memory import MemoryModel
from quizzer_scheduler.model import Card, ChangeName, Memory, Parameters, Rating, State
from quizzer_scheduler.parameters import WEIGHT_BOUNDS, validate
from quizzer_scheduler.scheduler import Scheduler

AGAIN, HARD, GOOD, EASY = Rating
CARD = "math/bayes#likelihood"
DAYS = StudyDays(ZoneInfo("Europe/Berlin"))
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
TODAY = date(2026, 5, 4)


def learned(stability: float = 20.0, ago: int = 20, **changes: object) -> Card:
    """Return a card in Review, last answered so many days before today."""
    card = Card(
        CARD,
        state=State.REVIEW,
        memory=Memory(stability, 5.0),
        due_at=DAYS.start(TODAY - timedelta(days=ago) + timedelta(days=round(stability))),
        interval_days=round(stability),
        last_review_at=NOON - timedelta(days=ago),
        last_day=TODAY - timedelta(days=ago),
        reps=5,
    )
    return replace(card, **changes)  # type: ignore[arg-type]


def scheduler(**changes: object) -> Scheduler:
    """Return a scheduler with changed parameters on Berlin days."""
    return Scheduler(replace(Parameters(1), **changes), DAYS)  # type: ignore[arg-type]


@settings(deadline=None)
@given(parameter_sets(), study_days, lives, st.timedeltas(timedelta(days=-50), timedelta(days=500)), loads())
def test_preview_is_outcome_and_in_order(
    parameters: Parameters, days: StudyDays, life: list[Deed], wait: timedelta, load: Load | None
) -> None:
    """What a button promises is what its key does; a better answer is never due earlier, nor any before it is given."""
    it = Scheduler(parameters, days)
    card, _ = live((it,), Card(CARD), life)
    at = START + wait
    preview = it.preview(card, at, load)
    assert {rating: it.review(card, rating, at, TOOK, load).card for rating in Rating} == preview
    dues = [preview[rating].due_at or at for rating in Rating]
    assert dues == sorted(dues)
    assert dues[0] >= at
    intervals = [preview[rating].interval_days for rating in Rating]
    assert intervals == sorted(intervals)
    assert intervals[-1] <= parameters.maximum_interval


@settings(deadline=None)
@given(parameter_sets(), study_days, lives)
def test_a_card_is_always_whole(parameters: Parameters, days: StudyDays, life: list[Deed]) -> None:
    """A card that was answered has a memory, a due date and a last day; one that was not has none of them."""
    card, _ = live((Scheduler(parameters, days),), Card(CARD), life)
    seen = card.state is not State.NEW
    assert (card.memory is not None) == (card.due_at is not None) == (card.last_day is not None) == seen
    assert (card.step is not None) == (card.state in (State.LEARNING, State.RELEARNING))
    if card.due_at and card.state is State.REVIEW:
        assert card.due_at == days.start(days.day(card.due_at))
        assert card.due_at.tzinfo is UTC


@settings(deadline=None)
@given(parameter_sets(), st.floats(1, 3000), st.integers(1, 400), loads())
def test_better_answers_are_longer_where_the_maximum_allows_it(
    parameters: Parameters, stability: float, ago: int, load: Load | None
) -> None:
    """For a learned card Easy is at least a day longer than Good, and Good than Hard."""
    preview = Scheduler(parameters, DAYS).preview(learned(stability, ago), NOON, load)
    hard, good, easy = (preview[rating].interval_days for rating in (HARD, GOOD, EASY))
    assert good > hard or good == parameters.maximum_interval
    assert easy > good or easy == parameters.maximum_interval


def test_a_new_card_learns_by_the_clock_and_graduates_by_the_day() -> None:
    """Good, Good: ten minutes, then some days, due when the study day begins."""
    it = scheduler()
    first = it.review(Card(CARD), GOOD, NOON, TOOK).card
    assert (first.state, first.step, first.due_at) == (State.LEARNING, 1, NOON + timedelta(minutes=10))
    assert first.interval_days == 0
    second = it.review(first, GOOD, NOON + timedelta(minutes=10), TOOK).card
    assert (second.state, second.step, second.interval_days) == (State.REVIEW, None, 2)
    assert second.due_at == datetime(2026, 5, 6, 2, tzinfo=UTC)
    assert (second.reps, second.lapses, second.last_day) == (2, 0, TODAY)


def test_a_lapse_is_counted_once() -> None:
    """Forgetting a learned card is a lapse; forgetting it again while it is learned again is not."""
    it = scheduler()
    lapsed = it.review(learned(), AGAIN, NOON, TOOK).card
    assert (lapsed.state, lapsed.step, lapsed.lapses) == (State.RELEARNING, 0, 1)
    assert lapsed.due_at == NOON + timedelta(minutes=10)
    assert it.review(lapsed, AGAIN, NOON + timedelta(minutes=10), TOOK).card.lapses == 1


def test_without_relearning_steps_a_lapse_stays_in_review() -> None:
    """It is a lapse all the same, and comes back after a day or more."""
    lapsed = scheduler(relearning_steps=()).review(learned(), AGAIN, NOON, TOOK).card
    assert (lapsed.state, lapsed.step, lapsed.lapses) == (State.REVIEW, None, 1)
    assert lapsed.interval_days >= 1


def test_the_event_holds_what_went_in_and_what_came_out() -> None:
    """The log is enough to compute the answer again."""
    card = learned()
    reviewed = scheduler(fuzz=False).review(card, GOOD, NOON.astimezone(ZoneInfo("Asia/Tokyo")), TOOK)
    review = reviewed.review
    assert (review.at, review.at.tzinfo, review.offset, review.day) == (NOON, UTC, timedelta(hours=2), TODAY)
    assert (review.state_before, review.before, review.state_after) == (State.REVIEW, card.memory, State.REVIEW)
    assert (review.after, review.due_at) == (reviewed.card.memory, reviewed.card.due_at)
    assert (review.interval_days, review.parameters, review.took) == (reviewed.card.interval_days, 1, TOOK)
    assert review.retrievability == pytest.approx(0.9)


def test_recall_is_predicted_by_study_days() -> None:
    """The night's rollover makes a new day, 24 hours do not: late one evening and early the next morning is one day."""
    it = scheduler()
    evening = datetime(2026, 5, 3, 21, tzinfo=UTC)
    card = it.review(Card(CARD), EASY, evening, TOOK).card
    morning = evening + timedelta(hours=9)
    review = it.review(card, GOOD, morning, TOOK).review
    assert review.day == date(2026, 5, 4)
    assert review.retrievability is not None
    assert review.retrievability < 1
    assert review.after == MemoryModel().after(card.memory, GOOD, 1)


def test_recall_within_the_day_is_not_predicted() -> None:
    """A card never seen and a card just seen have no prediction, because FSRS-6 has none for them."""
    it = scheduler()
    first = it.review(Card(CARD), GOOD, NOON, TOOK)
    again = it.review(first.card, GOOD, NOON + timedelta(minutes=10), TOOK)
    assert first.review.retrievability is None
    assert again.review.retrievability is None
    assert it.retrievability(again.card, NOON + timedelta(minutes=10)) == 1
    assert it.retrievability(Card(CARD), NOON) is None


def test_a_clock_that_went_back_does_no_harm() -> None:
    """No time has passed, the last answer stays the latest, and the log keeps the time the clock showed."""
    it = scheduler(fuzz=False)
    card = learned(ago=0)
    earlier = NOON - timedelta(days=300)
    reviewed = it.review(card, GOOD, earlier, TOOK)
    assert reviewed.card.last_review_at == card.last_review_at
    assert reviewed.card.last_day == card.last_day
    assert reviewed.review.at == earlier
    assert reviewed.review.retrievability is None
    assert card.memory is not None
    assert reviewed.card.memory == MemoryModel().after(card.memory, GOOD, 0)
    assert it.retrievability(reviewed.card, earlier) == 1


def test_a_journey_west_over_the_date_line_is_the_same_day() -> None:
    """A later instant in an earlier study day counts as the day of the last answer."""
    card = learned(ago=0)
    west = Scheduler(Parameters(1), StudyDays(ZoneInfo("Pacific/Niue")))
    after = west.review(card, GOOD, NOON + timedelta(minutes=5), TOOK)
    assert after.review.day < TODAY
    assert after.card.last_day == TODAY
    assert after.card.last_review_at == NOON + timedelta(minutes=5)


@pytest.mark.parametrize("deed", ["preview", "review", "change", "retrievability", "explain"])
def test_a_time_without_a_zone_is_refused(deed: str) -> None:
    """A naive datetime is a mistake of the program, not a time."""
    it, naive = scheduler(), datetime(2026, 5, 4, 12)  # noqa: DTZ001 - naive on purpose
    calls = {
        "preview": lambda: it.preview(learned(), naive),
        "review": lambda: it.review(learned(), GOOD, naive, TOOK),
        "change": lambda: it.change(learned(), "flag", 1, naive),
        "retrievability": lambda: it.retrievability(learned(), naive),
        "explain": lambda: it.explain(learned(), naive),
    }
    with pytest.raises(ValueError, match="has no zone"):
        calls[deed]()


def test_a_rating_that_does_not_exist_is_refused() -> None:
    """There are four."""
    with pytest.raises(KeyError):
        scheduler().review(Card(CARD), 5, NOON, TOOK)  # type: ignore[arg-type]


def test_an_answer_never_took_less_than_no_time() -> None:
    """A clock that was set while the card was shown leaves no negative time in the log."""
    assert scheduler().review(Card(CARD), GOOD, NOON, timedelta(seconds=-5)).review.took == timedelta()


def test_a_step_past_the_rollover_is_due_by_the_clock() -> None:
    """Ten minutes are ten minutes, also over the end of the study day."""
    before_rollover = datetime(2026, 5, 5, 1, 55, tzinfo=UTC)
    card = scheduler().review(Card(CARD), GOOD, before_rollover, TOOK).card
    assert card.due_at == before_rollover + timedelta(minutes=10)
    assert card.last_day == TODAY


def test_a_step_of_a_day_counts_in_study_days() -> None:
    """It stays a learning card, due when the study day begins."""
    it = scheduler(learning_steps=(timedelta(minutes=10), timedelta(days=1)))
    card = it.review(Card(CARD), GOOD, NOON, TOOK).card
    assert (card.state, card.step, card.interval_days) == (State.LEARNING, 1, 1)
    assert card.due_at == DAYS.start(TODAY + timedelta(days=1))


def test_a_step_is_never_due_after_a_better_answer() -> None:
    """Shortly before the rollover a step would end in the next study day, where Good is due from the beginning on."""
    before_rollover = datetime(2026, 5, 5, 1, 55, tzinfo=UTC)
    card = Card(CARD, State.LEARNING, 0, Memory(0.3, 9), before_rollover, 0, before_rollover, TODAY, 1)
    it = scheduler(learning_steps=(timedelta(minutes=10),))
    preview = it.preview(card, before_rollover)
    assert preview[GOOD].interval_days == 1
    assert preview[HARD].due_at == preview[GOOD].due_at == DAYS.start(date(2026, 5, 5))


def test_without_fuzz_intervals_are_rounded_stability() -> None:
    """At a desired retention of 90 % the interval is the stability, to the day."""
    card = scheduler(fuzz=False).preview(learned(), NOON)[GOOD]
    assert card.memory is not None
    assert card.interval_days == round(card.memory.stability)


def test_fuzz_differs_from_card_to_card_and_answer_to_answer() -> None:
    """Cards that were learned together spread, and a card does not keep its luck."""
    it = scheduler()
    by_card = {it.preview(learned(id=f"deck/{number}"), NOON)[GOOD].interval_days for number in range(50)}
    by_count = {it.preview(learned(reps=number), NOON)[GOOD].interval_days for number in range(50)}
    assert len(by_card) > 5
    assert len(by_count) > 5


def test_load_moves_a_card_within_its_fuzz() -> None:
    """A crowded stretch is left for a free day of those that fuzz allows."""
    it = scheduler()
    free = TODAY + timedelta(days=64)
    crowd = {TODAY + timedelta(days=days): 500 for days in range(120)}
    cards = [it.preview(learned(id=f"deck/{n}"), NOON, Load({**crowd, free: 0}))[GOOD] for n in range(20)]
    assert sum(card.interval_days == 64 for card in cards) >= 19


def test_load_is_left_alone_beyond_ninety_days() -> None:
    """What a day will hold in a year is not known yet."""
    it, card = scheduler(), learned(200, 200)
    crowd = Load({TODAY + timedelta(days=days): 500 for days in range(2000) if days % 7})
    assert it.preview(card, NOON, crowd)[GOOD] == it.preview(card, NOON)[GOOD]


def test_the_calendar_s_end_is_not_passed() -> None:
    """A due date stays a date that exists, for steps as for intervals."""
    late = datetime(9999, 12, 20, 12, tzinfo=UTC)
    it = Scheduler(Parameters(1, learning_steps=(timedelta(days=20), timedelta(days=30))), StudyDays(UTC))
    for card in (Card(CARD), learned(30000, 1)):
        assert all(after.due_at and after.due_at > late for after in it.preview(card, late).values())
    last_minute = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    for each in (it, Scheduler(Parameters(1), StudyDays(UTC))):
        assert all(after.due_at for after in each.preview(Card(CARD), last_minute, Load()).values())


def test_an_interval_never_exceeds_its_maximum() -> None:
    """With a maximum of a day, every card comes back tomorrow."""
    preview = scheduler(maximum_interval=1).preview(learned(), NOON)
    assert [preview[rating].interval_days for rating in (HARD, GOOD, EASY)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("suspended", True, "suspended"),
        ("flag", 3, "flag"),
        ("buried_until", date(2026, 5, 5), "buried_until"),
        ("buried_until", None, "buried_until"),
    ],
)
def test_a_change_changes_one_thing(name: ChangeName, value: bool | int | date | None, field: str) -> None:
    """The schedule stays as it is, and the event says what was done when."""
    card, change = scheduler().change(learned(), name, value, NOON)
    assert card == learned(**{field: value})
    assert (change.card_id, change.name, change.value) == (CARD, name, value)
    assert (change.at, change.offset, change.day) == (NOON, timedelta(hours=2), TODAY)


def test_a_card_that_is_forgotten_is_new_and_keeps_its_count() -> None:
    """Memory, dates, lapses and burial go; the count stays, so that its chance does not repeat itself."""
    card = learned(lapses=3, flag=2, suspended=True, buried_until=TODAY)
    assert scheduler().change(card, "forget", None, NOON)[0] == Card(CARD, reps=5, flag=2, suspended=True)


def test_a_due_date_can_be_set() -> None:
    """The card comes back on the study day that was asked for; its memory knows nothing of it."""
    card, _ = scheduler().change(learned(ago=10), "due", TODAY + timedelta(days=3), NOON)
    assert card == learned(ago=10, due_at=DAYS.start(TODAY + timedelta(days=3)), interval_days=13)


def test_a_new_card_has_no_due_date_to_set() -> None:
    """It would be due without anything to remember."""
    with pytest.raises(ValueError, match="is new and has no due date"):
        scheduler().change(Card(CARD), "due", TODAY, NOON)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("flag", 8),
        ("flag", -1),
        ("flag", True),
        ("flag", None),
        ("suspended", 1),
        ("buried_until", True),
        ("buried_until", NOON),
        ("due", NOON),
        ("due", None),
        ("forget", True),
        ("colour", 1),
    ],
)
def test_a_change_that_does_not_fit_is_refused(name: ChangeName, value: bool | int | date | None) -> None:
    """A value belongs to its name."""
    with pytest.raises(ValueError, match="cannot be"):
        scheduler().change(learned(), name, value, NOON)


def test_an_answer_ends_a_burial_and_nothing_else() -> None:
    """A buried card that was answered after all is not buried; a suspension is for the learner to lift."""
    card = learned(buried_until=TODAY + timedelta(days=1), suspended=True, flag=4)
    after = scheduler().review(card, GOOD, NOON, TOOK).card
    assert (after.buried_until, after.suspended, after.flag) == (None, True, 4)


DEFAULT = tuple((low + high) / 2 for low, high in WEIGHT_BOUNDS)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (Parameters(1, desired_retention=0.69), "desired retention is 0.69"),
        (Parameters(1, desired_retention=0.995), "between 0.70 and 0.99"),
        (Parameters(1, desired_retention=math.nan), "desired retention is nan"),
        (Parameters(1, maximum_interval=0), "at least 1"),
        (Parameters(1, DEFAULT[:19]), "19 weights"),
        (Parameters(1, (*DEFAULT[:20], math.nan)), "w20 is nan"),
        (Parameters(1, (*DEFAULT[:20], 0.9)), "w20 is 0.9"),
        (Parameters(1, (math.inf, *DEFAULT[1:])), "w0 is inf"),
        (Parameters(1, learning_steps=(timedelta(),)), "learning step is not longer than nothing"),
        (Parameters(1, relearning_steps=(timedelta(-1),)), "relearning step is not longer than nothing"),
        (Parameters(1, learning_steps=(timedelta(hours=1), timedelta(minutes=1))), "become shorter"),
        (Parameters(1, learning_steps=(timedelta(days=9),), maximum_interval=8), "longer than the maximum interval"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unusable_parameters_are_refused_in_a_sentence(parameters: Parameters, words: str) -> None:
    """What is wrong is said, and nothing is scheduled with it."""
    problems = validate(parameters)
    assert any(words in problem for problem in problems)
    assert all(problem.endswith(".") for problem in problems)
    with pytest.raises(ValueError, match=words.replace(".", r"\.")):
        Scheduler(parameters, DAYS)


def test_all_problems_of_parameters_are_said_at_once() -> None:
    """Nobody mends them one by one."""
    assert len(validate(Parameters(1, (math.nan,) * 21, 2.0, maximum_interval=0))) == 23


@given(parameter_sets())
def test_valid_parameters_have_no_problems(parameters: Parameters) -> None:
    """What the bounds allow is accepted, by the library too."""
    assert validate(parameters) == []
    MemoryModel(parameters.weights).after(None, GOOD, 0)
