"""Writes packages in the form that every Anki since 2.1 reads: schema 11, plain, with a stub for those before it."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from errno import EIO
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from quizzer_decks.formats.anki import rows
from quizzer_decks.formats.anki.originals import PART
from quizzer_decks.formats.anki.packing import LEVEL, pack

_FAST = "pragma main.page_size = 16384; pragma main.journal_mode = off; pragma main.synchronous = off;"
_SCHEMA = """
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
  ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,
  left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
  type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
"""
_LOG_INDEX = "create index if not exists ix_revlog_cid on revlog (cid);"
_INDICES = f"{_LOG_INDEX} create index ix_cards_nid on cards (nid);"
"""What is looked up while a package is read. Anki's own has five more, and makes them anew in the collection."""
_VERSION = b"\x08\x02"
_TAG = re.compile(r"<(?!img\b)[^<>]*>", re.IGNORECASE)


class Head(NamedTuple):
    """The one row of `col`."""

    created: int
    """Seconds since the epoch: the beginning of study day 0."""
    modified: int
    """Milliseconds."""
    settings: Mapping[str, Any]
    notetypes: Mapping[str, Any]
    decks: Mapping[str, Any]
    presets: Mapping[str, Any]


NoteOut: TypeAlias = tuple[int, str, int, int, Sequence[str], Sequence[str]]
"""A note: id, guid, note type, seconds when it was changed, tags, fields."""


class CollectionFile:
    """A database that is being written, or written on; `finish` ends it. `OSError` when the disk does not take it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = sqlite3.connect(path)

    def __enter__(self) -> CollectionFile:
        self._db.executescript(_FAST)
        if self._db.execute("select 1 from sqlite_master").fetchone() is None:
            self._db.executescript(_SCHEMA)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            self._db.commit()
        self._db.close()
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(EIO, str(error), str(self._path)) from error

    def add_notes(self, notes: Iterable[NoteOut]) -> None:
        """Write notes."""
        self._db.executemany("insert into notes values (?,?,?,?,-1,?,?,?,?,0,'')", map(_note, notes))

    def read(self, path: str, **functions: Callable[..., int]) -> None:
        """Have another database at hand for the sources of cards and answers, and the functions they need."""
        self._db.commit()
        self._db.execute("attach ? as source", (path,))
        for name, function in functions.items():
            self._db.create_function(name, -1, function)

    def add_cards(self, source: str, places: Iterable[rows.Place]) -> None:
        """Write cards of a source, as `rows.cards` needs it."""
        self._db.executemany(rows.cards(source), places)

    def add_new_card(self, id_: int) -> None:
        """Write a card that was never seen, of the note and to the deck of the number 1."""
        self._db.execute("insert into cards values (?,1,1,0,0,-1,0,0,1,0,0,0,0,0,0,0,0,'{}')", (id_,))

    def add_answers(self, source: str, parameters: Mapping[str, object]) -> int:
        """Write the log from a source, as `rows.answers` needs it, and return how many answers it has."""
        for in_time in (True, False):  # most logs came in the order of time, and need no sorting
            before = rows.Before()
            self._db.create_function("interval_before", 3, before.interval)
            self._db.execute("insert into graves (rowid, usn, oid, type) values (0, 0, 0, 0)")
            self._db.execute("delete from graves")  # last_insert_rowid() is 0 from here
            self._db.execute(rows.answers(source, in_time=in_time), parameters)
            if before.in_time:
                break
            self._db.execute("delete from revlog")
        self._db.executescript(_LOG_INDEX)
        return int(self._db.execute("select count(*) from revlog where ease > 0").fetchone()[0])

    def take(self, *paths: Path) -> None:
        """Take the notes and cards of other such databases over, whole rows at once."""
        for path in paths:
            self._db.execute("attach ? as other", (str(path),))
            self._db.execute("insert into notes select * from other.notes")
            self._db.execute("insert into cards select * from other.cards")
            self._db.commit()
            self._db.execute("detach other")

    def finish(self, head: Head) -> None:
        """Write what holds for the whole collection, and the indices: once all is there they are made fastest."""
        texts = (json.dumps(each) for each in (head.settings, head.notetypes, head.decks, head.presets))
        row = (1, head.created, head.modified, head.modified, 11, 0, 0, 0, *texts, "{}")
        self._db.execute(f"insert into col values ({', '.join('?' * 13)})", row)
        self._db.executescript(_INDICES)
        self._db.commit()


def write_package(target: Path, collection: Path, stub: Path, media: Mapping[str, Path]) -> None:
    """Write a package of a collection, the stub that older programs show, and media files by name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        archive.writestr("meta", _VERSION)
        pack(archive, collection, "collection.anki21")
        archive.write(stub, "collection.anki2")
        for number, path in enumerate(media.values()):
            archive.write(path, str(number))
        archive.writestr("media", json.dumps({str(number): name for number, name in enumerate(media)}))


def _note(note: NoteOut) -> tuple[object, ...]:
    id_, guid, notetype, modified, tags, values = note
    first = values[0]
    if "<" in first:
        first = _TAG.sub("", first)
    first = first.strip()
    checksum = int.from_bytes(sha1(first.encode(), usedforsecurity=False).digest()[:4])
    fields = PART.join(values)
    if fields.count(PART) >= len(values):
        fields = PART.join([value.replace(PART, " ") for value in values])
    return id_, guid, notetype, modified, f" {' '.join(tags)} " if tags else "", fields, first, checksum
