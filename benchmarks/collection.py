"""The collections measured: made once, kept in a cache folder, their history put back before each measurement."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from benchmarks.synthetic import TODAY, Synthetic, generate
from quizzer.clock import SystemClock
from quizzer.paths import locate
from quizzer.store.records import Entry
from quizzer.store.schema import HEAD
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

_SETTINGS = "[study]\nreviews_per_day = 9999\n"
"""As many as are due: what a learner meets who lets everything come."""
_MARKS = {Rating.AGAIN: "wrong", Rating.HARD: "close", Rating.GOOD: "right", Rating.EASY: "right"}


@dataclass(frozen=True)
class Home:
    """A folder with decks and history, which Quizzer is pointed at."""

    folder: Path
    clock: SystemClock
    facts: dict[str, float]
    """What making it showed: cards, reviews, seconds, megabytes."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which a process finds this home on its own day."""
        shift = repr(self.clock.shift / timedelta(days=1))
        return {**os.environ, "QUIZZER_HOME": str(self.folder), "QUIZZER_CLOCK_SHIFT": shift, "TZ": "UTC"}

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Open it in this process."""
        workspace = self.open()
        try:
            yield workspace
        finally:
            workspace.close()

    def open(self) -> Workspace:
        """Open it in this process; to be closed."""
        return Workspace.open(locate(self.folder), None, self.clock)

    def restore(self) -> None:
        """Put the history back as it was made, and take in deck files that changed since."""
        database = locate(self.folder).database
        for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        shutil.rmtree(locate(self.folder).backups, ignore_errors=True)
        shutil.copyfile(self.folder / "made.db", database)
        with self.workspace() as workspace:
            workspace.refresh()
            workspace.scheduler  # noqa: B018 - keeps its parameters in the store, as the first start does
            workspace.store.idle()
        os.sync()


def synthetic_home(cache: Path, cards: int, reviews: int, decks: int, seed: int = 3, *, simple: bool = False) -> Home:
    """Return a home with so many cards and reviews, made when the cache does not hold it; of all kinds, or simple."""
    folder = cache / f"home-{cards}-{reviews}-{decks}-{seed}{'-simple' if simple else ''}"
    if not (folder / "made.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, generate(decks, cards, reviews, seed, simple=simple), cards, decks)
    facts = json.loads((folder / "made.json").read_text())
    # The synthetic learner's day, at noon or wherever the clock stands now.
    home = Home(folder, SystemClock(TODAY - datetime.now(UTC).date()), facts)
    _bring_up_to_date(home)
    return home


def _bring_up_to_date(home: Home) -> None:
    """Keep the history in today's schema, or each measurement would migrate it first."""
    with closing(sqlite3.connect(home.folder / "made.db")) as connection:
        if connection.execute("select version_num from alembic_version").fetchone() == (HEAD,):
            return
    home.restore()
    _keep(home.folder)


def _keep(folder: Path) -> None:
    database = locate(folder).database
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    shutil.copyfile(database, folder / "made.db")


@cache
def bundled_home(cache: Path) -> Home:
    """Return a home without history, with the bundled decks indexed; made anew in each process."""
    folder = cache / "home-bundled"
    shutil.rmtree(folder, ignore_errors=True)
    home = Home(folder, SystemClock(), {})
    with home.workspace() as workspace:
        workspace.refresh()
        workspace.scheduler  # noqa: B018
        workspace.store.idle()
    return home


def _make(folder: Path, made: Synthetic, cards: int, decks: int) -> None:
    began = time.perf_counter()
    for path, text in made.decks():
        file = folder / "decks" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "config.toml").write_text(_SETTINGS, encoding="utf-8")
    home = Home(folder, SystemClock(TODAY - datetime.now(UTC).date()), {})
    with home.workspace() as workspace:
        written = time.perf_counter()
        workspace.refresh()
        indexed = time.perf_counter()
        workspace.scheduler  # noqa: B018
        entries = (Entry(review, _MARKS[review.rating], "an answer") for review in made.events())
        number = workspace.store.load_events(entries, made.cards())
        loaded = time.perf_counter()
        workspace.store.idle()
    _keep(folder)
    facts = {
        "cards": cards,
        "reviews": number,
        "decks": decks,
        "generating_s": written - began,
        "indexing_s": indexed - written,
        "loading_s": loaded - indexed,
        "megabytes": (folder / "made.db").stat().st_size / 1e6,
    }
    (folder / "made.json").write_text(json.dumps(facts, indent=1) + "\n")
