"""The files of decks laid ready, with what the index keeps of them; of many a process of its own looks through them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO, NamedTuple, overload

from msgspec.structs import replace

from quizzer.beside import Beside, Ended, Line, command
from quizzer.importing.parts import Part
from quizzer.indexing import digest_of, index_of
from quizzer.store.laid import LaidFile
from quizzer.store.records import IndexedDeck, IndexedQuestion, Laid
from quizzer_decks.model import Deck

MANY = 20_000
"""Questions from which on another process pays: it takes a third of a second to start."""

_FILES = 8
"""Into which decks are divided: the store takes one in while the next is made, and an SQLite reads ten at a time."""

_GIVEN = "given"
"""The file in which decks are handed over."""

_COMMAND = command(__name__)


class Lying(NamedTuple):
    """A deck file that lies ready."""

    part: Part
    file: Path
    digest: str
    """By which the library knows what it says."""
    deck: IndexedDeck


class Laying:
    """Lays the files of decks ready in a folder.

    Where there are many questions another process makes what the index keeps of new decks, while this one writes the
    next and puts them into place. What it does not come to, should it end before, is made here.
    """

    def __init__(self, parts: Sequence[Part], folder: Path, many: int = MANY) -> None:
        self._parts = sorted(parts, key=lambda part: part.path)  # in the order in which the library finds them
        self._folder = folder
        self._open = ExitStack()
        self._other: _Other | None = None
        folder.mkdir(exist_ok=True)
        new = sum(len(part.questions) for part in parts if part.new)
        if new >= many:
            with suppress(OSError):  # when no process can be started, all is made here
                self._other = self._open.enter_context(_helped(folder, -(-new // _FILES)))

    def __enter__(self) -> Laying:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the other process, when all that lies ready was taken in."""
        self._open.close()

    def laid(self) -> Iterator[Lying]:
        """Yield each file when it lies ready; it may then be taken away."""
        for number, part in enumerate(self._parts):
            text, written = part.written()
            data, file = text.encode(), self._folder / str(number)
            file.write_bytes(data)
            deck = index_of(written)
            if self._other is not None and part.new:
                waiting = self._other.give(number, written)
                deck = replace(deck, questions=_Again(part), laid=waiting)
            yield Lying(part, file, digest_of(data), deck)
        if self._other is not None:
            self._other.end()


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


class _Other:
    """The other process: decks go to it in one file, and their rows come back in several."""

    def __init__(self, process: Beside, folder: Path, given: BinaryIO, together: int) -> None:
        self._process = process
        self._folder = folder
        self._given = given
        self._together = together
        self._questions = 0
        """Of the file that is being made."""
        self._file = self._ready = 0

    def give(self, number: int, deck: Deck) -> Callable[[], Laid | None]:
        """Hand a deck over, and return what waits for its rows; those of several decks come together."""
        pickle.dump(deck, self._given, pickle.HIGHEST_PROTOCOL)
        self._given.flush()
        self._process.say(number)
        waiting = partial(self._laid, self._file, number)
        self._questions += len(deck.questions)
        if self._questions >= self._together:
            self.end()
        return waiting

    def end(self) -> None:
        """Have it end the file that it makes."""
        self._process.say(None)
        self._file += 1
        self._questions = 0

    def _laid(self, file: int, number: int) -> Laid | None:
        try:
            while self._ready <= file:
                self._process.hear()
                self._ready += 1
        except Ended:
            return None
        return Laid(_rows(self._folder, file), number)


@contextmanager
def _helped(folder: Path, together: int) -> Iterator[_Other]:
    with (folder / _GIVEN).open("wb") as given, Beside(_COMMAND) as process:
        process.say(str(folder))
        yield _Other(process, folder, given, together)


def _rows(folder: Path, file: int) -> Path:
    return folder / f"rows-{file}"


def serve(line: Line) -> None:
    """Make rows of the decks that the other process hands over, and tell it of each file of them."""
    folder = Path(line.hear())
    with (folder / _GIVEN).open("rb") as given:
        for file in count():
            with LaidFile(_rows(folder, file)) as rows:
                while (number := line.hear()) is not None:
                    rows.add(number, index_of(pickle.load(given)))
            line.say(file)
