"""Beliefs that flow along needs: belief propagation over parts that are known or not."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TypeAlias

LEAK = 0.1
"""How much less likely a part is known for each of its needs that is not."""

Need: TypeAlias = tuple[int, float]
"""The number of a part that is needed, and how much less likely the other is known where it is not."""

_ROUNDS = 12
_STILL = 1e-4
"""Change of a belief that ends the rounds."""
_LARGEST = 1e12


class Network:
    """Parts by number, each with what it needs; cycles do no harm."""

    def __init__(self, needs: Sequence[Sequence[Need]], level: float) -> None:
        self._needs = [tuple(needed) for needed in needs]
        self._level = level
        self._order = _needed_first([[need for need, _ in needed] for needed in needs])
        self._builds: list[list[tuple[int, int]]] = [[] for _ in needs]
        for number, needed in enumerate(self._needs):
            for slot, (need, _) in enumerate(needed):
                self._builds[need].append((number, slot))
        # What a need tells a part: its chance of being known; what a part tells its need: odds.
        self._down = [[level] * len(needed) for needed in self._needs]
        self._up = [[1.0] * len(needed) for needed in self._needs]
        self._found = [level] * len(self._needs)

    def beliefs(self, evidence: Sequence[float]) -> list[float]:
        """Return the chance that each part is known; `evidence` are odds that its own answers give, 1 for none."""
        for _ in range(_ROUNDS):
            before = self._found
            self._tell_needs(evidence)
            self._found = self._tell_parts(evidence)
            if all(abs(one - other) < _STILL for one, other in zip(before, self._found, strict=True)):
                break
        return list(self._found)

    def _told(self, number: int, evidence: Sequence[float]) -> float:
        """Return the odds that a part's own answers and all that builds on it give."""
        odds = evidence[number]
        for part, slot in self._builds[number]:
            odds *= self._up[part][slot]
        return min(max(odds, 1 / _LARGEST), _LARGEST)

    def _tell_needs(self, evidence: Sequence[float]) -> None:
        for number in reversed(self._order):
            needed = self._needs[number]
            if not needed:
                continue
            odds = self._told(number, evidence) - 1
            shares = self._shares(number)
            for slot, (_, leak) in enumerate(needed):
                others = self._level
                for place, share in enumerate(shares):
                    others *= 1.0 if place == slot else share
                self._up[number][slot] = (1 + odds * others) / (1 + odds * others * leak)

    def _shares(self, number: int) -> list[float]:
        """Return by how much each need lowers the chance of a part, as far as its need is believed to be known."""
        told = zip(self._down[number], self._needs[number], strict=True)
        return [known + (1 - known) * leak for known, (_, leak) in told]

    def _tell_parts(self, evidence: Sequence[float]) -> list[float]:
        found = [0.0] * len(self._needs)
        for number in self._order:
            chance = self._level * prod(self._shares(number))
            odds = chance / (1 - chance) * self._told(number, evidence)
            found[number] = odds / (1 + odds)
            for part, slot in self._builds[number]:
                without = odds / self._up[part][slot]
                self._down[part][slot] = without / (1 + without)
        return found


def _needed_first(needs: Sequence[Sequence[int]]) -> list[int]:
    """Return the parts so that each comes after what it needs, as far as cycles let it."""
    order: list[int] = []
    seen = [False] * len(needs)
    for start in range(len(needs)):
        if seen[start]:
            continue
        seen[start] = True
        stack = [(start, iter(needs[start]))]
        while stack:
            number, rest = stack[-1]
            need = next((need for need in rest if not seen[need]), None)
            if need is None:
                order.append(number)
                stack.pop()
            else:
                seen[need] = True
                stack.append((need, iter(needs[need])))
    return order
