"""A roadmap as it was read from somebody's file: a flat list of what there is to learn and to do, each with its place.

`path` holds the titles of the headings above a topic and of the topics it is nested in, outermost first, without the
roadmap's own title. `line` is counted from 1; it is 0 where a JSON file gave none.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from quizzer_decks.model import Resource

__all__ = ["ParsedKind", "ParsedRoadmap", "ParsedTopic", "Resource"]

ParsedKind: TypeAlias = Literal["topic", "task", "resource"]


class ParsedTopic(Struct, frozen=True):
    """One entry of a roadmap, with what its author lists to learn it from."""

    title: str
    path: tuple[str, ...]
    kind: ParsedKind
    """`resource`: a link that belongs to no topic; its `resources` hold the link."""
    done: bool
    line: int
    resources: tuple[Resource, ...] = ()


class ParsedRoadmap(Struct, frozen=True):
    """A roadmap's title and its entries in the order of the document."""

    title: str
    topics: tuple[ParsedTopic, ...]
    unread: tuple[int, ...] = ()
    """Lines outside of lists that may be meant as topics and were read as none."""
