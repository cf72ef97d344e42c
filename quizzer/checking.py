"""The deck check over files, folders, or everything on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizzer.library import Found, Progress, bundled_folder, scan
from quizzer.roadmaps import OWN_FOLDER, read_roadmaps
from quizzer.roadmaps import bundled_folder as roadmaps_folder
from quizzer_decks.check import check_each, check_library
from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.model import Deck, Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found."""

    problems: tuple[Problem, ...]
    decks: int
    questions: int


def check_decks(paths: Sequence[Path], own: Path, *, trusted: bool, progress: Progress | None = None) -> Checked:
    """Check the decks at those paths, or the bundled ones and those in the folder `own`.

    Code in bundled decks is run; in others only when they are `trusted`.
    """
    if paths:
        files = [(found, trusted) for path in paths for found in _files(path)]
    else:
        files = [(found, True) for found in scan(bundled_folder())] + [(found, trusted) for found in scan(own)]
    problems: list[Problem] = []
    decks: dict[bool, list[tuple[str, Deck]]] = {True: [], False: []}
    for done, (found, run) in enumerate(files, 1):
        deck, wrong = read_deck_file(found.path, found.default_id)
        problems += wrong
        if deck is not None:
            decks[run].append((str(found.path), deck))
        if progress:
            progress(done, len(files))
    for run, some in decks.items():
        problems += check_each(some, run)
    roadmaps, wrong_roadmaps = read_roadmaps(own.parent / OWN_FOLDER)
    everything = decks[True] + decks[False]
    bundled = [path.stem for path in roadmaps_folder().glob("*.yaml")]
    problems += check_library(everything, roadmaps, bundled) if not paths else check_library(everything)
    problems += wrong_roadmaps
    problems.sort(key=lambda problem: (problem.path, problem.line))
    return Checked(tuple(problems), len(everything), sum(len(deck.questions) for _, deck in everything))


def _files(path: Path) -> Iterator[Found]:
    if path.is_dir():
        yield from scan(path)
    else:
        stat = path.stat()
        yield Found(path, path.stem, stat.st_mtime_ns, stat.st_size)
