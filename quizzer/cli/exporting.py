"""`quizzer export`: decks and history for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from quizzer.cli.ending import ending_when_asked
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, stages
from quizzer.exporting.formats import FORMATS


@click.command(
    epilog="\b\nExamples:\n  quizzer export --all --format apkg decks.apkg\n"
    "  quizzer export words/french --format yaml french.yaml\n"
    "  quizzer export --all --format revlog-csv revlog.csv\n"
    "  quizzer export --all --format json everything.json\n\n"
    "\b\nNAME is one of:\n" + "\n".join(f"  {name:<10}  {each.holds}" for name, each in FORMATS.items()),
)
@click.argument("decks", nargs=-1, metavar="[DECK...] FILE", required=True)
@click.option("--all", "everything", is_flag=True, help="Export all decks.")
@click.option(
    "--format", "name", type=click.Choice(sorted(FORMATS)), required=True, metavar="NAME", help="What to write."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def export(invocation: Invocation, decks: tuple[str, ...], everything: bool, name: str, as_json: bool) -> None:
    """Write decks and what was learnt of them for other programs.

    A DECK is a deck's id or a folder of ids. Your decks and your history stay as they are; a FILE of that name is
    written over, once the new one is whole.
    """
    from quizzer.exporting.exporter import export as write
    from quizzer.exporting.report import lines

    *wanted, target = map(readable, decks)
    if everything == bool(wanted):
        raise click.UsageError("Name the decks to export, or --all, and last the file to write.")
    with invocation.workspace() as workspace, stages(quiet=invocation.quiet) as doing, ending_when_asked():
        written = write(workspace, wanted, name, Path(target), doing)
    if as_json:
        say_json({field: getattr(written, field) for field in written.__struct_fields__})
        return
    for line in lines(written, name):
        say(line)
