"""`quizzer roadmap import`, `check` and `remove`: roadmaps of anybody, and what they lack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, stages
from quizzer_decks.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizzer.roadmap_checking import Findings
    from quizzer.roadmap_preview import Preview
    from quizzer_decks.model import Problem

_SHOWN = 20
"""Findings of one sort that are listed where the output is for people."""


@click.command(
    name="import",
    epilog="\b\nExamples:\n  quizzer roadmap import roadmap.md --dry-run\n"
    "  quizzer roadmap import plan.md --id my-plan",
)
@click.argument("source", metavar="FILE|DIR", type=click.Path(path_type=Path))
@click.option("--id", "roadmap_id", metavar="ID", help="The roadmap's id; by default it is made of its title.")
@click.option("--title", metavar="TEXT", help="Another title than that in the file.")
@click.option("--dry-run", is_flag=True, help="Only say what it would come to.")
@click.option("--yes/--no", "answer", default=None, help="Link all doubtful topics, or none, without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def import_roadmap(
    invocation: Invocation,
    source: Path,
    roadmap_id: str | None,
    title: str | None,
    dry_run: bool,
    answer: bool | None,
    as_json: bool,
) -> None:
    """Import a roadmap and link its topics to decks.

    It may be Markdown or JSON, or a folder of either. Sure links are made, doubtful ones asked about, the rest are
    gaps. Importing a newer version updates it and keeps your ticks and answers; `quizzer undo` takes an import back.
    """
    from quizzer.roadmap_importing import preview, take
    from quizzer.roadmap_report import as_json as report_as_json
    from quizzer.roadmap_report import lines

    with invocation.workspace() as workspace:
        with stages(quiet=invocation.quiet) as doing:
            doing("Reading and matching the roadmap")
            found = preview(workspace, source, roadmap_id, readable(title or "") or None)
        taken = not dry_run and (not found.same_as or roadmap_id is not None)
        if answer is not None:
            found = found.answered({entry.path: answer for entry in found.of("doubtful")})
        elif taken and not as_json and sys.stdin.isatty():
            found = _asked(found)
        path = take(workspace, found) if taken else None
    if as_json:
        say_json({"dry_run": dry_run, "path": str(path) if path else None, **report_as_json(found)})
        return
    for line in lines(found):
        say(line)
    say(f"\n{_outcome(found, path, taken=taken)}")


def _outcome(found: Preview, path: Path | None, *, taken: bool) -> str:
    if path is not None:
        return f"Imported: {path}. `quizzer undo` takes it back."
    if taken:
        return "Nothing was written, for nothing has changed."
    if found.same_as:
        return f"Nothing was written, for {found.same_as} is this roadmap. --id imports it all the same."
    return "Nothing was written: this was a dry run."


def _asked(found: Preview) -> Preview:
    """Ask about each doubtful topic; Enter is no."""
    answers = {}
    for entry in found.of("doubtful"):
        place = sanitize(f"{entry.phase} › {entry.section}" if entry.section != entry.phase else entry.phase)
        decks = ", ".join(entry.match.decks)
        answers[entry.path] = click.confirm(
            f"{place}\n  {sanitize(entry.topic.title)}  → {sanitize(decks)}?", default=False, prompt_suffix=" "
        )
    return found.answered(answers)


@click.command(epilog="\b\nExample:\n  quizzer roadmap remove my-plan")
@click.argument("roadmap_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def remove(invocation: Invocation, roadmap_id: str, as_json: bool) -> None:
    """Remove a roadmap of your own.

    Decks and what you learnt stay; `quizzer undo` brings it back.
    """
    from quizzer.roadmap_shelf import remove as remove_roadmap

    with invocation.workspace(refresh=False) as workspace:
        path = remove_roadmap(workspace, roadmap_id)
    if as_json:
        say_json({"removed": roadmap_id, "path": str(path)})
    else:
        say(f"Removed {roadmap_id} ({path}). `quizzer undo` brings it back.")


@click.command(epilog="\b\nExamples:\n  quizzer roadmap check\n  quizzer roadmap check complete-ai-engineer --json")
@click.argument("roadmap_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(invocation: Invocation, roadmap_id: str | None, as_json: bool) -> int:
    """Say what is missing or wrong in roadmaps and decks.

    With ID, in that roadmap and its decks. Exit code 1 when decks need each other in a circle, a roadmap names decks
    that do not exist, or its file is broken.
    """
    from quizzer.roadmap_checking import check_roadmaps

    with invocation.workspace() as workspace:
        found = check_roadmaps(workspace, roadmap_id)
    if as_json:
        say_json(_as_json(found))
    else:
        _say_findings(found)
    return 1 if found.wrong else 0


def _as_json(found: Findings) -> dict[str, object]:
    return {
        "topics_without_decks": [
            {"roadmap": topic.roadmap, "phase": topic.phase, "section": topic.section, "title": topic.title}
            for topic in found.untaught
        ],
        "decks_on_no_roadmap": found.unplaced,
        "one_kind": [{"deck": deck, "kind": kind} for deck, kind in found.one_kind],
        "unmet_needs": [{"deck": deck, "need": need} for deck, need in found.unmet],
        "cycles": found.cycles,
        "unknown_decks": [{"roadmap": lost.roadmap, "title": lost.title, "deck": lost.deck} for lost in found.lost],
        "orphans": found.orphans,
        "unreadable": problems_as_json(found.unreadable),
    }


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return what is wrong with roadmap files, for other programs."""
    return [{"path": problem.path, "line": problem.line, "message": problem.message} for problem in problems]


def _say_findings(found: Findings) -> None:
    circles = [" needs ".join((*circle, circle[0])) for circle in found.cycles]
    sorts = (
        ("Roadmap files that cannot be read", [str(problem) for problem in found.unreadable]),
        ("Decks that need each other in a circle", circles),
        (
            "Decks that a roadmap names and that do not exist",
            [f"{x.roadmap}: {x.title} → {x.deck}" for x in found.lost],
        ),
        ("Needs that no deck teaches; they count as met", [f"{deck} needs {need}" for deck, need in found.unmet]),
        ("Decks with questions of one kind only", [f"{deck}: {kind}" for deck, kind in found.one_kind]),
        ("Topics without a deck", [f"{x.roadmap}: {x.section} › {x.title}" for x in found.untaught]),
        ("Decks on no roadmap", found.unplaced),
        ("Cards whose question is gone; they keep their history", found.orphans),
    )
    for heading, listed in sorts:
        if listed:
            say(f"{heading} ({len(listed):,}):")
        for one in listed[:_SHOWN]:
            say(f"  {one}")
        if len(listed) > _SHOWN:
            say(f"  … and {wording.count(len(listed) - _SHOWN, 'more', 'more')}; --json lists all.")
    if not any(listed for _, listed in sorts):
        say("Roadmaps, decks and cards fit together.")
