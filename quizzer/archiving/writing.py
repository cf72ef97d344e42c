"""Writing an archive: everything a learner has, one line after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Raw

from quizzer import __version__
from quizzer.archiving import places
from quizzer.archiving.contents import ContentsOut
from quizzer.archiving.events import log_lines
from quizzer.archiving.lines import LinesOut
from quizzer.archiving.records import (
    VERSION,
    ActionHead,
    DeckName,
    File,
    Head,
    ParameterSet,
    ReviewLine,
    SideName,
    Versions,
)
from quizzer.archiving.settings import portable
from quizzer.errors import LibraryError
from quizzer.filing import FOLDER, MANIFEST, SIDE, Filing
from quizzer.library import BUNDLED
from quizzer.paths import CONFIG_NAME
from quizzer.store.records import FILED
from quizzer.store.times import from_ms

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

_SIDES: Mapping[str, SideName] = {"": "", "before": "before", "after": "after"}

_TOLD = 5_000
"""Events after which it is told how far it is."""


class Counted(NamedTuple):
    """What was written."""

    files: int
    reviews: int
    media: int


def write(workspace: Workspace, target: Path, doing: Callable[[str], None] = lambda _: None) -> Counted:
    """Write an archive. LibraryError or StoreError when that cannot be done; OSError for the target.

    `doing` may raise to stop it.
    """
    doing("Writing the files")
    workspace.library.settle()
    workspace.refresh()
    with Filing(workspace.paths.decks.parent).alone(), target.open("wb") as file:
        newest = workspace.store.archive.newest_event()  # what comes later is not in it
        out = LinesOut(file)
        out.put(Head("quizzer-archive", VERSION, __version__, workspace.store.archive.device))
        for version, values in workspace.store.archive.parameters().items():
            out.put(ParameterSet(version, Raw(values.encode())))
        for id_, title, origin in workspace.store.archive.decks_from_elsewhere():
            out.put(DeckName(id_, title, origin == BUNDLED))
        contents = ContentsOut(out)
        files = media = 0
        for name, path in places.files(workspace.paths):
            _put_file(out, contents, name, path)
            files += 1
            media += name.startswith(f"{places.DECKS}/media/")
        known = {stated.subject for stated in workspace.store.answers.stated(FILED)}
        _put_actions(out, contents, workspace.paths.decks.parent / FOLDER, known)
        reviews = 0
        for number, line in enumerate(log_lines(workspace.store.archive.log(newest))):
            if number % _TOLD == 0:
                doing(f"Writing the history: {number:,} events")
            reviews += isinstance(line, ReviewLine)
            out.put(line)
        out.end()
    return Counted(files, reviews, media)


def _put_file(out: LinesOut, contents: ContentsOut, name: str, path: Path) -> None:
    if name == CONFIG_NAME:
        digest = contents.put(BytesIO(portable(path.read_bytes())), name)
    else:
        digest = contents.put_file(path)
    out.put(File(name, from_ms(path.stat().st_mtime_ns // 1_000_000), digest))


def _put_actions(out: LinesOut, contents: ContentsOut, folder: Path, known: Container[str]) -> None:
    """Write what the actions that the log knows kept of files, so that they can be undone and redone."""
    for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
        kept = manifest.parent
        if kept.name not in known:
            continue  # it was cut off
        if wrong := places.name_problem(kept.name):
            raise LibraryError(f"{kept}: {wrong}. Move it away.")
        listed = json.loads(manifest.read_text(encoding="utf-8"))
        versions = [
            Versions(file["path"], *(_version(contents, kept, side, file[side]) for side in ("before", "after")))
            for file in listed
        ]
        side = kept / SIDE
        out.put(ActionHead(kept.name, "" if not side.is_file() else _SIDES[side.read_text("ascii")], len(versions)))
        for version in versions:
            out.put(version)


def _version(contents: ContentsOut, kept: Path, side: str, name: str | None) -> str | None:
    return None if name is None else contents.put_file(kept / side / name)
