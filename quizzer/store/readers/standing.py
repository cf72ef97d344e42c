"""The cards as they are now, and their trails, for a part of the collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, pairwise, repeat
from typing import Literal, NamedTuple

from quizzer.store.readers.fragments import NOT_BURIED, SEEN, UNSEEN, among, like_literal
from quizzer.store.readers.progress import LATENESS, RECALL, curve, lateness
from quizzer.store.sqlite_file import Rows
from quizzer.store.times import from_ms, to_ms
from quizzer_scheduler.stats.tally import Columns
from quizzer_scheduler.stats.trail import SIZE

STABILITY_EDGES = (1, 3, 7, 14, 30, 60, 90, 180, 365, 730)
"""Days of stability at which a bucket ends and the next begins."""
DIFFICULTY_EDGES = (2, 3, 4, 5, 6, 7, 8, 9)
RECALL_EDGES = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)

_EDGES = {
    "stability": [str(edge) for edge in STABILITY_EDGES],
    "difficulty": [str(edge) for edge in DIFFICULTY_EDGES],
    "lateness": [f":late{place}" for place in range(len(RECALL_EDGES))],
}
# Recall falls with the time since the last answer by the stability, so of that what an edge comes to is compared.
_BELOW = ", ".join(
    f"count(*) filter (where {name} {'>' if name == 'lateness' else '<'} {edge})"
    for name, edges in _EDGES.items()
    for edge in edges
)
_COUNTED = "question_key is not null and suspended = 0 and stability is not null"
_SQUARED = RECALL.replace(":exponent", "2 * :exponent")
_STANDINGS = f"""
    select deck_key, count(*), sum({RECALL}), sum({_SQUARED}), sum(difficulty) from card
    where {_COUNTED} and {{cards}} group by deck_key
"""
# The limit keeps SQLite from computing the quotient anew for every count.
_SPREAD = f"""
    select count(*), {_BELOW} from (
        select stability, difficulty, {LATENESS} as lateness from card
        where {_COUNTED} and {{cards}} limit :all_of_them) seen
"""
_UNSEEN = f"select deck_key, count(*) from card where {UNSEEN} and {{cards}} group by deck_key"
_REPS = (
    "select coalesce(sum(reps), 0), coalesce(sum(case when {cards} then reps else 0 end), 0) from card where reps > 0"
)
_TRAILS = """
    select card.key, deck_key, packed from card join trail on trail.card_key = card.key
    where card.key > :last and {which} and {cards} order by card.key limit :count
"""
Which = Literal["all", "in", "out"]
_WHICH: dict[Which, str] = {
    "all": "1 = 1",
    "in": "suspended = 0 and question_key is not null",
    "out": "(suspended = 1 or question_key is null)",
}
# Apart from each other, so that the first is read off an index in its order.
_DUE = (
    f"select due_at, count(*) from card where {SEEN} and due_at < :end and {NOT_BURIED} and {{cards}} group by due_at"
)
_PUT_OFF = f"""
    select due_at, buried_until, count(*) from card
    where {SEEN} and due_at < :end and buried_until > :day and {{cards}} group by due_at, buried_until
"""
# Spelled like the partial index, and told apart, so that all but the worst are counted without a look at the table.
_FORGOTTEN = "question_key is not null and lapses > 0 and lapses >= :threshold and {cards}"
_LEECH_COUNT = f"select count(*) from card where {_FORGOTTEN}"
_LEECHES = f"""
    select card.key, card.id, deck.id, deck.title, lapses, reps,
        case when stability is not null then {RECALL} end
    from card join deck on deck.key = card.deck_key where {_FORGOTTEN} order by lapses desc, card.id limit :count
"""
_TESTED = (
    "select deck_key, sum(tested), sum(recalled) from day_total where day >= :first and day <= :last group by deck_key"
)
_CHUNK = 4_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the collection: the cards for which everything given holds."""

    decks: tuple[int, ...] | None = None
    """Keys of decks; None for all."""
    kind: str | None = None
    tag: str | None = None
    others: tuple[int, ...] | None = None
    """Keys of all decks that are not in it, where they are known: of two lists the shorter one is looked through."""

    @property
    def by_deck(self) -> bool:
        """Whether it is made of whole decks."""
        return self.kind is None and self.tag is None

    def condition(self) -> tuple[str, dict[str, object]]:
        """Return a condition on `card`, and its parameters."""
        parameters: dict[str, object] = {}
        conditions = []
        if self.decks is not None:
            fewer = self.others is not None and len(self.others) < len(self.decks)
            marks, parameters = among("deck", (self.others if fewer else self.decks) or ())
            if parameters or not fewer:
                conditions.append(f"deck_key {'not ' if fewer else ''}in ({marks})")
        wanted = []
        if self.kind is not None:
            wanted.append("kind = :kind")
            parameters["kind"] = self.kind
        if self.tag is not None:
            wanted.append("tags like :tag escape '!'")
            parameters["tag"] = f"%\n{like_literal(self.tag.casefold())}\n%"
        if wanted:
            conditions.append(f"question_key in (select key from question where {' and '.join(wanted)})")
        return f"({' and '.join(conditions) or '1 = 1'})", parameters


@dataclass(frozen=True, slots=True)
class DeckStandingNow:
    """What is in memory of a deck's cards that were seen."""

    introduced: int
    recalled: float
    variance: float
    """Σ R (1 − R)."""
    difficulty: float
    """Sum over the cards."""


class Spread(NamedTuple):
    """How many cards lie in each bucket."""

    stability: tuple[int, ...]
    difficulty: tuple[int, ...]
    recall: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeechRow:
    """A card that was forgotten often."""

    key: int
    card: str
    deck: str
    deck_title: str
    lapses: int
    reps: int
    recall: float | None


class StandingReader:
    """Reads cards of a part of the collection."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def standings(self, part: Part, day: date, decay: float) -> dict[int, DeckStandingNow]:
        """Return what is in memory on a study day, by deck key; `decay` is the weight w20."""
        cards, parameters = part.condition()
        return {
            deck: DeckStandingNow(int(n), float(r), max(0.0, float(r) - float(squared)), float(d))
            for deck, n, r, squared, d in self._rows.all(
                _STANDINGS.format(cards=cards), **parameters, **curve(day, decay)
            )
        }

    def spread(self, part: Part, day: date, decay: float) -> Spread:
        """Return how stability, difficulty and recall are spread over the cards seen, by the edges above."""
        cards, parameters = part.condition()
        late = {f"late{place}": lateness(edge, decay) for place, edge in enumerate(RECALL_EDGES)}
        sql = _SPREAD.format(cards=cards)
        n, *below = self._rows.all(sql, **parameters, **late, day=day.toordinal(), all_of_them=1 << 40)[0]
        found = []
        for edges in _EDGES.values():
            sums = [0, *below[: len(edges)], n]
            found.append(tuple(int(high) - int(low) for low, high in pairwise(sums)))
            del below[: len(edges)]
        return Spread(*found)

    def unseen(self, part: Part) -> dict[int, int]:
        """Return how many cards never seen each deck (key) has; suspended ones and orphans left out."""
        cards, parameters = part.condition()
        return {deck: int(n) for deck, n in self._rows.all(_UNSEEN.format(cards=cards), **parameters)}

    def share(self, part: Part) -> tuple[int, int]:
        """Return how many answers all cards had, and how many those of the part."""
        cards, parameters = part.condition()
        every, some = self._rows.all(_REPS.format(cards=cards), **parameters)[0]
        return int(every), int(some)

    def trails(self, part: Part, *, others: bool = False, which: Which = "all") -> Iterator[list[tuple[int, bytes]]]:
        """Yield deck keys and trails of a part's cards, some thousands at a time; with `others` those of all others.

        "in" are those that statistics of memory count, "out" the suspended ones and those whose question is gone.
        """
        cards, parameters = part.condition()
        sql = _TRAILS.format(cards=f"{cards} is not true" if others else cards, which=_WHICH[which])
        last = -1
        while rows := self._rows.all(sql, **parameters, last=last, count=_CHUNK):
            yield [(deck, bytes(packed)) for _, deck, packed in rows]
            last = rows[-1][0]

    def due(self, part: Part, end: datetime, day: date) -> list[tuple[datetime, int, int]]:
        """Count what falls due before an instant: due instant, study day (ordinal) until which it is put off, cards.

        What is put off until `day` at the latest is put off no more, and has 0 there.
        """
        cards, parameters = part.condition()
        asked = {**parameters, "end": to_ms(end), "day": day.toordinal()}
        found = [(from_ms(due), 0, int(n)) for due, n in self._rows.all(_DUE.format(cards=cards), **asked)]
        late = self._rows.all(_PUT_OFF.format(cards=cards), **asked)
        return found + [(from_ms(due), int(buried), int(n)) for due, buried, n in late]

    def leech_count(self, part: Part, threshold: int) -> int:
        """Return how many cards were forgotten `threshold` times or more, 1 at least."""
        cards, parameters = part.condition()
        return int(self._rows.all(_LEECH_COUNT.format(cards=cards), **parameters, threshold=threshold)[0][0])

    def leeches(self, part: Part, threshold: int, count: int, day: date, decay: float) -> list[LeechRow]:
        """Return the worst of them, worst first."""
        cards, parameters = part.condition()
        asked = {**parameters, **curve(day, decay), "threshold": threshold, "count": count}
        return [LeechRow(*row) for row in self._rows.all(_LEECHES.format(cards=cards), **asked)]

    def tested(self, first: date, last: date) -> dict[int, tuple[int, int]]:
        """Return answers to cards in Review, and those not forgotten, by deck key."""
        rows = self._rows.all(_TESTED, first=first.toordinal(), last=last.toordinal())
        return {deck: (int(tested), int(recalled)) for deck, tested, recalled in rows}

    def tested_cards(self, part: Part, first: date, last: date) -> dict[int, tuple[int, int]]:
        """Return the same of the part's cards alone, from their trails."""
        tested: Counter[int] = Counter()
        recalled: Counter[int] = Counter()
        for chunk in self.trails(part):
            columns = Columns(b"".join([trail for _, trail in chunk]), first.toordinal(), last.toordinal())
            n, hits = columns.reviewed(chain.from_iterable(repeat(deck, len(trail) // SIZE) for deck, trail in chunk))
            tested += n
            recalled += hits
        return {deck: (number, recalled[deck]) for deck, number in tested.items()}
