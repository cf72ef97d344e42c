"""Dealing: which cards a sitting asks, fetched from the store and put in order by the scheduler's queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from zlib import crc32

from quizzer.breaks import breaks_of, days_off
from quizzer.config import Config
from quizzer.curriculum import Curriculum
from quizzer.desired import desired_in
from quizzer.gating import Gates, gates_of
from quizzer.limits import PLAN, TODAY, limits_today
from quizzer.pacing import plan_of, planned_today
from quizzer.sitting import Plan
from quizzer.store.records import DeckDone
from quizzer.store.store import Store
from quizzer_scheduler.balance import LONGEST_BALANCED, Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, State
from quizzer_scheduler.queue import (
    NO_CONTRASTS,
    Contrasts,
    CramQueue,
    DeckLimit,
    Limits,
    NewMix,
    NewOrder,
    Order,
    Queue,
    QueueCard,
    ReviewOrder,
    build_cram,
    build_queue,
    contrasts_of,
    remedies,
)
from quizzer_scheduler.retrievability import interval

_UNLIMITED = 9999
"""New cards fetched where no limit says how many, or where any of them may come first."""

_SPARE = 100
"""New cards fetched beyond the limit at most, for those that wait for a contrast."""

_REVIEW_ORDERS = {
    "auto": ReviewOrder.AUTO,
    "random": ReviewOrder.RANDOM,
    "retrievability": ReviewOrder.RETRIEVABILITY_DESC,
    "due": ReviewOrder.DUE,
}


class Dealer:
    """Builds the queue of a sitting from what the store holds, as often as it is asked to."""

    def __init__(self, store: Store, config: Config, days: StudyDays, curriculum: Curriculum, decay: float) -> None:
        self._store = store
        self._decay = decay
        self._config = config
        self._days = days
        self._curriculum = curriculum
        self._keys = {deck.id: deck.key for deck in curriculum.standings.values()}

    def queue(self, plan: Plan, at: datetime) -> Queue:
        """Return today's queue for a plan."""
        day = self._days.day(at)
        decks = self._chosen(plan)
        limits = self._limits(day, plan)
        order = self._order()
        lasting = self._lasting(day)
        due = self._store.today.due_cards(self._end(day), day, decks, _enough(limits, order), lasting)
        pairs = self._store.decks.contrasts() if self._config.switch("study.contrast") else []
        contrasts = contrasts_of(pairs) if pairs else NO_CONTRASTS
        return build_queue(
            due + self._new_cards(at, decks, limits, contrasts),
            at,
            self._days,
            limits,
            order,
            seed=crc32(day.isoformat().encode()),
            seen_families=self._store.today.families_seen(day),
            learn_ahead=timedelta(minutes=self._config.whole("study.learn_ahead")),
            contrasts=contrasts,
        )

    def remedies(
        self, deck_id: str, plan: Plan, queue: Queue, asked: Container[int], at: datetime
    ) -> tuple[QueueCard, ...]:
        """Return the weakest cards of what a deck needs, within the plan and the limits, and not those `asked`.

        Weak is what is recalled less than desired. A card that today's reviews have no room for does not come, nor one
        of a deck with a limit of its own unless it is among them.
        """
        chosen = self._chosen(plan)
        standing = self._curriculum.standings.get(deck_id)
        needed = [self._keys[need] for need in (standing.needs if standing else ()) if need in self._keys]
        needed = [deck for deck in needed if chosen is None or deck in chosen]
        if not needed:
            return ()
        day = self._days.day(at)
        limits = self._limits(day, plan)
        room = None if limits.review is None else limits.review - queue.counts(at).due
        bounded = {deck for deck, limit in limits.per_deck.items() if limit.review is not None}
        reviews = self._store.today.reviews_of(needed, day, self._lasting(day))
        cards = [card for card in reviews if card.key not in asked]
        waiting = {card.key for card in cards if queue.waits(card.key)}
        topics = [[c for c in cards if c.deck == deck and (c.key in waiting or deck not in bounded)] for deck in needed]
        low = interval(1.0, self._config.number("study.desired_retention"), self._decay)
        busy = queue.families() | self._store.today.families_seen(day)
        return remedies(topics, day, low, waiting, busy, room)

    def cram(self, plan: Plan, at: datetime) -> CramQueue:
        """Return everything in a plan's decks, to be asked once."""
        decks = self._chosen(plan)
        cards = self._store.today.all_cards(self._keys.values() if decks is None else decks)
        return build_cram(cards, crc32(at.isoformat().encode()))

    def waits(self, deck_id: str) -> str:
        """Return what the new cards of a deck wait for, without a full stop; empty when it is open."""
        missing = self._gates.waits_for(deck_id)
        return self._gates.reason(missing) if missing else ""

    def _lasting(self, day: date) -> dict[int, float]:
        """Return how long intervals are by deck key, as a share of what they would be by the learner's own retention.

        Only of decks that a plan in force holds by another one.
        """
        desired = desired_in(self._config.number("study.desired_retention"), self._store.facts.all(PLAN), day)
        usual = interval(1.0, desired.own, self._decay)
        wanted = ((self._keys.get(deck), one) for deck, one in desired.by_deck.items())
        return {key: interval(1.0, one, self._decay) / usual for key, one in wanted if key is not None}

    @cached_property
    def _gates(self) -> Gates:
        return gates_of(self._store, self._config, self._curriculum)

    def due_by_day(self, at: datetime) -> Counter[date] | None:
        """Return how many cards fall due on each coming study day, for load balance; None where it is off."""
        if not self._config.switch("study.load_balance"):
            return None
        day = self._days.day(at)
        until = self._end(day + timedelta(days=2 * LONGEST_BALANCED))
        counts: Counter[date] = Counter()
        for due, number in self._store.today.load(self._days.start(day), until).items():
            counts[self._days.day(due)] += number
        return counts

    def load(self, counts: Mapping[date, int], key: int) -> Load:
        """Return what load balance looks at for one card."""
        siblings = frozenset(self._days.day(due) for due in self._store.today.sibling_dues(key))
        return Load(counts, siblings, self._config.easy_days, self._off)

    @cached_property
    def _off(self) -> frozenset[date]:
        """Days of planned breaks."""
        return days_off(breaks_of(self._store))

    def _end(self, day: date) -> datetime:
        return self._days.start(day + timedelta(days=1))

    def _chosen(self, plan: Plan) -> list[int] | None:
        return None if plan.decks is None else [self._keys[deck] for deck in plan.decks if deck in self._keys]

    def _limits(self, day: date, plan: Plan) -> Limits:
        done = self._store.today.done(day)
        wanted = limits_today(self._config, self._store.facts.all(TODAY), day, planned_today(self._store, day))
        left = wanted.pop("").less(sum(d.introduced for d in done.values()), sum(d.reviewed for d in done.values()))
        per_deck = {}
        for deck, limit in wanted.items():
            if (key := self._keys.get(deck)) is not None:
                so_far = done.get(key, DeckDone())
                rest = limit.less(so_far.introduced, so_far.reviewed)
                per_deck[key] = DeckLimit(rest.new if plan.new is None else None, rest.review)
        return Limits(left.new if plan.new is None else plan.new, left.review, per_deck)

    def _new_cards(
        self, at: datetime, decks: list[int] | None, limits: Limits, contrasts: Contrasts
    ) -> list[QueueCard]:
        """Return the first new cards in roadmap order, those of gated decks behind the others and marked so.

        A few more than the limit, where some may have to wait for a contrast.
        """
        day = self._days.day(at)
        behind = self._behind(day)
        wanted = behind.keys() if decks is None else behind.keys() & decks
        ranked = [key for key in sorted(behind, key=behind.__getitem__) if key in wanted]
        spare = min(len(contrasts), _SPARE)
        count = _UNLIMITED if limits.new is None else limits.new + spare if limits.new > 0 else 0
        own = {deck: limit.new + spare for deck, limit in limits.per_deck.items() if limit.new is not None}
        if self._order().new is NewOrder.RANDOM:
            count, own = _UNLIMITED if count else 0, {}
        cards = self._store.today.new_cards(day, count, ranked, own, end=self._end(day))
        return [card._replace(gated=behind[card.deck]) for card in cards]

    def _behind(self, day: date) -> dict[int, int]:
        """Return how far behind the new cards of each deck stand, in roadmap order.

        0 in a plan in force, 1 in one and gated, 2 and 3 likewise in none: all cards of a plan come before the others,
        for what its gated decks need may be no part of it.
        """
        plan = plan_of(self._store.facts.all(PLAN))
        planned = frozenset(plan.decks if plan is not None and plan.by > day else ())
        return {
            self._keys[deck]: 2 * (deck not in planned) + bool(self._gates.waits_for(deck))
            for deck in self._curriculum.order(self._config.text("study.roadmap"))
            if deck in self._keys
        }

    def _order(self) -> Order:
        return Order(
            _REVIEW_ORDERS[self._config.text("study.review_order")],
            NewOrder(self._config.text("study.new_order")),
            NewMix(self._config.text("study.new_mix")),
        )


def _enough(limits: Limits, order: Order) -> int | None:
    """Return how many of the best remembered reviews decide a backlog; None where any of the due ones may come."""
    by_memory = order.review in (ReviewOrder.AUTO, ReviewOrder.RETRIEVABILITY_DESC)
    own = any(limit.review is not None for limit in limits.per_deck.values())
    return limits.review if by_memory and not own else None


class Loads:
    """How many cards fall due on each coming day, looked up when first needed and kept in step with the answers."""

    def __init__(self, dealer: Dealer) -> None:
        self._dealer = dealer
        self._due_by_day: Counter[date] | None = None

    def of(self, key: int, at: datetime) -> Load | None:
        """Return what load balance looks at for one card; None where it is off."""
        if self._due_by_day is None:
            self._due_by_day = self._dealer.due_by_day(at)
        return None if self._due_by_day is None else self._dealer.load(self._due_by_day, key)

    def moved(self, before: Card, after: Card, days: StudyDays) -> None:
        """Take in what an answer made of a card."""
        for card, number in ((before, -1), (after, 1)):
            if self._due_by_day is not None and card.state is State.REVIEW and card.due_at is not None:
                self._due_by_day[days.day(card.due_at)] += number

    def forget(self) -> None:
        """Look it up again at the next question."""
        self._due_by_day = None
