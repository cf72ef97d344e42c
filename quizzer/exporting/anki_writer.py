"""Notes and cards on their way into the database of a package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from quizzer.exporting.anki_cards import Calendar
from quizzer.exporting.anki_notes import Note
from quizzer.exporting.anki_types import NoteType
from quizzer.store.lending import Lent
from quizzer_decks.formats.anki.rows import IDS, Place
from quizzer_decks.formats.anki.writing import CollectionFile, NoteOut
from quizzer_decks.prompts import split_card_id

_BATCH = 500
"""Notes that are written at once."""


class Goal(NamedTuple):
    """Where the cards of a deck go."""

    key: int
    """Of the deck in the store."""
    id: str
    deck: int
    """Its id in Anki."""
    modified: int
    """Seconds when its file was changed."""
    aim: str
    """What Anki keeps with each memory state."""
    position: int
    """How many cards come before."""


class Written(NamedTuple):
    """What came of notes."""

    cards: int
    kinds: Mapping[int, NoteType]
    """The note types in use."""
    media: Mapping[str, str]
    """The files that they show."""


def joined(one: Written, other: Written) -> Written:
    """Return what came of both."""
    return Written(one.cards + other.cards, {**one.kinds, **other.kinds}, {**one.media, **other.media})


class NoteWriter:
    """Writes notes with their cards."""

    def __init__(
        self,
        file: CollectionFile,
        lent: Lent,
        calendar: Calendar,
        goals: Iterable[Goal],
        keys: Callable[[int], Mapping[str, int]],
    ) -> None:
        file.read(lent.file, study_day=calendar.number, day_start=calendar.start, steps_left=calendar.steps_left)
        self._file = file
        self._source = lent.cards
        self._goals = {goal.id: goal for goal in goals}
        self._cards_of = keys
        self._keys: dict[str, int] = {}
        self._positions = {goal.id: goal.position for goal in self._goals.values()}
        self.kinds: dict[int, NoteType] = {}
        self.cards = 0
        """How many were written."""

    def begin(self, deck: str) -> None:
        """Have the cards of a deck at hand before its notes come."""
        self._keys.update(self._cards_of(self._goals[deck].key))

    def write(self, made: Iterable[Note]) -> None:
        """Write notes."""
        placed = self._placed(made)
        while batch := list(islice(placed, _BATCH)):
            self._file.add_notes([note for note, _ in batch])
            self._file.add_cards(self._source, [place for _, places in batch for place in places])

    def _placed(self, made: Iterable[Note]) -> Iterator[tuple[NoteOut, list[Place]]]:
        """Yield notes, and where their cards go; a note has the id of the first of them."""
        for note in made:
            self.kinds[note.kind.id] = note.kind
            places = self._places(note)
            if places:
                _, first, _, _, modified, *_ = places[0]
                yield (IDS + first, note.guid, note.kind.id, modified, note.anki_tags, note.fields), places

    def _places(self, note: Note) -> list[Place]:
        places: list[Place] = []
        for ord_, id_ in note.cards.items():
            key = self._keys.pop(id_, None)
            if key is None:
                continue  # another device has changed the question this moment
            self.cards += 1
            goal = self._goals[split_card_id(id_)[0]]
            self._positions[goal.id] = position = self._positions[goal.id] + 1
            modified = note.modified if note.unchanged else goal.modified
            places.append((key, places[0][0] if places else key, goal.deck, ord_, modified, position, goal.aim))
        return places
