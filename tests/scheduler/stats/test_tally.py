"""Tallies: counted by columns, by single answers, and taken from each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stats_values import AnswerList, answer_lists, trail_of

from quizzer_scheduler.stats.tally import Columns, added, by_day, without
from quizzer_scheduler.stats.trail import SIZE, Walk


@given(st.lists(answer_lists(), max_size=4))
def test_columns_count_what_single_answers_count(cards: list[AnswerList]) -> None:
    """Counting columns of many trails gives what adding up their days one by one gives."""
    trails = [trail_of(card) for card in cards]
    single = added(day for trail in trails for day in by_day(trail).values())
    assert Columns(b"".join(trails)).tally() == single


@given(st.lists(answer_lists(), max_size=3), st.integers(99, 130), st.integers(0, 20))
def test_a_window_is_the_sum_of_its_days(cards: list[AnswerList], first: int, length: int) -> None:
    """The tally of a window is that of the days in it, and daily series and numbers hold the same buttons and tests."""
    trails = [trail_of(card) for card in cards]
    days = [(day, tally) for trail in trails for day, tally in by_day(trail).items()]
    inside = added(tally for day, tally in days if first <= day <= first + length)
    columns = Columns(b"".join(trails), first, first + length)
    assert columns.tally() == inside
    series = added(columns.by_day().values())
    assert series == {cell: count for cell, count in inside.items() if cell < 4 << 16}
    assert columns.numbers() == {cell: (n, hits, 0, 0) for cell, (n, hits, _, _) in series.items()}


@given(st.lists(answer_lists(), max_size=4))
def test_what_is_taken_away_is_gone(cards: list[AnswerList]) -> None:
    """A whole without one part is the other part."""
    tallies = [added(by_day(trail_of(card)).values()) for card in cards]
    half = len(tallies) // 2
    rest = without(added(tallies), added(tallies[:half]))
    assert rest == added(tallies[half:])


@given(answer_lists(), st.integers(0, 8))
def test_a_trail_goes_on_where_it_ended(card: AnswerList, cut: int) -> None:
    """Going on from a packed trail and the card's interval adds what walking on from the beginning adds."""
    whole = trail_of(card)
    begun = whole[: cut * SIZE]
    done = card[: len(begun) // SIZE]
    walk = Walk.along(begun, done[-1].interval_days if done else 0)
    assert begun + b"".join(walk.step(answer) for answer in card[len(done) :]) == whole


@given(st.lists(answer_lists(), max_size=4), st.integers(99, 130), st.integers(0, 20))
def test_answers_in_review_are_counted_by_their_owner(cards: list[AnswerList], first: int, length: int) -> None:
    """Of each owner those answers in a window count that met a card in review, and of them those not forgotten."""
    trails = [trail_of(card) for card in cards]
    owners = [number for number, trail in enumerate(trails) for _ in range(len(trail) // SIZE)]
    n, hits = Columns(b"".join(trails), first, first + length).reviewed(owners)
    for number, card in enumerate(cards):
        met = [answer for answer in card if answer.state_before == 2 and first <= answer.day <= first + length]
        assert (n[number], hits[number]) == (len(met), sum(answer.rating > 1 for answer in met))
