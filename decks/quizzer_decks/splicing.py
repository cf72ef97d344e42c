"""A deck file with some of its questions written anew: every other line stays as it stands, comments and all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from quizzer_decks.deck_file import read_deck, written_question
from quizzer_decks.model import Deck, Question

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""What YAML takes for a line; `splitlines` takes more."""


def spliced(text: str, there: Deck, meant: Deck, default_id: str) -> tuple[str, Deck] | None:
    """Return a deck file's text with what `meant` says otherwise than `there`, and the deck that is read from it.

    `there` is the deck that the text says, with the lines of its questions; none of them may be missing in `meant`, and
    new ones come last. `default_id` is that of a file that names none. None where no lines are a question's own.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = _LINE.findall(text if text.endswith(("\r", "\n")) else text + newline)
    places = _places(lines, [question.line for question in there.questions])
    if places is None:
        return None
    written = "".join(_pieces(lines, places, there.questions, meant.questions, newline))
    deck, problems = read_deck(written, default_id, default_id)
    if deck is None or any(problem.severity == "error" for problem in problems) or not _same(deck, meant):
        return None
    return written, deck


def _pieces(
    lines: Sequence[str], places: Sequence[range], before: Sequence[Question], after: Sequence[Question], newline: str
) -> Iterator[str]:
    """Yield the lines, but for questions that are others now, which are written, as are those that are new."""
    done, column = 0, 0
    for place, old, new in zip(places, before, after, strict=False):
        yield from lines[done : place.start]
        column = _column(lines[place.start])
        yield "".join(lines[place.start : place.stop]) if new == old else _item(new, column, newline)
        done = place.stop
    apart = newline if len(places) > 1 and not lines[places[-2].stop].strip() else ""
    for new in after[len(places) :]:
        yield apart + _item(new, column, newline)
    yield from lines[done:]


def _item(question: Question, column: int, newline: str) -> str:
    """Return a question as an item of a list that begins so many blanks in."""
    return f"{' ' * column}- {written_question(question, column + 2)}\n".replace("\n", newline)


def _places(lines: Sequence[str], begins: Sequence[int]) -> list[range] | None:
    """Return the lines of each question, from 0; None where one does not begin with a dash on a line of its own.

    A comment that stands no deeper than the question's keys is between questions, or about the next one.
    """
    places = []
    for begin in begins:
        column = _column(lines[begin - 1])
        dash = lines[begin - 1][column:]
        if not dash.startswith("- "):
            return None
        keys = column + len(dash) - len(dash[1:].lstrip(" "))
        end = begin
        for number in range(begin, len(lines)):
            bare, depth = lines[number].strip(), _column(lines[number])
            if bare and depth > (keys if bare.startswith("#") else column):
                end = number + 1
            elif bare and not bare.startswith("#"):
                break
        places.append(range(begin - 1, end))
    return places


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _same(deck: Deck, meant: Deck) -> bool:
    """Tell whether two decks say the same, wherever it stands."""
    return _without_lines(deck) == _without_lines(meant)


def _without_lines(deck: Deck) -> Deck:
    return replace(deck, questions=tuple([replace(question, line=0) for question in deck.questions]))
