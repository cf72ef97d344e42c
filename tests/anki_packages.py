"""Packages as Anki writes them, of all three generations, made by SQL and zipfile."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import zstandard

Generation = Literal["anki2", "anki21", "anki21b"]

CREATED = datetime(2020, 1, 1, 4, tzinfo=UTC)
"""When the collections were made: the beginning of a study day."""
TODAY = (datetime(2026, 3, 2, 4, tzinfo=UTC) - CREATED).days
"""The study day of the tests' clock, as Anki counts it."""
ANSWER = "{{FrontSide}}\n\n<hr id=answer>\n\n"
STUB = "Please update to the latest Anki version, then import the .colpkg/.apkg file again."

SCHEMA_11 = """
create table col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer,
  usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
create table notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld integer, csum integer, flags integer, data text);
create table cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,
  odue integer, odid integer, flags integer, data text);
create table revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
create table graves (usn integer, oid integer, type integer);
"""
SCHEMA_18 = """
create table notetypes (id integer primary key, name text collate unicase, mtime_secs integer, usn integer,
  config blob);
create table fields (ntid integer, ord integer, name text collate unicase, config blob, primary key (ntid, ord))
  without rowid;
create table templates (ntid integer, ord integer, name text collate unicase, mtime_secs integer, usn integer,
  config blob, primary key (ntid, ord)) without rowid;
create table decks (id integer primary key, name text collate unicase, mtime_secs integer, usn integer, common blob,
  kind blob);
create table config (key text not null primary key, usn integer, mtime_secs integer, val blob) without rowid;
create unique index idx_notetypes_name on notetypes (name);
create unique index idx_decks_name on decks (name);
"""


@dataclass(frozen=True)
class Kind:
    """A note type."""

    fields: Sequence[str]
    templates: Sequence[tuple[str, str]]
    cloze: bool = False


BASIC = Kind(("Front", "Back"), [("{{Front}}", ANSWER + "{{Back}}")])
REVERSED = Kind(("Front", "Back"), [("{{Front}}", ANSWER + "{{Back}}"), ("{{Back}}", ANSWER + "{{Front}}")])
TYPING = Kind(("Front", "Back"), [("{{Front}}\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}")])
CLOZE = Kind(("Text", "Extra"), [("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Extra}}")], cloze=True)


@dataclass
class Cards:
    """A package to be written: notes with their cards, and the log."""

    decks: dict[int, str] = field(default_factory=lambda: {1: "Default"})
    kinds: list[Kind] = field(default_factory=list)
    notes: list[tuple[Any, ...]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    log: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    created: datetime = CREATED
    scheduler: int = 2
    west: int | None = None
    """Minutes by which local time was behind UTC where the collection was made."""

    def note(
        self,
        kind: Kind,
        *values: str,
        cards: Sequence[Mapping[str, Any]] = ({},),
        tags: str = "",
        deck: str = "Default",
        guid: str = "",
        mod: int = 1_700_000_000,
    ) -> list[int]:
        """Add a note with its cards, and return the ids of the cards. Cards take the columns that differ from new."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        id_ = 1_600_000_000_000 + 1000 * len(self.notes)
        mid = 10_000 + self.kinds.index(kind)
        self.notes.append((id_, guid or f"guid{len(self.notes)}", mid, mod, -1, f" {tags} ", "\x1f".join(values)))
        return [self.card(id_, ord_, deck, columns) for ord_, columns in enumerate(cards)]

    def card(self, note: int, ord_: int, deck: str, columns: Mapping[str, Any]) -> int:
        """Add a card."""
        id_ = 1_650_000_000_000 + len(self.cards)
        new = {"id": id_, "nid": note, "did": self.deck(deck), "ord": ord_, "mod": 0, "usn": -1, "left": 0}
        new |= dict.fromkeys(("type", "queue", "due", "ivl", "factor", "reps", "lapses", "odue", "odid", "flags"), 0)
        self.cards.append({**new, "data": "", **columns})
        return id_

    def deck(self, name: str) -> int:
        """Return the id of a deck, made where there is none."""
        known = {title: id_ for id_, title in self.decks.items()}
        if name not in known:
            self.decks[1000 + len(self.decks)] = name
            return self.deck(name)
        return known[name]

    def review(self, card: int, at_ms: int, rating: int, interval: int, kind: int = 1, factor: int = 2500) -> None:
        """Add a row of the log."""
        self.log.append((at_ms, card, rating, interval, factor, 4000, kind))

    def write(self, path: Path, generation: Generation = "anki21b", *, without: Sequence[str] = ()) -> Path:
        """Write the package, the collection without some of its columns where told."""
        collection = self.database(path.with_suffix(".db"), generation, without)
        names = list(self.media)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            if generation != "anki2":
                archive.writestr("collection.anki2", stub(path.with_suffix(".stub")))
                archive.writestr("meta", b"\x08\x03" if generation == "anki21b" else b"\x08\x02")
            archive.writestr(f"collection.{generation}", _packed(collection, generation))
            if generation == "anki21b":
                entries = b"".join(message(1, message(1, name) + varint(2, len(self.media[name]))) for name in names)
                archive.writestr("media", _packed(entries, generation))
            else:
                archive.writestr("media", json.dumps({str(index): name for index, name in enumerate(names)}))
            for index, name in enumerate(names):
                archive.writestr(str(index), _packed(self.media[name], generation))
        return path

    def database(self, path: Path, generation: Generation = "anki21b", without: Sequence[str] = ()) -> bytes:
        """Return the collection as a file of SQLite."""
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as db:
            db.executescript("pragma journal_mode = off; pragma synchronous = off;")
            db.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
            db.executescript(SCHEMA_11)
            if generation == "anki21b":
                db.executescript(SCHEMA_18)
                self._tables(db)
            models, decks = ("", "") if generation == "anki21b" else (self._models(), self._decks())
            version = 18 if generation == "anki21b" else 11
            settings = json.dumps(self._settings())
            created = int(self.created.timestamp())
            row = (1, created, 0, 0, version, 0, 0, 0, settings, models, decks, "{}", "{}")
            db.execute(f"insert into col values ({','.join('?' * 13)})", row)
            db.executemany("insert into notes values (?,?,?,?,?,?,?,0,0,0,'')", self.notes)
            for card in self.cards:
                marks = ", ".join(f":{name}" for name in card)
                db.execute(f"insert into cards ({', '.join(card)}) values ({marks})", card)
            db.executemany(
                "insert into revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) values (?,?,-1,?,?,0,?,?,?)",
                self.log,
            )
            for column in without:
                table, name = column.split(".")
                db.execute(f"alter table {table} drop column {name}")
            db.commit()
        data = path.read_bytes()
        path.unlink()
        return data

    def _settings(self) -> dict[str, int]:
        settings = {"schedVer": self.scheduler}
        return settings if self.west is None else {**settings, "creationOffset": self.west}

    def _models(self) -> str:
        return json.dumps(
            {
                str(10_000 + index): {
                    "id": 10_000 + index,
                    "name": f"Kind {index}",
                    "type": int(kind.cloze),
                    "flds": [{"name": name, "ord": ord_} for ord_, name in enumerate(kind.fields)],
                    "tmpls": [
                        {"name": f"Card {ord_}", "ord": ord_, "qfmt": front, "afmt": back}
                        for ord_, (front, back) in enumerate(kind.templates)
                    ],
                }
                for index, kind in enumerate(self.kinds)
            }
        )

    def _decks(self) -> str:
        return json.dumps({str(id_): {"id": id_, "name": name} for id_, name in self.decks.items()})

    def _tables(self, db: sqlite3.Connection) -> None:
        for name, value in self._settings().items():
            db.execute("insert into config values (?, 0, 0, ?)", (name, str(value).encode()))
        for id_, name in self.decks.items():
            db.execute("insert into decks values (?, ?, 0, 0, x'', x'')", (id_, name.replace("::", "\x1f")))
        for index, kind in enumerate(self.kinds):
            mid = 10_000 + index
            config = varint(1, int(kind.cloze)) + message(3, ".card {}")
            db.execute("insert into notetypes values (?, ?, 0, 0, ?)", (mid, f"Kind {index}", config))
            for ord_, field_name in enumerate(kind.fields):
                db.execute("insert into fields values (?, ?, ?, x'')", (mid, ord_, field_name))
            for ord_, (front, back) in enumerate(kind.templates):
                texts = message(1, front) + message(2, back)
                db.execute("insert into templates values (?, ?, ?, 0, 0, ?)", (mid, ord_, f"Card {ord_}", texts))


def stub(path: Path) -> bytes:
    """Return the collection that newer packages carry for older programs: one note that says so."""
    cards = Cards()
    cards.note(BASIC, STUB, "")
    return cards.database(path, "anki2")


def message(number: int, content: str | bytes) -> bytes:
    """Return a field of Protocol Buffers with bytes in it."""
    data = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def varint(number: int, value: int) -> bytes:
    """Return a field of Protocol Buffers with a number in it."""
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _packed(data: bytes, generation: Generation) -> bytes:
    """Compress in pieces, so that the frame does not tell its size, as Anki's do not."""
    if generation != "anki21b":
        return data
    compressor = zstandard.ZstdCompressor().compressobj()
    return compressor.compress(data) + compressor.flush()
