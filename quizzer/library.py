"""The decks on disk, bundled and the learner's own, kept in step with the store's index.

An own deck with the id of a bundled one takes its place: so a bundled deck is edited and stays as it was installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from quizzer.errors import LibraryError
from quizzer.store.records import FileStamp, IndexedFile, IndexReport
from quizzer.store.store import Store
from quizzer_decks.model import Problem

BUNDLED = "bundled"
SUFFIXES = (".yaml", ".yml")

Progress = Callable[[int, int], None]
"""Called with files done and files in all."""


def bundled_folder() -> Path:
    """Return the folder of the decks that come with the program."""
    return Path(str(files("quizzer_decks"))) / "library"


@dataclass(frozen=True, slots=True)
class Found:
    """A deck file on disk."""

    path: Path
    default_id: str
    mtime_ns: int
    size: int


def scan(folder: Path) -> Iterator[Found]:
    """Yield the deck files below a folder in the order of their paths, without hidden ones and linked folders."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)
            if suffix not in SUFFIXES or name.startswith("."):
                continue
            path = Path(root, name)
            try:
                stat = path.stat()
            except OSError:
                continue  # gone since the listing, or a dangling link
            relative = os.path.relpath(os.path.join(root, stem), folder).replace(os.sep, "/")
            yield Found(path, relative, stat.st_mtime_ns, stat.st_size)


@dataclass(frozen=True, slots=True)
class Refresh:
    """What looking at the files again brought."""

    report: IndexReport = field(default_factory=IndexReport)
    read: int = 0
    """Files that were new or changed."""
    problems: tuple[Problem, ...] = ()
    """All that is wrong with any deck file, also with those read earlier."""


class Library:
    """The two folders of decks of this machine and their index in the store."""

    def __init__(self, store: Store, own: Path, device: str) -> None:
        self._store = store
        self.own = own
        self._device = device

    def refresh(self, progress: Progress | None = None) -> Refresh:
        """Read the files that changed since they were indexed. Unreadable decks are problems in the result."""
        own = {str(found.path): found for found in scan(self.own)}
        own_known = self._store.decks.known_files(self._device)
        own_files, own_gone = _changes(own, own_known)
        changed = [_read(found) for found in own_files]
        ids = _deck_ids(own, own_known, changed)
        bundled = {str(f.path): f for f in scan(bundled_folder()) if f.default_id not in ids}
        bundled_known = self._store.decks.known_files(BUNDLED)
        bundled_files, bundled_gone = _changes(bundled, bundled_known)
        total = len(own_files) + len(bundled_files)
        bundled_changed = []
        for done, found in enumerate(bundled_files, len(own_files)):
            bundled_changed.append(_read(found))
            if progress:
                progress(done + 1, total)
        # What is new comes first, so that a deck that only changes its place never goes.
        steps = (
            (self._device, changed, ()),
            (BUNDLED, bundled_changed, ()),
            (self._device, (), own_gone),
            (BUNDLED, (), bundled_gone),
        )
        reports = [self._store.replace_decks(origin, new, gone) for origin, new, gone in steps if new or gone]
        return Refresh(_sum(reports), total, self.problems())

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the deck files, as of the last refresh, by path and line."""
        return tuple(self._store.decks.problems())

    def editable(self, deck_id: str, path: Path) -> Path:
        """Return the file to edit for a deck: its own, or a copy of the bundled one that takes its place."""
        if not path.is_relative_to(bundled_folder()):
            return path
        copy = self.own / f"{deck_id}.yaml"
        if not copy.exists():
            try:
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
            except OSError as error:
                raise LibraryError(f"{copy} cannot be written: {error.strerror}.") from error
        return copy


def _changes(on_disk: Mapping[str, Found], known: Mapping[str, FileStamp]) -> tuple[list[Found], list[str]]:
    changed = [
        found
        for path, found in on_disk.items()
        if path not in known or (known[path].mtime_ns, known[path].size) != (found.mtime_ns, found.size)
    ]
    return changed, [path for path in known if path not in on_disk]


def _read(found: Found) -> IndexedFile:
    from quizzer.indexing import indexed_deck  # brings the YAML reader, which most starts do without

    try:
        data = found.path.read_bytes()
    except OSError as error:
        problem = Problem(
            str(found.path), 0, "unreadable", f"The file cannot be read: {error.strerror}. Check its permissions."
        )
        return IndexedFile(str(found.path), found.mtime_ns, found.size, "", None, (problem,))
    deck, problems = indexed_deck(data, str(found.path), found.default_id)
    digest = blake2b(data, digest_size=16).hexdigest()
    return IndexedFile(str(found.path), found.mtime_ns, found.size, digest, deck, tuple(problems))


def _deck_ids(own: Mapping[str, Found], known: Mapping[str, FileStamp], changed: Iterable[IndexedFile]) -> set[str]:
    fresh = {file.path: file.deck.id for file in changed if file.deck}
    ids = {path: stamp.deck_id for path, stamp in known.items() if path in own}
    return {deck for deck in (ids | fresh).values() if deck}


def _sum(reports: Iterable[IndexReport]) -> IndexReport:
    total = IndexReport()
    for report in reports:
        total = IndexReport(
            total.new + report.new,
            total.changed + report.changed,
            total.removed + report.removed,
            total.orphaned + report.orphaned,
            total.returned + report.returned,
        )
    return total
