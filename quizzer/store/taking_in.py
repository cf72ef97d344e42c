"""Takes in cards that came in a file of their own (`taken.py`): the database does it, no row is looked at here.

SQLite reads the file where it lies; a server is sent what is in it. The rest is the same for both.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from quizzer.errors import StoreConflict
from quizzer.store import log_writing as log
from quizzer.store import trails
from quizzer.store.cards_of_questions import add_unknown_cards
from quizzer.store.readers.recounting import Counting
from quizzer.store.rows import DECIDED
from quizzer.store.taken import CARD, CHANGE, EVENT, TALLY, TOTAL
from quizzer_scheduler.lines import LINE

_CHUNK = 500
_TABLES = {"taken_card": CARD, "taken_event": EVENT, "taken_change": CHANGE, "taken_total": TOTAL, "taken_tally": TALLY}
_PAGES = 8
"""Of a file that are kept in memory: it is read once, from its beginning to its end."""

_PLACES = """
    create temporary table taken_place (
        number integer primary key, key bigint not null, deck_key bigint not null, kind text not null,
        mark text not null, counted text, again smallint not null
    ) {dropped}
"""
_INDEX = "create index taken_key on taken_place (key)"
_ON_FILE = _PLACES.format(dropped=""), _INDEX
# With tables for what is sent, of the types that the tables have to which it goes.
_ON_SERVER = (
    _PLACES.format(dropped="on commit drop"),
    _INDEX,
    f"""create temporary table taken_card on commit drop as
        select key as number, id, part as mark, kind, packed as trail, {", ".join(DECIDED)}
        from card join trail on card_key = key limit 0""",
    f"""create temporary table taken_event on commit drop as
        select id as number, card_key as card, {", ".join(EVENT[2:])} from event limit 0""",
    "create temporary table taken_change on commit drop as select id as number, name, value from event limit 0",
    f"""create temporary table taken_total on commit drop as
        select day, id as deck, {", ".join(TOTAL[2:])} from day_total join deck on key = deck_key limit 0""",
    f"create temporary table taken_tally on commit drop as select {', '.join(TALLY)} from tally limit 0",
)
_FIND = """
    insert into taken_place (number, key, deck_key, kind, mark, counted, again)
    select made.number, card.key, card.deck_key, coalesce(question.kind, ''), made.mark, made.kind,
        case when card.reps > 0 or made.kind is null or made.kind <> coalesce(question.kind, '') then 1 else 0 end
    from {part}taken_card made join card on card.id = made.id left join question on question.key = card.question_key
    where not exists (select 1 from taken_place known where known.number = made.number)
"""
_UNKNOWN = """
    select distinct id from {part}taken_card made
    where not exists (select 1 from taken_place known where known.number = made.number) order by id
"""
# Two sources may have answers to a card, and then no trail of one of them is the card's.
_TWICE = """
    update taken_place set again = 1
    where key in (select key from taken_place twice group by key having count(*) > 1)
"""
_OF_BOTH = ("at", "offset_minutes", "day", "stability_after", "difficulty_after")
"""What an answer and a change say."""
_SAID = {
    **{name: f"case when made.kind = 0 then made.{name} end" for name in LINE},
    **{name: f"made.{name}" for name in _OF_BOTH},
    "step_after": "case when made.step_after >= 0 and made.kind = 0 then made.step_after end",
}
_APPEND = f"""
    insert into event (device, seq, group_id, kind, card_key, mark, response, {", ".join(_SAID)}, name, value)
    select :device, :next + made.number, :group, made.kind, key, case when made.kind = 0 then mark end,
        case when made.kind = 0 then '' end, {", ".join(_SAID.values())}, name, value
    from {{part}}taken_event made join taken_place place on place.number = made.card
        left join {{part}}taken_change change on change.number = made.number
    order by made.number
"""
_TOTALS = "{part}taken_total made join deck on deck.id = made.deck"
_KEEP = f"""
    update card set ({", ".join(DECIDED)}) = (
        select {", ".join(f"made.{name}" for name in DECIDED)}
        from taken_place place join {{part}}taken_card made on made.number = place.number
        where place.key = card.key order by made.number desc limit 1)
    where key in (select key from taken_place)
"""
_TRAILS = """
    insert into trail (card_key, kind, packed) select key, place.kind, trail
    from taken_place place join {part}taken_card made on made.number = place.number
    where again = 0 and length(trail) > 0
    on conflict (card_key) do update set packed = excluded.packed
"""
_COUNTED_ANEW = """
    select counted, trail from taken_place place join {part}taken_card made on made.number = place.number
    where again = 1 and counted is not null and length(trail) > 0
"""


class TakingIn:
    """Takes files in within one transaction, as a group of events of a device."""

    def __init__(self, connection: Connection, device: int, group: int, newest_event: int | None) -> None:
        self._connection = connection
        self._device = device
        self._group = group
        self._first = self._next = group + 1
        self._answered = _answered_since(connection, newest_event)
        self._counting = Counting()
        self._again: set[int] = set()
        self._server = connection.dialect.name == "postgresql"
        self._files = 0
        if not self._server:
            connection.detach()  # closed at the end, and with it every file that was attached
        for sql in _ON_SERVER if self._server else _ON_FILE:
            connection.execute(text(sql))

    @property
    def number(self) -> int:
        """Return how many events were appended."""
        return self._next - self._first

    def take(self, path: Path) -> None:
        """Take a file in. `StoreConflict` when one of its cards is among those just answered."""
        part = self._sent(path) if self._server else self._attached(path)
        self._find(part)
        appended = self._run(_APPEND, part, device=self._device, next=self._next, group=self._group)
        self._next += appended.rowcount
        log.add_totals_of(self._connection, _TOTALS.format(part=part))
        self._run(_KEEP, part)
        self._run(_TRAILS, part)
        trails.add_all(self._connection, f"{part}taken_tally")
        for kind, trail in self._run(_COUNTED_ANEW, part):
            self._counting.add(kind, bytes(trail), -1)
        self._again.update(self._run("select key from taken_place where again = 1", part).scalars())

    def finish(self) -> None:
        """Write what the events count towards."""
        trails.add(self._connection, self._counting.spans())
        trails.retrace(self._connection, sorted(self._again))

    def _find(self, part: str) -> None:
        """Find where the cards are kept, after orphans were added for those that are not known here."""
        self._run("delete from taken_place", part)
        self._run(_FIND, part)
        if unknown := self._run(_UNKNOWN, part).scalars().all():
            for start in range(0, len(unknown), _CHUNK):
                add_unknown_cards(self._connection, unknown[start : start + _CHUNK])
            self._run(_FIND, part)
        self._run(_TWICE, part)
        if self._answered and not self._answered.isdisjoint(self._run("select key from taken_place", part).scalars()):
            raise StoreConflict("A card of it was answered meanwhile; nothing was imported. Do it again.")

    def _run(self, sql: str, part: str, **parameters: object) -> Any:
        return self._connection.execute(text(sql.format(part=part)), parameters)

    def _attached(self, path: Path) -> str:
        """Let SQLite read a file, and return what its tables are called by."""
        self._files += 1
        self._connection.exec_driver_sql(f"attach ? as taken_{self._files}", (str(path),))
        self._connection.exec_driver_sql(f"pragma taken_{self._files}.cache_size = {_PAGES}")
        return f"taken_{self._files}."

    def _sent(self, path: Path) -> str:
        """Send what is in a file to the server."""
        self._connection.execute(text(f"truncate {', '.join(_TABLES)}"))
        driver: Any = self._connection.connection.driver_connection
        with closing(sqlite3.connect(path)) as file, driver.cursor() as cursor:
            for table, columns in _TABLES.items():
                named = ", ".join(columns)
                rows = file.execute(f"select {named} from {table} order by rowid")
                with cursor.copy(f"copy {table} ({named}) from stdin") as stream:
                    for row in rows:
                        stream.write_row(row)
        return "pg_temp."


def _answered_since(connection: Connection, newest_event: int | None) -> set[int]:
    """Return the keys of the cards that the log knows something of after an event."""
    if newest_event is None:
        return set()
    found = text("select distinct card_key from event where id > :newest and card_key is not null")
    return set(connection.execute(found, {"newest": newest_event}).scalars())
