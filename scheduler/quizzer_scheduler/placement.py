"""Placement: what a learner knows already, from a few answers and from which part builds on which.

Each part is known or not. A part whose needs are all known is itself known with a chance that is the learner's own
level; each need that is not known makes it a tenth as likely. The level is not known either: a few are carried along,
each weighted by how well it foresaw the answers. Knowing what builds on a part so raises belief in the part, and
failing lowers belief in what needs it. Where needs make a tree the beliefs are exact, else near (belief propagation).

The test is short, as what it finds is tested once more: the first cards of each part taken as known come soon, and a
part of which more are missed than recalled was not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from quizzer_scheduler.placement_network import LEAK, Need, Network

SLIP = 0.12
"""Chance that a hard question on a known part is missed all the same."""
LUCK = 0.12
"""Chance of knowing it where the part is not known, beside guessing."""
MOST, LEAST = 40, 12
"""Questions at most, of a long road and of a short one."""
TAKEN = 0.7
"""Belief from which a part is taken as known, until its first cards tell otherwise."""

_LEVELS = (0.02, 0.35, 0.6, 0.8, 0.9, 0.97)
_AT_FIRST = (0.15, 0.13, 0.17, 0.19, 0.19, 0.17)
_DOUBT = 0.08
"""Share of the cards that would be judged wrongly, from which on nothing more is asked."""
_FEWEST, _SHARE = 6, 2 / 3
"""Questions at least, and at most for each part that has cards."""
_REACH, _FADING = 3, 0.6
"""How many needs away an answer is taken to tell something, and how much less at each."""
_BEFORE = 0.3
"""How much less likely a part is known where the one before it is not."""
_OWN = 3
"""Questions on one part at most."""


class Part(NamedTuple):
    """A deck, as far as placement looks at it."""

    id: str
    needs: tuple[str, ...] = ()
    cards: int = 0
    """Cards never seen that would be placed: how much depends on the belief."""
    known: float | None = None
    """Share recalled now of what was studied of it; None where that is too little to say."""


class Placement:
    """Beliefs about parts, moved by answers; the same answers in the same order give the same beliefs."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)
        self._index = {part.id: number for number, part in enumerate(self._parts)}
        needs = [self._needs(number, part) for number, part in enumerate(self._parts)]
        asked = sum(part.cards > 0 for part in self._parts)
        self.most = min(MOST, _OWN * asked, max(LEAST, round(_SHARE * asked)))
        """Questions at most."""
        self._evidence = [1.0 if part.known is None else _odds(part.known) for part in self._parts]
        self._networks = [Network(needs, level) for level in _LEVELS]
        self._weights = list(_AT_FIRST)
        self._near = _neighbours([[need for need, _ in needed] for needed in needs])
        self._asked = [0] * len(self._parts)
        self.asked: list[str] = []
        """The part of each question that was answered."""
        self._beliefs: list[list[float]] = []
        self._believe()

    def _needs(self, number: int, part: Part) -> list[Need]:
        """Return what a part needs; the one before it on the road counts a little, as roads are walked in order."""
        wanted = dict.fromkeys(self._index[need] for need in part.needs if need in self._index)
        needs = [(need, LEAK) for need in wanted if need != number]
        return needs if number == 0 or number - 1 in wanted else [*needs, (number - 1, _BEFORE)]

    def belief(self, part: str) -> float:
        """Return the chance that a part is known."""
        return self._mixed()[self._index[part]]

    def beliefs(self) -> dict[str, float]:
        """Return the chance that each part is known."""
        return dict(zip(self._index, self._mixed(), strict=True))

    @property
    def doubt(self) -> float:
        """Share of the cards that would be judged wrongly, were each part taken for what is likelier."""
        cards = sum(part.cards for part in self._parts)
        wrong = sum(part.cards * min(p, 1 - p) for part, p in zip(self._parts, self._mixed(), strict=True))
        return wrong / cards if cards else 0.0

    def answered(self, part: str, right: bool, guess: float) -> None:
        """Take in an answer. KeyError for an unknown part."""
        number = self._index[part]
        known, unknown = _chances(guess)
        for place, beliefs in enumerate(self._beliefs):
            chance = beliefs[number] * known + (1 - beliefs[number]) * unknown
            self._weights[place] *= chance if right else 1 - chance
        total = sum(self._weights)
        self._weights = [weight / total for weight in self._weights]
        self._evidence[number] *= known / unknown if right else (1 - known) / (1 - unknown)
        self._asked[number] += 1
        self.asked.append(part)
        self._believe()

    def next(self, askable: Mapping[str, float]) -> str | None:
        """Return the part to ask about next; None when enough is known, or nothing is left to ask.

        `askable` gives the parts that still have questions, and the chance to guess the next one.
        """
        if len(self.asked) >= self.most or (len(self.asked) >= _FEWEST and self.doubt < _DOUBT):
            return None
        beliefs = self._mixed()
        doubts = [part.cards * 4 * p * (1 - p) for part, p in zip(self._parts, beliefs, strict=True)]
        best: tuple[float, int] | None = None
        for id_, guess in askable.items():
            number = self._index[id_]
            if self._asked[number] < _OWN:
                reach = sum(share * doubts[near] for near, share in self._near[number])
                told = _information(beliefs[number], guess) * reach
                if told > 0 and (best is None or (told, -number) > best):
                    best = (told, -number)
        return None if best is None else self._parts[-best[1]].id

    def _believe(self) -> None:
        self._beliefs = [network.beliefs(self._evidence) for network in self._networks]

    def _mixed(self) -> list[float]:
        columns = zip(*self._beliefs, strict=True)
        return [sum(weight * p for weight, p in zip(self._weights, column, strict=True)) for column in columns]


def disproved(recalled: int, missed: int) -> bool:
    """Tell whether a part taken as known was not, by the first answers to its cards."""
    return missed > recalled


def _chances(guess: float) -> tuple[float, float]:
    """Return the chance of a right answer where the part is known, and where it is not."""
    return 1 - SLIP * (1 - guess), guess + (1 - guess) * LUCK


def _information(belief: float, guess: float) -> float:
    """Return how much an answer tells about a part, in bits."""
    known, unknown = _chances(guess)
    right = belief * known + (1 - belief) * unknown
    return _entropy(right) - belief * _entropy(known) - (1 - belief) * _entropy(unknown)


def _entropy(chance: float) -> float:
    return 0.0 if not 0 < chance < 1 else -(chance * log(chance, 2) + (1 - chance) * log(1 - chance, 2))


def _odds(share: float) -> float:
    share = min(max(share, 0.02), 0.98)
    return share / (1 - share)


def _neighbours(needs: Sequence[Sequence[int]]) -> list[list[tuple[int, float]]]:
    """Return for each part those that it needs and those that need it, near or far, and how much each counts."""
    builds: list[list[int]] = [[] for _ in needs]
    for number, needed in enumerate(needs):
        for need in needed:
            builds[need].append(number)
    found = []
    for number in range(len(needs)):
        near = {number: 1.0}
        for edges in (needs, builds):
            front, share = {number}, 1.0
            for _ in range(_REACH):
                share *= _FADING
                front = {other for one in front for other in edges[one] if other not in near}
                near |= dict.fromkeys(front, share)
        found.append(sorted(near.items()))
    return found
