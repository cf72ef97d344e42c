"""`quizzer search`: cards that match."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, table

if TYPE_CHECKING:
    from quizzer.store.records import BrowserRow
    from quizzer.workspace import Workspace

_WIDEST = 60


@click.command(
    epilog="\b\nExamples:\n  quizzer search eigenvalue\n  quizzer search 'deck:python is:due'\n"
    "  quizzer search 'is:leech or prop:r<70%' --sort lapses"
)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--sort",
    default="deck",
    metavar="COLUMN",
    help="By deck, kind, due, stability, difficulty, retrievability, interval, reps, lapses, last-review.",
)
@click.option("--descending", is_flag=True, help="Greatest first.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, metavar="N", help="At most N cards.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def search(
    invocation: Invocation, query: tuple[str, ...], sort: str, descending: bool, limit: int, as_json: bool
) -> None:
    """Find cards by words and properties.

    QUERY is what the app's browser takes: words, deck:, tag:, kind:, is: and prop:.
    """
    with invocation.workspace() as workspace:
        keys = workspace.find(readable(" ".join(query)), sort, descending=descending)
        rows = [
            row
            for at in range(0, min(limit, len(keys)), 500)
            for row in workspace.store.browser.rows(keys[at : min(at + 500, limit)])
        ]
        if as_json:
            say_json({"found": len(keys), "cards": [_as_json(workspace, row) for row in rows]})
            return
        cells = [_cells(workspace, row) for row in rows]
    table(cells, ("card", "question", "state", "due", "recall", "lapses"), right=(4, 5))
    if len(keys) > limit:
        say(f"{len(keys) - limit:,} more; --limit shows them.")


def _as_json(workspace: Workspace, row: BrowserRow) -> dict[str, object]:
    card = row.card
    return {
        "id": card.id,
        "deck": row.deck_id,
        "question": question_text(row),
        "kind": row.kind,
        "state": wording.STATE_NAMES[card.state],
        "due": card.due_at,
        "stability": card.memory.stability if card.memory else None,
        "difficulty": card.memory.difficulty if card.memory else None,
        "retrievability": workspace.scheduler.retrievability(card, workspace.clock.now()),
        "lapses": card.lapses,
        "suspended": card.suspended,
        "flag": card.flag,
    }


def _cells(workspace: Workspace, row: BrowserRow) -> tuple[str, ...]:
    card = row.card
    from quizzer_decks.plain_text import to_text

    text = " ".join(to_text(question_text(row)).split())
    due = wording.day(workspace.days.day(card.due_at), workspace.today) if card.due_at else "–"
    recall = wording.percent(workspace.scheduler.retrievability(card, workspace.clock.now()))
    state = "suspended" if card.suspended else wording.STATE_NAMES[card.state]
    return card.id, text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…", state, due, recall, str(card.lapses)


def question_text(row: BrowserRow) -> str:
    """Return what a row's question asks, empty for an orphan."""
    if not row.body:
        return ""
    body = json.loads(row.body)
    if "given" in body:
        from quizzer.presenting import filled_ask

        return filled_ask(body)
    return str(body.get("ask") or body.get("text") or body.get("code") or "")
