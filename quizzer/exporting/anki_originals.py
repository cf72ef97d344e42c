"""Notes that came from Anki and say what they said there, written back as they stood: own note type, all fields."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from quizzer.exporting.anki_types import of_model
from quizzer_decks.formats.anki.originals import PART, Original, Originals
from quizzer_decks.formats.anki.reading import kept_name

if TYPE_CHECKING:
    from quizzer.exporting.anki_notes import Note

_SHOWN = re.compile(r"""\[sound:([^\]]+)\]|\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
"""What Anki's fields name of media files."""


def as_it_was(note: Note, originals: Originals, shown: Collection[str], folder: Path) -> tuple[Note, dict[str, str]]:
    """Return a note as it stood in Anki, and the media files it shows: their names there, and here.

    Where that is not known, or its media are not those that it shows here, it is the note as it was made.
    """
    ours = {name: name for name in shown}
    original = originals.notes.get(note.guid)
    model = originals.models.get(str(original.notetype)) if original else None
    if original is None or model is None or not note.unchanged:
        return note, ours
    media = _media(original, folder)
    if set(media.values()) != {name for name in shown if (folder / name).is_file()}:
        return note, ours
    fields = tuple(original.fields.split(PART))
    kind, tags = of_model(model), tuple(original.tags.split())
    return note._replace(kind=kind, fields=fields, tags=tags, modified=original.modified), media


def _media(original: Original, folder: Path) -> dict[str, str]:
    """Return the media files of a note by the names they have in Anki; those that are not there are left out."""
    found: dict[str, str] = {}
    for match in _SHOWN.finditer(original.fields):
        name = unescape(next(filter(None, match.groups()), ""))
        for each in (name, unquote(name)):
            kept = kept_name(each)
            if each and (folder / kept).is_file():
                found[each] = kept
                break
    return found
