"""Weights that fit a learner, from the log of his answers. The one door to fsrs-rs.

Its library holds the interpreter while it works and may panic: call `fit` in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, log, sqrt
from typing import TYPE_CHECKING, TypeAlias

from quizzer_scheduler.answers import Answers, History, histories
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, curve, first_states, transition
from quizzer_scheduler.parameters import WEIGHT_BOUNDS

if TYPE_CHECKING:
    from fsrs_rs_python import FSRS, FSRSItem

FEWEST = 100
"""Answers a day or more after the one before that it takes to say anything."""

_LATER = 0.2
"""Share of them, the latest ones, that weights are judged by before they are adopted."""

# Smaller steps and smaller batches than the library's own, and more of them: on five synthetic learners with 2,500 to
# 10,000 cards the loss on unseen answers came two to four times nearer to the truth. docs/fitting.md has the figures.
_BATCH, _SEED = 64, 2023
_ROUNDS, _RATE = 12, 0.01
_MANY, _ROUNDS_OF_MANY, _RATE_OF_MANY = 20_000, 8, 0.007
"""Of so many answers each round sees more, and fewer rounds with smaller steps come as near."""
_ROUNDS_OF_TRIAL = 5
"""Of many answers; the trial then loses a ten-thousandth against the fit that it speaks for."""
_JUDGED = 8_000
"""Answers that a trial looks at, about: of more, those of every second card, third card and so on."""
_LONGEST = 256
"""Answers of a card that the library looks at; longer prefixes are dropped by it."""

_SURE = 1e-6
"""No prediction counts as more certain than this far from 0 and 1."""

Progress = Callable[[str], None]
"""Told what is being done."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Old weights and new ones on the latest answers, which the new ones had not seen."""

    reviews: int
    old_loss: float
    """Mean log loss; the lower the better."""
    new_loss: float
    error: float
    """Standard error of the mean difference."""

    @property
    def better(self) -> bool:
        """Whether the new weights predict better, by more than what chance makes of it."""
        return self.old_loss - self.new_loss > self.error


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit came to."""

    reviews: int
    """Answers looked at."""
    targets: int
    """Those of them that weights are fitted to: a day or more after the one before."""
    trial: Trial | None = None
    """None when there were fewer than `FEWEST`."""
    weights: tuple[float, ...] | None = None
    """Fitted to all answers; None when the old ones stay."""


Target: TypeAlias = tuple[int, int]
"""An answer to predict: its card, and how many answers of the card there are up to and with it."""


def fit(
    answers: Answers, old: Sequence[float] | None, relearning_steps: int, progress: Progress = lambda _: None
) -> Fitted:
    """Fit weights to a log, and keep them only if such weights beat the `old` on its later part.

    The trial fits the earlier four fifths of the answers and predicts the rest; only when it wins, all are fitted.
    """
    progress("Reading the answers")
    cards = {card: history for card, history in histories(answers).items() if history.whole}
    targets = _targets(answers, cards)
    if len(targets) < FEWEST:
        return Fitted(len(answers), len(targets))
    library = _Library(cards, targets, relearning_steps)
    cut = len(targets) - round(len(targets) * _LATER)
    progress("Fitting the earlier answers")
    tried = library.weights(cut, trial=True)
    progress("Predicting the later ones")
    trial = compare(cards, _some(targets[cut:]), old or DEFAULT_WEIGHTS, tried)
    if not trial.better:
        return Fitted(len(answers), len(targets), trial)
    progress("Fitting all answers")
    return Fitted(len(answers), len(targets), trial, library.weights(len(targets)))


def _some(later: Sequence[Target]) -> Sequence[Target]:
    """Return the answers of evenly many cards, about as many as are judged."""
    every = len(later) // _JUDGED + 1
    kept = set(sorted({card for card, _ in later})[::every])
    return [target for target in later if target[0] in kept]


def _targets(answers: Answers, cards: dict[int, History]) -> list[Target]:
    """Return the answers to predict, by study day and within it in the order of the log."""
    at_place: list[Target | None] = [None] * len(answers)
    for card, history in cards.items():
        for length, (elapsed, place) in enumerate(zip(history.elapsed, history.places, strict=True), 1):
            if elapsed and length <= _LONGEST:
                at_place[place] = card, length
    days = answers.days
    places = [place for place, target in enumerate(at_place) if target is not None]
    places.sort(key=days.__getitem__)
    return [target for place in places if (target := at_place[place]) is not None]


class _Library:
    """What is used of fsrs-rs, with the answers in it."""

    def __init__(self, cards: dict[int, History], targets: Sequence[Target], relearning_steps: int) -> None:
        from fsrs_rs_python import FSRS, FSRSItem, FSRSReview, TrainingConfig

        reviews = {
            card: list(map(FSRSReview, history.ratings[:_LONGEST], history.elapsed[:_LONGEST]))
            for card, history in cards.items()
        }
        self._items: list[FSRSItem] = [FSRSItem(reviews[card][:length]) for card, length in targets]
        self._ids = [card for card, _ in targets]
        self._fsrs: FSRS = FSRS([])
        self._steps = relearning_steps
        self._config = TrainingConfig

    def weights(self, count: int, *, trial: bool = False) -> tuple[float, ...]:
        """Return weights fitted to the first `count` targets. ArithmeticError when there are none to be had."""
        rounds, rate = _ROUNDS, _RATE
        if count > _MANY:
            rounds, rate = (_ROUNDS_OF_TRIAL, _RATE) if trial else (_ROUNDS_OF_MANY, _RATE_OF_MANY)
        config = self._config(rounds, _BATCH, _SEED, rate)
        found = self._fsrs.compute_parameters(self._items[:count], self._ids[:count], True, self._steps, config)
        if len(found) != len(WEIGHT_BOUNDS) or not all(map(isfinite, found)):
            raise ArithmeticError("the fit did not converge")
        # They come in single precision: 0.800000012 would be out of bounds.
        return tuple(
            min(max(round(weight, 4), low), high) for weight, (low, high) in zip(found, WEIGHT_BOUNDS, strict=True)
        )


def compare(cards: dict[int, History], targets: Sequence[Target], old: Sequence[float], new: Sequence[float]) -> Trial:
    """Return how well two sets of weights predict the same answers."""
    wanted: dict[int, set[int]] = {}
    for card, length in targets:
        wanted.setdefault(card, set()).add(length - 1)
    before, after = (_losses(cards, wanted, weights) for weights in (old, new))
    differences = [one - other for one, other in zip(before, after, strict=True)]
    count = len(differences)
    mean = sum(differences) / count
    spread = sum((difference - mean) ** 2 for difference in differences)
    return Trial(count, sum(before) / count, sum(after) / count, sqrt(spread / max(1, count - 1) / count))


def _losses(cards: dict[int, History], wanted: dict[int, set[int]], weights: Sequence[float]) -> list[float]:
    """Return the log loss of each answer wanted, by card and then in order."""
    begun, after, (factor, exponent) = first_states(weights), transition(weights), curve(weights)
    losses = []
    for card, places in wanted.items():
        history = cards[card]
        stability, difficulty = begun[history.ratings[0] - 1]
        for place in range(1, max(places) + 1):
            rating, elapsed = history.ratings[place], history.elapsed[place]
            if place in places:
                recall = min(max((1 + factor * elapsed / stability) ** exponent, _SURE), 1 - _SURE)
                losses.append(-log(recall if rating > 1 else 1 - recall))
            stability, difficulty = after(stability, difficulty, rating, elapsed)
    return losses


def log_loss(answers: Answers, weights: Sequence[float] | None) -> float:
    """Return the mean log loss of weights over all answers of a log a day or more after the one before."""
    cards = {card: history for card, history in histories(answers).items() if history.whole}
    wanted = {
        card: {place for place, elapsed in enumerate(history.elapsed) if elapsed} for card, history in cards.items()
    }
    losses = _losses(cards, {card: places for card, places in wanted.items() if places}, weights or DEFAULT_WEIGHTS)
    return sum(losses) / len(losses) if losses else 0.0
