from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measuring import Sample
from benchmarks.responses import right_response
from benchmarks.synthetic_decks import DeckMaker
from quizzer_decks.marking import mark
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import card_parts, realise

ROOT = Path(__file__).parents[2]
TINY = {"cards": 180, "reviews": 1200, "decks": 2, "own-decks": 2, "topics": 60, "answers": 12, "keys": 2, "runs": 1}
SHOWN = (
    *("reviews drawn and loaded", "quizzer due --json", "first question", "floor: update + insert", "peak memory"),
    *("curriculum (new process)", "sort all by due", "nothing changed", "process start -> question known"),
    *("peak memory of all five", "after an answer: tree and what is at risk"),
    *("replayed with other weights", "a year ahead for 11 desired retentions"),
    *("notes from a table", "peak memory of a package with its log"),
    *("apkg, simple", "revlog-csv", "level 6"),
)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the app's memory in /proc")
def test_all_measurements_run_on_a_tiny_collection(tmp_path: Path) -> None:
    """Every benchmark prints its table, under the load of the machine, also where Anki is absent."""
    sizes = [word for name, number in TINY.items() for word in (f"--{name}", str(number))]
    command = [sys.executable, "-m", "benchmarks.run", "all", "--cache", str(tmp_path), *sizes]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert [text for text in SHOWN if text not in done.stdout] == []
    tables = [table for table in done.stdout.strip().split("\n\n") if "\n" in table]
    assert len(tables) >= 10
    assert [table for table in tables if " load " not in table] == []
    assert "Anki was not asked" in done.stdout


def test_the_responses_of_the_benchmarks_are_right() -> None:
    """The learner of the benchmarks answers every kind of question rightly, so that marking does all its work."""
    for question in DeckMaker(1, 30).deck(0).questions:
        for part in card_parts(question):
            prompt = realise(question, part, 7)
            assert mark(prompt, right_response(prompt)).verdict in (Verdict.RIGHT, Verdict.SELF), question


def test_a_sample_knows_its_percentiles() -> None:
    """Percentiles come from the values themselves, and nothing measured is an error."""
    sample = Sample.of([3.0, 1.0, 2.0])
    assert (sample.best, sample.median, sample.at(0.99), sample.worst) == (1.0, 2.0, 3.0, 3.0)
    with pytest.raises(ValueError, match="nothing"):
        Sample.of([])
