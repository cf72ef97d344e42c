"""Choosing a file: a line to type its path into, which completes it, and a tree of folders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from textual.suggester import Suggester
from textual.widgets import DirectoryTree


def shows(path: Path, suffixes: Collection[str]) -> bool:
    """Tell whether a path is a folder or a file with one of the suffixes, and not hidden."""
    return not path.name.startswith(".") and (path.suffix.lower() in suffixes or path.is_dir())


def meant(typed: str) -> Path:
    """Return the path that was typed; ~ is the home folder, where there is one."""
    typed = typed.replace("\0", "")  # pasted: no path can hold it
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


class PathSuggester(Suggester):
    """Completes a path by the first name in its folder that fits."""

    def __init__(self, suffixes: Collection[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._suffixes = suffixes

    async def get_suggestion(self, value: str) -> str | None:
        """Return the completed path; None where there is nothing to complete."""
        folder, _, begun = value.rpartition("/")
        if not begun:
            return None
        try:
            base = Path(f"{folder}/" if "/" in value else ".").expanduser()
            names = sorted(path.name for path in base.iterdir() if shows(path, self._suffixes))
        except (OSError, RuntimeError, ValueError):
            return None  # no such folder, none that can be, or no home that ~ could mean
        found = next((name for name in names if name.startswith(begun) and name != begun), None)
        return None if found is None else value.removesuffix(begun) + found


class FileTree(DirectoryTree):
    """The folders below one, and the files with some suffixes."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    def __init__(self, path: Path, suffixes: Collection[str], id: str) -> None:
        super().__init__(path, id=id)
        self._suffixes = suffixes

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out what is no roadmap."""
        return [path for path in paths if shows(path, self._suffixes)]
