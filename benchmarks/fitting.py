"""Fitting, a change of weights, and looking ahead: beside real Anki where there is one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.collection import Home
from benchmarks.measuring import Line, Sample, ms, print_table, ratio
from benchmarks.peer import Anki

_REVIEWS, _UNSEEN_CARDS = 100_000, 20_000
_REPLAY_LIMIT, _MEMORY_LIMIT = 3.0, 300


def _job(*words: str, environment: dict[str, str] | None = None) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.fitting_jobs", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_fitting(home: Home, anki: Anki | None, runs: int) -> None:
    """Print how long a fit takes and how good it is, in turn with Anki on the same log, and what a change costs."""
    if anki is None:
        print("\nThe fit was not measured: its data come from the peers; give --anki-peer and --anki-python.")
    else:
        _measure_fit(anki, runs)
    _measure_change(home, runs)


def _measure_fit(anki: Anki, runs: int) -> None:
    theirs, ours = [], []
    cards = _REVIEWS // 10
    log = anki.work / f"synth-{cards}" / "revlog.csv"
    for _ in range(runs):
        theirs.append(anki.run("optimize", _REVIEWS))  # makes the log, too, the first time
        ours.append(_job("fit", str(log)))
    unseen = _unseen(anki)
    truth = json.loads((unseen / "meta.json").read_text())["true_w"]
    losses = {
        name: _job("loss", str(unseen / "revlog.csv"), *map(str, weights))["log_loss"]
        for name, weights in (
            ("truth", truth),
            ("defaults", ()),
            ("Quizzer", ours[0]["weights"]),
            ("Anki", theirs[0]["params"]),
        )
    }
    mine, peer = Sample.of([run["fit_s"] for run in ours]), Sample.of([run["optimize_s"] for run in theirs])
    lost = {name: loss - losses["truth"] for name, loss in losses.items()}
    lines = [
        Line(
            "fit with trial, process and all",
            (ms(mine.median), ms(peer.median)),
            ratio(mine, peer, "Anki"),
            "≤ Anki",
            mine.times(peer).median <= 1,
        ),
        Line("fit, best", (ms(mine.best), ms(peer.best))),
        Line(
            "log loss on unseen reviews",
            tuple(f"{losses[name]:.4f}" for name in ("Quizzer", "Anki")),
            f"truth {losses['truth']:.4f}, defaults {losses['defaults']:.4f}",
            "≤ Anki",
            losses["Quizzer"] <= losses["Anki"],
        ),
        Line(
            "  lost against the truth",
            tuple(f"{lost[name]:.5f}" for name in ("Quizzer", "Anki")),
            f"{lost['Quizzer'] / lost['Anki']:.2f} × Anki",
        ),
        Line("peak memory", tuple(f"{max(run['peak_rss_mb'] for run in runs):.0f} MB" for runs in (ours, theirs))),
    ]
    print_table(f"fitting {_REVIEWS:,} reviews, in turn, median of {runs}", ("Quizzer", "Anki"), lines)


def _unseen(anki: Anki) -> Path:
    """Return the folder with other data of the same learner, made when it is not there."""
    folder = anki.work / f"unseen-{_UNSEEN_CARDS}"
    if not (folder / "meta.json").exists():
        script = anki.script.parent / "synth.py"
        command = [anki.python, str(script), "--cards", str(_UNSEEN_CARDS), "--out", str(folder)]
        subprocess.run(command, capture_output=True, check=True)
    return folder


def _measure_change(home: Home, runs: int) -> None:
    found: dict[str, list[dict[str, Any]]] = {"replay": [], "adopt": [], "ahead": []}
    for _ in range(runs):
        home.restore()
        for job, results in found.items():
            results.append(_job(job, str(home.folder), environment=home.environment))

    def line(what: str, job: str, key: str, target: str = "", limit: float | None = None) -> Line:
        sample = Sample.of([run[key] for run in found[job]])
        met = None if limit is None else sample.median < limit
        return Line(what, (ms(sample.best), ms(sample.median)), "", target, met)

    replayed = found["replay"][0]
    memory = max(run["peak_rss_mb"] for runs in found.values() for run in runs)
    lines = [
        line(
            f"{replayed['reviews']:,} reviews replayed with other weights",
            *("replay", "replay_s", f"< {_REPLAY_LIMIT:.0f} s", _REPLAY_LIMIT),
        ),
        line("  of it: reading the log", "replay", "read_s"),
        line(f"  of it: memory of {replayed['cards']:,} cards", "replay", "compute_s"),
        line("other weights in force, all cards written", "adopt", "adopt_s"),
        line("  taken back", "adopt", "undo_s"),
        line(f"a year ahead for {found['ahead'][0]['retentions']} desired retentions", "ahead", "ahead_s"),
        Line("peak memory of all", (f"{memory:.0f} MB", ""), "", f"< {_MEMORY_LIMIT} MB", memory < _MEMORY_LIMIT),
    ]
    print_table("a change of weights", ("best", "median"), lines)
