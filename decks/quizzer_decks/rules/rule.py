"""What a rule is: a name, a severity, and a function that yields a sentence for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from quizzer_decks.model import (
    Basic,
    Choice,
    Cloze,
    Deck,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Problem,
    Question,
    Roadmap,
    Severity,
    Typed,
)


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A rule that one question can break."""

    name: str
    severity: Severity
    faults: Callable[[Question], Iterable[str]]

    def apply(self, deck: Deck, path: str) -> Iterator[Problem]:
        """Yield the problems of a deck's questions, each at its question's line."""
        for question in deck.questions:
            for message in self.faults(question):
                yield Problem(path, question.line, self.name, f"`{question.id}`: {message}", self.severity)


@dataclass(frozen=True, slots=True)
class DeckRule:
    """A rule that a deck as a whole can break."""

    name: str
    severity: Severity
    faults: Callable[[Deck], Iterable[str]]

    def apply(self, deck: Deck, path: str) -> Iterator[Problem]:
        """Yield the problems of the deck."""
        for message in self.faults(deck):
            yield Problem(path, 0, self.name, message, self.severity)


@dataclass(frozen=True, slots=True)
class Library:
    """All decks with their paths, and the roadmaps that link them."""

    decks: tuple[tuple[str, Deck], ...]
    roadmaps: tuple[Roadmap, ...]
    complete: frozenset[str] = frozenset()
    """Ids of the roadmaps of which every topic is taught; of others, gaps are the learner's to see."""


LibraryRule: TypeAlias = Callable[[Library], Iterable[Problem]]


def ask_of(question: Question) -> str:
    """Return what a question asks, in Markdown; for a cloze its text."""
    body = question.body
    return body.text if isinstance(body, Cloze) else body.ask


def options_of(question: Question) -> tuple[Option, ...]:
    """Return the options of a choice or multi, the right ones first; nothing for other kinds."""
    match question.body:
        case Choice(answer=answer, wrong=wrong):
            return (answer, *wrong)
        case Multi(answers=answers, wrong=wrong):
            return (*answers, *wrong)
        case _:
            return ()


def answers_of(question: Question) -> tuple[str, ...]:
    """Return every text that counts as a question's answer."""
    match question.body:
        case Basic(answer=answer) | Output(answer=answer):
            return (answer,)
        case Typed(answer=answer, accept=accept):
            return (answer, *accept)
        case Numeric(answer=answer, check=check):
            return (answer or check,)
        case Cloze(text=text):
            return (text,)
        case Choice(answer=option):
            return (option.text,)
        case Multi(answers=options):
            return tuple(option.text for option in options)
        case Order(items=items):
            return (" / ".join(text for place in items for text in place),)
        case Match(pairs=pairs):
            return tuple(f"{left} = {right}" for left, right in pairs)


def texts_of(question: Question) -> tuple[str, ...]:
    """Return every Markdown text of a question that is shown."""
    body = question.body
    inner: tuple[str, ...] = ()
    if isinstance(body, Basic):
        inner = (body.answer, *body.points)
    elif isinstance(body, Order):
        inner = tuple(text for place in body.items for text in place)
    elif isinstance(body, Match):
        inner = tuple(text for pair in body.pairs for text in pair)
    options = options_of(question)
    shown = (ask_of(question), question.hint, question.why, *inner)
    return tuple(filter(None, (*shown, *(text for option in options for text in (option.text, option.why)))))
