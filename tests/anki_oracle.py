"""What real Anki finds in a package: the development dependency `anki`, asked as its own import dialog asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from anki.collection import (
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki_actions import ROLLOVER


class Seen(NamedTuple):
    """A collection, as far as it is compared. Cards are named by guid and template."""

    notes: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """Fields that are filled, and tags, by guid."""
    cards: dict[tuple[str, int], dict[str, Any]]
    log: dict[tuple[str, int], list[tuple[int, ...]]]
    """Instant, rating, interval, milliseconds and type of each answer."""
    media: dict[str, bytes]


@contextmanager
def opened(folder: Path) -> Iterator[Collection]:
    """Open a collection in a folder, made where there is none; its days begin as those of the tests' homes."""
    folder.mkdir(exist_ok=True)
    path = folder / "collection.anki2"
    if not path.exists():
        collection = Collection(str(path))
        collection.set_config("rollover", ROLLOVER)  # heeded from the next opening on
        collection.close()
    collection = Collection(str(path))
    try:
        yield collection
    finally:
        collection.close()


def take(collection: Collection, package: Path) -> dict[str, int]:
    """Import a package with its schedule, and return what Anki says became of its notes."""
    options = ImportAnkiPackageOptions(merge_notetypes=False, with_scheduling=True, with_deck_configs=True)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = collection.import_anki_package(request).log
    names = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
    return {name: len(getattr(log, name)) for name in names if len(getattr(log, name))}


def give(collection: Collection, package: Path, *, legacy: bool = False, deck: str = "") -> Path:
    """Export everything, or a deck, with its schedule."""
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
    limit = DeckIdLimit(collection.decks.id(deck)) if deck else None
    collection.export_anki_package(out_path=str(package), options=options, limit=limit)
    return package


def seen(collection: Collection) -> Seen:
    """Look at everything in a collection."""
    notes, cards, log = {}, {}, {}
    for note_id in collection.find_notes(""):
        note = collection.get_note(note_id)
        notes[note.guid] = (tuple(field for field in note.fields if field), tuple(sorted(note.tags)))
        for card in note.cards():
            cards[note.guid, card.ord] = _card(collection, card)
            sql = "select id, ease, ivl, time, type from revlog where cid = ? order by id"
            if rows := collection.db.all(sql, card.id):
                log[note.guid, card.ord] = [tuple(row) for row in rows]
    files = sorted(Path(collection.media.dir()).iterdir())
    return Seen(notes, cards, log, {file.name: file.read_bytes() for file in files})


def _card(collection: Collection, card: Any) -> dict[str, Any]:
    memory = card.memory_state
    return {
        "deck": collection.decks.name(card.did),
        "type": card.type,
        "queue": card.queue,
        "due": card.due - collection.sched.today if card.queue == 2 else card.due if card.type else None,
        "interval": card.ivl,
        "reps": card.reps,
        "lapses": card.lapses,
        "flag": card.flags,
        "memory": memory and (round(memory.stability, 4), round(memory.difficulty, 3)),
    }
