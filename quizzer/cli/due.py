"""`quizzer due`: what waits today. The common forms never get here: see `quizzer.glancing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizzer.cli.invocation import Invocation
from quizzer.clock import system_clock

if TYPE_CHECKING:
    from quizzer.counting import Waiting


@click.command(epilog="\b\nExamples:\n  quizzer due\n  quizzer due --json\n  PS1='$(quizzer due) $ '")
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON.")
@click.pass_obj
def due(invocation: Invocation, json_wanted: bool) -> None:
    """Count what waits today, fast enough for a shell prompt."""
    from quizzer.counting import as_json, as_text

    found = _on_server(invocation) if invocation.database else _in_file(invocation)
    click.echo(as_json(found) if json_wanted else as_text(found), nl=False)


def _in_file(invocation: Invocation) -> Waiting | None:
    from quizzer.counting import waiting

    paths = invocation.paths
    return waiting(str(paths.config_file), str(paths.database), system_clock())


def _on_server(invocation: Invocation) -> Waiting:
    from quizzer.counting import waiting_in

    with invocation.workspace(refresh=False) as workspace:
        return waiting_in(workspace.store, workspace.config, workspace.clock.now())
