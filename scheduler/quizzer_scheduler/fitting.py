"""Weights that fit a learner, from the log of his answers. The one door to fsrs-rs.

Its library holds the interpreter while it works and may panic: call `fit` in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, log, sqrt
from typing import TYPE_CHECKING, TypeAlias

from quizzer_scheduler.answers import Answers, History, Later, histories
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
_SEED = 2023
_BATCH, _ROUNDS, _RATE = 64, 12, 0.01
_MANY = 20_000
_BATCH_OF_MANY, _ROUNDS_OF_MANY, _RATE_OF_MANY = 32, 6, 0.005
"""From so many answers on fewer rounds of smaller steps come nearer still."""
_TRIED, _JUDGED = 20_000, 5_000
"""Answers that a trial is fitted to and judged by, about: of more, those of evenly many cards."""
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


def load() -> None:
    """Load the library, which takes a moment."""
    import fsrs_rs_python  # noqa: F401


def fit(
    answers: Answers, old: Sequence[float] | None, relearning_steps: int, progress: Progress = lambda _: None
) -> Fitted:
    """Fit weights to a log, and keep them only if such weights beat the `old` on its later part.

    The trial fits the earlier four fifths of the answers and predicts the rest; only when it wins, all are fitted.
    """
    progress("Reading the answers")
    cards, later = histories(answers)
    targets = _targets(cards, later)
    if len(targets) < FEWEST:
        return Fitted(len(answers), len(targets))
    library = _Library(cards, targets, relearning_steps)
    cut = len(targets) - round(len(targets) * _LATER)
    progress("Fitting the earlier answers")
    tried = library.weights(_some(targets[:cut], _TRIED))
    progress("Predicting the later ones")
    trial = compare(cards, _some(targets[cut:], _JUDGED), old or DEFAULT_WEIGHTS, tried)
    if not trial.better:
        return Fitted(len(answers), len(targets), trial)
    progress("Fitting all answers")
    return Fitted(len(answers), len(targets), trial, library.weights(targets))


def _some(targets: Sequence[Target], number: int) -> Sequence[Target]:
    """Return all targets, or of more than a number those of evenly many cards, about as many."""
    every = len(targets) // number + 1
    if every == 1:
        return targets
    kept = set(sorted({card for card, _ in targets})[::every])
    return [target for target in targets if target[0] in kept]


def _targets(cards: dict[int, History], later: list[Later]) -> list[Target]:
    """Return the answers to predict, by study day and within it in the order of the log."""
    later.sort()
    find = cards.get
    return [
        (card, length)
        for _, place, card, length in later
        if (history := find(card)) is not None and history.whole and place >= history.begin and length <= _LONGEST
    ]


class _Library:
    """What is used of fsrs-rs, with the answers in it."""

    def __init__(self, cards: dict[int, History], targets: Sequence[Target], relearning_steps: int) -> None:
        from fsrs_rs_python import FSRS, FSRSItem, FSRSReview, TrainingConfig

        reviews = {
            card: list(map(FSRSReview, history.ratings[:_LONGEST], history.elapsed[:_LONGEST]))
            for card, history in cards.items()
            if history.whole
        }
        self._items: dict[Target, FSRSItem] = {target: FSRSItem(reviews[target[0]][: target[1]]) for target in targets}
        self._fsrs: FSRS = FSRS([])
        self._steps = relearning_steps
        self._config = TrainingConfig

    def weights(self, targets: Sequence[Target]) -> tuple[float, ...]:
        """Return weights fitted to some of the targets. ArithmeticError when there are none to be had."""
        batch, rounds, rate = _BATCH, _ROUNDS, _RATE
        if len(targets) > _MANY:
            batch, rounds, rate = _BATCH_OF_MANY, _ROUNDS_OF_MANY, _RATE_OF_MANY
        items, cards = [self._items[target] for target in targets], [card for card, _ in targets]
        config = self._config(rounds, batch, _SEED, rate)
        found = self._fsrs.compute_parameters(items, cards, True, self._steps, config)
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
    cards, _ = histories(answers)
    wanted = {
        card: {place for place, elapsed in enumerate(history.elapsed) if elapsed}
        for card, history in cards.items()
        if history.whole
    }
    losses = _losses(cards, {card: places for card, places in wanted.items() if places}, weights or DEFAULT_WEIGHTS)
    return sum(losses) / len(losses) if losses else 0.0
