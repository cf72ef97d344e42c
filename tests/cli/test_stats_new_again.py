"""Statistics of cards that were made new again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cli_values import Run
from odd_logs import ODD_LOGS
from small_home import SettableClock, open_home

CARD = "small/siblings/metal"


def made_new_again(home: Path, clock: SettableClock, *, suspended: bool = False) -> None:
    """Answer five cards daily for sixty days, then make one of them new again."""
    workspace = open_home(home, clock)
    workspace.refresh()
    assert workspace.scheduler.parameters.version == 1
    workspace.store.load_events(ODD_LOGS["all right"]())
    key = next(key for key in workspace.find("metal") if workspace.store.browser.rows([key])[0].card.id == CARD)
    if suspended:
        workspace.change_cards([key], "suspended", True)
    assert workspace.change_cards([key], "forget", None) == 1
    workspace.close()


def told(quizzer: Run, *arguments: str) -> dict[str, Any]:
    """Return the statistics."""
    found: dict[str, Any] = json.loads(quizzer("stats", "--json", *arguments).out)
    return found


def test_the_course_is_of_the_cards_that_are_known_of_now(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """A card that is new again is not in the sum of the past either: the course does not fall when it ends."""
    made_new_again(home, clock)
    for part in ((), ("--kind", "typed"), ("--roadmap", "small-roadmap")):
        knowledge = told(quizzer, "--window", "all", *part)["knowledge"]
        *past, now = knowledge["course"]
        assert now["introduced"] == knowledge["now"]["n"]
        assert {point["introduced"] for point in past} <= {now["introduced"]}


def test_its_answers_count_for_its_topic(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """The hardest topics are the same by deck and by deck and kind, for they rest on answers that stand."""
    made_new_again(home, clock, suspended=True)
    by_deck = told(quizzer, "trouble", "--deck", "small/siblings")["trouble"]["hardest"]
    assert by_deck[0]["recalled"]["n"] > 10
    assert told(quizzer, "trouble", "--deck", "small/siblings", "--kind", "typed")["trouble"]["hardest"] == by_deck
