"""Decks whose wordings resemble a line: what is offered where none is named."""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest

from rapidfuzz import fuzz

from quizzer_decks.matching.deck_index import DeckIndex
from quizzer_decks.matching.values import Candidate
from quizzer_decks.matching.wording import bracketed, solid, without_lead, words_of

_ENOUGH = 0.7
_OFFERED = 3
_LOOKED_AT = 12
_WIDESPREAD = 80
"""A word that so many wordings share says too little to look for."""


def similar(title: str, index: DeckIndex) -> tuple[Candidate, ...]:
    """Return the decks that a title resembles, the best first."""
    words = frozenset(solid(words_of(bracketed(without_lead(title))[0])))
    shared: Counter[int] = Counter()
    for word in words:
        places = index.having.get(word, ())
        if len(places) <= _WIDESPREAD:
            shared.update(places)
    if not shared:
        return ()
    all_of_it = sum(map(index.weight, words))
    scores: dict[str, float] = {}
    text = " ".join(sorted(words))
    for place, _ in nsmallest(_LOOKED_AT, shared.items(), key=lambda item: (-item[1], item[0])):
        wording = index.wordings[place]
        common = sum(map(index.weight, words & wording.words))
        alike = 2 * common / (all_of_it + sum(map(index.weight, wording.words)))
        alike = (2 * alike + fuzz.ratio(text, " ".join(sorted(wording.words))) / 100) / 3
        if alike >= _ENOUGH:
            scores[wording.deck] = max(scores.get(wording.deck, 0.0), alike)
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_OFFERED]
    return tuple(Candidate(deck, round(score, 3)) for deck, score in best)
