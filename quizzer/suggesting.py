"""What next: today's cards, then the topic to learn, then what is at risk; one sentence each."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

from quizzer import wording
from quizzer.overview import Overview

_SOON = timedelta(days=7)
"""What falls later is no risk yet."""

Matter: TypeAlias = Literal["due", "learn", "risk"]


class Suggestion(Struct, frozen=True):
    """One thing to do next."""

    kind: Matter
    sentence: str
    seconds: float = 0.0
    """Estimated work; 0 where there is none today."""
    title: str = ""
    """The topic or deck it is about."""
    decks: tuple[str, ...] = ()


def suggestions(overview: Overview) -> tuple[Suggestion, ...]:
    """Return what there is to do, most urgent first."""
    found = (_due(overview), _learn(overview), _risk(overview))
    return tuple(suggestion for suggestion in found if suggestion is not None)


def _due(overview: Overview) -> Suggestion:
    due, learning = overview.counts.due, overview.counts.learning
    if not due + learning:
        return Suggestion("due", "Nothing is due any more today." if overview.answered_today else "Nothing is due.")
    parts = [f"{wording.count(due, 'card')} {'is' if due == 1 else 'are'} due"] if due else []
    if learning:
        noun = "" if due else f" {'card' if learning == 1 else 'cards'}"
        parts.append(f"{learning:,}{noun} {'is' if learning == 1 else 'are'} being learned")
    seconds = overview.pace.seconds(due, learning, 0)
    return Suggestion("due", f"{' and '.join(parts)}: {wording.minutes(seconds)}.", seconds)


def _learn(overview: Overview) -> Suggestion | None:
    topic, new = overview.next_topic, overview.counts.new
    seconds = overview.pace.seconds(0, 0, new)
    if topic is None:
        text = f"The roadmap has no new cards left; {wording.count(new, 'new card')} of other decks"
        return Suggestion("learn", f"{text}: {wording.minutes(seconds)}.", seconds) if new else None
    left = wording.count(topic.new, "new card")
    gates = overview.gates
    missing = gates.closed(topic) if gates else ()
    if gates and missing:
        text = f"Next in order is {topic.title}, though it {gates.reason(missing)}."
    elif new >= topic.new:
        seconds = overview.pace.seconds(0, 0, topic.new)
        text = f"Learn {topic.title} next: {left}, {wording.minutes(seconds)}."
    elif new:
        text = f"Learn {topic.title} next: {new:,} of {left} today, {wording.minutes(seconds)}."
    else:
        none = "nothing new comes in your break" if overview.day_off else "today's new cards are done"
        text = f"Next to learn is {topic.title}, {left}; {none}."
    return Suggestion("learn", text, seconds, topic.title, topic.decks)


def _risk(overview: Overview) -> Suggestion | None:
    slip = overview.slipping
    if slip is None:
        return _fading(overview)
    since = f"since {wording.day(slip.since, overview.day)}" if slip.since else "for over a month"
    deck = slip.deck
    seconds = overview.pace.seconds(deck.due, deck.learning, 0)
    work = f": {deck.due + deck.learning:,} due there, {wording.minutes(seconds)}" if seconds else ""
    under = f"under {wording.percent(slip.desired)} {since}"
    text = f"{deck.title} slips, at {wording.percent(slip.recall)} and {under}{work}."
    return Suggestion("risk", text, seconds, deck.title, (deck.id,))


def _fading(overview: Overview) -> Suggestion | None:
    """Return the topic that falls first within a week if nothing is answered."""
    if overview.gates is None:
        return None
    curriculum = overview.gates.curriculum
    topics = (node for root in overview.roots for node in root.walk() if node.kind == "topic")
    seen = {node.path: node for node in topics if node.introduced}
    days = {path: day for path, node in seen.items() if (day := curriculum.at_risk(node)) is not None}
    first = min(days, key=lambda path: days[path], default=None)
    if first is None or days[first] > overview.day + _SOON:
        return None
    topic, when = seen[first], wording.day(days[first], overview.day)
    on = when if when in ("today", "tomorrow") else f"on {when}"
    seconds = overview.pace.seconds(topic.due, topic.learning, 0)
    text = f"{topic.title} falls under {wording.percent(curriculum.desired(topic))} {on} if none of it is answered."
    return Suggestion("risk", text, seconds, topic.title, topic.decks)
