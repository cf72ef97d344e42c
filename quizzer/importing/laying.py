"""The files of decks laid ready, with what the index keeps of them: of many new ones the helper makes both."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import NamedTuple, overload

from msgspec.structs import replace

from quizzer.importing.helper import Helper
from quizzer.importing.parts import Part
from quizzer.indexing import digest_of, index_of
from quizzer.store.laid import Laid, LaidFile
from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer_decks.deck_file import written_deck

MANY = 20_000
"""Questions from which on it pays to hand them over."""

_TOGETHER = 1_500
"""Questions of new decks that are handed over at once."""

_FILES = 8
"""Of rows: the store takes one in while the next is made, and an SQLite reads ten at a time."""


class Lying(NamedTuple):
    """A deck file that lies ready."""

    part: Part
    file: Path
    digest: str
    """By which the library knows what it says."""
    deck: IndexedDeck


class _Begun(NamedTuple):
    """A new deck that was handed over."""

    number: int
    puts: int
    """Of its part then: with others it is another deck by now."""
    made: Callable[[], None]
    """Waits for its file."""


class Laying:
    """Lays the files of decks ready in a folder.

    Where there are many questions the helper writes the files of new decks while others are still compared, and then
    makes what the index keeps of them, while this process puts all files into place.
    """

    def __init__(self, folder: Path, helper: Helper, many: int = MANY) -> None:
        self._folder = folder
        self._helper = helper
        self._many = many
        self._numbers = count()
        self._waiting: dict[str, Part] = {}
        self._questions = 0
        """Of those that wait to be handed over."""
        self._begun: dict[str, _Begun] = {}
        folder.mkdir(exist_ok=True)

    def begin(self, part: Part) -> None:
        """Have the file of a new deck written that will hardly change any more."""
        if not self._is_begun(part):
            self._waiting[part.id] = part
            self._questions += len(part.questions)
            if self._questions >= _TOGETHER:
                self._hand_over()

    def laid(self, parts: Sequence[Part]) -> Iterator[Lying]:
        """Yield each file when it lies ready; it may then be taken away."""
        parts = sorted(parts, key=lambda part: part.path)  # in the order in which the library finds them
        if sum(len(part.questions) for part in parts if part.new) >= self._many:
            for part in parts:
                if part.new:
                    self.begin(part)
            self._hand_over()
        laid = self._rows([part for part in parts if self._is_begun(part)])
        for part in parts:
            yield self._made(part, laid[part.id]) if part.id in laid else self._made_here(part)

    def _is_begun(self, part: Part) -> bool:
        begun = self._begun.get(part.id)
        return begun is not None and begun.puts == part.puts

    def _hand_over(self) -> None:
        """Have the decks written that wait for it."""
        if not self._waiting:
            return
        numbers = dict(zip(self._waiting, self._numbers, strict=False))
        given = self._folder / f"{next(iter(numbers.values()))}.given"
        with given.open("wb") as file:
            for part in self._waiting.values():
                pickle.dump((numbers[part.id], part.whole), file, pickle.HIGHEST_PROTOCOL)
        made = self._helper.begin(partial(_write, given))
        for part in self._waiting.values():
            self._begun[part.id] = _Begun(numbers[part.id], part.puts, made)
        self._waiting, self._questions = {}, 0

    def _rows(self, parts: Sequence[Part]) -> dict[str, Callable[[], Laid]]:
        """Have the rows of decks made that were handed over, and return what waits for those of each."""
        found: dict[str, Callable[[], Laid]] = {}
        for place, group in enumerate(_divided(parts)):
            file = self._folder / f"{place}.rows"
            numbers = [self._begun[part.id].number for part in group]
            listed = file.with_suffix(".listed")
            listed.write_bytes(pickle.dumps(numbers))
            made = cache(self._helper.begin(partial(_lay, listed, file)))
            found |= {
                part.id: partial(_laid, made, Laid(file, number)) for part, number in zip(group, numbers, strict=True)
            }
        return found

    def _made(self, part: Part, laid: Callable[[], Laid]) -> Lying:
        """Return a deck that the helper makes."""
        begun = self._begun[part.id]
        begun.made()
        file = self._folder / str(begun.number)
        deck = replace(index_of(part.whole), questions=_Again(part), laid=laid)
        return Lying(part, file, digest_of(file.read_bytes()), deck)

    def _made_here(self, part: Part) -> Lying:
        text, deck = part.written()
        data, file = text.encode(), self._folder / str(next(self._numbers))
        file.write_bytes(data)
        return Lying(part, file, digest_of(data), index_of(deck))


def _divided(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield decks in groups of about as many questions."""
    together = -(-sum(len(part.questions) for part in parts) // _FILES)
    group: list[Part] = []
    questions = 0
    for part in parts:
        group.append(part)
        questions += len(part.questions)
        if questions >= together:
            yield group
            group, questions = [], 0
    if group:
        yield group


def _write(given: Path) -> None:
    """Write the files of decks, and beside each the deck with the lines of its questions."""
    with given.open("rb") as decks, suppress(EOFError):
        while True:
            number, deck = pickle.load(decks)
            text, written = written_deck(deck)
            file = given.with_name(str(number))
            file.write_bytes(text.encode())
            file.with_suffix(".deck").write_bytes(pickle.dumps(written, pickle.HIGHEST_PROTOCOL))


def _lay(listed: Path, file: Path) -> None:
    """Make the rows of decks that were written."""
    file.unlink(missing_ok=True)  # of a process that ended before it was whole
    with LaidFile(file) as rows:
        for number in pickle.loads(listed.read_bytes()):
            rows.add(number, index_of(pickle.loads(listed.with_name(f"{number}.deck").read_bytes())))


def _laid(made: Callable[[], None], laid: Laid) -> Laid:
    made()
    return laid


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
