"""Real Anki's backend on data of the same shape, in turn with Quizzer: each measurement a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.collection import Home
from benchmarks.measuring import Line, ms, print_table

_COLUMNS = ("Quizzer", "Anki")
_ABSENT = (
    "Anki was not asked: give --anki-peer PATH/anki_peer.py, and --anki-python for an environment with anki and numpy."
)


@dataclass(frozen=True)
class Anki:
    """How the peer is run."""

    script: Path
    python: str
    work: Path

    def run(self, job: str, cards: int) -> dict[str, Any]:
        """Return what one job measured."""
        return found_in([self.python, str(self.script), "--work", str(self.work), job, str(cards)], self.script.parent)


def found_in(
    command: list[str], folder: Path | None = None, environment: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON of the last line that a process prints."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_against_anki(home: Home, anki: Anki | None, runs: int) -> None:
    """Print the figures of both side by side: the session alone, as Anki's backend is without its screen."""
    if anki is None:
        print(f"\n{_ABSENT}")
    cards = int(home.facts["cards"])
    ours: dict[str, list[dict[str, Any]]] = {"queue": [], "answer": [], "search": []}
    theirs: dict[str, list[dict[str, Any]]] = {"queue": [], "answer": [], "search": []}
    for _ in range(runs):
        for job in ours:
            home.restore()
            ours[job].append(
                found_in([sys.executable, "-m", "benchmarks.peer_jobs", job, str(home.folder)], None, home.environment)
            )
            if anki is not None:
                theirs[job].append(anki.run(job, cards))
    lines = [
        _line(
            "process start -> question known (no screen)", "process_to_question_s", ours["queue"], theirs["queue"], 1
        ),
        _line("  of it: import", "import_s", ours["queue"], theirs["queue"], 1, "import_anki_s"),
        _line("  of it: open -> question", "open_to_question_s", ours["queue"], theirs["queue"], 1),
        _line("answer and next, p50", "whole_p50_ms", ours["answer"], theirs["answer"], 1e-3),
        _line("answer and next, p99", "whole_p99_ms", ours["answer"], theirs["answer"], 1e-3),
        _line("answer and next, max", "whole_max_ms", ours["answer"], theirs["answer"], 1e-3),
        _line("undo, p50", "undo_p50_ms", ours["answer"], theirs["answer"], 1e-3),
        *(
            _line(f"search: {name}", f"{name}_ms", ours["search"], theirs["search"], 1e-3)
            for name in ("word", "due", "tag", "property")
        ),
        _line("peak memory when the question is known", "peak_rss_mb", ours["queue"], theirs["queue"], 0),
    ]
    print_table(
        f"Quizzer and Anki, both without a screen, {cards:,} cards, processes in turn, median of {runs}",
        _COLUMNS,
        lines,
    )


def _line(
    what: str, key: str, ours: list[dict[str, Any]], theirs: list[dict[str, Any]], unit: float, other: str = ""
) -> Line:
    """Return a line; `unit` is seconds in one of the figure, 0 for megabytes."""
    mine = median(found[key] for found in ours)
    if not theirs:
        return Line(what, (_text(mine, unit), "–"))
    peer = median(found[other or key] for found in theirs)
    return Line(what, (_text(mine, unit), _text(peer, unit)), f"{mine / peer:.2f} × Anki" if peer else "")


def _text(figure: float, unit: float) -> str:
    return ms(figure * unit) if unit else f"{figure:.0f} MB"
