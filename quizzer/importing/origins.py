"""What is remembered of decks that were taken in: their titles, which question came from where, and its wording."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from quizzer.filing import Written
from quizzer_decks.merging import Origin

FOLDER = "imports/origins"
"""Below the learner's data; a file for each deck, at the deck's id."""


ORIGINALS = "imports/originals"
"""Below the learner's data; a file for each source whose questions may be written back, later ones named later."""


class Known(NamedTuple):
    """What is remembered, by deck."""

    questions: dict[str, dict[str, Origin]]
    """By question id."""
    titles: dict[str, str]
    """As the source has them; the learner may call a deck otherwise. None of decks that came under an id."""


def path_of(deck_id: str) -> str:
    """Return where the origins of a deck are kept, below the learner's data."""
    return f"{FOLDER}/{deck_id}.json"


def read_all(data: Path) -> Known:
    """Return what is remembered of all decks that were taken in; an unreadable file is left out."""
    known = Known({}, {})
    for deck, path in _files(data / FOLDER):
        if (found := _read(path)) is not None:
            known.questions[deck], title = found
            if title:
                known.titles[deck] = title
    return known


def text_of(origins: Mapping[str, Origin], title: str) -> str:
    """Return the origins of a deck as they are kept."""
    questions = {id_: [origin.key, origin.digest] for id_, origin in origins.items()}
    return json.dumps({"title": title, "questions": questions}, ensure_ascii=False)


def kept(data: Path, originals: Iterable[Path], name: str) -> Iterator[Written]:
    """Yield what is to be written to keep the originals of sources, named after the instant; nothing is kept twice."""
    there = {path.name.rpartition("-")[2] for path in all_originals(data)}
    for number, path in enumerate(originals):
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()[:24]
        if digest not in there:
            there.add(digest)
            yield Written(f"{ORIGINALS}/{name}-{number:04}-{digest}", path)


def all_originals(data: Path) -> list[Path]:
    """Return the files in which originals are kept, oldest first."""
    folder = data / ORIGINALS
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.json")) if folder.is_dir() else ():
        yield path.relative_to(folder).with_suffix("").as_posix(), path


def _read(path: Path) -> tuple[dict[str, Origin], str] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        titled = isinstance(content.get("title"), str)  # files of earlier versions hold the questions alone
        questions, title = (content["questions"], content["title"]) if titled else (content, "")
        return {str(id_): Origin(str(key), str(digest)) for id_, (key, digest) in questions.items()}, title
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return None
