"""A note of Anki's as questions of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from quizzer_decks.formats import texts
from quizzer_decks.formats.anki import deletions
from quizzer_decks.formats.anki.collection import Note, Notetype, Template
from quizzer_decks.formats.anki.templates import Sides, by_card, clozes, empty, rendered, sides, uses
from quizzer_decks.model import Basic, Body, Cloze, Question, Typed

_OURS = "Quizzer"
_BESIDE = ("Hint", "Explanation")
"""The last fields of the note types of our own, which their templates show beside question and answer."""


class Made(NamedTuple):
    """A question that a note makes, and which of the note's cards it asks."""

    question: Question
    suffix: str
    """What tells it from the other questions of the note, ` #1` or ` #c1`; empty for the first."""
    ords: Mapping[int, str]
    """Part of the question by `ord` of the card."""
    media: tuple[str, ...]
    dropped: tuple[str, ...]


class Refused(ValueError):
    """Raise when a note cannot be carried over; the text says why."""


def questions(note: Note, notetype: Notetype, ords: Sequence[int], media_name: Callable[[str], str]) -> list[Made]:
    """Return the questions of a note, one for each of its cards or pair of cards. Refused when there is none."""
    values = note.fields.split("\x1f")
    if len(values) < len(notetype.fields):
        values += [""] * (len(notetype.fields) - len(values))
    fields = {"Tags": note.tags.strip(), **dict(zip(notetype.fields, values, strict=False))}
    ours = notetype.name.startswith(_OURS) and notetype.fields[-2:] == _BESIDE
    beside = [fields[name] for name in _BESIDE] if ours else []
    maker = _Maker(note, notetype, {**fields, **dict.fromkeys(_BESIDE, "")} if ours else fields, media_name)
    made = maker.clozes(ords) if notetype.cloze else maker.sides(ords)
    return [maker.beside(each, *beside) for each in made] if ours else made


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
        cards = {
            ord_: sides(templates[ord_].front, templates[ord_].back, self._fields)
            for ord_ in ords
            if 0 <= ord_ < len(templates)
        }
        if not cards:
            raise Refused("none of its cards has a template")
        if len(cards) == 2 and _mirrored(*cards.values()):
            first, second = cards
            body = self._body(cards[first])
            if isinstance(body, Basic):
                body = Basic(body.ask, body.answer, reverse=True)
                return [self._made(body, "", {first: "", second: "reverse"}, cards[first])]
        return self._each(cards)

    def clozes(self, ords: Sequence[int]) -> list[Made]:
        """Return the questions of a note with deletions: one, or one for each number where they nest."""
        template = next(iter(self._notetype.templates), Template("", "", ""))
        asked = [name for name in clozes(template.front) if name in self._fields] or [self._notetype.fields[0]]
        if any(deletions.OCCLUSION in self._fields[name] for name in asked):
            raise Refused("it hides parts of a picture, which a terminal cannot show")
        parsed = {name: deletions.parsed(self._fields[name]) for name in asked}
        numbers = sorted({number for parts in parsed.values() for number in deletions.ordinals(parts)})
        if not numbers:
            raise Refused("it has no deletion")
        front = template.front if clozes(template.front) else f"{{{{cloze:{asked[0]}}}}}"
        told = {**self._fields, **dict.fromkeys(uses(front), "")}
        card = sides(front, template.back, {**told, **dict.fromkeys(asked, "")})

        def body(only: int | None) -> Cloze:
            holes = {name: deletions.written(parts, only) for name, parts in parsed.items()}
            sections = {} if only is None else {f"c{only}": "1"}
            return Cloze(self._text(rendered(front, {**self._fields, **holes, **sections}, ("hint",))))

        if all(map(deletions.simple, parsed.values())) and not by_card(front):
            return [self._made(body(None), "", {number - 1: f"c{number}" for number in numbers}, card, card.back)]
        wanted = [number for number in numbers if number - 1 in ords] or numbers
        return [self._made(body(one), f" #c{one}", {one - 1: f"c{one}"}, card, card.back) for one in wanted]

    def beside(self, made: Made, hint: str, why: str) -> Made:
        """Return a question with hint and explanation that have fields of their own."""
        question = replace(made.question, hint=self._text(hint), why=self._text(why))
        return made._replace(question=question, media=tuple(self._media), dropped=tuple(self._dropped))

    def _each(self, cards: Mapping[int, Sides]) -> list[Made]:
        """Return a question for each card; one that shows nothing is told, unless there is no other."""
        made = []
        refusals: list[Refused] = []
        for ord_, card in cards.items():
            try:
                body = self._body(card)
            except Refused as refusal:
                refusals.append(refusal)
                continue
            why = card.back if isinstance(body, Typed) else ""
            made.append(self._made(body, f" #{ord_}" if ord_ else "", {ord_: ""}, card, why))
        if not made:
            raise refusals[0]
        if refusals:
            self._dropped.update((f"a card, because {refusal}", None) for refusal in refusals)
            made[-1] = made[-1]._replace(dropped=tuple(self._dropped))
        return made

    def _body(self, card: Sides) -> Body:
        ask = self._text(card.front)
        answer = self._typed(self._fields.get(card.typed, "")) if card.typed else ""
        if answer:
            return Typed(ask or self._nothing("front"), answer)
        answer = self._text(card.back) or (self._text(self._fields[card.typed]) if card.typed in self._fields else "")
        return Basic(ask or self._nothing("front"), answer or self._nothing("back"))

    def _typed(self, source: str) -> str:
        """Return what is to be typed; nothing where it shows more than a keyboard can say."""
        found = texts.from_html(source, self._media_name)
        return "" if found.media else found.markdown if "$" in found.markdown else texts.plain_of(source)

    def _nothing(self, side: str) -> str:
        raise Refused(f"its {side} is empty")

    def _text(self, source: str) -> str:
        found = texts.from_html(source, self._media_name)
        if found.media or found.dropped:
            self._media.update(dict.fromkeys(found.media))
            self._dropped.update(dict.fromkeys(found.dropped))
        return found.markdown.replace(deletions.BRACES, "\\{{")

    def _made(self, body: Body, suffix: str, ords: Mapping[int, str], card: Sides, why: str = "") -> Made:
        tags = _tags(self._note.tags)
        hint = "\n\n".join(filter(None, map(self._text, card.hints))) if card.hints else ""
        told = "" if empty(why) else self._text(why)
        if told and isinstance(body, Typed) and texts.plain_of(why) == body.answer:
            told = ""
        question = Question("", body, hint=hint, why=told, tags=tags)
        return Made(question, suffix, ords, tuple(self._media), tuple(self._dropped))


@lru_cache(maxsize=4096)
def _tags(tags: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags.split()))


def _mirrored(one: Sides, other: Sides) -> bool:
    """Tell whether one card asks for the front of the other, and shows nothing else."""
    there, back = (one.front.strip(), one.back.strip()), (other.back.strip(), other.front.strip())
    return there == back and not (one.typed or other.typed or one.hints or other.hints) and not empty(one.back)
