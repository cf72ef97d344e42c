"""Scopes: the part of what there is to learn that a learner names, by roadmap, phase, section, topic or deck."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quizzer.curriculum import Curriculum, Node
from quizzer.errors import LibraryError

_WIDEST_FIRST = ("phase", "section", "topic")
_NAMED = 5


class Scope(Struct, frozen=True):
    """Some decks under a name."""

    name: str
    """As it may be typed again."""
    title: str
    decks: tuple[str, ...]
    """In the order of the roadmap."""
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Titles and decks of its phases, or of the sections of one; a deck stands in each that has it."""


def scope_of(curriculum: Curriculum, names: Sequence[str], roadmap: str) -> Scope:
    """Return what is meant by some names together; `roadmap` is looked at first. LibraryError for what is unknown."""
    found = [_scope(curriculum, name, roadmap) for name in names]
    if len(found) == 1:
        return found[0]
    decks = tuple(dict.fromkeys(deck for scope in found for deck in scope.decks))
    parts = tuple((scope.title, scope.decks) for scope in found)
    return Scope(" + ".join(scope.name for scope in found), ", ".join(scope.title for scope in found), decks, parts)


def _scope(curriculum: Curriculum, name: str, roadmap: str) -> Scope:
    ids = sorted((known.id for known in curriculum.roadmaps), key=lambda id_: id_ != roadmap)
    # Sections with a common beginning stand under a place of their own in the outline.
    grown = [grow(id_) for grow in (curriculum.tree, curriculum.outline) for id_ in ids]
    trees = [tree for tree in grown if tree is not None]
    folder = name.rstrip("/")
    decks = tuple(deck for deck in curriculum.order(roadmap) if deck == folder or deck.startswith(f"{folder}/"))
    node = _named(trees, name)
    if node is None and decks:
        title = curriculum.standings[decks[0]].title if decks == (folder,) else folder
        return Scope(folder, title, decks, ((title, decks),))
    node = node or _near(trees, name)
    if node is None:
        raise LibraryError(
            f"There is no roadmap, phase, topic or deck {name!r}. Roadmaps: {', '.join(ids) or 'none'};"
            " `quizzer roadmap show ID` lists what is in one."
        )
    if not node.decks:
        raise LibraryError(f"{node.title} has no deck yet. `quizzer decks new` starts one.")
    parts = [(child.title, child.decks) for child in node.children if child.decks]
    return Scope(node.path, node.title, node.decks, tuple(parts) or ((node.title, node.decks),))


def _named(trees: Sequence[Node], name: str) -> Node | None:
    """Return the place with that path or title, the widest of several."""
    needle = name.casefold()
    exact = [node for tree in trees for node in tree.walk() if node.path == name or node.title.casefold() == needle]
    return next((node for kind in ("roadmap", *_WIDEST_FIRST) for node in exact if node.kind == kind), None)


def _near(trees: Sequence[Node], name: str) -> Node | None:
    """Return the place with that in its title, the widest; LibraryError where there are several."""
    needle = name.casefold().strip()
    nodes = [node for tree in trees for node in tree.walk() if needle and node.decks]
    places = [node for node in nodes if needle in node.title.casefold()]
    for kind in _WIDEST_FIRST:
        near = [node for node in places if node.kind == kind]
        if len({node.decks for node in near}) > 1:
            titles = list(dict.fromkeys(node.title for node in near))
            some = "; ".join(titles[:_NAMED]) + ("; and more" if len(titles) > _NAMED else "")
            raise LibraryError(f"{name!r} may be {some}. Write more of it.")
        if near:
            return near[0]
    return None
