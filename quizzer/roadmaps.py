"""The roadmaps of this machine: those that come with the program, and the learner's own beside his decks."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from quizzer_decks.model import Problem, Roadmap
from quizzer_decks.roadmap_file import read_roadmap_file

OWN_FOLDER = "roadmaps"


def bundled_folder() -> Path:
    """Return the folder of the roadmaps that come with the program."""
    return Path(str(files("quizzer_decks"))) / "roadmaps"


def read_roadmaps(own: Path) -> tuple[tuple[Roadmap, ...], tuple[Problem, ...]]:
    """Return all roadmaps by id, an own one in place of a bundled one, and what is wrong with their files."""
    found: dict[str, Roadmap] = {}
    problems: list[Problem] = []
    for folder in (bundled_folder(), own):
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            roadmap, wrong = read_roadmap_file(path)
            problems += wrong
            if roadmap is not None:
                found[roadmap.id] = roadmap
    return tuple(found.values()), tuple(problems)
