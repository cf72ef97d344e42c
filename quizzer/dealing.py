"""Dealing: which cards a sitting asks, fetched from the store and put in order by the scheduler's queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

from quizzer.config import Config
from quizzer.curriculum import Curriculum
from quizzer.sitting import Plan
from quizzer.store import Store
from quizzer.store.records import DeckDone, QueueRow
from quizzer_scheduler.balance import LONGEST_BALANCED, Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.queue import (
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
)

TODAY_LIMIT = "limit"
"""Kind of the facts that change a limit for one study day; their subject is `YYYY-MM-DD` or `YYYY-MM-DD/deck-id`."""

_SPARE = 3
"""New cards fetched for each one allowed: siblings fall out, of which a question has seldom more."""

_REVIEW_ORDERS = {
    "auto": ReviewOrder.AUTO,
    "random": ReviewOrder.RANDOM,
    "retrievability": ReviewOrder.RETRIEVABILITY_DESC,
    "due": ReviewOrder.DUE,
}


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """New and review cards a day; None for no limit."""

    new: int | None
    review: int | None

    def less(self, done: DeckDone) -> DeckLimit:
        """Return what is left of it after what was done today."""
        return DeckLimit(
            None if self.new is None else max(0, self.new - done.introduced),
            None if self.review is None else max(0, self.review - done.reviewed),
        )


def limits_today(config: Config, facts: Mapping[str, object], day: date) -> dict[str, DailyLimit]:
    """Return the limits in force on a study day by deck id, the global one under the empty id. `facts` are the today-only ones."""
    limits = {"": DailyLimit(config.whole("study.new_per_day"), config.whole("study.reviews_per_day"))}
    limits |= {deck: DailyLimit(own.new_per_day, own.reviews_per_day) for deck, own in config.decks.items()}
    for subject, value in facts.items():
        when, _, deck = subject.partition("/")
        if when == day.isoformat() and isinstance(value, dict):
            usual = limits.get(deck, DailyLimit(None, None))
            limits[deck] = DailyLimit(value.get("new", usual.new), value.get("review", usual.review))
    return limits


class Dealer:
    """Builds the queue of a sitting from what the store holds, as often as it is asked to."""

    def __init__(self, store: Store, config: Config, days: StudyDays, curriculum: Curriculum) -> None:
        self._store = store
        self._config = config
        self._days = days
        self._curriculum = curriculum

    def queue(self, plan: Plan, at: datetime) -> Queue:
        """Return today's queue for a plan."""
        day = self._days.day(at)
        decks = self._deck_keys(plan)
        limits = self._limits(day, plan)
        rows = self._store.read.queue_cards(at, self._days.start(day + timedelta(days=1)), day, decks)
        cards = [QueueCard(*row) for row in rows]
        return build_queue(
            cards + self._new_cards(plan, day, limits.new),
            at,
            self._days,
            limits,
            self._order(),
            crc32(day.isoformat().encode()),
            self._store.read.families_seen(day),
            timedelta(minutes=self._config.whole("study.learn_ahead")),
        )

    def cram(self, plan: Plan, at: datetime) -> CramQueue:
        """Return everything in a plan's decks, to be asked once."""
        rows = self._store.read.deck_cards(self._deck_keys(plan))
        return build_cram((QueueCard(*row) for row in rows), crc32(at.isoformat().encode()))

    def load(self, at: datetime, question: int | None) -> Load | None:
        """Return what lies on the coming days, for load balance; None where it is off."""
        if not self._config.switch("study.load_balance"):
            return None
        day = self._days.day(at)
        counts = self._store.read.load_by_day(day, day + timedelta(days=LONGEST_BALANCED * 2))
        siblings = frozenset(self._store.read.sibling_days(question)) if question is not None else frozenset()
        return Load(counts, siblings, self._config.easy_days)

    def _deck_keys(self, plan: Plan) -> list[int] | None:
        if plan.decks is None:
            return None
        keys = self._store.read.deck_keys()
        return [keys[deck] for deck in plan.decks if deck in keys]

    def _limits(self, day: date, plan: Plan) -> Limits:
        done = self._store.read.done_today(day)
        keys = self._store.read.deck_keys()
        wanted = limits_today(self._config, self._store.read.facts(TODAY_LIMIT), day)
        all_done = DeckDone(
            sum(deck.introduced for deck in done.values()), sum(deck.reviewed for deck in done.values())
        )
        left = wanted.pop("").less(all_done)
        new = left.new if plan.new is None else plan.new
        per_deck = {
            keys[deck]: limit.less(done.get(keys[deck], DeckDone())) for deck, limit in wanted.items() if deck in keys
        }
        return Limits(new, left.review, per_deck)

    def _new_cards(self, plan: Plan, day: date, limit: int | None) -> list[QueueCard]:
        """Return the first new cards in roadmap order, those of gated decks behind the others and marked so."""
        keys = self._store.read.deck_keys()
        threshold = self._config.number("study.gate")
        order = self._curriculum.order(self._config.text("study.roadmap"))
        if plan.decks is not None:
            order = [deck for deck in order if deck in set(plan.decks)]
        gated = {deck for deck in order if self._curriculum.missing(deck, threshold)}
        ranked = [deck for deck in order if deck not in gated] + [deck for deck in order if deck in gated]
        wanted = None if limit is None else limit * _SPARE
        rows = self._store.read.new_cards([keys[deck] for deck in ranked if deck in keys], wanted, day)
        closed = {keys[deck] for deck in gated if deck in keys}
        return [QueueCard(*row, gated=row.deck in closed) for row in rows]

    def _order(self) -> Order:
        return Order(
            _REVIEW_ORDERS[self._config.text("study.review_order")],
            NewOrder(self._config.text("study.new_order")),
            NewMix(self._config.text("study.new_mix")),
        )


def as_queue_card(row: QueueRow) -> QueueCard:
    """Return a stored card as the queue wants it."""
    return QueueCard(*row)


def chosen(decks: Sequence[str], known: Mapping[str, object]) -> list[str]:
    """Return the known ids among those asked for, a trailing `/` or a bare folder meaning all decks inside."""
    found: dict[str, None] = {}
    for wanted in decks:
        prefix = wanted.rstrip("/") + "/"
        found |= {deck: None for deck in known if deck == wanted or deck.startswith(prefix)}
    return list(found)
