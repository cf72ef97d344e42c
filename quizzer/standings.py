"""What is known of every deck, kept in step with the log: after an answer only its deck is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Lock

from msgspec import Struct
from msgspec.structs import replace

from quizzer.curriculum import TICK, Curriculum, standings_of
from quizzer.desired import Desired
from quizzer.outlook import Outlook
from quizzer.store.records import DeckDue, DeckOutline
from quizzer.store.store import Store
from quizzer.tree import DeckStanding
from quizzer_decks.model import Roadmap
from quizzer_scheduler.fading import Fading

_FEW = 100
"""Decks that are looked at one by one; when more were touched, all are."""


class Moment(Struct, frozen=True):
    """When one looks, and by which rules."""

    day: date
    end: datetime
    """Of the study day."""
    ahead: datetime
    """Learning cards that are due by then count as waiting."""
    decay: float
    """The last FSRS weight in force."""
    desired: Desired


class Standings:
    """Hands out the curriculum as it stands. Any thread may ask.

    What was looked up holds until the log goes on, deck files change, another study day begins, days begin at another
    hour or other weights come into force. Answers of other processes and devices are in the log, too.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._valid: tuple[object, ...] = ()
        self._marks: Mapping[int, int] = {}
        self._outlines: dict[int, DeckOutline] = {}
        self._learning: Mapping[int, int] = {}
        self._known = Curriculum((), {})

    def curriculum(self, roadmaps: tuple[Roadmap, ...], moment: Moment) -> Curriculum:
        """Return the roadmaps with what is known of every deck at a moment."""
        with self._lock:
            marks = self._store.progress.marks()  # before the figures: what comes in between is looked at again
            valid = (moment.day, moment.end, moment.decay, moment.desired, roadmaps, self._store.decks.stamp())
            touched = None if valid != self._valid else self._touched(marks)
            if touched is None:
                self._look(roadmaps, moment)
            else:
                self._look_again(touched, moment)
            self._valid, self._marks = valid, marks
            self._tick()
            return self._known

    def _touched(self, marks: Mapping[int, int]) -> set[int] | None:
        """Return the decks touched since the last look; None where all are to be looked at."""
        if any(marks.get(device, 0) < seq for device, seq in self._marks.items()):
            return None  # another history was put in place of the one we know
        touched = self._store.progress.touched(self._marks, marks) & self._outlines.keys()
        return touched if len(touched) <= _FEW else None

    def _look(self, roadmaps: tuple[Roadmap, ...], moment: Moment) -> None:
        # The database counts without Python's lock: what waits beside what is known.
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(self._waiting, moment)
            memories = self._store.progress.deck_memory(moment.day, moment.decay)
            self._outlines = {deck.key: deck for deck in self._store.decks.outlines()}
            standings = standings_of(self._outlines.values(), memories, waiting.result())
        self._learning = {deck.key: deck.learning for deck in standings.values() if deck.learning}
        outlook = Outlook(self._reader(None, moment), moment.desired, moment.day)
        self._known = Curriculum(roadmaps, standings, self._known.ticks, outlook)

    def _look_again(self, touched: Collection[int], moment: Moment) -> None:
        """Look at some decks, and at those with cards in learning: of those it is the minute that counts."""
        changed = self._stand(touched, moment) if touched else {}
        before, self._learning = self._learning, self._store.today.learning(moment.end, moment.day, moment.ahead)
        for key in (before.keys() | self._learning.keys()) & self._outlines.keys() - set(touched):
            learning = self._learning.get(key, 0)
            if learning != before.get(key, 0):
                deck = self._known.standings[self._outlines[key].id]
                changed[deck.id] = replace(deck, learning=learning)
        if changed:
            outlook = self._known.outlook
            if touched and outlook is not None:
                ids = [self._outlines[deck].id for deck in touched]
                outlook = outlook.renewed(ids, self._reader(touched, moment))
            self._known = self._known.after(changed, outlook)

    def _stand(self, decks: Collection[int], moment: Moment) -> dict[str, DeckStanding]:
        return standings_of(
            [self._outlines[deck] for deck in decks],
            self._store.progress.deck_memory(moment.day, moment.decay, decks),
            self._waiting(moment, decks),
        )

    def _waiting(self, moment: Moment, decks: Collection[int] | None = None) -> list[DeckDue]:
        return self._store.today.due_summary(moment.end, moment.day, moment.ahead, decks)

    def _reader(self, decks: Collection[int] | None, moment: Moment) -> Callable[[], Mapping[str, Fading]]:
        outlines = self._outlines

        def read() -> Mapping[str, Fading]:
            seen = self._store.progress.seen_cards(decks)
            return {outlines[deck].id: Fading(*cards, moment.decay) for deck, cards in seen.items() if deck in outlines}

        return read

    def _tick(self) -> None:
        ticks = frozenset(subject for subject, value in self._store.facts.all(TICK).items() if value)
        if ticks != self._known.ticks:
            self._known = replace(self._known, ticks=ticks, grown={})
