"""What waits today, counted over a closed database: for shell prompts, where a quarter of a second is too long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from quizzer import config as configuration
from quizzer.limits import BREAK, PLAN, TODAY, limits_today
from quizzer.pace import Pace
from quizzer.store.glance import Glance, GlancedDeck, glance
from quizzer.store.times import to_ms
from quizzer.study_days import study_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from quizzer.clock import Clock
    from quizzer.config import Config
    from quizzer.limits import DailyLimit
    from quizzer.store.store import Store
    from quizzer.tree import DeckStanding


class DeckWaiting(NamedTuple):
    """What one deck has for now, its own limits applied."""

    id: str
    due: int
    learning: int
    new: int


class Waiting(NamedTuple):
    """What a sitting would ask now, all limits applied."""

    due: int
    learning: int
    new: int
    minutes: int
    decks: tuple[DeckWaiting, ...]


def waiting(config_file: str, database: str, clock: Clock) -> Waiting | None:
    """Count what waits; None before the program was first opened. ConfigError and StoreError as elsewhere."""
    config = configuration.load(config_file)
    days = study_days(config)
    at = clock.now()
    day = days.day(at)
    end = days.start(day + timedelta(days=1))
    ahead = at + timedelta(minutes=config.whole("study.learn_ahead"))
    seen = glance(database, to_ms(end), day.toordinal(), TODAY, to_ms(ahead), PLAN, BREAK)
    if seen is None:
        return None
    limits = limits_today(config, _values(seen.facts), day, _planned(seen, day) if seen.others else None)
    return limited(seen.decks, limits, Pace.measured(seen.seconds_per_answer))


def waiting_in(store: Store, config: Config, at: datetime, names: Mapping[int, str] | None = None) -> Waiting:
    """Count what waits in an open store, of whatever database; `names` are the ids of decks by key, where known."""
    from quizzer.pacing import planned_today

    days = study_days(config)
    day = days.day(at)
    ahead = at + timedelta(minutes=config.whole("study.learn_ahead"))
    there = {deck.deck: deck for deck in store.today.due_summary(days.start(day + timedelta(days=1)), day, ahead)}
    done = store.today.done(day)
    if names is None:
        names = {deck.key: deck.id for deck in store.decks.outlines()}
    decks = [
        GlancedDeck(
            names.get(key, ""),
            *((there[key].due, there[key].learning, there[key].new) if key in there else (0, 0, 0)),
            *((done[key].introduced, done[key].reviewed) if key in done else (0, 0)),
        )
        for key in sorted({*there, *done}, key=lambda key: names.get(key, ""))
    ]
    limits = limits_today(config, store.facts.all(TODAY), day, planned_today(store, day))
    return limited(decks, limits, Pace.measured(store.today.seconds_per_answer(day)))


def waiting_of(standings: Iterable[DeckStanding], store: Store, config: Config, day: date) -> Waiting:
    """Count what waits where what each deck has to ask is known already."""
    from quizzer.pacing import planned_today

    done = store.today.done(day)
    decks = []
    for deck in standings:
        so_far = done.get(deck.key)
        answered = (so_far.introduced, so_far.reviewed) if so_far else (0, 0)
        if so_far or deck.due or deck.learning or deck.new:
            decks.append(GlancedDeck(deck.id, deck.due, deck.learning, deck.new, *answered))
    limits = limits_today(config, store.facts.all(TODAY), day, planned_today(store, day))
    return limited(decks, limits, Pace.measured(None))


def _planned(seen: Glance, day: date) -> int | None:
    """Return how many new cards the plan, or a break, allows today."""
    from quizzer.pacing import Pace as PlanPace
    from quizzer.pacing import PlanInForce, allowed, pace_of, unseen_of

    def pace(plan: PlanInForce, off: frozenset[date]) -> PlanPace | None:
        studied = sum(one >= plan.since.toordinal() for one in seen.studied)
        return pace_of(plan, day, off, unseen_of(plan, seen.unseen), studied)

    kinds = {kind: _values({s: text for (k, s), text in seen.others.items() if k == kind}) for kind in (PLAN, BREAK)}
    return allowed(kinds[PLAN], kinds[BREAK], day, pace)


def _values(facts: Mapping[str, str]) -> dict[str, object]:
    if not facts:
        return {}
    import json

    return {subject: json.loads(text) for subject, text in facts.items()}


def limited(decks: Iterable[GlancedDeck], limits: Mapping[str, DailyLimit], pace: Pace) -> Waiting:
    """Apply the limits of the decks, then the one over all of them, to what is there."""
    decks = list(decks)
    waits = []
    for deck in decks:
        if (own := limits.get(deck.id)) is None:
            waits.append(DeckWaiting(deck.id, deck.due, deck.learning, deck.new))
            continue
        rest = own.less(deck.introduced, deck.reviewed)
        waits.append(DeckWaiting(deck.id, _at_most(deck.due, rest.review), deck.learning, _at_most(deck.new, rest.new)))
    overall = limits[""].less(sum(deck.introduced for deck in decks), sum(deck.reviewed for deck in decks))
    due = _at_most(sum(deck.due for deck in waits), overall.review)
    new = _at_most(sum(deck.new for deck in waits), overall.new)
    learning = sum(deck.learning for deck in waits)
    minutes = round(pace.seconds(due, learning, new) / 60)
    return Waiting(due, learning, new, minutes, tuple(d for d in waits if d.due or d.learning or d.new))


def _at_most(number: int, limit: int | None) -> int:
    return number if limit is None else min(number, limit)


def as_json(found: Waiting | None) -> str:
    """Return the JSON of `quizzer due`; null where nothing is known yet.

    Put together here: importing the json module takes as long as counting a hundred thousand cards.
    """
    if found is None:
        return '{"version": 1, "due": 0, "learning": 0, "new": null, "minutes": null, "decks": []}\n'
    decks = ", ".join(
        f'{{"id": {_quoted(id_)}, "due": {due}, "learning": {learning}, "new": {new}}}'
        for id_, due, learning, new in found.decks
    )
    return (
        f'{{"version": 1, "due": {found.due}, "learning": {found.learning}, "new": {found.new},'
        f' "minutes": {found.minutes}, "decks": [{decks}]}}\n'
    )


def _quoted(text: str) -> str:
    if text.isascii() and text.replace("/", "").replace("-", "").isalnum():
        return f'"{text}"'
    import json

    return json.dumps(text)


def as_text(found: Waiting | None) -> str:
    """Return one line for a shell prompt."""
    if found is None:
        return "Nothing yet. Run `quizzer` to begin.\n"
    if not found.due + found.learning + found.new:
        return "Nothing due.\n"
    parts = [(found.due, "due"), (found.learning, "learning"), (found.new, "new")]
    return ", ".join(f"{number} {name}" for number, name in parts if number) + f", ≈ {max(1, found.minutes)} min\n"
