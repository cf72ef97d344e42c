"""Notes as they stood in Anki, kept so that they can be written back as they were: their note types and all fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from quizzer_decks.formats.anki.collection import Note, Notetype, notetype_of

_ENCODER = Encoder()
PART = "\x1f"
"""Between fields."""
_TOGETHER = 200
"""Notes that are packed at once."""
_LARGEST = 1 << 30
"""Bytes, unpacked."""


class Original(NamedTuple):
    """A note as it stood in Anki."""

    guid: str
    notetype: int
    modified: int
    """Seconds since the epoch."""
    tags: str
    fields: str


class Originals(NamedTuple):
    """The notes of packages."""

    models: Mapping[str, Any]
    """Note types by id, as JSON of schema 11."""
    notes: Mapping[str, Original]
    """By guid."""


class OriginalsFile:
    """Writes notes into a file, packed; a line each, and first the note types."""

    def __init__(self, path: Path, models: Mapping[str, Any]) -> None:
        import zstandard  # takes as long to load as all readers of formats

        self._to = path.open("wb")
        self._file = zstandard.ZstdCompressor(level=3).stream_writer(self._to, closefd=False)
        self._lines = [json.dumps(models).encode()]

    def __enter__(self) -> OriginalsFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
        self._file.flush(1)  # the end of the frame
        self._to.close()

    def add(self, note: Note) -> None:
        """Write a note."""
        kept = (note.guid, note.notetype, note.modified, note.tags, note.fields)
        self._lines.append(_ENCODER.encode(kept))
        if len(self._lines) == _TOGETHER:
            self._write()

    def _write(self) -> None:
        self._file.write(b"".join([line + b"\n" for line in self._lines]))
        self._lines.clear()


def read_originals(path: Path) -> Originals:
    """Read what `OriginalsFile` wrote; nothing where it is damaged."""
    import zstandard

    try:
        with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as file:
            head, *lines = file.read(_LARGEST).splitlines()
        decode = Decoder(tuple[str, int, int, str, str]).decode
        notes = {note[0]: Original(*note) for note in map(decode, lines)}
        return Originals(json.loads(head), notes)
    except (OSError, DecodeError, zstandard.ZstdError, ValueError):
        return Originals({}, {})


def joined(earlier: Originals, later: Originals) -> Originals:
    """Return the notes of both, under the note types as they are later; without notes that those cannot say."""
    before = {id_: notetype_of(model) for id_, model in earlier.models.items() if id_ in later.models}
    after = {id_: notetype_of(later.models[id_]) for id_ in before}
    other = {int(id_) for id_, kind in before.items() if _sides(kind) != _sides(after[id_])}
    notes = dict(earlier.notes)
    for guid, note in earlier.notes.items() if other else ():
        if note.notetype in other:
            id_ = str(note.notetype)
            del notes[guid]
            if (moved := _moved(note, before[id_], after[id_])) is not None:
                notes[guid] = moved
    return Originals({**earlier.models, **later.models}, {**notes, **later.notes})


def _sides(kind: Notetype) -> tuple[object, ...]:
    return kind.cloze, kind.fields, [template.name for template in kind.templates]


def _moved(note: Original, before: Notetype, after: Notetype) -> Original | None:
    """Return a note with its fields in their new places; None where one is gone, or its cards are others."""
    names, fields = before.fields, note.fields.split(PART)
    if _sides(before)[::2] != _sides(after)[::2] or not set(names) <= set(after.fields) or len(names) != len(fields):
        return None
    said = dict(zip(names, fields, strict=True))
    return note._replace(fields=PART.join(said.get(name, "") for name in after.fields))
