"""Unlocking: opening a topic before what it needs is known, and letting it wait again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from quizzer.errors import LibraryError
from quizzer.gating import UNLOCK, Gates, gates_of
from quizzer.store.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizzer.curriculum import Curriculum
    from quizzer.workspace import Workspace

_NAMED = 5


class Unlocked(Struct, frozen=True):
    """What was opened, or waits again."""

    title: str
    decks: tuple[str, ...]
    """Those of the topic that changed; none when it was so already."""
    waits_for: tuple[str, ...]
    """Decks that are not known well enough, whether they are waited for or not."""
    reason: str
    """That in words, empty when there are none."""


def unlock(workspace: Workspace, wanted: str, *, opened: bool = True) -> Unlocked:
    """Open a deck (by id) or topic (by path or wording) whatever it needs; not `opened`, let it wait again.

    One action, which one undo takes back. LibraryError when nothing, or more than one thing, is meant.
    """
    curriculum = workspace.curriculum()
    title, decks = _meant(curriculum, wanted)
    gates = gates_of(workspace.store, workspace.config, curriculum)
    strict = Gates(curriculum, gates.threshold)
    waiting = dict.fromkeys(need for deck in decks for need in strict.waits_for(deck))
    changed = tuple(
        deck for deck in decks if (deck in gates.unlocked) != opened and (not opened or strict.waits_for(deck))
    )
    if changed:
        stamp = workspace.days.stamp(workspace.clock.now())
        workspace.store.fact(*(Fact(UNLOCK, deck, True if opened else None, *stamp) for deck in changed))
    return Unlocked(title, changed, tuple(waiting), strict.reason(waiting) if waiting else "")


def reason_of_new(workspace: Workspace, deck_id: str) -> str:
    """Return why a new card of a deck comes when it does, in one sentence."""
    curriculum = workspace.curriculum(counted=False, known=False)
    gates = gates_of(workspace.store, workspace.config, curriculum)
    missing = gates.waits_for(deck_id)
    if not missing:
        return "New: it comes in the order of the roadmap."
    title = curriculum.standings[deck_id].title
    return f"New: {title} {gates.reason(missing)}, and `quizzer unlock {deck_id}` opens it now."


def _meant(curriculum: Curriculum, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Return title and decks of what a learner names: exactly first, then by a part of the wording."""
    if wanted in curriculum.standings:
        return curriculum.standings[wanted].title, (wanted,)
    trees = [tree for known in curriculum.roadmaps if (tree := curriculum.tree(known.id))]
    topics = [node for tree in trees for node in tree.walk() if node.kind == "topic"]
    places = [(node.title, node.decks) for node in topics if node.path == wanted]
    named = places or [(node.title, node.decks) for node in topics]
    if not places:
        named += [(deck.title, (deck.id,)) for deck in curriculum.standings.values()]
    needle = wanted.casefold().strip()
    found = places or _distinct((title, decks) for title, decks in named if title.casefold() == needle)
    found = found or _distinct((title, decks) for title, decks in named if needle and needle in title.casefold())
    if not found:
        raise LibraryError(f"No topic or deck is called {wanted!r}. `quizzer roadmap show ID` lists the topics.")
    if len(found) > 1:
        some = ", ".join(title for title, _ in found[:_NAMED]) + (" and more" if len(found) > _NAMED else "")
        raise LibraryError(f"{wanted!r} may be {some}. Write more of it, or the id of a deck.")
    return found[0]


def _distinct(named: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each set of decks once; topics that no deck teaches have nothing to open."""
    return list({decks: (title, decks) for title, decks in named if decks}.values())
