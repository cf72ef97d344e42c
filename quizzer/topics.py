"""A roadmap as it is looked at: what is at risk when, what is closed, and what is behind each of its places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from time import sleep
from typing import TYPE_CHECKING

from msgspec import Struct

from quizzer.curriculum import Curriculum
from quizzer.errors import LibraryError
from quizzer.gating import Gates, gates_of
from quizzer.limits import PLACEMENT
from quizzer.store.records import BrowserRow
from quizzer.tree import DeckStanding, Node, changed_since, same_places

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

_HARDEST, _NAMED = 5, 3
_COMING = 40
"""Instants looked at for the next due day: learning steps of one day can be many."""
_POINTS, _FEW_POINTS = 40, 10
_MANY_CARDS = 10_000
_LEAST_AHEAD, _MOST_AHEAD = 30, 730
"""Days that a curve looks ahead."""


class RoadmapView(Struct, frozen=True):
    """A roadmap with what is known of it now."""

    curriculum: Curriculum
    root: Node
    today: date
    gates: Gates
    """What waits for what."""
    risks: Mapping[str, date]
    """When what is at risk falls below the desired retention, by path; empty while that is not counted yet."""

    def waits_for(self, node: Node) -> tuple[str, ...]:
        """Return the decks that a topic's new cards wait for; empty when they do not wait."""
        return self.gates.closed(node) if node.kind == "topic" else ()

    @property
    def desired(self) -> float | None:
        """The desired retention of all of it; None where a plan in force holds parts of it by different ones."""
        outlook = self.curriculum.outlook
        return outlook.desired.one(self.root.decks) if outlook else None


class TopicDetail(Struct, frozen=True):
    """What is behind a place of a roadmap."""

    node: Node
    today: date
    desired: float
    at_risk: date | None
    decks: tuple[DeckStanding, ...]
    hardest: tuple[BrowserRow, ...]
    """Of the cards that were seen, most often forgotten first."""
    next_day: date | None
    """The next study day on which cards fall due, when none is due now."""
    next_cards: int
    waits: str
    """Why its new cards wait, without a full stop; empty when they do not."""
    course: tuple[tuple[date, float], ...]
    """The mean recall of its seen cards from today on if none of them is answered."""
    taken: int = 0
    """Cards that count as seen, but were taken as known and never asked."""


def view(workspace: Workspace, roadmap_id: str) -> RoadmapView | None:
    """Return a roadmap as it stands, what is at risk still left out; None when there is no such roadmap."""
    curriculum = workspace.curriculum()
    root = curriculum.outline(roadmap_id)
    if root is None:
        return None
    gates = gates_of(workspace.store, workspace.config, curriculum)
    return RoadmapView(curriculum, root, workspace.today, gates, {})


def view_any(workspace: Workspace, roadmap_id: str) -> RoadmapView | None:
    """Return a roadmap as it stands, or the first where it is gone; None where there is none at all."""
    first = next(iter(workspace.roadmaps), None)
    return view(workspace, roadmap_id) or (view(workspace, first.id) if first is not None else None)


def risks(seen: RoadmapView, before: RoadmapView | None = None) -> dict[str, date]:
    """Return when each place of a roadmap falls below the desired retention, by path.

    With an earlier view and its risks, only what was counted again since is looked at.
    """
    if before is not None and same_places(before.root, seen.root):
        found, places = dict(before.risks), changed_since(before.root, seen.root)
    else:
        found, places = {}, seen.root.walk()
    for node in places:
        if node.children:
            sleep(0)  # all of a large roadmap take a while, and a screen is to be drawn meanwhile
        day = seen.curriculum.at_risk(node) if node.introduced else None
        if day is not None:
            found[node.path] = day
        else:
            found.pop(node.path, None)
    return found


def look_into(workspace: Workspace, seen: RoadmapView, node: Node, *, curve: bool = True) -> TopicDetail:
    """Return what is behind a place; its course only where a `curve` is wanted."""
    curriculum, store = seen.curriculum, workspace.store
    standings = [curriculum.standings[deck] for deck in node.decks]
    keys = [deck.key for deck in standings]
    missing = seen.waits_for(node)
    day, cards = (None, 0) if node.due or node.learning else _next(workspace, keys)
    at_risk = curriculum.at_risk(node)
    return TopicDetail(
        node=node,
        today=seen.today,
        desired=curriculum.desired(node) or workspace.desired.own,
        at_risk=at_risk,
        decks=tuple(standings),
        hardest=tuple(store.browser.rows(store.progress.hardest(keys, _HARDEST))) if keys else (),
        next_day=day,
        next_cards=cards,
        waits=seen.gates.reason(missing) if missing else "",
        course=_course(seen, node, at_risk) if curve else (),
        taken=taken_as_known(workspace, keys),
    )


def taken_as_known(workspace: Workspace, decks: list[int]) -> int:
    """Return how many cards of some decks (keys) count as seen because a placement test took them as known."""
    placed = decks and workspace.store.facts.all(PLACEMENT)
    return workspace.store.progress.never_asked(decks) if placed else 0


def _next(workspace: Workspace, decks: list[int]) -> tuple[date | None, int]:
    coming = workspace.store.progress.coming(decks, workspace.clock.now(), workspace.today, _COMING) if decks else []
    if not coming:
        return None, 0
    days = [(workspace.days.day(due), cards) for due, cards in coming]
    first = days[0][0]
    return first, sum(cards for day, cards in days if day == first)


def _course(seen: RoadmapView, node: Node, at_risk: date | None) -> tuple[tuple[date, float], ...]:
    outlook = seen.curriculum.outlook
    if outlook is None or not node.introduced:
        return ()
    length = (at_risk - seen.today).days * 2 if at_risk is not None else _MOST_AHEAD
    length = min(max(length, _LEAST_AHEAD), _MOST_AHEAD)
    points = min(_POINTS if node.introduced < _MANY_CARDS else _FEW_POINTS, length)
    days = [seen.today + timedelta(days=round(length * place / points)) for place in range(points + 1)]
    return tuple([(day, recall) for day in days if (recall := outlook.recall(node.decks, day)) is not None])


def tick(workspace: Workspace, roadmap_id: str, wanted: str, *, done: bool) -> Node:
    """Tick the topic or task that is meant, by path or by words of its title, or take the tick away; return it.

    One action, which one undo takes back. LibraryError when there is no such roadmap, or nothing or several are meant.
    """
    curriculum = workspace.curriculum()
    root = known_tree(curriculum, roadmap_id)
    places = [node for node in root.walk() if node.kind in ("topic", "task")]
    needle = " ".join(wanted.casefold().split())
    found = (
        [node for node in places if node.path in (wanted, f"{roadmap_id}/{wanted}")]
        or [node for node in places if node.title == wanted]
        or [node for node in places if node.title.casefold() == needle]
        or [node for node in places if needle and needle in node.title.casefold()]
    )
    if not found:
        raise LibraryError(
            f"Nothing in {root.title} is called {wanted!r}. `quizzer roadmap show {root.path}` lists all."
        )
    if len(found) > 1:
        several = "; ".join(node.path for node in found[:_NAMED]) + ("; and more" if len(found) > _NAMED else "")
        raise LibraryError(f"{wanted!r} may be any of these, so write its path: {several}.")
    (node,) = found
    if node.ticked != done:
        workspace.tick(node.path, done)
    return node


def known_tree(curriculum: Curriculum, roadmap_id: str) -> Node:
    """Return a roadmap's tree; LibraryError names those there are when there is no such roadmap."""
    root = curriculum.tree(roadmap_id)
    if root is None:
        known = ", ".join(roadmap.id for roadmap in curriculum.roadmaps)
        raise LibraryError(f"There is no roadmap {roadmap_id!r}. There are: {known}.")
    return root
