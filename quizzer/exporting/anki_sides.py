"""What the two sides of a question say in Anki, and under which note type: `docs/formats.md` has the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from html import escape
from zlib import crc32

from quizzer.exporting.anki_types import BASIC, REVERSED, TYPED, NoteType
from quizzer.exporting.html import RULE, block, code_block, html_of, listed, page
from quizzer_decks import model
from quizzer_decks.model import Question
from quizzer_decks.prompts import answer_markdown, realise

Media = MutableMapping[str, str]


def sides(question: Question, media: Media) -> tuple[NoteType, str, str]:
    """Return the note type of a question without holes, and its front and back as HTML."""
    body = question.body
    match body:
        case model.Basic():
            back = html_of(body.answer, media)
            if body.points:
                back = page(block(body.answer, media), listed(body.points, media))
            return (REVERSED if body.reverse else BASIC), html_of(body.ask, media), back
        case model.Typed():
            if body.reverse:
                return REVERSED, html_of(body.ask, media), html_of(body.answer, media)
            return TYPED, html_of(body.ask, media), _typed(body.answer)
        case model.Numeric():
            return _numeric(question, body, media)
        case model.Output():
            front = page(block(body.ask, media), code_block(body.code, body.language))
            return BASIC, front, code_block(body.answer)
    return BASIC, _asked(body, crc32(question.id.encode()), media), _answer(body, media)


def why_of(question: Question, media: Media) -> str:
    """Return the explanation, with where to read on."""
    if not question.source:
        return html_of(question.why, media)
    return page(block(question.why, media), listed((f"<{link}>" for link in question.source), media))


def _numeric(question: Question, body: model.Numeric, media: Media) -> tuple[NoteType, str, str]:
    if body.answer and not body.given:
        return TYPED, html_of(body.ask, media), _typed(body.answer)
    prompt = realise(question, "", crc32(question.id.encode()))
    if not body.given:
        return TYPED, html_of(body.ask, media), _typed(answer_markdown(prompt))
    return BASIC, html_of(prompt.ask, media), html_of(answer_markdown(prompt), media)


def _asked(body: model.Body, seed: int, media: Media) -> str:
    """Return what is asked with all there is to choose from, in the order that a seed gives it."""
    match body:
        case model.Choice():
            options = _shuffled([option.text for option in (body.answer, *body.wrong)], seed)
        case model.Multi():
            options = _shuffled([option.text for option in (*body.answers, *body.wrong)], seed)
        case model.Order():
            steps = [text for place in body.items for text in place]
            options = _shuffled(steps, seed)
            if options == steps:
                options = [*options[1:], options[0]]
        case model.Match():
            lefts = listed((left for left, _ in body.pairs), media)
            rights = listed(_shuffled([right for _, right in body.pairs], seed), media)
            return page(block(body.ask, media), lefts, RULE, rights)
        case _:
            raise TypeError(body.kind)
    return page(block(body.ask, media), listed(options, media))


def _shuffled(texts: Sequence[str], seed: int) -> list[str]:
    """Return texts in an order of their own, once and for all: Anki's cards stand still."""
    return sorted(texts, key=lambda text: crc32(text.encode("utf-8", "surrogatepass"), seed))


def _answer(body: model.Body, media: Media) -> str:
    """Return the right answer, with what is wrong with the others."""
    match body:
        case model.Choice():
            return page(block(body.answer.text, media), *_remarks((body.answer, *body.wrong), media))
        case model.Multi():
            right = listed((option.text for option in body.answers), media)
            return page(right, *_remarks((*body.answers, *body.wrong), media))
        case model.Order():
            return listed((" / ".join(place) for place in body.items), media, numbered=True)
        case model.Match():
            return listed((f"{left} → {right}" for left, right in body.pairs), media)
    raise TypeError(body.kind)


def _remarks(options: Iterable[model.Option], media: Media) -> Iterator[str]:
    return (block(f"{option.text}: {option.why}", media) for option in options if option.why)


def _typed(answer: str) -> str:
    """Return an answer to type as Anki compares it: plain."""
    return escape(answer.strip(), quote=False)
