"""Where things live on this machine: the platform's directories, or one folder for everything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from quizzer.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

CONFIG_NAME = "config.toml"
DATABASE_NAME = "quizzer.db"


class Folders(NamedTuple):
    """The folders as text: a shell prompt does without `pathlib`."""

    config: str
    data: str
    decks: str
    cache: str


class Paths(NamedTuple):
    """The four folders; nothing here creates them."""

    config: Path
    data: Path
    decks: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The settings, as TOML."""
        return self.config / CONFIG_NAME

    @property
    def database(self) -> Path:
        """The learner's history."""
        return self.data / DATABASE_NAME

    @property
    def backups(self) -> Path:
        """Copies of the history."""
        return self.data / "backups"

    @property
    def device(self) -> Path:
        """The name under which this machine writes into the log."""
        return self.data / "device-id"

    @property
    def log(self) -> Path:
        """Where a fault of ours is written down."""
        return self.cache / "quizzer.log"


def locate(home: str | Path | None) -> Paths:
    """Return the folders: all inside `home` when given, else those of the platform. ConfigError when there are none."""
    from pathlib import Path

    return Paths(*map(Path, folders(home)))


def folders(home: str | Path | None) -> Folders:
    """Return what `locate` does, as text."""
    if home:
        expanded = os.path.expanduser(home)
        if expanded.startswith("~"):
            raise ConfigError(f"There is no home folder that {home} could mean. Write the folder's whole path.")
        root = os.path.abspath(expanded)
        return Folders(root, root, os.path.join(root, "decks"), os.path.join(root, "cache"))
    import platformdirs

    dirs = platformdirs.PlatformDirs("quizzer", appauthor=False)
    try:
        data = dirs.user_data_dir
        found = Folders(dirs.user_config_dir, data, os.path.join(data, "decks"), dirs.user_cache_dir)
    except RuntimeError:  # newer versions of platformdirs say so when there is no home
        found = Folders("", "", "", "")
    if not all(os.path.isabs(folder) for folder in found):
        raise ConfigError("There is no home folder to keep things in. Name a folder with --home or QUIZZER_HOME.")
    return found
