"""The files of decks laid ready, with what the index keeps of them: of many new ones the helper makes it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, overload

from msgspec.structs import replace

from quizzer.importing.helper import Helper
from quizzer.importing.parts import Part
from quizzer.indexing import digest_of, index_of
from quizzer.store.laid import Laid, LaidFile
from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer_decks.model import Deck

MANY = 20_000
"""Questions from which on it pays to hand them over."""

_FILES = 8
"""Into which decks are divided: the store takes one in while the next is made, and an SQLite reads ten at a time."""


class Lying(NamedTuple):
    """A deck file that lies ready."""

    part: Part
    file: Path
    digest: str
    """By which the library knows what it says."""
    deck: IndexedDeck


class Laying:
    """Lays the files of decks ready in a folder.

    Where there are many questions the helper makes what the index keeps of new decks, while this process writes the
    next ones and puts all of them into place.
    """

    def __init__(self, parts: Sequence[Part], folder: Path, helper: Helper | None, many: int = MANY) -> None:
        self._parts = sorted(parts, key=lambda part: part.path)  # in the order in which the library finds them
        self._folder = folder
        self._helper = helper
        folder.mkdir(exist_ok=True)
        new = sum(len(part.questions) for part in parts if part.new)
        self._together = -(-new // _FILES) if new >= many else 0
        """Questions of a file of rows; none where it does not pay."""

    def laid(self) -> Iterator[Lying]:
        """Yield each file when it lies ready; it may then be taken away."""
        rows: _Rows | None = None
        for number, part in enumerate(self._parts):
            text, written = part.written()
            data, file = text.encode(), self._folder / str(number)
            file.write_bytes(data)
            deck = index_of(written)
            if self._helper and self._together and part.new:
                rows = rows or _Rows(self._helper, self._folder / f"rows-{number}")
                deck = replace(deck, questions=_Again(part), laid=rows.add(number, written))
                if rows.questions >= self._together:
                    rows.end()
                    rows = None
            yield Lying(part, file, digest_of(data), deck)
        if rows:
            rows.end()


class _Rows:
    """The rows of some decks: the helper makes them of one file into another."""

    def __init__(self, helper: Helper, file: Path) -> None:
        self._helper = helper
        self._file = file
        self._given = Path(f"{file}-given")
        self.questions = 0

    def add(self, number: int, deck: Deck) -> Callable[[], Laid]:
        """Hand a deck over, and return what waits for its rows."""
        with self._given.open("ab") as given:
            pickle.dump((number, deck), given, pickle.HIGHEST_PROTOCOL)
        self.questions += len(deck.questions)
        return partial(self._laid, number)

    def end(self) -> None:
        """Have them made: no other deck comes."""
        self._made = cache(self._helper.begin(partial(_make, self._given, self._file)))

    def _laid(self, number: int) -> Laid:
        self._made()
        return Laid(self._file, number)


def _make(given: Path, file: Path) -> None:
    """Make the rows of decks."""
    file.unlink(missing_ok=True)  # of a process that ended before it was whole
    with given.open("rb") as decks, LaidFile(file) as rows, suppress(EOFError):
        while True:
            number, deck = pickle.load(decks)
            rows.add(number, index_of(deck))


class _Again(Sequence[IndexedQuestion]):
    """The questions of a deck as the index keeps them, worked out again should anybody ask for them here."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def __len__(self) -> int:
        return len(self._part.questions)

    @overload
    def __getitem__(self, place: int) -> IndexedQuestion: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[IndexedQuestion]: ...
    def __getitem__(self, place: int | slice) -> IndexedQuestion | Sequence[IndexedQuestion]:
        return index_of(self._part.written()[1]).questions[place]

    def __iter__(self) -> Iterator[IndexedQuestion]:
        return iter(index_of(self._part.written()[1]).questions)
