"""A learner whose true weights are known: his log, with every answer one draw from the true memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from quizzer_scheduler import fsrs6
from quizzer_scheduler.answers import Answers

FIRST_DAY = date(2026, 1, 5).toordinal()
TRUE_WEIGHTS = (
    *(0.6256, 1.6194, 1.8939, 7.299, 6.1553, 0.773, 1.8074, 0.001, 1.5348, 0.7647, 0.8705),
    *(1.3777, 0.0361, 0.156, 1.0469, 0.5037, 2.3693, 0.4685, 0.3977, 0.0378, 0.1608),
)


def synthetic_log(
    seed: int, cards: int, *, weights: Sequence[float] = TRUE_WEIGHTS, span: int = 200, days: int = 300
) -> Answers:
    """Return a log by study day: cards begun over `span` days, reviewed when the default weights say so."""
    rng = Random(f"{seed} learner")
    begun, after = fsrs6.first_states(weights), fsrs6.transition(weights)
    planned_first, planned_after = fsrs6.first_states(fsrs6.DEFAULT_WEIGHTS), fsrs6.transition(fsrs6.DEFAULT_WEIGHTS)
    factor, exponent = fsrs6.curve(weights)
    rows: list[tuple[int, float, int, int, bool]] = []
    for card in range(cards):
        day, last = rng.randrange(span), 0
        true = planned = (0.0, 0.0)
        fresh = True
        while day < days:
            drawn = rng.random()
            if fresh:
                rating = 1 if drawn < 0.24 else 2 if drawn < 0.33 else 3 if drawn < 0.93 else 4
                true, planned = begun[rating - 1], planned_first[rating - 1]
            else:
                waited = day - last
                recalled = rng.random() < (1 + factor * waited / true[0]) ** exponent
                rating = 1 if not recalled else 2 if drawn < 0.12 else 3 if drawn < 0.92 else 4
                true, planned = after(*true, rating, waited), planned_after(*planned, rating, waited)
            at = rng.random()
            rows.append((day, at, card, rating, fresh))
            if rating == 1:
                again = 1 if rng.random() < 0.1 else 3
                rows.append((day, at + 0.01, card, again, False))
                true, planned = after(*true, again, 0), planned_after(*planned, again, 0)
            fresh, last = False, day
            day += max(1, round(planned[0] * rng.uniform(0.9, 1.15)))
    rows.sort()
    log = Answers()
    for day, _, card, rating, new in rows:
        log.add(card, FIRST_DAY + day, rating, new)
    return log
