"""The learner's own roadmaps: their files, and what the log knows of those that were imported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from quizzer.errors import LibraryError, QuizzerError
from quizzer.filing import Filing, Written
from quizzer.roadmaps import OWN_FOLDER
from quizzer.store.records import FILED, ROADMAP, Fact, FactValue
from quizzer_decks.model import Roadmap
from quizzer_decks.roadmap_file import read_roadmap_file

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

Told: TypeAlias = "tuple[str, str, FactValue]"
"""Kind, subject and value of a fact."""


class Kept(Struct, frozen=True):
    """What the log knows of an imported roadmap beside its file."""

    links: Mapping[str, tuple[str, ...]] = {}
    """By path, the decks that the import linked."""
    answers: Mapping[str, tuple[str, ...]] = {}
    """By path, the decks that the learner chose for a doubtful topic; none for no."""
    done: frozenset[str] = frozenset()
    """Paths that were ticked in the file."""


def remove(workspace: Workspace, roadmap_id: str) -> Path:
    """Take an own roadmap away and return where it was; its decks and what was learnt stay. Undo brings it back.

    LibraryError when there is none, or it comes with the program.
    """
    known = own_roadmap(workspace, roadmap_id)
    if known is None:
        if any(roadmap.id == roadmap_id for roadmap in workspace.roadmaps):
            raise LibraryError(f"{roadmap_id} comes with Quizzer and stays; only roadmaps of your own can be removed.")
        raise LibraryError(f"There is no roadmap {roadmap_id!r}. `quizzer roadmap list` shows all.")
    write(workspace, {known[0]: None}, (ROADMAP, roadmap_id, None))
    return known[0]


def kept(workspace: Workspace, roadmap_id: str) -> Kept:
    """Return what is known of an import of that id."""
    return kept_of(workspace.store.facts.all(ROADMAP).get(roadmap_id))


def kept_of(value: object) -> Kept:
    """Return what the value of a fact of the kind `ROADMAP` says."""
    if not isinstance(value, dict):
        return Kept()
    done = value.get("done")
    return Kept(
        _decks_by_path(value.get("links")),
        _decks_by_path(value.get("answers")),
        frozenset(map(str, done)) if isinstance(done, list) else frozenset(),
    )


def _decks_by_path(value: FactValue) -> dict[str, tuple[str, ...]]:
    listed = value.items() if isinstance(value, dict) else ()
    return {path: tuple(map(str, decks)) for path, decks in listed if isinstance(decks, list)}


def own_folder(workspace: Workspace) -> Path:
    """Return the folder of the learner's roadmaps."""
    return workspace.paths.decks.parent / OWN_FOLDER


def own_roadmap(workspace: Workspace, roadmap_id: str) -> tuple[Path, Roadmap] | None:
    """Return the learner's file of a roadmap and what is in it."""
    folder = own_folder(workspace)
    paths = sorted(folder.glob("*.yaml"), key=lambda path: path.stem != roadmap_id) if folder.is_dir() else []
    for path in filter(Path.is_file, paths):  # reading a pipe might never end
        roadmap, _ = read_roadmap_file(path)
        if roadmap is not None and roadmap.id == roadmap_id:
            return path, roadmap
    return None


def write(workspace: Workspace, files: Mapping[Path, str | None], about: Told, beside: Iterable[Told] = ()) -> None:
    """Write files, or take those with None away, and the facts that go with it: all of it or nothing.

    LibraryError or StoreError when that cannot be done: nothing was changed.
    """
    root = workspace.paths.decks.parent
    stamp = workspace.days.stamp(workspace.clock.now())
    filing = Filing(root)
    with filing.alone():
        name = filing.unused(f"{stamp.at:%Y%m%dT%H%M%S%f}-roadmap")
        _stage(filing, name, {path.relative_to(root).as_posix(): text for path, text in files.items()})
        try:
            left = filing.put(name, "after")
            if left:
                raise LibraryError(f"{left[0]} cannot be written: something else is in its place.")
            filed: Told = (FILED, name, {"roadmap": about[1]})
            workspace.store.fact(*(Fact(*fact, *stamp) for fact in (about, filed, *beside)))
        except QuizzerError:
            filing.put(name, "before")
            filing.forget(name)
            raise
    workspace.forget_roadmaps()


def _stage(filing: Filing, name: str, texts: Mapping[str, str | None]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        written = []
        for number, (place, text) in enumerate(texts.items()):
            source = Path(scratch, str(number))
            if text is not None:
                source.write_text(text, encoding="utf-8", newline="\n")
            written.append(Written(place, None if text is None else source))
        filing.stage(name, written)
