"""Which decks a text names as one thing: by a wording, with its heading, misspelt, loosely, before a preposition."""

from __future__ import annotations

import re

from quizzer_decks.matching.asides import is_exercise
from quizzer_decks.matching.deck_index import ORDINARY, DeckIndex, Hit, has_capitals, subject_of
from quizzer_decks.matching.hits import below_their_subject, best
from quizzer_decks.matching.listing import HEAD, pieces
from quizzer_decks.matching.loosening import LOOSE, around_preposition, is_name, is_part, is_task, loosened, stems
from quizzer_decks.matching.misspelling import Speller
from quizzer_decks.matching.rivals import FRAMEWORKS, excludes, family_of, is_tool
from quizzer_decks.matching.wording import TOLD_OF, Reading, bracketed, key_of, readings, solid, words_of

_FOR = re.compile(r"\sfor\s", re.IGNORECASE)
_IN = re.compile(r"\sin\s", re.IGNORECASE)
_WITH_PARENT, _JOINED, _MISSPELT = 0.97, 0.98, 0.95
PIECE = 0.95
"""How good a thing of a list is that its heading or the others name."""
_STEMMED, _BESIDE = 0.95, 0.96
_PART = 0.85
"""How good a name is that is told of only in part: asked about."""
A_WHOLE = 6
"""A head that no more decks than this have is meant as a whole by a list of its parts: `NumPy: slicing, reshaping`."""
_ITS_PAPER = ("paper",)
"""A line that is the paper of what its heading is the name of."""
USES = frozenset({"application", "project", "use", "case", "real", "world"})
"""Words of a head that lists what something is good for: named, not taught."""
_OWN_LANGUAGE = "python"
"""The subject of the language in which the decks are written: what is done with it is nothing else."""
A_SUBJECT = 2
"""A head that more decks than this have is a whole subject, of which the rest names a part."""


class Things:
    """Looks things up in an index."""

    def __init__(self, index: DeckIndex) -> None:
        self._index = index
        self._speller = Speller(index.vocabulary)

    def named(self, text: str, parent: str) -> tuple[Hit, ...]:
        """Return the decks that a text names as one thing."""
        read = [reading for reading in readings(text) if not _is_plain(reading, text)]
        for reading in read:
            if hits := _possible(self.exact(reading.words, reading.quality), parent):
                return below_their_subject(hits, parent)
        for reading in read:
            joined = best(self._index.joined.get("".join(reading.words), ()), reading.quality * _JOINED)
            if hits := _possible(joined, parent):
                return hits
        if parent and read and (hits := self.below(read[0].words, parent) or self._part_of(read[0].words, parent)):
            return hits
        for reading in read:
            if hits := self._of_subject(reading):
                return hits
        for reading in read:
            words = self._speller.corrected(reading.words)
            if words and (hits := self.exact(words, reading.quality * _MISSPELT)):
                return hits
        return self._loosely(text, read, parent)

    def _loosely(self, text: str, read: list[Reading], parent: str) -> tuple[Hit, ...]:
        """Return the decks that a text names without its loose words, before a preposition, or by its stems."""
        if is_task(text):
            own = self.named(parent, "") if parent and _IN.search(text) else ()
            own = own if len(own) <= A_SUBJECT else ()
            return tuple(hit._replace(quality=hit.quality * _WITH_PARENT) for hit in own)
        looser = loosened(read)
        for reading in looser:
            hits = self.exact(reading.words, reading.quality)
            if hits and not _is_plain(reading, text):
                part = is_part(text, of_many=len(hits) > A_SUBJECT)
                return tuple(hit._replace(quality=hit.quality * _PART) for hit in hits) if part else hits
        for reading in (*read, *looser):
            alike = self._index.stems.get(stems(reading.words), []) if len(reading.words) > 1 else []
            if hits := best(alike, reading.quality * _STEMMED):
                return hits
        return self._before_preposition(text)

    def _before_preposition(self, text: str) -> tuple[Hit, ...]:
        """Return the decks of `CNNs for images`, where what follows names no other subject."""
        parts = around_preposition(text)
        if not parts or is_exercise(text) or HEAD.search(parts[1]):
            return ()
        before, after, by_means_of = parts
        if is_tool(after) and _IN.search(bracketed(text)[0]):
            return tuple(hit._replace(quality=hit.quality * _BESIDE) for hit in self.named(before, ""))
        hits, others = self.named(before, ""), self.named(after, "")
        if (by_means_of and not others and is_name(after)) or self._by_unknown_means(after):
            return ()
        if by_means_of and not hits and is_tool(after) and not USES.intersection(words_of(before)):
            return tuple(hit._replace(quality=hit.quality * _BESIDE) for hit in others)
        beside = (*others, *(hit for inside in bracketed(text)[1] for hit in self.named(inside, "")))
        own = {subject_of(hit.deck) for hit in hits}
        near = own | {_OWN_LANGUAGE} if by_means_of else {subject for one in own for subject in self._index.near[one]}
        two = hits and others and own.isdisjoint(subject_of(hit.deck) for hit in others)
        if by_means_of and two and len(hits) + len(others) <= A_WHOLE:
            means = () if _of_framework(others) and not _of_framework(hits) else others
            return tuple(hit._replace(quality=hit.quality * _BESIDE) for hit in (*hits, *means))
        named = _FOR.search(text) and 0 < len(hits) <= A_SUBJECT and not any(hit.common for hit in hits)
        if not named and not {subject_of(hit.deck) for hit in beside} <= near:
            return ()
        return tuple(hit._replace(quality=hit.quality * _BESIDE, common=True) for hit in hits)

    def _by_unknown_means(self, text: str) -> bool:
        """Tell whether a text says by which tool, and no deck knows it."""
        parts = around_preposition(text)
        return bool(parts and parts[2] and is_name(parts[1]) and not self.named(parts[1], ""))

    def exact(self, words: tuple[str, ...], quality: float) -> tuple[Hit, ...]:
        """Return the decks that have some words as a wording."""
        return best(self._index.exact.get(key_of(words), ()), quality)

    def below(self, words: tuple[str, ...], parent: str) -> tuple[Hit, ...]:
        """Return what a text says together with its heading: Logistic, below Regression."""
        if words and TOLD_OF.issuperset(words):
            return tuple(hit._replace(quality=hit.quality * _WITH_PARENT) for hit in self.named(parent, ""))
        if words == _ITS_PAPER:
            named = self.exact(words_of(bracketed(parent)[0]), 1.0)
            return tuple(hit for hit in named if hit.quality == 1.0)
        plain = bracketed(HEAD.split(parent, maxsplit=1)[0])[0]
        if not words or set(solid(words_of(plain))) & set(words):
            return ()
        for heading in dict.fromkeys((plain, *pieces(plain), *self._subjects_in(plain))):
            if hits := self.exact((*words, *solid(words_of(heading))), _WITH_PARENT):
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
            hits = [hit for hit in self.exact(rest, reading.quality * _WITH_PARENT) if rest]
            own = tuple(hit._replace(common=False) for hit in hits if words_of(subject_of(hit.deck)) == (word,))
            if own:
                return own
        return ()

    def _part_of(self, words: tuple[str, ...], parent: str) -> tuple[Hit, ...]:
        """Return the decks of a heading of which the words are a part: Stack, below Data Structures."""
        loose = set() if LOOSE.issuperset(words) else self._index.parts.get(key_of(words), set())
        above = self.named(parent, "") if loose else ()
        return tuple(hit._replace(quality=PIECE, common=False) for hit in above if hit.deck in loose)


def _of_framework(hits: tuple[Hit, ...]) -> bool:
    """Tell whether decks are of a framework with which networks are built: any of them will do for an exercise."""
    return all((family_of(subject_of(hit.deck)) or (0,))[0] == FRAMEWORKS for hit in hits)


def _possible(hits: tuple[Hit, ...], parent: str) -> tuple[Hit, ...]:
    """Return those of some hits that a heading does not exclude: what is TensorFlow's, below TensorFlow."""
    return tuple(hit for hit in hits if not excludes(parent, subject_of(hit.deck)))


def _is_plain(reading: Reading, text: str) -> bool:
    """Tell whether a reading is one ordinary word of a text, that would be a name in capitals only."""
    return ORDINARY.issuperset(reading.words) and not has_capitals(text)
