"""What the home screen shows: today's work, the weeks behind, and the tree with what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from quizzer.breaks import breaks_of, days_off
from quizzer.config import Config
from quizzer.curriculum import Curriculum, DeckStanding, Node
from quizzer.desired import Desired
from quizzer.gating import Gates, gates_of
from quizzer.pace import Pace
from quizzer.sitting import Counts
from quizzer.store.records import DayTotal
from quizzer.store.store import Store
from quizzer_scheduler.fading import Fading, falls_below
from quizzer_scheduler.model import Memory
from quizzer_scheduler.retrievability import DEFAULT_DECAY, retrievability

WEEKS = 12
_MONTH = 31
"""Days after which it does not matter any more since when something slips."""


class Slipping(Struct, frozen=True):
    """A deck whose introduced cards are, on average, below the desired retention."""

    deck: DeckStanding
    recall: float
    """Mean retrievability today, from 0 to 1."""
    since: date | None
    """First study day below; None when that was over a month ago."""
    desired: float = 0.9
    """What is wanted of it."""


class Overview(Struct, frozen=True):
    """Home at a glance."""

    day: date
    counts: Counts
    """What a sitting would ask now, limits applied."""
    seconds: float
    streak: int
    """Study days in a row with an answer, up to today or, while today has none, yesterday."""
    answered_today: int
    weeks: tuple[int, ...]
    """Answers a week, oldest first, the last one being the seven days up to today."""
    roots: tuple[Node, ...]
    """The roadmap first, then what is on no roadmap, where there is any."""
    next_topic: Node | None
    """The first topic in order with new cards."""
    slipping: Slipping | None
    pace: Pace = Pace()
    gates: Gates | None = None
    """What waits for what; None where nobody looked."""
    day_off: bool = False
    """Whether today is a day of a planned break."""


def weeks(totals: Mapping[date, DayTotal], today: date) -> tuple[int, ...]:
    """Return answers in each of the last twelve weeks, oldest first."""
    sums = [0] * WEEKS
    for day, total in totals.items():
        week = (today - day).days // 7
        if 0 <= week < WEEKS:
            sums[WEEKS - 1 - week] += total.answers
    return tuple(sums)


def next_topic(root: Node, gates: Gates) -> Node | None:
    """Return the first open topic with new cards, else the first with new cards at all."""
    topics = [node for node in root.walk() if node.kind == "topic" and node.new]
    return next((node for node in topics if not gates.closed(node)), topics[0] if topics else None)


def slipping(
    standings: Mapping[str, DeckStanding],
    memories: Mapping[str, Sequence[tuple[float, date]]],
    desired: Desired,
    today: date,
    decay: float = DEFAULT_DECAY,
) -> Slipping | None:
    """Return the deck that is furthest below its desired retention, None when all hold.

    `memories` gives stability (days) and study day of the last answer of each introduced card, by deck to look at.
    """
    worst: tuple[float, float, str] | None = None
    for deck in memories:
        recall = _mean_recall(memories[deck], today, decay)
        below = 0.0 if recall is None else recall - desired.of(deck)
        if recall is not None and below < 0 and (worst is None or below < worst[0]):
            worst = (below, recall, deck)
    if worst is None:
        return None
    _, recall, deck = worst
    wanted = desired.of(deck)
    return Slipping(standings[deck], recall, _since(memories[deck], wanted, today, decay), wanted)


def slipping_now(store: Store, curriculum: Curriculum, desired: Desired, today: date, decay: float) -> Slipping | None:
    """Look at the decks with the lowest recall of what was introduced; a handful is enough to find the worst."""
    known = [deck for deck in curriculum.standings.values() if deck.introduced]
    known.sort(key=lambda deck: deck.recalled / deck.introduced - desired.of(deck.id))
    memories = {deck.id: store.progress.memories(deck.id) for deck in known[:5]}
    return slipping(curriculum.standings, memories, desired, today, decay)


def _mean_recall(cards: Sequence[tuple[float, date]], day: date, decay: float) -> float | None:
    recalls = [retrievability(Memory(s, 5.0), (day - last).days, decay) for s, last in cards if last <= day]
    return sum(recalls) / len(recalls) if recalls else None


def _since(cards: Sequence[tuple[float, date]], desired: float, today: date, decay: float) -> date | None:
    """Return the first study day below, as `Outlook.at_risk` defines it; None when that was over a month ago."""
    fading = Fading([stability for stability, _ in cards], [last.toordinal() for _, last in cards], decay)
    day = falls_below([fading], desired, today.toordinal(), today.toordinal())
    return date.fromordinal(day) if day is not None and day > today.toordinal() - _MONTH else None


def looked(
    store: Store, config: Config, curriculum: Curriculum, counts: Counts, today: date, desired: Desired, decay: float
) -> Overview:
    """Look up what the home screen shows beside the curriculum and the counts."""
    off = days_off(breaks_of(store))
    gates = gates_of(store, config, curriculum)
    pace = Pace.measured(store.today.seconds_per_answer(today))
    totals = {total.day: total for total in store.progress.totals_by_day(today - timedelta(days=7 * WEEKS), today)}
    first = curriculum.roadmaps[0].id if curriculum.roadmaps else ""
    root = curriculum.outline(config.text("study.roadmap")) or curriculum.outline(first)
    elsewhere = curriculum.elsewhere()
    return Overview(
        day=today,
        counts=counts,
        seconds=pace.seconds(counts.due, counts.learning, counts.new),
        streak=store.progress.streak(today, off),
        answered_today=totals[today].answers if today in totals else 0,
        weeks=weeks(totals, today),
        roots=tuple(node for node in (root, elsewhere if elsewhere.children else None) if node is not None),
        next_topic=next_topic(root, gates) if root else None,
        slipping=slipping_now(store, curriculum, desired, today, decay),
        pace=pace,
        gates=gates,
        day_off=today in off,
    )
