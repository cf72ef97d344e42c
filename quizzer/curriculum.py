"""Roadmap x decks x memory: what is known of each topic today, and in which order new cards come.

Mastery of a set of decks is the expected number of their cards that would be recalled today, as a share of all their
cards; an unseen card counts as zero. Coverage is the share that was ever introduced. A section, phase or roadmap is the
union of its topics' decks, so a deck that two topics share counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from quizzer.store.records import DeckDue, DeckMemory, DeckOutline
from quizzer_decks.model import Phase, Roadmap, Section, Topic

SEPARATOR = " › "
"""Between the parts of a section's title."""

TICK = "tick"
"""Kind of the facts that tick a topic or task of a roadmap; their subject is the node's path."""

NodeKind: TypeAlias = Literal["roadmap", "phase", "section", "topic", "task", "deck"]

_Titled = TypeVar("_Titled", Phase, Section, Topic)


class DeckStanding(Struct, frozen=True):
    """What the store knows of one deck today."""

    id: str
    title: str
    covers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    key: int = 0
    """The deck's key in the store."""
    questions: int = 0
    cards: int = 0
    introduced: int = 0
    recalled: float = 0.0
    """Sum of retrievability over the cards: how many would be recalled now."""
    mature: int = 0
    """Cards with an interval of 21 days or more."""
    due: int = 0
    learning: int = 0
    new: int = 0
    """Cards never seen."""

    @property
    def mastery(self) -> float:
        """Expected recall over all cards, from 0 to 1."""
        return self.recalled / self.cards if self.cards else 0.0


class Node(Struct, frozen=True):
    """A place in the tree of what there is to learn, with what is known of it."""

    kind: NodeKind
    path: str
    """Unique in the tree and stable while titles are: `roadmap-id/phase/section/topic`, made of titles."""
    title: str
    decks: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    questions: int = 0
    cards: int = 0
    introduced: int = 0
    recalled: float = 0.0
    mature: int = 0
    due: int = 0
    learning: int = 0
    new: int = 0
    topics: int = 0
    """Topics below (or 1 for a topic) that are to be learnt."""
    taught: int = 0
    """How many of those have a deck."""
    ticked: bool = False
    """Marked as done by hand; never counts as memory."""

    @property
    def mastery(self) -> float | None:
        """Share of the cards that would be recalled today, from 0 to 1; None where there are none."""
        return self.recalled / self.cards if self.cards else None

    @property
    def coverage(self) -> float | None:
        """Share of the cards ever introduced, from 0 to 1; None where there are none."""
        return self.introduced / self.cards if self.cards else None

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Curriculum(Struct, frozen=True):
    """The roadmaps with today's standings."""

    roadmaps: tuple[Roadmap, ...]
    standings: Mapping[str, DeckStanding]
    ticks: frozenset[str] = field(default_factory=frozenset)
    """Paths of topics and tasks ticked by hand."""

    def tree(self, roadmap_id: str) -> Node | None:
        """Return a roadmap with everything known of it; None when there is no such roadmap."""
        roadmap = self.roadmap(roadmap_id)
        if roadmap is None:
            return None
        phases = []
        for place, phase in _placed(roadmap.id, roadmap.phases):
            sections = []
            for base, section in _placed(place, phase.sections):
                topics = [
                    self._node(topic.kind, path, topic.title, self._known(topic.decks))
                    for path, topic in _placed(base, section.topics)
                ]
                sections.append(self._above("section", base, section.title, topics))
            phases.append(self._above("phase", place, phase.title, sections))
        return self._above("roadmap", roadmap.id, roadmap.title, phases)

    def outline(self, roadmap_id: str) -> Node | None:
        """Return the tree with sections whose titles begin alike (`A › B`, `A › C`) under a common node (`A`)."""
        root = self.tree(roadmap_id)
        if root is None:
            return None
        phases = [
            self._above("phase", p.path, p.title, self._grouped(p.path, list(p.children), 0)) for p in root.children
        ]
        return self._above("roadmap", root.path, root.title, phases)

    def _grouped(self, path: str, sections: list[Node], depth: int) -> list[Node]:
        """Nest sections by the parts of their titles from `depth` on; one alone keeps the rest as its title."""
        nested: list[Node] = []
        for title, group in groupby(sections, key=lambda s: s.title.split(SEPARATOR)[: depth + 1]):
            members = list(group)
            rest = [member for member in members if len(member.title.split(SEPARATOR)) > depth + 1]
            if len(members) == 1:
                name = SEPARATOR.join(members[0].title.split(SEPARATOR)[depth:])
                nested.append(replace(members[0], title=name))
                continue
            own = [topic for member in members if member not in rest for topic in member.children]
            below = [*own, *self._grouped(path, rest, depth + 1)]
            nested.append(self._above("section", f"{path}/{SEPARATOR.join(title)}", title[-1], below))
        return nested

    def roadmap(self, roadmap_id: str) -> Roadmap | None:
        """Return the roadmap with that id."""
        return next((r for r in self.roadmaps if r.id == roadmap_id), None)

    def elsewhere(self) -> Node:
        """Return the decks that are on no roadmap, as one section of deck nodes."""
        placed = {deck for roadmap in self.roadmaps for deck in decks_of(roadmap)}
        nodes = [
            self._node("deck", f"deck:{deck.id}", deck.title, (deck.id,))
            for deck in sorted(self.standings.values(), key=lambda d: (d.title.casefold(), d.id))
            if deck.id not in placed
        ]
        return self._above("section", "decks", "Decks on no roadmap", nodes)

    def order(self, roadmap_id: str) -> list[str]:
        """Return all deck ids as new cards come: this roadmap's, then the other roadmaps', then the rest by id."""
        roadmaps = sorted(self.roadmaps, key=lambda r: r.id != roadmap_id)
        placed = dict.fromkeys(d for r in roadmaps for d in decks_of(r) if d in self.standings)
        return [*placed, *sorted(d for d in self.standings if d not in placed)]

    def place(self, deck_id: str, roadmap_id: str) -> str:
        """Return the section in which a deck is first taught, of this roadmap before any other; empty for none."""
        for roadmap in sorted(self.roadmaps, key=lambda r: r.id != roadmap_id):
            for phase in roadmap.phases:
                for section in phase.sections:
                    if any(deck_id in topic.decks for topic in section.topics):
                        return section.title
        return ""

    def missing(self, deck_id: str, threshold: float) -> tuple[str, ...]:
        """Return the needed decks whose mastery is below the threshold; a need that no deck teaches counts as met."""
        needs = self.standings[deck_id].needs if deck_id in self.standings else ()
        return tuple(n for n in needs if n in self.standings and n != deck_id and self.standings[n].mastery < threshold)

    def _known(self, decks: Iterable[str]) -> tuple[str, ...]:
        return tuple(deck for deck in decks if deck in self.standings)

    def _above(self, kind: NodeKind, path: str, title: str, children: Sequence[Node]) -> Node:
        decks = tuple(dict.fromkeys(deck for child in children for deck in child.decks))
        return self._node(kind, path, title, decks, tuple(children))

    def _node(
        self, kind: NodeKind, path: str, title: str, decks: tuple[str, ...], children: tuple[Node, ...] = ()
    ) -> Node:
        parts = [self.standings[deck] for deck in decks]
        topic = kind == "topic"
        return Node(
            kind=kind,
            path=path,
            title=title,
            decks=decks,
            children=children,
            questions=sum(d.questions for d in parts),
            cards=sum(d.cards for d in parts),
            introduced=sum(d.introduced for d in parts),
            recalled=sum(d.recalled for d in parts),
            mature=sum(d.mature for d in parts),
            due=sum(d.due for d in parts),
            learning=sum(d.learning for d in parts),
            new=sum(d.new for d in parts),
            topics=1 if topic else sum(child.topics for child in children),
            taught=int(bool(decks)) if topic else sum(child.taught for child in children),
            ticked=path in self.ticks,
        )


def standings_of(
    decks: Iterable[DeckOutline], memories: Iterable[DeckMemory], waiting: Iterable[DeckDue]
) -> dict[str, DeckStanding]:
    """Return what the store knows of each deck by deck id; where it was not asked, zero."""
    memory = {deck.deck_id: deck for deck in memories}
    due = {deck.deck_id: deck for deck in waiting}
    standings = {}
    for deck in decks:
        known, waits = memory.get(deck.id), due.get(deck.id)
        standings[deck.id] = DeckStanding(
            id=deck.id,
            title=deck.title,
            covers=deck.covers,
            needs=deck.needs,
            key=deck.key,
            questions=deck.questions,
            cards=known.cards if known else 0,
            introduced=known.introduced if known else 0,
            recalled=known.recall if known else 0.0,
            mature=known.mature if known else 0,
            due=waits.due if waits else 0,
            learning=waits.learning if waits else 0,
            new=waits.new if waits else 0,
        )
    return standings


def _placed(above: str, things: Iterable[_Titled]) -> Iterator[tuple[str, _Titled]]:
    """Yield each phase, section or topic with its path, made of titles: what is inserted before it moves no tick."""
    seen: Counter[str] = Counter()
    for thing in things:
        name = re.sub(r"\W+", "-", thing.title.casefold()).strip("-")
        seen[name] += 1
        yield f"{above}/{name}" + (f"-{seen[name]}" if seen[name] > 1 else ""), thing


def decks_of(roadmap: Roadmap) -> Iterator[str]:
    """Yield a roadmap's deck ids in the order of its topics, each place where it stands."""
    for phase in roadmap.phases:
        for section in phase.sections:
            for topic in section.topics:
                yield from topic.decks
