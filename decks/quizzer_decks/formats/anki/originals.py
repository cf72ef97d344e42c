"""Notes as they stood in Anki, kept so that they can be written back as they were: their note types and all fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from quizzer_decks.formats.anki.collection import Note

_ENCODER = Encoder()
PART = "\x1f"
"""Between fields."""
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
        self._file.write(json.dumps(models).encode() + b"\n")

    def __enter__(self) -> OriginalsFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.flush(1)  # the end of the frame
        self._to.close()

    def add(self, note: Note) -> None:
        """Write a note."""
        kept = (note.guid, note.notetype, note.modified, note.tags, note.fields)
        self._file.write(_ENCODER.encode(kept) + b"\n")


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
