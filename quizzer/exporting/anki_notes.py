"""Questions as notes of Anki's: which note type each kind gets, what its fields say, and what its guid is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from quizzer.exporting.anki_holes import GROUP, deletions, numbered
from quizzer.exporting.anki_originals import as_it_was
from quizzer.exporting.anki_sides import Media, sides, why_of
from quizzer.exporting.anki_types import CLOZE, CLOZES, MANY, SEVERAL, NoteType
from quizzer.exporting.html import html_of
from quizzer.exporting.selection import Chosen, Selection
from quizzer_decks import model
from quizzer_decks.cloze import parse_cloze
from quizzer_decks.merging import is_as_it_came
from quizzer_decks.model import Question
from quizzer_decks.prompts import REVERSE, card_id, card_parts, realise

_KEY = re.compile(r"anki:(.+?)(?: #(c?\d+))?", re.DOTALL)
"""The key of a question that came from Anki: the guid of its note, and which of the note's questions it is."""
_SEED = 0


class Note(NamedTuple):
    """A note, and which of our cards its cards are."""

    guid: str
    kind: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: Mapping[int, str]
    """Our card ids by `ord`."""
    unchanged: bool = False
    """Whether it says what it said when it came from Anki: there it is the older one, and stays as it is."""
    modified: int = 0
    """When it was changed, in seconds, where it is written as it stood in Anki."""
    edited: Question | None = None
    """Its question, where that alone came from the note in Anki and says something else now."""

    @property
    def anki_tags(self) -> tuple[str, ...]:
        """Its tags as Anki has them: without spaces."""
        return self.tags and tuple(["_".join(tag.split()) if " " in tag else tag for tag in self.tags])


class Placed(NamedTuple):
    """A question to be written."""

    deck: str
    question: Question
    key: str
    """In the source it came from, empty for none."""
    unchanged: bool = False
    """Whether it says what it said there."""


def notes_of(
    selection: Selection, decks: Iterable[Chosen], media: Media, begin: Callable[[str], None] = lambda _: None
) -> Iterator[Note]:
    """Yield the notes of decks of a selection, in their order.

    `media` is told the files that they show, by the names they have in the notes; `begin` each deck before its
    questions are looked at.
    """
    shown: dict[str, str] = {}
    for note in notes(_placed(selection, decks, begin), shown, _shared(selection)):
        if note.unchanged or note.edited is not None:
            note, names = as_it_was(note, selection.originals, shown, selection.media_folder)
            media.update(names)
        elif shown:
            media.update(shown)
        shown.clear()
        yield note


def notes(placed: Iterable[Placed], media: Media, shared: Iterable[str] = ()) -> Iterator[Note]:
    """Yield the notes of questions; those that one note of Anki's made are one note again, and come last.

    `shared` are the guids of such notes.
    """
    groups: dict[str, list[Placed]] = {guid: [] for guid in shared}
    for place in placed:
        guid, suffix = _named(place.key)
        if suffix or guid in groups:
            groups.setdefault(guid, []).append(place)
        else:
            yield _note(guid or guid_of(place.deck, place.question.id), place, media)
    for guid, group in groups.items():
        yield from _several(guid, group, media)


def _placed(selection: Selection, decks: Iterable[Chosen], begin: Callable[[str], None]) -> Iterator[Placed]:
    for deck in decks:
        begin(deck.info.id)
        origins = selection.origins_of(deck.info.id)
        for question in deck.questions:
            origin = origins.get(question.id)
            if origin is None:
                yield Placed(deck.info.id, question, "")
            else:
                yield Placed(deck.info.id, question, origin.key, is_as_it_came(question, origin))


def _shared(selection: Selection) -> list[str]:
    """Return the guids of the notes that made several questions."""
    keys = (origin.key for info in selection.infos for origin in selection.origins_of(info.id).values())
    counted = Counter(_named(key)[0] for key in keys)
    return [guid for guid, count in counted.items() if guid and count > 1]


def _named(key: str) -> tuple[str, str]:
    """Return guid and suffix of the note that a question came from; both empty where it is no note of Anki's."""
    match = _KEY.fullmatch(key) if key else None
    return (match[1], match[2] or "") if match else ("", "")


def guid_of(deck: str, question: str) -> str:
    """Return the guid of a question of our own: the same whenever it is exported."""
    return "qz" + blake2b(card_id(deck, question).encode(), digest_size=12).hexdigest()


def _note(guid: str, place: Placed, media: Media) -> Note:
    deck, question = place.deck, place.question
    if isinstance(question.body, model.Cloze):
        text = parse_cloze(question.body.text)
        numbers = numbered(text.parts)
        kind, asked = CLOZE, [deletions(text, numbers, media)]
        cards = {number - 1: card_id(deck, question.id, part) for part, number in numbers.items()}
        cards = dict(sorted(cards.items()))
    else:
        kind, front, back = sides(question, media)
        asked = [front, back]
        cards = {ord_: card_id(deck, question.id, part) for ord_, part in enumerate(card_parts(question))}
    fields = (*asked, html_of(question.hint, media), why_of(question, media))
    edited = question if place.key and not place.unchanged else None
    return Note(guid, kind, fields, question.tags, cards, place.unchanged, edited=edited)


def _several(guid: str, group: Sequence[Placed], media: Media) -> Iterator[Note]:
    """Yield one note for the questions that a note of Anki's made, each card where it was; what is beyond, apart."""
    if len(group) == 1 and not _named(group[0].key)[1]:
        yield _note(guid, group[0], media)
        return
    holes = all(isinstance(place.question.body, model.Cloze) for place in group)
    cards: dict[int, str] = {}
    shown: dict[int, tuple[str, ...]] = {}
    why: dict[str, None] = {}
    for place in group:
        deck, question, key, _ = place
        parts = {_ord(_named(key)[1], part): part for part in card_parts(question)}
        if not parts or min(parts) < 0 or max(parts) >= SEVERAL or parts.keys() & cards.keys():
            yield _note(guid_of(deck, question.id), place._replace(unchanged=False), media)
            continue
        for ord_, part in parts.items():
            cards[ord_] = card_id(deck, question.id, part)
            shown[ord_] = _text(question, part, ord_, media) if holes else _both(question, part, media)
        why[why_of(question, media)] = None
    if cards:
        name = group[0].question.id.replace("-", " ")
        fields = [text for ord_ in range(SEVERAL) for text in shown.get(ord_, ("",) if holes else ("", ""))]
        fields += ["".join(why)] if holes else []
        tags = tuple(dict.fromkeys(tag for place in group for tag in place.question.tags))
        unchanged = all(place.unchanged for place in group)
        yield Note(guid, CLOZES if holes else MANY, (name, *fields), tags, dict(sorted(cards.items())), unchanged)


def _text(question: Question, part: str, ord_: int, media: Media) -> tuple[str]:
    """Return the text of one card, only its own holes hidden."""
    assert isinstance(question.body, model.Cloze)
    return (deletions(parse_cloze(question.body.text), {part: ord_ + 1}, media),)


def _ord(suffix: str, part: str) -> int:
    """Return which card of its note a card was, by the key of its question."""
    number = GROUP.fullmatch(suffix) or GROUP.fullmatch(part)
    if number:
        return int(number[1]) - 1
    first = int(suffix) if suffix.isdigit() else 0
    return first + (part == REVERSE)


def _both(question: Question, part: str, media: Media) -> tuple[str, str]:
    """Return front and back of one card, the explanation on the back."""
    body = question.body
    if isinstance(body, model.Cloze):
        front = html_of(realise(question, part, _SEED).ask, media)
        back = html_of(parse_cloze(body.text).text(""), media)
    elif isinstance(body, model.Typed):
        front, back = html_of(body.ask, media), html_of(body.answer, media)
    else:
        _, front, back = sides(question, media)
    front, back = (back, front) if part == REVERSE else (front, back)
    why = why_of(question, media)
    return front, f"<div>{back}</div>\n<div>{why}</div>" if why else back
