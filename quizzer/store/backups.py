"""Copies of an SQLite database: made while it is in use, thinned with age, put back on request."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizzer.errors import StoreError
from quizzer.store.faults import Faults
from quizzer.store.read_only import connect_read_only
from quizzer.store.schema import APPLICATION_ID, KNOWN
from quizzer.store.sqlite_file import connect

KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 4, 12
BACKUP_EVERY = timedelta(days=1)

_NAME = re.compile(r"quizzer-(\d{8}-\d{6})(?:-\d+)?\.db")
_STAMP = "%Y%m%d-%H%M%S"


class Backups:
    """The folder `backups` beside a database."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.folder = database.parent / "backups"

    def all(self) -> list[tuple[datetime, Path]]:
        """Return all backups with the instants at which they were made, newest first."""
        try:
            paths = list(self.folder.iterdir())
        except OSError:
            return []
        matches = [(match, path) for path in paths if (match := _NAME.fullmatch(path.name))]
        found = [(datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), path) for match, path in matches]
        return sorted(found, reverse=True)

    def newest(self) -> Path | None:
        """Return the newest backup."""
        found = self.all()
        return found[0][1] if found else None

    def make(self, at: datetime) -> Path:
        """Copy the database, other writers or not, and return the copy once it is safely on the disk."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            target = self._free_name(at)
            partial = target.with_suffix(".partial")
            partial.unlink(missing_ok=True)
            with Faults(str(self._database), self.newest):
                _copy(self._database, partial)
            os.replace(partial, target)
            _sync(self.folder)
        except OSError as error:
            raise StoreError(f"No backup could be written to {self.folder}: {error.strerror or error}.") from error
        return target

    def make_if_due(self, at: datetime) -> Path | None:
        """Make a backup if the newest is older than a day and something was answered since; then thin out old ones."""
        # A backup from the future was made while the clock was wrong: it must not keep others from being made.
        found = [(made, path) for made, path in self.all() if made <= at]
        if found and (at - found[0][0] < BACKUP_EVERY or not self._changed_since(found[0][1])):
            return None
        made = self.make(at)
        self.thin()
        return made

    def thin(self) -> list[Path]:
        """Remove old backups: all of the two newest days stay, then one for each of 7 days, 4 weeks and 12 months."""
        found = self.all()
        keep = kept([at for at, _ in found])
        gone = [path for at, path in found if at not in keep]
        for path in gone:
            path.unlink(missing_ok=True)
        return gone

    def _free_name(self, at: datetime) -> Path:
        stamp = at.astimezone(UTC).strftime(_STAMP)
        names = (f"quizzer-{stamp}{f'-{n}' if n else ''}.db" for n in range(1000))
        return next(path for name in names if not (path := self.folder / name).exists())

    def _changed_since(self, backup: Path) -> bool:
        with Faults(str(self._database), self.newest):
            try:
                before = _last_event(backup)
            except sqlite3.DatabaseError:
                return True
            return _last_event(self._database) != before


def kept(instants: Iterable[datetime]) -> set[datetime]:
    """Return which backups to keep, by the instants at which they were made."""
    newest_first = sorted(set(instants), reverse=True)
    recent = sorted({at.date() for at in newest_first}, reverse=True)[:2]
    keep = {at for at in newest_first if at.date() in recent}
    for count, period in ((KEEP_DAYS, "%Y-%m-%d"), (KEEP_WEEKS, "%G-%V"), (KEEP_MONTHS, "%Y-%m")):
        last_of = {at.strftime(period): at for at in reversed(newest_first)}
        keep.update(sorted(last_of.values(), reverse=True)[:count])
    return keep


def restore(database: Path, backup: Path, at: datetime) -> Path | None:
    """Put a backup in the place of a database that nobody has open here; return where the present one was kept.

    A present database that is sound is backed up first and then overwritten in one transaction, so that other processes
    see either; a damaged one is moved aside. None when there was no database.
    """
    check_backup(backup)
    try:
        saved: Path | None = None
        if database.exists() and _is_sound(database):
            saved = Backups(database).make(at)
        elif database.exists():
            saved = _move_aside(database, at)
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{database} cannot be replaced: {error.strerror or error}.") from error
    with (
        Faults(str(database), lambda: None),
        closing(connect_read_only(str(backup))) as source,
        closing(connect(str(database), write=True)) as target,
    ):
        source.backup(target)
        target.execute("pragma journal_mode = wal")
    return saved


def check_backup(backup: Path) -> None:
    """Raise `StoreError` unless a file is a sound database of this program that this version can read."""
    if not backup.is_file():
        raise StoreError(f"There is no backup {backup}.")
    try:
        with closing(connect_read_only(str(backup))) as connection:
            ours = connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
            version = connection.execute("select version_num from alembic_version").fetchone()[0] if ours else ""
            sound = connection.execute("pragma quick_check").fetchone()[0] == "ok"
    except (sqlite3.Error, TypeError) as error:
        raise StoreError(f"{backup} is damaged or not a database ({error}); nothing was changed.") from error
    if not ours:
        raise StoreError(f"{backup} is not a database of Quizzer; nothing was changed.")
    if not sound:
        raise StoreError(f"{backup} is damaged; nothing was changed. Choose an older backup.")
    if version not in KNOWN:
        raise StoreError(f"{backup} was made by a newer version of Quizzer; nothing was changed. Update Quizzer first.")


def _copy(source_path: Path, target_path: Path) -> None:
    with closing(connect_read_only(str(source_path))) as source, closing(sqlite3.connect(target_path)) as target:
        source.backup(target)
        # One file that needs no companions, wherever it is carried.
        target.execute("pragma journal_mode = delete")
    _sync(target_path)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _last_event(path: Path) -> int:
    with closing(connect_read_only(str(path))) as connection:
        return int(connection.execute("select coalesce(max(id), 0) from event").fetchone()[0])


def _is_sound(path: Path) -> bool:
    try:
        with closing(connect_read_only(str(path))) as connection:
            return bool(connection.execute("pragma quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _move_aside(database: Path, at: datetime) -> Path:
    aside = database.with_name(f"{database.name}.damaged-{at.astimezone(UTC).strftime(_STAMP)}")
    for suffix in ("-wal", "-shm", ""):
        companion = database.with_name(database.name + suffix)
        if companion.exists():
            os.replace(companion, aside.with_name(aside.name + suffix))
    return aside
