"""Measure how fast Quizzer is.

    python -m benchmarks.run all
    python -m benchmarks.run due start --runs 9
    python -m benchmarks.run anki --anki-peer PATH/anki_peer.py --anki-python VENV/bin/python

The collection is made at the first run and kept in the cache folder. docs/speed.md tells what is measured.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import quizzer
import quizzer_decks
import quizzer_scheduler
from benchmarks.answering import measure_answers, measure_keys
from benchmarks.collection import Home, bundled_home, synthetic_home
from benchmarks.exporting import measure_exporting
from benchmarks.fitting import measure_fitting
from benchmarks.importing import measure_importing
from benchmarks.indexing import measure_indexing
from benchmarks.long_history import long_home
from benchmarks.mastery import measure_mastery
from benchmarks.measuring import Line, ms, print_table
from benchmarks.opening import measure_browsing, measure_opening
from benchmarks.peer import Anki, measure_against_anki
from benchmarks.roadmap_importing import measure_roadmap
from benchmarks.starting import measure_due, measure_first_paint
from benchmarks.statistics import measure_statistics

_TIMES = 10
"""How often the history is repeated for `history`."""


def arguments(words: list[str]) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", choices=("all", "make", *measurements(argparse.Namespace())))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "quizzer-benchmarks")
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--decks", type=int, default=1000, help="decks that the cards are spread over")
    parser.add_argument("--own-decks", type=int, default=480, help="decks of ten questions, for `index`")
    parser.add_argument("--topics", type=int, default=3000, help="topics of the roadmap, for `roadmap`")
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--keys", type=int, default=100, help="answers by key in the app itself")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--anki-peer", type=Path, help="anki_peer.py; without it Anki is left out")
    parser.add_argument("--anki-python", default=sys.executable, help="a Python that has anki and numpy")
    return parser.parse_args(words)


def measurements(given: argparse.Namespace) -> dict[str, Callable[[], object]]:
    """Return what can be measured, by name, in the order in which it is."""

    def large() -> Home:
        return synthetic_home(given.cache, given.cards, given.reviews, given.decks)

    def simple() -> Home:
        return synthetic_home(given.cache, given.cards, given.reviews, given.decks, simple=True)

    def anki() -> Anki | None:
        return Anki(given.anki_peer.absolute(), given.anki_python, given.cache / "anki") if given.anki_peer else None

    return {
        "due": lambda: measure_due(large(), given.runs * 2),
        "start": lambda: measure_first_paint(large(), bundled_home(given.cache), given.runs),
        "answer": lambda: measure_answers(large(), given.answers),
        "keys": lambda: measure_keys(large(), given.keys),
        "open": lambda: measure_opening(large(), given.runs),
        "browse": lambda: measure_browsing(large(), given.runs),
        "mastery": lambda: measure_mastery(large(), given.runs),
        "index": lambda: measure_indexing(given.cache, given.own_decks, min(given.runs, 5)),
        "roadmap": lambda: measure_roadmap(given.cache, given.topics, min(given.runs, 5)),
        "fit": lambda: measure_fitting(large(), anki(), min(given.runs, 5)),
        "stats": lambda: measure_statistics(large(), anki(), min(given.runs, 5)),
        "history": lambda: measure_statistics(long_home(large(), _TIMES), None, min(given.runs, 5)),
        "import": lambda: measure_importing(given.cache, simple(), anki(), min(given.runs, 3)),
        "export": lambda: measure_exporting({"nine kinds": large(), "simple": simple()}, anki(), min(given.runs, 3)),
        "anki": lambda: measure_against_anki(large(), anki(), min(given.runs, 3)),
    }


def show_making(home: Home) -> None:
    """Print what making the collection took, whenever that was."""
    facts = home.facts
    lines = [
        Line("decks and log generated", (ms(facts["generating_s"]),)),
        Line(f"{facts['decks']:,.0f} deck files read into the index", (ms(facts["indexing_s"]),)),
        Line(f"{facts['reviews']:,.0f} reviews drawn and loaded", (ms(facts["loading_s"]),)),
        Line("database", (f"{facts['megabytes']:.0f} MB",)),
    ]
    print_table(f"the collection of {facts['cards']:,.0f} cards in {home.folder}", ("once",), lines)


def compile_packages() -> None:
    """Have the bytecode that an installer writes: where none may be written, each start would compile."""
    for package in (quizzer, quizzer_decks, quizzer_scheduler):
        compileall.compile_dir(str(Path(package.__file__).parent), quiet=1)


def main(words: list[str]) -> None:
    """Measure what is asked for."""
    compile_packages()
    os.environ["TZ"] = "UTC"
    time.tzset()
    given = arguments(words)
    given.cache.mkdir(parents=True, exist_ok=True)
    jobs = measurements(given)
    show_making(synthetic_home(given.cache, given.cards, given.reviews, given.decks))
    for name, job in jobs.items():
        if name in given.what or "all" in given.what:
            job()


if __name__ == "__main__":
    main(sys.argv[1:])
