"""Which decks are meant by what a learner types: ids, folders of ids, a roadmap, a topic's wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizzer.curriculum import Curriculum, Node
from quizzer.errors import LibraryError


def select(curriculum: Curriculum, decks: Sequence[str], roadmap: str | None, topic: str | None) -> tuple[str, ...]:
    """Return the ids of the decks for which all that is given holds, in order. LibraryError names what is unknown."""
    chosen = list(curriculum.order(roadmap or ""))
    if decks:
        chosen = _by_id(decks, chosen)
    if roadmap is not None:
        root = curriculum.tree(roadmap)
        if root is None:
            known = ", ".join(r.id for r in curriculum.roadmaps)
            raise LibraryError(f"There is no roadmap {roadmap!r}. There are: {known}.")
        chosen = [deck for deck in root.decks if deck in chosen]
    if topic is not None:
        wanted = set(_by_topic(curriculum, topic, roadmap))
        chosen = [deck for deck in chosen if deck in wanted]
    if not chosen:
        raise LibraryError("No deck fits all of that together. `quizzer decks list` shows what there is.")
    return tuple(chosen)


def _by_id(wanted: Iterable[str], known: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for name in wanted:
        folder = name.rstrip("/")
        matches = [deck for deck in known if deck == folder or deck.startswith(folder + "/")]
        if not matches:
            from difflib import get_close_matches

            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else " `quizzer decks list` shows all."
            raise LibraryError(f"There is no deck {name!r}.{hint}")
        found |= dict.fromkeys(matches)
    return list(found)


def _by_topic(curriculum: Curriculum, text: str, roadmap: str | None) -> list[str]:
    """Return the decks whose title or wordings contain the text, and those of topics and sections that do."""
    needle = text.casefold()
    nodes: list[Node] = []
    for known in curriculum.roadmaps:
        root = curriculum.tree(known.id) if roadmap in (None, known.id) else None
        nodes += [node for node in root.walk() if needle in node.title.casefold()] if root else []
    found = [deck for node in nodes if node.kind in ("section", "topic") for deck in node.decks]
    found += [
        deck.id
        for deck in curriculum.standings.values()
        if any(needle in wording.casefold() for wording in (deck.title, *deck.covers))
    ]
    if found:
        return list(dict.fromkeys(found))
    if nodes:
        raise LibraryError(f"{nodes[0].title!r} has no deck yet. `quizzer decks new` starts one.")
    raise LibraryError(f"No topic contains {text!r}. `quizzer roadmap show ID` lists the topics.")
