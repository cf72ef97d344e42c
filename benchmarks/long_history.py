"""The statistics over a history many times as long: its roll-ups alone, filled by repeating those of the collection."""

from __future__ import annotations

import json
import shutil
import sqlite3
from array import array
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks.collection import Home
from quizzer.paths import locate
from quizzer_scheduler.stats.trail import DAY, SIZE

_WORD = 4
_MONTHS = """
    insert into tally select kind, -1 - (span >> 5), cell, sum(n), sum(hits), sum(amount), sum(extra)
    from tally where span >= 0 group by 1, 2, 3
"""
_DAYS = """
    insert into tally select kind, span - :shift, cell, n, hits, amount, extra from tally
    where span >= 0 and span between :first and :last
"""
_TOTALS = """
    insert into day_total select day - :shift, deck_key, answers, introduced, tested, recalled, took_ms from day_total
    where day between :first and :last
"""


def long_home(home: Home, times: int) -> Home:
    """Return a home whose cards had their history so many times, one after the other; made when there is none.

    The log itself is as it was: nothing that the statistics show is read from it.
    """
    folder = home.folder.with_name(f"{home.folder.name}-times-{times}")
    facts = {**home.facts, "reviews": home.facts["reviews"] * times}
    if not (folder / "made.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        home.restore()
        shutil.copytree(home.folder, folder, ignore=shutil.ignore_patterns("made.*", "quizzer.db-*", "backups"))
        _lengthen(locate(folder).database, times)
        shutil.copyfile(locate(folder).database, folder / "made.db")
        (folder / "made.json").write_text(json.dumps(facts))
    return replace(home, folder=folder, facts=facts)


def _lengthen(database: Path, times: int) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        first, last = connection.execute("select min(span), max(span) from tally where span >= 0").fetchone()
        length = last - first + 1
        connection.execute("delete from tally where span < 0")
        for number in range(1, times):
            span = {"shift": number * length, "first": first, "last": last}
            connection.execute(_DAYS, span)
            connection.execute(_TOTALS, span)
        connection.execute(_MONTHS)
        connection.execute("delete from course")
        connection.execute("update card set reps = reps * :times, lapses = lapses * :times", {"times": times})
        for key, packed in connection.execute("select card_key, packed from trail").fetchall():
            repeated = _repeated(packed, times, length)
            connection.execute("update trail set packed = ? where card_key = ?", (repeated, key))


def _repeated(trail: bytes, times: int, length: int) -> bytes:
    """Return a trail after copies of itself, each so many days before the next."""
    words = array("I", trail)
    days, step = slice(DAY.place, None, SIZE // _WORD), range(times - 1, -1, -1)
    parts = []
    for number in step:
        copy = array("I", words)
        copy[days] = array("I", [day - number * length for day in words[days]])
        parts.append(copy.tobytes())
    return b"".join(parts)
