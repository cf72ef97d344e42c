"""The lines of a roadmap against all decks."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_decks.matching.deck_index import DeckIndex
from quizzer_decks.matching.headings import Headings
from quizzer_decks.matching.hits import Named
from quizzer_decks.matching.naming import Namer
from quizzer_decks.matching.similarity import similar
from quizzer_decks.matching.surroundings import Surroundings
from quizzer_decks.matching.values import GAP, Candidate, Line, Match
from quizzer_decks.matching.wording import GENERAL, bracketed, key_of, solid, without_lead, words_of

_SUBJECT = 0.8
SURE = 0.88
"""How good a wording must be to be linked without asking."""
_INTRODUCED = 12
"""A folder that has more decks than this is not what an introduction to it introduces."""


def match_lines(lines: Sequence[Line], index: DeckIndex, title: str = "") -> list[Match]:
    """Return for each line of the roadmap with that title which decks teach it."""
    namer = Namer(index)
    found = [namer.named(line) for line in lines]
    around = Surroundings(index, title, lines, found)
    above = Headings(index, namer)
    return [_judged(line, names, index, namer, around, above) for line, names in zip(lines, found, strict=True)]


def _judged(line: Line, names: Named, index: DeckIndex, namer: Namer, around: Surroundings, above: Headings) -> Match:
    if not names.hits:
        subject = _whole_subject(line, index)
        introduced = not GENERAL.isdisjoint(words_of(line.title)) and len(subject) <= _INTRODUCED
        if subject and introduced and around.at_home():
            return Match("sure", subject)
        offered = subject or similar(line.title, index)
        return Match("doubtful", offered) if offered else GAP
    sides = {hit.deck: around.side(hit, line) for hit in names.hits}
    kept = tuple(hit for hit in names.hits if sides[hit.deck] != "rival")
    if not kept:
        return GAP
    whole = names.whole and len(kept) == len(names.hits) and not above.far(kept, line)
    kept = above.meant(kept, line)
    told = [hit for hit in kept if not (hit.common or around.of_work(hit, line))]
    clear = {hit.deck for hit in told if sides[hit.deck] == "own" and around.at_home()}
    clear |= namer.with_parent(line)
    sure = all(hit.quality >= SURE and (hit.deck in clear or around.supports(hit, line)) for hit in kept)
    best = sorted(kept, key=lambda hit: (index.rank[hit.deck], hit.deck))
    told_decks = tuple(Candidate(hit.deck, round(hit.quality, 3)) for hit in best)
    return Match("sure" if sure and whole else "doubtful", told_decks)


def _whole_subject(line: Line, index: DeckIndex) -> tuple[Candidate, ...]:
    """Return all decks of the folder that a line names."""
    words = solid(words_of(bracketed(without_lead(line.title))[0]))
    decks = index.subjects.get(key_of(words), ())
    return tuple(Candidate(deck, _SUBJECT) for deck in sorted(decks, key=lambda deck: (index.rank[deck], deck)))
