"""Taking over a history: a million answers in whole numbers, and the same as answer by answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from quizzer.store.rows import line_of
from quizzer_scheduler.checking import prediction
from quizzer_scheduler.day_table import DayTable
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, Memory, Parameters, Rating, Review, State
from quizzer_scheduler.outcomes import Outcome, answered
from quizzer_scheduler.replaying import changed
from quizzer_scheduler.rules import Rules, elapsed_days
from quizzer_scheduler.scheduler import Scheduler
from quizzer_scheduler.taking_over import Earlier, Stood, TakingOver

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Antarctica/Troll", "Australia/Lord_Howe", "Africa/Casablanca")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
IMPORTED = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = 1_760_000_000_000
PARAMETERS = Parameters(3, foreign=True)

gaps = st.one_of(st.integers(0, 7_200_000), st.integers(0, 86_400_000 * 40))
ratings = st.sampled_from([0, 1, 2, 3, 3, 3, 4])
intervals = st.one_of(st.sampled_from([-60, -600, -86_400, 0, 1, 36_500]), st.integers(1, 400))
histories = st.lists(st.tuples(gaps, ratings, st.integers(0, 60_000), intervals), max_size=12)
stoods = st.none() | st.builds(
    Stood,
    st.sampled_from(State),
    st.none() | st.integers(date(2026, 2, 1).toordinal(), date(2026, 9, 1).toordinal()),
    st.none() | st.builds(Memory, st.floats(0.01, 900), st.floats(1, 10)),
    st.integers(0, 300),
    st.booleans(),
    st.integers(0, 7),
)


def after_one(card: Card, answer: Earlier, rules: Rules, days: StudyDays) -> tuple[Card, Review]:
    """Return a card after one answer, computed as an answer given here is."""
    at_ms, rating, took, days_given = answer
    at = EPOCH + timedelta(milliseconds=at_ms)
    day = days.day(at)
    elapsed = elapsed_days(card, day)
    after = rules.model.after(card.memory, Rating(rating), elapsed)
    state, step, due = State.REVIEW, None, days.start(day + timedelta(days=max(0, days_given)))
    if days_given <= 0:
        state = State.RELEARNING if card.state in (State.REVIEW, State.RELEARNING) else State.LEARNING
        steps = rules.parameters.learning_steps if state is State.LEARNING else rules.parameters.relearning_steps
        step = max((n for n, span in enumerate(steps) if span <= timedelta(seconds=-days_given)), default=0)
        due = at + timedelta(seconds=-days_given)
    interval = max(0, days_given)
    review = Review(
        *(card.id, Rating(rating), at, days.offset(at), day, timedelta(milliseconds=took), card.state, card.memory),
        *(prediction(card, elapsed, rules.decay), state, step, after, interval, due, rules.parameters.version),
    )
    return answered(card, Outcome(Rating(rating), state, step, after, interval, due), at, day), review


@given(histories, st.sampled_from(ZONES), st.integers(0, 12))
def test_columns_are_answers_one_by_one(told: list[tuple[int, int, int, int]], zone: str, cut: int) -> None:
    """Lines and cards are, to the last digit, what answer after answer comes to, also where a card goes on."""
    days = StudyDays(ZoneInfo(zone))
    answers = _timed(told)
    rules = Rules(PARAMETERS)
    taking = TakingOver(rules, days, IMPORTED)
    card, wanted = Card("a/b"), []
    for answer in answers:
        if answer[1]:
            card, review = after_one(card, answer, rules, days)
            wanted.append(line_of(review))
        elif card.state is not State.NEW:
            card = changed(card, "forget", None, days)
    first, begun = taking.card(Card("a/b"), answers[:cut], None)
    last, gone_on = taking.card(first, answers[cut:], None)
    assert last == card
    assert [event for event in begun + gone_on if not isinstance(event, Change)] == wanted


@given(histories, stoods, st.booleans())
def test_a_card_is_the_fold_of_what_is_logged(
    told: list[tuple[int, int, int, int]], stood: Stood | None, whole: bool
) -> None:
    """Whatever a card stood at there, replaying its events gives it, and no event disagrees with those before."""
    days = StudyDays(ZoneInfo("Europe/Berlin"))
    card, events = TakingOver(Rules(PARAMETERS), days, IMPORTED).card(Card("a/b"), _timed(told), stood, whole=whole)
    scheduler = Scheduler(Parameters(4), days, {3: PARAMETERS})
    logged = [event if isinstance(event, Change) else _review(card.id, event) for event in events]
    assert scheduler.replay(card.id, logged) == scheduler.replay(card.id, events) == card
    assert scheduler.disagreements(card.id, logged) == []
    if stood is not None and stood.state is State.REVIEW and stood.due_day and stood.interval_days:
        assert card.due_at == days.start(date.fromordinal(stood.due_day))
    if stood is not None and stood.memory is not None and card.state is not State.NEW:
        assert card.memory == stood.memory


@given(st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 50_000), st.integers(-7_200_000, 90_000_000))
def test_the_table_says_what_study_days_say(zone: str, rollover: int, day: int, shift: int) -> None:
    """Day and offset of any instant, and the beginning of any day, are those worked out by the calendar."""
    days = StudyDays(ZoneInfo(zone), timedelta(hours=rollover))
    table = DayTable(days)
    at_ms = day * 43_200_000 + shift
    at = EPOCH + timedelta(milliseconds=at_ms)
    assert table.place(at_ms) == (days.day(at).toordinal(), days.offset(at) // timedelta(minutes=1))
    number = days.day(at).toordinal()
    assert EPOCH + timedelta(milliseconds=table.starts[number]) == days.start(days.day(at))


def test_the_table_on_days_of_change() -> None:
    """To the millisecond around every change of the clock, where a day is divided by it."""
    for zone in ZONES[1:]:
        days = StudyDays(ZoneInfo(zone), timedelta(hours=2))
        table = DayTable(days)
        for at_ms in _changes(zone):
            for near in (-86_400_000, -3_600_000, -1, 0, 1, 3_599_999, 3_600_000, 7_200_000):
                at = EPOCH + timedelta(milliseconds=at_ms + near)
                assert table.place(at_ms + near) == (days.day(at).toordinal(), days.offset(at) // timedelta(minutes=1))


def _changes(zone: str) -> Sequence[int]:
    """Return the instants at which a zone's clocks changed in two years."""
    hours = range(1_735_689_600_000, 1_798_761_600_000, 1_800_000)
    offsets = [(EPOCH + timedelta(milliseconds=ms)).astimezone(ZoneInfo(zone)).utcoffset() for ms in hours]
    return [ms for ms, before, after in zip(hours[1:], offsets, offsets[1:], strict=False) if before != after]


def _timed(told: list[tuple[int, int, int, int]]) -> list[Earlier]:
    answers, at = [], FIRST
    for gap, rating, took, interval in told:
        at += gap
        answers.append((at, rating, took, interval))
    return answers


def _review(card_id: str, line: Line) -> Review:
    at, offset, day, rating, took, state, stability, difficulty, chance, then, step, *after, interval, due, by = line
    before = None if stability is None or difficulty is None else Memory(stability, difficulty)
    return Review(
        *(card_id, Rating(rating), EPOCH + timedelta(milliseconds=at), timedelta(minutes=offset)),
        *(date.fromordinal(day), timedelta(milliseconds=took), State(state), before, chance, State(then), step),
        *(Memory(*after), interval, EPOCH + timedelta(milliseconds=due), by),
    )
