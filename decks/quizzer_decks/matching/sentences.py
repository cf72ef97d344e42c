"""What is told of a heading below it: sentences, of which the first known name says of what, and operations to write.

Both are looked for among the decks of the heading alone.
"""

from __future__ import annotations

import re

from quizzer_decks.matching.deck_index import DeckIndex, Hit, subject_of
from quizzer_decks.matching.loosening import LOOSE
from quizzer_decks.matching.wording import HOLLOW, key_of, without_lead, words_of

_TELLS = re.compile(
    r"\b(?:is|are|was|were|be|been|it|that|which|but|each|always|never|only|when|while|where|since|because|than|not"
    r"|should|must|can|you|lets?|allows?|helps?|instead|without|this|these|its|does)\b",
    re.IGNORECASE,
)
"""Words that only sentences have."""
_FEWEST = 4
_LONGEST = 4
"""Words of a name in a sentence."""
_MOST = 2
"""Decks that the name a sentence begins with may have, for any of them to be meant."""
_KNOWN = 0.93
_QUALITY = 0.9
_CITED = re.compile(
    r"\?|\([^)]*\b(?:19|20)\d\d\b[^)]*\)|\bet al\b|\b(?:ch|book|chapter|course|video|blog)\b", re.IGNORECASE
)
"""Marks of a title that somebody else has given: a paper, a book."""
_OPERATION = re.compile(r"[a-z][a-z_]*(?:_[a-z]+|\([\w, ]*\))(?=$|\s)")
"""What is to be written of a data structure: `push_back(value)`, `extract_max`."""
_STRUCTURES = "algorithms"
"""The subject that has them."""


def tells(text: str) -> bool:
    """Tell whether a text tells something of its heading: in a sentence, or as an operation."""
    return _is_sentence(text) or _OPERATION.match(text) is not None


def told_below(text: str, decks: frozenset[str], index: DeckIndex) -> tuple[Hit, ...]:
    """Return those of a heading's decks of which a text that `tells` is."""
    if _is_sentence(text):
        return _first_named(text, decks, index)
    structures = tuple(deck for deck in decks if subject_of(deck) == _STRUCTURES)
    return tuple(Hit(deck, _QUALITY, common=False) for deck in structures) if len(structures) == 1 else ()


def _is_sentence(text: str) -> bool:
    """Tell whether a text tells something in full, and is no question and no title of a paper."""
    return len(text.split()) >= _FEWEST and _TELLS.search(text) is not None and not _CITED.search(text)


def _first_named(text: str, decks: frozenset[str], index: DeckIndex) -> tuple[Hit, ...]:
    """Return those of some decks that the first name in a sentence names, if it is any of theirs."""
    words = words_of(without_lead(text))
    for at in range(len(words)):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            name = words[at : at + size]
            if size == 1 and (name[0] in LOOSE or name[0] in HOLLOW):
                continue
            found = [hit for hit in index.exact.get(key_of(name), ()) if hit.deck in decks and hit.quality >= _KNOWN]
            if found:
                return tuple(hit._replace(quality=_QUALITY) for hit in found) if len(found) <= _MOST else ()
    return ()
