"""Decks, questions and roadmaps as frozen values. What a field means to an author is told in `docs/deck-format.md`.

Those that come by the hundred thousand are no matter for the collector of garbage (`gc=False`): nothing in them leads
back to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

Kind: TypeAlias = Literal["basic", "typed", "numeric", "cloze", "choice", "multi", "order", "match", "output"]
KINDS: tuple[Kind, ...] = ("basic", "typed", "numeric", "cloze", "choice", "multi", "order", "match", "output")

Severity: TypeAlias = Literal["error", "warning"]


class Problem(Struct, frozen=True):
    """Something wrong with a file, and what to do about it. A value, not an exception: readers collect all of them."""

    path: str
    line: int
    """Counted from 1; 0 when the whole file is meant."""
    rule: str
    """A short slug such as `duplicate-id`."""
    message: str
    """What is wrong and what to do, in one sentence."""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


class Option(Struct, frozen=True):
    """One thing to choose; `why` tells what someone confuses who picks it wrongly."""

    text: str
    why: str = ""


class Tolerance(Struct, frozen=True):
    """How far a number may be off: `absolute` in the answer's unit, or `relative` as a fraction of the answer."""

    absolute: float = 0.0
    relative: float = 0.0


class Basic(Struct, frozen=True, gc=False):
    """An explanation that the learner grades himself."""

    ask: str
    answer: str
    points: tuple[str, ...] = ()
    """The points that a good answer contains."""
    reverse: bool = False
    kind: Literal["basic"] = "basic"


class Typed(Struct, frozen=True):
    """A term, a name, a short expression."""

    ask: str
    answer: str
    accept: tuple[str, ...] = ()
    strict: bool = False
    """Case, spacing and punctuation count, as in code."""
    reverse: bool = False
    kind: Literal["typed"] = "typed"


class Numeric(Struct, frozen=True):
    """A number, literal (`answer`) or computed from drawn values (`given` and `check`); one of the two is set."""

    ask: str
    answer: str = ""
    """A number as written: `0.25`, `1/6`, `50%`, `1e-3`."""
    check: str = ""
    """An expression over the names in `given`."""
    given: Mapping[str, tuple[int | float, ...]] = field(default_factory=dict)
    tolerance: Tolerance = Tolerance()
    unit: str = ""
    units: Mapping[str, float] = field(default_factory=dict)
    """Other units that are accepted: how many of `unit` one of them is (unit: ms, units: {s: 1000})."""
    kind: Literal["numeric"] = "numeric"


class Cloze(Struct, frozen=True):
    """A sentence with holes `{{answer}}`, `{{answer::hint}}` or, grouped on one card, `{{c1::answer::hint}}`."""

    text: str
    accept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other wordings that count, by the hole's answer."""
    strict: bool = False
    kind: Literal["cloze"] = "cloze"


class Choice(Struct, frozen=True):
    """One right option among wrong ones."""

    ask: str
    answer: Option
    wrong: tuple[Option, ...]
    kind: Literal["choice"] = "choice"


class Multi(Struct, frozen=True):
    """Which of these hold."""

    ask: str
    answers: tuple[Option, ...]
    wrong: tuple[Option, ...]
    kind: Literal["multi"] = "multi"


class Order(Struct, frozen=True):
    """Steps to bring into order. Each element of `items` is one place; more than one text in a place is a tie."""

    ask: str
    items: tuple[tuple[str, ...], ...]
    kind: Literal["order"] = "order"


class Match(Struct, frozen=True):
    """Pairs to find, one to one."""

    ask: str
    pairs: tuple[tuple[str, str], ...]
    kind: Literal["match"] = "match"


class Output(Struct, frozen=True):
    """What a piece of code prints."""

    code: str
    answer: str
    ask: str = "What does this print?"
    language: Literal["python", "sql"] = "python"
    requires: tuple[str, ...] = ()
    """Packages outside the standard library that the code imports."""
    kind: Literal["output"] = "output"


Body: TypeAlias = Basic | Typed | Numeric | Cloze | Choice | Multi | Order | Match | Output


class Question(Struct, frozen=True, gc=False):
    """What an author writes: one fact to recall or work out. `body` is what differs between the nine kinds."""

    id: str
    body: Body
    hint: str = ""
    why: str = ""
    source: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    line: int = 0
    """Where it stands in its file, for the editor; 0 when it came from elsewhere."""
    contrast: tuple[str, ...] = ()
    """Questions that this one is easily confused with: ids in the same deck, or `deck-id/question-id`."""

    @property
    def kind(self) -> Kind:
        """The question's kind, as the deck file names it."""
        return self.body.kind


class Deck(Struct, frozen=True):
    """Questions about one topic."""

    id: str
    title: str
    questions: tuple[Question, ...]
    covers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""


TopicKind: TypeAlias = Literal["topic", "task"]


class Resource(Struct, frozen=True):
    """Something to learn a topic from: a link and what it is called."""

    title: str
    url: str


class Topic(Struct, frozen=True):
    """A thing to learn (`topic`) or to do (`task`: shown and ticked, never taught by a deck)."""

    title: str
    kind: TopicKind = "topic"
    decks: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()


class Section(Struct, frozen=True):
    """Topics that belong together."""

    title: str
    topics: tuple[Topic, ...]


class Phase(Struct, frozen=True):
    """A stage of a roadmap."""

    title: str
    sections: tuple[Section, ...]


class Roadmap(Struct, frozen=True):
    """What to learn, in which order, and which decks teach it."""

    id: str
    title: str
    phases: tuple[Phase, ...]
