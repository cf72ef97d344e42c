"""The learner's settings: a TOML file that is read strictly and never written by reading it."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from quizzer.errors import ConfigError
from quizzer.settings import SETTINGS as SETTINGS
from quizzer.settings import Setting as Setting
from quizzer.settings import Value as Value
from quizzer.settings import as_text, number, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EASY_DAY_WEIGHTS: Mapping[str, float] = MappingProxyType({"normal": 1.0, "reduced": 0.5, "minimum": 0.0001})
_SECTIONS = ("study", "app", "easy_days", "keys", "decks")
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
            found[above + name] = str(_read(f"keys.{above}{name}", as_text, raw))
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
        name = str(_read(f"easy_days.{day}", one_of(*EASY_DAY_WEIGHTS), raw))
        found[WEEKDAYS.index(day)] = EASY_DAY_WEIGHTS[name]
    return found


def _deck(deck: str, table: object) -> DeckSettings:
    limits: dict[str, int] = {}
    if not isinstance(table, dict):
        raise ValueError(f'decks."{deck}" must be a table with new_per_day or reviews_per_day.')
    for name, raw in table.items():
        if name not in ("new_per_day", "reviews_per_day"):
            raise ValueError(f'decks."{deck}".{name} is no setting; there are new_per_day and reviews_per_day.')
        limits[name] = int(str(_read(f'decks."{deck}".{name}', number(0, 9999, True), raw)))
    return DeckSettings(**limits)
