"""Daily limits: the learner's settings, changed for one day where he asked for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from quizzer.config import Config
    from quizzer.store.records import FactValue

TODAY = "limit"
"""Kind of the facts that change a limit for one study day; their subject is `YYYY-MM-DD` or `YYYY-MM-DD/deck-id`."""

PLAN = "plan"
"""Kind of the fact that puts a plan in force; see `quizzer.plans`."""
BREAK = "break"
"""Kind of the facts that plan a break; their subject is its first day, their value the last, both `YYYY-MM-DD`."""
PLACEMENT = "placement"
"""Kind of the facts that say what a placement test found; their subject is what was tested."""
GIVEN_BACK = "given back"
"""Kind of the facts that say that a deck was not known after all; their subject is the deck,
their value all decks of that action and how many cards of them are new again."""


class DailyLimit(NamedTuple):
    """New and review cards a day; None for no limit."""

    new: int | None = None
    review: int | None = None

    def less(self, introduced: int, reviewed: int) -> DailyLimit:
        """Return what is left of it after what was done today."""
        return DailyLimit(
            None if self.new is None else max(0, self.new - introduced),
            None if self.review is None else max(0, self.review - reviewed),
        )


def limits_today(
    config: Config, facts: Mapping[str, object], day: date, planned: int | None = None
) -> dict[str, DailyLimit]:
    """Return the limits in force on a study day by deck id, the one over all decks under the empty id.

    `facts` are those of the kind `TODAY`, with values such as `{"new": 30}`; `planned` is how many new cards a plan
    asks for, None where the settings say.
    """
    usual_new = config.whole("study.new_per_day") if planned is None else planned
    limits = {"": DailyLimit(usual_new, config.whole("study.reviews_per_day"))}
    limits |= {deck: DailyLimit(own.new_per_day, own.reviews_per_day) for deck, own in config.decks.items()}
    for subject, value in facts.items():
        when, _, deck = subject.partition("/")
        if when == day.isoformat() and isinstance(value, dict):
            usual = limits.get(deck, DailyLimit())
            limits[deck] = DailyLimit(value.get("new", usual.new), value.get("review", usual.review))
    return limits


def changed(known: FactValue, new: int | None, review: int | None) -> dict[str, FactValue]:
    """Return the value of a fact of the kind `TODAY` after a change; what is None stays as it was known."""
    values = dict(known) if isinstance(known, dict) else {}
    return values | {name: limit for name, limit in (("new", new), ("review", review)) if limit is not None}
