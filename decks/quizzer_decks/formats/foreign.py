"""What a reader of a foreign format finds: decks of questions, and the history where the format has one.

A reader is a function `read(source: Path, options: Options, scratch: Path) -> Reading`. It returns what it could read
and everything it could not; nothing but `Unreadable` is raised, whatever the file holds.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from msgspec import Struct, field

from quizzer_decks.model import Question

T = TypeVar("T")

Learnt: TypeAlias = Literal["new", "learning", "review", "relearning"]


class Unreadable(Exception):
    """A source that nothing can be read from; the text says what is wrong in one sentence and what to do."""


class Skipped(NamedTuple):
    """Something that could not be carried over, as it was or at all."""

    where: str
    """`line 12` or `note 1700000000000`, as its own program would name it."""
    why: str
    """One sentence without a full stop's worth of blame: what was left out."""


class Given(NamedTuple):
    """Whose answers stand where in the columns of a `Past`."""

    key: str
    """Of the question; see `Foreign.key`."""
    part: str
    """Of the question's card, as `quizzer_decks.prompts.card_parts` names it."""
    begin: int
    end: int


class Past(Struct, frozen=True):
    """The answers given in another program, as columns: those of a card together and in the order of time."""

    cards: list[Given] = field(default_factory=list)
    at_ms: array[int] = field(default_factory=lambda: array("q"))
    """Milliseconds since the epoch, UTC; from 0 to the year 9999."""
    ratings: array[int] = field(default_factory=lambda: array("b"))
    """1 to 4: Again, Hard, Good, Easy; 0 where the card was made new again by hand."""
    took_ms: array[int] = field(default_factory=lambda: array("i"))
    """At most a day."""
    intervals: array[int] = field(default_factory=lambda: array("i"))
    """Days that were given until the next one, at most a hundred years; below 0 the seconds of a learning step, at most
    a year."""
    firsts: array[int] = field(default_factory=lambda: array("b"))
    """1 where it was given while the card was learnt at first, as the first answer to a card always is."""


class Standing(Struct, frozen=True, gc=False):
    """How a card stood in the other program."""

    part: str = ""
    state: Learnt = "new"
    due_day: date | None = None
    """For a card in review the day it is due."""
    due_ms: int | None = None
    """For a card on a learning step the instant it is due."""
    interval_days: int = 0
    stability: float | None = None
    """Days, as FSRS counts them; None where the program keeps none."""
    difficulty: float | None = None
    reps: int = 0
    lapses: int = 0
    suspended: bool = False
    flag: int = 0
    """0 for none, else 1 to 7."""


class Foreign(Struct, frozen=True, gc=False):
    """A question as it came from outside."""

    question: Question
    """Its id is a proposal, made unique in its deck by whoever takes it in; empty where the format has none."""
    key: str = ""
    """What names it in its source whatever its wording: a guid, an id. Empty where the format has nothing such."""
    where: str = ""
    """Where it stands in the source, as `Skipped.where`."""
    modified_ms: int | None = None
    """When it was last changed there, milliseconds since the epoch; None where the format does not say."""
    standings: tuple[Standing, ...] = ()
    """Of its cards; those that are not named are new."""


class ForeignDeck(Struct, frozen=True):
    """Questions that belong together."""

    path: tuple[str, ...]
    """Titles from the outermost deck to this one; at least one."""
    questions: tuple[Foreign, ...]
    description: str = ""
    tags: tuple[str, ...] = ()
    id: str = ""
    """Quizzer's own id, from formats that carry it."""
    covers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class MediaFile(Struct, frozen=True):
    """A picture, a sound or a film that questions name as `media/<name>`."""

    name: str
    """A plain file name, without folders."""
    size: int
    """Bytes, once unpacked; what `open` gives may not be more."""
    open: Callable[[], IO[bytes]]
    """Opens it for reading; opening and reading raise nothing but `Unreadable`."""


def no_past() -> Past:
    """Return the history of a format that has none."""
    return Past()


class Reading(Struct, frozen=True):
    """All that was found in a source."""

    format: str
    decks: tuple[ForeignDeck, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the learner should know of the whole: an encoding that was guessed, for example."""
    media: tuple[MediaFile, ...] = ()
    past: Callable[[], Past] = no_past
    """Reads all past answers; may be asked more than once."""
    duplicates: int = 0
    """Questions that stand in the source more than once, word for word, and were taken once."""
    originals: Path | None = None
    """What it takes to write the source's questions back as they were; None where the format is never written."""


class Meanwhile(Protocol):
    """Has a function called while a reader goes on, and returns what waits for what it returns, once."""

    def __call__(self, work: Callable[[], T], pays: bool) -> Callable[[], T]:
        """Where it does not pay, whoever waits may call it. Function and what is returned can be pickled."""


def when_asked(work: Callable[[], T], pays: bool) -> Callable[[], T]:
    """Have a function called by whoever waits for what it returns."""
    return work


def day_in_utc(at_ms: int) -> date:
    """Return the study day of an instant for someone in UTC whose days begin at four."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms, hours=-4)).date()


class Options(Struct, frozen=True):
    """What the learner says about a source."""

    deck: str = ""
    """The deck to put everything in, in place of what the source says; empty to follow the source."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column holds what, for tables: field of a question by name or number (from 1) of the column."""
    day_of: Callable[[int], date] = day_in_utc
    """The study day of an instant, milliseconds since the epoch: for formats that count days."""
    meanwhile: Meanwhile = when_asked
    """For a reader that can do two things at a time."""
    going: Callable[[], None] = lambda: None
    """For a reader that takes long: called again and again, and raises where nobody waits for it any more."""
