"""The scheduler: what an answer does to a card, now and from its log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from quizzer_scheduler import retrievability
from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import (
    Card,
    Change,
    ChangeName,
    ChangeValue,
    Event,
    Parameters,
    Rating,
    Review,
    Reviewed,
    State,
    deck_of,
)
from quizzer_scheduler.rules import Rules, elapsed_days

if TYPE_CHECKING:
    from quizzer_scheduler.explaining import Step
    from quizzer_scheduler.lines import Line

_NO_HISTORY: Mapping[int, Parameters] = MappingProxyType({})
_NO_DECKS: Mapping[str, Parameters] = MappingProxyType({})


class Scheduler:
    """Schedules cards by FSRS-6. `history` holds the other versions of the parameters, by version, for replay.

    `by_deck` are parameters that hold for the cards of some decks, by the deck's id, with the same weights as all.
    Pure: the same card, instant and load give the same outcome. ValueError when the parameters cannot be used.
    """

    def __init__(
        self,
        parameters: Parameters,
        days: StudyDays,
        history: Mapping[int, Parameters] = _NO_HISTORY,
        by_deck: Mapping[str, Parameters] = _NO_DECKS,
    ) -> None:
        self.parameters = parameters
        self._by_deck = by_deck
        self.days = days
        self._history = history
        self._current = Rules(parameters)
        self._rules = {parameters.version: self._current}

    @property
    def decay(self) -> float:
        """Return the decay of the forgetting curve."""
        return self._current.decay

    def parameters_of(self, card_id: str) -> Parameters:
        """Return the parameters that hold for a card."""
        return self._by_deck.get(deck_of(card_id), self.parameters) if self._by_deck else self.parameters

    def desired_retention(self, card_id: str) -> float:
        """Return the desired retention that holds for a card."""
        return self.parameters_of(card_id).desired_retention

    def preview(self, card: Card, at: datetime, load: Load | None = None) -> dict[Rating, Card]:
        """Return what the card becomes with each rating. ValueError for a naive `at`."""
        from quizzer_scheduler.outcomes import answered, outcomes  # with the first answer: a question does without

        day = self.days.day(at)
        at = at.astimezone(UTC)
        found = outcomes(self._rules_for(card), card, at, day, self.days, load)
        return {outcome.rating: answered(card, outcome, at, day) for outcome in found}

    def review(self, card: Card, rating: Rating, at: datetime, took: timedelta, load: Load | None = None) -> Reviewed:
        """Return the card after an answer, as `preview` shows it, and the event to log. ValueError for a naive `at`."""
        outcome = self.preview(card, at, load)[rating]
        assert outcome.memory is not None
        assert outcome.due_at is not None
        from quizzer_scheduler.checking import prediction

        day = self.days.day(at)
        review = Review(
            card_id=card.id,
            rating=Rating(rating),
            at=at.astimezone(UTC),
            offset=self.days.offset(at),
            day=day,
            took=max(timedelta(), took),
            state_before=card.state,
            before=card.memory,
            retrievability=prediction(card, elapsed_days(card, day), self.decay),
            state_after=outcome.state,
            step_after=outcome.step,
            after=outcome.memory,
            interval_days=outcome.interval_days,
            due_at=outcome.due_at,
            parameters=self.parameters_of(card.id).version,
        )
        return Reviewed(outcome, review)

    def change(self, card: Card, name: ChangeName, value: ChangeValue, at: datetime) -> tuple[Card, Change]:
        """Return the card after something other than an answer, and the event to log; see `Change` for the values.

        ValueError for a naive `at`, a value that does not fit, a due date for a card that is new, and a placement of
        one that is not.
        """
        if name == "placed" and (card.state is not State.NEW or card.reps):
            raise ValueError(f"{card.id} was answered; what is known of it follows from that.")
        if name == "due" and card.state is State.NEW:
            raise ValueError(f"{card.id} is new and has no due date; answer it first.")
        from quizzer_scheduler.replaying import changed

        change = Change(card.id, name, value, at.astimezone(UTC), self.days.offset(at), self.days.day(at))
        return changed(card, name, value, self.days), change

    def apply(self, card: Card, event: Event) -> Card:
        """Return the card after a logged event.

        Memory is computed again with the parameters of that time; state, step and due date stay as they were given.
        ValueError when the event belongs to another card, or to parameters that are not in the history.
        """
        from quizzer_scheduler.replaying import applied

        return applied(card, event, self._rules_of, self.days)

    def replay(self, card_id: str, events: Iterable[Event | Line]) -> Card:
        """Return the card that its events, in the order of the log, lead to. ValueError as `apply`."""
        from quizzer_scheduler.replaying_lines import after_lines

        card = Card(card_id)
        for kind, run in groupby(events, type):
            if kind is tuple:
                card = after_lines(card, cast("Iterable[Line]", run), self._rules_of)
                continue
            for event in cast("Iterable[Event]", run):
                card = self.apply(card, event)
        return card

    def disagreements(self, card_id: str, events: Iterable[Event]) -> list[str]:
        """Return where the recorded events do not follow from each other, a sentence each."""
        from quizzer_scheduler.checking import disagreements

        return disagreements(card_id, events, self._rules_of, self.days)

    def retrievability(self, card: Card, at: datetime) -> float | None:
        """Return the probability of recall at an instant; None for a card never seen.

        On the study day of the last answer it is 1, which says that it was just seen, not that it is known.
        """
        if card.memory is None:
            return None
        elapsed = elapsed_days(card, self.days.day(at))
        return retrievability.retrievability(card.memory, elapsed, self.decay)

    def explain(self, card: Card, at: datetime, load: Load | None = None) -> tuple[Step, ...]:
        """Return every number behind a card's dates, in the order in which they follow from each other."""
        from quizzer_scheduler.explaining import explain

        return explain(self._rules_for(card), card, at, self.days, load)

    def knows(self, versions: Iterable[int]) -> bool:
        """Tell whether answers by these parameter sets can be computed again."""
        return all(version in self._rules or version in self._history for version in versions)

    def _rules_for(self, card: Card) -> Rules:
        parameters = self.parameters_of(card.id)
        if parameters.version not in self._rules:
            self._rules[parameters.version] = Rules(parameters)
        return self._rules[parameters.version]

    def _rules_of(self, version: int) -> Rules:
        if version not in self._rules:
            if version not in self._history:
                raise ValueError(f"There is no parameter set of version {version}.")
            self._rules[version] = Rules(self._history[version])
        return self._rules[version]
