"""The tree of what there is to learn: a roadmap, its phases, sections and topics, each with what is known of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from quizzer_decks.model import Phase, Resource, Roadmap, Section, Topic

SEPARATOR = " › "
"""Between the parts of a section's title."""

NodeKind: TypeAlias = Literal["roadmap", "phase", "section", "topic", "task", "deck"]

_BETWEEN_WORDS = re.compile(r"\W+")
_FIGURES = ("questions", "cards", "introduced", "recalled", "mature", "due", "learning", "new")
_figures: Callable[[object], tuple[float, ...]] = attrgetter(*_FIGURES)
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
    ticks: int = 0
    """Topics and tasks below, itself included, that were ticked by hand; a tick never counts as memory."""
    tasks: int = 0
    """Tasks below (or 1 for a task)."""
    resources: tuple[Resource, ...] = ()
    """What to learn a topic from."""

    @property
    def ticked(self) -> bool:
        """Whether a topic or task is marked as done by hand."""
        return self.ticks > 0 and self.kind in ("topic", "task")

    @property
    def mastery(self) -> float | None:
        """Share of the cards that would be recalled today, from 0 to 1; None where there are none."""
        return self.recalled / self.cards if self.cards else None

    @property
    def coverage(self) -> float | None:
        """Share of the cards ever introduced, from 0 to 1; None where there are none."""
        return self.introduced / self.cards if self.cards else None

    @property
    def matured(self) -> float | None:
        """Share of the cards with an interval of 21 days or more, from 0 to 1; None where there are none."""
        return self.mature / self.cards if self.cards else None

    @property
    def recall(self) -> float | None:
        """Mean recall of the cards that were introduced, from 0 to 1; None where none was."""
        return self.recalled / self.introduced if self.introduced else None

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.children[::-1])


def grown(roadmap: Roadmap, standings: Mapping[str, DeckStanding], ticks: Collection[str]) -> Node:
    """Return the tree of a roadmap; `standings` by deck id, `ticks` the paths ticked by hand."""
    phases = []
    for place, phase in _placed(roadmap.id, roadmap.phases):
        sections = []
        for base, section in _placed(place, phase.sections):
            topics = [_leaf(path, topic, standings, ticks) for path, topic in _placed(base, section.topics)]
            sections.append(above("section", base, section.title, topics, standings))
        phases.append(above("phase", place, phase.title, sections, standings))
    return above("roadmap", roadmap.id, roadmap.title, phases, standings)


def outlined(root: Node, standings: Mapping[str, DeckStanding]) -> Node:
    """Return a tree with sections whose titles begin alike (`A › B`, `A › C`) under a common node (`A`)."""
    phases = [
        above("phase", phase.path, phase.title, _grouped(phase.path, list(phase.children), 0, standings), standings)
        for phase in root.children
    ]
    return above("roadmap", root.path, root.title, phases, standings)


def renewed(node: Node, standings: Mapping[str, DeckStanding], changed: Collection[str]) -> Node:
    """Return a tree in which the figures of what has one of the changed decks are counted again."""
    wanted = frozenset(changed)
    if wanted.isdisjoint(node.decks):
        return node
    children = tuple([renewed(child, standings, wanted) for child in node.children])
    return replace(node, children=children, **_sums(node.decks, standings))


def above(
    kind: NodeKind, path: str, title: str, children: Sequence[Node], standings: Mapping[str, DeckStanding]
) -> Node:
    """Return the node over some others: its decks are theirs, each once."""
    decks = tuple(dict.fromkeys([deck for child in children for deck in child.decks]))
    return Node(
        kind,
        path,
        title,
        decks,
        tuple(children),
        **_sums(decks, standings),
        topics=sum([child.topics for child in children]),
        taught=sum([child.taught for child in children]),
        ticks=sum([child.ticks for child in children]),
        tasks=sum([child.tasks for child in children]),
    )


def deck_node(deck: DeckStanding) -> Node:
    """Return a deck as a node of its own."""
    return Node("deck", f"deck:{deck.id}", deck.title, (deck.id,), **_sums((deck.id,), {deck.id: deck}))


def _leaf(path: str, topic: Topic, standings: Mapping[str, DeckStanding], ticks: Collection[str]) -> Node:
    decks = tuple([deck for deck in topic.decks if deck in standings])
    taught = topic.kind == "topic"
    return Node(
        topic.kind,
        path,
        topic.title,
        decks,
        **_sums(decks, standings),
        topics=int(taught),
        taught=int(taught and bool(decks)),
        ticks=int(path in ticks),
        tasks=int(not taught),
        resources=topic.resources,
    )


def _sums(decks: Sequence[str], standings: Mapping[str, DeckStanding]) -> dict[str, Any]:
    if len(decks) == 1:
        return dict(zip(_FIGURES, _figures(standings[decks[0]]), strict=True))
    columns = zip(*[_figures(standings[deck]) for deck in decks], strict=True)
    return dict(zip(_FIGURES, map(sum, columns), strict=False))


def _grouped(path: str, sections: list[Node], depth: int, standings: Mapping[str, DeckStanding]) -> list[Node]:
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
        below = [*own, *_grouped(path, rest, depth + 1, standings)]
        nested.append(above("section", f"{path}/{SEPARATOR.join(title)}", title[-1], below, standings))
    return nested


def _placed(base: str, things: Iterable[_Titled]) -> Iterator[tuple[str, _Titled]]:
    """Yield each phase, section or topic with its path, made of titles: what is inserted before it moves no tick."""
    seen: Counter[str] = Counter()
    for thing in things:
        name = _BETWEEN_WORDS.sub("-", thing.title.casefold()).strip("-")
        seen[name] += 1
        yield f"{base}/{name}" if seen[name] == 1 else f"{base}/{name}-{seen[name]}", thing
