"""A deck file while an import is worked out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from msgspec.json import Encoder
from msgspec.structs import replace

from quizzer_decks.deck_file import write_deck, written_deck
from quizzer_decks.model import Deck, Question
from quizzer_decks.splicing import spliced
from quizzer_decks.yaml_text import decode

_ENCODER = Encoder()

_FULL = 1_500
"""Questions after which a deck goes on in another file: a deck file may hold 2,000."""

_HEAVY = 1_000_000
"""Bytes of text after which it does: a deck file may have two megabytes."""


Stamp: TypeAlias = tuple[int, int]
"""Of a file: when it was last written, in nanoseconds, and its size."""


@dataclass(slots=True)
class Part:
    """One deck file as it will be."""

    id: str
    path: Path
    stamp: Stamp | None
    """Of the file as it was read; None when there is none yet."""
    head: Deck
    """Everything but the questions."""
    questions: dict[str, Question] = field(default_factory=dict)
    weight: int = 0
    changed: bool = False
    puts: int = 0
    """Counts up with each question that is put into it."""
    _there: Deck | None = None
    """The deck as it stands."""
    _file: Path = Path()
    """In which it stands: also one that was bundled, and is written to another place."""
    _default_id: str = ""
    _spliced: tuple[str, Deck] | None = None

    @property
    def full(self) -> bool:
        """Whether more questions go to another file."""
        return len(self.questions) >= _FULL or self.weight >= _HEAVY

    def put(self, question: Question) -> None:
        """Add a question, or put another wording in its place."""
        known = self.questions.get(question.id)
        self.questions[question.id] = question
        self.weight += _weight(question) - (_weight(known) if known else 0)
        self.changed = True
        self.puts += 1

    def hold(self, there: Deck, file: Path, default_id: str) -> None:
        """Hold the questions of a deck that there is already; `default_id` is what `path` gives a deck without one."""
        for question in there.questions:
            self.put(question)
        self._there, self._file, self._default_id, self.changed = there, file, default_id, False

    def settle(self) -> bool:
        """Work out what to write; False where a learner's comments and layout cannot stay.

        What we wrote ourselves is written again. Where somebody else wrote, all lines stay but those that change.
        """
        if self._there is None:
            return True
        try:
            text, _ = decode(self._file.read_bytes(), str(self._file))
        except OSError:
            return True  # it went meanwhile, which is seen before anything is written
        if self.stamp not in (None, stamp_of(self._file)):
            return True  # it was changed meanwhile, likewise
        if text is None or text == write_deck(self._there):
            return True
        self._spliced = spliced(text, self._there, self.whole, self._default_id)
        return self._spliced is not None

    def written(self) -> tuple[str, Deck]:
        """Return the text of the deck file, and the deck that is read from it."""
        return self._spliced or written_deck(self.whole)

    @property
    def new(self) -> bool:
        """Whether there was no such deck."""
        return self._there is None

    @property
    def whole(self) -> Deck:
        """The deck as it will be."""
        return replace(self.head, questions=tuple(self.questions.values()))


def _weight(question: Question) -> int:
    """Return about how many bytes of a deck file a question takes: each of its lines is moved in by six."""
    written = _ENCODER.encode(question)
    return len(written) + 6 * written.count(b"\\n")


def stamp_of(path: Path) -> Stamp | None:
    """Return by what a file is known to be unchanged, None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
