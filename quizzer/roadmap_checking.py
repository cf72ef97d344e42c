"""What is missing or wrong between roadmaps, decks and cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from msgspec import Struct

from quizzer.curriculum import decks_of
from quizzer.errors import LibraryError
from quizzer.roadmap_preview import topics_by_place
from quizzer.roadmap_shelf import own_folder
from quizzer.roadmaps import read_roadmaps
from quizzer_decks.model import Problem, Roadmap

if TYPE_CHECKING:
    from quizzer.workspace import Workspace


class Untaught(Struct, frozen=True):
    """A topic without a deck."""

    roadmap: str
    phase: str
    section: str
    title: str


class Lost(Struct, frozen=True):
    """A deck that a roadmap names and nobody has."""

    roadmap: str
    title: str
    deck: str


class Findings(Struct, frozen=True):
    """What a check found."""

    untaught: tuple[Untaught, ...]
    unplaced: tuple[str, ...]
    """Decks on no roadmap; none are looked for where one roadmap was asked about."""
    one_kind: tuple[tuple[str, str], ...]
    """Decks whose questions are all of one kind, with that kind."""
    unmet: tuple[tuple[str, str], ...]
    """Decks with a need that no deck teaches: it counts as met."""
    cycles: tuple[tuple[str, ...], ...]
    """Decks that need each other in a circle, in its order."""
    lost: tuple[Lost, ...]
    orphans: tuple[str, ...]
    """Cards with a history whose question is gone."""
    unreadable: tuple[Problem, ...] = ()
    """What is wrong with files of roadmaps that cannot be read."""

    @property
    def wrong(self) -> bool:
        """Whether something has to be put right, rather than only being incomplete."""
        return bool(self.cycles or self.lost or self.unreadable)


def check_roadmaps(workspace: Workspace, roadmap_id: str | None) -> Findings:
    """Return what is missing or wrong with all roadmaps, or with one and its decks. LibraryError for an unknown one."""
    roadmaps = [known for known in workspace.roadmaps if roadmap_id in (None, known.id)]
    if not roadmaps and roadmap_id is not None:
        known = ", ".join(roadmap.id for roadmap in workspace.roadmaps)
        raise LibraryError(f"There is no roadmap {roadmap_id!r}. There are: {known}.")
    decks = workspace.store.decks.decks()
    ids = {deck.id for deck in decks}
    placed = {deck for roadmap in roadmaps for deck in decks_of(roadmap)}
    meant = [deck for deck in decks if roadmap_id is None or deck.id in placed]
    needs = {deck.id: deck.needs for deck in meant}
    return Findings(
        untaught=tuple(_untaught(roadmaps, ids)),
        unplaced=tuple(sorted(ids - placed)) if roadmap_id is None else (),
        one_kind=tuple((d.id, next(iter(d.kinds))) for d in meant if len(d.kinds) == 1 and d.questions > 1),
        unmet=tuple((deck, need) for deck, wanted in needs.items() for need in wanted if need not in ids),
        cycles=tuple(cycles(needs)),
        lost=tuple(_lost(roadmaps, ids)),
        orphans=tuple(card.id for card in workspace.store.cards.orphans()) if roadmap_id is None else (),
        unreadable=unreadable(workspace) if roadmap_id is None else (),
    )


def unreadable(workspace: Workspace) -> tuple[Problem, ...]:
    """Return what is wrong with files of roadmaps that cannot be read, wholly or in part."""
    return read_roadmaps(own_folder(workspace))[1]


def cycles(needs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Yield circles of needs, each from its first deck on, until none is left once a need of each is left out."""
    left = {deck: set(wanted) for deck, wanted in needs.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1][:0:-1]  # told from what is needed to what needs it, its first deck at both ends
            first = circle.index(min(circle))
            yield (*circle[first:], *circle[:first])
            left[circle[0]].discard(circle[1 % len(circle)])
        else:
            return


def _untaught(roadmaps: Iterable[Roadmap], ids: set[str]) -> Iterator[Untaught]:
    for roadmap in roadmaps:
        for (phase, section, title), topic in topics_by_place(roadmap).items():
            if topic.kind == "topic" and ids.isdisjoint(topic.decks):
                yield Untaught(roadmap.id, phase, section, title)


def _lost(roadmaps: Iterable[Roadmap], ids: set[str]) -> Iterator[Lost]:
    for roadmap in roadmaps:
        for topic in topics_by_place(roadmap).values():
            yield from (Lost(roadmap.id, topic.title, deck) for deck in topic.decks if deck not in ids)
