"""The command group."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Mapping, Sequence

import click

from quizzer import __version__
from quizzer.cli.boundary import INTERRUPTED, guarded
from quizzer.cli.invocation import Invocation, OpenApp
from quizzer.errors import QuizzerError


class Commands(click.Group):
    """Loads a command's module when the command is used, so that each starts as fast as what it needs."""

    where: Mapping[str, Mapping[str, str]] = {
        "Every day": {
            "review": "review:review",
            "due": "due:due",
            "next": "next:next_",
            "today": "today:today",
            "undo": "undo:undo",
            "redo": "undo:redo",
        },
        "What you learn": {
            "roadmap": "roadmap:roadmap",
            "placement": "placement:placement",
            "plan": "plan:plan",
            "unlock": "next:unlock",
        },
        "What you know": {
            "stats": "stats:stats",
            "search": "search:search",
            "why": "why:why",
            "simulate": "simulate:simulate",
            "optimize": "optimize:optimize",
        },
        "Decks": {
            "decks": "decks:decks",
            "import": "importing:import_decks",
            "export": "exporting:export",
        },
        "Settings and history": {
            "config": "config:config",
            "backup": "backups:backup",
            "restore": "backups:restore",
            "replay": "replay:replay",
            "completion": "completion:completion",
        },
    }
    """Where each command is, by what it is for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, as they are grouped."""
        return [name for group in self.where.values() for name in group]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        found = next((group[cmd_name] for group in self.where.values() if cmd_name in group), None)
        if found is None:
            return None
        module, _, name = found.partition(":")
        command = getattr(importlib.import_module(f"quizzer.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their groups, one sentence each."""
        widest = max(map(len, self.list_commands(ctx)))
        left = formatter.width - widest - 4  # what click leaves: it sets them in by two, and two apart
        for title, group in self.where.items():
            commands = [(name, self.get_command(ctx, name)) for name in group]
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(widest), each.get_short_help_str(left)) for name, each in commands if each]
                )

    def invoke(self, ctx: click.Context) -> object:
        """Run what was asked for. A reader who has seen enough of it, as `head` has, is no error; a full disk is."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno not in (errno.EPIPE, errno.ENOSPC) or error.filename is not None:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if error.errno == errno.ENOSPC:
                raise QuizzerError("The output cannot be written: the disk is full.") from error
            return 0


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n  quizzer                    open the app\n"
    "  quizzer review --limit 20  twenty cards\n  quizzer due                what is waiting",
)
@click.option(
    "--home", metavar="DIR", envvar="QUIZZER_HOME", help="Keep settings, history, decks and cache in one folder."
)
@click.option(
    "--database", metavar="URL", envvar="QUIZZER_DATABASE_URL", help="Another store: postgresql+psycopg://… or a file."
)
@click.option("--quiet", is_flag=True, help="Say only what was asked for.")
@click.option("--no-color", is_flag=True, help="No colours; NO_COLOR in the environment does the same.")
@click.version_option(__version__, prog_name="quizzer")
@click.pass_context
def quizzer(ctx: click.Context, home: str | None, database: str | None, quiet: bool, no_color: bool) -> object:
    """Spaced repetition for the terminal: it marks the answer, schedules the card, and maps what you know.

    Without a command the app opens.
    """
    if no_color:
        os.environ["NO_COLOR"] = "1"
    invocation: Invocation = ctx.obj
    invocation.home, invocation.database, invocation.quiet = home, database, quiet
    if ctx.invoked_subcommand is None:
        return ctx.invoke(importlib.import_module("quizzer.cli.review").app)
    return None


def run(arguments: Sequence[str], open_app: OpenApp) -> int:
    """Run a command line and return its exit code: 0 done, 1 the user's problem, 2 usage, 70 a fault of ours."""
    invocation = Invocation(open_app)
    return guarded(lambda: _parsed(arguments, invocation), invocation)


def _parsed(arguments: Sequence[str], invocation: Invocation) -> int:
    try:
        result = quizzer.main(list(arguments), prog_name="quizzer", standalone_mode=False, obj=invocation)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return INTERRUPTED
