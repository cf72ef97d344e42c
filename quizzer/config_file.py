"""Writing one setting into the learner's file, which keeps its comments and its order."""

from __future__ import annotations

import contextlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizzer.config import Config, Value, parse, read_file, setting
from quizzer.errors import ConfigError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def change(path: Path, key: str, text: str | None) -> None:
    """Set a setting from typed text, or back to its default with None. ConfigError when the text does not fit.

    A file that is no TOML is reported, never overwritten; one with a wrong value can be mended so.
    """
    document = _read(path)
    section, name, value = _place(key, text)
    _put(document, path, section, name, value)
    try:
        parse(document.unwrap())
    except ValueError as error:
        raise ConfigError(f"{error} Nothing was changed in {path}.") from error
    _replace(path, document.as_string())


def shown(config: Config, key: str) -> str:
    """Return what a setting is, as a learner would type it; ConfigError when there is no such setting."""
    section, _, name = key.partition(".")
    if section == "keys" and name:
        return config.keys.get(name, "")
    if section == "easy_days":
        from quizzer.config import EASY_DAY_WEIGHTS, WEEKDAYS

        if name not in WEEKDAYS:
            raise ConfigError(f"easy_days.{name} is no weekday; use {', '.join(WEEKDAYS)}.")
        weight = config.easy_days.get(WEEKDAYS.index(name), 1.0)
        return next(word for word, known in EASY_DAY_WEIGHTS.items() if known == weight)
    if section == "decks" and name:
        deck, limit = _deck_and_limit(key)
        own = config.decks.get(deck)
        value = getattr(own, limit) if own else None
        return "" if value is None else str(value)
    return spell(config.values[setting(key).key])


def spell(value: Value) -> str:
    """Return a setting's value as a learner would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(_spell_step(step) for step in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _spell_step(step: timedelta) -> str:
    seconds = int(step.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _read(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(read_file(path))
    except TOMLKitError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}. Mend that line or move the file away.") from error


def _place(key: str, text: str | None) -> tuple[tuple[str, ...], str, object]:
    """Return the table's path, the name in it, and the value to write there; None to take it out."""
    section, _, name = key.partition(".")
    if section in ("keys", "easy_days") and name:
        return (section,), name, text
    if section == "decks" and name:
        deck, limit = _deck_and_limit(key)
        return ("decks", deck), limit, None if text is None else _whole(key, text)
    known = setting(key)
    if text is None:
        return (section,), name, None
    try:
        value = known.read(text)
    except ValueError as error:
        raise ConfigError(f"{key} {error}.") from error
    return (section,), name, spell(value) if isinstance(value, tuple) else value


def _deck_and_limit(key: str) -> tuple[str, str]:
    deck, _, limit = key.removeprefix("decks.").rpartition(".")
    deck = deck.strip('"')
    if not deck or limit not in ("new_per_day", "reviews_per_day"):
        raise ConfigError(f"{key} is no setting of a deck. Write decks.DECK.new_per_day or decks.DECK.reviews_per_day.")
    return deck, limit


def _whole(key: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ConfigError(f"{key} must be a whole number from 0 to 9999.") from None


def _put(document: TOMLDocument, path: Path, section: tuple[str, ...], name: str, value: object) -> None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    table: Any = document
    try:
        for part in section:
            table = table.setdefault(part, tomlkit.table())
        table.pop(name, None) if value is None else table.__setitem__(name, value)
    except (AttributeError, TypeError, TOMLKitError) as error:
        raise ConfigError(f"{path}: {'.'.join(section)} is no section there. Mend that line by hand.") from error


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then rename: a full disk leaves the old file. A link stays a link."""
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".config-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o644)
            os.replace(name, target)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}.") from error
