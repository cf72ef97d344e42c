"""Decks that Anki's add-on CrowdAnki writes: `deck.json` with its media beside it, one or several in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from quizzer_decks.formats import texts
from quizzer_decks.formats.anki.collection import Note, Notetype, Template
from quizzer_decks.formats.anki.notes import Refused, questions
from quizzer_decks.formats.anki.templates import empty, rendered
from quizzer_decks.formats.decoding import begins_as_json, head_of
from quizzer_decks.formats.foreign import Foreign, ForeignDeck, Options, Reading, Skipped, Unreadable
from quizzer_decks.formats.json_values import entry, read_json, text
from quizzer_decks.formats.pictures import Pictures

_DECK = re.compile(rb"\"__type__\"\s*:\s*\"Deck\"")
_OTHER = re.compile(rb"\"(?:crowdanki_uuid|note_model_uuid)\"\s*:")
_NOTES = re.compile(rb"\"(?:notes|note_models|children)\"\s*:")
_DEEPEST = 100
_MOST_FILES = 500
_MOST_CARDS = 500
_LONGEST = 2000
"""Characters of a deck's description."""


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like CrowdAnki's, from 0 to 100."""
    if not source.is_dir():
        return _likeness(head)
    return max((_likeness(head_of(path)) for path in _files(source)), default=0)


def _likeness(head: bytes) -> int:
    if not begins_as_json(head, (b"{",)):
        return 0
    if _DECK.search(head):
        return 97 if _OTHER.search(head) or _NOTES.search(head) else 80
    return 90 if _OTHER.search(head) else 0


def _files(folder: Path) -> list[Path]:
    """Return the decks in a folder, else those in the folders right below it."""
    for places in ([folder], sorted(path for path in _inside(folder) if path.is_dir() and not path.is_symlink())):
        found = [
            path
            for place in places[:_MOST_FILES]
            for path in (place / "deck.json", place / f"{place.resolve().name}.json")
            if path.is_file() and not path.is_symlink()
        ]
        if found:
            return found
    return [path for path in _inside(folder) if path.suffix == ".json" and _likeness(head_of(path))][:_MOST_FILES]


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a deck with all decks in it, or all in a folder."""
    files = _files(source) if source.is_dir() else [source]
    reading = _Reading(options)
    for path in files:
        value, warnings = read_json(path)
        reading.warnings += warnings
        reading.file(path, value)
    if not reading.decks:
        first = f": {reading.skipped[0].where}: {reading.skipped[0].why}" if reading.skipped else ""
        raise Unreadable(f"{source.name} holds no note of CrowdAnki's{first}.")
    return reading.result()


class _Reading:
    """What is found in the decks of a source."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._pictures = Pictures()
        self._missing: dict[str, None] = {}
        self._notes: dict[str, set[tuple[str, ...]]] = {}
        self.decks: dict[tuple[str, ...], list[Foreign]] = {}
        self._descriptions: dict[tuple[str, ...], str] = {}
        self.skipped: list[Skipped] = []
        self.warnings: list[str] = []
        self._duplicates = 0

    def file(self, path: Path, value: Any) -> None:
        """Read one deck with the decks in it. Unreadable when it is none."""
        if not isinstance(value, dict) or not (value.keys() & {"notes", "children", "note_models"}):
            raise Unreadable(f"{path.name} is no deck of CrowdAnki's.")
        self._pictures.folder = path.parent / "media"
        notetypes = dict(_notetypes(value))
        for names, deck in _decks(value, path.parent.name):
            where = (self._options.deck,) if self._options.deck else names
            description = texts.from_html(text(entry(deck, "desc"))).markdown
            if len(description) > _LONGEST:
                self.skipped.append(
                    Skipped(f"deck {'::'.join(where)}", f"its description from character {_LONGEST:,} on")
                )
            self._descriptions.setdefault(where, description[:_LONGEST])
            notes = entry(deck, "notes")
            for note in notes if isinstance(notes, list) else ():
                self._note(note, notetypes, where)

    def _note(self, value: Any, notetypes: Mapping[str, Notetype], path: tuple[str, ...]) -> None:
        guid = text(entry(value, "guid"))
        fields = entry(value, "fields")
        if not isinstance(value, dict) or not isinstance(fields, list):
            self.skipped.append(Skipped(f"note {guid or '?'}", "it has no fields"))
            return
        content = tuple(text(field).replace("\x1f", " ") for field in fields)
        where = f"note {guid or content[0][:40] if content else '?'}"
        notetype = notetypes.get(text(entry(value, "note_model_uuid")))
        if notetype is None:
            self.skipped.append(Skipped(where, "its note type is not in the file"))
            return
        known = self._notes.setdefault(guid, set())
        if content in known:
            self._duplicates += 1
            return
        known.add(content)
        tags = entry(value, "tags")
        joined = " ".join("_".join(text(tag).split()) for tag in tags if text(tag)) if isinstance(tags, list) else ""
        note = Note(0, guid, 0, 0, joined, "\x1f".join(content))
        key = "" if not guid else f"anki:{guid}" if len(known) == 1 else f"anki:{guid}@{len(known)}"
        self._questions(note, notetype, key, where, path)

    def _questions(self, note: Note, notetype: Notetype, key: str, where: str, path: tuple[str, ...]) -> None:
        try:
            made = questions(note, notetype, _ords(note, notetype), self._media_name)
        except Refused as refusal:
            self.skipped.append(Skipped(where, str(refusal)))
            return
        for each in made:
            own = f"{key}{each.suffix}" if key else ""
            self.decks.setdefault(path, []).append(Foreign(each.question, own, where))
        dropped = dict.fromkeys(what for each in made for what in each.dropped)
        self.skipped += [Skipped(where, f"{what} was left out") for what in dropped]

    def _media_name(self, name: str) -> str:
        kept = self._pictures.beside(quote(name))
        if kept is None:
            self._missing[name] = None
        return kept or re.sub(r"[^\w.-]+", "_", name).strip("._") or "file"

    def result(self) -> Reading:
        """Return all of it."""
        missing = [Skipped(name, "a card shows it, and it is not in the folder `media`") for name in self._missing]
        decks = tuple(
            ForeignDeck(path, tuple(found), self._descriptions.get(path, "")) for path, found in self.decks.items()
        )
        return Reading(
            "crowdanki",
            decks,
            (*self.skipped, *missing),
            tuple(dict.fromkeys(self.warnings)),
            self._pictures.media,
            duplicates=self._duplicates,
        )


def _decks(value: Any, folder: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each deck with its titles from the outermost; Unreadable when they nest without end."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), value)]
    while waiting:
        above, deck = waiting.pop()
        if len(above) > _DEEPEST:
            raise Unreadable(f"The decks in {folder} are nested more than {_DEEPEST} deep.")
        names = [part.strip() for part in re.split(r"::|\x1f", text(entry(deck, "name"))) if part.strip()]
        path = (*above, *names) or (folder,)
        yield path, deck
        children = entry(deck, "children")
        if isinstance(children, list):
            waiting += [(path, child) for child in reversed(children) if isinstance(child, dict)]


def _notetypes(value: Any) -> Iterator[tuple[str, Notetype]]:
    models = entry(value, "note_models")
    for model in models if isinstance(models, list) else ():
        fields, templates = entry(model, "flds"), entry(model, "tmpls")
        names = tuple(text(entry(field, "name")) for field in fields) if isinstance(fields, list) else ()
        made = tuple(
            Template(*(text(entry(template, name)) for name in ("name", "qfmt", "afmt")))
            for template in (templates if isinstance(templates, list) else ())
        )
        if names:
            cloze = entry(model, "type") == 1 or any("{{cloze:" in template.front for template in made)
            yield text(entry(model, "crowdanki_uuid")), Notetype(text(entry(model, "name")), cloze, names, made)


def _ords(note: Note, notetype: Notetype) -> Sequence[int]:
    """Return the cards that Anki makes of a note: those whose front shows something of it."""
    if notetype.cloze:
        return range(_MOST_CARDS)
    fields = dict.fromkeys(notetype.fields, "")
    filled = {**fields, **dict(zip(notetype.fields, note.fields.split("\x1f"), strict=False)), "Tags": note.tags}
    shown = []
    for ord_, template in enumerate(notetype.templates):
        front = rendered(template.front, filled)
        if not empty(front) and front != rendered(template.front, {**fields, "Tags": ""}):
            shown.append(ord_)
    return shown or [0]
