"""`quizzer roadmap`: the roadmaps with what is known of each topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json, table
from quizzer.cli.roadmap_import import check, import_roadmap, remove
from quizzer.errors import LibraryError

if TYPE_CHECKING:
    from quizzer.curriculum import Node


@click.group(epilog="\b\nExample:\n  quizzer roadmap show complete-ai-engineer")
def roadmap() -> None:
    """Look at roadmaps: what is known, what is due, what has no deck yet. Import and check them."""


for _command in (import_roadmap, check, remove):
    roadmap.add_command(_command)


@roadmap.command(name="list", epilog="\b\nExample:\n  quizzer roadmap list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_roadmaps(invocation: Invocation, as_json: bool) -> None:
    """List the roadmaps."""
    with invocation.workspace() as workspace:
        curriculum = workspace.curriculum()
        roots = [node for known in workspace.roadmaps if (node := curriculum.tree(known.id))]
    if as_json:
        say_json({"roadmaps": [{"id": node.path, "title": node.title, **_figures(node)} for node in roots]})
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


@roadmap.command(epilog="\b\nExample:\n  quizzer roadmap show ai-engineer-journey --json")
@click.argument("roadmap_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(invocation: Invocation, roadmap_id: str, as_json: bool) -> None:
    """Show the phases, sections and topics of roadmap ID with their mastery.

    Mastery is the share of a topic's cards you would recall today; a card never seen counts as not known.
    """
    with invocation.workspace() as workspace:
        root = workspace.curriculum().tree(roadmap_id)
        if root is None:
            known = ", ".join(known.id for known in workspace.roadmaps)
            raise LibraryError(f"There is no roadmap {roadmap_id!r}. There are: {known}.")
    if as_json:
        phases = [_as_json(phase, "sections") for phase in root.children]
        say_json({"id": root.path, "title": root.title, **_figures(root), "phases": phases})
        return
    say(f"{root.title}: {wording.percent(root.mastery)} known, {root.taught} of {root.topics} topics have decks.")
    for phase in root.children:
        say(f"\n{phase.title}  {wording.percent(phase.mastery)}")
        for section in phase.children:
            say(f"  {section.title}  {wording.percent(section.mastery)}")
            for topic in section.children:
                say(f"    {_line(topic)}")


def _line(topic: Node) -> str:
    box = "☑" if topic.ticked else "☐" if topic.kind == "task" else "·"
    if topic.kind == "task":
        return f"{box} {topic.title}"
    if not topic.decks:
        return f"{box} {topic.title}  (no deck yet)"
    due = f", {topic.due} due" if topic.due else ""
    return f"{box} {topic.title}  {wording.percent(topic.mastery)}{due}"


def _figures(node: Node) -> dict[str, object]:
    return {
        "questions": node.questions,
        "coverage": node.coverage,
        "mastery": node.mastery,
        "due": node.due + node.learning,
        "new": node.new,
        "topics_in_all": node.topics,
        "topics_with_decks": node.taught,
    }


def _as_json(node: Node, below: str) -> dict[str, object]:
    if node.kind in ("topic", "task"):
        return {
            "title": node.title,
            "kind": node.kind,
            "decks": node.decks,
            "questions": node.questions,
            "coverage": node.coverage,
            "mastery": node.mastery,
            "due": node.due + node.learning,
            "new": node.new,
            "done": node.ticked,
        }
    deeper = {"sections": "topics"}.get(below, "")
    return {"title": node.title, **_figures(node), below: [_as_json(child, deeper) for child in node.children]}
