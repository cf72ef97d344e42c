"""A learner at the keyboard: answers what is on the screen and remembers what was promised."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kinds import ANSWERS, RATINGS, asked, card_of, number, offer, offered, ready, suggestion
from terminal import ENTER, SPACE, Terminal, command

_OVER = ("of them new", "cards in", "card in", "Nothing is due")
Choice = Callable[[str, int], tuple[str, str]]
"""Of a card's id and how often it was asked before: how to answer (right, close, wrong) and the key that rates."""


@dataclass
class Sitting:
    """What happened in one sitting: in the order of the answers, card, how answered, rating, promised wait."""

    answers: list[tuple[str, str, str, str]] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    """Each verdict as it was shown."""

    @property
    def cards(self) -> set[str]:
        """The cards that were asked."""
        return {card for card, *_ in self.answers}

    @property
    def promised(self) -> dict[str, str]:
        """The wait that the last answer of each card promised, as the rating bar said."""
        return {card: wait for card, _, _, wait in self.answers}


def over(text: str) -> bool:
    """Tell whether the summary is on the screen."""
    return any(words in text for words in _OVER) and number(text) == 0


def sit(terminal: Terminal, choose: Choice, *, most: int = 99) -> Sitting:
    """Answer until the summary comes, or `most` cards are answered."""
    sitting = Sitting()
    done = 0
    while done < most:
        text = terminal.until(lambda text, next_one=done + 1: over(text) or (ready(text) and number(text) == next_one))
        if over(text):
            break
        card = card_of(text)
        how, key = choose(card, sum(card == other for other, *_ in sitting.answers))
        verdict = answer(terminal, text, how)
        wait = rate(terminal, verdict, key)
        sitting.answers.append((card, how, wait[0], wait[1]))
        sitting.screens.append(verdict)
        done += 1
    return sitting


def answer(terminal: Terminal, text: str, how: str) -> str:
    """Answer the question on the screen and return the screen with the verdict."""
    ways = ANSWERS[asked(text) or ""]
    terminal.send(*(ways.get(how) or ways.get("wrong" if how == "close" else "self"))(text))  # type: ignore[misc]
    return terminal.until(offered)


def rate(terminal: Terminal, verdict: str, key: str) -> tuple[str, str]:
    """Press a rating's key, or the one for `take`, and return the rating and its wait as they were promised."""
    rating = RATINGS.get(key) or suggestion(verdict)
    terminal.send(key if key in RATINGS else _take(verdict))
    return rating, offer(verdict)[rating]


def _take(verdict: str) -> str:
    """Return the key of the two that take the suggestion which did not show the answer: that would be a held one."""
    return ENTER if asked(verdict) == "BASIC" and number(verdict) == 1 else SPACE


def days_of(wait: str) -> tuple[int, int]:
    """Return the least and the most days that a promised wait such as `9 d` or `1.4 mo` stands for."""
    found = re.fullmatch(r"(\d+) d|([\d.]+) mo", wait)
    assert found is not None, wait
    if found[1]:
        return int(found[1]), int(found[1])
    return int((float(found[2]) - 0.051) * 30.44), int((float(found[2]) + 0.051) * 30.44) + 1


def told(home: Path, *words: str, shift: float = 0) -> dict[str, Any]:
    """Return what a command prints as JSON."""
    done = command(home, *words, "--json", shift=shift)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
