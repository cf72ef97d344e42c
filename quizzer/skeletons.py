"""A deck begun for each topic of a roadmap that has none: its wording, place and resources are in it already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer import wording
from quizzer.errors import LibraryError
from quizzer.roadmap_preview import Entry, Place, build, topics_by_place
from quizzer.roadmap_shelf import kept, own_roadmap, write
from quizzer.store.records import ROADMAP, FactValue
from quizzer.tree import grown
from quizzer_decks.deck_file import write_deck
from quizzer_decks.fields import LINK
from quizzer_decks.model import Basic, Deck, Question, Roadmap, Topic
from quizzer_decks.roadmap_file import write_roadmap
from quizzer_decks.slugs import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizzer.workspace import Workspace


def begin_decks(workspace: Workspace, roadmap_id: str) -> list[Path]:
    """Write a skeleton for each topic without a deck and return the new files. Nothing that is there is written over.

    An own roadmap is linked to them. One action, which one undo takes back. LibraryError when there is no such roadmap,
    or a file cannot be written: nothing was changed.
    """
    roadmap = next((known for known in workspace.roadmaps if known.id == roadmap_id), None)
    if roadmap is None:
        known = ", ".join(known.id for known in workspace.roadmaps)
        raise LibraryError(f"There is no roadmap {roadmap_id!r}. There are: {known}.")
    taught = {deck.id for deck in workspace.store.decks.outlines(counted=False)}
    begun: dict[str, Deck] = {}
    taken: set[str] = set()
    for path, (place, topic) in zip(_paths(roadmap), topics_by_place(roadmap).items(), strict=True):
        if topic.kind == "topic" and taught.isdisjoint(topic.decks):
            deck = _skeleton(roadmap, place, topic, taken)
            if not (workspace.paths.decks / f"{deck.id}.yaml").exists():
                begun[path] = deck
    files: dict[Path, str | None] = {
        workspace.paths.decks / f"{deck.id}.yaml": write_deck(deck) for deck in begun.values()
    }
    written = list(files)
    if not written:
        return []
    own = own_roadmap(workspace, roadmap_id)
    if own is not None:
        files[own[0]] = write_roadmap(_linked(own[1], {path: deck.id for path, deck in begun.items()}))
    before = kept(workspace, roadmap_id)
    links: dict[str, FactValue] = {path: list(decks) for path, decks in before.links.items()}
    value: FactValue = {
        "did": f"given {wording.count(len(written), 'deck')}",
        "links": links | {path: [deck.id] for path, deck in begun.items()},
        "answers": {path: list(decks) for path, decks in before.answers.items()},
        "done": [*sorted(before.done)],
    }
    write(workspace, files, (ROADMAP, roadmap_id, value))
    workspace.refresh()
    return written


def _paths(roadmap: Roadmap) -> list[str]:
    return [node.path for node in grown(roadmap, {}, ()).walk() if node.kind in ("topic", "task")]


def _linked(roadmap: Roadmap, begun: Mapping[str, str]) -> Roadmap:
    entries = []
    for path, (place, topic) in zip(_paths(roadmap), topics_by_place(roadmap).items(), strict=True):
        decks = (begun[path],) if path in begun else topic.decks
        entries.append(Entry(replace(topic, decks=decks), place[0], place[1], path))
    return build(roadmap.id, roadmap.title, entries)


def _skeleton(roadmap: Roadmap, place: Place, topic: Topic, taken: set[str]) -> Deck:
    """Return a deck that says what it is for and asks to tell the topic, until its author has better questions."""
    phase, section, title = place
    name = first = f"{roadmap.id}/{slug_of(title, 'topic')}"
    number = 1
    while name in taken:
        number += 1
        name = f"{first}-{number}"
    taken.add(name)
    above = phase if section == phase else f"{phase} › {section}"
    told = [f"Belongs to {roadmap.title} › {above}.", *(f"{link.title}: {link.url}" for link in topic.resources)]
    sources = tuple(link.url for link in topic.resources if LINK.fullmatch(link.url))
    asked = Basic(f"Explain in your own words: {title}", "Write down here what a good explanation says.")
    question = Question("explain", asked, why="Put better questions in its place.", source=sources)
    return Deck(name, title, (question,), covers=(title,), description="\n".join(told))
