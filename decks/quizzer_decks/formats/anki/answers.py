"""The past answers of a collection as columns in a file: whoever reads its notes may have another process write it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from quizzer_decks.formats.anki.collection import Collection
from quizzer_decks.formats.foreign import Given, Past, Unreadable


def write_answers(collection: Path, source: str, target: Path) -> str:
    """Write the answers of a collection into a file; return why they cannot be read, nothing where they can."""
    past, cards = Past(), array("q")
    columns = (cards, *_columns(past))
    try:
        with Collection(collection, source) as opened:
            for rows in opened.answers():
                for column, values in zip(columns, zip(*rows, strict=True), strict=True):
                    column.extend(values)
    except Unreadable as error:
        return str(error)
    runs = [(card, sum(1 for _ in answers)) for card, answers in groupby(cards)]
    answered, numbers = array("q", [card for card, _ in runs]), array("q", [number for _, number in runs])
    with target.open("wb") as file:
        array("q", [len(runs), len(cards)]).tofile(file)
        for column in (answered, numbers, *_columns(past)):
            column.tofile(file)
    return ""


def read_answers(target: Path, places: Mapping[int, tuple[str, str]]) -> Past:
    """Return the answers to the cards that became some of ours, of which key and part are told."""
    past, cards, numbers = Past(), array("q"), array("q")
    with target.open("rb") as file:
        sizes = array("q")
        sizes.fromfile(file, 2)
        for column, size in ((cards, sizes[0]), (numbers, sizes[0]), *((each, sizes[1]) for each in _columns(past))):
            column.fromfile(file, size)
    end = 0
    for card, number in zip(cards, numbers, strict=True):
        begin, end = end, end + number
        if card in places:
            past.cards.append(Given(*places[card], begin, end))
    return past


def _columns(past: Past) -> tuple[array[int], ...]:
    """Return the columns in the order in which `Collection.answers` gives them, behind the card."""
    return past.at_ms, past.ratings, past.took_ms, past.intervals, past.firsts
