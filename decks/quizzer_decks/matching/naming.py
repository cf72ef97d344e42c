"""Which decks a line names, by their own wordings; in pieces where it names several things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizzer_decks.known_words import is_known
from quizzer_decks.matching.asides import heading_of, is_exercise, names_nothing
from quizzer_decks.matching.deck_index import ORDINARY, DeckIndex, Hit, has_capitals, subject_of
from quizzer_decks.matching.hits import NOTHING, Named, below_subjects, below_their_subject, best, inside
from quizzer_decks.matching.listing import SEPARATORS, pieces, says_something, shared
from quizzer_decks.matching.loosening import LOOSE, around_preposition, is_name, is_part, is_task, loosened, stems
from quizzer_decks.matching.misspelling import Speller
from quizzer_decks.matching.rivals import FRAMEWORKS, excludes, family_of, is_rival, is_tool
from quizzer_decks.matching.values import Line
from quizzer_decks.matching.wording import GENERAL, TOLD_OF, Reading, bracketed, key_of, readings, solid, without_lead, words_of

_HEAD = re.compile(r"\s*:\s+|\s+(?:[-–—]+|→|[-=]>)\s+|(?<=\w)—(?=\w)")
_EXPLAINS = re.compile(r"\s(?:[–—]+|→|[-=]>)\s")
"""Between a name and what is told of it: `RAG — embed, store, retrieve`."""
_FOR = re.compile(r"\sfor\s", re.IGNORECASE)
_IN = re.compile(r"\sin\s", re.IGNORECASE)
_WITH_PARENT, _JOINED, _MISSPELT, _OF_A_LIST, _HEADED = 0.97, 0.98, 0.95, 0.99, 0.96
_PIECE = 0.95
_STEMMED, _BESIDE = 0.95, 0.96
_PART = 0.85
"""How good a name is that is told of only in part: asked about."""
_MOST_PIECES = 8
_A_WHOLE = 6
"""A head that no more decks than this have is meant as a whole by a list of its parts: `NumPy: slicing, reshaping`."""
_A_NAME = 4
"""Letters of a name that is no abbreviation: `plotly`."""
_SAYS_HOW = LOOSE | {"tool", "notebook", "topic", "focus", "thing", "library", "framework"}
"""Words of a head that says how or with what something is told: `Notebook: t-test, z-test`."""
_ITS_PAPER = ("paper",)
"""A line that is the paper of what its heading is the name of."""
_USES = frozenset({"application", "project", "use", "case", "real", "world"})
"""Words of a head that lists what something is good for: named, not taught."""
_OWN_LANGUAGE = "python"
"""The subject of the language in which the decks are written: what is done with it is nothing else."""
_A_SUBJECT = 2
"""A head that more decks than this have is a whole subject, of which the rest names a part."""


class Namer:
    """Looks lines up in an index."""

    def __init__(self, index: DeckIndex) -> None:
        self._index = index
        self._speller = Speller(index.vocabulary)

    def named(self, line: Line) -> Named:
        """Return the decks that a line names: as a whole, after or before a colon or dash, or as a list."""
        if names_nothing(line):
            return NOTHING
        title = without_lead(line.title)
        parent = heading_of(line)
        if hits := self._thing(title, parent):
            return self._explained(title, hits)
        head, *rest = _HEAD.split(title, maxsplit=1)
        if rest and _SAYS_HOW.issuperset(words_of(head)):
            if hits := self._thing(rest[0], parent):
                return self._explained(rest[0], hits)
            if (listed := self._list(bracketed(rest[0])[0], "")) and listed.whole:
                return listed
        if rest:
            found = self._headed(head, rest[0], parent)
            return found if found.whole else self._told(head, rest[0], found, explained=bool(_EXPLAINS.search(title)))
        return self._list(bracketed(title)[0], "") or self._bracketed(title) or NOTHING

    def _told(self, head: str, rest: str, found: Named, *, explained: bool) -> Named:
        """Return the name before a dash where what follows names nothing of another subject, before a colon nothing."""
        names = [hit for reading in readings(head) for hit in self._exact(reading.words, reading.quality)]
        own = tuple({hit.deck: hit for hit in reversed(names)}.values())
        if not 0 < len(own) <= _A_SUBJECT:
            return found
        if not explained:
            listed = any(self._thing(piece, "") for piece in pieces(bracketed(rest)[0]))
            return Named(own) if not listed and len(words_of(head)) > 1 else found
        near = {subject for hit in own for subject in self._index.near[subject_of(hit.deck)]}
        return Named(own) if all(subject_of(hit.deck) in near for hit in found.hits) else found

    def _thing(self, text: str, parent: str) -> tuple[Hit, ...]:
        """Return the decks that a text names as one thing."""
        read = [reading for reading in readings(text) if not _is_plain(reading, text)]
        for reading in read:
            if hits := _possible(self._exact(reading.words, reading.quality), parent):
                return below_their_subject(hits, parent)
        for reading in read:
            joined = best(self._index.joined.get("".join(reading.words), ()), reading.quality * _JOINED)
            if hits := _possible(joined, parent):
                return hits
        if parent and read and (hits := self._below(read[0].words, parent) or self._part_of(read[0].words, parent)):
            return hits
        for reading in read:
            if hits := self._of_subject(reading):
                return hits
        for reading in read:
            words = self._speller.corrected(reading.words)
            if words and (hits := self._exact(words, reading.quality * _MISSPELT)):
                return hits
        return self._loosely(text, read, parent)

    def _loosely(self, text: str, read: list[Reading], parent: str) -> tuple[Hit, ...]:
        """Return the decks that a text names without its loose words, before a preposition, or by its stems."""
        if is_task(text):
            own = self._thing(parent, "") if parent and _IN.search(text) else ()
            return tuple(hit._replace(quality=hit.quality * _WITH_PARENT) for hit in own) if len(own) <= _A_SUBJECT else ()
        looser = loosened(read)
        for reading in looser:
            hits = self._exact(reading.words, reading.quality)
            if hits and not _is_plain(reading, text):
                part = is_part(text, of_many=len(hits) > _A_SUBJECT)
                return tuple(hit._replace(quality=hit.quality * _PART) for hit in hits) if part else hits
        for reading in (*read, *looser):
            alike = self._index.stems.get(stems(reading.words), []) if len(reading.words) > 1 else []
            if hits := best(alike, reading.quality * _STEMMED):
                return hits
        return self._before_preposition(text)

    def _before_preposition(self, text: str) -> tuple[Hit, ...]:
        """Return the decks of `CNNs for images`, where what follows names no other subject."""
        parts = around_preposition(text)
        if not parts or is_exercise(text) or _HEAD.search(parts[1]):
            return ()
        before, after, by_means_of = parts
        if is_tool(after) and _IN.search(bracketed(text)[0]):
            return tuple(hit._replace(quality=hit.quality * _BESIDE) for hit in self._thing(before, ""))
        hits, others = self._thing(before, ""), self._thing(after, "")
        if (by_means_of and not others and is_name(after)) or self._by_unknown_means(after):
            return ()
        if by_means_of and not hits and is_tool(after) and not _USES.intersection(words_of(before)):
            return tuple(hit._replace(quality=hit.quality * _BESIDE) for hit in others)
        beside = (*others, *(hit for inside in bracketed(text)[1] for hit in self._thing(inside, "")))
        own = {subject_of(hit.deck) for hit in hits}
        near = own | {_OWN_LANGUAGE} if by_means_of else {subject for one in own for subject in self._index.near[one]}
        two = hits and others and own.isdisjoint(subject_of(hit.deck) for hit in others)
        if by_means_of and two and len(hits) + len(others) <= _A_WHOLE:
            means = () if _of_framework(others) and not _of_framework(hits) else others
            return tuple(hit._replace(quality=hit.quality * _BESIDE) for hit in (*hits, *means))
        named = _FOR.search(text) and 0 < len(hits) <= _A_SUBJECT and not any(hit.common for hit in hits)
        if not named and not {subject_of(hit.deck) for hit in beside} <= near:
            return ()
        return tuple(hit._replace(quality=hit.quality * _BESIDE, common=True) for hit in hits)

    def _by_unknown_means(self, text: str) -> bool:
        """Tell whether a text says by which tool, and no deck knows it."""
        parts = around_preposition(text)
        return bool(parts and parts[2] and is_name(parts[1]) and not self._thing(parts[1], ""))

    def _exact(self, words: tuple[str, ...], quality: float) -> tuple[Hit, ...]:
        return best(self._index.exact.get(key_of(words), ()), quality)

    def _below(self, words: tuple[str, ...], parent: str) -> tuple[Hit, ...]:
        """Return what a text says together with its heading: Logistic, below Regression."""
        if words and TOLD_OF.issuperset(words):
            return tuple(hit._replace(quality=hit.quality * _WITH_PARENT) for hit in self._thing(parent, ""))
        if words == _ITS_PAPER:
            named = self._exact(words_of(bracketed(parent)[0]), 1.0)
            return tuple(hit for hit in named if hit.quality == 1.0)
        plain = bracketed(_HEAD.split(parent, maxsplit=1)[0])[0]
        if not words or set(solid(words_of(plain))) & set(words):
            return ()
        for heading in dict.fromkeys((plain, *pieces(plain), *self._subjects_in(plain))):
            if hits := self._exact((*words, *solid(words_of(heading))), _WITH_PARENT):
                return hits
        return ()

    def _subjects_in(self, heading: str) -> tuple[str, ...]:
        """Return the tools with a folder of decks that a heading names: `git`, of the commands of Git."""
        return tuple(word for word in words_of(heading) if (word,) in self._index.subjects and is_tool(word))

    def _of_subject(self, reading: Reading) -> tuple[Hit, ...]:
        """Return the decks of a subject that the words name beside it: Pandas groupby, FastAPI deployment."""
        for at, word in enumerate(reading.words):
            if (word,) not in self._index.subjects:
                continue
            rest = (*reading.words[:at], *reading.words[at + 1 :])
            hits = [hit for hit in self._exact(rest, reading.quality * _WITH_PARENT) if rest]
            own = tuple(hit._replace(common=False) for hit in hits if words_of(subject_of(hit.deck)) == (word,))
            if own:
                return own
        return ()

    def _part_of(self, words: tuple[str, ...], parent: str) -> tuple[Hit, ...]:
        """Return the decks of a heading of which the words are a part: Stack, below Data Structures."""
        loose = set() if LOOSE.issuperset(words) else self._index.parts.get(key_of(words), set())
        above = self._thing(parent, "") if loose else ()
        return tuple(hit._replace(quality=_PIECE, common=False) for hit in above if hit.deck in loose)

    def with_parent(self, line: Line) -> frozenset[str]:
        """Return the decks that a line names together with its heading."""
        parent = heading_of(line)
        words = words_of(bracketed(without_lead(line.title))[0])
        return frozenset(hit.deck for hit in self._below(words, parent)) if parent else frozenset()

    def _explained(self, title: str, hits: tuple[Hit, ...]) -> Named:
        """Return what a title names whose brackets may name something narrower: `Ensembles (bagging, boosting)`."""
        listed = [piece for inside in bracketed(title)[1] for piece in pieces(inside) if not is_rival(piece)]
        within = frozenset(subject_of(hit.deck) for hit in hits)
        narrower = [below_subjects(self._thing(piece, ""), within) for piece in listed]
        if len(listed) < 2:  # said in other words, or the one part that is meant
            part = [hit for found in narrower for hit in found]
            meant = len(hits) > _A_SUBJECT and part and {hit.deck for hit in part} < {hit.deck for hit in hits}
            return Named(tuple(part) if meant else hits)
        named = {hit.deck: hit for found in narrower for hit in found}
        if named.keys() <= {hit.deck for hit in hits} or {hit.deck for hit in hits} <= named.keys():
            subject = len(hits) > _A_SUBJECT and all(narrower) and named
            return Named(tuple(named.values()) if subject and len(named) < len(hits) else hits)
        if len(hits) > _A_SUBJECT:
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
        alone = self._thing(only, parent) if only != text else ()
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
                filled.append(Named(tuple(Hit(deck, _OF_A_LIST * _PIECE, common=False) for deck in fitting)))
        return filled

    def _piece(self, part: str, full: str, parent: str, tier: int) -> Named:
        hits = (full != part and self._thing(full, "")) or self._thing(part, "") or self._thing(full, parent)
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
        above = self._thing(parent if GENERAL.issuperset(words_of(head)) else head, parent)
        within = frozenset(subject_of(hit.deck) for hit in above)
        listed = self._list(plain, head, within=within) if within else None
        if listed and listed.whole and not self._foreign(pieces(plain)):
            return listed
        hits = self._thing(rest, head)
        if _USES.issuperset(words_of(head)) or "application" in words_of(head):
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
            and len(above) <= _A_WHOLE
            and (listed or not free.hits or not free.whole)
            and not self._foreign(pieces(plain))
        ):
            return Named(tuple(hit._replace(quality=hit.quality * _HEADED) for hit in above))
        return Named((listed or free).hits or above, whole=False)


def _meant_by_all(pieces: Sequence[Named]) -> list[Hit]:
    """Return what some things name, without what is named no better than by a deck that has each of them."""
    common = set.intersection(*({hit.deck for hit in found.hits} for found in pieces))
    subject = any(len(found.hits) > _A_SUBJECT for found in pieces)
    kept = []
    for found in pieces:
        enough = max((hit.quality for hit in found.hits if hit.deck in common), default=0.0)
        kept += [hit for hit in found.hits if subject or hit.deck in common or hit.quality > enough]
    return kept


def _of_framework(hits: tuple[Hit, ...]) -> bool:
    """Tell whether decks are of a framework with which networks are built: any of them will do for an exercise."""
    return all((family_of(subject_of(hit.deck)) or (0,))[0] == FRAMEWORKS for hit in hits)


def _possible(hits: tuple[Hit, ...], parent: str) -> tuple[Hit, ...]:
    """Return those of some hits that a heading does not exclude: what is TensorFlow's, below TensorFlow."""
    return tuple(hit for hit in hits if not excludes(parent, subject_of(hit.deck)))


def _is_plain(reading: Reading, text: str) -> bool:
    """Tell whether a reading is one ordinary word of a text, that would be a name in capitals only."""
    return ORDINARY.issuperset(reading.words) and not has_capitals(text)
