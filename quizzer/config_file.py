"""Writing one setting into the learner's file, which keeps its comments and its order."""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from quizzer.config import Value, load, parse, setting
from quizzer.errors import ConfigError


def change(path: Path, key: str, text: str | None) -> None:
    """Set a setting from typed text, or back to its default with None. ConfigError when the text does not fit."""
    import tomlkit

    load(path)  # a broken file is reported, not overwritten
    document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    section, _, name = key.partition(".")
    if section in ("keys", "easy_days"):
        value: object = text
    elif section == "decks":
        section, name, value = _deck_key(key, text)
    else:
        value = None if text is None else _plain(_typed(key, text))
    table = document
    for part in section.split("\0"):
        table = table.setdefault(part, tomlkit.table())
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value
    try:
        parse(document.unwrap())
    except ValueError as error:
        raise ConfigError(str(error)) from error
    _replace(path, tomlkit.dumps(document))


def _typed(key: str, text: str) -> Value:
    try:
        return setting(key).read(text)
    except ValueError as error:
        raise ConfigError(f"{key} {error}.") from error


def _deck_key(key: str, text: str | None) -> tuple[str, str, object]:
    deck, _, name = key.removeprefix("decks.").rpartition(".")
    if text is not None and not text.isdigit():
        raise ConfigError(f"{key} must be a whole number from 0 to 9999.")
    return f"decks\0{deck.strip(chr(34))}", name, None if text is None else int(text)


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


def _plain(value: Value) -> object:
    return spell(value) if isinstance(value, tuple) else value


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then rename: a full disk leaves the old file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error
