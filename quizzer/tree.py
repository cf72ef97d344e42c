"""The tree of what there is to learn: a roadmap, its phases, sections and topics, each with what is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter, is_
from typing import Literal, TypeAlias, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from quizzer_decks.model import Phase, Resource, Roadmap, Section, Topic

SEPARATOR = " › "
"""Between the parts of a section's title."""

NodeKind: TypeAlias = Literal["roadmap", "phase", "section", "topic", "task", "deck"]

_WORDS = re.compile(r"\w+").findall
_FIGURES = ("questions", "cards", "introduced", "recalled", "mature", "due", "learning", "new")
Figures: TypeAlias = tuple[int, int, int, float, int, int, int, int]
_figures = cast("Callable[[DeckStanding], Figures]", attrgetter(*_FIGURES))
_NOTHING: Figures = (0, 0, 0, 0.0, 0, 0, 0, 0)
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
    """Return a tree with sections whose titles begin alike (`A › B`, `A › C`) under a common node (`A`).

    Where none do, it is the same tree.
    """
    phases = []
    for phase in root.children:
        sections = _grouped(phase.path, list(phase.children), 0, standings)
        same = _all_same(sections, phase.children)
        phases.append(phase if same else above("phase", phase.path, phase.title, sections, standings))
    return root if _all_same(phases, root.children) else above("roadmap", root.path, root.title, phases, standings)


def renewed(node: Node, standings: Mapping[str, DeckStanding], changed: Collection[str]) -> Node:
    """Return a tree in which the figures of what has one of the changed decks are counted again."""
    wanted = frozenset(changed)
    if wanted.isdisjoint(node.decks):
        return node
    children = tuple([renewed(child, standings, wanted) for child in node.children])
    return replace(node, children=children, **dict(zip(_FIGURES, _sums(node.decks, standings), strict=True)))


def same_places(one: Node, other: Node) -> bool:
    """Tell whether two trees differ in figures at most; what was not counted again is not looked at."""
    return one is other or (
        one.path == other.path
        and len(one.children) == len(other.children)
        and all(map(same_places, one.children, other.children))
    )


def changed_since(before: Node, now: Node) -> Iterator[Node]:
    """Yield the nodes that were counted again, of two trees of the same places."""
    if now is not before:
        yield now
        for one, other in zip(before.children, now.children, strict=True):
            yield from changed_since(one, other)


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
        *_sums(decks, standings),
        topics=sum([child.topics for child in children]),
        taught=sum([child.taught for child in children]),
        ticks=sum([child.ticks for child in children]),
        tasks=sum([child.tasks for child in children]),
    )


def deck_node(deck: DeckStanding) -> Node:
    """Return a deck as a node of its own."""
    return Node("deck", f"deck:{deck.id}", deck.title, (deck.id,), (), *_figures(deck))


def _leaf(path: str, topic: Topic, standings: Mapping[str, DeckStanding], ticks: Collection[str]) -> Node:
    decks = tuple([deck for deck in topic.decks if deck in standings])
    taught = topic.kind == "topic"
    return Node(
        topic.kind,
        path,
        topic.title,
        decks,
        (),
        *_sums(decks, standings),
        int(taught),
        int(taught and bool(decks)),
        int(path in ticks),
        int(not taught),
        topic.resources,
    )


def _sums(decks: Sequence[str], standings: Mapping[str, DeckStanding]) -> Figures:
    """Return what is known of some decks together, in the order of `_FIGURES`."""
    if len(decks) == 1:
        return _figures(standings[decks[0]])
    columns = zip(*[_figures(standings[deck]) for deck in decks], strict=True)
    return cast("Figures", tuple(map(sum, columns))) or _NOTHING


def _all_same(some: Sequence[Node], others: Sequence[Node]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def _grouped(path: str, sections: list[Node], depth: int, standings: Mapping[str, DeckStanding]) -> list[Node]:
    """Nest sections by the parts of their titles from `depth` on; one alone keeps the rest as its title."""
    nested: list[Node] = []
    for title, group in groupby(sections, key=lambda s: s.title.split(SEPARATOR)[: depth + 1]):
        members = list(group)
        rest = [member for member in members if len(member.title.split(SEPARATOR)) > depth + 1]
        if len(members) == 1:
            name = SEPARATOR.join(members[0].title.split(SEPARATOR)[depth:])
            nested.append(members[0] if name == members[0].title else replace(members[0], title=name))
            continue
        own = [topic for member in members if member not in rest for topic in member.children]
        below = [*own, *_grouped(path, rest, depth + 1, standings)]
        nested.append(above("section", f"{path}/{SEPARATOR.join(title)}", title[-1], below, standings))
    return nested


def _placed(base: str, things: Iterable[_Titled]) -> Iterator[tuple[str, _Titled]]:
    """Yield each phase, section or topic with its path, made of titles: what is inserted before it moves no tick."""
    seen: dict[str, int] = {}
    for thing in things:
        name = "-".join(_WORDS(thing.title.casefold()))
        seen[name] = number = seen.get(name, 0) + 1
        yield f"{base}/{name}" if number == 1 else f"{base}/{name}-{number}", thing
