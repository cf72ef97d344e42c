"""Many answers at once, as columns: what fitting and a replay with other weights read of a log."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log

from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, State, curve, first_states, transition

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

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """Return card, day, rating and whether it was new, for each."""
        return zip(self.cards, self.days, self.ratings, self.news, strict=True)

    def add(self, card: int, day: int, rating: int, new: bool) -> None:
        """Append one."""
        self.cards.append(card)
        self.days.append(day)
        self.ratings.append(rating)
        self.news.append(new)


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


def log_loss(answers: Answers, weights: Sequence[float] | None) -> float:
    """Return the mean log loss of weights over all answers a study day or more after the one before.

    Cards whose beginning is missing say nothing; 0 without such answers.
    """
    w = DEFAULT_WEIGHTS if weights is None else weights
    begun, after, (factor, exponent) = first_states(w), transition(w), curve(w)
    known: dict[int, tuple[int, State]] = {}
    losses: list[float] = []
    for card, day, rating, new in answers.rows():
        if rating == FORGOTTEN:
            known.pop(card, None)
        elif new:
            known[card] = day, begun[rating - 1]
        elif card in known:
            last, state = known[card]
            if day > last:
                recall = (1 + factor * (day - last) / state[0]) ** exponent
                losses.append(-log(recall if rating > 1 else 1 - recall))
            known[card] = max(day, last), after(*state, rating, day - last)
    return sum(losses) / len(losses) if losses else 0.0
