"""What is exported: decks as their authors wrote them, their cards, and the answers given to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from quizzer.importing import origins
from quizzer.selecting import select
from quizzer_decks.model import Question
from quizzer_decks.question_json import question_from_json
from quizzer_scheduler.model import Card, Event

if TYPE_CHECKING:
    from quizzer.store.records import DeckInfo
    from quizzer.workspace import Workspace
    from quizzer_decks.merging import Origin


_FOLLOWING = re.compile(r"-part-\d+$")
"""Behind the id of a file in which a long deck goes on."""


class Chosen(Struct, frozen=True):
    """A deck that is exported."""

    info: DeckInfo
    questions: tuple[Question, ...]


class Exported(Struct, frozen=True):
    """What an export wrote."""

    path: str
    questions: int
    cards: int
    reviews: int = 0
    media: int = 0


class Selection:
    """The decks to export, read from the store as they are asked for."""

    def __init__(self, workspace: Workspace, decks: Sequence[str]) -> None:
        self.workspace = workspace
        ids = select(workspace.curriculum(counted=False, known=False), decks, None, None)
        known = {deck.id: deck for deck in workspace.store.decks.decks()}
        chosen = set(ids)
        self.infos = tuple(info for id_, info in known.items() if id_ in chosen or _FOLLOWING.sub("", id_) in chosen)
        self.media_folder = workspace.paths.decks / "media"

    def decks(self) -> Iterator[Chosen]:
        """Yield each deck with its questions."""
        for info in self.infos:
            found = self.workspace.store.decks.questions(info.key)
            yield Chosen(info, tuple(question_from_json(json.loads(each.body)) for each in found))

    def histories(self) -> Iterator[tuple[Card, list[Event]]]:
        """Yield each card of these decks that has a history, with the events of it that stand."""
        wanted = {info.id for info in self.infos}
        for card, events in self.workspace.store.cards.histories():
            if card.id.partition("#")[0].rpartition("/")[0] in wanted:
                yield card, events

    def path_of(self, info: DeckInfo) -> Path | None:
        """Return the deck's file on this device, None where only another device has it."""
        return Path(info.path) if info.path else None

    def origin_of(self, deck: str, question: str) -> Origin | None:
        """Return what is remembered of where a question came from; None where it came from nowhere."""
        return self._origins.get(deck, {}).get(question)

    @cached_property
    def _origins(self) -> dict[str, dict[str, Origin]]:
        return origins.read_all(self.workspace.paths.decks.parent)
