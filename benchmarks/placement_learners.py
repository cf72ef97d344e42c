"""Does placement pay? Learners who know a part of a roadmap, nothing, or guess well, with and without it.

    python -m benchmarks.placement_learners [--learners 40] [--roadmap ID] [--json FILE]

What is compared is the minutes, test included, until nine tenths of the roadmap's cards would be recalled; and how many
decks were judged rightly.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean, stdev

from benchmarks.learners import CardOf, Knower, Road, live
from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.roadmap_file import read_roadmap_file
from quizzer_scheduler.balance import Load
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.placement import TAKEN, Part, Placement
from quizzer_scheduler.placing import Candidate, placed

AIM = 0.9
NEW_A_DAY = 20
DAYS = 700
KINDS = ("nobody", "a third", "two thirds", "nearly all", "patches", "guesser", "great guesser")
GUESSED: Mapping[str, float] = {"guesser": 0.3, "great guesser": 0.5}
"""Share of all questions that those guess who know nothing; the test reckons with `ASKED_GUESS`."""
TODAY = date(2026, 3, 2)
ASKED_GUESS = 0.04


def bundled_road(roadmap: str) -> Road:
    """Return a bundled roadmap as a road."""
    import quizzer_decks

    folder = Path(quizzer_decks.__file__).parent
    decks = {}
    library = folder / "library"
    for path in sorted(library.rglob("*.yaml")):
        deck, _ = read_deck_file(path, path.relative_to(library).with_suffix("").as_posix())
        if deck is not None:
            decks[deck.id] = deck
    read, _ = read_roadmap_file(folder / "roadmaps" / f"{roadmap}.yaml")
    assert read is not None
    order = dict.fromkeys(
        deck
        for phase in read.phases
        for section in phase.sections
        for topic in section.topics
        for deck in topic.decks
        if deck in decks
    )
    return Road(
        tuple(order),
        {deck: tuple(decks[deck].needs) for deck in order},
        {deck: len(decks[deck].questions) for deck in order},
    )


def begun(road: Road, decks: int | None) -> Road:
    """Return the beginning of a road."""
    return (
        road if decks is None else Road(road.decks[:decks], road.needs, {d: road.cards[d] for d in road.decks[:decks]})
    )


def known_before(road: Road, kind: str, rng: Random) -> set[str]:
    """Return the decks a learner knows from before: the first ones on the road, or patches with what they need."""
    shares = {"nobody": 0.0, **dict.fromkeys(GUESSED, 0.0), "a third": 1 / 3, "two thirds": 2 / 3, "nearly all": 0.95}
    decks = list(road.decks)
    if kind == "patches":
        found: set[str] = set()
        while len(found) < len(decks) * 0.4:
            _with_needs(road, rng.choice(decks), found)
        return {deck for deck in found if rng.random() < 0.95}
    edge = shares[kind] * len(decks)
    blur = len(decks) * 0.12
    return {deck for place, deck in enumerate(decks) if edge and place + rng.gauss(0, blur) < edge}


def _with_needs(road: Road, deck: str, found: set[str]) -> None:
    if deck in road.needs and deck not in found:
        found.add(deck)
        for need in road.needs[deck]:
            _with_needs(road, need, found)


def test(learner: Knower, luck: float) -> Placement:
    """Hold the test: hard questions, each of a card never asked before."""
    road = learner.road
    placement = Placement([Part(deck, road.needs[deck], road.cards[deck]) for deck in road.decks])
    hardest = {deck: list(reversed(cards)) for deck, cards in learner.cards.items()}
    while (deck := placement.next({deck: ASKED_GUESS for deck in road.decks if hardest[deck]})) is not None:
        placement.answered(deck, learner.ask(hardest[deck].pop(0), 0, luck), ASKED_GUESS)
    return placement


def place(learner: Knower, placement: Placement, order: list[CardOf]) -> dict[int, int]:
    """Take decks as known; return the day on which each of their cards is asked first, by place."""
    beliefs = placement.beliefs()
    candidates = [
        Candidate(place, f"{card.deck}/{card.number}", place, card.deck, beliefs[card.deck])
        for place, card in reversed(list(enumerate(order)))
        if beliefs[card.deck] >= TAKEN
    ]
    given = placed(candidates, Parameters(1), TODAY, Load())
    for key, one in given.items():
        order[key].held = (one.memory.stability, one.memory.difficulty)
        order[key].held_day = (one.since - TODAY).days
    return {key: (one.due - TODAY).days for key, one in given.items()}


def learners(road: Road, kind: str, seeds: range) -> Iterator[dict[str, float]]:
    """Yield what each learner came to with placement and without."""
    for seed in seeds:
        told: dict[str, float] = {}
        for arm in ("without", "with"):
            learner = Knower(road, Random(f"{kind} {seed}"))
            learner.learned_before(known_before(road, kind, learner.rng))
            before = learner.knowledge(0)
            order = [card for deck in road.decks for card in learner.cards[deck]]
            dates: dict[int, int] = {}
            if arm == "with":
                placement = test(learner, GUESSED.get(kind, ASKED_GUESS))
                told |= _judged(learner, placement)
                told["test minutes"] = learner.seconds / 60
                dates = place(learner, placement, order)
            course = live(learner, order, dates, lambda _, left: min(NEW_A_DAY, left), DAYS, aim=AIM * road.total)
            told[f"{arm}: minutes"] = learner.seconds / 60
            told[f"{arm}: days"] = float(course.days or DAYS)
            told[f"{arm}: most minutes"] = max(course.minutes)
            told["known before"] = before / road.total
        yield told


def _judged(learner: Knower, placement: Placement) -> dict[str, float]:
    taken = {deck for deck, belief in placement.beliefs().items() if belief >= TAKEN}
    return {
        "questions": float(len(placement.asked)),
        "taken": float(len(taken)),
        "taken wrongly": float(len(taken - learner.known)),
        "known and taken": len(taken & learner.known) / len(learner.known) if learner.known else 0.0,
    }


def summary(found: list[dict[str, float]]) -> Mapping[str, tuple[float, float]]:
    """Return mean and half of the 95 % interval of each figure, and of the minutes saved."""
    for told in found:
        told["saved"] = 1 - told["with: minutes"] / told["without: minutes"]
    spread = 1.96 / len(found) ** 0.5
    return {
        name: (mean(values), spread * (stdev(values) if len(values) > 1 else 0.0))
        for name in found[0]
        for values in [[told[name] for told in found]]
    }


def main() -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--roadmap", default="ai-engineer-journey")
    parser.add_argument("--decks", type=int, help="only so many decks from the beginning of the road")
    parser.add_argument("--kinds", nargs="*", default=KINDS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    road = begun(bundled_road(options.roadmap), options.decks)
    print(f"{options.roadmap}: {len(road.decks)} decks, {road.total} cards; {options.learners} learners of each kind")
    told = {}
    for kind in options.kinds:
        told[kind] = summary(list(learners(road, kind, range(options.learners))))
        print(f"\n{kind}")
        for name, (value, error) in told[kind].items():
            print(f"  {name:<22}{value:10.3f} ± {error:.3f}")
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
