"""All that only the database knows of a learner, for an archive and from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quizzer.store.records import Fold
from quizzer.store.rows import EVENT_COLUMNS, EVENT_SOURCE
from quizzer.store.sqlite_file import Row, Rows, SqliteRows
from quizzer.store.writing_door import WritingDoor

if TYPE_CHECKING:
    from quizzer.store.archiving import Archived, PastEvent, Tell

_CHUNK = 5_000
_TARGET = "(select earlier.seq from event earlier where earlier.id = event.target)"
_LOG = f"""
    select {EVENT_COLUMNS}, {_TARGET} from {EVENT_SOURCE}
    where event.id > :after and event.id <= :upto order by event.id
"""
_DECKS = """
    select deck.id, deck.title, deck.origin from deck where not exists (
        select 1 from deck_file join device on device.id = deck_file.device
        where deck_file.deck_key = deck.key and device.uid = :uid and deck_file.origin = :uid)
    and exists (select 1 from card where card.deck_key = deck.key
        and exists (select 1 from event where event.card_key = card.key))
"""


class ArchiveReader:
    """Reads the log of all devices, undone events too, and what the events refer to."""

    def __init__(self, rows: Rows, writing: WritingDoor) -> None:
        self._rows = rows
        self._writing = writing
        self.device = writing.device_uid
        """The name under which this device writes."""
        self.is_file = isinstance(rows, SqliteRows)
        """Whether backups can be made of the database."""

    def log(self, newest: int) -> Iterator[Row]:
        """Yield the events up to an id, in order: `EVENT_COLUMNS`, and the `seq` of an undo's or redo's target."""
        for start in range(0, newest, _CHUNK):
            yield from self._rows.all(_LOG, after=start, upto=min(newest, start + _CHUNK))

    def newest_event(self) -> int:
        """Return the id of the last event, 0 when there is none."""
        return int(self._rows.all("select coalesce(max(id), 0) from event")[0][0])

    def parameters(self) -> dict[int, str]:
        """Return all parameter sets as JSON, by version."""
        return dict(self._rows.all("select version, json from parameters order by version"))

    def device_known(self, uid: str) -> bool:
        """Tell whether a device ever used this database."""
        return bool(self._rows.all("select 1 from device where uid = :uid", uid=uid))

    def decks_from_elsewhere(self) -> list[tuple[str, str, str]]:
        """Return id, title and origin of the decks with a history whose files are not this device's own, by id."""
        return sorted(self._rows.all(_DECKS, uid=self.device))

    def restore(self, archived: Archived, events: Iterable[PastEvent], fold: Fold, tell: Tell) -> int:
        """Write the log of an archive behind what is there of it, all or nothing, and return how many events."""
        return self._writing.restorer().restore(archived, events, fold, tell)
