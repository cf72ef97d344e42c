"""`quizzer import`: decks from anywhere, with what was learnt of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from quizzer.cli.ending import ending_when_asked
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, stages
from quizzer.errors import LibraryError
from quizzer_decks.formats.registry import FORMATS

if TYPE_CHECKING:
    from quizzer.workspace import Workspace
    from quizzer_decks.merging import Rule

_NEW = 100_000
"""New values after which the collector of garbage looks."""
_RULES = ("keep", "theirs", "newer")


@click.command(
    name="import",
    epilog="\b\nExamples:\n  quizzer import French.apkg --dry-run\n  quizzer import words.csv --deck Vocabulary\n"
    "  quizzer import notes/ --update theirs\n\n"
    f"NAME is one of: {', '.join(sorted(FORMATS))}.",
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "name",
    type=click.Choice(sorted(FORMATS)),
    metavar="NAME",
    help="The format; by default it is recognised.",
)
@click.option("--deck", metavar="NAME", default="", help="Put everything into this deck.")
@click.option(
    "--columns",
    metavar="FIELD=COLUMN,...",
    default="",
    help="For tables: which column holds what, by name or number, as in ask=2,answer=3,tags=Topic.",
)
@click.option(
    "--update",
    "rule",
    type=click.Choice(_RULES),
    default="keep",
    show_default=True,
    help="What you and the source both changed: keep yours, take theirs, or the newer one.",
)
@click.option(
    "--new-device", is_flag=True, help="For archives: let this machine keep its own name; the other one stays in use."
)
@click.option("--dry-run", is_flag=True, help="Only say what it would come to.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def import_decks(
    invocation: Invocation,
    sources: tuple[Path, ...],
    name: str | None,
    deck: str,
    columns: str,
    rule: str,
    new_device: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import decks, with their history where the format has one.

    Importing the same again changes nothing; a newer version updates the wording and keeps your history and edits. One
    `quizzer undo` takes all of it back. An archive that `quizzer export` wrote is restored.
    """
    archive = _archive_among(sources, name, decks_only=bool(deck or columns), new_device=new_device)
    how = (cast("Rule", rule), dry_run, as_json)
    if archive is not None:
        from quizzer.cli.archive import restore_archive

        restore_archive(invocation, archive, new_device, *how)
    else:
        _import(invocation, sources, name or "", readable(deck), _columns(columns), *how)


def _import(
    invocation: Invocation,
    sources: tuple[Path, ...],
    name: str,
    deck: str,
    columns: dict[str, str],
    rule: Rule,
    dry_run: bool,
    as_json: bool,
) -> None:
    from quizzer.importing.importer import Wanted, prepared
    from quizzer.importing.options import options_for
    from quizzer.importing.report import as_json as report_as_json
    from quizzer.importing.report import lines

    with (
        _collecting_seldom(),
        invocation.workspace() as workspace,
        ending_when_asked(),
        _saying_how_it_ended(workspace),
        stages(quiet=invocation.quiet) as doing,
    ):
        wanted = Wanted(sources, name, options_for(workspace, deck, columns), rule)
        with prepared(workspace, wanted, doing) as found:
            if not dry_run:
                found.take(doing)
            report = found.report
    if as_json:
        say_json({"dry_run": dry_run, **report_as_json(report)})
    else:
        for line in lines(report, done=not dry_run):
            say(line)
    if report.failed:
        raise LibraryError("Not all files could be read; see above." if not as_json else "Not all files could be read.")


@contextmanager
def _saying_how_it_ended(workspace: Workspace) -> Iterator[None]:
    """Say, where it is stopped by Ctrl-C or a request to end, whether it was imported: all of it, or nothing."""
    from quizzer.store.records import FILED

    before = len(workspace.store.answers.stated(FILED))
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        done = len(workspace.store.answers.stated(FILED)) > before
        told = "It was imported; `quizzer undo` takes it back." if done else "Nothing was imported."
        say(f"Stopped. {told}", err=True)
        raise


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let the collector of garbage look seldom: most of what an import makes stays, and each look at it takes time."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _columns(text: str) -> dict[str, str]:
    """Return what `--columns` says; usage error when it says nothing clear."""
    found: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        field, mark, column = (piece.strip() for piece in part.partition("="))
        if not (field and mark and column):
            raise click.UsageError(f"--columns {part!r} is not FIELD=COLUMN, as in ask=2.")
        found[field] = column
    return found


def _archive_among(sources: tuple[Path, ...], name: str | None, *, decks_only: bool, new_device: bool) -> Path | None:
    """Return the archive that is to be restored, None for decks; usage error where something does not go with it."""
    from quizzer.archiving.lines import is_archive

    archive = next((source for source in sources if not name and is_archive(source)), None)
    if archive is None and new_device:
        raise click.UsageError("--new-device is for archives, and there is none.")
    if archive is not None and (len(sources) > 1 or decks_only):
        raise click.UsageError(
            f"{archive} is an archive: it is restored alone and whole, without --deck and --columns."
        )
    return archive
