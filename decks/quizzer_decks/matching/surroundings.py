"""What a roadmap is about, so that a word which other fields use too is read in the right one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from quizzer_decks.matching.deck_index import DeckIndex, Hit, subject_of
from quizzer_decks.matching.hits import Named
from quizzer_decks.matching.loosening import LOOSE
from quizzer_decks.matching.rivals import FAMILIES, family_of, is_elsewhere, named
from quizzer_decks.matching.values import Line
from quizzer_decks.matching.wording import solid, words_of

Side: TypeAlias = Literal["own", "rival", "unnamed"]

_FIELD = 0.2
"""Share of a roadmap's lines that must name decks near a subject, for it to be of that field."""
_HOME = 0.1
"""Share of a roadmap's lines that must name decks, for any of them to be meant."""
_LINES = 2
"""Lines that must do so at least."""
_NAMES: frozenset[object] = frozenset(
    {("data", "analyst"), ("data", "analysis"), ("data", "analytic"), ("data", "engineer"), ("data", "engineering")}
    | {"ai", "ml", "mlops", "llm", "llmops", "genai", "nlp", "agentic"}
    | {("machine", "learning"), ("deep", "learning"), ("data", "science"), ("data", "scientist")}
    | {("artificial", "intelligence"), ("neural", "network"), ("computer", "vision"), ("language", "model")}
)
"""What titles call the field in which words are used as the decks use them."""
_WORK = frozenset({"career", "engineering", "research", "teaching"})
"""Subjects that are about work in any field: `documentation`, `interview questions`; their own heading says them."""
_OF_ANYTHING = frozenset(
    {"interview", "question", "technical", "project", "documentation", "doc", "note", "review", "code"}
)
"""Words that alone say nothing of which subject they are."""
_CALL = re.compile(r"\W*[a-z]{1,6}\(\)\W*")
"""A line that is a short call, `map()`, is of a language or library, whatever else is abbreviated so."""
_DATABASE = "sql"
"""What tells of tables tells of this one where no database is named."""
_NEIGHBOURS = 2
"""Other lines beside a line that name decks of its subject."""


class Surroundings:
    """All lines of a roadmap with what they name."""

    def __init__(
        self, index: DeckIndex, title: str, lines: Sequence[Line], found: Sequence[Named], whole: int = 0
    ) -> None:
        """Take the lines with what they name, and how many others name whole subjects."""
        self._index = index
        self._title = words_of(title)
        self._entitled = not _NAMES.isdisjoint(self._title) or any(pair in _NAMES for pair in pairwise(self._title))
        self._count = max(len(lines), 1)
        self._words: dict[str, tuple[str, ...]] = {}
        self._telling: dict[str, float] = defaultdict(float)
        """By subject, how many lines name its decks; a common word counts half."""
        self._all = float(whole)
        self._beside: dict[tuple[str, ...], Counter[str]] = {}
        self._mentions: list[Counter[str]] = [Counter() for _ in FAMILIES]
        for line, names in zip(lines, found, strict=True):
            beside = self._beside.setdefault(line.path, Counter())
            beside.update({subject_of(hit.deck) for hit in names.hits})
            told = {subject_of(hit.deck): 0.5 if hit.common else 1.0 for hit in names.hits}
            for subject, worth in told.items():
                self._telling[subject] += worth
            self._all += max(told.values(), default=0.0)
        for text in {text for line in lines for text in (line.title, *line.path)} | {title}:
            for family, mentions in enumerate(self._mentions):
                mentions.update(named(self._of(text), family))

    def _of(self, text: str) -> tuple[str, ...]:
        if text not in self._words:
            self._words[text] = words_of(text)
        return self._words[text]

    def of_work(self, hit: Hit, line: Line) -> bool:
        """Tell whether a line says of a deck's subject only what any field says of its work."""
        words = self._of(line.title)
        said = len(words) == 1 or all(word in _OF_ANYTHING or word in LOOSE for word in words)
        return said and subject_of(hit.deck) in _WORK

    def side(self, hit: Hit, line: Line) -> Side:
        """Tell whether a line is about what the deck is about, or about something that excludes it."""
        subject = subject_of(hit.deck)
        if is_elsewhere(subject, map(self._of, (line.title, *reversed(line.path[-3:])))):
            return "rival"
        belongs = family_of(subject.partition("/")[0])
        if belongs is None:
            return "rival" if _CALL.fullmatch(line.title) else "own"
        family, own = belongs
        for text in (line.title, *reversed(line.path)):
            if names := named(self._of(text), family):
                return "own" if own in names else "rival"
        if family and self._of_another_tool(line, family):
            return "rival"
        if names := named(self._title, family):
            return "own" if own in names else "rival"
        mentions = self._mentions[family]
        if mentions[own] and mentions[own] == max(mentions.values()):
            return "own"
        return "own" if own == _DATABASE and not sum(mentions.values()) else "unnamed"

    def _of_another_tool(self, line: Line, family: int) -> bool:
        """Tell whether the nearest heading that names a tool names one that does other things: WHERE, below SQL."""
        others = [other for other in range(1, len(FAMILIES)) if other != family]
        return any(named(self._of(text), other) for text in line.path[-2:] for other in others)

    def supports(self, hit: Hit, line: Line) -> bool:
        """Tell whether a line stands in the field of a deck."""
        subject = subject_of(hit.deck)
        own = (line.title,) if family_of(subject) else ()  # a name of its own says where it belongs
        about = {word for text in (*own, *line.path) for word in self._of(text)} | set(self._title)
        if subject and set(solid(words_of(subject))) <= about:
            return True
        if self._beside[line.path][subject] > _NEIGHBOURS:
            return True
        if self.of_work(hit, line):
            return False
        near = sum(self._telling.get(other, 0.0) for other in self._index.near.get(subject, ()))
        of_field = self._entitled or self._all / self._count >= _FIELD
        return near > 0 and self.at_home() and of_field

    def at_home(self) -> bool:
        """Tell whether the roadmap is of a field that the decks are of."""
        return self._all >= _LINES and (self._entitled or self._all / self._count >= _HOME)
