"""Questions as notes of Anki's: which note type each kind gets, what its fields say, and what its guid is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from quizzer.exporting.anki_types import BASIC, CLOZE, CLOZES, MANY, REVERSED, SEVERAL, TYPED, NoteType
from quizzer.exporting.html import html_of
from quizzer.exporting.selection import Chosen, Selection
from quizzer_decks import model
from quizzer_decks.cloze import Gap, parse_cloze
from quizzer_decks.merging import digest_of
from quizzer_decks.model import Question
from quizzer_decks.prompts import REVERSE, Prompt, answer_markdown, card_id, card_parts, realise

_KEY = re.compile(r"anki:(.+?)(?: #(c?\d+))?", re.DOTALL)
"""The key of a question that came from Anki: the guid of its note, and which of the note's questions it is."""
_GROUP = re.compile(r"c(\d+)")
_SEED = 0
"""What is drawn or shuffled is so once and for all: Anki's cards stand still."""

# Private characters around holes, which Markdown leaves alone.
_OPEN, _HINTED, _CLOSE = "\ue010", "\ue011", "\ue012"
_HOLE = re.compile(f"{_OPEN}(\\d+){_OPEN}(.*?)(?:{_HINTED}(.*?))?{_CLOSE}", re.DOTALL)
_LITERAL = re.compile(r"\{\{(?=c[\d,]+::)")
"""What Anki would take for a deletion, and is none."""


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


Placed = tuple[str, Question, str]
"""Deck id, question, and its key in the source it came from, empty for none."""


def notes_of(selection: Selection, chosen: Iterable[Chosen], media: MutableMapping[str, None]) -> Iterator[Note]:
    """Yield the notes of decks."""
    changed: set[str] = set()

    def placed() -> Iterator[Placed]:
        for deck in chosen:
            id_ = deck.info.id
            for question in deck.questions:
                origin = selection.origin_of(id_, question.id)
                if origin is None or origin.digest != digest_of(question):
                    changed.add(card_id(id_, question.id))
                yield id_, question, origin.key if origin else ""

    for note in notes(placed(), media):
        questions = {card.partition("#")[0] for card in note.cards.values()}
        yield note._replace(unchanged=changed.isdisjoint(questions))


def notes(placed: Iterable[Placed], media: MutableMapping[str, None]) -> Iterator[Note]:
    """Yield the notes of questions; those that one note of Anki's made are one note again.

    The media that they show are added to `media`.
    """
    groups: dict[str, list[tuple[str, Question, str]]] = {}
    for deck, question, key in placed:
        guid, suffix = _named(key)
        groups.setdefault(guid or _guid(deck, question), []).append((deck, question, suffix))
    for guid, group in groups.items():
        if len(group) == 1 and not group[0][2]:
            yield _note(guid, group[0][0], group[0][1], media)
        else:
            yield from _several(guid, group, media)


def _named(key: str) -> tuple[str, str]:
    """Return guid and suffix of the note that a question came from; both empty where it is no note of Anki's."""
    match = _KEY.fullmatch(key)
    return (match[1], match[2] or "") if match else ("", "")


def _guid(deck: str, question: Question) -> str:
    """Return the guid of a question of our own: the same whenever it is exported."""
    return "qz" + blake2b(card_id(deck, question.id).encode(), digest_size=12).hexdigest()


def _note(guid: str, deck: str, question: Question, media: MutableMapping[str, None]) -> Note:
    if isinstance(question.body, model.Cloze):
        return _cloze(guid, deck, question, question.body, media)
    kind, front, back = _sides(question)
    parts = card_parts(question)
    explained = [html_of(text, media) for text in (question.hint, _why(question))]
    fields = (html_of(front, media), _typed(back) if kind is TYPED else html_of(back, media), *explained)
    cards = {ord_: card_id(deck, question.id, part) for ord_, part in enumerate(parts)}
    return Note(guid, kind, fields, question.tags, cards)


def _sides(question: Question) -> tuple[NoteType, str, str]:
    """Return the note type of a question without holes, and its two sides in Markdown."""
    prompt = realise(question, "", _SEED)
    body = question.body
    if isinstance(body, model.Typed):
        return (REVERSED if body.reverse else TYPED), body.ask, body.answer
    if isinstance(body, model.Numeric) and not body.given:
        return TYPED, body.ask, body.answer or answer_markdown(prompt)
    if isinstance(body, model.Basic):
        return (REVERSED if body.reverse else BASIC), body.ask, answer_markdown(prompt)
    if isinstance(body, model.Output):
        return BASIC, f"{body.ask}\n\n{_fenced(body.code, body.language)}", _fenced(body.answer)
    return BASIC, _listed(prompt), _answer(prompt, body)


def _listed(prompt: Prompt) -> str:
    """Return what is asked with all there is to choose from."""
    options = "\n".join(f"- {option.text}" for option in prompt.options)
    lefts = "\n".join(f"- {left}" for left in prompt.lefts)
    return "\n\n".join(filter(None, (prompt.ask, lefts, lefts and "***", options)))


def _answer(prompt: Prompt, body: model.Body) -> str:
    """Return the right answer in Markdown, with what is wrong with the others."""
    match body:
        case model.Choice():
            return f"{body.answer.text}\n\n{_wrong((body.answer, *body.wrong))}".strip()
        case model.Multi():
            right = "\n".join(f"- {option.text}" for option in body.answers)
            return f"{right}\n\n{_wrong((*body.answers, *body.wrong))}".strip()
        case model.Order():
            return "\n".join(f"{number}. {' / '.join(place)}" for number, place in enumerate(body.items, 1))
        case model.Match():
            return "\n".join(f"- {left} → {right}" for left, right in body.pairs)
    return answer_markdown(prompt)


def _wrong(options: Iterable[model.Option]) -> str:
    return "\n\n".join(f"{option.text}: {option.why}" for option in options if option.why)


def _fenced(code: str, language: str = "") -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def _typed(answer: str) -> str:
    """Return an answer to type as Anki compares it: plain."""
    from html import escape

    return escape(answer.strip(), quote=False)


def _why(question: Question) -> str:
    """Return the explanation, with where to read on."""
    links = "\n".join(f"- <{link}>" for link in question.source)
    return f"{question.why}\n\n{links}".strip()


def _cloze(guid: str, deck: str, question: Question, body: model.Cloze, media: MutableMapping[str, None]) -> Note:
    numbers = _numbers(parse_cloze(body.text).parts)
    fields = (
        _deletions(body, numbers, media),
        html_of(question.hint, media),
        html_of(_why(question), media),
    )
    cards = {number - 1: card_id(deck, question.id, part) for part, number in numbers.items()}
    return Note(guid, CLOZE, fields, question.tags, dict(sorted(cards.items())))


def _deletions(body: model.Cloze, numbers: Mapping[str, int], media: MutableMapping[str, None]) -> str:
    """Return a text with its holes as deletions, those of parts without a number shown."""
    text = parse_cloze(body.text)
    marked = []
    for segment in text.segments:
        if isinstance(segment, Gap):
            number = numbers.get(text.names.get(segment.key, ""))
            marked.append(_hole(segment, number) if number else segment.answer)
        else:
            marked.append(segment)
    return _HOLE.sub(_deletion, _LITERAL.sub("{<!-- -->{", html_of("".join(marked), media)))


def _numbers(parts: Sequence[str]) -> dict[str, int]:
    """Return a number for each part: its own where it has one, else the next that is free."""
    found = {part: int(match[1]) for part in parts if (match := _GROUP.fullmatch(part)) and 0 < int(match[1]) <= 500}
    free = (number for number in range(1, len(parts) + 501) if number not in set(found.values()))
    return {part: found[part] if part in found else next(free) for part in parts}


def _hole(gap: Gap, number: int) -> str:
    hint = f"{_HINTED}{gap.hint}" if gap.hint else ""
    hole = f"{_OPEN}{number}{_OPEN}{gap.answer}{hint}{_CLOSE}"
    return f"{{{hole}}}" if gap.maths else hole


def _deletion(hole: re.Match[str]) -> str:
    """Return a hole as Anki writes it; braces that would end it too early are kept apart."""
    answer = hole[2].replace("}}", "} }")
    answer += " " if answer.endswith("}") else ""
    hint = f"::{hole[3]}" if hole[3] else ""
    return f"{{{{c{hole[1]}::{answer}{hint}}}}}"


def _several(guid: str, group: Sequence[Placed], media: MutableMapping[str, None]) -> Iterator[Note]:
    """Yield one note for the questions that a note of Anki's made, each card where it was; what is beyond, apart."""
    holes = all(isinstance(question.body, model.Cloze) for _, question, _ in group)
    cards: dict[int, str] = {}
    shown: dict[int, tuple[str, ...]] = {}
    why: dict[str, None] = {}
    for deck, question, suffix in group:
        parts = {_ord(suffix, part): part for part in card_parts(question)}
        if not parts or min(parts) < 0 or max(parts) >= SEVERAL or parts.keys() & cards.keys():
            yield _note(_guid(deck, question), deck, question, media)
            continue
        for ord_, part in parts.items():
            cards[ord_] = card_id(deck, question.id, part)
            shown[ord_] = _text(question, part, ord_, media) if holes else _both(question, part, media)
        why[html_of(_why(question), media)] = None
    if cards:
        name = group[0][1].id.replace("-", " ")
        fields = [text for ord_ in range(SEVERAL) for text in shown.get(ord_, ("",) if holes else ("", ""))]
        fields += ["".join(why)] if holes else []
        tags = tuple(dict.fromkeys(tag for _, question, _ in group for tag in question.tags))
        yield Note(guid, CLOZES if holes else MANY, (name, *fields), tags, dict(sorted(cards.items())))


def _text(question: Question, part: str, ord_: int, media: MutableMapping[str, None]) -> tuple[str]:
    """Return the text of one card, only its own holes hidden."""
    assert isinstance(question.body, model.Cloze)
    return (_deletions(question.body, {part: ord_ + 1}, media),)


def _ord(suffix: str, part: str) -> int:
    """Return which card of its note a card was, by the key of its question."""
    number = _GROUP.fullmatch(suffix) or _GROUP.fullmatch(part)
    if number:
        return int(number[1]) - 1
    first = int(suffix) if suffix.isdigit() else 0
    return first + (part == REVERSE)


def _both(question: Question, part: str, media: MutableMapping[str, None]) -> tuple[str, str]:
    """Return front and back of one card, the explanation on the back."""
    why = _why(question)
    if isinstance(question.body, model.Cloze):
        back = parse_cloze(question.body.text).text("")
        front = realise(question, part, _SEED).ask
    else:
        _, front, back = _sides(question)
        front, back = (back, front) if part == REVERSE else (front, back)
    return html_of(front, media), html_of(f"{back}\n\n{why}".strip(), media)
