"""Seeded synthetic collections: decks of questions and the review log of a simulated learner.

    python -m benchmarks.synthetic --decks 1000 --cards 100000 --reviews 1000000 --out DIR

writes the decks into DIR and prints what the log is like. Benchmarks call `generate` and load its events themselves.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.synthetic_decks import DeckMaker, card_ids
from benchmarks.synthetic_learner import DAYS, Learner
from quizzer_decks.deck_file import write_deck
from quizzer_scheduler.model import Card, Review, State

PAUSE = 18
"""Days without study before today: they leave about a fifth of the cards due."""
NEW_SHARE = 0.1
TODAY = date(2026, 5, 4)
_SAMPLE = 1000


@dataclass(frozen=True)
class Synthetic:
    """A collection that is made while it is read."""

    maker: DeckMaker
    deck_count: int
    learner: Learner

    def decks(self) -> Iterator[tuple[str, str]]:
        """Yield path and YAML text of each deck file."""
        for number in range(self.deck_count):
            deck = self.maker.deck(number)
            yield f"{deck.id}.yaml", write_deck(deck)

    def events(self) -> Iterator[Review]:
        """Yield all reviews in the order of time."""
        return self.learner.events()

    def cards(self) -> Iterator[Card]:
        """Yield the seen cards as the events leave them; to be read after the events."""
        return self.learner.cards()


def generate(
    decks: int, cards: int, reviews: int, seed: int, today: date = TODAY, *, simple: bool = False
) -> Synthetic:
    """Return a collection of about so many reviews; a tenth of the cards is new. ValueError for uneven decks."""
    if cards % decks:
        raise ValueError(f"{cards} cards cannot be spread evenly over {decks} decks.")
    maker = DeckMaker(seed, cards // decks, simple=simple)
    ids = [id for number in range(decks) for id in card_ids(maker.deck(number))]
    seen = sorted(Random(f"{seed} seen").sample(range(cards), round(cards * (1 - NEW_SHARE))))
    ids = [ids[index] for index in seen]
    return Synthetic(
        maker, decks, Learner(ids, seed, _span(reviews / len(ids), min(_SAMPLE, len(ids)), seed), PAUSE, today)
    )


def _span(reviews_a_card: float, cards: int, seed: int) -> int:
    """Return, by trial on a sample, over how many days of study a card gets so many reviews on average."""
    sample = [f"sample/q{number}" for number in range(cards)]
    low, high = 1, 4000
    while high - low > max(1, low // 100):
        middle = (low + high) // 2
        count = sum(1 for _ in Learner(sample, seed, middle, PAUSE, TODAY).events())
        low, high = (middle, high) if count < reviews_a_card * cards else (low, middle)
    return high


def describe(collection: Synthetic) -> dict[str, float]:
    """Return what a collection's log is like. It draws all events."""
    began = time.perf_counter()
    reviews = passed = looked = 0
    for review in collection.events():
        reviews += 1
        if review.state_before is State.REVIEW:
            looked += 1
            passed += review.rating > 1
    learner = collection.learner
    begins = DAYS.start(learner.today)
    due = sum(card.due_at is not None and card.due_at <= begins for card in collection.cards())
    return {
        "reviews": reviews,
        "pass_rate": round(passed / max(looked, 1), 3),
        "span_days": learner.span,
        "seen_cards": len(learner.ids),
        "due_share": round(due * (1 - NEW_SHARE) / max(len(learner.ids), 1), 3),
        "seconds": round(time.perf_counter() - began, 1),
    }


def main() -> None:
    """Write a collection's decks and describe its log."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, default in (("decks", 1000), ("cards", 100_000), ("reviews", 1_000_000), ("seed", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    collection = generate(arguments.decks, arguments.cards, arguments.reviews, arguments.seed)
    if arguments.out:
        for path, text in collection.decks():
            file = arguments.out / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    print(json.dumps(describe(collection)))


if __name__ == "__main__":
    main()
