"""Which cards the past answers of a source belong to, and what they make of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer.importing.portions import Plan, Terms, Work, portions
from quizzer_decks.formats.foreign import Foreign, Given, Past, Standing
from quizzer_decks.prompts import card_id
from quizzer_scheduler.model import Card, Review

if TYPE_CHECKING:
    from quizzer.store.store import Store
    from quizzer_scheduler.taking_over import TakingOver

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SAME_MS = 50
"""How much later an answer may come back from a program whose log cannot hold two answers of one instant."""


def last_answer(store: Store, card_id: str) -> datetime | None:
    """Return the instant of a card's last answer, from the log: a card that was made new again does not say."""
    contents = (event.content for event in store.events(card_id))
    return max((each.at for each in contents if isinstance(each, Review)), default=None)


@dataclass(frozen=True, slots=True)
class There:
    """What there is already, and how answers are taken over."""

    known: Callable[[str], Card | None]
    """Finds a card that is there."""
    last: Callable[[str], datetime | None]
    """The instant of the last answer to a card that was made new again since."""
    terms: Terms


class History:
    """What was learnt elsewhere of the cards of a source: counted at once, worked out card by card when it is taken in.

    `placed` are the questions with deck and id.
    """

    def __init__(self, past: Past, placed: Iterable[tuple[Foreign, str, str]], there: There) -> None:
        self._past = past
        self._there = there
        self._plans: dict[str, Plan] = {}
        self.reviews = 0
        """Answers that are new here."""
        for plan in self._planned(placed):
            reviews = plan.end - plan.begin - past.ratings[plan.begin : plan.end].count(0)
            if reviews or self._says_something(plan):
                self._plans[plan.id] = plan
                self.reviews += reviews
        self.cards = len(self._plans)
        """Those that have something to take over."""

    def handed_over(self) -> Work:
        """Return what is to be worked out, once: it is a great deal, and all that it came from is let go here."""
        past, plans = self._past, list(self._plans.values())
        del self._past, self._plans, self._there
        self.__dict__.pop("_after", None)
        return Work(past, plans, len(plans), sum(plan.end - plan.begin for plan in plans))

    def after(self, id_: str) -> Card | None:
        """Return a card as it will be; None where it has nothing to take over."""
        return self._after.get(id_) if id_ in self._plans else None

    @cached_property
    def _taking(self) -> TakingOver:
        from quizzer.importing.working_out import taking_over

        return taking_over(self._there.terms)

    def _says_something(self, plan: Plan) -> bool:
        from quizzer.importing.working_out import says_something

        return says_something(self._past, plan, self._taking)

    @cached_property
    def _after(self) -> dict[str, Card]:
        """All cards as they will be: where one is asked for, two sources have the same cards."""
        from quizzer.importing.working_out import worked_out

        work = Work(self._past, self._plans.values(), self.cards, self.reviews)
        return {card.id: card for portion in portions([work]) for card in worked_out(portion, self._taking).cards}

    def _planned(self, placed: Iterable[tuple[Foreign, str, str]]) -> Iterator[Plan]:
        """Yield the cards with their plans in the order of their decks, in which the store has them."""
        until = (self._there.terms.at - _EPOCH) // timedelta(milliseconds=1)
        answered: dict[str, list[Given]] = {}
        for given in self._past.cards:
            answered.setdefault(given.key, []).append(given)
        for foreign, deck, question in placed:
            if not foreign.standings and foreign.key not in answered:
                continue
            standings, kind = {standing.part: standing for standing in foreign.standings}, foreign.question.kind
            for _, part, begin, end in answered.get(foreign.key, ()) if foreign.key else ():
                id_ = card_id(deck, question, part)
                end = bisect_right(self._past.at_ms, until, begin, end)
                yield self._plan(id_, kind, begin, end, standings.pop(part, None))
            for part, standing in standings.items():
                id_ = card_id(deck, question, part)
                yield self._plan(id_, kind, 0, 0, standing)

    def _plan(self, id_: str, kind: str, begin: int, end: int, standing: Standing | None) -> Plan:
        there = self._there.known(id_)
        whole = begin == end or bool(self._past.firsts[begin])
        if there is None:
            return Plan(id_, None, False, begin, end, whole, standing, kind)
        if standing is not None and there.last_review_at is None and begin == end:
            standing = replace(standing, suspended=False, flag=0)  # the learner has decided about it since
        last = there.last_review_at or (self._there.last(id_) if there.reps else None)
        if last is None:
            return Plan(id_, there, False, begin, end, whole, standing, kind)
        new = bisect_right(self._past.at_ms, (last - _EPOCH) // timedelta(milliseconds=1) + _SAME_MS, begin, end)
        return Plan(id_, there, True, new, end, True, standing, kind)
