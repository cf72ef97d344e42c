"""Words that nearly are words of the decks: a letter or two off, and no word of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from quizzer_decks.confusable import confusable
from quizzer_decks.known_words import is_known

_SHORTEST, _LONG = 7, 9
"""Letters from which a word may be off by one, and by two."""


_NAMED = ("js", "j")
"""The ending, also in the singular, of names that are never another one: `tensorflow.js`."""


class Speller:
    """Corrects slips of the fingers; each word is looked for once."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._known = frozenset(vocabulary)
        for word in self._known:
            self._by_letter[word[0]].append(word)
        self._meant: dict[str, str] = {}

    def corrected(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the words as they were meant; None when there is nothing to correct."""
        meant = tuple(self._one(word) for word in words)
        return meant if meant != words else None

    def _one(self, word: str) -> str:
        if len(word) < _SHORTEST or word in self._known or not word.isalpha() or word.endswith(_NAMED):
            return word
        if word not in self._meant:
            self._meant[word] = self._nearest(word)
        return self._meant[word]

    def _nearest(self, word: str) -> str:
        off = 2 if len(word) >= _LONG else 1
        near = process.extract(word, self._by_letter.get(word[0], []), scorer=OSA.distance, score_cutoff=off, limit=2)
        if len(near) != 1 or is_known(word) or confusable(word, near[0][0]):
            return word
        return str(near[0][0])
