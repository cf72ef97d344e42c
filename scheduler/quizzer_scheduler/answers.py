"""Many answers at once, as columns: what fitting and a replay with other weights read of a log."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, State, first_states, transition

FORGOTTEN = 0
"""In place of a rating: the card was made new again by hand."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a log, in its order. All columns have the same length."""

    cards: array[int] = field(default_factory=lambda: array("q"))
    """Whichever number stands for a card."""
    days: array[int] = field(default_factory=lambda: array("i"))
    """Study days, as `date.toordinal` counts them."""
    ratings: array[int] = field(default_factory=lambda: array("b"))
    """1 to 4, or `FORGOTTEN`."""
    news: array[int] = field(default_factory=lambda: array("b"))
    """1 where the card was new, else 0."""

    def __len__(self) -> int:
        return len(self.cards)

    def add(self, card: int, day: int, rating: int, new: bool) -> None:
        """Append one."""
        self.cards.append(card)
        self.days.append(day)
        self.ratings.append(rating)
        self.news.append(new)


@dataclass(slots=True)
class History:
    """The answers of a card since it was new."""

    begin: int
    """Where in the log its first answer stands."""
    last_day: int
    whole: bool
    """Whether the first answer is there: a history that begins in the middle, or with a belief about what was known
    before, says nothing about weights."""
    ratings: list[int] = field(default_factory=list)
    elapsed: list[int] = field(default_factory=list)
    """Study days since the answer before, 0 for the first, the same day and a clock that was put back."""


Later: TypeAlias = tuple[int, int, int, int]
"""An answer a study day or more after the one before: its study day, its place in the log, its card, and how many
answers of the card there are up to and with it."""


def histories(answers: Answers) -> tuple[dict[int, History], list[Later]]:
    """Return the history of each card, and the answers a day or more after the one before, in the log's order.

    What came before a card was made new again by hand is left out of its history, but not of those answers.
    """
    found: dict[int, History] = {}
    later: list[Later] = []
    columns = zip(answers.cards, answers.days, answers.ratings, answers.news, strict=True)
    for place, (card, day, rating, new) in enumerate(columns):
        if rating == FORGOTTEN:
            found.pop(card, None)
            continue
        history = found.get(card)
        if history is None:
            history = found[card] = History(place, day, bool(new))
        history.ratings.append(rating)
        waited = day - history.last_day
        if waited > 0:
            history.last_day = day
            history.elapsed.append(waited)
            later.append((day, place, card, len(history.elapsed)))
        else:
            history.elapsed.append(0)
    return found, later


def memories(answers: Answers, weights: Sequence[float] | None) -> dict[int, State]:
    """Return the memory of each card that the answers leave known, had all been computed with these weights."""
    w = DEFAULT_WEIGHTS if weights is None else weights
    begun, after = first_states(w), transition(w)
    known: dict[int, State] = {}
    last: dict[int, int] = {}
    find = last.get
    for card, day, rating in zip(answers.cards, answers.days, answers.ratings, strict=True):
        before = find(card)
        if rating == FORGOTTEN:
            known.pop(card, None)
            last.pop(card, None)
        elif before is None:
            known[card], last[card] = begun[rating - 1], day
        else:
            stability, difficulty = known[card]
            known[card] = after(stability, difficulty, rating, day - before)
            if day > before:
                last[card] = day
    return known
