"""Prints how well topic lines of real roadmaps are matched to the bundled decks.

Every set was held out once and used to tune as well when it had been looked at, but `nineteenth`, which was
made to tune on, and `twentieth`, on which nothing was tuned. What each gave at its first look stands in
docs/matching.md. Each line is matched beside those of its roadmap that are in the set.
`--misses` lists what is wrong or left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path

import yaml

from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.matching.deck_index import DeckIndex
from quizzer_decks.matching.matcher import match_lines
from quizzer_decks.matching.values import Line, Match
from quizzer_decks.model import Deck

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "decks" / "quizzer_decks" / "library"
LABELS = ROOT / "benchmarks" / "matching"
SEED = b"topics"
HALVES = ("topics", "topics and further")
HELD_OUT = "held out at first"
LATER = (
    *("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth"),
)
SPLIT_HALVES = ("fifteenth, 1st", "fifteenth, 2nd")
"""Tuned on before the other half was read; held out until the matching was frozen, and tuned on then."""
LAST = "sixteenth"
"""Looked at once, when both halves of `fifteenth` had been tuned on."""
FROZEN_HALVES = ("eighteenth, 1st", "eighteenth, 2nd")
"""Labelled by two readers; the other half was held out until the matching was frozen, and tuned on later."""
SPLITS = {"fifteenth": SPLIT_HALVES, "eighteenth": FROZEN_HALVES}
TO_TUNE_ON = "nineteenth"
"""Never held out."""
TWICE = "seventeenth"
"""Labelled by two readers: the lines on which both agree count, and the decks of either are right."""
UNTOUCHED = "twentieth"
"""Labelled by two readers, of authors that no other set has; nothing was tuned on it."""
WHOLE_FILES = (*LATER, LAST, TWICE, TO_TUNE_ON, UNTOUCHED)
"""Sets that are a file."""
FILES = ("topics", "further", "held_out", *WHOLE_FILES, *SPLITS)
SETS = (*HALVES, HELD_OUT, *LATER, *SPLIT_HALVES, LAST, TWICE, *FROZEN_HALVES, TO_TUNE_ON, UNTOUCHED)


@dataclass
class Score:
    """What came of some lines."""

    lines: int = 0
    taught: int = 0
    """Lines for which there are decks."""
    linked: int = 0
    right: int = 0
    """Linked lines all of whose decks are right."""
    offered: int = 0
    """Lines for which there are decks that are doubtful, a right one among the candidates."""
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the linked lines that are linked rightly."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of the lines for which there are decks that are linked rightly."""
        return self.right / self.taught if self.taught else 1.0


def bundled_decks() -> list[Deck]:
    """Return the decks that come with the program."""
    paths = {path.relative_to(LIBRARY).with_suffix("").as_posix(): path for path in sorted(LIBRARY.rglob("*.yaml"))}
    return [deck for deck_id, path in paths.items() if (deck := read_deck_file(path, deck_id)[0])]


def half(roadmap: str, title: str, path: Sequence[str], seed: bytes = SEED) -> str:
    """Return the half to which a line belongs."""
    text = "\n".join((roadmap, *path, title)).encode()
    return HALVES[blake2b(text, digest_size=8, key=seed).digest()[0] % 2]


def part_of(name: str, roadmap: str, line: Line) -> str:
    """Return the set to which a line of a file belongs."""
    if name in WHOLE_FILES:
        return name
    if name in SPLITS:
        return SPLITS[name][HALVES.index(half(roadmap, line.title, line.path, name.encode()))]
    if name == "further":
        return HALVES[1]
    if name == "topics":
        return half(roadmap, line.title, line.path)
    return HALVES[1] if half("third" + roadmap, line.title, line.path) == HALVES[0] else HELD_OUT


def right_decks(label: Mapping[str, list[str]], index: DeckIndex) -> frozenset[str] | None:
    """Return the decks that are right for a line; None where its two readers do not agree."""
    first, second = (
        frozenset(deck for deck in index.titles for pattern in patterns if fnmatchcase(deck, pattern))
        for patterns in (label["decks"], label.get("second", label["decks"]))
    )
    return first | second if first & second or not first | second else None


def matched(index: DeckIndex) -> Iterator[tuple[str, str, Mapping[str, list[str]], Match]]:
    """Yield of each labelled line its set, its roadmap, its label and what it was matched to."""
    for name in FILES:
        for roadmap in yaml.load((LABELS / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)["roadmaps"]:
            title, topics = roadmap["title"], roadmap["topics"]
            lines = [Line(topic["title"], tuple(topic["path"])) for topic in topics]
            for topic, line, match in zip(topics, lines, match_lines(lines, index, title), strict=True):
                yield part_of(name, title, line), title, topic, match


def measure(index: DeckIndex) -> dict[str, Score]:
    """Return the score of each set."""
    scores = {name: Score() for name in SETS}
    for name, roadmap, label, match in matched(index):
        score, wanted = scores[name], right_decks(label, index)
        if wanted is None:
            continue
        right = [deck in wanted for deck in match.decks]
        linked = match.verdict == "sure"
        score.lines += 1
        score.taught += bool(wanted)
        score.linked += linked
        score.right += linked and all(right)
        score.offered += bool(wanted) and not linked and any(right)
        if (linked and not all(right)) or (wanted and not linked):
            fault = "WRONG" if linked else match.verdict
            path = " > ".join(label["path"])
            score.misses.append(
                f"{fault}: {roadmap}: {path} | {label['title']} -> {match.candidates}; {label['decks']}"
            )
    return scores


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="List what is wrong or left out.")
    listing = parser.parse_args().misses
    scores = measure(DeckIndex(bundled_decks()))
    for name, score in scores.items():
        print(  # noqa: T201 - a script
            f"{name:<20} {score.lines} lines, {score.taught} of them taught; {score.linked} linked,"
            f" {score.right} rightly: precision {score.precision:.3f}, recall {score.recall:.3f};"
            f" {score.offered} more offered"
        )
    if listing:
        print("\n".join(miss for score in scores.values() for miss in score.misses))  # noqa: T201


if __name__ == "__main__":
    main()
