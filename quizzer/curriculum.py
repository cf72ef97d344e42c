"""Roadmap x decks x memory: what is known of each topic today, and in which order new cards come.

Mastery of a set of decks is the expected number of their cards that would be recalled today, as a share of all their
cards; an unseen card counts as zero. Coverage is the share that was ever introduced. A section, phase or roadmap is the
union of its topics' decks, so a deck that two topics share counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from quizzer.store.records import DeckDue, DeckMemory, DeckOutline
from quizzer.tree import SEPARATOR as SEPARATOR
from quizzer.tree import DeckStanding as DeckStanding
from quizzer.tree import Node as Node
from quizzer.tree import NodeKind as NodeKind
from quizzer.tree import above, deck_node, grown, outlined, renewed
from quizzer_decks.model import Roadmap

if TYPE_CHECKING:
    from datetime import date

    from quizzer.outlook import Outlook
    from quizzer.store.store import Store

TICK = "tick"
"""Kind of the facts that tick a topic or task of a roadmap; their subject is the node's path."""

_ELSEWHERE = "elsewhere"


class Curriculum(Struct, frozen=True):
    """The roadmaps with today's standings."""

    roadmaps: tuple[Roadmap, ...]
    standings: Mapping[str, DeckStanding]
    ticks: frozenset[str] = field(default_factory=frozenset)
    """Paths of topics and tasks ticked by hand."""
    outlook: Outlook | None = None
    """When what is known will have faded; None where nobody looked."""
    grown: dict[tuple[str, str], Node] = field(default_factory=dict)
    """Trees that were asked for, to be asked for again."""

    def tree(self, roadmap_id: str) -> Node | None:
        """Return a roadmap with everything known of it; None when there is no such roadmap."""
        roadmap = self.roadmap(roadmap_id)
        if roadmap is None:
            return None
        return self._once("tree", roadmap_id, lambda: grown(roadmap, self.standings, self.ticks))

    def outline(self, roadmap_id: str) -> Node | None:
        """Return the tree with sections whose titles begin alike (`A › B`, `A › C`) under a common node (`A`)."""
        root = self.tree(roadmap_id)
        if root is None:
            return None
        return self._once("outline", roadmap_id, lambda: outlined(root, self.standings))

    def elsewhere(self) -> Node:
        """Return the decks that are on no roadmap, as one section of deck nodes."""
        return self._once(_ELSEWHERE, "", self._elsewhere)

    def _elsewhere(self) -> Node:
        placed = {deck for roadmap in self.roadmaps for deck in decks_of(roadmap)}
        others = [deck for deck in self.standings.values() if deck.id not in placed]
        nodes = [deck_node(deck) for deck in sorted(others, key=lambda deck: (deck.title.casefold(), deck.id))]
        return above("section", "decks", "Decks on no roadmap", nodes, self.standings)

    def _once(self, what: str, roadmap_id: str, grow: Callable[[], Node]) -> Node:
        place = (what, roadmap_id)
        if place not in self.grown:
            self.grown[place] = grow()
        return self.grown[place]

    def after(self, changed: Mapping[str, DeckStanding], outlook: Outlook | None) -> Curriculum:
        """Return the curriculum after answers to some decks, given by id: of its trees only what holds them is new."""
        standings = {**self.standings, **changed}
        each = {id(tree): tree for tree in self.grown.values()}  # a tree may be its own outline
        after = {key: renewed(tree, standings, changed) for key, tree in each.items()}
        trees = {place: after[id(tree)] for place, tree in self.grown.items()}
        return Curriculum(self.roadmaps, standings, self.ticks, outlook, trees)

    def at_risk(self, node: Node) -> date | None:
        """Return the study day on which the mean recall of what was seen falls below what is desired; see `Outlook`."""
        return None if self.outlook is None else self.outlook.at_risk(node.decks)

    def desired(self, node: Node) -> float | None:
        """Return the desired retention of what was seen of a place, on average; None where nobody looked."""
        return None if self.outlook is None else self.outlook.wanted(node.decks)

    def roadmap(self, roadmap_id: str) -> Roadmap | None:
        """Return the roadmap with that id."""
        return next((r for r in self.roadmaps if r.id == roadmap_id), None)

    def order(self, roadmap_id: str) -> list[str]:
        """Return all deck ids as new cards come: this roadmap's, what they need, other roadmaps', the rest by id."""
        roadmaps = sorted(self.roadmaps, key=lambda r: r.id != roadmap_id)
        placed = dict.fromkeys(d for r in roadmaps[:1] for d in decks_of(r) if d in self.standings)
        placed |= dict.fromkeys(self._needed(placed))
        placed |= dict.fromkeys(d for r in roadmaps[1:] for d in decks_of(r) if d in self.standings)
        return [*placed, *sorted(d for d in self.standings if d not in placed)]

    def _needed(self, decks: Iterable[str]) -> list[str]:
        """Return what some decks need, near or far, the farthest first, without these themselves."""
        found = dict.fromkeys(decks)
        given = len(found)
        waiting = list(found)
        for deck in waiting:
            fresh = [need for need in self.standings[deck].needs if need in self.standings and need not in found]
            found |= dict.fromkeys(fresh)
            waiting += fresh
        return list(found)[given:][::-1]

    def place(self, deck_id: str, roadmap_id: str) -> str:
        """Return the section in which a deck is first taught, of this roadmap before any other; empty for none."""
        for roadmap in sorted(self.roadmaps, key=lambda r: r.id != roadmap_id):
            for phase in roadmap.phases:
                for section in phase.sections:
                    if any(deck_id in topic.decks for topic in section.topics):
                        return section.title
        return ""

    def missing(self, deck_id: str, threshold: float) -> tuple[str, ...]:
        """Return the needed decks whose mastery is below the threshold; one without cards to learn counts as met."""
        own = self.standings.get(deck_id)
        if own is None or not own.needs:
            return ()
        needed = (self.standings.get(need) for need in own.needs)
        return tuple(n.id for n in needed if n and n is not own and n.cards and n.mastery < threshold)


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


def enough_to_deal(store: Store, roadmaps: tuple[Roadmap, ...], day: date, decay: float) -> Curriculum:
    """Return the roadmaps and decks, with what is known on a study day of those alone that others need."""
    outlines = store.decks.outlines(counted=False)
    needs = {need for deck in outlines for need in deck.needs}
    wanted = [deck.key for deck in outlines if deck.id in needs]
    return Curriculum(roadmaps, standings_of(outlines, store.progress.deck_memory(day, decay, wanted), ()))


def decks_of(roadmap: Roadmap) -> Iterator[str]:
    """Yield a roadmap's deck ids in the order of its topics, each place where it stands."""
    for phase in roadmap.phases:
        for section in phase.sections:
            for topic in section.topics:
                yield from topic.decks
