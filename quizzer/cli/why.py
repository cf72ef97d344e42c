"""`quizzer why`: every number behind a card's date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, table
from quizzer.errors import LibraryError
from quizzer_scheduler.model import Card, Change, Review, State

if TYPE_CHECKING:
    from quizzer.store.records import CardContent, LoggedEvent
    from quizzer.workspace import Workspace


@click.command(epilog="\b\nExample:\n  quizzer why python/functions/default-arguments")
@click.argument("card")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def why(invocation: Invocation, card: str, as_json: bool) -> None:
    """Explain when a card is asked, and why.

    CARD is its id, which `quizzer search` finds.
    """
    card = readable(card)
    with invocation.workspace() as workspace:
        at = workspace.clock.now()
        found = workspace.store.cards.content_by_id(card)
        if found is None:
            raise LibraryError(f"There is no card {card!r}. `quizzer search TEXT` finds the ids of cards.")
        steps = workspace.explain(found)
        events = workspace.store.cards.events(card)
        placed = _placed(workspace, found.deck_id, events)
        retrievability = workspace.scheduler.retrievability(found.card, at)
        reason = _reason(workspace, found, at)
    reviews = [_review(event) for event in events if isinstance(event.content, Review)]
    if as_json:
        told = {"retrievability": retrievability, "due": found.card.due_at, "reason": reason, "placed": placed}
        named = [{"name": step.name, "value": step.value, "meaning": step.meaning} for step in steps]
        say_json({"card": card, **_standing(found.card), **told, "steps": named, "reviews": reviews})
        return
    say(f"{card}: {found.deck_title}\n{reason}")
    if placed is not None:
        belief = "" if placed["belief"] is None else f", believed with {wording.percent(placed['belief'])}"
        say(f"Taken as known by a placement test on {placed['day']}{belief}.")
    table([(step.name, _value(step.value), step.meaning) for step in steps], ("what", "value", "meaning"))
    _show(reviews)


def _standing(card: Card) -> dict[str, object]:
    stability, difficulty = (card.memory.stability, card.memory.difficulty) if card.memory else (None, None)
    return {"state": wording.STATE_NAMES[card.state], "stability": stability, "difficulty": difficulty}


def _show(reviews: Sequence[Mapping[str, object]]) -> None:
    if reviews:
        say()
        rows = [(str(r["day"]), str(r["rating"]), str(r["mark"]), f"{r['interval_days']} d") for r in reviews]
        table(rows, ("study day", "rating", "mark", "interval"), right=(3,))


def _reason(workspace: Workspace, found: CardContent, at: datetime) -> str:
    if found.card.state is State.NEW:
        from quizzer.unlocking import reason_of_new

        return reason_of_new(workspace, found.deck_id)
    from quizzer.presenting import reason

    return reason(found.card, at, workspace.scheduler, workspace.days)


class _Placed(TypedDict):
    """When a card was taken as known, and with how much belief."""

    at: datetime
    day: date
    belief: float | None


def _placed(workspace: Workspace, deck: str, events: Sequence[LoggedEvent]) -> _Placed | None:
    from quizzer.placing import belief_in

    placed: LoggedEvent | None = None
    for event in events:
        if isinstance(event.content, Change) and event.content.name in ("placed", "forget"):
            placed = event if event.content.name == "placed" else None  # new again
    return None if placed is None else {"at": placed.at, "day": placed.day, "belief": belief_in(workspace, deck)}


def _value(value: str | float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _review(event: LoggedEvent) -> dict[str, object]:
    review = event.content
    assert isinstance(review, Review)
    return {
        "at": review.at,
        "day": review.day,
        "rating": wording.RATING_NAMES[review.rating],
        "mark": event.mark,
        "response": event.response,
        "took": review.took.total_seconds(),
        "retrievability": review.retrievability,
        "stability_before": review.before.stability if review.before else None,
        "stability_after": review.after.stability,
        "difficulty_after": review.after.difficulty,
        "interval_days": review.interval_days,
        "due": review.due_at,
        "parameters": review.parameters,
    }
