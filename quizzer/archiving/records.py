"""The lines of an archive as values. What each means is in `docs/archive.md`, which a test holds against this."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Raw, Struct
from msgspec.json import Decoder, Encoder

FORMAT = "quizzer-archive"
VERSION = 1
"""Counts up when a reader of the version before would misunderstand what is written."""

LONGEST_LINE = 16 << 20
"""Bytes. What is longer is no line of an archive: a piece of a file stays far below."""

PIECE = 1 << 20
"""Bytes of a file in one line."""

Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]
Number: TypeAlias = Annotated[int, Meta(ge=1, le=2**53)]
Small: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Version: TypeAlias = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Step: TypeAlias = Annotated[int, Meta(ge=0, le=1000)]
Minutes: TypeAlias = Annotated[int, Meta(ge=-1440, le=1440)]
Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
Rating: TypeAlias = Annotated[int, Meta(ge=1, le=4)]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=4096)]
Digest: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Stability: TypeAlias = Annotated[float, Meta(gt=0, le=1e9)]
Difficulty: TypeAlias = Annotated[float, Meta(ge=-1e3, le=1e3)]
Chance: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
StateName: TypeAlias = Literal["new", "learning", "review", "relearning"]
SideName: TypeAlias = Literal["", "before", "after"]


class _Line(Struct, frozen=True, tag_field="is", omit_defaults=True, forbid_unknown_fields=True):
    """A line; a field that is what it usually is is not written."""


class Head(_Line, frozen=True, tag="archive"):
    """The first line."""

    format: Literal["quizzer-archive"]
    version: Version
    program: str
    device: Name


class ParameterValues(Struct, frozen=True, forbid_unknown_fields=True):
    """What is in a parameter set; steps in milliseconds."""

    desired_retention: float
    learning_steps: tuple[Small, ...]
    relearning_steps: tuple[Small, ...]
    maximum_interval: Small
    fuzz: bool
    weights: tuple[float, ...] | None
    foreign: bool = False


class ParameterSet(_Line, frozen=True, tag="parameters"):
    """A parameter set of the scheduler."""

    version: Version
    values: Raw


class DeckName(_Line, frozen=True, tag="deck"):
    """A deck of which cards have a history, and whose file is not in the archive."""

    id: Name
    title: str
    bundled: bool


class ContentHead(_Line, frozen=True, tag="content"):
    """What is in a file, or in several; its pieces follow."""

    sha256: Digest
    bytes: Count
    pieces: Count


class Piece(_Line, frozen=True, tag="piece"):
    """Part of a content: text where it is UTF-8, else bytes."""

    text: str | None = None
    base64: bytes | None = None


class File(_Line, frozen=True, tag="file"):
    """A file of the learner's."""

    path: Name
    modified: Instant
    sha256: Digest


class ActionHead(_Line, frozen=True, tag="action"):
    """An action that wrote files beside the log; its files follow, as they were before and after it."""

    name: Name
    side: SideName
    files: Count


class Versions(_Line, frozen=True, tag="versions"):
    """A file of an action; None where there was none."""

    path: Name
    before: Digest | None = None
    after: Digest | None = None


class Device(_Line, frozen=True, tag="device"):
    """A device, before the first event that it wrote."""

    number: Number
    uid: Name


class _Event(_Line, frozen=True):
    """What all events have."""

    device: Number
    seq: Number
    at: Instant
    offset: Minutes
    day: date


class ReviewLine(_Event, frozen=True, tag="review", kw_only=True):
    """An answer."""

    group: Number | None = None
    card: Name
    rating: Rating
    mark: str = ""
    response: str = ""
    took_ms: Count
    state_before: StateName
    stability_before: Stability | None = None
    difficulty_before: Difficulty | None = None
    retrievability: Chance | None = None
    state_after: StateName
    step_after: Step | None = None
    stability_after: Stability
    difficulty_after: Difficulty
    interval_days: Small
    due_at: Instant
    parameters: Version


class ChangeLine(_Event, frozen=True, tag="change", kw_only=True):
    """Something done to a card other than answering it."""

    group: Number | None = None
    card: Name
    name: Literal["suspended", "buried_until", "flag", "forget", "due", "memory", "placed"]
    value: Raw
    stability: Stability | None = None
    difficulty: Difficulty | None = None
    parameters: Version | None = None


class FactLine(_Event, frozen=True, tag="fact", kw_only=True):
    """Something known beside the cards."""

    group: Number | None = None
    kind: str
    subject: str
    value: Raw


class UndoLine(_Event, frozen=True, tag="undo", kw_only=True):
    """An event of the same device taken back."""

    group: Number | None = None
    target: Number


class RedoLine(_Event, frozen=True, tag="redo", kw_only=True):
    """An event of the same device that was taken back, brought back."""

    group: Number | None = None
    target: Number


class End(_Line, frozen=True, tag="end"):
    """The last line."""

    events: Count
    sha256: Digest


EventLine: TypeAlias = ReviewLine | ChangeLine | FactLine | UndoLine | RedoLine
LogLine: TypeAlias = Device | EventLine
Line: TypeAlias = Head | ParameterSet | DeckName | ContentHead | Piece | File | ActionHead | Versions | LogLine | End
"""In the order in which they may come."""

decoder: Decoder[Line] = Decoder(Line)
encode = Encoder().encode
