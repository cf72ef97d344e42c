"""The list of settings: what can be set, what each is usually, and how a value is read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Value = bool | int | float | str | tuple[timedelta, ...]


class Setting(NamedTuple):
    """One thing a learner can set."""

    key: str
    """`section.name`, as in the file and on the command line."""
    default: Value
    read: Callable[[object], Value]
    """Turns a TOML value or typed text into the setting's type; raises ValueError with what is allowed."""
    meaning: str
    """One sentence."""
    choices: tuple[str, ...] = ()


def number(low: float, high: float, whole: bool) -> Callable[[object], Value]:
    """Return a reader of numbers from `low` to `high`."""

    def read(raw: object) -> Value:
        try:
            if isinstance(raw, bool):
                raise TypeError
            value = int(str(raw)) if whole else float(str(raw))
        except (TypeError, ValueError):
            raise ValueError(f"must be a {'whole ' if whole else ''}number from {low:g} to {high:g}") from None
        if not low <= value <= high:
            raise ValueError(f"must be from {low:g} to {high:g}")
        return value

    return read


def _switch(raw: object) -> Value:
    known = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}
    try:
        return known[str(raw).casefold()]
    except KeyError:
        raise ValueError("must be true or false") from None


def one_of(*names: str) -> Callable[[object], Value]:
    """Return a reader that takes these names only."""

    def read(raw: object) -> Value:
        if raw not in names:
            raise ValueError("must be one of " + ", ".join(names))
        return str(raw)

    return read


def as_text(raw: object) -> Value:
    """Take text, and nothing that would have to be turned into it."""
    if not isinstance(raw, str):
        raise ValueError("must be text")
    return raw


def _timezone(raw: object) -> Value:
    name = str(raw)
    if name:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError("must be a zone such as Europe/Berlin, or empty for the system's own") from None
    return name


def _steps(raw: object) -> Value:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    words = raw if isinstance(raw, list) else str(raw).replace(",", " ").split()
    steps = []
    for word in words:
        amount, unit = str(word)[:-1], str(word)[-1:]
        if unit not in units or not amount.isascii() or not amount.isdigit() or not 0 < int(amount) <= 99999:
            raise ValueError('must be steps such as "1m 10m" (s, m, h or d), or empty')
        steps.append(timedelta(seconds=int(amount) * units[unit]))
    if len(steps) > 20:
        raise ValueError("must be at most 20 steps")
    if steps != sorted(steps):
        raise ValueError("must be steps of which none is shorter than the one before")
    return tuple(steps)


def _choice(key: str, default: str, meaning: str, *names: str) -> Setting:
    return Setting(key, default, one_of(default, *names), meaning, (default, *names))


SETTINGS: tuple[Setting, ...] = (
    Setting("study.new_per_day", 10, number(0, 9999, True), "New cards a day."),
    Setting(
        "study.reviews_per_day", 200, number(0, 9999, True), "Due cards a day; the rest waits, most forgotten last."
    ),
    Setting("study.desired_retention", 0.9, number(0.7, 0.99, False), "The share of due cards you want to recall."),
    Setting(
        "study.learning_steps",
        (timedelta(minutes=1), timedelta(minutes=10)),
        _steps,
        "Waits before a new card leaves its first day.",
    ),
    Setting("study.relearning_steps", (timedelta(minutes=10),), _steps, "Waits after a card was forgotten."),
    Setting("study.maximum_interval", 36500, number(1, 36500, True), "The longest wait, in days."),
    Setting(
        "study.learn_ahead",
        20,
        number(0, 1440, True),
        "Minutes that a learning card may come early when nothing else is left.",
    ),
    Setting("study.rollover_hour", 4, number(0, 23, True), "The hour at which a new study day begins."),
    Setting("study.timezone", "", _timezone, "Your time zone; empty for the system's own."),
    Setting("study.roadmap", "complete-ai-engineer", as_text, "The roadmap whose order new cards follow."),
    _choice("study.review_order", "auto", "Order of due cards.", "random", "retrievability", "due"),
    _choice("study.new_order", "roadmap", "Order of new cards.", "random"),
    _choice("study.new_mix", "spread", "Where new cards come among the due ones.", "before", "after"),
    Setting(
        "study.gate",
        0.6,
        number(0, 1, False),
        "Share of a needed deck you should recall before what builds on it; 0 opens all.",
    ),
    Setting("study.remediation", False, _switch, "After a lapse, ask what it builds on where that is weak."),
    Setting("study.contrast", True, _switch, "Keep cards that are easily confused apart while they are new."),
    Setting("study.fuzz", True, _switch, "Spread due dates a little, so that cards learnt together part."),
    Setting("study.load_balance", True, _switch, "Let due dates prefer quiet days."),
    Setting("study.leech_lapses", 8, number(1, 99, True), "How often a card is forgotten before it counts as a leech."),
    _choice(
        "app.theme", "quizzer-dark", "Colours.", "quizzer-light", "quizzer-contrast-dark", "quizzer-contrast-light"
    ),
    Setting("app.animations", True, _switch, "Short movements on the screen."),
    Setting("app.editor", "", as_text, "The editor's command; empty for $VISUAL or $EDITOR."),
)
