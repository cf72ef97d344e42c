"""Rules about proportion: how many questions, options and pairs, how much recall, and no tell-tale lengths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod

from quizzer_decks.model import Choice, Deck, Match, Multi, Question
from quizzer_decks.regions import plain_text
from quizzer_decks.rules.rule import DeckRule, QuestionRule, options_of

RECALL = frozenset({"typed", "numeric", "cloze", "output", "order"})
_FEWEST_QUESTIONS = 6
_OPTIONS = (3, 4)
_PAIRS = (3, 6)
_STICKS_OUT = 1.6
_STICKS_OUT_BY = 20
"""Characters by which the right option may be longer than the others, whatever the ratio."""
_CHANCE = 0.05


def _few_questions(deck: Deck) -> Iterator[str]:
    if len(deck.questions) < _FEWEST_QUESTIONS:
        count = len(deck.questions)
        yield f"the deck has {count} question{'s'[: count != 1]}; cover the topic with {_FEWEST_QUESTIONS} or more"


def _little_recall(deck: Deck) -> Iterator[str]:
    recalled = sum(question.kind in RECALL for question in deck.questions)
    if recalled * 2 < len(deck.questions):
        yield (
            f"{recalled} of {len(deck.questions)} questions are answered by recall; "
            "make it at least half (typed, numeric, cloze, output, order)"
        )


def _option_count(question: Question) -> Iterator[str]:
    count = len(options_of(question))
    if isinstance(question.body, Choice) and not _OPTIONS[0] <= count <= _OPTIONS[1]:
        yield f"it has {count} options; give three or four that someone could believe"
    elif isinstance(question.body, Multi) and count < _OPTIONS[0]:
        yield f"it has {count} options; give at least three"


def _pair_count(question: Question) -> Iterator[str]:
    if isinstance(question.body, Match) and not _PAIRS[0] <= len(question.body.pairs) <= _PAIRS[1]:
        yield f"it has {len(question.body.pairs)} pairs; give three to six"


def _long_answer(question: Question) -> Iterator[str]:
    body = question.body
    if not isinstance(body, Choice):
        return
    right = _length(body.answer.text)
    longest = max(_length(option.text) for option in body.wrong)
    if right > longest * _STICKS_OUT and right > longest + _STICKS_OUT_BY:
        yield "the right option is much longer than the wrong ones, which gives it away; make them alike"


def _longest_is_right(deck: Deck) -> Iterator[str]:
    longest, asked, chance = longest_right(deck.questions)
    if chance < _CHANCE:
        yield f"in {longest} of {asked} choices the right option is the longest; make options alike in length"


def longest_right(questions: Iterable[Question]) -> tuple[int, int, float]:
    """Return how often the right option of a choice is the longest, of how many, and how probable so many would be.

    The probability is that of so many or more if the length had nothing to do with being right.
    """
    chances: list[float] = []
    longest = 0
    for question in questions:
        if isinstance(question.body, Choice):
            right = _length(question.body.answer.text)
            longest += all(right > _length(option.text) for option in question.body.wrong)
            chances.append(1 / (1 + len(question.body.wrong)))
    return longest, len(chances), _at_least(longest, chances)


def _at_least(successes: int, chances: list[float]) -> float:
    """Return the probability of so many successes or more in independent trials of unequal chances."""
    if successes == len(chances):
        return prod(chances)
    distribution = [1.0]
    for chance in chances:
        stay = [share * (1 - chance) for share in distribution] + [0.0]
        gain = [0.0] + [share * chance for share in distribution]
        distribution = [one + other for one, other in zip(stay, gain, strict=True)]
    return sum(distribution[successes:])


def _length(text: str) -> int:
    return len(plain_text(text))


QUESTION_RULES = (
    QuestionRule("option-count", "warning", _option_count),
    QuestionRule("pair-count", "warning", _pair_count),
    QuestionRule("long-answer", "warning", _long_answer),
)
DECK_RULES = (
    DeckRule("few-questions", "warning", _few_questions),
    DeckRule("little-recall", "warning", _little_recall),
    DeckRule("longest-is-right", "warning", _longest_is_right),
)
