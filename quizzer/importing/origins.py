"""What is remembered of decks that were taken in: which question came from where, and how it was worded then."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import file_digest
from pathlib import Path

from quizzer.filing import Written
from quizzer_decks.merging import Origin

FOLDER = "imports/origins"
"""Below the learner's data; a file for each deck, at the deck's id."""


ORIGINALS = "imports/originals"
"""Below the learner's data; a file for each source whose questions may be written back, later ones named later."""


def path_of(deck_id: str) -> str:
    """Return where the origins of a deck are kept, below the learner's data."""
    return f"{FOLDER}/{deck_id}.json"


def read_all(data: Path) -> dict[str, dict[str, Origin]]:
    """Return the origins of all decks that were taken in, by deck and question; an unreadable file is left out."""
    return {deck: found for deck, path in _files(data / FOLDER) if (found := _read(path)) is not None}


def text_of(origins: Mapping[str, Origin]) -> str:
    """Return origins as they are kept."""
    return json.dumps({id_: [origin.key, origin.digest] for id_, origin in origins.items()}, ensure_ascii=False)


def kept(data: Path, originals: Path, name: str) -> list[Written]:
    """Return what is to be written to keep the originals of a source, named after the instant; nothing kept twice."""
    with originals.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()[:24]
    if any(path.name.endswith(digest) for path in all_originals(data)):
        return []
    return [Written(f"{ORIGINALS}/{name}-{digest}", originals)]


def all_originals(data: Path) -> list[Path]:
    """Return the files in which originals are kept, oldest first."""
    folder = data / ORIGINALS
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.json")) if folder.is_dir() else ():
        yield path.relative_to(folder).with_suffix("").as_posix(), path


def _read(path: Path) -> dict[str, Origin] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(id_): Origin(str(key), str(digest)) for id_, (key, digest) in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None
