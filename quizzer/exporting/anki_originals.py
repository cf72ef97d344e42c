"""Notes that came from Anki, written back as they stood there: their own note type, all fields, a new wording."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from quizzer.exporting.anki_types import of_model
from quizzer.exporting.html import html_of
from quizzer_decks.formats.anki.collection import Note as Row
from quizzer_decks.formats.anki.collection import Notetype, notetype_of
from quizzer_decks.formats.anki.notes import Refused, questions
from quizzer_decks.formats.anki.originals import PART, Original, Originals
from quizzer_decks.formats.anki.reading import kept_name
from quizzer_decks.formats.texts import from_html
from quizzer_decks.merging import digest_of
from quizzer_decks.model import Basic, Question, Typed

if TYPE_CHECKING:
    from quizzer.exporting.anki_notes import Note

_SHOWN = re.compile(r"""\[sound:([^\]]+)\]|\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
"""What Anki's fields name of media files."""


def as_it_was(note: Note, originals: Originals, shown: Collection[str], folder: Path) -> tuple[Note, dict[str, str]]:
    """Return a note as it stood in Anki, a new wording in its fields, and the media it shows: names there, and here.

    Where that is not known, or cannot be said in its fields, or its fields do not name what it shows here, or there are
    more or fewer than its note type has, for which Anki refuses a whole package, it is the note as it was made.
    """
    original = originals.notes.get(note.guid)
    model = originals.models.get(str(original.notetype)) if original else None
    if original is not None and model is not None:
        there = original if note.unchanged else _reworded(note, original, model)
        if there is not None:
            kind, fields, tags = of_model(model), tuple(there.fields.split(PART)), tuple(there.tags.split())
            here = {name for name in shown if (folder / name).is_file()}
            media = {name: kept for name, kept in _media(there, folder).items() if kept in here}
            if here == set(media.values()) and len(fields) == len(kind.fields):
                return note._replace(kind=kind, fields=fields, tags=tags, modified=there.modified), media
    return note, {name: name for name in shown}


def _reworded(note: Note, original: Original, model: Mapping[str, Any]) -> Original | None:
    """Return a note of Anki's with the wording that its question has now; None where its fields cannot say it.

    The judge is the reader of packages: what is written has to be read as that question.
    """
    notetype = notetype_of(model)
    before = _read(original, notetype, note)
    if before is None or note.edited is None:
        return None
    fields = original.fields.split(PART)
    for old, new in zip(_texts(before), _texts(note.edited), strict=False):
        if old != new:
            places = [at for at, field in enumerate(fields) if from_html(field, kept_name).markdown == old]
            if not places:
                return None
            fields[places[0]] = html_of(new, {})
    reworded = original._replace(fields=PART.join(fields), tags=" ".join(note.anki_tags))
    after = _read(reworded, notetype, note)
    return reworded if after is not None and digest_of(after) == digest_of(note.edited) else None


def _texts(question: Question) -> tuple[str, ...]:
    """Return what stands in fields of its own: of questions with two sides."""
    body = question.body
    sides = (body.ask, body.answer) if isinstance(body, Basic | Typed) else ()
    return (*sides, question.hint, question.why)


def _read(original: Original, notetype: Notetype, note: Note) -> Question | None:
    """Return the one question that a note of Anki's makes; None where it makes several, or none."""
    row = Row(0, original.guid, original.notetype, original.modified, original.tags, original.fields)
    try:
        made = questions(row, notetype, list(note.cards), kept_name)
    except Refused:
        return None
    return made[0].question if len(made) == 1 else None


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
