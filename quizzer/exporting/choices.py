"""What there is to export: the decks to choose from, and the name a file gets where nobody gives it one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from quizzer.exporting.formats import FORMATS
from quizzer.exporting.selection import head_of

if TYPE_CHECKING:
    from datetime import date

    from quizzer.workspace import Workspace

_STRANGE = re.compile(r"[^\w-]+")


class Choice(NamedTuple):
    """A deck, with the files in which it goes on."""

    id: str
    title: str
    questions: int


def choices(workspace: Workspace) -> list[Choice]:
    """Return the decks that can be exported, by title."""
    found: dict[str, Choice] = {}
    for deck in workspace.store.decks.outlines():
        head = head_of(deck.id)
        known = found.get(head)
        title = deck.title if known is None or deck.id == head else known.title
        found[head] = Choice(head, title, deck.questions + (known.questions if known else 0))
    return sorted(found.values(), key=lambda choice: (choice.title.casefold(), choice.id))


def file_name(name: str, chosen: Sequence[str], day: date) -> str:
    """Return what a file of a format is called: as its deck, where it is one; `chosen` is empty for all of them."""
    called = chosen[0].rpartition("/")[2] if len(chosen) == 1 else f"quizzer-{day}"
    return (_STRANGE.sub("-", called).strip("-") or "deck") + FORMATS[name].suffix
