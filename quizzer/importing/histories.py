"""Which cards the past answers of a source belong to, and what they make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer.store.records import Entry
from quizzer_decks.formats.foreign import Foreign, Learnt, Past, Standing
from quizzer_decks.prompts import card_id
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Memory, Rating, Review, State
from quizzer_scheduler.outcomes import Rules
from quizzer_scheduler.taking_over import Earlier, Stood, take_over

if TYPE_CHECKING:
    from quizzer.store.store import Store

MARK = "imported"
"""What the log has in place of a verdict for an answer that was given elsewhere."""

_STATES: Mapping[Learnt, State] = {
    "new": State.NEW,
    "learning": State.LEARNING,
    "review": State.REVIEW,
    "relearning": State.RELEARNING,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS = 253_370_764_800_000
"""The year 9999."""
_LONGEST_MS = 24 * 3600 * 1000
"""What an answer can have taken."""
_LONGEST_STEP = 365 * 86400
"""Seconds."""
_MOST_DAYS = 36_500
_LEAST = 0.001
"""The bounds of stability."""


def last_answer(store: Store, card_id: str) -> datetime | None:
    """Return the instant of a card's last answer, from the log: a card that was made new again does not say."""
    contents = (event.content for event in store.events(card_id))
    return max((each.at for each in contents if isinstance(each, Review)), default=None)


def take_over_all(
    past: Iterable[Past],
    placed: Iterable[tuple[Foreign, str, str]],
    known: Callable[[str], Card | None],
    rules: Rules,
    days: StudyDays,
    at: datetime,
    last: Callable[[str], datetime | None] = lambda _: None,
) -> Iterator[tuple[Card, list[Entry]]]:
    """Yield each card that has something to take over, with the events that lead to it.

    `placed` are the questions with deck and id; `known` finds a card that is there already, `last`
    the instant of the last answer to one that was made new again since.
    """
    places: dict[str, tuple[str, str]] = {}
    standings: dict[str, Standing] = {}
    for foreign, deck, id_ in placed:
        if foreign.key:
            places[foreign.key] = (deck, id_)
        standings.update((card_id(deck, id_, standing.part), standing) for standing in foreign.standings)
    answered = _by_card(past, places, _ms(at))
    for id_, answers in answered:
        yield from _taken(id_, answers, standings.pop(id_, None), known, rules, days, at, last)
    for id_, standing in standings.items():
        yield from _taken(id_, [], standing, known, rules, days, at, last)


def _by_card(
    past: Iterable[Past], places: Mapping[str, tuple[str, str]], until_ms: int
) -> Iterator[tuple[str, list[Earlier]]]:
    for (key, part), group in groupby(past, key=lambda each: (each.key, each.part)):
        if key in places:
            answers = [_earlier(each) for each in group if each.at_ms <= until_ms]
            yield card_id(*places[key], part), sorted(answers, key=lambda each: each.at)


def _taken(
    id_: str,
    answers: list[Earlier],
    standing: Standing | None,
    known: Callable[[str], Card | None],
    rules: Rules,
    days: StudyDays,
    at: datetime,
    last: Callable[[str], datetime | None],
) -> Iterator[tuple[Card, list[Entry]]]:
    there = known(id_)
    stood = None if standing is None else _stood(standing, days)
    if stood is not None and there is not None and there.last_review_at is None and not answers:
        stood = replace(stood, suspended=False, flag=0)  # the learner has decided about it since
    card = there or Card(id_)
    answered_at = last(id_) if card.reps and card.last_review_at is None else None
    card, events = take_over(card, answers, stood, rules, days, at, answered_at)
    if events:
        yield card, [Entry(event, MARK) for event in events]


def _earlier(past: Past) -> Earlier:
    took = timedelta(milliseconds=min(max(0, past.took_ms), _LONGEST_MS))
    rating = Rating(min(past.rating, 4)) if past.rating > 0 else None
    interval = min(max(past.interval, -_LONGEST_STEP), _MOST_DAYS)
    return Earlier(from_ms(past.at_ms), rating, took, interval, past.occasion == "learn")


def _stood(standing: Standing, days: StudyDays) -> Stood:
    due = None if standing.due_ms is None else from_ms(standing.due_ms)
    if standing.due_day is not None:
        due = days.start(standing.due_day)
    memory = None
    if standing.stability is not None and standing.difficulty is not None and standing.stability > 0:
        stability = min(max(standing.stability, _LEAST), _MOST_DAYS)
        memory = Memory(stability, min(max(standing.difficulty, 1.0), 10.0))
    interval = min(max(standing.interval_days, 0), _MOST_DAYS)
    return Stood(_STATES[standing.state], due, memory, interval, standing.suspended, min(max(standing.flag, 0), 7))


def from_ms(ms: int) -> datetime:
    """Return an instant from milliseconds since the epoch; what no calendar holds is its end."""
    return _EPOCH + timedelta(milliseconds=min(max(ms, 0), _LAST_MS))


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
