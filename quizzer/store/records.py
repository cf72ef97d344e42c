"""What goes into the store and comes out of it, as frozen values. Instants are aware UTC, days are study days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct, field

from quizzer_decks.model import Problem
from quizzer_scheduler.model import Card, Change, Event

if TYPE_CHECKING:
    from quizzer.store.laid import Laid
    from quizzer_scheduler.lines import Line

Fold: TypeAlias = "Callable[[str, Sequence[Line | Change]], Card]"
"""Makes a card again from its events in order, as `Scheduler.replay(card_id, events)` does. No events: a new card."""

FactValue: TypeAlias = "str | int | float | bool | list[FactValue] | dict[str, FactValue] | None"
"""Anything that JSON can say."""


class EventKind(IntEnum):
    """What an event of the log is."""

    REVIEW = 0
    CHANGE = 1
    FACT = 2
    UNDO = 3
    REDO = 4


FILED = "files"
"""Kind of the facts that stand for files written beside the log, as an import does."""
ROADMAP = "roadmap"
"""Kind of the facts that say what was decided when a roadmap was imported; their subject is its id."""


class Fact(Struct, frozen=True):
    """Something known beside the cards: a ticked task, a limit for today, an opened deck. `value` None withdraws it."""

    kind: str
    subject: str
    value: FactValue
    at: datetime
    offset: timedelta
    day: date


class LoggedEvent(Struct, frozen=True):
    """One line of the log, as it was written."""

    id: int
    device: str
    """Uid of the device that wrote it."""
    seq: int
    """Counts the device's events from 1."""
    group: int
    """`seq` of the first event of the action it belongs to: one undo takes back a whole group."""
    kind: EventKind
    card_id: str | None
    at: datetime
    offset: timedelta
    day: date
    content: Event | Fact | None
    """The review, change or fact; None for undo and redo."""
    mark: str = ""
    response: str = ""
    """For a review: the program's verdict on the answer, and what was answered."""
    target: int | None = None
    """The event that an undo or redo is about."""
    undone: bool = False
    """Whether it is taken back at present."""


class Undone(Struct, frozen=True):
    """What an undo took back or a redo brought back."""

    events: tuple[LoggedEvent, ...]
    """The reviews, changes and facts of the action, in the order in which they were made; of many a thousand."""
    cards: tuple[Card, ...]
    """The cards concerned, as they are now."""
    left: tuple[str, ...] = ()
    """Files of it that were edited since, and stay as they are."""
    number: int = 0
    """Of how many events the action is."""


class Entry(Struct, frozen=True):
    """An event to load in bulk, with what a review carries beside it."""

    event: Event
    mark: str = ""
    response: str = ""


class FileStamp(Struct, frozen=True):
    """What the index knows of a deck file, to tell whether it changed."""

    mtime_ns: int
    size: int
    digest: str
    deck_id: str | None
    """The deck in it; None when nothing in it could ever be read."""
    problems: tuple[Problem, ...] = ()


class IndexedQuestion(Struct, frozen=True):
    """A question as the index keeps it."""

    id: str
    position: int
    kind: str
    line: int
    body: str
    """JSON text, as `quizzer_decks.question_json` makes it."""
    search: str
    """Everything a search should find but the ids, casefolded."""
    digest: str
    """Changes when `kind`, `body`, `search`, `tags` or `parts` do; a move to another line or place needs no new one."""
    parts: tuple[str, ...] = ("",)
    """The cards it makes, as `quizzer_decks.prompts.card_parts` names them."""
    tags: tuple[str, ...] = ()
    """Its own and those of its deck."""
    contrasts: tuple[tuple[str, str], ...] = ()
    """Ids of deck and question of each that it names as easily confused with it."""


class IndexedDeck(Struct, frozen=True):
    """A deck as the index keeps it."""

    id: str
    title: str
    questions: Sequence[IndexedQuestion]
    description: str = ""
    covers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    laid: Callable[[], Laid] | None = None
    """Waits until its questions lie as rows in a file, and tells in which; None where they lie in none."""


class IndexedFile(Struct, frozen=True):
    """A new or changed deck file. With `deck` None (nothing readable in it) the deck it held before stays as it was."""

    path: str
    mtime_ns: int
    size: int
    digest: str
    deck: IndexedDeck | None
    problems: tuple[Problem, ...] = ()


class IndexReport(Struct, frozen=True):
    """What a refresh of the index changed, counted in questions and cards."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    orphaned: int = 0
    """Cards whose question went."""
    returned: int = 0
    """Orphans whose question came back."""


class DeckOutline(NamedTuple):
    """What a curriculum needs of a deck that is present on some device."""

    key: int
    id: str
    title: str
    covers: tuple[str, ...]
    needs: tuple[str, ...]
    questions: int


class DeckInfo(Struct, frozen=True):
    """A deck that is present on some device."""

    key: int
    id: str
    title: str
    description: str
    origin: str
    path: str
    """Its file on this device; empty when only another device has it."""
    covers: tuple[str, ...]
    needs: tuple[str, ...]
    tags: tuple[str, ...]
    kinds: Mapping[str, int]
    """Number of questions by kind."""
    questions: int
    cards: int


class QuestionInfo(Struct, frozen=True):
    """A question in the index."""

    key: int
    id: str
    kind: str
    position: int
    line: int
    body: str


class DeckDue(Struct, frozen=True):
    """What a deck has to ask today, counted as the queue picks: one card of a question, none suspended or buried."""

    deck: int
    deck_id: str
    due: int
    """Questions of which a card in Review is due."""
    learning: int
    """Cards in learning or relearning whose step ends in the time asked for."""
    new: int
    """Questions of which a card never seen may come, no limit applied."""


class DeckDone(Struct, frozen=True):
    """What was answered of a deck on a day."""

    introduced: int = 0
    """New cards that were answered for the first time: they use up the limit of new cards."""
    reviewed: int = 0
    """Answers to cards in Review: they use up the limit of reviews."""
    answers: int = 0
    took: timedelta = timedelta()


class CardContent(Struct, frozen=True):
    """A card and what to show for it."""

    key: int
    card: Card
    part: str
    deck: int
    deck_id: str
    deck_title: str
    question: int | None
    """Key of the question; None for an orphan."""
    body: str
    """The question as JSON text; empty for an orphan."""
    path: str
    """The deck's file on this device, or empty."""
    line: int
    digest: str
    """Digest of the question, to notice an edit."""


class DeckMemory(Struct, frozen=True):
    """How well a deck is known. Suspended cards and orphans do not count."""

    deck: int
    deck_id: str
    cards: int
    introduced: int
    """Cards seen at least once."""
    recall: float
    """How many of the cards one would recall: the sum of their retrievabilities. Divided by `cards` it is mastery."""
    mature: int
    """Cards in Review with an interval of 21 days or more."""


class DayTotal(Struct, frozen=True):
    """What was done on a study day, over all decks."""

    day: date
    answers: int
    introduced: int
    tested: int
    """Answers to cards in Review."""
    recalled: int
    """Those of them that were not forgotten."""
    took: timedelta


class BrowserRow(Struct, frozen=True):
    """A card in the browser."""

    key: int
    card: Card
    deck_id: str
    deck_title: str
    kind: str
    """Of the question; empty for an orphan."""
    line: int
    body: str
    """The question as JSON text; empty for an orphan."""
    tags: tuple[str, ...] = field(default=())

    @property
    def orphan(self) -> bool:
        """Whether its question is gone."""
        return not self.kind
