"""The files of decks laid ready, with what the index keeps of them: of many new ones the helper makes both."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, overload

from msgspec.structs import replace

from quizzer.importing.helper import Helper
from quizzer.importing.parts import Part
from quizzer.indexing import digest_of, index_of
from quizzer.store.laid import Laid, LaidFile
from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer_decks.deck_file import written_deck
from quizzer_decks.model import Deck

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
        self._number = 0
        """Of the next deck."""
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
        numbers = range(self._number, self._number + len(self._waiting))
        for number, part in zip(numbers, self._waiting.values(), strict=True):
            (self._folder / f"{number}.deck").write_bytes(pickle.dumps(part.whole, pickle.HIGHEST_PROTOCOL))
        made = cache(self._helper.begin(partial(_write, self._folder, numbers)))
        for number, part in zip(numbers, self._waiting.values(), strict=True):
            self._begun[part.id] = _Begun(number, part.puts, made)
        self._waiting, self._questions, self._number = {}, 0, numbers.stop

    def _rows(self, parts: Sequence[Part]) -> dict[str, Callable[[], Laid]]:
        """Have the rows of decks made that were handed over, and return what waits for those of each."""
        found: dict[str, Callable[[], Laid]] = {}
        for place, group in enumerate(_divided(parts)):
            file = self._folder / f"{place}.rows"
            numbers = [self._begun[part.id].number for part in group]
            listed = file.with_suffix(".listed")
            listed.write_bytes(pickle.dumps(numbers))
            made = cache(self._helper.begin(partial(_lay, self._folder, listed, file)))
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
        data, file = text.encode(), self._folder / str(self._number)
        self._number += 1
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


def _write(folder: Path, numbers: range) -> None:
    """Write the files of decks that were handed over, and down in which lines their questions are."""
    for number in numbers:
        text, deck = written_deck(_given(folder, number))
        (folder / str(number)).write_bytes(text.encode())
        (folder / f"{number}.lines").write_bytes(pickle.dumps([question.line for question in deck.questions]))


def _lay(folder: Path, listed: Path, file: Path) -> None:
    """Make the rows of decks that were written."""
    file.unlink(missing_ok=True)  # of a process that ended before it was whole
    with LaidFile(file) as rows:
        for number in pickle.loads(listed.read_bytes()):
            deck, lines = _given(folder, number), pickle.loads((folder / f"{number}.lines").read_bytes())
            placed = tuple([replace(question, line=line) for question, line in zip(deck.questions, lines, strict=True)])
            rows.add(number, index_of(replace(deck, questions=placed)))


def _given(folder: Path, number: int) -> Deck:
    """Return a deck that was handed over."""
    deck: Deck = pickle.loads((folder / f"{number}.deck").read_bytes())
    return deck


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
