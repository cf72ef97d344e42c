"""A note of Anki's as questions of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from quizzer_decks.formats import texts
from quizzer_decks.formats.anki import deletions
from quizzer_decks.formats.anki.collection import Note, Notetype
from quizzer_decks.formats.anki.templates import Sides, empty, rendered, sides, uses
from quizzer_decks.model import Basic, Body, Cloze, Question, Typed


class Made(NamedTuple):
    """A question that a note makes, and which of the note's cards it asks."""

    question: Question
    key: str
    ords: Mapping[int, str]
    """Part of the question by `ord` of the card."""
    media: tuple[str, ...]
    dropped: tuple[str, ...]


class Refused(ValueError):
    """Raise when a note cannot be carried over; the text says why."""


def questions(note: Note, notetype: Notetype, ords: Sequence[int], media_name: Callable[[str], str]) -> list[Made]:
    """Return the questions of a note, one for each of its cards or pair of cards. Refused when there is none."""
    names = notetype.fields
    values = note.fields.split("\x1f")
    fields = {**dict.fromkeys(names, ""), **dict(zip(names, values, strict=False))}
    fields["Tags"] = note.tags.strip()
    maker = _Maker(note, notetype, fields, media_name)
    return maker.clozes(ords) if notetype.cloze else maker.sides(ords)


class _Maker:
    """Makes the questions of one note."""

    def __init__(
        self, note: Note, notetype: Notetype, fields: Mapping[str, str], media_name: Callable[[str], str]
    ) -> None:
        self._note = note
        self._notetype = notetype
        self._fields = fields
        self._media_name = media_name
        self._media: dict[str, None] = {}
        self._dropped: dict[str, None] = {}

    def sides(self, ords: Sequence[int]) -> list[Made]:
        """Return the questions of a note with fronts and backs."""
        templates = self._notetype.templates
        wanted = [ord_ for ord_ in dict.fromkeys(ords) if 0 <= ord_ < len(templates)]
        if len(wanted) == 2 and self._reversed(*wanted):
            body = self._body(sides(templates[wanted[0]].front, templates[wanted[0]].back, self._fields))
            if isinstance(body, Basic):
                body = Basic(body.ask, body.answer, reverse=True)
                return [self._made(body, "", {wanted[0]: "", wanted[1]: "reverse"})]
        made = []
        for ord_ in wanted:
            card = sides(templates[ord_].front, templates[ord_].back, self._fields)
            made.append(self._made(self._body(card), f"#{ord_}" if ord_ else "", {ord_: ""}))
        if not made:
            raise Refused("none of its cards has a template")
        return made

    def clozes(self, ords: Sequence[int]) -> list[Made]:
        """Return the questions of a note with deletions: one, or one for each number where they nest."""
        template = self._notetype.templates[0] if self._notetype.templates else None
        card = sides(template.front, template.back, self._fields) if template else None
        field = card.cloze if card and card.cloze in self._fields else self._notetype.fields[0]
        source = self._fields[field]
        if deletions.OCCLUSION in source:
            raise Refused("it hides parts of a picture, which a terminal cannot show")
        parts = deletions.parsed(source)
        numbers = deletions.ordinals(parts)
        if not numbers:
            raise Refused("it has no deletion")
        why = self._text(rendered(template.back, {**self._fields, field: ""})) if template else ""
        if deletions.simple(parts):
            body = Cloze(self._text(deletions.written(parts)))
            return [self._made(body, "", {number - 1: f"c{number}" for number in numbers}, why)]
        wanted = [number for number in numbers if number - 1 in ords] or numbers
        return [
            self._made(
                Cloze(self._text(deletions.written(parts, number))), f"#c{number}", {number - 1: f"c{number}"}, why
            )
            for number in wanted
        ]

    def _reversed(self, first: int, second: int) -> bool:
        """Tell whether the second card asks for the front of the first, and shows nothing else."""
        one, other = self._notetype.templates[first], self._notetype.templates[second]
        asked, answered = uses(one.front), uses(one.back) - uses(one.front)
        return (
            bool(asked and answered)
            and uses(other.front) == answered
            and uses(other.back) - answered == asked
            and "{{type:" not in one.front + other.front
        )

    def _body(self, card: Sides) -> Body:
        ask = self._text(card.front)
        if card.typed and not empty(self._fields.get(card.typed.removeprefix("nc:"), "")):
            return Typed(ask or self._nothing("front"), texts.plain_of(self._fields[card.typed]))
        answer = self._text(card.back)
        return Basic(ask or self._nothing("front"), answer or self._nothing("back"))

    def _nothing(self, side: str) -> str:
        raise Refused(f"its {side} is empty")

    def _text(self, source: str) -> str:
        found = texts.from_html(source, self._media_name)
        self._media.update(dict.fromkeys(found.media))
        self._dropped.update(dict.fromkeys(found.dropped))
        return found.markdown

    def _made(self, body: Body, suffix: str, ords: Mapping[int, str], why: str = "") -> Made:
        tags = tuple(dict.fromkeys(self._note.tags.split()))
        question = Question("", body, why=why, tags=tags)
        return Made(question, f"anki:{self._note.guid}{suffix}", ords, tuple(self._media), tuple(self._dropped))
