"""`quizzer due`: what waits today. The common forms never get here: see `quizzer.glancing`."""

from __future__ import annotations

import click

from quizzer.cli.invocation import Invocation
from quizzer.clock import system_clock
from quizzer.counting import DeckWaiting, Waiting, as_json, as_text, waiting


@click.command(epilog="\b\nExamples:\n  quizzer due\n  quizzer due --json\n  PS1='$(quizzer due) $ '")
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON.")
@click.pass_obj
def due(invocation: Invocation, json_wanted: bool) -> None:
    """Count what waits today, fast enough for a shell prompt."""
    found = (
        _on_server(invocation)
        if invocation.database
        else waiting(str(invocation.paths.config_file), str(invocation.paths.database), system_clock())
    )
    click.echo(as_json(found) if json_wanted else as_text(found), nl=False)


def _on_server(invocation: Invocation) -> Waiting:
    with invocation.workspace(refresh=False) as workspace:
        counts = workspace.counts()
        decks = tuple(
            DeckWaiting(deck.id, deck.due, deck.learning, deck.new)
            for deck in workspace.curriculum().standings.values()
            if deck.due or deck.learning or deck.new
        )
        minutes = round(workspace.pace().seconds(counts.due, counts.learning, counts.new) / 60)
    return Waiting(counts.due, counts.learning, counts.new, minutes, decks)
