"""Pictures and sounds that come with decks: copied beside them under names of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from unicodedata import category

from msgspec.structs import replace

from quizzer.filing import Written
from quizzer_decks.formats.foreign import ForeignDeck, MediaFile, Reading, Skipped, Unreadable
from quizzer_decks.model import Question
from quizzer_decks.question_json import question_from_json, question_to_json

FOLDER = "media"
"""Beside the decks; questions name a file in it as `media/<name>`."""

_PIECE = 1 << 20
_MIDDLING = 16
_LONGEST = 200
"""Bytes of a name; a file may have 255, and more comes before and behind it."""
_SHOWN = re.compile(r"\(<media/([^<>\n]*)>\)|\(media/([^()\n]*)\)")


class Media:
    """The media beside the decks while an import is worked out; nothing is written.

    Names that differ in case alone are one name: there are disks on which they are one file.
    """

    def __init__(self, decks: Path) -> None:
        self._place = f"{decks.name}/{FOLDER}"
        folder = decks / FOLDER
        there = sorted(folder.iterdir()) if folder.is_dir() else []
        self._contents: dict[str, tuple[str, Path]] = {path.name.casefold(): (path.name, path) for path in there}
        """Names as they are written, and where the content lies."""

    def settled(self, reading: Reading, scratch: Path) -> tuple[Reading, list[Written]]:
        """Unpack the media of a source, and return it with the names they get, and what is to be copied into place.

        A name that another file has already gets a piece of its content's digest; questions follow.
        """
        renamed: dict[str, str] = {}
        copies: list[Written] = []
        skipped: list[Skipped] = []
        folder = scratch / FOLDER
        folder.mkdir(exist_ok=True)
        for number, file in enumerate(reading.media):
            unpacked = folder / str(number)
            try:
                _check(file.name)
                _unpack(file, unpacked)
            except Unreadable as error:
                skipped.append(Skipped(file.name, str(error)))
                continue
            name, is_new = self._named(file.name, unpacked)
            if name != file.name:
                renamed[file.name] = name
            if is_new:
                copies.append(Written(f"{self._place}/{name}", unpacked))
        if renamed:
            reading = replace(reading, decks=tuple(_renamed(deck, renamed) for deck in reading.decks))
        return replace(reading, skipped=(*reading.skipped, *skipped)), copies

    def _named(self, wanted: str, content: Path) -> tuple[str, bool]:
        """Return the name a file gets, and whether it is to be copied there."""
        digest = _digest(content)
        wanted = wanted if len(wanted.encode()) <= _LONGEST else _short(wanted, digest)
        stem, dot, suffix = wanted.rpartition(".")
        other = f"{stem}-{digest[:8]}.{suffix}" if dot else f"{wanted}-{digest[:8]}"
        for name in (wanted, other):
            there = self._contents.setdefault(name.casefold(), (name, content))
            if there[1] == content or (there[1].is_file() and _digest(there[1]) == digest):
                return there[0], there[1] == content
        raise AssertionError(f"two files have the digest {digest}")


def _check(name: str) -> None:
    """See that a name is a plain one, whatever its reader says. Unreadable when it is not."""
    if name in ("", ".", "..") or any(each in "/\\" or category(each) in ("Cc", "Cs") for each in name):
        raise Unreadable("no file can have that name; the media file was left out")


def _short(name: str, digest: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return digest[:16] + (dot + suffix if stem and len(suffix.encode()) <= _MIDDLING else "")


def _unpack(file: MediaFile, target: Path) -> None:
    left = file.size
    with file.open() as source, target.open("wb") as copy:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Unreadable("the media file is larger than its archive says, and was left out")
            copy.write(piece)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "blake2b").hexdigest()


def _renamed(deck: ForeignDeck, names: Mapping[str, str]) -> ForeignDeck:
    questions = tuple(replace(each, question=_with_names(each.question, names)) for each in deck.questions)
    return replace(deck, questions=questions)


def _with_names(question: Question, names: Mapping[str, str]) -> Question:
    content = question_to_json(question)
    changed = _replaced(content, names)
    return question if changed == content else question_from_json(changed)  # type: ignore[arg-type]


def _replaced(content: object, names: Mapping[str, str]) -> object:
    if isinstance(content, str):
        return _SHOWN.sub(lambda match: _shown(match, names), content)
    if isinstance(content, dict):
        return {key: _replaced(value, names) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_replaced(value, names) for value in content]
    return content


def _shown(match: re.Match[str], names: Mapping[str, str]) -> str:
    name = match[1] or match[2]
    return match[0].replace(f"media/{name}", f"media/{names.get(name, name)}")
