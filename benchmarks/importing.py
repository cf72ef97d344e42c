"""The way in beside Anki's: `quizzer import` as a whole process, Anki's import inside one that runs already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.collection import Home, bundled_home
from benchmarks.measuring import Line, Sample, ms, print_table, ratio
from benchmarks.peer import Anki, found_in

NOTES, PACKAGE, MEMORY = 1.0, 0.5, 360
"""Times Anki's, for a table and for a package with its log; megabytes."""
_PAUSE = 0.02
"""Seconds between two looks at the memory of all processes of an import."""
_COLUMNS = ("best", "median", "worst", "processor", "Anki")


class _Job(NamedTuple):
    """A file to import, and how Anki is asked for the same."""

    what: str
    source: Path
    anki: tuple[str, str]
    target: float


class _Ran(NamedTuple):
    """What one process and those it started took."""

    seconds: float
    processor_s: float
    memory_mb: float


def measure_importing(cache: Path, home: Home, anki: Anki | None, runs: int) -> None:
    """Print how long a table of notes and a package with its log take, each into an empty home, in turn with Anki."""
    cards = int(home.facts["cards"])
    with TemporaryDirectory(prefix="quizzer-import-") as folder:
        jobs = _jobs(Path(folder), home, cards, anki)
        empty = bundled_home(cache)
        ours: dict[str, list[_Ran]] = {job.what: [] for job in jobs}
        theirs: dict[str, list[dict[str, Any]]] = {job.what: [] for job in jobs}
        for _ in range(runs):
            for job in jobs:
                ours[job.what].append(_imported(empty, job.source, Path(folder) / "home"))
                if anki is not None:
                    theirs[job.what].append(_by_anki(anki, *job.anki))
        lines = [_line(job, ours[job.what], theirs[job.what]) for job in jobs]
        lines += [_memory(job, ours[job.what], theirs[job.what]) for job in jobs]
    title = f"import of {cards:,} notes into an empty home, the bundled decks known before, {runs} processes"
    print_table(title, _COLUMNS, lines)


def _jobs(folder: Path, home: Home, cards: int, anki: Anki | None) -> list[_Job]:
    """Return what is imported: what Anki is given and what it wrote, or what is made here where there is none."""
    notes, package = folder / "notes.tsv", folder / "all.apkg"
    if anki is None:
        notes.write_text("".join(_rows(cards)), encoding="utf-8")
        home.restore()
        decks = home.folder / "decks"
        ids = [path.relative_to(decks).with_suffix("").as_posix() for path in sorted(decks.rglob("*.yaml"))]
        command = [sys.executable, "-m", "quizzer", "export", *ids, str(package), "--format", "apkg"]
        subprocess.run(command, env=home.environment, stdout=subprocess.DEVNULL, check=True)
    else:
        anki.run("export-apkg", cards)
        notes, package = anki.work / f"synth-{cards}" / "notes.tsv", anki.work / f"anki-{cards}-new.apkg"
    return [
        _Job("notes from a table", notes, ("import-csv", str(cards)), NOTES),
        _Job("a package with its log", package, ("import-apkg", str(package)), PACKAGE),
    ]


def _rows(cards: int) -> Iterator[str]:
    """Yield the lines of a table of notes: front, back, tags."""
    random = Random(3)
    words = ["".join(random.choices("aeioukstnrlm", k=random.randint(2, 9))) for _ in range(500)]
    yield "#separator:tab\n#html:false\n#columns:Front\tBack\tTags\n#tags column:3\n"
    for number in range(cards):
        front, back = (" ".join(random.choices(words, k=count)) for count in (3, 10))
        yield f"{front} {number}\t{back}\tlesson-{number // 50}\n"


def _imported(empty: Home, source: Path, folder: Path) -> _Ran:
    """Import a file into a copy of an empty home, in a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(empty.folder, folder)
    environment = {**empty.environment, "QUIZZER_HOME": str(folder)}
    command = [sys.executable, "-m", "quizzer", "import", str(source)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory = 0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        memory = max(memory, _resident(process.pid))
        time.sleep(_PAUSE)
    seconds = time.perf_counter() - began
    _, status, usage = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return _Ran(seconds, usage.ru_utime + usage.ru_stime, max(memory, usage.ru_maxrss * 1024) / 1e6)


def _resident(process: int) -> int:
    """Return the bytes that a process and those it started have in memory at this moment, as Linux tells it."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0  # it ended
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_resident(int(child)) for child in children)


def _by_anki(anki: Anki, job: str, what: str) -> dict[str, Any]:
    return found_in([anki.python, str(anki.script), "--work", str(anki.work), job, what], anki.script.parent)


def _line(job: _Job, ran: list[_Ran], theirs: list[dict[str, Any]]) -> Line:
    mine = Sample.of([each.seconds for each in ran])
    figures = (ms(mine.best), ms(mine.median), ms(mine.worst), ms(min(each.processor_s for each in ran)))
    if not theirs:
        return Line(job.what, (*figures, "–"))
    other = Sample.of([found["import_s"] for found in theirs])
    met = mine.times(other).median <= job.target
    return Line(job.what, (*figures, ms(other.median)), ratio(mine, other, "Anki"), f"≤ {job.target} ×", met)


def _memory(job: _Job, ran: list[_Ran], theirs: list[dict[str, Any]]) -> Line:
    memory = max(each.memory_mb for each in ran)
    peer = f"{max(found['peak_rss_mb'] for found in theirs):.0f} MB" if theirs else "–"
    figures = ("", f"{memory:.0f} MB", "", "", peer)
    return Line(f"  peak memory of {job.what}", figures, "", f"< {MEMORY} MB", memory < MEMORY)
