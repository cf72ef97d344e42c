"""The learner's settings: a TOML file that is read strictly and never written by reading it."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from quizzer.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EASY_DAY_WEIGHTS: Mapping[str, float] = MappingProxyType({"normal": 1.0, "reduced": 0.5, "minimum": 0.0001})

Value = bool | int | float | str | tuple[timedelta, ...]
_SECTIONS = ("study", "app", "easy_days", "keys", "decks")


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


def _number(low: float, high: float, whole: bool) -> Callable[[object], Value]:
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


def _one_of(*names: str) -> Callable[[object], Value]:
    def read(raw: object) -> Value:
        if raw not in names:
            raise ValueError("must be one of " + ", ".join(names))
        return str(raw)

    return read


def _text(raw: object) -> Value:
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
    return Setting(key, default, _one_of(default, *names), meaning, (default, *names))


SETTINGS: tuple[Setting, ...] = (
    Setting("study.new_per_day", 10, _number(0, 9999, True), "New cards a day."),
    Setting(
        "study.reviews_per_day", 200, _number(0, 9999, True), "Due cards a day; the rest waits, most forgotten last."
    ),
    Setting("study.desired_retention", 0.9, _number(0.7, 0.99, False), "The share of due cards you want to recall."),
    Setting(
        "study.learning_steps",
        (timedelta(minutes=1), timedelta(minutes=10)),
        _steps,
        "Waits before a new card leaves its first day.",
    ),
    Setting("study.relearning_steps", (timedelta(minutes=10),), _steps, "Waits after a card was forgotten."),
    Setting("study.maximum_interval", 36500, _number(1, 36500, True), "The longest wait, in days."),
    Setting(
        "study.learn_ahead",
        20,
        _number(0, 1440, True),
        "Minutes that a learning card may come early when nothing else is left.",
    ),
    Setting("study.rollover_hour", 4, _number(0, 23, True), "The hour at which a new study day begins."),
    Setting("study.timezone", "", _timezone, "Your time zone; empty for the system's own."),
    Setting("study.roadmap", "complete-ai-engineer", _text, "The roadmap whose order new cards follow."),
    _choice("study.review_order", "auto", "Order of due cards.", "random", "retrievability", "due"),
    _choice("study.new_order", "roadmap", "Order of new cards.", "random"),
    _choice("study.new_mix", "spread", "Where new cards come among the due ones.", "before", "after"),
    Setting(
        "study.gate",
        0.6,
        _number(0, 1, False),
        "Share of a needed deck you should recall before what builds on it; 0 opens all.",
    ),
    Setting("study.fuzz", True, _switch, "Spread due dates a little, so that cards learnt together part."),
    Setting("study.load_balance", True, _switch, "Let due dates prefer quiet days."),
    Setting(
        "study.leech_lapses", 8, _number(1, 99, True), "How often a card is forgotten before it counts as a leech."
    ),
    _choice(
        "app.theme", "quizzer-dark", "Colours.", "quizzer-light", "quizzer-contrast-dark", "quizzer-contrast-light"
    ),
    Setting("app.animations", True, _switch, "Short movements on the screen."),
    Setting("app.editor", "", _text, "The editor's command; empty for $VISUAL or $EDITOR."),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}
_DEFAULTS: Mapping[str, Value] = MappingProxyType({setting.key: setting.default for setting in SETTINGS})
_NONE: Mapping[Any, Any] = MappingProxyType({})


class DeckSettings(NamedTuple):
    """A deck's own daily limits; None follows the global one."""

    new_per_day: int | None = None
    reviews_per_day: int | None = None


class Config(NamedTuple):
    """All settings, with defaults filled in."""

    values: Mapping[str, Value] = _DEFAULTS
    easy_days: Mapping[int, float] = _NONE
    """Weight by weekday, Monday 0; absent means 1."""
    keys: Mapping[str, str] = _NONE
    """Binding id to key names, separated by commas."""
    decks: Mapping[str, DeckSettings] = _NONE

    def number(self, key: str) -> float:
        """Return a numeric setting."""
        value = self.values[key]
        assert isinstance(value, (int, float)), key
        return value

    def whole(self, key: str) -> int:
        """Return a whole-number setting."""
        return int(self.number(key))

    def switch(self, key: str) -> bool:
        """Return an on/off setting."""
        return bool(self.values[key])

    def text(self, key: str) -> str:
        """Return a text setting."""
        return str(self.values[key])

    def steps(self, key: str) -> tuple[timedelta, ...]:
        """Return a list of waits."""
        value = self.values[key]
        assert isinstance(value, tuple), key
        return value


def setting(key: str) -> Setting:
    """Return the setting of that name; ConfigError with the nearest name when there is none."""
    if key not in _BY_KEY:
        raise ConfigError(f"There is no setting {key!r}.{_nearest(key, _BY_KEY)} `quizzer config` lists all.")
    return _BY_KEY[key]


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1, 0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def read_file(path: Path | str) -> str:
    """Return the text of a settings file, empty when there is none. ConfigError when it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read ({error}). Mend it or move it away to use the defaults.") from error


def load(path: Path | str) -> Config:
    """Read the settings file; a missing one means the defaults. ConfigError names the file, the key and the remedy."""
    text = read_file(path)
    if not text:
        return Config()
    import tomllib

    try:
        return parse(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}. Mend that line or move the file away.") from error
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error


def parse(table: Mapping[str, Any]) -> Config:
    """Turn the file's tables into settings; ValueError with the key and what it must be."""
    values = dict(_DEFAULTS)
    for section, content in table.items():
        if section not in _SECTIONS:
            raise ValueError(f"{section!r} is no section.{_nearest(section, _SECTIONS)}")
        if not isinstance(content, dict):
            raise ValueError(f"{section!r} must be a section: write [{section}] on a line of its own.")
        if section not in ("study", "app"):
            continue
        for name, raw in content.items():
            key = f"{section}.{name}"
            if key not in _BY_KEY:
                raise ValueError(f"{key!r} is no setting.{_nearest(key, _BY_KEY)}")
            values[key] = _read(key, _BY_KEY[key].read, raw)
    config = Config(
        values=MappingProxyType(values),
        easy_days=_easy_days(table.get("easy_days", {})),
        keys=_keys(table.get("keys", {})),
        decks={deck: _deck(deck, content) for deck, content in table.get("decks", {}).items()},
    )
    for key in ("study.learning_steps", "study.relearning_steps"):
        if config.steps(key) and config.steps(key)[-1] > timedelta(days=config.whole("study.maximum_interval")):
            raise ValueError(f"{key} must not be longer than study.maximum_interval.")
    return config


def _keys(table: Mapping[str, object], above: str = "") -> dict[str, str]:
    """Return keys by binding id, whether the id was written in quotes or as a dotted key."""
    found: dict[str, str] = {}
    for name, raw in table.items():
        if isinstance(raw, dict):
            found |= _keys(raw, f"{above}{name}.")
        else:
            found[above + name] = str(_read(f"keys.{above}{name}", _text, raw))
    return found


def _read(key: str, read: Callable[[object], Value], raw: object) -> Value:
    try:
        return read(raw)
    except ValueError as error:
        raise ValueError(f"{key} {error}.") from error


def _easy_days(table: Mapping[str, object]) -> Mapping[int, float]:
    found = {}
    for day, raw in table.items():
        if day not in WEEKDAYS:
            raise ValueError(f"easy_days.{day} is no weekday; use {', '.join(WEEKDAYS)}.")
        name = str(_read(f"easy_days.{day}", _one_of(*EASY_DAY_WEIGHTS), raw))
        found[WEEKDAYS.index(day)] = EASY_DAY_WEIGHTS[name]
    return found


def _deck(deck: str, table: object) -> DeckSettings:
    limits: dict[str, int] = {}
    if not isinstance(table, dict):
        raise ValueError(f'decks."{deck}" must be a table with new_per_day or reviews_per_day.')
    for name, raw in table.items():
        if name not in ("new_per_day", "reviews_per_day"):
            raise ValueError(f'decks."{deck}".{name} is no setting; there are new_per_day and reviews_per_day.')
        limits[name] = int(str(_read(f'decks."{deck}".{name}', _number(0, 9999, True), raw)))
    return DeckSettings(**limits)
