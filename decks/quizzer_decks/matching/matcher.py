"""The lines of a roadmap against all decks."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_decks.matching.asides import names_nothing
from quizzer_decks.matching.deck_index import DeckIndex, subject_of
from quizzer_decks.matching.headings import Headings
from quizzer_decks.matching.hits import SURE, Named
from quizzer_decks.matching.naming import Namer
from quizzer_decks.matching.sentences import tells, told_below
from quizzer_decks.matching.similarity import similar
from quizzer_decks.matching.subjects import named_folder, whole_subject
from quizzer_decks.matching.surroundings import Surroundings
from quizzer_decks.matching.values import GAP, Candidate, Line, Match


def match_lines(lines: Sequence[Line], index: DeckIndex, title: str = "") -> list[Match]:
    """Return for each line of the roadmap with that title which decks teach it."""
    namer = Namer(index)
    found = [namer.named(line) for line in lines]
    whole = [_whole(line, names, index) for line, names in zip(lines, found, strict=True)]
    around = Surroundings(index, title, lines, found, sum(map(bool, whole)))
    above = Headings(index, namer)
    return [
        _judged(line, names, index, namer, around, above)
        if names.hits
        else _unnamed(line, subject, index, around, above)
        for line, names, subject in zip(lines, found, whole, strict=True)
    ]


def _whole(line: Line, names: Named, index: DeckIndex) -> tuple[Candidate, ...]:
    """Return the decks of the whole subject that a line names, where it names nothing else."""
    return () if names.hits or names_nothing(line) else whole_subject(line, index)


def _judged(line: Line, names: Named, index: DeckIndex, namer: Namer, around: Surroundings, above: Headings) -> Match:
    sides = {hit.deck: around.side(hit, line) for hit in names.hits}
    kept = tuple(hit for hit in names.hits if sides[hit.deck] != "rival")
    if not kept:
        return GAP
    whole = names.whole and len(kept) == len(names.hits) and not above.far(kept, line)
    kept = above.meant(kept, line)
    told = [hit for hit in kept if not (hit.common or around.of_work(hit, line))]
    clear = {hit.deck for hit in told if sides[hit.deck] == "own" and around.at_home()}
    about = above.about(line)
    clear |= {hit.deck for hit in kept if sides[hit.deck] == "own" and subject_of(hit.deck) in about}
    clear |= namer.with_parent(line)
    sure = all(hit.quality >= SURE and (hit.deck in clear or around.supports(hit, line)) for hit in kept)
    best = sorted(kept, key=lambda hit: (index.rank[hit.deck], hit.deck))
    told_decks = tuple(Candidate(hit.deck, round(hit.quality, 3)) for hit in best)
    return Match("sure" if sure and whole else "doubtful", told_decks)


def _unnamed(
    line: Line, subject: tuple[Candidate, ...], index: DeckIndex, around: Surroundings, above: Headings
) -> Match:
    """Return what a line tells of its heading, the whole subject that it names, or else what resembles it."""
    means_something = tells(line.title) and not names_nothing(line)
    told = told_below(line.title, above.decks(line), index) if means_something else ()
    headings = line._replace(title="")
    if told and all(around.side(hit, headings) == "own" for hit in told):
        return Match("sure", tuple(Candidate(hit.deck, hit.quality) for hit in told))
    if subject and around.at_home():
        return Match("sure", subject)
    offered = subject or named_folder(line, index) or similar(line.title, index)
    return Match("doubtful", offered) if offered else GAP
