"""A simple schedule and small decks to fill a store with. The store knows no scheduling, so any fold will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from quizzer.store.records import Fact, FactValue, IndexedDeck, IndexedFile, IndexedQuestion
from quizzer.store.rows import review_of
from quizzer.store.store import Store
from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import Card, Change, ChangeName, Event, Memory, Rating, Review, Reviewed, State

OpenStore = Callable[..., Store]
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
END = datetime(2026, 3, 3, 4, tzinfo=UTC)
OFFSET = timedelta(hours=2)


def now() -> datetime:
    """Tell the same instant for ever."""
    return AT


def answered(card: Card, rating: Rating = Rating.GOOD, at: datetime = AT, day: date | None = None) -> Reviewed:
    """Return what an answer leads to: stability doubles, or falls to one day and the card must be learned again."""
    day = day or at.date()
    good = rating is not Rating.AGAIN
    stability = 2 * card.memory.stability if good and card.memory else 1.0 + rating / 7
    after = Memory(stability, 11.0 - 2 * rating)
    days = min(round(stability), 36_500) if good else 0
    review = Review(
        card_id=card.id,
        rating=rating,
        at=at,
        offset=OFFSET,
        day=day,
        took=timedelta(seconds=5),
        state_before=card.state,
        before=card.memory,
        retrievability=None if card.memory is None else 0.9,
        state_after=State.REVIEW if good else State.RELEARNING,
        step_after=None if good else 0,
        after=after,
        interval_days=days,
        due_at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC) + timedelta(days=days)
        if good
        else at + timedelta(minutes=10),
        parameters=1,
    )
    return Reviewed(applied(card, review), review)


def applied(card: Card, event: Event | Line) -> Card:
    """Return the card after an event."""
    if isinstance(event, tuple):
        event = review_of(card.id, event)
    if isinstance(event, Review):
        forgotten = event.rating is Rating.AGAIN and card.state is State.REVIEW
        return Card(
            card.id,
            event.state_after,
            event.step_after,
            event.after,
            event.due_at,
            event.interval_days,
            event.at,
            event.day,
            card.reps + 1,
            card.lapses + forgotten,
            card.suspended,
            None,
            card.flag,
        )
    match event.name, event.value:
        case "suspended", bool(value):
            return replace(card, suspended=value)
        case "flag", int(value):
            return replace(card, flag=value)
        case "buried_until", value if value is None or isinstance(value, date):
            return replace(card, buried_until=value)
        case "forget", None:
            return Card(card.id, reps=card.reps, suspended=card.suspended, flag=card.flag)
        case "due", date() as value:
            if card.state is State.NEW or card.last_day is None:
                return card
            due_at = datetime(value.year, value.month, value.day, 4, tzinfo=UTC)
            return replace(card, due_at=due_at, interval_days=max(0, (value - card.last_day).days))
        case "memory", Memory() as value:
            return card if card.memory is None else replace(card, memory=value)
    raise AssertionError(event)


def fold(card_id: str, events: Sequence[Event | Line]) -> Card:
    """Return the card that some events make."""
    card = Card(card_id)
    for event in events:
        card = applied(card, event)
    return card


def change(card_id: str, name: ChangeName, value: bool | int | date | None, at: datetime = AT) -> Change:
    """Return a change of a card."""
    return Change(card_id, name, value, at, OFFSET, at.date())


def fact(kind: str, subject: str, value: FactValue) -> Fact:
    """Return a fact."""
    return Fact(kind, subject, value, AT, OFFSET, DAY)


def question(id_: str, position: int = 0, *parts: str, text: str = "", tags: tuple[str, ...] = ()) -> IndexedQuestion:
    """Return a question; its digest follows from its text, parts and tags."""
    body = f'{{"ask": "{text}"}}'
    return IndexedQuestion(
        id=id_,
        position=position,
        kind="typed",
        line=position * 5 + 3,
        body=body,
        search=(text or id_).casefold(),
        digest=f"{text}|{parts}|{tags}",
        parts=parts or ("",),
        tags=tags,
    )


def deck(id_: str, *questions: IndexedQuestion, count: int = 0) -> IndexedDeck:
    """Return a deck of some questions, and `count` plain ones `q0`, `q1`, …"""
    plain = tuple(question(f"q{n}", n, text=f"Question {n} of {id_}?") for n in range(count))
    return IndexedDeck(id_, id_.rpartition("/")[2].title(), (*questions, *plain), needs=("a/b",), covers=("Wörter",))


def file(content: IndexedDeck | None, path: str = "", digest: str = "1") -> IndexedFile:
    """Return the file of a deck, by default named after it."""
    return IndexedFile(path or f"/decks/{content.id if content else 'broken'}.yaml", 1, 100, digest, content)
