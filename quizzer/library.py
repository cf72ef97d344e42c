"""The decks on disk, bundled and the learner's own, kept in step with the store's index.

An own deck with the id of a bundled one takes its place: so a bundled deck is edited and stays as it was installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct, field
from msgspec.structs import replace

import quizzer_decks
from quizzer.errors import LibraryError
from quizzer.store.records import FILED, FileStamp, IndexedDeck, IndexedFile, IndexReport
from quizzer.store.store import Store
from quizzer_decks.model import Problem

BUNDLED = "bundled"
_FORM = "1:"
"""Before each file's digest: counts up when the index keeps something else of a deck, so that all are read again."""

SUFFIXES = (".yaml", ".yml")
_TAKEN = "duplicate-deck"
_NONE: Mapping[str, IndexedDeck] = {}

Progress = Callable[[int, int], None]
"""Called with files done and files in all."""


def bundled_folder() -> Path:
    """Return the folder of the decks that come with the program."""
    return Path(quizzer_decks.__file__).parent / "library"


class Found(Struct, frozen=True):
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
            if (stat := stat_of(path)) is None:
                continue
            relative = os.path.relpath(os.path.join(root, stem), folder).replace(os.sep, "/")
            yield Found(path, relative, stat.st_mtime_ns, stat.st_size)


def stat_of(path: Path) -> os.stat_result | None:
    """Return what a file is like; None where nothing can be read: a pipe, a device, or gone since it was listed."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat if S_ISREG(stat.st_mode) else None


class Refresh(Struct, frozen=True):
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

    def refresh(self, progress: Progress | None = None, written: Mapping[str, IndexedDeck] = _NONE) -> Refresh:
        """Read the files that changed since they were indexed. Unreadable decks are problems in the result.

        `written` are decks by the digest of a file that holds them: such a file need not be read to know what it says.
        """
        with suppress(LibraryError):
            self.settle(patience=0)
        own = {_name(found.path): found for found in scan(self.own)}
        own_known = self._store.decks.known_files(self._device)
        own_files, own_gone = _changes(own, own_known)
        changed = _one_of_each([_read(found, written) for found in own_files], own, own_known)
        ids = _deck_ids(own, own_known, changed)
        bundled = {_name(f.path): f for f in scan(bundled_folder()) if f.default_id not in ids}
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

    def settle(self, patience: float = 5.0) -> None:
        """Put right what an import began and did not end. LibraryError when that cannot be done now."""
        root = self.own.parent
        if not (root / "imports").is_dir():
            return
        from quizzer.filing import Filing

        filing = Filing(root)
        newest = self._store.answers.newest_event
        if filing.cut_off(self._store.facts.all(FILED), newest):
            with filing.alone(patience):
                filing.recover(self._store.facts.all(FILED), newest)

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
        if path not in known
        or (known[path].mtime_ns, known[path].size) != (found.mtime_ns, found.size)
        or not known[path].digest.startswith(_FORM)
    ]
    return changed, [path for path in known if path not in on_disk]


def _name(path: Path) -> str:
    """Return a path as text that can be kept: a name may have bytes in it that no character stands for."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _one_of_each(
    changed: Iterable[IndexedFile], own: Mapping[str, Found], known: Mapping[str, FileStamp]
) -> list[IndexedFile]:
    """Let one file have a deck id: the one that has it already, else the first. Of the others it is a problem.

    What was left out before is read again, for the file that had its id may have gone.
    """
    read = {file.path: file for file in changed}
    left_out = {path for path, stamp in known.items() if any(problem.rule == _TAKEN for problem in stamp.problems)}
    again = {path: _read(own[path]) for path in sorted(left_out & own.keys() - read.keys())}
    read |= again
    ids = {path: stamp.deck_id for path, stamp in known.items() if path in own}
    ids |= {path: file.deck.id for path, file in read.items() if file.deck}
    has_it = {path for path, stamp in known.items() if path not in left_out and stamp.deck_id == ids.get(path)}
    holders: dict[str | None, str] = {}
    for path in sorted(ids, key=lambda path: (path not in has_it, path)):
        holders.setdefault(ids[path], path)
    return [
        file if file.deck is None or holders[file.deck.id] == path else _without_deck(file, holders[file.deck.id])
        for path, file in read.items()
        if path not in again or (file.deck is not None and holders[file.deck.id] == path)
    ]


def _without_deck(file: IndexedFile, holder: str) -> IndexedFile:
    assert file.deck is not None
    message = f"`{file.deck.id}` is the id of {holder} already; give one of them another id, for this file is left out"
    return replace(file, deck=None, problems=(*file.problems, Problem(file.path, 0, _TAKEN, message)))


def _read(found: Found, written: Mapping[str, IndexedDeck] = _NONE) -> IndexedFile:
    from quizzer.indexing import digest_of, indexed_deck  # these bring the YAML reader and more
    from quizzer_decks.yaml_text import MAX_BYTES

    name = _name(found.path)
    try:
        with found.path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # one more is refused
    except OSError as error:
        problem = Problem(name, 0, "unreadable", f"The file cannot be read: {error.strerror}. Check its permissions.")
        return IndexedFile(name, found.mtime_ns, found.size, _FORM, None, (problem,))
    digest = digest_of(data)
    if digest in written:
        return IndexedFile(name, found.mtime_ns, found.size, _FORM + digest, written[digest])
    deck, problems = indexed_deck(data, name, found.default_id)
    return IndexedFile(name, found.mtime_ns, found.size, _FORM + digest, deck, tuple(problems))


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
