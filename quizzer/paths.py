"""Where things live on this machine: the platform's directories, or one folder for everything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """The four folders; nothing here creates them."""

    config: Path
    data: Path
    decks: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The settings, as TOML."""
        return self.config / "config.toml"

    @property
    def database(self) -> Path:
        """The learner's history."""
        return self.data / "quizzer.db"

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
    """Return the folders: all inside `home` when given, else those of the platform."""
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(config=root, data=root, decks=root / "decks", cache=root / "cache")
    import platformdirs

    dirs = platformdirs.PlatformDirs("quizzer", appauthor=False)
    data = dirs.user_data_path
    return Paths(config=dirs.user_config_path, data=data, decks=data / "decks", cache=dirs.user_cache_path)
