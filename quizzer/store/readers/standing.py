"""The cards as they are now, and their trails, for a part of the collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, repeat
from typing import Literal, NamedTuple

from quizzer.store.readers.fragments import SEEN, UNSEEN, listed
from quizzer.store.readers.part import Part
from quizzer.store.readers.placed import PlacedCard, placed_cards
from quizzer.store.readers.progress import RECALL, curve
from quizzer.store.readers.spread import REMEMBERED, Spread, spread_of
from quizzer.store.sqlite_file import Rows
from quizzer.store.times import from_ms, to_ms
from quizzer_scheduler.stats.tally import Columns
from quizzer_scheduler.stats.trail import SIZE

_SQUARED = RECALL.replace(":exponent", "2 * :exponent")
_STANDINGS = f"""
    select deck_key, count(*), sum({RECALL}), sum({_SQUARED}), sum(difficulty) from card
    where {REMEMBERED} and {{cards}} group by deck_key
"""
_UNSEEN = f"select deck_key, count(*) from card where {UNSEEN} and {{cards}} group by deck_key"
_REPS = """
    select coalesce(sum(reps), 0), coalesce(sum(case when {cards} then reps else 0 end), 0) from card
    where reps > 0 and {kind}
"""
# Apart from each other: finding the cards once more for each chunk of their trails takes longer than counting them.
_CARDS = "select card.key, deck_key from card where {which} and {cards} order by card.key"
_TRAILS = "select card_key, kind, packed from trail where card_key in ({cards}) order by card_key"
# A card that was made new again has no last day, but its answers stand.
_SINCE = "(last_day >= :since or last_day is null) and question_key is not null"
Which = Literal["all", "in", "out", "new"]
_WHICH: dict[Which, str] = {
    "all": "1 = 1",
    "in": "suspended = 0 and question_key is not null and stability is not null",
    "out": "(suspended = 1 or question_key is null)",
    # Spelled like the partial index: walking through all unseen cards for them takes a hundred times as long.
    "new": f"card.key in (select key from card where state = 0 and reps > 0) and {UNSEEN}",
}
# In the order of the index that holds every column looked at. What is put off is so seldom that it is asked for apart.
_DUE = f"""
    select due_at, count(*), count(case when buried_until > :day then 1 end) from card
    where {SEEN} and due_at < :end and {{cards}} group by due_at
"""
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
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class DeckStandingNow:
    """What is in memory of a deck's cards that were seen."""

    introduced: int
    recalled: float
    variance: float
    """Σ R (1 − R)."""
    difficulty: float
    """Sum over the cards."""


class Trail(NamedTuple):
    """A card's trail, with its deck (key) and the kind of its question, empty where that is gone."""

    deck: int
    kind: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Leech:
    """A card that is forgotten again and again."""

    key: int
    """Of the card."""
    card: str
    deck: str
    deck_title: str
    lapses: int
    reps: int
    recall: float | None
    """Retrievability now."""


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

    def placed(self, decks: Collection[str]) -> Iterator[PlacedCard]:
        """Yield the cards taken as known of some decks, those left out of which all were asked."""
        return placed_cards(self._rows, decks)

    def spread(self, part: Part, day: date, decay: float) -> Spread:
        """Return how stability, difficulty and recall are spread over the cards seen."""
        return spread_of(self._rows, part, day, decay)

    def unseen(self, part: Part) -> dict[int, int]:
        """Return how many cards never seen each deck (key) has; suspended ones and orphans left out."""
        cards, parameters = part.condition()
        return {deck: int(n) for deck, n in self._rows.all(_UNSEEN.format(cards=cards), **parameters)}

    def share(self, part: Part) -> tuple[int, int]:
        """Return how many answers all cards of the part's kind had, and how many those of the part."""
        cards, parameters = part.condition()
        kind, _ = part.of_kind.condition()
        every, some = self._rows.all(_REPS.format(cards=cards, kind=kind), **parameters)[0]
        return int(every), int(some)

    def trails(
        self, part: Part, *, others: bool = False, which: Which = "all", since: date | None = None
    ) -> Iterator[list[Trail]]:
        """Yield the trails of a part's cards, some thousands at a time; with `others` those of the rest of its kind.

        "in" are those that statistics of memory count, "out" the suspended ones and those whose question is gone, "new"
        the rest, which were made new again; with `since` only the cards that have a question and were last answered on
        that study day or later, or made new again.
        """
        cards, parameters = part.others_condition if others else part.condition()
        if since is not None:
            cards, parameters = f"{cards} and {_SINCE}", {**parameters, "since": since.toordinal()}
        found = self._rows.all(_CARDS.format(cards=cards, which=_WHICH[which]), **parameters)
        for start in range(0, len(found), _CHUNK):
            decks: dict[int, int] = dict(found[start : start + _CHUNK])
            rows = self._rows.all(_TRAILS.format(cards=listed(decks)))
            yield [Trail(decks[key], kind, bytes(packed)) for key, kind, packed in rows]

    def due(self, part: Part, end: datetime, day: date) -> list[tuple[datetime, int, int]]:
        """Count what falls due before an instant: due instant, study day (ordinal) until which it is put off, cards.

        What is put off until `day` at the latest is put off no more, and has 0 there.
        """
        cards, parameters = part.condition()
        asked = {**parameters, "end": to_ms(end), "day": day.toordinal()}
        rows = self._rows.all(_DUE.format(cards=cards), **asked)
        late = self._rows.all(_PUT_OFF.format(cards=cards), **asked) if any(later for _, _, later in rows) else ()
        return [
            *[(from_ms(due), 0, int(n) - int(later)) for due, n, later in rows if n > later],
            *[(from_ms(due), int(buried), int(n)) for due, buried, n in late],
        ]

    def leech_count(self, part: Part, threshold: int) -> int:
        """Return how many cards were forgotten `threshold` times or more, 1 at least."""
        cards, parameters = part.condition()
        return int(self._rows.all(_LEECH_COUNT.format(cards=cards), **parameters, threshold=threshold)[0][0])

    def leeches(self, part: Part, threshold: int, count: int, day: date, decay: float) -> list[Leech]:
        """Return the worst of them, worst first."""
        cards, parameters = part.condition()
        asked = {**parameters, **curve(day, decay), "threshold": threshold, "count": count}
        return [Leech(*row) for row in self._rows.all(_LEECHES.format(cards=cards), **asked)]

    def tested(self, first: date, last: date) -> dict[int, tuple[int, int]]:
        """Return answers to cards in Review, and those not forgotten, by deck key."""
        rows = self._rows.all(_TESTED, first=first.toordinal(), last=last.toordinal())
        return {deck: (int(tested), int(recalled)) for deck, tested, recalled in rows}

    def tested_cards(self, part: Part, first: date, last: date) -> dict[int, tuple[int, int]]:
        """Return the same of the part's cards alone, from their trails."""
        tested: Counter[int] = Counter()
        recalled: Counter[int] = Counter()
        for chunk in self.trails(part, since=first):
            owners = chain.from_iterable(repeat(each.deck, len(each.packed) // SIZE) for each in chunk)
            columns = Columns(b"".join([each.packed for each in chunk]), first.toordinal(), last.toordinal())
            n, hits = columns.reviewed(owners)
            tested += n
            recalled += hits
        return {deck: (number, recalled[deck]) for deck, number in tested.items()}
