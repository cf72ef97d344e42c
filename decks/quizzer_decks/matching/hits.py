"""The decks that a line names, and which of them are meant."""

from __future__ import annotations

from typing import NamedTuple

from quizzer_decks.matching.deck_index import Hit, subject_of
from quizzer_decks.matching.wording import words_of


class Named(NamedTuple):
    """The decks that a line names; not `whole` when it names something else as well."""

    hits: tuple[Hit, ...] = ()
    whole: bool = True


NOTHING = Named()

SURE = 0.87
"""How good a wording must be to be linked without asking."""


def inside(found: Named, subjects: frozenset[str]) -> Named:
    """Return only what is of some subjects, where there are any."""
    return Named(tuple(hit for hit in found.hits if not subjects or subject_of(hit.deck) in subjects), found.whole)


def below_subjects(hits: tuple[Hit, ...], subjects: frozenset[str]) -> tuple[Hit, ...]:
    """Return those of some hits that are of some subjects, all where none is: time series, of Pandas."""
    return tuple(hit for hit in hits if subject_of(hit.deck) in subjects) or hits


def below_their_subject(hits: tuple[Hit, ...], parent: str) -> tuple[Hit, ...]:
    """Return those of some hits whose subject is the heading's, all where it is none's: layer norm, of transformers."""
    about = words_of(parent)
    own = tuple(hit for hit in hits if about and set(words_of(subject_of(hit.deck))) <= set(about))
    return own or hits


def best(hits: tuple[Hit, ...] | list[Hit], quality: float) -> tuple[Hit, ...]:
    """Return the hits that are as good as the best one, each as good as the reading allows."""
    if not hits:
        return ()
    best = max(hit.quality for hit in hits)
    return tuple(hit._replace(quality=hit.quality * quality) for hit in hits if hit.quality > best - 0.005)
