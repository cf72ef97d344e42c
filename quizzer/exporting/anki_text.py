"""Anki's text: one note a row, with the headers that tell its columns; no history, no media."""

from __future__ import annotations

import csv
from pathlib import Path

from quizzer.exporting.anki_decks import deck_name
from quizzer.exporting.anki_notes import notes_of
from quizzer.exporting.selection import Exported, Selection

_HEADERS = ("separator:tab", "html:true", "guid column:1", "notetype column:2", "deck column:3", "tags column:4")


def write(selection: Selection, target: Path) -> Exported:
    """Write the notes of the decks; the note types are those of the package, which brings them."""
    questions = cards = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"#{header}\n" for header in _HEADERS)
        rows = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL)
        for deck in selection.decks():
            questions += len(deck.questions)
            name = deck_name(deck.info)
            for note in notes_of(selection, [deck], {}):
                tags = " ".join("_".join(tag.split()) for tag in note.tags)
                rows.writerow((note.guid, note.kind.name, name, tags, *note.fields))
                cards += len(note.cards)
    return Exported(str(target), questions, cards)
