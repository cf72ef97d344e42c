"""What was done, in words: for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace

from quizzer import wording
from quizzer.curriculum import TICK
from quizzer.gating import UNLOCK
from quizzer.limits import BREAK, GIVEN_BACK, PLACEMENT, PLAN, TODAY
from quizzer.presenting import prompt_of
from quizzer.store.records import FILED, ROADMAP, Fact, LoggedEvent, Undone
from quizzer.store.store import Store
from quizzer.weights import IN_FORCE, WEIGHTS
from quizzer_decks.plain_text import to_text
from quizzer_scheduler.model import Change, Review

_MANY = 3
_BEGINNING = 48
"""Characters of a question by which it is known again."""

Values: TypeAlias = Mapping[str, Any]
"""What the value of a fact holds; empty where it holds nothing of that kind."""
Named: TypeAlias = Callable[[LoggedEvent], str]
"""What the card of an event is called."""


def by_id(event: LoggedEvent) -> str:
    """Return the id of an event's card; empty where it is of none."""
    return event.card_id or ""


def by_question(store: Store, *, redone: bool) -> Named:
    """Return what calls a card by how its question begins, in quotes on one short line; an orphan by its id.

    It is the question as it was asked, with its drawn numbers: before an answer that was done again.
    """

    def named(event: LoggedEvent) -> str:
        content = store.cards.content_by_id(event.card_id) if event.card_id else None
        if content is None or not content.body:
            return by_id(event)
        if redone and isinstance(event.content, Review):
            content = replace(content, card=replace(content.card, reps=content.card.reps - 1))
        prompt = prompt_of(content)
        asked = prompt.code if prompt.kind == "output" else to_text(prompt.ask)
        asked = " ".join(asked.split())
        return f"“{asked if len(asked) <= _BEGINNING else asked[: _BEGINNING - 1].rstrip() + '…'}”"

    return named


def describe(event: LoggedEvent, named: Named = by_id) -> str:
    """Return what an event was, without a full stop."""
    card = named(event)
    match event.content:
        case Review() as review:
            return f"{card} answered {wording.RATING_NAMES[review.rating]}"
        case Change(name="forget"):
            return f"{card} made new again"
        case Change(name="suspended") as change:
            return f"{card} {'suspended' if change.value else 'taken in again'}"
        case Change(name="buried_until") as change:
            return f"{card} put off until {change.value}" if change.value else f"{card} dug out"
        case Change(name="flag") as change:
            return f"{card} {'flagged' if change.value else 'no longer flagged'}"
        case Change(name="memory"):
            return f"{card} computed with other weights"
        case Change(name="placed"):
            return f"{card} taken as known"
        case Change(name="due") as change:
            return f"{card} moved to {change.value}"
        case Fact() as fact:
            return _fact(fact)
        case _:
            return "nothing"


def _fact(fact: Fact) -> str:
    told = _FACTS.get(fact.kind)
    values = fact.value if isinstance(fact.value, dict) else {}
    return told(fact, values) if told else f"{fact.kind} {fact.subject}"


def _limit(fact: Fact, values: Values) -> str:
    day, _, deck = fact.subject.partition("/")
    told = " and ".join(f"{number} {'new cards' if name == 'new' else 'reviews'}" for name, number in values.items())
    return f"limit of {day}{f' for {deck}' if deck else ''} set to {told}"


def _filed(fact: Fact, values: Values) -> str:
    sources = values.get("from")
    return f"import of {', '.join(map(str, sources)) if isinstance(sources, list) else fact.subject}"


def _ticked(fact: Fact, _: Values) -> str:
    return f"{fact.subject} {'ticked' if fact.value else 'no longer ticked'}"


def _unlocked(fact: Fact, _: Values) -> str:
    return f"{fact.subject} {'opened' if fact.value else 'left to wait for what it needs'}"


def _weights(fact: Fact, values: Values) -> str:
    if fact.subject != IN_FORCE:
        fitted = "new_loss" in values
        return "fit of the weights that changed nothing" if fitted else "offer to fit the weights dismissed"
    if "dates" in values:
        return f"dates by the weights of version {values.get('version')}"
    if "restored" in values:
        return f"weights of version {values['restored']} restored"
    return f"weights of version {values.get('version')} adopted"


def _placed(fact: Fact, values: Values) -> str:
    return f"placement of {values.get('title', fact.subject)}: {values.get('cards', 0)} cards taken as known"


def _given_back(fact: Fact, values: Values) -> str:
    decks = values.get("decks")
    named = decks if isinstance(decks, list) and decks else [fact.subject]
    told = f"{named[0]}{f' and {len(named) - 1} more' if len(named) > 1 else ''}"
    return f"{told} no longer taken as known: {values.get('cards', 0)} cards new again"


def _planned(_: Fact, values: Values) -> str:
    if not {"title", "by"} <= values.keys():
        return "plan dropped"
    return f"plan for {values['title']} by {values['by']}{' worked out anew' if values.get('reworked') else ''}"


def _roadmap(fact: Fact, values: Values) -> str:
    return f"roadmap {fact.subject} {values.get('did') if values else 'removed'}"


def _break(fact: Fact, _: Values) -> str:
    return f"break from {fact.subject} to {fact.value}" if fact.value else f"break from {fact.subject} removed"


_FACTS: Mapping[str, Callable[[Fact, Values], str]] = {
    TODAY: _limit,
    FILED: _filed,
    TICK: _ticked,
    UNLOCK: _unlocked,
    WEIGHTS: _weights,
    PLACEMENT: _placed,
    GIVEN_BACK: _given_back,
    PLAN: _planned,
    ROADMAP: _roadmap,
    BREAK: _break,
}
"""What is said of a fact, by its kind."""


def describe_all(undone: Undone, named: Named = by_id) -> str:
    """Return what an action was; of many events the first few and how many more."""
    first = undone.events[0].content
    # What followed from such a fact for each card is part of it.
    whole = isinstance(first, Fact) and first.kind in (WEIGHTS, PLACEMENT, GIVEN_BACK, BREAK, ROADMAP, FILED)
    told = [describe(event, named) for event in undone.events[: 1 if whole else _MANY]]
    rest = 0 if whole else undone.number - len(told)
    kept = "".join(f"; {Path(path).name} was edited since and stays as it is" for path in undone.left)
    return "; ".join(told) + (f" and {rest} more" if rest else "") + kept
