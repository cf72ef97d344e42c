"""What the headings above a line are about, and which of the decks it names are meant below them."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_decks.matching.deck_index import DeckIndex, Hit, subject_of
from quizzer_decks.matching.hits import SURE
from quizzer_decks.matching.loosening import LOOSE
from quizzer_decks.matching.naming import Namer
from quizzer_decks.matching.rivals import family_of, is_tool
from quizzer_decks.matching.values import Line
from quizzer_decks.matching.wording import bracketed, key_of, without_lead, words_of

_CLEAR = 0.97
"""How good a wording must be to be meant beside others that are of the heading's subject."""
_FAR = 2
"""Steps from subject to subject, by what needs what, beyond which a single common word is another one."""


class Headings:
    """Tells what lines are about; each heading is looked up once."""

    def __init__(self, index: DeckIndex, namer: Namer) -> None:
        self._index = index
        self._namer = namer
        self._known: dict[str, frozenset[str]] = {}
        self._decks: dict[str, frozenset[str]] = {}

    def about(self, line: Line) -> frozenset[str]:
        """Return the subjects of the nearest heading that names any."""
        return next(filter(None, map(self._subjects, reversed(line.path))), frozenset())

    def decks(self, line: Line) -> frozenset[str]:
        """Return the decks of the nearest heading that names any."""
        return next(filter(None, map(self._named, reversed(line.path))), frozenset())

    def meant(self, hits: tuple[Hit, ...], line: Line) -> tuple[Hit, ...]:
        """Return hits of several subjects without the common or loosely read ones that are none of the heading's."""
        if len({subject_of(hit.deck) for hit in hits}) < 2:
            return hits
        about = self.about(line)
        if about.isdisjoint(subject_of(hit.deck) for hit in hits):
            return hits
        return tuple(hit for hit in hits if subject_of(hit.deck) in about or self._stands_alone(hit, line))

    def far(self, hits: Sequence[Hit], line: Line) -> bool:
        """Tell whether a single common word is of subjects that are far from the heading's."""
        if len(words_of(line.title)) > 1 or not all(hit.common for hit in hits):
            return False
        subjects = {subject_of(hit.deck) for hit in hits}
        reached = self.about(line)
        if not reached or any(map(family_of, subjects)):
            return False
        for _ in range(_FAR):
            reached = reached.union(*(self._index.near[one] for one in reached))
        return reached.isdisjoint(subjects)

    def _subjects(self, heading: str) -> frozenset[str]:
        if heading not in self._known:
            found = set(map(subject_of, self._named(heading)))
            plain, inside = bracketed(without_lead(heading))
            for text in (plain, *inside):
                bare = tuple(word for word in words_of(text) if word not in LOOSE)
                found.update(map(subject_of, self._index.subjects.get(key_of(bare), ())))
            self._known[heading] = frozenset(found)
        return self._known[heading]

    def _named(self, heading: str) -> frozenset[str]:
        if heading not in self._decks:
            named = self._namer.named(Line(heading)).hits
            self._decks[heading] = frozenset(hit.deck for hit in named if hit.quality >= SURE)
        return self._decks[heading]

    def _stands_alone(self, hit: Hit, line: Line) -> bool:
        """Tell whether a hit is meant whatever else a line names: a clear wording, or a tool by its name."""
        if set(words_of(subject_of(hit.deck))) <= set(words_of(line.title)) or is_tool(self._index.titles[hit.deck]):
            return True
        return not hit.common and hit.quality >= _CLEAR
