"""Writes packages in the form that every Anki since 2.1 reads: schema 11, plain, with a stub for those before it."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

_SCHEMA = """
pragma journal_mode = off;
pragma synchronous = off;
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
_INDICES = """
create index ix_notes_usn on notes (usn);
create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
"""
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


class NoteOut(NamedTuple):
    """A note."""

    id: int
    guid: str
    notetype: int
    modified: int
    """Seconds."""
    tags: tuple[str, ...]
    fields: tuple[str, ...]


class CardOut(NamedTuple):
    """A card that sits in its own deck."""

    id: int
    note: int
    deck: int
    ord: int
    modified: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    flags: int
    data: str


class Answer(NamedTuple):
    """A row of the log."""

    id: int
    card: int
    rating: int
    interval: int
    last_interval: int
    factor: int
    took_ms: int
    type: int


def write_collection(
    path: Path, head: Head, notes: Iterable[NoteOut], cards: Iterable[CardOut], log: Iterable[Answer]
) -> None:
    """Write a database; the log may come in any order, without two rows of one instant."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_SCHEMA)
        texts = (json.dumps(each) for each in (head.settings, head.notetypes, head.decks, head.presets))
        row = (1, head.created, head.modified, head.modified, 11, 0, 0, 0, *texts, "{}")
        db.execute(f"insert into col values ({', '.join('?' * 13)})", row)
        db.executemany("insert into notes values (?,?,?,?,-1,?,?,?,?,0,'')", map(_note, notes))
        db.executemany("insert into cards values (?,?,?,?,?,-1,?,?,?,?,?,?,?,?,0,0,?,?)", cards)
        db.executemany("insert into revlog values (?,?,-1,?,?,?,?,?,?)", log)
        db.executescript(_INDICES)
        db.commit()


def write_package(target: Path, collection: Path, stub: Path, media: Mapping[str, Path]) -> None:
    """Write a package of a collection, the stub that older programs show, and media files by name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("meta", _VERSION)
        archive.write(collection, "collection.anki21")
        archive.write(stub, "collection.anki2")
        for number, path in enumerate(media.values()):
            archive.write(path, str(number))
        archive.writestr("media", json.dumps({str(number): name for number, name in enumerate(media)}))


def _note(note: NoteOut) -> tuple[object, ...]:
    first = _TAG.sub("", note.fields[0]).strip()
    checksum = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {' '.join(note.tags)} " if note.tags else ""
    fields = "\x1f".join(field.replace("\x1f", " ") for field in note.fields)
    return note.id, note.guid, note.notetype, note.modified, tags, fields, first, checksum
