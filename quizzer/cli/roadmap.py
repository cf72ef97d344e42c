"""`quizzer roadmap`: the roadmaps with what is known of each topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json, table
from quizzer.cli.roadmap_import import check, import_roadmap, problems_as_json, remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from quizzer.curriculum import Curriculum, Node

_WIDTHS = (14, 5, 9, 16)
"""Cells of the columns: recalled, seen, due, at risk; the title comes last, so that its length moves nothing."""


@click.group(epilog="\b\nExample:\n  quizzer roadmap show complete-ai-engineer")
def roadmap() -> None:
    """Look at roadmaps, import and check them."""


for _command in (import_roadmap, check, remove):
    roadmap.add_command(_command)


@roadmap.command(name="list", epilog="\b\nExample:\n  quizzer roadmap list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_roadmaps(invocation: Invocation, as_json: bool) -> None:
    """List the roadmaps.

    What is wrong with files of your own is said, too.
    """
    from quizzer.roadmap_checking import unreadable

    with invocation.workspace() as workspace:
        curriculum = workspace.curriculum()
        roots = [node for known in workspace.roadmaps if (node := curriculum.tree(known.id))]
        risks = {node.path: curriculum.at_risk(node) for node in roots}
        broken = unreadable(workspace)
    if as_json:
        told = [{"id": node.path, "title": node.title, **_figures(node, risks[node.path])} for node in roots]
        say_json({"roadmaps": told, "unreadable": problems_as_json(broken)})
        return
    rows = [
        (
            node.path,
            node.title,
            f"{node.taught} of {node.topics}",
            wording.percent(node.coverage),
            wording.percent(node.mastery),
        )
        for node in roots
    ]
    table(rows, ("roadmap", "title", "topics with decks", "introduced", "mastery"), right=(2, 3, 4))
    if broken:
        say(f"\nRoadmap files that cannot be read ({len(broken):,}):")
    for problem in broken:
        say(f"  {problem}")


@roadmap.command(epilog="\b\nExample:\n  quizzer roadmap show ai-engineer-journey --json")
@click.argument("roadmap_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(invocation: Invocation, roadmap_id: str, as_json: bool) -> None:
    """Show what of a roadmap you recall, have seen, and when it fades.

    Recalled is the share of the cards you would recall today; a card never seen counts as not known. Under 90 % (or
    what you ask for) is the day on which the mean recall of what you saw falls below it if you answer nothing; it is
    called "at risk" where a plan in force asks for different shares.
    """
    from quizzer.topics import known_tree, taken_as_known

    with invocation.workspace() as workspace:
        curriculum = workspace.curriculum()
        root = known_tree(curriculum, roadmap_id)
        desired, today = workspace.desired.one(root.decks), workspace.today
        if as_json:
            say_json({"id": root.path, **_as_json(root, curriculum)})
            return
        say(f"{root.title}: {wording.percent(root.mastery)} known, {root.taught} of {root.topics} topics have decks.")
        if taken := taken_as_known(workspace, [curriculum.standings[deck].key for deck in root.decks]):
            say(f"{wording.count(taken, 'card')} of it count as seen as a placement test took them as known.")
        say(_columns("recalled", "seen", "due", wording.under(desired)))
        for line in _lines(root, curriculum, today):
            say(line)


@roadmap.command(epilog="\b\nExample:\n  quizzer roadmap tick complete-ai-engineer 'Build a neural network'")
@click.argument("roadmap_id", metavar="ID")
@click.argument("topic", metavar="TOPIC")
@click.option("--undo", "untick", is_flag=True, help="Take the tick away.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def tick(invocation: Invocation, roadmap_id: str, topic: str, untick: bool, as_json: bool) -> None:
    """Tick a topic or task by hand.

    ID is the roadmap; TOPIC is its path, or words of its title. A tick is a mark for you: it never counts as memory.
    `quizzer undo` takes back the last one.
    """
    from quizzer.topics import tick as tick_place

    with invocation.workspace() as workspace:
        node = tick_place(workspace, roadmap_id, topic, done=not untick)
    if as_json:
        say_json({"path": node.path, "title": node.title, "kind": node.kind, "ticked": not untick})
    elif not invocation.quiet:
        say(f"{node.title} is {'no longer ticked' if untick else 'ticked'}.")


def _lines(root: Node, curriculum: Curriculum, today: date) -> Iterator[str]:
    """Yield a line for each phase, section and topic, set in by its depth, with a blank line before a phase.

    A section that is called as its phase is not told again: what is in it stands below the phase itself.
    """
    for phase in root.children:
        yield ""
        yield _line(phase, 0, curriculum, today)
        for section in phase.children:
            own = section.title != phase.title
            if own:
                yield _line(section, 1, curriculum, today)
            for topic in section.children:
                yield _line(topic, 2 if own else 1, curriculum, today)


def _line(node: Node, depth: int, curriculum: Curriculum, today: date) -> str:
    box = {"task": "☑ " if node.ticked else "☐ ", "topic": "☑ " if node.ticked else "· "}.get(node.kind, "")
    title = f"{'  ' * depth}{box}{node.title}"
    if not node.cards:
        return f"{_columns()}  {title}{'  (no deck yet)' if node.kind == 'topic' else ''}"
    share = wording.meter(node.mastery if node.introduced else None)
    waiting = node.due + node.learning
    due = f"{waiting:,} due" if waiting else ""
    return f"{_columns(share, wording.percent(node.coverage), due, _fading(curriculum.at_risk(node), today))}  {title}"


def _columns(*cells: str) -> str:
    return "  ".join(cell.rjust(width) for cell, width in zip((*cells, *[""] * len(_WIDTHS)), _WIDTHS, strict=False))


def _fading(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f"since {wording.day(day, today)}" if day <= today else wording.day(day, today)


def _known(node: Node, at_risk: date | None) -> dict[str, object]:
    return {
        "questions": node.questions,
        "coverage": node.coverage,
        "mastery": node.mastery,
        "mature": node.matured,
        "due": node.due + node.learning,
        "new": node.new,
        "at_risk": at_risk,
    }


def _figures(node: Node, at_risk: date | None) -> dict[str, object]:
    counts = {"topics_in_all": node.topics, "topics_with_decks": node.taught, "ticked": node.ticks}
    return {**_known(node, at_risk), **counts}


def _as_json(node: Node, curriculum: Curriculum) -> dict[str, object]:
    at_risk = curriculum.at_risk(node)
    if node.kind in ("topic", "task"):
        return {
            "title": node.title,
            "path": node.path,
            "kind": node.kind,
            "decks": node.decks,
            **_known(node, at_risk),
            "ticked": node.ticked,
            "done": node.ticked,
            "resources": [{"title": each.title, "url": each.url} for each in node.resources],
        }
    below = {"roadmap": "phases", "phase": "sections"}.get(node.kind, "topics")
    children = [_as_json(child, curriculum) for child in node.children]
    return {"title": node.title, **_figures(node, at_risk), below: children}
