"""The work of fitting weights to a log of answers. The one door to fsrs-rs.

Its library holds the interpreter while it works and may panic: call `fit` in a process of its own. One starts for each
fit, so nothing is loaded here but the library; what comes out are bare tuples, to which `fitted.py` gives names.
"""

from __future__ import annotations

from itertools import count
from math import isfinite, log, sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from fsrs_rs_python import FSRSItem, FSRSReview

    Row: TypeAlias = tuple[int, int, int, int]
    """Of a log: card, study day, rating and 1 where the card was new, as in the columns of `Answers`."""
    Target: TypeAlias = tuple[int, FSRSItem, int, int, bool]
    """An answer to predict: its card's number, the card's answers up to and with it, how many these are, how many days
    it waited for the one before, and whether the card was recalled."""
    Losses: TypeAlias = tuple[int, float, float, float]
    """The fields of `fitted.Trial`."""
    Found: TypeAlias = tuple[int, Losses | None, list[float] | None]
    """The fields of `fitted.Fitted` from `targets` on."""

FEWEST = 100
"""Answers a day or more after the one before that it takes to say anything."""

_LATER = 0.2
"""Share of them, the latest ones, that weights are judged by before they are adopted."""

# Smaller steps and smaller batches than the library's own, and more of them: on five synthetic learners with 2,500 to
# 10,000 cards the loss on unseen answers came two to four times nearer to the truth. docs/fitting.md has the figures.
_SEED = 2023
_BATCH, _ROUNDS, _RATE = 64, 12, 0.01
_MANY = 15_000
_BATCH_OF_MANY, _ROUNDS_OF_MANY, _RATE_OF_MANY = 32, 6, 0.005
"""From so many answers on fewer rounds of smaller steps come nearer still."""
_TRIED, _JUDGED = 20_000, 5_000
"""Answers that a trial is fitted to and judged by, about: of more, those of evenly many cards."""
_LONGEST = 256
"""Answers of a card that the library looks at; longer prefixes are dropped by it."""
_FORGOTTEN = 0
"""In place of a rating, as in `Answers`."""

_LEAST = 1e-4
"""A gain below this is none, however sure: it would not even be seen in the losses that are told."""


def load() -> None:
    """Load the library, which takes a moment."""
    import fsrs_rs_python  # noqa: F401


def fit(
    rows: Iterable[Row],
    old: Sequence[float] | None,
    relearning_steps: int,
    progress: Callable[[str], object] = lambda _: None,
) -> Found:
    """Fit weights to a log, in its order, and keep them only if such weights beat the `old` on its later part.

    The trial fits the earlier four fifths of the answers and predicts the rest; only when it wins, all are fitted.
    `progress` is told what is being done. ArithmeticError or ValueError when no weights are to be had.
    """
    progress("Reading the answers")
    targets = targets_of(rows)
    if len(targets) < FEWEST:
        return len(targets), None, None
    cut = len(targets) - round(len(targets) * _LATER)
    progress("Fitting the earlier answers")
    tried = _weights(_some(targets[:cut], _TRIED), relearning_steps)
    progress("Predicting the later ones")
    trial = compare(_some(targets[cut:], _JUDGED), old, tried)
    if not beyond_chance(*trial[1:]):
        return len(targets), trial, None
    progress("Fitting all answers")
    return len(targets), trial, _weights(targets, relearning_steps)


def beyond_chance(old_loss: float, new_loss: float, error: float) -> bool:
    """Tell whether a loss is lower than another by more than the standard error of their difference, and visibly."""
    return old_loss - new_loss > max(error, _LEAST)


class _Card:
    """A card that was new, and its answers since."""

    __slots__ = ("last_day", "number", "reviews")

    def __init__(self, number: int, day: int) -> None:
        self.number = number
        self.last_day = day
        self.reviews: list[FSRSReview] = []


class _Reviews(dict[tuple[int, int], "FSRSReview"]):
    """The library's answers by rating and days waited: there are few different ones, and making one takes long."""

    def __missing__(self, key: tuple[int, int]) -> FSRSReview:
        from fsrs_rs_python import FSRSReview

        made = self[key] = FSRSReview(*key)
        return made


def targets_of(rows: Iterable[Row]) -> list[Target]:
    """Return the answers to predict, by study day and within it in the order of the log.

    A history that begins in the middle, or with a belief about what was known before, says nothing about weights; nor
    does what came before a card was made new again by hand. A clock that was put back counts as the same day.
    """
    from fsrs_rs_python import FSRSItem

    cards: dict[int, _Card] = {}
    gone: set[int] = set()
    numbers, made = count(), _Reviews()
    today = 0
    targets: list[Target] = []
    days = {today: targets}
    for key, day, rating, new in rows:
        if day != today:
            today, targets = day, days.setdefault(day, [])
        if rating == _FORGOTTEN:
            if key in cards:
                gone.add(cards.pop(key).number)
            continue
        card = cards.get(key)
        if card is None:
            card = cards[key] = _Card(next(numbers), day)
            if not new:
                gone.add(card.number)
        known, waited = card.reviews, day - card.last_day
        if waited <= 0:
            known.append(made[rating, 0])
            continue
        card.last_day = day
        known.append(made[rating, waited])
        if len(known) <= _LONGEST:
            targets.append((card.number, FSRSItem(known), len(known), waited, rating > 1))
    return [target for day in sorted(days) for target in days[day] if target[0] not in gone]


def _some(targets: Sequence[Target], number: int) -> Sequence[Target]:
    """Return all targets, or of more than a number those of evenly many cards, about as many."""
    every = len(targets) // number + 1
    if every == 1:
        return targets
    kept = set(sorted({target[0] for target in targets})[::every])
    return [target for target in targets if target[0] in kept]


def _weights(targets: Sequence[Target], relearning_steps: int) -> list[float]:
    """Return weights fitted to some targets, in single precision. ArithmeticError when there are none to be had."""
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, TrainingConfig

    batch, rounds, rate = _BATCH, _ROUNDS, _RATE
    if len(targets) > _MANY:
        batch, rounds, rate = _BATCH_OF_MANY, _ROUNDS_OF_MANY, _RATE_OF_MANY
    items, cards = [target[1] for target in targets], [target[0] for target in targets]
    config = TrainingConfig(rounds, batch, _SEED, rate)
    found = FSRS([]).compute_parameters(items, cards, True, relearning_steps, config)
    if len(found) != len(DEFAULT_PARAMETERS) or not all(map(isfinite, found)):
        raise ArithmeticError("the fit did not converge")
    return found


def compare(targets: Sequence[Target], old: Sequence[float] | None, new: Sequence[float]) -> Losses:
    """Return how well two sets of weights predict the same answers."""
    from fsrs_rs_python import DEFAULT_PARAMETERS

    before, after = (list(_losses(targets, weights)) for weights in (old or DEFAULT_PARAMETERS, new))
    differences = [one - other for one, other in zip(before, after, strict=True)]
    number = len(differences)
    mean = sum(differences) / number
    spread = sum((difference - mean) ** 2 for difference in differences)
    return number, sum(before) / number, sum(after) / number, sqrt(spread / max(1, number - 1) / number)


def _losses(targets: Sequence[Target], weights: Sequence[float]) -> Iterator[float]:
    """Yield the log loss of each answer."""
    from fsrs_rs_python import FSRS

    longest = {target[0]: target[1] for target in targets}  # those of a card become longer
    states = dict(zip(longest, FSRS(weights).historical_memory_state_batch(list(longest.values())), strict=True))
    factor, exponent = 0.9 ** (-1 / weights[20]) - 1, -weights[20]
    for card, _, length, waited, recalled in targets:
        # never 0 or 1: stability has bounds, and a day has passed
        recall = (1 + factor * waited / states[card][length - 2].stability) ** exponent
        yield -log(recall if recalled else 1 - recall)
