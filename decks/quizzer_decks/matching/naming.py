"""Which decks a line names, by their own wordings; in pieces where it names several things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizzer_decks.known_words import is_known
from quizzer_decks.matching.asides import heading_of, names_nothing
from quizzer_decks.matching.deck_index import DeckIndex, Hit, subject_of
from quizzer_decks.matching.hits import NOTHING, Named, below_subjects, inside
from quizzer_decks.matching.listing import HEAD, SEPARATORS, pieces, says_something, shared
from quizzer_decks.matching.loosening import LOOSE
from quizzer_decks.matching.rivals import is_rival
from quizzer_decks.matching.things import A_SUBJECT, A_WHOLE, PIECE, USES, Things
from quizzer_decks.matching.values import Line
from quizzer_decks.matching.wording import GENERAL, bracketed, key_of, readings, without_lead, words_of

_EXPLAINS = re.compile(r"\s(?:[–—]+|→|[-=]>)\s")
"""Between a name and what is told of it: `RAG — embed, store, retrieve`."""
_TOLD_BY = re.compile(r"^[^:–—]*\s-\s[^:–—]*$")
"""Between who tells something and what: `MLCourse.ai - Logistic regression`."""
_OF_A_LIST, _HEADED = 0.99, 0.96
_MOST_PIECES = 8
_A_NAME = 4
"""Letters of a name that is no abbreviation: `plotly`."""
_SAYS_HOW = LOOSE | {"tool", "notebook", "topic", "focus", "thing", "library", "framework"}
"""Words of a head that says how or with what something is told: `Notebook: t-test, z-test`."""


class Namer:
    """Looks lines up in an index."""

    def __init__(self, index: DeckIndex) -> None:
        self._index = index
        self._things = Things(index)

    def named(self, line: Line) -> Named:
        """Return the decks that a line names: as a whole, after or before a colon or dash, or as a list."""
        if names_nothing(line):
            return NOTHING
        title = without_lead(line.title)
        parent = heading_of(line)
        if hits := self._things.named(title, parent):
            return self._explained(title, hits)
        head, *rest = HEAD.split(title, maxsplit=1)
        if rest and _SAYS_HOW.issuperset(words_of(head)):
            if hits := self._things.named(rest[0], parent):
                return self._explained(rest[0], hits)
            if (listed := self._list(bracketed(rest[0])[0], "")) and listed.whole:
                return listed
        if rest:
            if _TOLD_BY.search(title) and (hits := self._own(rest[0], parent)):
                return Named(hits)
            found = self._headed(head, rest[0], parent)
            return found if found.whole else self._told(head, rest[0], found, explained=bool(_EXPLAINS.search(title)))
        return self._list(bracketed(title)[0], "") or self._bracketed(title) or NOTHING

    def _own(self, text: str, parent: str) -> tuple[Hit, ...]:
        """Return the decks that a text names as one thing, if they are its heading's too."""
        hits = self._things.named(text, "") if parent else ()
        return (
            hits if hits and {hit.deck for hit in hits} <= {hit.deck for hit in self._things.named(parent, "")} else ()
        )

    def _told(self, head: str, rest: str, found: Named, *, explained: bool) -> Named:
        """Return the name before a dash where what follows names nothing of another subject, before a colon nothing."""
        names = [hit for reading in readings(head) for hit in self._things.exact(reading.words, reading.quality)]
        own = tuple({hit.deck: hit for hit in reversed(names)}.values())
        if not 0 < len(own) <= A_SUBJECT:
            return found
        if not explained:
            listed = any(self._things.named(piece, "") for piece in pieces(bracketed(rest)[0]))
            return Named(own) if not listed and len(words_of(head)) > 1 else found
        near = {subject for hit in own for subject in self._index.near[subject_of(hit.deck)]}
        return Named(own) if all(subject_of(hit.deck) in near for hit in found.hits) else found

    def with_parent(self, line: Line) -> frozenset[str]:
        """Return the decks that a line names together with its heading."""
        parent = heading_of(line)
        words = words_of(bracketed(without_lead(line.title))[0])
        return frozenset(hit.deck for hit in self._things.below(words, parent)) if parent else frozenset()

    def _explained(self, title: str, hits: tuple[Hit, ...]) -> Named:
        """Return what a title names whose brackets may name something narrower: `Ensembles (bagging, boosting)`."""
        listed = [piece for inside in bracketed(title)[1] for piece in pieces(inside) if not is_rival(piece)]
        within = frozenset(subject_of(hit.deck) for hit in hits)
        narrower = [below_subjects(self._things.named(piece, ""), within) for piece in listed]
        if len(listed) < 2:  # said in other words, or the one part that is meant
            part = [hit for found in narrower for hit in found]
            meant = len(hits) > A_SUBJECT and part and {hit.deck for hit in part} < {hit.deck for hit in hits}
            return Named(tuple(part) if meant else hits)
        named = {hit.deck: hit for found in narrower for hit in found}
        if named.keys() <= {hit.deck for hit in hits} or {hit.deck for hit in hits} <= named.keys():
            subject = len(hits) > A_SUBJECT and all(narrower) and named
            return Named(tuple(named.values()) if subject and len(named) < len(hits) else hits)
        if len(hits) > A_SUBJECT:
            beside = {subject_of(deck) for deck in named}.isdisjoint(subject_of(hit.deck) for hit in hits)
            return Named(hits) if beside else Named(tuple(named.values()), all(narrower))
        if all(narrower):
            return Named(tuple({**{hit.deck: hit for hit in hits}, **named}.values()))
        return Named(hits)

    def _foreign(self, parts: Sequence[str]) -> bool:
        """Tell whether one of some parts is a name that no deck knows: `Plotly`, among tools that are taught."""
        return any(
            len(words) == 1 and len(words[0]) >= _A_NAME and not self._index.knows(words) and not is_known(words[0])
            for words in map(words_of, parts)
        )

    def _strange(self, parts: Sequence[str]) -> bool:
        """Tell whether most of some parts say nothing that any deck says: tools or kinds of another field."""
        told = sum(1 for part in parts if self._index.knows(words_of(part)))
        return len(parts) > 2 and 3 * told < len(parts)

    def _list(self, text: str, parent: str, tier: int = 0, within: frozenset[str] = frozenset()) -> Named | None:
        """Return the decks of a text that lists several things; whole when each of them is named by a deck.

        `within` subjects that are known to be meant, half of them will do.
        """
        only = text
        for at in range(tier, len(SEPARATORS)):
            parts = [part for part in SEPARATORS[at].split(only) if says_something(part)]
            only = parts[0] if len(parts) == 1 else only  # after `tools such as`
            if 1 < len(parts) <= _MOST_PIECES:
                each = [self._piece(part, full, parent, at + 1) for part, full in shared(parts)]
                each = [inside(found, within) for found in self._together(parts, each)]
                hits = {hit.deck: hit for hit in _meant_by_all(each)}
                named = sum(1 for found in each if found.hits and found.whole)
                whole = 2 * named >= len(each) if within else named == len(each)
                return Named(tuple(hits.values()), whole) if hits else None
        alone = self._things.named(only, parent) if only != text else ()
        return Named(alone) if alone else None

    def _together(self, parts: list[str], each: list[Named]) -> list[Named]:
        """Fill in pieces that say too little alone where two of them stand in one wording of a deck."""
        loose = [self._index.parts.get(key_of(words_of(part)), set()) for part in parts]
        known = [{hit.deck for hit in found.hits} | decks for found, decks in zip(each, loose, strict=True)]
        filled = []
        for at, (found, decks) in enumerate(zip(each, loose, strict=True)):
            fitting = sorted(
                deck
                for deck in decks
                if any(deck in known[other] for other in range(at))
                or any(deck in known[other] for other in range(at + 1, len(known)))
            )
            if found.hits or not fitting:
                filled.append(found)
            else:
                filled.append(Named(tuple(Hit(deck, _OF_A_LIST * PIECE, common=False) for deck in fitting)))
        return filled

    def _piece(self, part: str, full: str, parent: str, tier: int) -> Named:
        named = self._things.named
        hits = (full != part and named(full, "")) or named(part, "") or named(full, parent)
        if hits:
            return Named(tuple(hit._replace(quality=hit.quality * _OF_A_LIST) for hit in hits))
        return self._list(part, parent, tier) or NOTHING

    def _bracketed(self, title: str) -> Named | None:
        """Return the decks of `Clustering (K-means, DBSCAN)`, where only what stands in the brackets is taught."""
        plain, inside = bracketed(title)
        found = self._list(inside[0], plain) if len(inside) == 1 else None
        if not found:
            return None
        hits = tuple(hit._replace(quality=hit.quality * _HEADED) for hit in found.hits)
        return Named(hits, found.whole and len(pieces(plain)) < 2)

    def _headed(self, head: str, rest: str, parent: str) -> Named:
        """Return the decks of `head: rest`: those that the rest names of the head's subject, else those of either."""
        plain = bracketed(rest)[0]
        above = self._things.named(parent if GENERAL.issuperset(words_of(head)) else head, parent)
        within = frozenset(subject_of(hit.deck) for hit in above)
        listed = self._list(plain, head, within=within) if within else None
        if listed and listed.whole and not self._foreign(pieces(plain)):
            return listed
        hits = self._things.named(rest, head)
        if USES.issuperset(words_of(head)) or "application" in words_of(head):
            return (Named(hits) if hits else self._list(plain, "") or NOTHING)._replace(whole=False)
        free = Named(hits) if hits else self._list(plain, head) or NOTHING
        near = {subject for one in within for subject in self._index.near[one]}
        if len(above) == 1 == len(words_of(head)) and hits and len(pieces(plain)) == 1 and above != hits:
            return Named((*above, *hits), whole=False)  # one thing told by another
        if not above and hits and len(pieces(plain)) == 1 and not LOOSE.issuperset(words_of(head)):
            return Named(hits, whole=False)  # what explains something else
        if free.hits and free.whole and (not listed or near >= {subject_of(hit.deck) for hit in free.hits}):
            return free
        several = None if above or free.hits else self._list(head, "")
        if several and several.whole:
            return several
        if not listed and not free.hits and self._strange(pieces(plain)):
            return Named(above, whole=False)
        if (
            above
            and len(above) <= A_WHOLE
            and (listed or not free.hits or not free.whole)
            and not self._foreign(pieces(plain))
        ):
            return Named(tuple(hit._replace(quality=hit.quality * _HEADED) for hit in above))
        return Named((listed or free).hits or above, whole=False)


def _meant_by_all(pieces: Sequence[Named]) -> list[Hit]:
    """Return what some things name, without what is named no better than by a deck that has each of them."""
    common = set.intersection(*({hit.deck for hit in found.hits} for found in pieces))
    subject = any(len(found.hits) > A_SUBJECT for found in pieces)
    kept = []
    for found in pieces:
        enough = max((hit.quality for hit in found.hits if hit.deck in common), default=0.0)
        kept += [hit for hit in found.hits if subject or hit.deck in common or hit.quality > enough]
    return kept
