"""From question to card to prompt: which cards a question makes, and one of them made ready to be asked.

All chance comes from the seed that is given, so the same seed asks the same thing. What one kind of question needs is
imported with the first such question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import assert_never

from msgspec import Struct, field

from quizzer_decks.expected import Arranged, Chosen, Expected, Filled, Number, Paired, Printed, Told, Words
from quizzer_decks.model import (
    Basic,
    Choice,
    Cloze,
    Kind,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Typed,
)

REVERSE = "reverse"
"""The part of the card that asks a basic or typed question the other way round."""
MAX_DRAWINGS = 200
"""How often values are drawn before a question is given up as having no finite answer."""


class Hole(Struct, frozen=True):
    """A hole that is asked for."""

    answer: str
    hint: str = ""
    accept: tuple[str, ...] = ()


class Prompt(Struct, frozen=True):
    """A card made ready to be asked: values drawn, options shuffled, holes hidden."""

    question: Question
    part: str
    kind: Kind
    """How it is answered. A numeric question without a computable answer is `basic`: the learner grades himself."""
    ask: str
    """Markdown to show."""
    expected: Expected
    """Private to the marking; `answer_text` and `answer_markdown` give it in words."""
    hint: str = ""
    why: str = ""
    code: str = ""
    """For `output`."""
    language: str = ""
    options: tuple[Option, ...] = ()
    """Choice and multi: the options; order: the items; match: the right-hand sides. Shuffled."""
    lefts: tuple[str, ...] = ()
    """Match: the left-hand sides in the deck's order."""
    holes: tuple[Hole, ...] = ()
    """Cloze: the distinct holes asked for, in order of appearance. Where there are several, `ask` numbers them."""
    unit: str = ""
    values: Mapping[str, int | float] = field(default_factory=dict)
    """What was drawn."""


def card_parts(question: Question) -> tuple[str, ...]:
    """Return the parts of a question's cards: `""` for the one card, `reverse`, or a cloze's groups and holes."""
    body = question.body
    if isinstance(body, Cloze):
        from quizzer_decks.cloze import parse_cloze

        return parse_cloze(body.text).parts
    if isinstance(body, Basic | Typed) and body.reverse:
        return ("", REVERSE)
    return ("",)


def card_id(deck_id: str, question_id: str, part: str = "") -> str:
    """Return a card's id: `deck-id/question-id`, with `#part` where there is one."""
    return f"{deck_id}/{question_id}#{part}" if part else f"{deck_id}/{question_id}"


def split_card_id(card_id: str) -> tuple[str, str, str]:
    """Return the deck's id, the question's id and the part (perhaps empty) of a card's id."""
    path, _, part = card_id.partition("#")
    deck_id, _, question_id = path.rpartition("/")
    return deck_id, question_id, part


def realise(question: Question, part: str, seed: int) -> Prompt:
    """Make a card ready to be asked. The same seed makes the same prompt. Raise KeyError for an unknown part."""
    if part not in card_parts(question):
        raise KeyError(part)
    rng = Random(seed)
    body = question.body
    match body:
        case Basic():
            return _basic(question, body, part)
        case Typed():
            return _typed(question, body, part)
        case Numeric():
            return _numeric(question, body, rng)
        case Cloze():
            return _cloze(question, body, part)
        case Choice() | Multi():
            return _choice(question, body, rng)
        case Order():
            return _order(question, body, rng)
        case Match():
            return _match(question, body, rng)
        case Output():
            return Prompt(
                *(question, part, "output", body.ask, Printed(body.answer), question.hint, question.why),
                code=body.code,
                language=body.language,
            )
        case _:
            assert_never(body)


def _basic(question: Question, body: Basic, part: str) -> Prompt:
    if part == REVERSE:
        return Prompt(question, part, "basic", body.answer, Told(body.ask), why=question.why)
    return Prompt(question, part, "basic", body.ask, Told(body.answer, body.points), question.hint, question.why)


def _typed(question: Question, body: Typed, part: str) -> Prompt:
    """The hint leads to the answer, so the reverse card, which shows the answer, goes without."""
    if part == REVERSE:
        return Prompt(question, part, "typed", body.answer, Words((body.ask,), body.strict), why=question.why)
    words = Words((body.answer, *body.accept), body.strict, (body.ask,))
    return Prompt(question, part, "typed", body.ask, words, question.hint, question.why)


def _draw(body: Numeric, rng: Random) -> tuple[dict[str, int | float], float] | str:
    """Return values and the finite number they lead to, or why there is none."""
    from quizzer_decks.expressions import ExpressionError, evaluate  # most questions draw nothing

    reason = "It has no value to draw."
    for _ in range(MAX_DRAWINGS if body.given else 1):
        try:
            values = {name: rng.choice(choices) for name, choices in body.given.items()}
            return values, evaluate(body.check, values)
        except ExpressionError as error:
            reason = str(error)
        except IndexError:
            return reason
    return reason


def _numeric(question: Question, body: Numeric, rng: Random) -> Prompt:
    from quizzer_decks.numbers import number_text, parse_number
    from quizzer_decks.placeholders import fill

    written = parse_number(body.answer)
    literal = written if written and math.isfinite(written.value) and not body.given else None
    drawn = _draw(body, rng) if body.check else "It has no number."
    if isinstance(drawn, str) and literal:
        drawn = {}, literal.value
    if isinstance(drawn, str):
        told = Told(body.answer or f"This question has no answer. {drawn}")
        return Prompt(question, "", "basic", body.ask, told, question.hint, question.why)
    values, value = drawn
    percent = bool(literal and literal.percent)
    shown = body.answer.strip() if literal else number_text(value, 6)
    if body.unit and shown[-1:].isdigit():
        shown = f"{shown} {body.unit}"
    numbers = tuple(dict.fromkeys([value, literal.value] if literal else [value]))
    known = {"answer": value, **values}
    return Prompt(
        *(question, "", "numeric", fill(body.ask, known)),
        Number(numbers, shown, percent, body.tolerance, body.unit, body.units),
        fill(question.hint, known),
        fill(question.why, known),
        unit=body.unit,
        values=values,
    )


def _cloze(question: Question, body: Cloze, part: str) -> Prompt:
    from quizzer_decks.cloze import parse_cloze

    text = parse_cloze(body.text)
    holes = tuple(Hole(gap.answer, gap.hint, tuple(body.accept.get(gap.answer, ()))) for gap in text.asked(part))
    every = tuple(dict.fromkeys(gap.answer for gap in text.gaps))
    words = tuple(
        Words((hole.answer, *hole.accept), body.strict, tuple(other for other in every if other != hole.answer))
        for hole in holes
    )
    return Prompt(question, part, "cloze", text.text(part), Filled(words), question.hint, question.why, holes=holes)


def _choice(question: Question, body: Choice | Multi, rng: Random) -> Prompt:
    right = (body.answer,) if isinstance(body, Choice) else body.answers
    numbered = list(enumerate((*right, *body.wrong)))
    rng.shuffle(numbered)
    chosen = Chosen(frozenset(place for place, (number, _) in enumerate(numbered) if number < len(right)))
    options = tuple(option for _, option in numbered)
    return Prompt(question, "", body.kind, body.ask, chosen, question.hint, question.why, options=options)


def arranged(texts: Sequence[str], places: Sequence[Sequence[str]]) -> bool:
    """Tell whether texts stand in the order of the places, those of one place in any order."""
    at = 0
    for place in places:
        if sorted(texts[at : at + len(place)]) != sorted(place):
            return False
        at += len(place)
    return at == len(texts)


def _order(question: Question, body: Order, rng: Random) -> Prompt:
    places = tuple(place for place in body.items if place)
    texts = [text for place in places for text in place]
    rng.shuffle(texts)
    if len(places) > 1 and arranged(texts, places):
        texts = texts[len(places[0]) :] + texts[: len(places[0])]
    options = tuple(Option(text) for text in texts)
    return Prompt(question, "", "order", body.ask, Arranged(places), question.hint, question.why, options=options)


def _match(question: Question, body: Match, rng: Random) -> Prompt:
    rights = [right for _, right in body.pairs]
    expected = Paired(tuple(rights))
    rng.shuffle(rights)
    return Prompt(
        *(question, "", "match", body.ask, expected, question.hint, question.why),
        options=tuple(Option(right) for right in rights),
        lefts=tuple(left for left, _ in body.pairs),
    )


def answer_text(prompt: Prompt) -> str:
    """Return the right answer in words, without Markdown: one line for each pair, step, option or point."""
    from quizzer_decks.regions import bare, plain_text

    expected = prompt.expected
    match expected:
        case Told():
            return "\n".join([plain_text(expected.answer), *(f"- {plain_text(point)}" for point in expected.points)])
        case Words():
            return bare(expected.answers[0])
        case Number():
            return expected.shown
        case Filled():
            return "; ".join(bare(words.answers[0]) for words in expected.holes)
        case Chosen():
            return "\n".join(plain_text(prompt.options[index].text) for index in sorted(expected.indices))
        case Arranged():
            lines = (" / ".join(plain_text(text) for text in place) for place in expected.places)
            return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
        case Paired():
            pairs = zip(prompt.lefts, expected.rights, strict=True)
            return "\n".join(f"{plain_text(left)} → {plain_text(right)}" for left, right in pairs)
        case Printed():
            return expected.text.rstrip("\n")
        case _:
            assert_never(expected)


def answer_markdown(prompt: Prompt) -> str:
    """Return a self-graded answer as its author wrote it, with its points as a list; for other kinds `answer_text`."""
    if isinstance(prompt.expected, Told):
        points = "".join(f"\n- {point}" for point in prompt.expected.points)
        return f"{prompt.expected.answer}\n{points}" if points else prompt.expected.answer
    return answer_text(prompt)
