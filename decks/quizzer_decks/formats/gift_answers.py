"""The answers of a question in GIFT: what stands between its braces, and which kind of question they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from quizzer_decks.formats.keyed import (
    NO_KEY,
    NO_MODEL,
    WORTH,
    Marked,
    between,
    from_numbers,
    from_options,
    from_pairs,
    from_words,
    remarks,
    telling,
    uneven,
    unheard,
)
from quizzer_decks.model import Basic, Body

_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,10})?)%")
_FULL = 99.0
"""Per cent from which an answer is right."""


class Asked(NamedTuple):
    """How the pieces of a question are turned into ours."""

    markdown: Callable[[str], str]
    typed: Callable[[str], str]


class Key(NamedTuple):
    """What the answers make of a question."""

    body: Callable[[str, str], Body | list[Body] | str]
    """Given what is asked and the general feedback."""
    why: str = ""
    notes: tuple[str, ...] = ()
    """What could not be carried over."""
    common: tuple[str, ...] = ()
    """What could not, as of many other questions."""
    words: tuple[str, ...] = ()
    """Where the answer is typed, all that are right."""
    strict: bool = False
    essay: bool = False


class _Answer(NamedTuple):
    text: str
    weight: float
    why: str


def key(answers: str, asked: Asked) -> Key | str:
    """Return what the text between the braces says, or why it says nothing."""
    if not answers:
        return Key(_essay, essay=True)
    if answers.startswith("#"):
        return _numbers(answers[1:], asked)
    if "~" in answers:
        return _options(answers, asked)
    if "=" in answers and "->" in answers:
        return _pairs(answers, asked)
    word, *feedback = (piece.strip() for piece in answers.split("#"))
    if word.upper() in ("T", "TRUE", "F", "FALSE"):
        return _truth(word.upper().startswith("T"), [asked.markdown(piece) for piece in feedback])
    return _words(answers, asked)


def _essay(ask: str, told: str) -> Body | str:
    return Basic(ask, told) if ask and told else NO_MODEL


def _answer(text: str, weight: float, asked: Asked) -> _Answer:
    """Return an answer with its weight in per cent and its feedback."""
    match = _WEIGHT.match(text)
    if match:
        weight, text = float(match[1].replace(",", ".")), text[match.end() :]
    text, _, why = text.partition("#")
    return _Answer(text.strip(), weight, asked.markdown(why) if why.strip() else "")


def _truth(true: bool, feedback: list[str]) -> Key:
    wrong, right = ([*feedback, "", ""])[:2]
    options = [Marked("True", true, right if true else wrong), Marked("False", not true, wrong if true else right)]
    return Key(lambda ask, _: from_options(ask, options), remarks(options))


def _options(answers: str, asked: Asked) -> Key:
    single = re.search(r"(?:^|[^\\])=", answers) is not None
    pieces = [piece.strip() for piece in answers.replace("=", "~=").split("~")]
    found = [
        _answer(piece[1:], 100, asked) if piece.startswith("=") else _answer(piece, 0, asked)
        for piece in pieces
        if piece
    ]
    options = [
        Marked(asked.markdown(answer.text), answer.weight >= _FULL if single else answer.weight > 0, _weighed(answer))
        for answer in found
    ]
    notes = tuple(map(_counted, filter(_partial, found))) if single else ()
    worth = (WORTH,) if uneven(answer.weight for answer in found) else ()
    return Key(lambda ask, _: from_options(ask, options, several=not single), remarks(options), notes, worth)


def _partial(answer: _Answer) -> bool:
    return 0 < answer.weight < _FULL


def _counted(answer: _Answer) -> str:
    return f"its answer {answer.text[:60]!r}, worth {answer.weight:g} %, counts as wrong"


def _weighed(answer: _Answer) -> str:
    """Return the feedback of an answer, with what it was worth where that was a part only."""
    if _partial(answer) and telling(answer.why):
        return f"{answer.why} ({answer.weight:g} %)"
    return answer.why


def _pairs(answers: str, asked: Asked) -> Key | str:
    rows = [row.split("->", 1) for row in answers.split("=") if row.strip()]
    if any(len(row) < 2 for row in rows):
        return "one of its pairs has no ->"
    pairs = [(asked.markdown(left), asked.markdown(right)) for left, right in rows]
    decoys = [right for left, right in pairs if not left]
    return Key(lambda ask, _: from_pairs(ask, [pair for pair in pairs if pair[0]], decoys))


def _words(answers: str, asked: Asked) -> Key | str:
    found = [_answer(piece, 100, asked) for piece in answers.split("=") if piece.strip()]
    words = [asked.typed(answer.text) for answer in found if answer.weight >= _FULL]
    right = tuple(dict.fromkeys(word for word in words if word and word != "*"))
    if not right:
        return NO_KEY
    notes, why = _lesser(found)
    return Key(lambda ask, _: from_words(ask, right), why, notes, words=right)


def _numbers(answers: str, asked: Asked) -> Key | str:
    signed = re.split("([=~])", f"={answers}" if answers.lstrip()[:1] not in ("=", "~") else answers.lstrip())
    pairs = list(zip(signed[1::2], signed[2::2], strict=True))
    found = [_answer(text, 100 if sign == "=" else 0, asked) for sign, text in pairs if text.strip()]
    right: list[tuple[str, float]] = []
    for answer in found:
        if answer.weight >= _FULL and answer.text:
            number = _number(asked.typed(answer.text))
            if number is None:
                return f"its answer {asked.typed(answer.text)[:40]!r} is not a number"
            right.append(number)
    notes, why = _lesser(found)
    return Key(lambda ask, _: from_numbers(ask, right), why, notes)


def _number(text: str) -> tuple[str, float] | None:
    if ".." in text:
        low, _, high = text.partition("..")
        return between(low, high)
    value, _, tolerance = text.partition(":")
    try:
        return value.strip(), abs(float(tolerance.replace(",", ".") or 0))
    except ValueError:
        return None


def _lesser(found: list[_Answer]) -> tuple[tuple[str, ...], str]:
    """Return a note on each answer that was worth a part, which counts as wrong here, and what is said of the right."""
    said = [Marked(answer.text, answer.weight >= _FULL, answer.why) for answer in found]
    return (*map(_counted, filter(_partial, found)), *unheard(said)), remarks(said)
