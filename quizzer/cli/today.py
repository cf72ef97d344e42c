"""`quizzer today`: the limits of this study day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json, table
from quizzer.errors import LibraryError
from quizzer.offering import fit_offer

if TYPE_CHECKING:
    from quizzer.sitting import Plan


@click.command(
    epilog="\b\nExamples:\n  quizzer today                             the limits in force\n"
    "  quizzer today --new 30                    thirty new cards today\n"
    "  quizzer today --new 5 --deck python/functions"
)
@click.option("--new", type=click.IntRange(0, 9999), metavar="N", help="New cards today.")
@click.option("--reviews", type=click.IntRange(0, 9999), metavar="N", help="Due cards today.")
@click.option("--deck", metavar="ID", help="Only of this deck; by default over all decks.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def today(invocation: Invocation, new: int | None, reviews: int | None, deck: str | None, as_json: bool) -> None:
    """Show or change today's limits.

    Tomorrow the settings count again; `quizzer undo` takes a change back.
    """
    with invocation.workspace() as workspace:
        if deck is not None:
            _check(workspace.plan((deck,)), deck)
        if new is not None or reviews is not None:
            workspace.limit_today(new=new, review=reviews, deck=deck or "")
        limits = workspace.limits_today()
        day = workspace.today
        offer = fit_offer(workspace)
    if as_json:
        shown = [{"deck": name or None, "new": limit.new, "reviews": limit.review} for name, limit in limits.items()]
        say_json({"day": day, "limits": shown, "fit_offered": offer is not None})
        return
    rows = [(name or "all decks", _number(limit.new), _number(limit.review)) for name, limit in limits.items()]
    table(rows, ("today", "new", "reviews"), right=(1, 2))
    if not invocation.quiet and new is None and reviews is None:
        say("\n--new N and --reviews N change them for today.")
    if not invocation.quiet and offer is not None:
        say(f"\nAfter {offer:,} answers, `quizzer optimize` fits the scheduler to you.")


def _check(plan: Plan, deck: str) -> None:
    if plan.decks != (deck,):
        raise LibraryError(f"{deck!r} is a folder of decks; name one of them. `quizzer decks list` shows them.")


def _number(limit: int | None) -> str:
    return "–" if limit is None else str(limit)
