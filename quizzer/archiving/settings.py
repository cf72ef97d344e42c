"""The settings file in an archive: all that is in it but the command that opens the editor of this machine."""

from __future__ import annotations

import tomllib

from quizzer.config import parse


def portable(data: bytes) -> bytes:
    """Return a settings file without what belongs to one machine; the rest stays as it is, comments and all."""
    import tomlkit

    if b"editor" not in data:
        return data
    document = tomlkit.parse(data.decode("utf-8-sig"))
    section = document.get("app")
    if not isinstance(section, dict) or "editor" not in section:
        return data
    del section["editor"]
    return document.as_string().encode()


def check(data: bytes) -> None:
    """Raise ValueError when settings cannot be used, or name a command to run."""
    config = parse(tomllib.loads(data.decode("utf-8-sig")))
    if config.text("app.editor"):
        raise ValueError("app.editor is a command of another machine")
