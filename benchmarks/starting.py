"""How long until something is to be seen: `quizzer due`, the first question, the home screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.collection import Home
from benchmarks.empty_app import WORD
from benchmarks.measuring import Line, Sample, in_turn, ms, print_table, ratio
from benchmarks.terminal import Terminal
from quizzer.sitting import Plan

DUE_TIMES = 5.0
PAINT_TIMES, PAINT_EXTRA = 1.5, 0.2
_COLUMNS = ("best", "median")


def program() -> list[str]:
    """Return how the installed program is called."""
    script = Path(sys.executable).with_name("quizzer")
    return [str(script)] if script.exists() else [sys.executable, "-m", "quizzer"]


def process(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the seconds from a process's start to its end."""
    began = perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - began


def first_paint(command: Sequence[str], environment: Mapping[str, str], text: str) -> float:
    """Return the seconds from a process's start until a text is on its screen."""
    with Terminal(command, environment) as terminal:
        return terminal.until(text) - terminal.began


@contextmanager
def usual_settings(home: Home) -> Iterator[None]:
    """Let a home have the settings that nobody changed, for a while: 200 reviews a day."""
    path = home.folder / "config.toml"
    own = path.read_text(encoding="utf-8")
    path.write_text("", encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(own, encoding="utf-8")


def usual_paint(home: Home, text: str) -> float:
    """Return the seconds until a text is on the screen of a sitting with the usual settings."""
    with usual_settings(home):
        return first_paint([*program(), "review"], home.environment, text)


def first_words(home: Home) -> str:
    """Return how the first question of today begins, so much of it as stands on one line for certain."""
    with home.workspace() as workspace:
        step = workspace.session(Plan()).step
    if step is None:
        raise ValueError(f"Nothing is due in {home.folder}.")
    return re.split(r"[^\w ,']", step.prompt.ask)[0][:20].rstrip()


def measure_due(home: Home, runs: int) -> Sample:
    """Print how long `quizzer due` takes, and return it."""
    home.restore()
    jobs = {
        "python -c pass": partial(process, [sys.executable, "-c", "pass"], os.environ),
        "quizzer due": partial(process, [*program(), "due"], home.environment),
        "quizzer due --json": partial(process, [*program(), "due", "--json"], home.environment),
    }
    found = in_turn(jobs, runs)
    bare = found["python -c pass"]
    lines = []
    for name, sample in found.items():
        if sample is bare:
            lines.append(Line(name, (ms(sample.best), ms(sample.median))))
            continue
        met = sample.times(bare).median < DUE_TIMES
        figures = (ms(sample.best), ms(sample.median))
        lines.append(Line(name, figures, ratio(sample, bare, "pass"), f"< {DUE_TIMES:.0f} ×", met))
    print_table(
        f"`quizzer due` over {home.facts.get('cards', 0):,.0f} cards, processes in turn, {runs} times", _COLUMNS, lines
    )
    return found["quizzer due"]


def measure_first_paint(large: Home, bundled: Home, runs: int) -> None:
    """Print how long until the first question and the home screen are painted, against an empty Textual app."""
    large.restore()
    empty = "empty Textual app"
    app = Path(__file__).with_name("empty_app.py")
    jobs = {empty: partial(first_paint, [sys.executable, str(app)], os.environ, WORD)}
    with usual_settings(large):
        usual = first_words(large)
    review = [*program(), "review"]
    jobs["first question, large"] = partial(usual_paint, large, usual)
    jobs["the same, all that is due"] = partial(first_paint, review, large.environment, first_words(large))
    jobs["first question, bundled decks"] = partial(first_paint, review, bundled.environment, first_words(bundled))
    for name, home in (("large", large), ("bundled decks", bundled)):
        jobs[f"home's frame, {name}"] = partial(first_paint, program(), home.environment, "Quizzer")
        jobs[f"home with its figures, {name}"] = partial(first_paint, program(), home.environment, "≈")
    found = in_turn(jobs, runs)
    lines = [Line(empty, (ms(found[empty].best), ms(found[empty].median)))]
    for name, sample in found.items():
        if name == empty:
            continue
        # Round by round, as the ratio: how much of what is allowed was used up.
        used = [
            ours / (PAINT_TIMES * theirs + PAINT_EXTRA)
            for ours, theirs in zip(sample.rounds, found[empty].rounds, strict=True)
        ]
        asked = "question" in name
        lines.append(
            Line(
                name,
                (ms(sample.best), ms(sample.median)),
                ratio(sample, found[empty], "empty"),
                f"<= {PAINT_TIMES} × + {PAINT_EXTRA} s, used {Sample.of(used).median:.0%}" if asked else "",
                Sample.of(used).median <= 1 if asked else None,
            )
        )
    print_table(f"process start to text on a real pseudo-terminal (100×30), in turn, {runs} times", _COLUMNS, lines)
