"""`quizzer placement`: a short test finds what is known already."""

from __future__ import annotations

import click

from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.opening import require_terminal


@click.command(
    epilog="\b\nExamples:\n  quizzer placement complete-ai-engineer\n"
    "  quizzer placement 'Linear Algebra' --plain\n  quizzer placement python --plain --dry-run"
)
@click.argument("names", nargs=-1, required=True, metavar="ROADMAP|PHASE|TOPIC...")
@click.option("--plain", is_flag=True, help="Ask line by line instead of in the app.")
@click.option("--dry-run", is_flag=True, help="Hold the test, line by line, and change nothing.")
@click.option("--yes", is_flag=True, help="Take over what is found without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; the questions go to standard error.")
@click.pass_obj
def placement(
    invocation: Invocation, names: tuple[str, ...], plain: bool, dry_run: bool, yes: bool, as_json: bool
) -> int:
    """Find what you know already by a short test.

    A few hard questions (up to 40), then what is known is not drilled from zero. What is known of each topic follows
    from the answers and from what needs what.

    It is shown before it is done; cards taken as known come back after weeks, a few of each topic soon. `quizzer undo`
    takes it back.
    """
    if as_json and not (yes or dry_run):
        raise click.UsageError("With --json nobody can be asked: add --yes or --dry-run.")
    names = tuple(readable(name) for name in names)
    with invocation.workspace() as workspace:
        if not (plain or dry_run or as_json):
            from quizzer.sitting import Plan

            require_terminal()
            return invocation.open_app(workspace, Plan(placement=names))
        from quizzer.cli.placement_lines import run_plain

        run_plain(workspace, names, dry_run=dry_run, yes=yes, as_json=as_json)
    return 0
