"""Building today's queue: gather, bury siblings, order, limit, interleave."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.queue.burying import one_a_family
from quizzer_scheduler.queue.contrasting import NO_CONTRASTS, Contrasts, side_by_side
from quizzer_scheduler.queue.gathering import gather
from quizzer_scheduler.queue.interleaving import interleave
from quizzer_scheduler.queue.limiting import exceeds, within
from quizzer_scheduler.queue.model import Limits, Order, QueueCard
from quizzer_scheduler.queue.ordering import new_ranking, new_urgency, review_ranking, review_urgency, shuffle
from quizzer_scheduler.queue.today import Queue

LEARN_AHEAD = timedelta(minutes=20)


def build_queue(
    cards: Iterable[QueueCard],
    at: datetime,
    days: StudyDays,
    limits: Limits,
    order: Order,
    seed: int,
    seen_families: AbstractSet[int] = frozenset(),
    learn_ahead: timedelta = LEARN_AHEAD,
    contrasts: Contrasts = NO_CONTRASTS,
) -> Queue:
    """Return the queue of the study day of `at`; the same day, seed and cards give the same order.

    `cards` are those neither suspended nor buried. Of each family comes one card, due before new, and none beside a
    learning card or when the family is in `seen_families`: those answered today. The others wait for a later day.
    So does a new card of which a contrast is learnt, asked or introduced today; mature contrasts come side by side.
    """
    today = days.day(at)
    ends_at = days.start(today + timedelta(days=1))
    place = shuffle(seed ^ (today.toordinal() << 32))
    gathered = gather(cards, ends_at)

    taken = seen_families | {card.family for card in gathered.learning}
    due = one_a_family(gathered.reviews, taken, review_urgency(today))
    review_limits = {deck: limit.review for deck, limit in limits.per_deck.items() if limit.review is not None}
    backlog = exceeds(due, limits.review, review_limits)
    due.sort(key=review_ranking(order.review, today, place, backlog))
    reviews = side_by_side(within(due, limits.review, review_limits), contrasts)
    asked = taken | {card.family for card in reviews}

    # a due card that the limit holds back keeps its new siblings waiting too: it is the more urgent one
    taken |= {card.family for card in due}
    new_limits = {deck: limit.new for deck, limit in limits.per_deck.items() if limit.new is not None}
    fresh = one_a_family(gathered.new, taken, new_urgency)
    fresh.sort(key=new_ranking(order.new, place))
    new = within(fresh, limits.new, new_limits, contrasts, asked)
    return Queue(interleave(reviews, new, order.mix), gathered.learning, ends_at, learn_ahead)
