from __future__ import annotations

from collections.abc import Sequence

import pytest
from synthetic_log import TRUE_WEIGHTS, synthetic_log

from quizzer_scheduler import fitting
from quizzer_scheduler.answers import FORGOTTEN, Answers, log_loss
from quizzer_scheduler.fitted import Fitted, Trial
from quizzer_scheduler.fitting import FEWEST
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.parameters import validate


def fit(answers: Answers, old: Sequence[float] | None = None, told: list[str] | None = None) -> Fitted:
    """Return what a fit comes to, in this process."""
    found = fitting.fit(answers.rows(), old, 1, [].append if told is None else told.append)
    return Fitted.of(len(answers), found)


@pytest.fixture(scope="module")
def log() -> Answers:
    """Return what the learner did with 1,500 cards."""
    return synthetic_log(1, 1500)


@pytest.fixture(scope="module")
def unseen() -> Answers:
    """Return what the same learner did with other cards."""
    return synthetic_log(2, 1500)


@pytest.fixture(scope="module")
def fitted(log: Answers) -> Fitted:
    """Return what a fit to the log comes to."""
    return fit(log)


def test_the_truth_is_recovered(fitted: Fitted, unseen: Answers) -> None:
    """Fitted weights predict unseen answers nearly as well as the true ones: nine tenths of what there was to gain."""
    assert fitted.weights is not None
    truth, found, defaults = (log_loss(unseen, weights) for weights in (TRUE_WEIGHTS, fitted.weights, DEFAULT_WEIGHTS))
    assert truth < defaults
    assert found - truth < 0.1 * (defaults - truth)
    assert validate(Parameters(1, fitted.weights)) == []


def test_the_trial_is_told(fitted: Fitted) -> None:
    """Both losses of the trial are of later answers, and the new weights won by more than chance."""
    assert fitted.trial is not None
    assert fitted.trial.reviews == fitted.targets - round(fitted.targets * 0.8)
    assert fitted.trial.old_loss - fitted.trial.new_loss > fitted.trial.error > 0


def test_what_fits_already_stays(log: Answers) -> None:
    """Against weights that nothing can beat, the new ones are refused."""
    refused = fit(log, TRUE_WEIGHTS)
    assert refused.weights is None
    assert refused.trial is not None
    assert not refused.trial.better


def test_progress_and_sameness(log: Answers, fitted: Fitted) -> None:
    """Each step is told, and the same log gives the same weights."""
    told: list[str] = []
    assert fit(log, None, told) == fitted
    assert told == [
        *("Reading the answers", "Fitting the earlier answers", "Predicting the later ones", "Fitting all answers")
    ]


def test_too_few() -> None:
    """Without enough answers nothing is fitted, and the counts say why."""
    assert fit(Answers()) == Fitted(0, 0)
    three = Answers()
    for day in range(3):
        three.add(1, 100 + day, 3, day == 0)
    assert fit(three) == Fitted(3, 2)


def _log(ratings: Sequence[int], cards: int = 60, step: int = 3) -> Answers:
    answers = Answers()
    for place, rating in enumerate(ratings):
        for card in range(cards):
            answers.add(card, 100 + step * place, rating, place == 0)
    return answers


@pytest.mark.parametrize(
    "ratings", [[3] * 8, [1] * 8, [4] * 8, [2] * 8, [1, 4] * 4], ids=["right", "wrong", "easy", "hard", "mixed"]
)
def test_one_sided_logs(ratings: list[int]) -> None:
    """Where all is right, or all wrong, weights come out that can be used, or none; nothing breaks."""
    found = fit(_log(ratings))
    assert found.targets >= FEWEST
    assert found.weights is None or validate(Parameters(1, found.weights)) == []


def test_same_day_answers_are_no_targets() -> None:
    """Answers on one day say nothing; nor do cards whose beginning is missing, or that were made new again."""
    assert fit(_log([3] * 9, step=0)) == Fitted(540, 0)
    middle = Answers()
    for day in range(200):
        middle.add(1, day, 3, False)
    assert fit(middle) == Fitted(200, 0)
    reset = _log([3] * 4)
    for card in range(60):
        reset.add(card, 200, FORGOTTEN, False)
    assert fit(reset).targets == 0


def test_days_that_jump(log: Answers) -> None:
    """A clock that stood in another century for some answers disturbs neither the fit nor the order of the rest."""
    jumped = Answers()
    for place, row in enumerate(zip(log.cards, log.days, log.ratings, log.news, strict=True)):
        card, day, rating, new = row
        jumped.add(card, day + (36500 if place % 997 == 5 else -3650 if place % 997 == 9 else 0), rating, bool(new))
    found = fit(jumped)
    assert found.weights is None or validate(Parameters(1, found.weights)) == []


def test_a_card_answered_beyond_all_measure() -> None:
    """A card answered ten thousand times is not looked at to its end, so that the work stays bounded."""
    answers = synthetic_log(4, 100)
    for day in range(10_000):
        answers.add(10_000, 800_000 + day, 3, day == 0)
    assert fit(answers).targets < len(answers) - 9_000


def test_better_means_beyond_chance() -> None:
    """A gain within the standard error is none, nor is one that the losses as they are told do not show."""
    assert Trial(100, 0.40, 0.38, 0.01).better
    assert not Trial(100, 0.40, 0.395, 0.01).better
    assert not Trial(100, 0.40, 0.41, 0.001).better
    assert not Trial(100, 0.40, 0.40, 0.0).better
    assert not Trial(100, 0.40, 0.39995, 0.000001).better


def test_both_losses_are_those_of_the_closed_form() -> None:
    """What the library predicts in the trial is what the scheduler's own formulas do, to single precision."""
    log = synthetic_log(5, 150)
    targets = fitting.targets_of(log.rows())
    number, old, new, _ = fitting.compare(targets, None, TRUE_WEIGHTS)
    assert number == len(targets)
    assert old == pytest.approx(log_loss(log, None), rel=1e-5)
    assert new == pytest.approx(log_loss(log, TRUE_WEIGHTS), rel=1e-5)


def test_equal_weights_are_no_better(log: Answers) -> None:
    """Weights compared with themselves differ by nothing."""
    _, old, new, error = fitting.compare(fitting.targets_of(log.rows())[:50], TRUE_WEIGHTS, TRUE_WEIGHTS)
    assert (old - new, error) == (0.0, 0.0)
