"""`quizzer backup` and `quizzer restore`."""

from __future__ import annotations

from pathlib import Path

import click

from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json


@click.command(epilog="\b\nExample:\n  quizzer backup")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def backup(invocation: Invocation, as_json: bool) -> None:
    """Copy the history now.

    It is also copied by itself once a day and before every change of its form.
    """
    with invocation.workspace(refresh=False) as workspace:
        path = workspace.store.backup(workspace.clock.now())
    if as_json:
        say_json({"path": str(path)})
    else:
        say(f"Saved as {path}")


@click.command(epilog="\b\nExample:\n  quizzer restore ~/backups/quizzer-20270101-040000.db")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def restore(invocation: Invocation, path: Path, as_json: bool) -> None:
    """Put the history back as it is in a backup.

    PATH is the backup's file. The present history is backed up first.
    """
    from quizzer.clock import system_clock
    from quizzer.store.backups import restore as put_back

    kept = put_back(invocation.database_file(), path, system_clock().now())
    if as_json:
        say_json({"restored": str(path), "kept": str(kept) if kept else None})
    else:
        say(f"Restored from {path}." + (f" What was there before is in {kept}" if kept else ""))
