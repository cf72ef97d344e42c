"""What the browser says of a card: its row in the table, and the figures above its preview."""

from __future__ import annotations

import json
from datetime import date, datetime

from textual.content import Content

from quizzer import wording
from quizzer.presenting import filled_ask
from quizzer.store.records import BrowserRow
from quizzer.tui.markdown import to_content
from quizzer.workspace import Workspace
from quizzer_decks.cloze import parse_cloze
from quizzer_decks.prompts import Prompt, answer_text
from quizzer_decks.sanitize import sanitize

_HOLE = "▁▁▁▁"


def asked(row: BrowserRow) -> str:
    """Return what a row's question asks, on one line; for an orphan its id."""
    if row.orphan:
        return row.card.id
    body = json.loads(row.body)
    text = str(body.get("code") or (filled_ask(body) if "given" in body else body.get("ask")) or "")
    if cloze := body.get("text"):
        text = "".join(part if isinstance(part, str) else _HOLE for part in parse_cloze(str(cloze)).segments)
    return " ".join(to_content(text).plain.split())


def state(row: BrowserRow, today: date) -> str:
    """Return the one word that tells where a card stands."""
    if row.card.suspended:
        return "suspended"
    if row.orphan:
        return "orphan"
    if row.card.buried_until is not None and row.card.buried_until > today:
        return "buried"
    return wording.STATE_NAMES[row.card.state]


def cells(row: BrowserRow, workspace: Workspace, now: datetime, today: date) -> tuple[str, ...]:
    """Return the cells of a row: question, deck, kind, state, due, recall, stability, lapses."""
    card = row.card
    return (
        ("⚑ " if card.flag else "") + asked(row),
        row.deck_title,
        row.kind,
        state(row, today),
        wording.day(workspace.days.day(card.due_at), today) if card.due_at else "–",
        wording.percent(workspace.scheduler.retrievability(card, now)),
        wording.days(round(card.memory.stability)) if card.memory else "–",
        str(card.lapses),
    )


def facts(row: BrowserRow, workspace: Workspace, now: datetime, today: date) -> Content:
    """Return the figures of a card in one line, those without a meaning yet left out."""
    card = row.card
    said = [state(row, today), row.kind]
    if card.due_at is not None:
        said.append(f"due {wording.day(workspace.days.day(card.due_at), today)}")
    if card.memory is not None:
        said.append(f"recall {wording.percent(workspace.scheduler.retrievability(card, now))}")
        said.append(f"stability {wording.days(round(card.memory.stability))}")
        said.append(f"difficulty {card.memory.difficulty:.1f} of 10")
    if card.lapses:
        said.append(wording.count(card.lapses, "lapse"))
    if card.flag:
        said.append("⚑ flagged")
    return Content.styled(" · ".join(said), "$text-muted")


def below_question(row: BrowserRow, prompt: Prompt) -> Content:
    """Return answer, explanation, id and tags."""
    tags = f"\n{sanitize(', '.join(row.tags))}" if row.tags else ""
    why = to_content(prompt.why)
    return Content.assemble(
        ("Answer  ", "$text-muted"),
        (sanitize(answer_text(prompt)), "$text"),
        "\n\n" if why.plain else "",
        why,
        (f"\n\n{sanitize(row.card.id)}{tags}", "$text-muted"),
    )
