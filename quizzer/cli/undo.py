"""`quizzer undo` and `quizzer redo`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json, stages

if TYPE_CHECKING:
    from quizzer.store.records import Undone
    from quizzer.workspace import Workspace


_MANY = 2000
"""Events from which it is told how far it is."""


@click.command(epilog="\b\nExample:\n  quizzer undo")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def undo(invocation: Invocation, as_json: bool) -> None:
    """Take back the last thing done.

    An answer, a suspension, a tick, an import. Repeat it to go further back.
    """
    _do(invocation, as_json, forward=False)


@click.command(epilog="\b\nExample:\n  quizzer redo")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def redo(invocation: Invocation, as_json: bool) -> None:
    """Do again what was taken back last.

    It can be done as long as nothing new was.
    """
    _do(invocation, as_json, forward=True)


def _do(invocation: Invocation, as_json: bool, *, forward: bool) -> None:
    name = "redone" if forward else "undone"
    with (
        invocation.workspace(refresh=False) as workspace,
        _saying_how_it_ended(workspace, name),
        stages(quiet=invocation.quiet) as doing,
    ):

        def tell(done: int, total: int) -> None:
            if total > _MANY:
                doing(f"{'Doing it again' if forward else 'Taking it back'}: {100 * done // total} %")

        result = workspace.redo(tell) if forward else workspace.undo(tell)
    if as_json:
        say_json({name: _as_json(result), "left": result.left if result else ()})
    elif result is None:
        say(f"There is nothing to {'redo' if forward else 'undo'}.")
    else:
        from quizzer.history import describe_all

        say(f"{name.capitalize()}: {describe_all(result)}.")


@contextmanager
def _saying_how_it_ended(workspace: Workspace, name: str) -> Iterator[None]:
    """Say, where it is stopped by Ctrl-C, whether it was done: all of it, or nothing."""
    before = workspace.store.answers.newest_event()
    try:
        yield
    except KeyboardInterrupt:
        done = workspace.store.answers.newest_event() > before
        say(f"Stopped. {f'It was {name}.' if done else 'Nothing was changed.'}", err=True)
        raise


def _as_json(result: Undone | None) -> list[dict[str, object]] | None:
    from quizzer.history import describe

    if result is None:
        return None
    return [{"card": event.card_id, "at": event.at, "what": describe(event)} for event in result.events]
