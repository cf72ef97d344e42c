"""Questions of our own that come back from Anki: known by the guids under which they were exported.

There they were notes of our own note types, in HTML and of fewer kinds. One that says in Anki what it would say there
now is the very question, with its cards; one that was edited there is another version of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.json import decode
from msgspec.structs import replace

from quizzer.store.readers.decks import DeckReader
from quizzer_decks.formats.anki.collection import Note, Notetype, Template
from quizzer_decks.formats.anki.notes import Made, Refused, questions
from quizzer_decks.formats.foreign import Foreign, Past, Reading
from quizzer_decks.merging import Origin, digest_of
from quizzer_decks.model import Question
from quizzer_decks.prompts import split_card_id
from quizzer_decks.question_json import question_from_json

_OURS = re.compile(r"anki:qz[0-9a-f]{24}")


class Home(NamedTuple):
    """A source, with what in it is known to be ours."""

    reading: Reading
    past: Past
    origins: Mapping[str, Mapping[str, Origin]]
    """Of the questions that are ours, by deck and id: what they say in Anki as long as nobody edits them there."""


class _Known(NamedTuple):
    """A question of ours that is in the source."""

    deck: str
    question: Question
    made: Made
    """What it would be if it were read from a package of ours."""
    parts: Mapping[str, str]
    """The parts of its cards, by those of `made`."""


def home(reading: Reading, past: Past, decks: DeckReader) -> Home:
    """Find the questions of our own in a source."""
    keys = {foreign.key for deck in reading.decks for foreign in deck.questions if _OURS.fullmatch(foreign.key)}
    known = dict(_known(keys, decks)) if keys else {}
    if not known:
        return Home(reading, past, {})
    origins: dict[str, dict[str, Origin]] = {}
    found = []
    for deck in reading.decks:
        ours = tuple([_ours(foreign, known, origins) for foreign in deck.questions])
        found.append(replace(deck, questions=ours))
    cards = [
        each._replace(part=known[each.key].parts.get(each.part, each.part)) if each.key in known else each
        for each in past.cards
    ]
    return Home(replace(reading, decks=tuple(found)), replace(past, cards=cards), origins)


def _ours(foreign: Foreign, known: Mapping[str, _Known], origins: dict[str, dict[str, Origin]]) -> Foreign:
    """Return a question with the parts of our own; where nobody edited it, it is our own."""
    here = known.get(foreign.key)
    if here is None:
        return foreign
    standings = tuple([replace(each, part=here.parts.get(each.part, each.part)) for each in foreign.standings])
    there = digest_of(here.made.question)
    edited = digest_of(foreign.question) != there
    question = foreign.question if edited else here.question
    digest = there if edited else digest_of(here.question)
    origins.setdefault(here.deck, {})[here.question.id] = Origin(foreign.key, digest)
    return replace(foreign, question=question, standings=standings)


def _known(keys: set[str], decks: DeckReader) -> Iterator[tuple[str, _Known]]:
    from quizzer.exporting.anki_notes import guid_of

    wanted: dict[int, dict[str, str]] = {}
    names = {info.key: info.id for info in decks.outlines(counted=False)}
    for deck, id_ in decks.question_ids():
        if deck in names and (key := f"anki:{guid_of(names[deck], id_)}") in keys:
            wanted.setdefault(deck, {})[id_] = key
    for deck, ids in wanted.items():
        for each in decks.questions(deck):
            if each.id in ids:
                question = question_from_json(decode(each.body))
                if (made := _made(names[deck], question)) is not None:
                    yield ids[each.id], made


def _made(deck: str, question: Question) -> _Known | None:
    """Return a question with what it is in Anki, None where it would not come back from there."""
    from quizzer.exporting.anki_notes import Placed, notes

    (note,) = notes([Placed(deck, question, "")], {})
    templates = tuple(Template("", *sides) for sides in note.kind.cards)
    kind = Notetype(note.kind.name, note.kind.cloze, note.kind.fields, templates)
    row = Note(0, note.guid, 0, 0, " ".join(note.anki_tags), "\x1f".join(note.fields))
    try:
        (made,) = questions(row, kind, list(note.cards), str)
    except (Refused, ValueError):
        return None
    parts = {part: split_card_id(note.cards[ord_])[2] for ord_, part in made.ords.items() if ord_ in note.cards}
    return _Known(deck, question, made, parts)
