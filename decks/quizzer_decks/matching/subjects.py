"""Lines that are nothing but the name of a subject: all decks of its folders teach it."""

from __future__ import annotations

from collections.abc import Iterable

from quizzer_decks.matching.deck_index import DeckIndex
from quizzer_decks.matching.values import Candidate, Line
from quizzer_decks.matching.wording import GENERAL, abbreviates, bracketed, key_of, solid, without_lead, words_of

_SUBJECT = 0.8
_PARTED = 12
"""A folder that has more decks than this is not what an introduction to it introduces, below its own heading."""
_NAMES = {
    "machine learning": ("machine-learning", "ml-models"),
    "ml": ("machine-learning", "ml-models"),
    "classical machine learning": ("machine-learning", "ml-models"),
    "classical ml": ("machine-learning", "ml-models"),
    "deep learning": ("neural-networks", "cnn", "sequences"),
    "computer vision": ("vision", "cnn"),
    "natural language processing": ("text", "nlp-advanced"),
    "nlp": ("text", "nlp-advanced"),
    "generative ai": ("generative",),
    "large language model": ("llm",),
    "llm": ("llm",),
    "mlops": ("mlops",),
    "mathematics": ("linear-algebra", "calculus", "statistics"),
    "math": ("linear-algebra", "calculus", "statistics"),
    "stats": ("statistics",),
}
_FOLDERS = {key_of(words_of(name)): folders for name, folders in _NAMES.items()}
"""By the words of its name, the folders of a subject; the first is what an introduction to it introduces."""
_TELLING = GENERAL | {"series", "note", "to"}
"""Words that leave the name of a subject what it is."""
_MATHS = frozenset({"math", "mathematic", "mathematical", "calculus"})
_OF_MATHS = "optimization"
"""What other fields do as well is the subject below a heading of mathematics only."""


def whole_subject(line: Line, index: DeckIndex) -> tuple[Candidate, ...]:
    """Return all decks of the subject that a line is nothing but the name of."""
    words, folders = _named(line.title)
    if not folders and words == (_OF_MATHS,) and any(not _MATHS.isdisjoint(words_of(text)) for text in line.path):
        folders = (_OF_MATHS,)
    if not GENERAL.isdisjoint(words_of(line.title)):
        folders = folders[:1] if _MATHS.isdisjoint(words) else ()
    if not folders:
        return ()
    decks = [deck for folder in folders for deck in index.subjects.get(key_of(words_of(folder)), ())]
    part = not GENERAL.isdisjoint(words_of(line.title)) and len(decks) > _PARTED
    if part and any(set(words) <= set(words_of(text)) or set(folders) & set(_named(text)[1]) for text in line.path):
        return ()
    return _candidates(decks, index)


def _named(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a text without those that tell, and the folders of the subject of which they are the name."""
    plain, inside = bracketed(without_lead(text))
    words = tuple(word for word in words_of(plain) if word not in _TELLING)
    if not (folders := _FOLDERS.get(key_of(words), ())):
        return words, ()
    other = any(not abbreviates(said, words) and not abbreviates(plain, words_of(said)) for said in inside)
    return words, () if other else folders


def named_folder(line: Line, index: DeckIndex) -> tuple[Candidate, ...]:
    """Return all decks of the folder that has a line's name, whatever says how it is told."""
    words = solid(words_of(bracketed(without_lead(line.title))[0]))
    return _candidates(index.subjects.get(key_of(words), ()), index)


def _candidates(decks: Iterable[str], index: DeckIndex) -> tuple[Candidate, ...]:
    return tuple(Candidate(deck, _SUBJECT) for deck in sorted(decks, key=lambda deck: (index.rank[deck], deck)))
