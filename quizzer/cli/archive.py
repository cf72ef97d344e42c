"""`quizzer import` of an archive: what a learner had comes back, instead of decks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.archiving import report as reporting
from quizzer.archiving.restoring import Wanted, prepared
from quizzer.cli.output import say, say_json, stages
from quizzer.importing.report import FileReport, Report
from quizzer.importing.report import as_json as import_as_json

if TYPE_CHECKING:
    from quizzer.archiving.restoring import Rule
    from quizzer.cli.invocation import Invocation


def restore_archive(
    invocation: Invocation, source: Path, new_device: bool, rule: Rule, dry_run: bool, as_json: bool
) -> None:
    """Restore an archive, or only say what it would come to; then the decks are looked at under the name it gave."""
    wanted = Wanted(source, rule, new_device)
    with (
        invocation.workspace() as workspace,
        stages(quiet=invocation.quiet) as doing,
        prepared(workspace, wanted, doing) as found,
    ):
        report = found.report if dry_run else found.take(doing)
    if not dry_run and report.renamed:
        with invocation.workspace():
            pass
    if as_json:
        file = FileReport(report.path, "archive", reviews=report.new_reviews, media=len(report.written))
        told = {"dry_run": dry_run, **import_as_json(Report((file,)))}
        say_json({**told, "restored": reporting.as_json(report)})
        return
    for line in reporting.lines(report, done=not dry_run):
        say(line)
