"""What is exported: decks as their authors wrote them, their cards, and the answers given to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.json import Decoder

from quizzer.importing import origins
from quizzer.selecting import select
from quizzer_decks.formats.anki.originals import Originals, joined, read_originals
from quizzer_decks.model import Question
from quizzer_decks.question_json import question_from_json

if TYPE_CHECKING:
    from quizzer.store.readers.decks import DeckReader
    from quizzer.store.records import DeckInfo
    from quizzer.workspace import Workspace
    from quizzer_decks.merging import Origin

Doing = Callable[[str], None]
"""Told what is being done."""

_decode = Decoder(dict).decode
_FOLLOWING = re.compile(r"-part-\d+$")
"""Behind the id of a file in which a long deck goes on."""


def head_of(deck: str) -> str:
    """Return the id of the deck that goes on in a file, or that it is itself."""
    return _FOLLOWING.sub("", deck)


def questions_of(decks: DeckReader, deck: int) -> tuple[Question, ...]:
    """Return the questions of a deck (its key), in its order."""
    return tuple([question_from_json(_decode(body)) for body in decks.bodies(deck)])


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

    def __init__(
        self, workspace: Workspace, decks: Sequence[str], doing: Doing = lambda _: None, *, nested: bool = True
    ) -> None:
        self.workspace = workspace
        self.everything = not decks
        self.doing = doing
        self.media_folder = workspace.paths.decks / "media"
        inside = nested or self.everything
        self._chosen = select(workspace.curriculum(counted=False, known=False), decks, None, None) if inside else decks

    @cached_property
    def infos(self) -> tuple[DeckInfo, ...]:
        """The decks."""
        chosen = set(self._chosen)
        return tuple(
            info for info in self.workspace.store.decks.decks() if info.id in chosen or head_of(info.id) in chosen
        )

    @property
    def keys(self) -> list[int] | None:
        """Those of the decks; None for all there are."""
        return None if self.everything else [info.key for info in self.infos]

    @cached_property
    def questions(self) -> int:
        """How many questions the decks have."""
        return sum(info.questions for info in self.infos)

    def decks(self, infos: Iterable[DeckInfo] | None = None, done: int = 0) -> Iterator[Chosen]:
        """Yield each deck (of all) with its questions, and tell how far it is when so many were done before."""
        for info in self.infos if infos is None else infos:
            self.doing(f"Writing questions: {done:,} of {self.questions:,}")
            yield Chosen(info, self.questions_of(info))
            done += info.questions

    def questions_of(self, info: DeckInfo) -> tuple[Question, ...]:
        """Return the questions of a deck, in its order."""
        return questions_of(self.workspace.store.decks, info.key)

    def path_of(self, info: DeckInfo) -> Path | None:
        """Return the deck's file on this device, None where only another device has it."""
        return Path(info.path) if info.path else None

    def origins_of(self, deck: str) -> Mapping[str, Origin]:
        """Return what is remembered of where a deck's questions came from; nothing of those that came from nowhere."""
        return self._origins.get(deck, {})

    @cached_property
    def originals(self) -> Originals:
        """The notes that came from Anki, as they stood there when they came last."""
        found = Originals({}, {})
        for path in origins.all_originals(self.workspace.paths.decks.parent):
            found = joined(found, read_originals(path))
        return found

    @cached_property
    def _origins(self) -> dict[str, dict[str, Origin]]:
        return origins.read_all(self.workspace.paths.decks.parent).questions
