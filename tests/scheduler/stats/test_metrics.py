"""The measures of predictions, held to independent programs: scikit-learn, and fsrs-rs by its Python binding."""

from __future__ import annotations

from random import Random

import fsrs_rs_python
import pytest
from hypothesis import given
from hypothesis import strategies as st
from single_answers import calibration_bin, log_loss, rmse_bins
from stats_values import AnswerList, answer_lists, trail_of

from quizzer_scheduler.memory import MemoryModel
from quizzer_scheduler.model import Memory, Rating
from quizzer_scheduler.retrievability import retrievability
from quizzer_scheduler.stats.cells import BINS, FAMILY, LEVEL, LEVELS, SCALE
from quizzer_scheduler.stats.metrics import auc, auc_interval, auc_of, rmse_of
from quizzer_scheduler.stats.tally import Columns
from quizzer_scheduler.stats.trail import traces
from quizzer_scheduler.stats.wilson import proportion

PAIRS = st.lists(st.tuples(st.floats(0.001, 0.999), st.integers(0, 1)), min_size=2, max_size=60)


@given(PAIRS)
def test_log_loss_and_auc_are_scikit_learns(pairs: list[tuple[float, int]]) -> None:
    """On any predictions and outcomes, with ties or without."""
    from sklearn.metrics import log_loss as sklearn_log_loss  # seconds, for one test of each run
    from sklearn.metrics import roc_auc_score

    predicted, recalled = [p for p, _ in pairs], [hit for _, hit in pairs]
    assert log_loss(predicted, recalled) == pytest.approx(sklearn_log_loss(recalled, predicted, labels=[0, 1]))
    if 0 < sum(recalled) < len(recalled):
        assert auc(predicted, recalled) == pytest.approx(roc_auc_score(recalled, predicted))
    else:
        assert auc(predicted, recalled) is None


@pytest.mark.parametrize("seed", range(8))
def test_log_loss_and_rmse_are_those_of_fsrs_rs(seed: int) -> None:
    """`evaluate` of fsrs-rs on random histories, lapses and same-day answers among them, with its own weighting."""
    chance = Random(seed)
    model = MemoryModel(None)
    items, bins, predicted, recalled = [], [], [], []
    for _ in range(60):
        memory: Memory | None = None
        reviews: list[fsrs_rs_python.FSRSReview] = []
        number = lapses = 0
        for place in range(chance.randrange(2, 14)):
            gap = 0 if not place else chance.choice([0, 1, 2, 5, 13, 40, 200])
            rating = chance.choice([1, 2, 3, 3, 3, 3, 4])
            reviews.append(fsrs_rs_python.FSRSReview(rating, gap))
            if gap and memory is not None:
                number += 1
                items.append(fsrs_rs_python.FSRSItem(list(reviews)))
                bins.append(calibration_bin(gap, number, lapses))
                predicted.append(retrievability(memory, gap))
                recalled.append(int(rating > 1))
                lapses += rating == 1
            memory = model.after(memory, Rating(rating), gap)
    weights = [0.25 + 0.75 * (place / (len(items) - 1)) ** 3 for place in range(len(items))]
    theirs = fsrs_rs_python.FSRS([]).evaluate(items)
    assert log_loss(predicted, recalled, weights) == pytest.approx(theirs.log_loss, rel=2e-5)
    assert rmse_bins(bins, predicted, recalled, weights) == pytest.approx(theirs.rmse_bins, rel=2e-4)


@given(st.lists(answer_lists(), max_size=5))
def test_tallies_keep_what_the_measures_need(cards: list[AnswerList]) -> None:
    """Log loss and RMSE(bins) of a tally are those of its answers to a billionth; AUC that of thousandths."""
    trails = b"".join(trail_of(card) for card in cards)
    found = [trace for trace in traces(trails) if trace.predicted >= 0]
    tally = Columns(trails).tally()
    cells = {cell - BINS: count for cell, count in tally.items() if BINS <= cell < BINS + FAMILY}
    predicted, recalled = [t.predicted for t in found], [int(t.recalled) for t in found]
    assert Columns(trails).outcomes() == (predicted, bytes(recalled))
    assert sum(n for n, *_ in cells.values()) == len(found)
    if not found:
        with pytest.raises(ValueError, match="no prediction"):
            rmse_of(cells.values(), SCALE)
        return
    assert sum(losses for *_, losses in cells.values()) / SCALE / len(found) == pytest.approx(
        log_loss(predicted, recalled), abs=1e-9
    )
    assert rmse_of(cells.values(), SCALE) == pytest.approx(rmse_bins([t.bin for t in found], predicted, recalled))
    levels = {cell - LEVELS: (count[0], count[1]) for cell, count in tally.items() if cell >= LEVELS}
    assert auc_of(levels) == pytest.approx(auc([int(p * LEVEL) for p in predicted], recalled))


def test_thousandths_are_enough_for_auc() -> None:
    """On many predictions, AUC by thousandths differs from the exact one by less than 0.0005."""
    chance = Random(3)
    predicted = [min(0.9999, max(0.2, chance.gauss(0.9, 0.05))) for _ in range(50_000)]
    recalled = [int(chance.random() < p) for p in predicted]
    exact, rough = auc(predicted, recalled), auc([int(p * LEVEL) for p in predicted], recalled)
    assert rough == pytest.approx(exact, abs=5e-4)


def test_wilson_is_the_published_interval() -> None:
    """Against values computed from Wilson's equation; nothing and everything right stay inside 0 to 1."""
    assert proportion(9, 10) == pytest.approx((0.9, 0.5958, 0.9821), abs=1e-4)
    assert proportion(0, 10) == pytest.approx((0.0, 0.0, 0.2775), abs=1e-4)
    assert proportion(10, 10) == pytest.approx((1.0, 0.7225, 1.0), abs=1e-4)
    assert proportion(870, 1000) == pytest.approx((0.87, 0.8477, 0.8894), abs=1e-4)
    for hits, n in ((1, 0), (-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proportion"):
            proportion(hits, n)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(hits: int, n: int) -> None:
    """low <= share <= high, within 0 to 1, and AUC's interval likewise."""
    share, low, high = proportion(min(hits, n), n)
    assert 0 <= low <= share <= high <= 1
    low, high = auc_interval(share, n, hits + 1)
    assert 0 <= low <= share <= high <= 1
