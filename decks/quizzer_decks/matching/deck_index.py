"""The wordings of all decks, indexed once: what each says exactly, in which words, and what its subject is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple, Protocol

from quizzer_decks.matching.listing import SEPARATORS, pieces, shared
from quizzer_decks.matching.loosening import stems
from quizzer_decks.matching.wording import Key, bracketed, key_of, readings, solid, words_of

_TITLE = 0.96
"""How good a title is as a wording, against one of `covers`."""
_LEFT = 0.98
"""Quality of a reading below which something was left out that is not merely said twice."""
_PART = 0.93
"""How good a part of a wording that lists several things is."""
_COMMON_LENGTH = 3
"""An abbreviation this short stands for other things in other fields."""
ORDINARY = frozenset(
    {"bow", "cart", "clause", "clip", "glove", "group", "having", "map", "order"}
    | {"partition", "react", "reinforce", "rollback", "rope", "serving", "sort", "star", "where", "zero"}
)
"""Words that name something in capitals only: ZeRO, WHERE."""
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d|\d[A-Za-z]|[A-Z]{4}|[A-Z]-[A-Z]{2}|[a-z]-[A-Z]{2}")


class Taught(Protocol):
    """What is known of a deck: that of `quizzer_decks.model` will do, and so will what an index keeps of it."""

    @property
    def id(self) -> str:
        """Its path in the library."""
        ...

    @property
    def title(self) -> str:
        """What the learner sees."""
        ...

    @property
    def covers(self) -> tuple[str, ...]:
        """The wordings of roadmaps that it answers to."""
        ...

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of the decks to know first."""
        ...


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
        self.parts: dict[Key, set[str]] = defaultdict(set)
        """By a single word of a list, as `recall` of precision and recall, the decks that list it."""
        self.joined: dict[str, list[Hit]] = defaultdict(list)
        """By the letters alone: `kmeans` is k-means, and `backpropagation` back propagation."""
        self.stems: dict[Key, list[Hit]] = defaultdict(list)
        """By the stems of the words: `tokenize text` is text tokenization."""
        self.subjects: dict[Key, list[str]] = defaultdict(list)
        """By the words of a folder, the decks in it."""
        self.near: dict[str, set[str]] = defaultdict(set)
        """By subject, those whose decks need or are needed by its own, and itself."""
        self.rank: dict[str, int] = {}
        """By deck, how many decks deep its needs go: the order in which they are learnt."""
        self.titles: dict[str, str] = {}
        self.wordings: list[Wording] = []
        self.having: dict[str, list[int]] = defaultdict(list)
        """By word, the places in `wordings` of those that have it."""
        self._weights: dict[str, float] = {}
        known = list(decks)
        sharing = Counter(key_of(words_of(text)) for deck in known for text in dict.fromkeys(deck.covers))
        for deck in known:
            self._add(deck, sharing)
        needs = {deck.id: deck.needs for deck in known}
        for deck_id in needs:
            _depth(deck_id, needs, self.rank)
        self.vocabulary = sorted(self.having)

    def _add(self, deck: Taught, sharing: Counter[Key]) -> None:
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
                if reading.quality < _LEFT and len(reading.words) == 1 and _is_common(text, reading.words):
                    continue  # what is left of it says too little
                quality = reading.quality * (1.0 if text in deck.covers else _TITLE)
                hit = Hit(deck.id, quality, _is_common(text, reading.words))
                _keep(self.exact[key_of(reading.words)], hit)
                _keep(self.joined["".join(reading.words)], hit)
                _keep(self.stems[stems(reading.words)], hit)
            self._add_parts(deck.id, text, alone=sharing[key_of(words_of(text))] == 1)
            words = frozenset(solid(words_of(text)))
            if words:
                self.wordings.append(Wording(words, deck.id, text))
                for word in words:
                    self.having[word].append(len(self.wordings) - 1)

    def _add_parts(self, deck_id: str, text: str, *, alone: bool) -> None:
        """Add each thing that a wording lists; of a list with commas that is this deck's `alone`, as covered."""
        plain, inside = bracketed(text)
        for listed in (plain, *inside):
            parts = pieces(listed)
            for _, part in shared(parts) if len(parts) > 1 else ():
                words = words_of(part)
                if words and alone and SEPARATORS[0].search(listed) and not _is_common(part, words):
                    _keep(self.exact[key_of(words)], Hit(deck_id, _PART, False))
                elif words:
                    self.parts[key_of(words)].add(deck_id)

    def knows(self, words: tuple[str, ...]) -> bool:
        """Tell whether any wording has one of some words."""
        return any(word in self.having for word in words)

    def weight(self, word: str) -> float:
        """Return how much a word says: the rarer among the wordings, the more."""
        if word not in self._weights:
            self._weights[word] = log((len(self.wordings) + 1) / (len(self.having.get(word, ())) + 1)) + 1.0
        return self._weights[word]


def _depth(deck_id: str, needs: Mapping[str, Sequence[str]], found: dict[str, int]) -> int:
    """Return how deep the needs of a deck go, and note it; a circle of needs ends where it began."""
    if deck_id not in found:
        found[deck_id] = 0
        found[deck_id] = max((_depth(need, needs, found) + 1 for need in needs.get(deck_id, ())), default=0)
    return found[deck_id]


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


def has_capitals(text: str) -> bool:
    """Tell whether a text has a name that is known by its capitals or digits."""
    return _INNER_CAPITAL.search(text) is not None


def _is_common(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a wording is one ordinary word or a short abbreviation."""
    if len(solid(words)) > 1:
        return False
    return len("".join(words)) <= _COMMON_LENGTH or not _INNER_CAPITAL.search(text)
