"""When what is known will have faded: the day on which a part of it is at risk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from threading import Lock

from quizzer.desired import Desired
from quizzer_scheduler.fading import Fading, falls_below

FAR = date(2999, 12, 31).toordinal()
"""Beyond this day nobody asks."""


class Outlook:
    """How the seen cards of every deck fade. They are read when first asked for; what was found out is kept."""

    def __init__(self, read: Callable[[], Mapping[str, Fading]], desired: Desired, today: date) -> None:
        """`read` returns the fading of each deck of which a card was seen, by deck id."""
        self._read = read
        self.desired = desired
        self.today = today
        self._fading: dict[str, Fading] | None = None
        self._found: dict[tuple[str, ...], date | None] = {}
        self._guesses: dict[tuple[str, ...], int] = {}
        self._asked: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        """Of what a deck was a part when it was asked for."""
        self._finding = Lock()
        """Two threads look for the same day once."""

    def at_risk(self, decks: Sequence[str]) -> date | None:
        """Return the study day on which a set of decks is at risk, today and earlier days included.

        That is the first study day on which the mean recall of the cards of these decks that were seen, suspended ones
        and those whose question is gone left out, is below their desired retention if no card is answered: where a plan
        in force holds decks by different ones, that is the mean over these cards. A card's
        recall on a day is R = (1 + F t / S)^-w20, with F = 0.9^(-1/w20) - 1, S its stability now, the weights in
        force now, and t the study days since its last answer; on the day of that answer and before, 1. A mean that
        differs by less than 1e-9 is what was desired. So a day that is over is the last on which it can have fallen
        below: a card that was answered since counts as known before. None where no card was seen, and after the year
        2999.
        """
        key = tuple(decks)
        if key not in self._found:
            with self._finding:
                if key not in self._found:
                    self._found[key] = self._find(key)
        return self._found[key]

    def _find(self, key: tuple[str, ...]) -> date | None:
        if key not in self._guesses:
            self._guesses[key] = self.today.toordinal()
            for deck in key:
                self._asked[deck].append(key)
        day = falls_below(self._of(key), self.wanted(key), self._guesses[key], FAR)
        if day is None:
            return None
        self._guesses[key] = day
        return date.fromordinal(day)

    def wanted(self, decks: Iterable[str]) -> float:
        """Return the desired retention of the seen cards of some decks, on average."""
        return self.desired.mean((deck, self._seen(deck)) for deck in decks)

    def _seen(self, deck: str) -> int:
        fading = self._known().get(deck)
        return fading.cards if fading else 0

    def recall(self, decks: Iterable[str], day: date) -> float | None:
        """Return the mean recall of the seen cards on a study day if none is answered; None where none was seen."""
        fading = self._of(decks)
        cards = sum(deck.cards for deck in fading)
        return sum(deck.recalled(day.toordinal()) for deck in fading) / cards if cards else None

    def renewed(self, changed: Iterable[str], read: Callable[[], Mapping[str, Fading]]) -> Outlook:
        """Return the outlook after answers to the changed decks; `read` returns how those fade now."""
        after = Outlook(self._read, self.desired, self.today)
        if self._fading is not None:
            after._fading, after._found = dict(self._fading), dict(self._found)
            after._guesses, after._asked = self._guesses, self._asked
            for deck in changed:
                after._fading.pop(deck, None)
                for key in self._asked.get(deck, ()):
                    after._found.pop(key, None)
            after._fading.update(read())
        return after

    def _of(self, decks: Iterable[str]) -> list[Fading]:
        known = self._known()
        return [known[deck] for deck in decks if deck in known]

    def _known(self) -> Mapping[str, Fading]:
        if self._fading is None:
            self._fading = dict(self._read())
        return self._fading
