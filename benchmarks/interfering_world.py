"""What there is to learn where topics build on topics and some cards are confused with others.

Three things make this world harder than the one FSRS-6 describes, each by a strength that can be set to nothing:

- a card rests on two cards of each topic that its own needs, and is harder to take in, to keep and to recall the less
  of them would be recalled at that moment; the program knows the topics, not the cards;
- two cards that are easily confused disturb each other as long as one of them is fresh, most when both are; each answer
  to either wears that off, half of it in six;
- asked side by side once both are mature, they are told apart a little better.

None of the strengths is measured on people: docs/decisions tells what was found and what would change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random

from quizzer_scheduler.queue import Contrasts, contrasts_of

PER_TOPIC = 9
"""Cards of a topic, as the bundled decks have on average."""


@dataclass(frozen=True)
class World:
    """What there is to learn, and how hard the three things make it."""

    seed: int
    topics: int = 170
    disorder: float = 0.01
    """Share of topics that stand anywhere in the roadmap; the others stand in the order of their needs."""
    paired: float = 0.1
    """Share of cards that are easily confused with the next one of their topic."""
    needing: float = 1.0
    """How much unknown needs hurt: 0 not at all."""
    confusing: float = 1.0
    """How much fresh contrasts hurt."""
    telling: float = 1.0
    """How much mature contrasts gain from each other."""

    @cached_property
    def needs(self) -> list[list[int]]:
        """Return what each topic needs: up to two earlier ones, half of them among the last three."""
        rng = Random(f"{self.seed} needs")
        found: list[list[int]] = [[]]
        for topic in range(1, self.topics):
            many = rng.choices((0, 1, 2), (1, 5, 3))[0]
            near = [max(0, topic - rng.randint(1, 3 if rng.random() < 0.5 else 40)) for _ in range(many)]
            found.append(sorted(set(near)))
        return found

    @cached_property
    def pillars(self) -> list[list[int]]:
        """Return the cards that each card rests on: two of each topic that its own needs."""
        rng = Random(f"{self.seed} pillars")
        return [
            [need * PER_TOPIC + at for need in self.needs[card // PER_TOPIC] for at in rng.sample(range(PER_TOPIC), 2)]
            for card in range(self.topics * PER_TOPIC)
        ]

    @cached_property
    def place(self) -> list[int]:
        """Return where each topic stands in the roadmap."""
        rng = Random(f"{self.seed} order")
        moved = [rng.uniform(0, self.topics) if rng.random() < self.disorder else float(t) for t in range(self.topics)]
        order = sorted(range(self.topics), key=moved.__getitem__)
        return [order.index(topic) for topic in range(self.topics)]

    @cached_property
    def contrasts(self) -> Contrasts:
        """Return which cards are easily confused."""
        rng = Random(f"{self.seed} pairs")
        cards = range(self.topics * PER_TOPIC)
        firsts = [card for card in cards if card % PER_TOPIC % 2 == 0 and card % PER_TOPIC + 1 < PER_TOPIC]
        return contrasts_of((card, card + 1) for card in firsts if rng.random() < self.paired * 9 / 8)
