"""Placement: a short test finds what is known already, and what is known is taken over instead of being drilled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizzer.breaks import breaks_of, days_off
from quizzer.curriculum import Curriculum
from quizzer.errors import LibraryError
from quizzer.limits import PLACEMENT
from quizzer.presenting import prompt_of
from quizzer.scoping import Scope, scope_of
from quizzer.store.readers.answers import UnseenCard
from quizzer.store.records import Fact, FactValue
from quizzer.workspace import Workspace
from quizzer_decks.marks import Mark, Verdict
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Response
from quizzer_scheduler.balance import Load
from quizzer_scheduler.model import Card, Placed
from quizzer_scheduler.placement import TAKEN, Part, Placement
from quizzer_scheduler.placing import Candidate, placed

_GUESSES = {"choice": 0.3, "multi": 0.1, "match": 0.1, "order": 0.1}
"""Chance to be right by guessing; of the other kinds hardly any."""
_HARDLY = 0.03
_UNMARKED = "basic"
"""The kind that the learner grades himself: no test."""
_ENOUGH = 3
"""Cards of a deck, asked after they had left learning, from which on what is recalled of them says something."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the test."""

    number: int
    most: int
    """Questions at most."""
    card_id: str
    deck_title: str
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Taken:
    """A deck that would be taken as known."""

    deck: str
    title: str
    belief: float
    cards: int
    """That would be placed."""
    first: date
    """When the first of them come, to test the belief."""
    last: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the test found, and what would be done."""

    scope: Scope
    answers: tuple[tuple[str, bool], ...]
    """Card asked, and whether it was known."""
    beliefs: Mapping[str, float]
    """Of each deck tested or inferred."""
    taken: tuple[Taken, ...]
    given: Mapping[str, Placed]
    """What each card would be given, by its id."""

    @property
    def right(self) -> int:
        """Questions that were known."""
        return sum(right for _, right in self.answers)


class PlacementTest:
    """Asks as long as an answer tells something; nothing is recorded before `adopt`."""

    def __init__(self, workspace: Workspace, names: Sequence[str]) -> None:
        self._workspace = workspace
        curriculum = workspace.curriculum(counted=False)
        self._curriculum = curriculum
        self.scope = scope_of(curriculum, names, workspace.config.text("study.roadmap"))
        self._unseen = _by_deck(workspace.store.answers.unseen_cards(), self.scope.decks)
        if not self._unseen:
            cards = sum(curriculum.standings[deck].cards for deck in self.scope.decks)
            raise LibraryError(f"Nothing is left to place in {self.scope.title}: all {cards:,} cards have been seen.")
        asked = workspace.store.progress.asked_later(workspace.today, workspace.scheduler.decay)
        self._placement = Placement(_parts(curriculum, self.scope.decks, self._unseen, asked))
        self._askable = {deck: _hardest_first(cards) for deck, cards in self._unseen.items()}
        self._answers: list[tuple[str, bool]] = []
        self._on_table: tuple[str, UnseenCard] | None = None
        self.question: Question | None = self._turn()
        """What is asked; None when enough is known."""

    @property
    def asked(self) -> int:
        """How many questions were answered."""
        return len(self._answers)

    def answer(self, response: Response) -> Mark:
        """Mark an answer and turn to the next question."""
        from quizzer_decks.marking import mark

        if self.question is None or self._on_table is None:
            raise ValueError("the test is over")
        verdict = mark(self.question.prompt, response)
        deck, card = self._on_table
        right = verdict.verdict in (Verdict.RIGHT, Verdict.CLOSE)
        self._placement.answered(deck, right, _chance(card, self.question.prompt))
        self._answers.append((card.id, right))
        self.question = self._turn()
        return verdict

    def proposal(self) -> Proposal:
        """Return what would be done, by the answers so far."""
        workspace = self._workspace
        beliefs = self._placement.beliefs()
        known = {id_ for id_, right in self._answers if right}
        missed = {id_ for id_, right in self._answers if not right}
        candidates = [
            Candidate(card.key, card.id, card.question, deck, beliefs[deck], card.id in known)
            for deck, cards in self._unseen.items()
            if self._answers and beliefs[deck] >= TAKEN
            for card in sorted(cards, key=_hardness, reverse=True)
            if card.id not in missed
        ]
        given = placed(candidates, workspace.scheduler.parameters, workspace.today, self._load())
        taken = _taken(self._curriculum, candidates, given, beliefs)
        by_id = {card.id: given[card.key] for card in candidates}
        asked = {deck: beliefs[deck] for deck in self._unseen}
        return Proposal(self.scope, tuple(self._answers), asked, taken, by_id)

    def adopt(self, proposal: Proposal) -> int:
        """Do it as one action that one undo takes back; return how many cards were placed."""
        workspace = self._workspace
        at = workspace.clock.now()
        change = workspace.scheduler.change
        changes = [change(Card(id_), "placed", given, at)[1] for id_, given in proposal.given.items()]
        answers: list[FactValue] = [{"card": id_, "right": right} for id_, right in proposal.answers]
        value: FactValue = {
            "title": proposal.scope.title,
            "cards": len(changes),
            "answers": answers,
            "decks": {taken.deck: round(taken.belief, 4) for taken in proposal.taken},
        }
        stamp = workspace.days.stamp(at)
        workspace.store.change(*changes, facts=[Fact(PLACEMENT, proposal.scope.name, value, *stamp)])
        return len(changes)

    def _turn(self) -> Question | None:
        """Put the next question on the table; one that cannot be asked any more is passed over."""
        while True:
            deck = self._placement.next({deck: _guess(cards[0]) for deck, cards in self._askable.items() if cards})
            if deck is None:
                self._on_table = None
                return None
            card = self._askable[deck].pop(0)
            content = self._workspace.store.cards.content(card.key)
            if content is None or content.question is None:
                continue
            prompt = prompt_of(content)
            if prompt.kind != _UNMARKED:
                self._on_table = deck, card
                number = len(self._answers) + 1
                return Question(number, self._placement.most, card.id, content.deck_title, prompt)

    def _load(self) -> Load:
        workspace = self._workspace
        counts = workspace.dealer(self._curriculum).due_by_day(workspace.clock.now())
        off = days_off(breaks_of(workspace.store))
        return Load(counts or {}, easy_days=workspace.config.easy_days, off=off)


def belief_in(workspace: Workspace, deck: str) -> float | None:
    """Return the belief with which a deck was taken as known; None when it was not."""
    for value in workspace.store.facts.all(PLACEMENT).values():
        decks = value.get("decks") if isinstance(value, dict) else None
        belief = decks.get(deck) if isinstance(decks, dict) else None
        if isinstance(belief, float | int):
            return float(belief)
    return None


def _by_deck(cards: Sequence[UnseenCard], decks: Sequence[str]) -> dict[str, list[UnseenCard]]:
    found: defaultdict[str, list[UnseenCard]] = defaultdict(list)
    for card in cards:
        found[card.deck].append(card)
    return {deck: found[deck] for deck in decks if deck in found}


def _parts(
    curriculum: Curriculum,
    decks: Sequence[str],
    unseen: Mapping[str, Sequence[UnseenCard]],
    asked: Mapping[int, tuple[int, float]],
) -> list[Part]:
    """Return the decks and all that they need, near or far, in the order of the roadmap."""
    wanted = dict.fromkeys(decks)
    rest = list(decks)
    while rest:
        needs = curriculum.standings[rest.pop()].needs
        fresh = [need for need in needs if need in curriculum.standings and need not in wanted]
        wanted |= dict.fromkeys(fresh)
        rest += fresh
    parts = []
    for deck in wanted:
        standing = curriculum.standings[deck]
        count, recalled = asked.get(standing.key, (0, 0.0))
        known = recalled / count if count >= _ENOUGH else None
        parts.append(Part(deck, standing.needs, len(unseen.get(deck, ())), known))
    return parts


def _hardest_first(cards: Sequence[UnseenCard]) -> list[UnseenCard]:
    """Return the cards to ask, one of a question: those that are hard to guess and stand late in the deck first."""
    found: dict[int, UnseenCard] = {}
    for card in sorted(cards, key=_hardness, reverse=True):
        if card.kind != _UNMARKED:
            found.setdefault(card.question, card)
    return list(found.values())


def _hardness(card: UnseenCard) -> tuple[float, int]:
    return -round(_guess(card), 2), card.position


def _guess(card: UnseenCard) -> float:
    return _GUESSES.get(card.kind, _HARDLY)


def _chance(card: UnseenCard, prompt: Prompt) -> float:
    """Return the same of a question on the table, where it is known how many there are to choose from."""
    return max(_guess(card), 1 / len(prompt.options)) if prompt.kind == "choice" else _guess(card)


def _taken(
    curriculum: Curriculum,
    candidates: Sequence[Candidate],
    given: Mapping[int, Placed],
    beliefs: Mapping[str, float],
) -> tuple[Taken, ...]:
    dues: defaultdict[str, list[date]] = defaultdict(list)
    for card in candidates:
        dues[card.part].append(given[card.key].due)
    return tuple(
        Taken(deck, curriculum.standings[deck].title, beliefs[deck], len(days), min(days), max(days))
        for deck, days in dues.items()
    )
