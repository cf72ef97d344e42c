"""`quizzer` and `quizzer review`: a sitting on the screen, or line by line."""

from __future__ import annotations

import click

from quizzer.cli.invocation import Invocation
from quizzer.cli.opening import require_terminal


@click.command()
@click.pass_obj
def app(invocation: Invocation) -> int:
    """Open the app."""
    require_terminal()
    with invocation.workspace(refresh=False) as workspace:
        return invocation.open_app(workspace, None)


@click.command(
    epilog="\b\nExamples:\n  quizzer review\n  quizzer review python/functions --limit 10\n"
    "  quizzer review --topic 'linear algebra' --cram\n  quizzer review --plain < answers.txt"
)
@click.argument("decks", nargs=-1, metavar="[DECK]...")
@click.option("--roadmap", metavar="ID", help="Only decks of this roadmap.")
@click.option("--topic", metavar="TEXT", help="Only topics whose wording contains TEXT.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N cards.")
@click.option(
    "--new",
    type=click.IntRange(0, 9999, clamp=True),
    metavar="N",
    help="At most N new cards, whatever the daily limit says.",
)
@click.option("--cram", is_flag=True, help="Everything once, due or not; the schedule stays as it is.")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers, pipes and slow lines.")
@click.pass_obj
def review(
    invocation: Invocation,
    decks: tuple[str, ...],
    roadmap: str | None,
    topic: str | None,
    limit: int | None,
    new: int | None,
    cram: bool,
    plain: bool,
) -> int:
    """Answer what is due.

    A DECK is a deck's id or a folder of ids such as `python`.
    """
    if not plain:
        require_terminal()
    named = bool(decks or roadmap or topic)
    # The app looks for changed decks by itself once the first question shows, but a deck that is named must be known.
    with invocation.workspace(refresh=plain or named) as workspace:
        plan = workspace.plan(decks, roadmap, topic, limit, new, cram)
        if not plain:
            return invocation.open_app(workspace, plan)
        from quizzer.cli.plain import run_plain

        return run_plain(workspace, plan)
