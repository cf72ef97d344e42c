"""Quizzer's own deck files, one or a folder of them: everything in them is taken as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.fields import PATH, fits, slug
from quizzer_decks.formats.decoding import head_of
from quizzer_decks.formats.foreign import Foreign, ForeignDeck, Options, Reading, Skipped, Unreadable
from quizzer_decks.model import Deck

_SUFFIXES = (".yaml", ".yml")
_SAMPLE = 100
"""Files by which a folder is judged; other programs keep YAML too."""
_QUESTIONS = re.compile(rb"^questions:", re.MULTILINE)


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like Quizzer's decks, from 0 to 100."""
    if source.is_dir():
        files = list(islice(_files(source), _SAMPLE))
        return 60 if any(map(_has_questions, files)) else 20 if files else 0
    if source.suffix.lower() not in _SUFFIXES:
        return 0
    return 95 if _QUESTIONS.search(head) else 40


def _has_questions(path: Path) -> bool:
    return _QUESTIONS.search(head_of(path)) is not None


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a deck file, or all below a folder; what is wrong with a question leaves that question out."""
    root = source if source.is_dir() else source.parent
    decks: list[ForeignDeck] = []
    skipped: list[Skipped] = []
    for path in _files(source) if source.is_dir() else (source,):
        relative = path.relative_to(root).with_suffix("").as_posix()
        default = relative if fits(relative, PATH) else "/".join(slug(part) for part in relative.split("/"))
        deck, problems = read_deck_file(path, default, path.relative_to(root).as_posix())
        skipped += [
            Skipped(f"{problem.path}:{problem.line}", problem.message)
            for problem in problems
            if problem.severity == "error"
        ]
        if deck is not None:
            decks.append(_foreign(deck, options.deck))
    if not decks and skipped:
        raise Unreadable(f"{source.name} holds no deck: {skipped[0].why}.")
    return Reading("quizzer", tuple(decks), tuple(skipped))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SUFFIXES and not path.name.startswith(".") and path.is_file():
            yield path


def _foreign(deck: Deck, title: str) -> ForeignDeck:
    return ForeignDeck(
        path=(title or deck.title,),
        questions=tuple(Foreign(each, f"quizzer:{deck.id}/{each.id}", f"line {each.line}") for each in deck.questions),
        description=deck.description,
        tags=deck.tags,
        id="" if title else deck.id,
        covers=deck.covers,
        needs=deck.needs,
    )
