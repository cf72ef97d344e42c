"""What a report can be narrowed to: every roadmap, phase, topic, deck and kind, to be found by typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quizzer.curriculum import Curriculum, Node, standings_of
from quizzer.reports.asking import Home
from quizzer.reports.scope import Scope
from quizzer_decks.model import KINDS

Field = Literal["all", "roadmap", "phase", "topic", "deck", "kind", "tag"]


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """One thing to narrow a report to."""

    field: Field
    value: str
    title: str

    @property
    def words(self) -> str:
        """What is looked through while somebody types."""
        return f"{self.field} {self.title} {self.value}".casefold()

    def narrowed(self, scope: Scope) -> Scope:
        """Return a scope in which this takes the place of what was chosen of its sort; `all` takes all away."""
        match self.field:
            case "all":
                return Scope()
            case "deck":
                return replace(scope, decks=(self.value,))
            case "roadmap":
                return replace(scope, roadmap=self.value)
            case "phase":
                return replace(scope, phase=self.value)
            case "topic":
                return replace(scope, topic=self.value)
            case "kind":
                return replace(scope, kind=self.value)
            case "tag":
                return replace(scope, tag=self.value)


ALL = ScopeChoice("all", "", "all cards")


def choices_of(home: Home) -> tuple[ScopeChoice, ...]:
    """Return all that a report can be narrowed to, but for tags: those are typed."""
    outlines = home.store.decks.outlines()
    curriculum = Curriculum(home.roadmaps, standings_of(outlines, (), ()))
    roots = [root for roadmap in home.roadmaps if (root := curriculum.tree(roadmap.id)) is not None]
    found = [ALL]
    found += [ScopeChoice("roadmap", root.path, root.title) for root in roots]
    found += [ScopeChoice("phase", phase.title, phase.title) for root in roots for phase in root.children]
    found += [ScopeChoice("kind", kind, kind) for kind in KINDS]
    found += [ScopeChoice("topic", topic.title, topic.title) for root in roots for topic in _topics(root)]
    found += [ScopeChoice("deck", deck.id, deck.title) for deck in outlines]
    return tuple(dict.fromkeys(found))


def _topics(root: Node) -> Iterator[Node]:
    return (node for node in root.walk() if node.kind == "topic" and node.decks)


def matching(choices: Sequence[ScopeChoice], typed: str, most: int) -> list[ScopeChoice]:
    """Return the first that have every word that was typed; what none has, and `tag:…`, is taken for a tag."""
    words = typed.casefold().replace(":", " ").split()
    found = [choice for choice in choices if all(word in choice.words for word in words)][:most]
    name, _, value = typed.strip().rpartition(":")
    if value.strip() and (name.strip().casefold() == "tag" or not (name or found)):
        found.append(ScopeChoice("tag", value.strip(), value.strip()))
    return found
