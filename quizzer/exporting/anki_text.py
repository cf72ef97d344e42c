"""Anki's text: one note a row, with the headers that tell its columns; no history, no media."""

from __future__ import annotations

import csv
from pathlib import Path

from quizzer.exporting.anki_decks import deck_name
from quizzer.exporting.anki_notes import notes_of
from quizzer.exporting.selection import Exported, Selection
from quizzer_decks.prompts import split_card_id

_HEADERS = ("separator:tab", "html:true", "guid column:1", "notetype column:2", "deck column:3", "tags column:4")


def write(selection: Selection, target: Path) -> Exported:
    """Write the notes of the decks; the note types are those of the package, which brings them."""
    cards = 0
    names = {info.id: deck_name(info) for info in selection.infos}
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"#{header}\n" for header in _HEADERS)
        rows = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL)
        for note in notes_of(selection, selection.decks(), {}):
            deck, _, _ = split_card_id(next(iter(note.cards.values())))
            rows.writerow((note.guid, note.kind.name, names[deck], " ".join(note.anki_tags), *note.fields))
            cards += len(note.cards)
    return Exported(str(target), selection.questions, cards)
