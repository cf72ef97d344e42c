"""What was done, in words: for undo and redo."""

from __future__ import annotations

from pathlib import Path

from quizzer import wording
from quizzer.curriculum import TICK
from quizzer.gating import UNLOCK
from quizzer.limits import BREAK, GIVEN_BACK, PLACEMENT, PLAN, TODAY
from quizzer.store.records import FILED, ROADMAP, Fact, LoggedEvent, Undone
from quizzer.weights import IN_FORCE, WEIGHTS
from quizzer_scheduler.model import Change, Review

_MANY = 3


def describe(event: LoggedEvent) -> str:
    """Return what an event was, without a full stop."""
    match event.content:
        case Review() as review:
            return f"{event.card_id} answered {wording.RATING_NAMES[review.rating]}"
        case Change(name="forget"):
            return f"{event.card_id} made new again"
        case Change(name="suspended") as change:
            return f"{event.card_id} {'suspended' if change.value else 'taken in again'}"
        case Change(name="buried_until") as change:
            return f"{event.card_id} put off until {change.value}" if change.value else f"{event.card_id} dug out"
        case Change(name="flag") as change:
            return f"{event.card_id} {'flagged' if change.value else 'no longer flagged'}"
        case Change(name="memory"):
            return f"{event.card_id} computed with other weights"
        case Change(name="placed"):
            return f"{event.card_id} taken as known"
        case Change(name="due") as change:
            return f"{event.card_id} moved to {change.value}"
        case Fact() as fact:
            return _fact(fact)
        case _:
            return "nothing"


def _fact(fact: Fact) -> str:
    if fact.kind == TODAY and isinstance(fact.value, dict):
        day, _, deck = fact.subject.partition("/")
        told = " and ".join(
            f"{number} {'new cards' if name == 'new' else 'reviews'}" for name, number in fact.value.items()
        )
        return f"limit of {day}{f' for {deck}' if deck else ''} set to {told}"
    if fact.kind == FILED:
        value = fact.value if isinstance(fact.value, dict) else {}
        sources = value.get("from")
        return f"import of {', '.join(map(str, sources)) if isinstance(sources, list) else fact.subject}"
    if fact.kind == TICK:
        return f"{fact.subject} {'ticked' if fact.value else 'no longer ticked'}"
    if fact.kind == UNLOCK:
        return f"{fact.subject} {'opened' if fact.value else 'left to wait for what it needs'}"
    if fact.kind == WEIGHTS:
        return _weights(fact)
    if fact.kind == PLACEMENT:
        value = fact.value if isinstance(fact.value, dict) else {}
        return f"placement of {value.get('title', fact.subject)}: {value.get('cards', 0)} cards taken as known"
    if fact.kind == GIVEN_BACK:
        return _given_back(fact)
    if fact.kind == PLAN:
        value = fact.value if isinstance(fact.value, dict) else {}
        anew = " worked out anew" if value.get("reworked") else ""
        return (
            f"plan for {value['title']} by {value['by']}{anew}" if {"title", "by"} <= value.keys() else "plan dropped"
        )
    if fact.kind == ROADMAP:
        return f"roadmap {fact.subject} {fact.value.get('did') if isinstance(fact.value, dict) else 'removed'}"
    if fact.kind == BREAK:
        return f"break from {fact.subject} to {fact.value}" if fact.value else f"break from {fact.subject} removed"
    return f"{fact.kind} {fact.subject}"


def _given_back(fact: Fact) -> str:
    value = fact.value if isinstance(fact.value, dict) else {}
    decks = value.get("decks")
    named = decks if isinstance(decks, list) and decks else [fact.subject]
    told = f"{named[0]}{f' and {len(named) - 1} more' if len(named) > 1 else ''}"
    return f"{told} no longer taken as known: {value.get('cards', 0)} cards new again"


def _weights(fact: Fact) -> str:
    value = fact.value if isinstance(fact.value, dict) else {}
    if fact.subject != IN_FORCE:
        return (
            "fit of the weights that changed nothing" if "new_loss" in value else "offer to fit the weights dismissed"
        )
    if "dates" in value:
        return f"dates by the weights of version {value.get('version')}"
    if "restored" in value:
        return f"weights of version {value['restored']} restored"
    return f"weights of version {value.get('version')} adopted"


def describe_all(undone: Undone) -> str:
    """Return what an action was; of many events the first few and how many more."""
    first = undone.events[0].content
    # What followed from such a fact for each card is part of it.
    whole = isinstance(first, Fact) and first.kind in (WEIGHTS, PLACEMENT, GIVEN_BACK, BREAK, ROADMAP, FILED)
    told = [describe(event) for event in undone.events[: 1 if whole else _MANY]]
    rest = 0 if whole else undone.number - len(told)
    kept = "".join(f"; {Path(path).name} was edited since and stays as it is" for path in undone.left)
    return "; ".join(told) + (f" and {rest} more" if rest else "") + kept
