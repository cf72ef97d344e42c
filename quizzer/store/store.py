"""The store: one learner's database, from which everything is read and into which each action is written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.errors import StoreError
from quizzer.store.backups import Backups
from quizzer.store.faults import Faults
from quizzer.store.opening import Progress, prepare_file, prepare_server
from quizzer.store.readers.cards import CardReader
from quizzer.store.readers.decks import DeckReader
from quizzer.store.readers.facts import FactReader
from quizzer.store.readers.progress import ProgressReader
from quizzer.store.readers.today import TodayReader
from quizzer.store.records import (
    Entry,
    Fact,
    FileStamp,
    Fold,
    IndexedFile,
    IndexReport,
    LoggedEvent,
    Undone,
)
from quizzer.store.sqlite_file import Rows, SqliteRows
from quizzer.store.writing_door import WritingDoor
from quizzer_scheduler.model import Card, Change, Parameters, Reviewed

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from quizzer.store.adoption import Adoption
    from quizzer.store.readers.answers import AnswerReader
    from quizzer.store.readers.archive import ArchiveReader
    from quizzer.store.readers.browser import BrowserReader
    from quizzer.store.readers.course import CourseReader
    from quizzer.store.readers.standing import StandingReader
    from quizzer.store.readers.statistics import StatisticsReader


def open_store(
    place: str | Path,
    fold: Fold,
    device_uid: str,
    now: Callable[[], datetime],
    progress: Progress | None = None,
) -> Store:
    """Open a learner's database, made or brought up to date where needed; `StoreError` when it cannot be used.

    `place` is the path of an SQLite file or a `postgresql+psycopg://` URL; `fold` is `Scheduler.replay`; `device_uid`
    names this device for good; `now` names the backup that precedes a migration; `progress` is told how many of how
    many cards a migration has counted. Close it, or use a `with` block.
    """
    return (
        _open_server(str(place), fold, device_uid, progress)
        if "://" in str(place)
        else _open_file(Path(place), fold, device_uid, now, progress)
    )


def _open_file(
    path: Path, fold: Fold, device_uid: str, now: Callable[[], datetime], progress: Progress | None
) -> Store:
    backups = Backups(path)
    faults = Faults(str(path), backups.newest)
    prepare_file(path, faults, now, progress)

    def make_engine() -> Engine:
        from quizzer.store.engine import sqlite_engine

        return sqlite_engine(str(path))

    return Store(SqliteRows(str(path), faults), WritingDoor(make_engine, faults, device_uid, fold), backups, device_uid)


def _open_server(url: str, fold: Fold, device_uid: str, progress: Progress | None) -> Store:
    from quizzer.store.engine import ServerRows, server_engine

    engine = server_engine(url)
    place = engine.url.render_as_string(hide_password=True)
    faults = Faults(place, lambda: None)
    try:
        prepare_server(engine, place, faults, progress)
    except StoreError:
        engine.dispose()
        raise
    return Store(ServerRows(engine, faults), WritingDoor(lambda: engine, faults, device_uid, fold), None, device_uid)


class Store:
    """One learner's cards, history and deck index. Every method may be called from any thread.

    Reading is split by subject: `today`, `cards`, `decks`, `progress`, `browser`, `facts`, `answers`. Writing is here.
    Any method may raise `StoreError` when the database cannot be reached; what was acknowledged before is safe.
    """

    def __init__(self, rows: Rows, writing: WritingDoor, backups: Backups | None, device_uid: str) -> None:
        self._rows = rows
        self._writing = writing
        self._backups = backups
        self.today = TodayReader(rows)
        self.cards = CardReader(rows, device_uid)
        self.decks = DeckReader(rows, device_uid)
        self.progress = ProgressReader(rows)
        self.facts = FactReader(rows)

    @cached_property
    def browser(self) -> BrowserReader:
        """Searches; imported when first used."""
        from quizzer.store.readers.browser import BrowserReader

        return BrowserReader(self._rows)

    @cached_property
    def answers(self) -> AnswerReader:
        """The whole log; imported when first used."""
        from quizzer.store.readers.answers import AnswerReader

        return AnswerReader(self._rows)

    @cached_property
    def archive(self) -> ArchiveReader:
        """The whole log, out and in; imported when first used."""
        from quizzer.store.readers.archive import ArchiveReader

        return ArchiveReader(self._rows, self._writing)

    @cached_property
    def statistics(self) -> StatisticsReader:
        """What the statistics rest on; imported when first used."""
        from quizzer.store.readers.statistics import StatisticsReader

        return StatisticsReader(self._rows)

    @cached_property
    def standing(self) -> StandingReader:
        """The cards of a part of the collection as they are; imported when first used."""
        from quizzer.store.readers.standing import StandingReader

        return StandingReader(self._rows)

    @cached_property
    def course(self) -> CourseReader:
        """How much was known on past days; imported when first used."""
        from quizzer.store.readers.course import CourseReader

        return CourseReader(self._rows, lambda packed, decay: self._writing.ledger().keep_course(packed, decay))

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def record(self, reviewed: Reviewed, mark: str, response: str, expected_reps: int) -> int:
        """Write an answer, durable on return, and return its event's id.

        `mark` is the verdict, `response` the answer (4 kB of it are kept), `expected_reps` the card's `reps` before it.
        `StoreConflict` when the card was answered or changed elsewhere in the meantime: nothing was written.
        """
        return self._writing.ledger().record(reviewed, mark, response, expected_reps)

    def change(self, *changes: Change, facts: Sequence[Fact] = ()) -> tuple[Card, ...]:
        """Write changes of cards, and facts, as one action that one undo takes back; return the cards after it, by id.

        The cards are made again from the log, so what another device did to them in the meantime stays.
        """
        return self._writing.ledger().change(changes, facts)

    def fact(self, *facts: Fact) -> None:
        """Write facts as one action; the value None withdraws one. Read them with `facts`."""
        self._writing.ledger().state_facts(facts)

    def undo(
        self, at: datetime, offset: timedelta, day: date, tell: Callable[[int, int], None] | None = None
    ) -> Undone | None:
        """Take back the last action of this device that stands; None when there is none. The log keeps both.

        An action is an answer, or the changes or facts of one call. It goes back as far as the log does, restarts
        included, but not to other devices' actions. `tell` hears how many of how many steps of a long one are done;
        what it raises ends the undo, and nothing was changed.
        """
        return self._writing.ledger().undo(at, offset, day, tell)

    def redo(
        self, at: datetime, offset: timedelta, day: date, tell: Callable[[int, int], None] | None = None
    ) -> Undone | None:
        """Bring back what this device's last undo took back; None when there is none or something was done since."""
        return self._writing.ledger().redo(at, offset, day, tell)

    def retraceable(self, *, back: bool) -> int:
        """Return of how many events the action is that `undo`, or else `redo`, would be about; 0 without one."""
        return self._writing.ledger().retraceable(back=back)

    def replace_decks(self, origin: str, changed: Iterable[IndexedFile], removed: Iterable[str] = ()) -> IndexReport:
        """Bring the index in step with this device's deck files of an origin (`bundled`, `own`, …), in one transaction.

        `changed` are new and changed files, `removed` paths that are gone (a renamed file is both). Only what differs
        is written. A card whose question went is an orphan until its question comes back; cards are never deleted. A
        deck stays as long as a file of any device holds it; what was indexed last is what all devices show.
        """
        return self._writing.refresh(origin, changed, removed)

    def known_files(self, origin: str) -> dict[str, FileStamp]:
        """Return the files of this device and one origin that are in the index, by path."""
        return self.decks.known_files(origin)

    def events(self, card_id: str, *, effective: bool = True) -> list[LoggedEvent]:
        """Return a card's reviews and changes that stand, in order; with `effective` False all its events."""
        return self.cards.events(card_id, effective=effective)

    def all_card_ids(self) -> list[str]:
        """Return the ids of all cards that have a history."""
        return self.cards.with_history()

    def rebuild(self, card_ids: Iterable[str]) -> int:
        """Make the rows of cards again from their events, in one transaction, and return how many."""
        return self._writing.ledger().rebuild(card_ids)

    def recount(self) -> None:
        """Count again from the log what the statistics read, in one transaction."""
        self._writing.ledger().recount()

    def parameters(self, version: int | None = None) -> Parameters | None:
        """Return a parameter set, by default the newest; None when there is none."""
        return self.facts.parameters(version)

    def all_parameters(self) -> dict[int, Parameters]:
        """Return all parameter sets by version: what a replay needs."""
        return self.facts.all_parameters()

    def add_parameters(self, parameters: Parameters) -> Parameters:
        """Keep a parameter set under the next version and return it; when the newest says the same, return that."""
        return self._writing.ledger().add_parameters(parameters)

    def adopt(self, adoption: Adoption, tell: Callable[[int, int], None] | None = None) -> Parameters:
        """Bring other weights into force, with what they make of each card, as one action that one undo takes back.

        `StoreConflict` when something came into the log since the adoption was worked out: nothing was written. `tell`
        hears how far it is; what it raises ends it, and nothing was written either.
        """
        return self._writing.ledger().adopt(adoption, tell)

    def load_events(self, entries: Iterable[Entry], cards: Iterable[Card] | None = None, chunk: int = 10_000) -> int:
        """Append many events of this device in transactions of `chunk`, and return how many.

        Cards not known here become orphans. `cards` are the cards as the events leave them; without, each is folded.
        """
        return self._writing.bulk().load(entries, cards, chunk)

    def take_in(self, fact: Fact, files: Iterable[Path], newest_event: int | None = None) -> int:
        """Write a fact, and the cards of `taken` files with the events that led to them, as one action: one undo.

        It is one transaction: all of it or nothing. Return how many events. `newest_event` is the last of the log by
        which the cards were made: `StoreConflict` when something came since to one of them.
        """
        return self._writing.bulk().take_in(fact, files, newest_event)

    def warm(self) -> None:
        """Import what writing needs, a quarter of a second, before the first answer: for a thread after first paint."""
        self._writing.ledger().warm()

    def idle(self) -> None:
        """Tidy the write-ahead log of an SQLite file: call it when the learner is reading, never within an answer."""
        if isinstance(self._rows, SqliteRows):
            self._rows.checkpoint()

    def backup(self, at: datetime) -> Path:
        """Copy the database to the folder `backups` beside it, in use or not. `StoreError` for a server."""
        if self._backups is None:
            raise StoreError("A database on a server is backed up there, for example with pg_dump.")
        return self._backups.make(at)

    def backup_if_due(self, at: datetime) -> Path | None:
        """Make a backup if the newest is over a day old and the log has grown, and thin out old ones: for a thread."""
        return self._backups.make_if_due(at) if self._backups else None

    def close(self) -> None:
        """Close all connections. The store cannot be used afterwards."""
        self._writing.close()
        self._rows.close()
