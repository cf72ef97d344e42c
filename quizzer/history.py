"""What was done, in words: for undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

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

Named: TypeAlias = Callable[[str], str]
"""What a card is called, by its id."""


def by_question(store: Store) -> Named:
    """Return what calls a card by how its question begins, in quotes on one short line; an orphan by its id."""

    def named(id_: str) -> str:
        content = store.cards.content_by_id(id_)
        if content is None or not content.body:
            return id_
        prompt = prompt_of(content)
        asked = prompt.code if prompt.kind == "output" else to_text(prompt.ask)
        asked = " ".join(asked.split())
        return f"“{asked if len(asked) <= _BEGINNING else asked[: _BEGINNING - 1].rstrip() + '…'}”"

    return named


def describe(event: LoggedEvent, named: Named = str) -> str:
    """Return what an event was, without a full stop."""
    card = named(event.card_id) if event.card_id else ""
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


def describe_all(undone: Undone, named: Named = str) -> str:
    """Return what an action was; of many events the first few and how many more."""
    first = undone.events[0].content
    # What followed from such a fact for each card is part of it.
    whole = isinstance(first, Fact) and first.kind in (WEIGHTS, PLACEMENT, GIVEN_BACK, BREAK, ROADMAP, FILED)
    told = [describe(event, named) for event in undone.events[: 1 if whole else _MANY]]
    rest = 0 if whole else undone.number - len(told)
    kept = "".join(f"; {Path(path).name} was edited since and stays as it is" for path in undone.left)
    return "; ".join(told) + (f" and {rest} more" if rest else "") + kept
