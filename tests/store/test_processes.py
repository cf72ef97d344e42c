"""Several processes at once, threads, and processes that are killed: what was acknowledged is there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from store_values import DAY, OpenStore, answered, deck, file, fold, now

from quizzer.errors import StoreConflict
from quizzer.store.records import EventKind, LoggedEvent
from quizzer.store.store import Store, open_store
from quizzer_scheduler.model import Review, State

NURSERY = Path(__file__).with_name("nursery.py")


def nursery(*arguments: str) -> list[tuple[str, int]]:
    """Run the nursery and return what was acknowledged: device and event."""
    done = subprocess.run([sys.executable, NURSERY, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [(device, int(event)) for device, event in map(str.split, done.stdout.splitlines())]


def check_sound(store: Store) -> list[LoggedEvent]:
    """Assert that cards and roll-ups are what the log makes of them, and return the log."""
    log = [event for n in range(5) for event in store.events(f"m/a/q{n}", effective=False)]
    for card, events in store.cards.histories():
        assert card == fold(card.id, events)
    standing = [event.content for event in log if event.kind is EventKind.REVIEW and not event.undone]
    reviews = [review for review in standing if isinstance(review, Review)]
    introduced = sum(review.state_before is State.NEW for review in reviews)
    done = store.today.done(DAY).values()
    assert sum(each.answers for each in done) == len(reviews)
    assert sum(each.introduced for each in done) == introduced
    per_device: dict[str, list[int]] = {}
    for event in log:
        per_device.setdefault(event.device, []).append(event.seq)
    for numbers in per_device.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    return log


def test_many_processes_lose_nothing(place: str, store: Store) -> None:
    """Four devices that answer the same cards at once keep every answer, each counted once, in one order per card."""
    store.replace_decks("own", [file(deck("m/a", count=5))])
    acknowledged = nursery("together", place, "4", "20")
    assert Counter(device for device, _ in acknowledged) == {f"device{n}": 20 for n in range(4)}
    log = check_sound(store)
    logged = {(event.device, event.id) for event in log if event.kind is EventKind.REVIEW}
    assert logged == set(acknowledged)


def test_a_hundred_kills_lose_nothing(sqlite_place: str) -> None:
    """A process killed a hundred times while it answers: each acknowledged answer is there, and the file is sound."""
    with closing(sqlite3.connect(sqlite_place)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    with open_store(sqlite_place, fold, "laptop", now) as store:
        store.replace_decks("own", [file(deck("m/a", count=5))])
    acknowledged = nursery("kill", sqlite_place, "100")
    assert len(acknowledged) >= 100
    with open_store(sqlite_place, fold, "laptop", now) as store:
        log = check_sound(store)
    there = {event.id for event in log if event.kind is EventKind.REVIEW}
    assert {event for _, event in acknowledged} <= there
    # At most the one answer that was under way at each kill was written and not acknowledged.
    assert len(there) <= len(acknowledged) + 100
    with closing(sqlite3.connect(sqlite_place)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []


def test_two_devices_of_one_name_do_not_collide(opened: OpenStore, store: Store) -> None:
    """Two programs that run on one device at once number their events one after the other."""
    store.replace_decks("own", [file(deck("m/a", count=2))])
    other = opened()
    for number, each in enumerate([store, other, store, other]):
        card = each.cards.card(f"m/a/q{number % 2}")
        assert card is not None
        each.record(answered(card), "right", "", card.reps)
    assert sorted(event.seq for n in range(2) for event in store.events(f"m/a/q{n}")) == [1, 2, 3, 4]


def test_threads_share_a_store(store: Store) -> None:
    """Readers in several threads see whole answers while another thread writes them; conflicts are told, not lost."""
    store.replace_decks("own", [file(deck("m/a", count=5))])

    def write(number: int) -> int:
        written = 0
        while written < 10:
            card = store.cards.card(f"m/a/q{number}")
            assert card is not None
            try:
                store.record(answered(card), "right", "", card.reps)
            except StoreConflict:
                continue
            written += 1
        return written

    def read(_: int) -> int:
        return max(sum(done.answers for done in store.today.done(DAY).values()) for _ in range(20))

    with ThreadPoolExecutor(6) as pool:
        writers = pool.map(write, [0, 1, 0])
        readers = pool.map(read, range(3))
        assert sum(writers) == 30
        assert max(readers) <= 30
    assert len(check_sound(store)) == 30


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the nursery find the values of these tests."""
    monkeypatch.setenv("PYTHONPATH", str(NURSERY.parent))
