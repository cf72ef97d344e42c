"""The way out beside Anki's: `quizzer export` as a whole process, Anki's export inside one that runs already."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.collection import Home
from benchmarks.measuring import Line, Sample, ms, print_table, ratio
from benchmarks.peer import Anki
from quizzer_decks.formats.anki import packing

HALF = 0.5
MEMORY = 360
_COLUMNS = ("best", "median", "worst", "processor", "Anki")
_OTHERS = (("anki-text", "out.txt"), ("yaml", "out"), ("revlog-csv", "out.csv"))
_DEFLATERS = ((packing.zlib, packing.LEVEL), (zlib, 1), (zlib, 6))
"""The first is the one in use."""
_PIECE = 1 << 20


class Ran(NamedTuple):
    """What one process took."""

    seconds: float
    processor_s: float
    memory_mb: float


def measure_exporting(homes: dict[str, Home], anki: Anki | None, runs: int) -> None:
    """Print how long each format takes, the packages in turn with Anki, and how large a package is by compression."""
    for home in homes.values():
        home.restore()
    with TemporaryDirectory(prefix="quizzer-export-") as folder:
        target = Path(folder)
        lines = list(_packages(homes, anki, runs, target))
        first = next(iter(homes.values()))
        for name, file in _OTHERS:
            lines.append(_line(name, [_exported(first, name, target / file) for _ in range(runs)]))
        print_table(
            f"export of {first.facts['cards']:,.0f} cards and {first.facts['reviews']:,.0f} reviews, {runs} processes",
            _COLUMNS,
            lines,
        )
        for what in homes:
            print_table(f"the collection in a package, {what}", ("size", "processor"), list(_sizes(target / what)))


def _packages(homes: dict[str, Home], anki: Anki | None, runs: int, folder: Path) -> Iterator[Line]:
    ours: dict[str, list[Ran]] = {what: [] for what in homes}
    theirs: list[dict[str, Any]] = []
    for _ in range(runs):
        for what, home in homes.items():
            ours[what].append(_exported(home, "apkg", folder / what))
        if anki is not None:
            theirs.append(anki.run("export-apkg", int(next(iter(homes.values())).facts["cards"])))
    for what, ran in ours.items():
        yield _line(f"apkg, {what}", ran, theirs, "new_s")
        if theirs:
            yield _line(f"apkg, {what}, beside Anki's older form", ran, theirs, "legacy_s")
    memory = max(each.memory_mb for ran in ours.values() for each in ran)
    peer = f"{max(found['peak_rss_mb'] for found in theirs):.0f} MB" if theirs else "–"
    yield Line("peak memory", ("", f"{memory:.0f} MB", "", "", peer), "", f"< {MEMORY} MB", memory < MEMORY)


def _exported(home: Home, name: str, target: Path) -> Ran:
    """Export everything in a process of its own. Its memory is that of the larger of its processes."""
    command = [sys.executable, "-m", "quizzer", "export", "--all", "--format", name, str(target)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=home.environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def _line(what: str, ran: list[Ran], theirs: list[dict[str, Any]] | None = None, key: str = "") -> Line:
    mine = Sample.of([each.seconds for each in ran])
    figures = (ms(mine.best), ms(mine.median), ms(mine.worst), ms(min(each.processor_s for each in ran)))
    if not theirs:
        return Line(what, (*figures, "–"))
    other = Sample.of([found[key] for found in theirs])
    met = mine.times(other).median <= HALF
    return Line(what, (*figures, ms(other.median)), ratio(mine, other, "Anki"), f"≤ {HALF} ×", met)


def _sizes(package: Path) -> Iterator[Line]:
    """Yield what the database of a package would take, by libraries and levels of compression."""
    with zipfile.ZipFile(package) as archive:
        data = archive.read("collection.anki21")
    yield Line("as it is", (f"{len(data) / 1e6:.1f} MB", ""))
    for library, level in _DEFLATERS:
        began = time.process_time()
        packer = library.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        size = sum(len(packer.compress(data[at : at + _PIECE])) for at in range(0, len(data), _PIECE))
        size += len(packer.flush())
        yield Line(f"{library.__name__}, level {level}", (f"{size / 1e6:.1f} MB", ms(time.process_time() - began)))
