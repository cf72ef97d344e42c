"""Decks of made-up questions of all nine kinds."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizzer_decks.model import (
    Basic,
    Body,
    Choice,
    Cloze,
    Deck,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Typed,
)
from quizzer_decks.prompts import card_id, card_parts

_SYLLABLES = (
    *("ka", "shi", "to", "mo", "ra", "ne", "lu", "bel", "dor", "fin", "gra", "hus", "kel", "mar", "nor"),
    *("pel", "ros", "sta", "tur", "ver", "wil", "yor", "é", "ü", "ña", "ß", "чи", "да", "学", "語"),
)


class DeckMaker:
    """Makes decks that depend on the seed and their number alone: each has the same number of cards.

    `simple` ones have a front and a back and nothing else, as most of Anki's have.
    """

    def __init__(self, seed: int, cards_per_deck: int, *, simple: bool = False) -> None:
        self._seed = seed
        self._cards = cards_per_deck
        self._simple = simple

    def deck(self, number: int) -> Deck:
        """Return the deck of that number."""
        rng = Random(f"{self._seed} deck {number}")
        questions: list[Question] = []
        left = self._cards
        while left:
            index = len(questions)
            tags = (f"lesson-{index // 10}",)
            if self._simple:
                question = Question(f"q{index}", Basic(f"{_words(rng, 6)}, {index}?", _words(rng, 8)), tags=tags)
            else:
                question = Question(f"q{index}", _body(index, rng, left), why=_words(rng, 8), tags=tags)
            questions.append(question)
            left -= len(card_parts(question))
        return Deck(f"synthetic/deck-{number:04}", f"Deck {number}: {_words(rng, 2)}", tuple(questions))


def card_ids(deck: Deck) -> Iterator[str]:
    """Yield the ids of a deck's cards."""
    for question in deck.questions:
        for part in card_parts(question):
            yield card_id(deck.id, question.id, part)


def _words(rng: Random, count: int) -> str:
    return " ".join("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(count))


def _distinct(rng: Random, count: int) -> list[str]:
    return [f"{_words(rng, 2)} {letter}" for letter in "abcdef"[:count]]


def _body(index: int, rng: Random, left: int) -> Body:
    """Return a question of the next kind; one in nine makes two cards where two are `left` to be made."""
    ask = f"{_words(rng, 6)}, {index}?"
    several = _distinct(rng, 5)
    match index % 9:
        case 0:
            return Basic(ask, _words(rng, 12), points=(several[0], several[1]))
        case 1:
            return Typed(ask, several[0], accept=(several[1],), reverse=index % 2 == 0 and left > 1)
        case 2:
            return Numeric(
                f"What is {index} + {rng.randint(1, 99)}, {{x}} times?", check="x * 3", given={"x": (2, 5, 7)}
            )
        case 3:
            second = f" then {{{{c2::{several[1]}}}}}" if left > 1 and index % 2 else ""
            return Cloze(f"{_words(rng, 5)} {{{{c1::{several[0]}}}}}{second} {_words(rng, 2)}.")
        case 4:
            return Choice(ask, Option(several[0]), tuple(map(Option, several[1:4])))
        case 5:
            return Multi(ask, tuple(map(Option, several[:2])), tuple(map(Option, several[2:])))
        case 6:
            return Order(ask, tuple((item,) for item in several))
        case 7:
            return Match(ask, tuple(zip(several, _distinct(rng, 5), strict=True)))
    return Output(f"print({index} * {rng.randint(2, 9)})\nprint('{several[0]}')", f"{index}\n{several[0]}")
