"""What importing a roadmap would come to: each topic with the decks that teach it, and what the learner decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizzer_decks.matching.values import GAP, Match
from quizzer_decks.model import Phase, Problem, Roadmap, Section, Topic

Place: TypeAlias = tuple[str, str, str]
"""Phase, section and title of a topic."""

State: TypeAlias = Literal["linked", "doubtful", "gap", "task"]


class Entry(Struct, frozen=True):
    """A topic or task of the roadmap to be imported."""

    topic: Topic
    """With the decks that it will be linked to."""
    phase: str
    section: str
    path: str
    """As a tick names it."""
    line: int = 0
    """In the file it came from; 0 where that has none."""
    done: bool = False
    """Ticked in the file."""
    match: Match = GAP
    decided: bool = False
    """Whether its decks are the learner's own choice, now or at an earlier import."""

    @property
    def state(self) -> State:
        """What becomes of it; a doubtful one is left without decks until it is answered."""
        if self.topic.kind == "task":
            return "task"
        if self.topic.decks:
            return "linked"
        return "doubtful" if self.match.verdict == "doubtful" and not self.decided else "gap"


class Changes(Struct, frozen=True):
    """What is different from the roadmap of that id that is there already, by title."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    relinked: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.relinked)


class Preview(Struct, frozen=True):
    """A roadmap as it would be imported."""

    id: str
    title: str
    source: str
    """Name of the file or folder it comes from."""
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    known: Roadmap | None = None
    """The learner's own roadmap of that id, which would be updated."""
    same_as: str = ""
    """Id of a roadmap that has the same topics already."""

    def of(self, state: State) -> tuple[Entry, ...]:
        """Return the entries of which that becomes."""
        return tuple(entry for entry in self.entries if entry.state == state)

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return sum(entry.topic.kind == "topic" for entry in self.entries)

    def answered(self, answers: Mapping[str, bool]) -> Preview:
        """Return it with doubtful entries answered, by path: yes links the candidates, no leaves a gap."""
        entries = []
        for entry in self.entries:
            if entry.path in answers and entry.match.verdict == "doubtful":
                decks = entry.match.decks if answers[entry.path] else ()
                entry = replace(entry, topic=replace(entry.topic, decks=decks), decided=True)
            entries.append(entry)
        return replace(self, entries=tuple(entries))

    def roadmap(self) -> Roadmap:
        """Return the roadmap to be kept."""
        return build(self.id, self.title, self.entries)

    def changes(self) -> Changes:
        """Return what is different from the roadmap that is there."""
        before = topics_by_place(self.known) if self.known else {}
        after = topics_by_place(self.roadmap())
        return Changes(
            tuple(topic.title for place, topic in after.items() if place not in before),
            tuple(topic.title for place, topic in before.items() if place not in after),
            tuple(t.title for place, t in after.items() if place in before and before[place].decks != t.decks),
        )


def build(roadmap_id: str, title: str, entries: Sequence[Entry]) -> Roadmap:
    """Return the roadmap that entries make, in their order."""
    phases: dict[str, dict[str, list[Topic]]] = {}
    for entry in entries:
        phases.setdefault(entry.phase, {}).setdefault(entry.section, []).append(entry.topic)
    return Roadmap(
        roadmap_id,
        title,
        tuple(
            Phase(phase, tuple(Section(section, tuple(topics)) for section, topics in sections.items()))
            for phase, sections in phases.items()
        ),
    )


def topics_by_place(roadmap: Roadmap) -> dict[Place, Topic]:
    """Return the topics and tasks of a roadmap by their phase, section and title."""
    return {
        (phase.title, section.title, topic.title): topic
        for phase in roadmap.phases
        for section in phase.sections
        for topic in section.topics
    }
