"""What must hold of an archive's files, decks and parameters, so that nothing of it does harm or fails half-way."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, get_args

from msgspec.json import decode

from quizzer.archiving import places
from quizzer.archiving.events import without_twins
from quizzer.archiving.records import (
    ActionHead,
    ContentHead,
    DeckName,
    Device,
    End,
    EventLine,
    File,
    Head,
    Line,
    ParameterSet,
    ParameterValues,
    Piece,
    Versions,
)
from quizzer.store.rows import parameters_of
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.parameters import validate

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Between them anything is computed without running out of a calendar."""
_LATEST_FILE = datetime(2262, 1, 1, tzinfo=UTC)
"""What file systems and the index count in nanoseconds."""

_LONGEST_ID = 1000
_SECTIONS: tuple[tuple[Any, ...], ...] = (
    (Head,),
    (ParameterSet,),
    (DeckName,),
    (ContentHead, Piece, File, ActionHead, Versions),
    (Device, *get_args(EventLine)),
    (End,),
)
_RANKS = {kind: rank for rank, kinds in enumerate(_SECTIONS) for kind in kinds}


class Order:
    """Lines come in the order of their kinds."""

    def __init__(self) -> None:
        self._rank = 0

    def check(self, line: Line) -> None:
        """Raise ValueError when a line stands where it may not."""
        rank = _RANKS[type(line)]
        if rank < self._rank:
            raise ValueError("this line may not come so late: what comes in which order is fixed")
        self._rank = rank


class Paths:
    """The files of the learner, and those of actions."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._actions: set[str] = set()
        self._left = 0

    def file(self, file: File) -> None:
        """Raise ValueError when a file cannot be put where it says."""
        self.check_whole()
        if wrong := places.problem(file.path):
            raise ValueError(f"{file.path!r} is no place for a file ({wrong})")
        if file.path in self._files:
            raise ValueError(f"{file.path!r} comes twice")
        if not EARLIEST <= file.modified <= _LATEST_FILE:
            raise ValueError("`modified` is out of reach")
        self._files.add(file.path)

    def action(self, action: ActionHead) -> None:
        """Raise ValueError when an action cannot be kept under its name."""
        self.check_whole()
        if wrong := places.name_problem(action.name):
            raise ValueError(f"{action.name!r} is no name of an action ({wrong})")
        if "/" in action.name or action.name in self._actions:
            raise ValueError(f"{action.name!r} is no name of an action, or comes twice")
        self._actions.add(action.name)
        self._left = action.files

    def versions(self, versions: Versions) -> None:
        """Raise ValueError when a file of an action cannot be put where it says."""
        if not self._left:
            raise ValueError("a file of no action")
        self._left -= 1
        if wrong := places.problem(versions.path):
            raise ValueError(f"{versions.path!r} is no place for a file ({wrong})")

    def check_whole(self) -> None:
        """Raise ValueError when files of an action are missing."""
        if self._left:
            raise ValueError(f"{self._left:,} files of the action before are missing")


def parameters(line: ParameterSet, known: Collection[int]) -> Parameters:
    """Return a parameter set. ValueError when it cannot be used."""
    if known and line.version <= max(known):
        raise ValueError("parameter sets must come by their versions")
    text = bytes(line.values).decode()
    json.loads(text, object_pairs_hook=without_twins)
    decode(text, type=ParameterValues)
    found = parameters_of(line.version, text)
    if problems := validate(found):
        raise ValueError(f"the parameter set cannot be used ({problems[0]})")
    return found


def id_problem(id_: str) -> str:
    """Return why something is no id of a card or deck; empty when it can be one."""
    question = id_.partition("#")[0]
    if len(id_) > _LONGEST_ID or not question.strip("/") or any(c < " " or c == "\x7f" for c in id_):
        return f"{id_[:40]!r} is no id"
    return ""
