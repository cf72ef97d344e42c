"""Merging what comes from outside into a deck that may have come before: three-way, question by question.

A question is known again by its key in the source, or where there is none by its wording, its id, or at last by how
much it resembles what stands in its place. What the learner edited since is his; what changed in the source is new.
Whoever did not change gives way to who did; where both did, `Rule` decides. What the learner took out of a deck stays
out, unless all of the deck went: then it is wanted again.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Literal, TypeAlias

from msgspec import Struct, field
from msgspec.json import Encoder
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from quizzer_decks.fields import MAX_ID
from quizzer_decks.formats.foreign import Foreign
from quizzer_decks.model import Kind, Question
from quizzer_decks.question_json import question_to_json
from quizzer_decks.slugs import latin_slug

Rule: TypeAlias = Literal["keep", "theirs", "newer"]
"""Where learner and source both changed a question: the learner's stays, the source's comes, or the later one."""

_ALIKE = 75.0
"""How much two wordings must have in common, of 100, to be one question edited."""

_COMPARED = 1_000_000
"""Pairs of wordings that are compared in a merge, some seconds; a question at least with `_FEWEST`."""
_FEWEST = 50

_ENCODER = Encoder(order="deterministic")
_HOLE = re.compile(r"\{\{(?:c\d+::)?(.*?)(?:::.*?)?\}\}", re.DOTALL)


class Origin(Struct, frozen=True, gc=False):
    """What is remembered of a question that was taken in."""

    key: str
    """Its key in the source; empty where the format has none."""
    digest: str
    """Of the question as it came, to tell an edit on either side."""


class Conflict(Struct, frozen=True):
    """A question that learner and source both changed."""

    id: str
    taken: Literal["yours", "theirs"]


class Merged(Struct, frozen=True):
    """What becomes of a deck."""

    questions: tuple[Question, ...]
    origins: Mapping[str, Origin]
    """By question id."""
    ids: tuple[str, ...]
    """Of the incoming questions, in their order; empty for those that stay removed."""
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Took the source's wording."""
    kept: tuple[str, ...] = ()
    """Have the learner's own wording, which the source did not change."""
    conflicts: tuple[Conflict, ...] = ()
    gone: tuple[str, ...] = ()
    """Came from the source once, and are in it no more; they stay in the deck."""
    removed: tuple[str, ...] = ()
    """Came once, were taken out of the deck by the learner, and stay out."""

    @property
    def differs(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.new or self.changed)


class Standing(Struct, frozen=True):
    """A deck as it stands, and what is remembered of where its questions came from."""

    questions: tuple[Question, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    modified_ms: int = 0
    """When its file was last changed."""

    @property
    def removed(self) -> frozenset[str]:
        """The ids of questions that came once and were taken out since; none where the whole deck went."""
        here = {question.id for question in self.questions}
        return frozenset(self.origins.keys() - here) if here else frozenset()


def merge(standing: Standing, incoming: Sequence[Foreign], rule: Rule = "keep", source_ms: int = 0) -> Merged:
    """Merge questions from outside into a deck. `source_ms` tells when the source changed, where no question does."""
    merging = Merging(standing, incoming, rule, source_ms)
    deque(merging.fresh(), maxlen=0)
    return merging.merged()


class Merging:
    """A deck while questions from outside come into it."""

    def __init__(self, standing: Standing, incoming: Sequence[Foreign], rule: Rule, source_ms: int) -> None:
        self._standing = standing
        self._incoming = incoming
        self._rule = rule
        self._source_ms = source_ms
        self._questions = {question.id: question for question in standing.questions}
        self._origins = dict(standing.origins)
        self._removed = standing.removed
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._told: dict[str, list[str]] = {"new": [], "theirs": [], "yours": [], "same": [], "removed": []}
        self._conflicts: list[Conflict] = []

    def fresh(self) -> Iterator[Question]:
        """Merge one question after the other, and yield those that come into the deck."""
        for foreign, partner in zip(self._incoming, _partners(self._standing, self._incoming), strict=True):
            if self._add(foreign, partner) == "new":
                yield self._questions[self._ids[-1]]

    def _add(self, foreign: Foreign, partner: str | None) -> str:
        """Take a question in, as another version of its partner where it has one; return what became of it."""
        question = foreign.question
        digest = digest_of(question)
        id_ = partner or self._free(question.id or id_of(question))
        outcome = "new" if partner is None else self._decided(id_, foreign, digest)
        if outcome:
            self._told[outcome].append(id_)
        if outcome == "removed":
            self._ids.append("")
            return outcome
        if outcome in ("new", "theirs"):
            self._questions[id_] = replace(question, id=id_)
        self._origins[id_] = Origin(foreign.key, digest)
        self._ids.append(id_)
        return outcome

    def _free(self, wanted: str) -> str:
        """Return an id that is not taken, with a number where it is."""
        if wanted not in self._questions and wanted not in self._removed:
            return wanted
        id_, number = wanted, self._numbers.get(wanted, 1)
        while id_ in self._questions or id_ in self._removed:
            number += 1
            id_ = f"{wanted[: MAX_ID - 12]}-{number}"
        self._numbers[wanted] = number
        return id_

    def _decided(self, id_: str, foreign: Foreign, theirs: str) -> str:
        """Return whose wording stands; empty where both changed it and it stays the learner's."""
        origin = self._standing.origins.get(id_)
        if id_ not in self._questions:
            changed = origin is not None and not is_as_it_came(foreign.question, origin)
            back = self._rule == "theirs" or (self._rule == "newer" and changed and self._is_later(foreign))
            return "new" if back else "removed"
        own = digest_of(self._questions[id_])
        if own == theirs:
            return "same"
        if origin is not None and is_as_it_came(foreign.question, origin):
            return "yours"
        if origin is not None and is_as_it_came(self._questions[id_], origin):
            return "theirs"
        taken = self._rule == "theirs" or (self._rule == "newer" and self._is_later(foreign))
        self._conflicts.append(Conflict(id_, "theirs" if taken else "yours"))
        return "theirs" if taken else ""

    def _is_later(self, foreign: Foreign) -> bool:
        """Tell whether the source changed after the deck's file."""
        at = self._source_ms if foreign.modified_ms is None else foreign.modified_ms
        return at > self._standing.modified_ms

    def merged(self) -> Merged:
        """Return what became of the deck, once all came."""
        present = set(self._ids)
        return Merged(
            questions=tuple(self._questions.values()),
            origins=self._origins,
            ids=tuple(self._ids),
            new=tuple(self._told["new"]),
            changed=tuple(self._told["theirs"]),
            kept=tuple(self._told["yours"]),
            conflicts=tuple(self._conflicts),
            gone=tuple(id_ for id_ in self._standing.origins if id_ not in present and id_ in self._questions),
            removed=tuple(self._told["removed"]),
        )


def digest_of(question: Question) -> str:
    """Return a digest of all that a question says, its id and place left out."""
    if question.id or question.line:
        question = replace(question, id="", line=0)
    content = _ENCODER.encode(question)
    return blake2b(content, digest_size=12).hexdigest()


def is_as_it_came(question: Question, origin: Origin) -> bool:
    """Tell whether a question says what it said when it came; the first versions made digests of another JSON."""
    if origin.digest == digest_of(question):
        return True
    content = json.dumps(question_to_json(replace(question, id="", line=0)), sort_keys=True)
    return origin.digest == blake2b(content.encode(), digest_size=12).hexdigest()


def asked(question: Question) -> str:
    """Return the words by which two versions of a question are compared."""
    body = question.body
    return body.text if body.kind == "cloze" else f"{body.ask}\n{body.code}" if body.kind == "output" else body.ask


def id_of(question: Question) -> str:
    """Return an id made of a question's first words, of a digest where they are in no Latin letters."""
    words = asked(question)
    if "{{" in words:
        words = _HOLE.sub(r" \1 ", words)
    words = words.replace("$", " ").replace("`", " ")
    return latin_slug(" ".join(words.split(None, 8)[:8])) or "q-" + digest_of(question)[:8]


def _partners(standing: Standing, incoming: Sequence[Foreign]) -> list[str | None]:
    """Return for each incoming question the id it has or had in the deck; None for a new one."""
    if not standing.questions:
        return [None] * len(incoming)
    free = {question.id: question for question in standing.questions}
    removed = standing.removed
    open_ = {*free, *removed}
    by_key = {origin.key: id_ for id_, origin in standing.origins.items() if origin.key}
    keyed = {id_ for id_, origin in standing.origins.items() if origin.key}
    by_digest: dict[str, list[str]] = {}
    for id_, question in free.items():
        if id_ not in keyed:
            by_digest.setdefault(digest_of(question), []).append(id_)
    for id_, origin in standing.origins.items():
        if not origin.key:
            by_digest.setdefault(origin.digest, []).append(id_)
    found: list[str | None] = []
    for foreign in incoming:
        partner = by_key.get(foreign.key) if foreign.key else None
        if partner is None and by_digest:
            same = by_digest.get(digest_of(foreign.question), [])
            while same and partner not in open_:
                partner = same.pop(0)
        found.append(partner if partner in open_ else None)
        open_.discard(partner or "")
    left = open_ - keyed
    lost = [index for index, id_ in enumerate(found) if id_ is None] if left else []
    for index in lost:
        id_ = incoming[index].question.id
        found[index] = id_ if id_ in left else None
        left.discard(id_)
    edited = [index for index in lost if found[index] is None and not incoming[index].key]
    alike = _Alike({id_: question for id_, question in free.items() if id_ in left}, len(edited))
    for index in edited:
        found[index] = alike.taken(incoming[index].question, index / len(incoming))
    return found


class _Alike:
    """Questions of a deck that nothing names, to be found by their wording, each once."""

    def __init__(self, questions: Mapping[str, Question], wanted: int) -> None:
        self._ids: dict[Kind, list[str]] = {}
        self._wordings: dict[Kind, list[str | None]] = {}
        for id_, question in questions.items():
            self._ids.setdefault(question.kind, []).append(id_)
            self._wordings.setdefault(question.kind, []).append(asked(question))
        self._most = max(_FEWEST, _COMPARED // max(1, wanted))

    def taken(self, question: Question, place: float) -> str | None:
        """Return the one of which a question is another version; of very many only those near its place, 0 to 1."""
        wordings = self._wordings.get(question.kind, [])
        first = max(0, min(int(place * len(wordings)) - self._most // 2, len(wordings) - self._most))
        near = wordings[first : first + self._most]
        best = process.extractOne(asked(question), near, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best is None:
            return None
        wordings[first + best[2]] = None
        return self._ids[question.kind][first + best[2]]
