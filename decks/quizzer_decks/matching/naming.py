"""Which decks a line names, by their own wordings; in pieces where it names several things."""

from __future__ import annotations

import re
from typing import NamedTuple

from quizzer_decks.matching.deck_index import DeckIndex, Hit
from quizzer_decks.matching.misspelling import Speller
from quizzer_decks.matching.values import Line
from quizzer_decks.matching.wording import bracketed, key_of, readings, solid, without_lead, words_of

_SEPARATOR = re.compile(r"\s*[,;|•·]\s*(?:and\s+|or\s+)?|\s+(?:and|or|&|\+|vs\.?|versus)\s+|\s*/\s*", re.IGNORECASE)
_HEAD = re.compile(r"\s*:\s+|\s+[-–—]+\s+")
_WITH_PARENT, _JOINED, _MISSPELT, _OF_A_LIST, _HEADED = 0.97, 0.98, 0.95, 0.99, 0.93
_MOST_PIECES = 8


class Named(NamedTuple):
    """The decks that a line names; not `whole` when it names something else as well."""

    hits: tuple[Hit, ...] = ()
    whole: bool = True


NOTHING = Named()


class Namer:
    """Looks lines up in an index."""

    def __init__(self, index: DeckIndex) -> None:
        self._index = index
        self._speller = Speller(index.vocabulary)

    def named(self, line: Line) -> Named:
        """Return the decks that a line names: as a whole, as a list, or in what stands before a colon or dash."""
        title = without_lead(line.title)
        parent = line.path[-1] if line.path else ""
        if hits := self._thing(title, parent):
            return Named(hits, self._only(title, hits))
        if found := self._list(title, parent):
            return found
        return self._headed(title, parent)

    def _thing(self, text: str, parent: str) -> tuple[Hit, ...]:
        """Return the decks that a text names as one thing."""
        read = readings(text)
        for reading in read:
            if hits := self._exact(reading.words, reading.quality):
                return hits
        for reading in read:
            if hits := _best(self._index.joined.get("".join(reading.words), ()), reading.quality * _JOINED):
                return hits
        if parent and (hits := self._below(read[0].words if read else (), parent)):
            return hits
        for reading in read:
            words = self._speller.corrected(reading.words)
            if words and (hits := self._exact(words, reading.quality * _MISSPELT)):
                return hits
        return ()

    def _exact(self, words: tuple[str, ...], quality: float) -> tuple[Hit, ...]:
        return _best(self._index.exact.get(key_of(words), ()), quality)

    def _below(self, words: tuple[str, ...], parent: str) -> tuple[Hit, ...]:
        """Return what a text says together with its heading: Logistic, below Regression."""
        above = solid(words_of(bracketed(parent)[0]))
        if not words or set(above) & set(words):
            return ()
        return self._exact((*words, *above), _WITH_PARENT)

    def with_parent(self, line: Line) -> frozenset[str]:
        """Return the decks that a line names together with its heading."""
        if not line.path:
            return frozenset()
        words = words_of(bracketed(without_lead(line.title))[0])
        return frozenset(hit.deck for hit in self._below(words, line.path[-1]))

    def _only(self, title: str, hits: tuple[Hit, ...]) -> bool:
        """Tell whether nothing in the brackets of a title names another deck than those found."""
        decks = {hit.deck for hit in hits}
        for inside in bracketed(title)[1]:
            others = {hit.deck for piece in pieces(inside) for hit in self._thing(piece, "")}
            if others - decks:
                return False
        return True

    def _list(self, title: str, parent: str) -> Named:
        """Return the decks of a line that names several things; whole when each of them is named by a deck."""
        plain = bracketed(title)[0]
        parts = pieces(plain)
        if not 1 < len(parts) <= _MOST_PIECES:
            return NOTHING
        each = [self._thing(part, "") or self._thing(shared, parent) for part, shared in _shared(parts)]
        hits = [hit._replace(quality=hit.quality * _OF_A_LIST) for found in each for hit in found]
        return Named(tuple({hit.deck: hit for hit in hits}.values()), all(each)) if hits else NOTHING

    def _headed(self, title: str, parent: str) -> Named:
        """Return the decks of `head: rest`: those of the rest when it is a list of things, else those of the head."""
        head, *rest = _HEAD.split(title, maxsplit=1)
        if not rest:
            return NOTHING
        listed = self._list(rest[0], head)
        if listed.hits and listed.whole:
            return listed
        if hits := self._thing(rest[0], head):
            return Named(hits)
        hits = self._thing(head, parent)
        return Named(tuple(hit._replace(quality=hit.quality * _HEADED) for hit in hits), not listed.hits)


def pieces(text: str) -> list[str]:
    """Return the things that a text lists."""
    return [piece for piece in _SEPARATOR.split(text) if words_of(piece)]


def _shared(parts: list[str]) -> list[tuple[str, str]]:
    """Return each part as it is, and with the words it shares with the others: linear and logistic regression."""
    first, last = parts[0].split(), parts[-1].split()
    if len(last) > 1 and all(len(part.split()) < len(last) for part in parts[:-1]):
        tail = " ".join(last[1:])
        return [*((part, f"{part} {tail}") for part in parts[:-1]), (parts[-1], parts[-1])]
    if len(first) > 1 and all(len(part.split()) < len(first) for part in parts[1:]):
        head = " ".join(first[:-1])
        return [(parts[0], parts[0]), *((part, f"{head} {part}") for part in parts[1:])]
    return [(part, part) for part in parts]


def _best(hits: tuple[Hit, ...] | list[Hit], quality: float) -> tuple[Hit, ...]:
    """Return the hits that are as good as the best one, each as good as the reading allows."""
    if not hits:
        return ()
    best = max(hit.quality for hit in hits)
    return tuple(hit._replace(quality=hit.quality * quality) for hit in hits if hit.quality > best - 0.005)
