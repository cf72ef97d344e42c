"""The files of decks laid ready, with what the index keeps of them; many are shared with a process of their own."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, overload

from msgspec.structs import astuple, replace

from quizzer.beside import Beside, Ended, Line, command
from quizzer.importing.parts import Part
from quizzer.indexing import digest_of, index_of
from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer_decks.deck_file import written_deck
from quizzer_decks.model import Deck

MANY = 20_000
"""Questions from which on another process pays: it takes a third of a second to start."""

_AHEAD = 256
"""Tasks that wait for the other process at a time: of more the pipes are full, and either waits for the other."""

_COMMAND = command(__name__)


class Laid(NamedTuple):
    """A deck file that lies ready."""

    part: Part
    file: Path
    digest: str
    """By which the library knows what it says."""
    deck: IndexedDeck


class Laying:
    """Lays the files of decks ready in a folder.

    Where there are many questions another process writes every third deck, and then looks through all of them for the
    index while this one fills it. What it does not come to, should it end before, is done here; and all of it is where
    this one is not `helped`, for the other processor has something else to do.
    """

    def __init__(self, parts: Sequence[Part], folder: Path, many: int = MANY, *, helped: bool = True) -> None:
        self._parts = sorted(parts, key=lambda part: part.path)  # in the order in which the library finds them
        self._folder = folder
        folder.mkdir(exist_ok=True)
        shared = helped and len(parts) > 1 and sum(len(part.questions) for part in parts) >= many
        self._other: _Other | None = None
        if shared:
            with suppress(OSError):  # when no process can be started, all is done here
                self._other = _Other(folder)

    def __enter__(self) -> Laying:
        return self

    def __exit__(self, *error: Any) -> None:
        if self._other is not None:
            self._other.process.__exit__(*error)

    def stop(self) -> None:
        """End the other process; what is asked for later is worked out here."""
        if self._other is not None:
            self._other.process.stop()

    def laid(self) -> Iterator[Laid]:
        """Yield each file when it lies ready; it may then be taken away."""
        if self._other is None:
            for number, part in enumerate(self._parts):
                digest, written = self._written(number, part)
                yield Laid(part, self._folder / str(number), digest, index_of(written))
            return
        shared = [number for number, part in enumerate(self._parts) if number % 3 == 2 and part.anew]  # it begins later
        for number in shared:
            self._other.give(number, self._parts[number].whole)
            self._other.ask("write", number)
        yield from self._beside(self._other, shared)

    def _beside(self, other: _Other, shared: Sequence[int]) -> Iterator[Laid]:
        """Yield the files, of which the other process writes some."""
        digests: dict[int, str | None] = {}
        for number, part in enumerate(self._parts):
            if number not in shared:
                digests[number], written = self._written(number, part)
                other.give(number, written)
        for number in shared:
            digests[number] = other.told("write", number)
        for number, part in enumerate(self._parts):
            other.ask("look", number)
            digest = digests[number] or self._written(number, part)[0]
            deck = replace(index_of(part.head), questions=_Looked(other, number, part))
            yield Laid(part, self._folder / str(number), digest, deck)

    def _written(self, number: int, part: Part) -> tuple[str, Deck]:
        """Write a deck file here, and return its digest and what it says."""
        text, deck = part.written()
        data = text.encode()
        (self._folder / str(number)).write_bytes(data)
        return digest_of(data), deck


class _Looked(Sequence[IndexedQuestion]):
    """The questions of a deck as the index keeps them, looked through by the other process."""

    def __init__(self, other: _Other, number: int, part: Part) -> None:
        self._other = other
        self._number = number
        self._part = part

    def __len__(self) -> int:
        return len(self._part.questions)

    @overload
    def __getitem__(self, place: int) -> IndexedQuestion: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[IndexedQuestion]: ...
    def __getitem__(self, place: int | slice) -> IndexedQuestion | Sequence[IndexedQuestion]:
        return list(self)[place]

    def __iter__(self) -> Iterator[IndexedQuestion]:
        if self._other.told("look", self._number) is None:
            return iter(index_of(self._part.written()[1]).questions)
        return (IndexedQuestion(*row) for row in self._other.rows(self._number))


class _Other:
    """Another process: asked and answering in short lines; what it works on lies in files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: dict[tuple[str, int], str] = {}
        self._open = 0
        self.process = Beside(_COMMAND)
        self.process.say(str(folder))

    def give(self, number: int, deck: Deck) -> None:
        """Lay a deck before it."""
        (self._folder / f"{number}.deck").write_bytes(pickle.dumps(deck, pickle.HIGHEST_PROTOCOL))

    def ask(self, what: str, number: int) -> None:
        """Ask for something to be done with a deck."""
        if self._open == _AHEAD:
            self._hear()
        self.process.say((what, number))
        self._open += 1

    def told(self, what: str, number: int) -> str | None:
        """Wait until it is done, and return what was told of it; None when it will never be."""
        while (what, number) not in self._told:
            if not self._hear():
                return None
        return self._told[what, number]

    def rows(self, number: int) -> list[tuple[Any, ...]]:
        """Return what it made of the questions of a deck."""
        with (self._folder / f"{number}.rows").open("rb") as file:
            found: list[tuple[Any, ...]] = pickle.load(file)
        return found

    def _hear(self) -> bool:
        """Wait until something is done; False when nothing more will be."""
        try:
            what, number, told = self.process.hear()
        except Ended:
            return False
        self._told[what, number] = told
        self._open -= 1
        return True


def serve(line: Line) -> None:
    """Write decks and look through them, as the other process asks."""
    folder = Path(line.hear())
    while True:
        what, number = line.hear()
        lies = folder / f"{number}.deck"
        deck = pickle.loads(lies.read_bytes())
        told = ""
        if what == "write":
            text, deck = written_deck(deck)
            data = text.encode()
            (folder / str(number)).write_bytes(data)
            lies.write_bytes(pickle.dumps(deck, pickle.HIGHEST_PROTOCOL))
            told = digest_of(data)
        else:
            rows = [astuple(question) for question in index_of(deck).questions]
            (folder / f"{number}.rows").write_bytes(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL))
        line.say((what, number, told))
