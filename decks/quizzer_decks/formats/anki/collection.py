"""The inside of a package: Anki's database, in its schemas 11 and 14 to 18, read from a copy that nothing writes to."""

from __future__ import annotations

import json
import math
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from errno import ENOSPC
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.json import Decoder

from quizzer_decks.formats.anki.models import of_tables
from quizzer_decks.formats.foreign import Unreadable

_STEPS_A_BYTE = 100
"""Instructions of the database that a byte of its file may cost: reading all of it costs one or two."""
_STEPS = 200_000
_FEWEST_STEPS = 200_000_000
_LONGEST_FIELD = 16 << 20
_TOGETHER = 10_000
_AT_ONCE = 100
_LAST_MS = 253_370_764_800_000
"""The year 9999."""
_LONGEST_MS = 24 * 3600 * 1000
"""What an answer can have taken."""
_LONGEST_STEP = 365 * 86400
"""Seconds."""
_LONGEST_INTERVAL = 36_500
_REVLOG = [(name, name) for name in ("cid", "ease", "ivl", "type", "factor")] + [("id", "at"), ("time", "took")]
_MOST_WEST = 24 * 60
_LATEST = 32_503_680_000
"""The second of the epoch at which the year 3000 begins: no collection was made later."""
_NEEDED = ("col", "notes", "cards", "revlog")
_LATER = ("notetypes", "fields", "templates", "decks", "config")
"""Tables that came with schema 14 and after."""
_decode = Decoder().decode
_FIRST = ("facts", "cards", "models", "fields")
"""The tables of Anki 1."""


class Template(NamedTuple):
    """How a card of a note is made."""

    name: str
    front: str
    back: str


class Notetype(Struct, frozen=True):
    """What the notes of one kind consist of."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


class Note(NamedTuple):
    """A row of `notes`."""

    id: int
    guid: str
    notetype: int
    modified: int
    """Seconds since the epoch."""
    tags: str
    fields: str


class CardRow(NamedTuple):
    """A row of `cards`."""

    id: int
    note: int
    deck: int
    ord: int
    type: int
    queue: int
    due: int
    interval: int
    reps: int
    lapses: int
    original_due: int
    original_deck: int
    flags: int
    data: str


class Collection:
    """An open collection. Unreadable whenever the database is not what it should be."""

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        with self._told(), ExitStack() as opening:
            self._db = _opened(path)
            opening.callback(self._db.close)
            self._steps_left = max(_FEWEST_STEPS, path.stat().st_size * _STEPS_A_BYTE)
            self._db.set_progress_handler(self._stop_late, _STEPS)
            self._tables = self._checked_tables()
            created = int((self._db.execute("select crt from col").fetchone() or (0,))[0])
            self.created = created if 0 <= created <= _LATEST else 0
            """Second of the epoch from which days are counted; 0 where what it says is none."""
            west = self._setting("creationOffset")
            self.west = west if west is not None and abs(west) <= _MOST_WEST else None
            """Minutes by which local time was behind UTC when the collection was made; None where it does not say."""
            self.first_scheduler = self._setting("schedVer") in (None, 1)
            """Whether cards on steps were answered with three buttons: Again, Good, Easy."""
            self.models = of_tables(self._db) if "notetypes" in self._tables else self._json("models")
            """The note types as JSON of schema 11, by id."""
            self.notetypes = self._notetypes()
            self.decks = self._decks()
            opening.pop_all()  # it stays open

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def count(self) -> int:
        """Return how many notes there are."""
        return next(int(count) for (count,) in self._rows("select count(*) from notes"))

    def notes(self) -> Iterator[Note]:
        """Yield the notes in the order in which they were made."""
        columns = (*_whole("id"), _text_of("guid"), *_whole("mid", "mod"), _text_of("tags"), _text_of("flds"))
        yield from map(Note._make, self._rows(f"select {', '.join(columns)} from notes order by id"))

    def cards(self) -> Iterator[CardRow]:
        """Yield the cards by note and template."""
        columns = _whole(*["id", "nid", "did", "ord", "type", "queue", "due", "ivl", "reps", "lapses"])
        late = [name if name in self._tables["cards"] else "0" for name in ("odue", "odid", "flags")]
        sql = f"select {', '.join((*columns, *_whole(*late), _text_of('data')))} from cards order by nid, ord, id"
        yield from map(CardRow._make, self._rows(sql))

    def answered(self) -> frozenset[int]:
        """Return the cards of which the log knows anything. Unreadable where any page of the log is damaged."""
        deque(self._rows("select total(ease) from revlog not indexed"), 0)
        return frozenset(card for (card,) in self._rows("select distinct cid from revlog"))

    def answers(self) -> Iterator[list[tuple[int, int, int, int, int, int]]]:
        """Yield the answers that moved cards, by card and instant, thousands at a time: what `Past` holds of each.

        Left out are looks without an answer's weight (type 3, factor 0); of what was done by hand only that a card was
        made new again is told, by a rating of 0.
        """
        with self._told():
            found = self._db.execute(_ANSWERS.format(rating=_OF_FIRST if self.first_scheduler else "ease"))
            while rows := found.fetchmany(_TOGETHER):
                yield rows

    def _rows(self, sql: str) -> Iterator[Any]:
        with self._told():
            found = self._db.execute(sql)  # not to be closed, which might come after its connection was
            while rows := found.fetchmany(_AT_ONCE):
                yield from rows

    def _checked_tables(self) -> dict[str, frozenset[str]]:
        """Return the columns of each table. Unreadable where one is missing, or computes what it holds."""
        found = self._db.execute("select name, sql from sqlite_master where type = 'table'").fetchall()
        sql = {str(name): str(text).casefold() for name, text in found}
        if missing := [name for name in _NEEDED if name not in sql]:
            if all(name in sql for name in _FIRST):
                raise Unreadable(f"{self._name} was made by Anki 1; open it in Anki 2 and export it from there.")
            raise Unreadable(f"{self._name} is no Anki collection: it has no table {missing[0]}.")
        tables = {}
        for name in (each for each in (*_NEEDED, *_LATER) if each in sql):
            columns = self._db.execute(f"pragma table_xinfo({name})").fetchall()
            if "virtual" in sql[name].partition("(")[0] or any(column[6] for column in columns):
                raise Unreadable(f"{self._name} is no Anki collection: its table {name} computes what it holds.")
            tables[name] = frozenset(str(column[1]) for column in columns)
        return tables

    def _told(self) -> _Told:
        return _Told(self._name)

    def _stop_late(self) -> int:
        self._steps_left -= _STEPS
        return int(self._steps_left < 0)

    def _notetypes(self) -> dict[int, Notetype]:
        return {int(id_): notetype_of(model) for id_, model in self.models.items()}

    def _decks(self) -> dict[int, tuple[str, ...]]:
        if "decks" in self._tables:
            named = [(id_, str(name)) for id_, name in self._db.execute("select id, name from decks")]
        else:
            named = [(int(id_), str(deck.get("name", ""))) for id_, deck in self._json("decks").items()]
        return {id_: tuple(filter(None, _path(name))) or ("Default",) for id_, name in named}

    def _setting(self, name: str) -> int | None:
        """Return a whole number of the settings; None where they do not say, or not clearly."""
        with suppress(ValueError, TypeError, RecursionError):
            if "config" in self._tables:
                row = self._db.execute("select val from config where key = ?", (name,)).fetchone()
                found = json.loads(row[0]) if row else None
            else:
                found = self._json("conf").get(name)
            return found if isinstance(found, int) else None
        return None

    def _json(self, column: str) -> Mapping[str, Any]:
        (text,) = self._db.execute(f"select {column} from col").fetchone()
        found = json.loads(text)
        if not isinstance(found, dict):
            raise TypeError(column)
        return found


class _Told:
    """Turns what a database may raise into one sentence."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        told = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(ENOSPC, "No space left on device") from error  # where it sorts
        if isinstance(error, told):
            raise Unreadable(
                f"The collection in {self._name} is damaged, or no collection of Anki's: {error}."
            ) from error


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    db.text_factory = partial(str, encoding="utf-8", errors="replace")
    db.create_collation("unicase", _compare)
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_FIELD)
    db.execute("pragma trusted_schema = off")
    db.execute("pragma cell_size_check = on")
    return db


def _whole(*names: str) -> tuple[str, ...]:
    """Return columns as whole numbers, whatever stands in them."""
    return tuple(f"cast(coalesce({name}, 0) as integer)" for name in names)


# Sorted by a sorter and not by the index on cards, which would look up every answer by itself.
_ANSWERS = f"""
    select cid, min(max(at, 0), {_LAST_MS}), {{rating}}, min(max(took, 0), {_LONGEST_MS}),
        min(max(ivl, -{_LONGEST_STEP}), {_LONGEST_INTERVAL}), ease > 0 and type = 0
    from (select {", ".join(f"{_whole(name)[0]} as {named}" for name, named in _REVLOG)} from revlog not indexed)
    where (ease between 1 and 4 and type between 0 and 3 and (type <> 3 or factor <> 0))
        or (ease = 0 and type = 4 and ivl = 0 and factor = 0)
    order by 1, 2
"""
_OF_FIRST = "ease + (type in (0, 2) and ease in (2, 3))"
"""What a rating among three buttons was: Good and Easy came second and third."""


def _text_of(name: str) -> str:
    return f"cast(coalesce({name}, '') as text)"


def _path(name: str) -> list[str]:
    parts = name.split("\x1f") if "\x1f" in name else name.split("::")
    return [" ".join(part.split()) for part in parts]


def notetype_of(model: Mapping[str, Any]) -> Notetype:
    """Return a note type from its JSON of schema 11; LookupError, TypeError or ValueError when it is damaged."""
    return Notetype(
        str(model.get("name", "")),
        model.get("type") == 1,
        tuple(str(field["name"]) for field in sorted(model["flds"], key=lambda field: field.get("ord", 0))),
        tuple(
            Template(str(each.get("name", "")), str(each["qfmt"]), str(each["afmt"]))
            for each in sorted(model["tmpls"], key=lambda each: each.get("ord", 0))
        ),
    )


def _compare(one: str, other: str) -> int:
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def memory_of(data: str) -> tuple[float | None, float | None]:
    """Return stability and difficulty from a card's `data`, None where they are not kept."""
    if '"s"' in data:
        with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
            values = _decode(data)
            stability, difficulty = float(values["s"]), float(values["d"])
            if 0 < stability < math.inf and 0 < difficulty < math.inf:
                return stability, difficulty
    return None, None
