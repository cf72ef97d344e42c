"""The wordings of all decks, indexed once: what each says exactly, in which words, and what its subject is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from math import log
from typing import NamedTuple, Protocol

from quizzer_decks.matching.wording import Key, key_of, readings, solid, words_of

_TITLE = 0.96
"""How good a title is as a wording, against one of `covers`."""
_COMMON_LENGTH = 3
"""An abbreviation this short stands for other things in other fields."""
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d|\d[A-Za-z]|[A-Z]{4}|[A-Z]-[A-Z]{2}|[a-z]-[A-Z]{2}")


class Taught(Protocol):
    """What is known of a deck: that of `quizzer_decks.model` will do, and so will what an index keeps of it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def covers(self) -> tuple[str, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]: ...


class Hit(NamedTuple):
    """A deck that has a wording."""

    deck: str
    quality: float
    common: bool
    """Whether other fields use the same word for other things: alone it says too little."""


class Wording(NamedTuple):
    """A wording to compare others with."""

    words: frozenset[str]
    deck: str
    text: str


class DeckIndex:
    """All decks by what they cover."""

    def __init__(self, decks: Iterable[Taught]) -> None:
        self.exact: dict[Key, list[Hit]] = defaultdict(list)
        self.joined: dict[str, list[Hit]] = defaultdict(list)
        """By the letters alone: `kmeans` is k-means, and `backpropagation` back propagation."""
        self.subjects: dict[Key, list[str]] = defaultdict(list)
        """By the words of a folder, the decks in it."""
        self.near: dict[str, set[str]] = defaultdict(set)
        """By subject, those whose decks need or are needed by its own, and itself."""
        self.titles: dict[str, str] = {}
        self.wordings: list[Wording] = []
        self.having: dict[str, list[int]] = defaultdict(list)
        """By word, the places in `wordings` of those that have it."""
        for deck in decks:
            self._add(deck)
        self.vocabulary = sorted(self.having)

    def _add(self, deck: Taught) -> None:
        self.titles[deck.id] = deck.title
        subject = subject_of(deck.id)
        if subject:
            self.subjects[key_of(words_of(subject))].append(deck.id)
        for near in (subject, *map(subject_of, deck.needs)):
            self.near[subject].add(near)
            self.near[near].add(subject)
        listed = dict.fromkeys([*deck.covers, deck.title])
        for text in listed:
            for reading in readings(text):
                quality = reading.quality * (1.0 if text in deck.covers else _TITLE)
                hit = Hit(deck.id, quality, _is_common(text, reading.words))
                _keep(self.exact[key_of(reading.words)], hit)
                _keep(self.joined["".join(reading.words)], hit)
            words = frozenset(solid(words_of(text)))
            if words:
                self.wordings.append(Wording(words, deck.id, text))
                for word in words:
                    self.having[word].append(len(self.wordings) - 1)

    def weight(self, word: str) -> float:
        """Return how much a word says: the rarer among the wordings, the more."""
        return log((len(self.wordings) + 1) / (len(self.having.get(word, ())) + 1)) + 1.0


def subject_of(deck_id: str) -> str:
    """Return the folder of a deck; empty for none."""
    return deck_id.rpartition("/")[0]


def _keep(hits: list[Hit], hit: Hit) -> None:
    """Keep the best reading of each deck."""
    for at, known in enumerate(hits):
        if known.deck == hit.deck:
            if known.quality < hit.quality:
                hits[at] = hit
            return
    hits.append(hit)


def _is_common(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a wording is one ordinary word or a short abbreviation."""
    if len(solid(words)) > 1:
        return False
    return len("".join(words)) <= _COMMON_LENGTH or not _INNER_CAPITAL.search(text)
