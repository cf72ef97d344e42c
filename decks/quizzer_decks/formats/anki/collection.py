"""The inside of a package: Anki's database, in its schemas 11 and 14 to 18, read from a copy that nothing writes to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from quizzer_decks.formats.anki.protobuf import fields
from quizzer_decks.formats.foreign import Unreadable

_STEPS_A_BYTE = 400
"""Instructions of the database that a byte of its file may cost: reading all of it costs some dozens."""
_STEPS = 200_000
_FEWEST_STEPS = 2_000_000_000
_LONGEST_FIELD = 16 << 20


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
        with self._told():
            self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
            self._db.text_factory = lambda data: data.decode("utf-8", "replace")
            self._db.create_collation("unicase", _compare)
            self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_FIELD)
            self._db.execute("pragma trusted_schema = off")
            self._steps_left = max(_FEWEST_STEPS, path.stat().st_size * _STEPS_A_BYTE)
            self._db.set_progress_handler(self._stop_late, _STEPS)
            self._tables = {name for (name,) in self._db.execute("select name from sqlite_master where type = 'table'")}
            missing = {"col", "notes", "cards", "revlog"} - self._tables
            if missing:
                raise Unreadable(f"{name} is no Anki collection: it has no table {min(missing)}.")
            self.created = int((self._db.execute("select crt from col").fetchone() or (0,))[0])
        self.notetypes = self._notetypes()
        self.decks = self._decks()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def notes(self) -> Iterator[Note]:
        """Yield the notes in the order in which they were made."""
        yield from map(Note._make, self._rows("select id, guid, mid, mod, tags, flds from notes order by id"))

    def cards(self) -> Iterator[CardRow]:
        """Yield the cards by note and template."""
        sql = (
            "select id, nid, did, ord, type, queue, due, ivl, reps, lapses, odue, odid, flags, data"
            " from cards order by nid, ord"
        )
        yield from map(CardRow._make, self._rows(sql))

    def reviews(self) -> Iterator[tuple[int, int, int, int, int, int, int]]:
        """Yield (card, instant in ms, rating, interval, milliseconds taken, type, factor) by card and instant."""
        yield from self._rows("select cid, id, ease, ivl, time, type, factor from revlog order by cid, id")

    def _rows(self, sql: str) -> Iterator[Any]:
        with self._told():
            yield from self._db.execute(sql)

    def _told(self) -> _Told:
        return _Told(self._name)

    def _stop_late(self) -> int:
        self._steps_left -= _STEPS
        return int(self._steps_left < 0)

    def _notetypes(self) -> dict[int, Notetype]:
        with self._told():
            return self._notetypes_of_tables() if "notetypes" in self._tables else self._notetypes_of_json()

    def _notetypes_of_json(self) -> dict[int, Notetype]:
        models = self._json("models")
        found = {}
        for id_, model in models.items():
            found[int(id_)] = Notetype(
                str(model.get("name", "")),
                model.get("type") == 1,
                tuple(str(field["name"]) for field in sorted(model["flds"], key=lambda field: field.get("ord", 0))),
                tuple(
                    Template(str(each.get("name", "")), str(each["qfmt"]), str(each["afmt"]))
                    for each in sorted(model["tmpls"], key=lambda each: each.get("ord", 0))
                ),
            )
        return found

    def _notetypes_of_tables(self) -> dict[int, Notetype]:
        names: dict[int, list[str]] = {}
        for id_, name in self._db.execute("select ntid, name from fields order by ntid, ord"):
            names.setdefault(id_, []).append(str(name))
        templates: dict[int, list[Template]] = {}
        for id_, name, config in self._db.execute("select ntid, name, config from templates order by ntid, ord"):
            texts = dict(fields(bytes(config)))
            templates.setdefault(id_, []).append(Template(str(name), _text(texts.get(1)), _text(texts.get(2))))
        return {
            id_: Notetype(
                str(name),
                dict(fields(bytes(config))).get(1) == 1,
                tuple(names.get(id_, ())),
                tuple(templates.get(id_, ())),
            )
            for id_, name, config in self._db.execute("select id, name, config from notetypes")
        }

    def _decks(self) -> dict[int, tuple[str, ...]]:
        with self._told():
            if "decks" in self._tables:
                named = [(id_, str(name)) for id_, name in self._db.execute("select id, name from decks")]
            else:
                named = [(int(id_), str(deck.get("name", ""))) for id_, deck in self._json("decks").items()]
        return {id_: tuple(filter(None, _path(name))) or ("Default",) for id_, name in named}

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
        if isinstance(error, told):
            raise Unreadable(
                f"The collection in {self._name} is damaged, or no collection of Anki's: {error}."
            ) from error


def _path(name: str) -> list[str]:
    parts = name.split("\x1f") if "\x1f" in name else name.split("::")
    return [" ".join(part.split()) for part in parts]


def _text(value: int | bytes | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _compare(one: str, other: str) -> int:
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def memory_of(data: str) -> tuple[float | None, float | None]:
    """Return stability and difficulty from a card's `data`, None where they are not kept."""
    if '"s"' in data:
        with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
            values = json.loads(data)
            return float(values["s"]), float(values["d"])
    return None, None
