"""What a learner answers, a value for each way of answering; read from a typed line and put into words for the log."""

from __future__ import annotations

import re
from typing import TypeAlias, assert_never

from msgspec import Struct

from quizzer_decks.prompts import Prompt

MAX_LOGGED = 2_000
"""Characters of an answer that the log keeps."""


class Text(Struct, frozen=True):
    """Something typed: for typed, numeric, output, and a cloze with one hole."""

    text: str


class Holes(Struct, frozen=True):
    """A text for each hole of a cloze, in order."""

    texts: tuple[str, ...]


class Picked(Struct, frozen=True):
    """Options of a choice (one) or multi, by their index in the prompt."""

    indices: frozenset[int]


class Ordered(Struct, frozen=True):
    """The items of an order from first to last, by their index in the prompt's options."""

    indices: tuple[int, ...]


class Matched(Struct, frozen=True):
    """For each left-hand side the index of an option, or None where it was left open."""

    indices: tuple[int | None, ...]


class GaveUp(Struct, frozen=True):
    """The answer was shown without trying."""


class Seen(Struct, frozen=True):
    """The answer of a self-graded question was looked at."""


Response: TypeAlias = Text | Holes | Picked | Ordered | Matched | GaveUp | Seen


def letter(index: int) -> str:
    """Return the letter of an option: a to z, then aa, ab and so on."""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("a") + index % 26)


def parse_response(prompt: Prompt, text: str) -> Response | str:
    """Read an answer from a line of text. A string says what is wrong with the line, for another try."""
    match prompt.kind:
        case "basic":
            return Seen()
        case "typed" | "output":
            return Text(text)
        case "numeric":
            from quizzer_decks.numbers import parse_number

            if text.strip() and parse_number(text) is None:
                return "That is not a number; write it like 0.25, 1/6, 50% or 1e-3."
            return Text(text)
        case "cloze":
            return _holes(len(prompt.holes), text)
        case "choice":
            return _one(prompt, text)
        case "multi":
            picked = _letters(prompt, text)
            return picked if isinstance(picked, str) else Picked(frozenset(picked))
        case "order":
            return _order(prompt, text)
        case "match":
            return _match(prompt, text)
        case _:
            assert_never(prompt.kind)


def _holes(number: int, text: str) -> Holes | str:
    if number == 1:
        return Holes((text,))
    texts = tuple(piece.replace("\\;", ";").strip() for piece in re.split(r"(?<!\\);", text))
    if len(texts) != number:
        return f"There are {number} holes; put `;` between the answers (and `\\;` for a semicolon in one)."
    return Holes(texts)


def _letters(prompt: Prompt, text: str) -> tuple[int, ...] | str:
    """Return the options whose letters a line names, as `a c`, `a,c` or `ac`; or what is wrong with it."""
    known = {letter(index): index for index in range(len(prompt.options))}
    words = re.findall(r"[^\s,;.)]+", text.casefold())
    if len(words) == 1 and words[0] not in known and len(known) <= 26:
        words = list(words[0])
    unknown = [word for word in words if word not in known]
    if unknown:
        return f"There is no option {unknown[0][:20]}; the letters go from a to {letter(len(known) - 1)}."
    if not words:
        return f"Answer with letters from a to {letter(len(known) - 1)}."
    if len(set(words)) < len(words):
        return "An option is named twice."
    return tuple(known[word] for word in words)


def _one(prompt: Prompt, text: str) -> Picked | str:
    found = _letters(prompt, text)
    if not isinstance(found, str) and len(found) == 1:
        return Picked(frozenset(found))
    from quizzer_decks.canonical import same

    named = [index for index, option in enumerate(prompt.options) if text.strip() and same(text, option.text)]
    if len(named) == 1:
        return Picked(frozenset(named))
    return found if isinstance(found, str) else "Pick one option."


def _order(prompt: Prompt, text: str) -> Ordered | str:
    found = _letters(prompt, text)
    if isinstance(found, str):
        return found
    if len(found) != len(prompt.options):
        return f"Name each of the {len(prompt.options)} letters once, in order."
    return Ordered(found)


def _match(prompt: Prompt, text: str) -> Matched | str:
    """Read `1b 2a 3c`, where lines may be left out, or just the letters for all of them in turn."""
    pairs = re.findall(r"(\d{1,3})\s*[-:=.)→]?\s*([a-z]{1,2})(?![a-z])", text.casefold())
    rest = re.sub(r"\d{1,3}\s*[-:=.)→]?\s*[a-z]{1,2}(?![a-z])|[\s,;]+", "", text.casefold())
    if not pairs:
        found = _letters(prompt, text)
        if not isinstance(found, str) and len(found) != len(prompt.lefts):
            found = "Write a letter after each number, as in `1b 2a`."
        return found if isinstance(found, str) else Matched(found)
    letters = _letters(prompt, " ".join(name for _, name in pairs))
    if isinstance(letters, str):
        return letters
    numbers = [int(number) - 1 for number, _ in pairs]
    if rest or len(set(numbers)) < len(numbers) or not all(0 <= number < len(prompt.lefts) for number in numbers):
        return f"Write each number from 1 to {len(prompt.lefts)} once, with a letter after it, as in `1b 2a`."
    by_left = dict(zip(numbers, letters, strict=True))
    return Matched(tuple(by_left.get(number) for number in range(len(prompt.lefts))))


def response_text(prompt: Prompt, response: Response) -> str:
    """Return an answer in words, for the log: options by their texts, for their letters change."""
    return _words(prompt, response)[:MAX_LOGGED]


def _words(prompt: Prompt, response: Response) -> str:
    match response:
        case Text():
            return response.text
        case Holes():
            return "; ".join(response.texts)
        case Picked():
            return "; ".join(_option(prompt, index) for index in sorted(response.indices))
        case Ordered():
            return " → ".join(_option(prompt, index) for index in response.indices)
        case Matched():
            from quizzer_decks.regions import plain_text

            pairs = zip(prompt.lefts, response.indices, strict=False)
            return "; ".join(
                f"{plain_text(left)} → {'–' if index is None else _option(prompt, index)}" for left, index in pairs
            )
        case GaveUp():
            return "(gave up)"
        case Seen():
            return "(looked)"
        case _:
            assert_never(response)


def _option(prompt: Prompt, index: int) -> str:
    from quizzer_decks.regions import plain_text

    return plain_text(prompt.options[index].text) if 0 <= index < len(prompt.options) else "?"
