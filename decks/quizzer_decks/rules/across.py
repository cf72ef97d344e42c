"""Rules about a whole library: ids and links that lead somewhere, and no question asked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from quizzer_decks.canonical import canonical
from quizzer_decks.contrasts import contrasted
from quizzer_decks.model import Deck, Match, Numeric, Output, Problem, Question, Roadmap, Topic
from quizzer_decks.regions import plain_text
from quizzer_decks.rules.balance import longest_right
from quizzer_decks.rules.rule import Library, LibraryRule, answers_of, ask_of, options_of

_ALIKE = 88
"""Likeness in per cent from which two prompts with the same answer are one question."""
_CHANCE = 0.01


def _same_id(library: Library) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path, deck in library.decks:
        if deck.id in first:
            message = f"`{deck.id}` is the id of {first[deck.id]} already; give one of them another id"
            yield Problem(path, 0, "duplicate-deck", message)
        first.setdefault(deck.id, path)


def _unknown_needs(library: Library) -> Iterator[Problem]:
    known = {deck.id for _, deck in library.decks}
    for path, deck in library.decks:
        for needed in deck.needs:
            if needed not in known:
                yield Problem(path, 0, "unknown-needs", f"`needs` names `{needed}`, which no deck has; correct the id")


def _circular_needs(library: Library) -> Iterator[Problem]:
    needs = {deck.id: deck.needs for _, deck in library.decks}
    for path, deck in library.decks:
        if deck.id in _reached(deck, needs):
            message = "the deck needs itself, directly or through others; take one of the `needs` out"
            yield Problem(path, 0, "circular-needs", message)


def _reached(deck: Deck, needs: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(deck.needs)
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting += needs.get(current, ())
    return reached


def _unknown_contrasts(library: Library) -> Iterator[Problem]:
    known = {(deck.id, question.id) for _, deck in library.decks for question in deck.questions}
    for path, deck in library.decks:
        for question in deck.questions:
            for other in contrasted(deck.id, question):
                if other == (deck.id, question.id):
                    message = f"`{question.id}` names itself in `contrast`; name what it is confused with"
                    yield Problem(path, question.line, "contrast-with-itself", message)
                elif other not in known:
                    name = "/".join(other)
                    message = f"`{question.id}`: `contrast` names `{name}`, which no deck has; correct the id"
                    yield Problem(path, question.line, "unknown-contrast", message)


def _unknown_decks(library: Library) -> Iterator[Problem]:
    known = {deck.id for _, deck in library.decks}
    for roadmap in library.roadmaps:
        for topic in _topics(roadmap):
            for linked in topic.decks:
                if linked not in known:
                    message = f"the topic `{topic.title}` links `{linked}`, which no deck has; correct the id"
                    yield Problem(f"{roadmap.id}.yaml", 0, "unknown-deck", message)


def _untaught_topics(library: Library) -> Iterator[Problem]:
    for roadmap in library.roadmaps:
        for topic in _topics(roadmap):
            if roadmap.id in library.complete and topic.kind == "topic" and not topic.decks:
                message = f"the topic `{topic.title}` has no deck; write one that covers it, or name a deck that does"
                yield Problem(f"{roadmap.id}.yaml", 0, "untaught-topic", message, "warning")


def _topics(roadmap: Roadmap) -> Iterator[Topic]:
    for phase in roadmap.phases:
        for section in phase.sections:
            yield from section.topics


def _asked_twice(library: Library) -> Iterator[Problem]:
    """Compare the prompts of questions that share an answer; where the answers differ, two prompts may be alike."""
    groups: dict[str, list[tuple[str, Deck, Question, str]]] = defaultdict(list)
    for path, deck in library.decks:
        for question in deck.questions:
            prompt = _prompt(question)
            for answer in {canonical(plain_text(answer)) for answer in answers_of(question)}:
                groups[answer].append((path, deck, question, prompt))
    told: set[tuple[str, str]] = set()
    for group in groups.values():
        for place, (path, deck, question, prompt) in enumerate(group):
            for _, other_deck, other, other_prompt in group[:place]:
                names = (f"{other_deck.id}/{other.id}", f"{deck.id}/{question.id}")
                if names not in told and _alike(prompt, other_prompt):
                    told.add(names)
                    message = (
                        f"`{question.id}` asks what `{names[0]}` asks already; drop one, or ask for something else"
                    )
                    yield Problem(path, question.line, "asked-twice", message, "warning")


def _prompt(question: Question) -> str:
    """Return all that is asked, in one form: the stem, the code, and what there is to choose from."""
    body = question.body
    parts = [ask_of(question), *sorted(option.text for option in options_of(question))]
    if isinstance(body, Output):
        parts = [body.code]
    elif isinstance(body, Numeric):
        parts.append(body.check)
    elif isinstance(body, Match):
        parts += [right for _, right in body.pairs]
    return " ".join(plain_text(" ".join(parts)).casefold().split())


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other, score_cutoff=_ALIKE) > 0 or fuzz.token_sort_ratio(one, other) >= _ALIKE


def _longest_is_right(library: Library) -> Iterator[Problem]:
    questions = (question for _, deck in library.decks for question in deck.questions)
    longest, asked, chance = longest_right(questions)
    if len(library.decks) > 1 and chance < _CHANCE:
        message = f"in {longest} of {asked} choices of all decks the right option is the longest; even the lengths out"
        yield Problem("library", 0, "longest-is-right", message, "warning")


RULES: tuple[LibraryRule, ...] = (
    _same_id,
    _unknown_needs,
    _circular_needs,
    _unknown_contrasts,
    _unknown_decks,
    _untaught_topics,
    _asked_twice,
    _longest_is_right,
)
