"""`quizzer completion`: the script that completes commands in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from quizzer.cli.output import say


@click.command(
    epilog="\b\nExamples:\n  quizzer completion bash >> ~/.bashrc\n"
    "  quizzer completion fish > ~/.config/fish/completions/quizzer.fish"
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    root = ctx.find_root().command
    say(kind(root, {}, "quizzer", "_QUIZZER_COMPLETE").source())
