"""Pictures and sounds that come with decks: copied beside them under names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b, file_digest
from pathlib import Path

from msgspec.structs import replace

from quizzer.filing import Written
from quizzer_decks.formats.foreign import ForeignDeck, MediaFile, Reading, Skipped, Unreadable
from quizzer_decks.model import Question
from quizzer_decks.question_json import question_from_json, question_to_json

FOLDER = "media"
"""Beside the decks; questions name a file in it as `media/<name>`."""

_PIECE = 1 << 20


def settled(reading: Reading, decks: Path, scratch: Path) -> tuple[Reading, list[Written]]:
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
            _unpack(file, unpacked)
        except Unreadable as error:
            skipped.append(Skipped(file.name, str(error)))
            continue
        name = _name(file.name, unpacked, decks / FOLDER)
        if name != file.name:
            renamed[f"media/{file.name}"] = f"media/{name}"
        if not (decks / FOLDER / name).exists():
            copies.append(Written(f"{decks.name}/{FOLDER}/{name}", unpacked))
    if renamed:
        reading = replace(reading, decks=tuple(_renamed(deck, renamed) for deck in reading.decks))
    return replace(reading, skipped=(*reading.skipped, *skipped)), copies


def _unpack(file: MediaFile, target: Path) -> None:
    left = file.size
    with file.open() as source, target.open("wb") as copy:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Unreadable("the media file is larger than its archive says, and was left out")
            copy.write(piece)


def _name(wanted: str, content: Path, folder: Path) -> str:
    there = folder / wanted
    if not there.exists():
        return wanted
    with content.open("rb") as one, there.open("rb") as other:
        digest = file_digest(one, _short).hexdigest()
        if digest == file_digest(other, _short).hexdigest():
            return wanted
    stem, dot, suffix = wanted.rpartition(".")
    return f"{stem}-{digest}.{suffix}" if dot else f"{wanted}-{digest}"


def _short() -> blake2b:
    return blake2b(digest_size=4)


def _renamed(deck: ForeignDeck, names: Mapping[str, str]) -> ForeignDeck:
    questions = tuple(replace(each, question=_with_names(each.question, names)) for each in deck.questions)
    return replace(deck, questions=questions)


def _with_names(question: Question, names: Mapping[str, str]) -> Question:
    content = question_to_json(question)
    if not any(name in text for text in _texts(content) for name in names):
        return question
    return question_from_json(_replaced(content, names))  # type: ignore[arg-type]


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)


def _replaced(content: object, names: Mapping[str, str]) -> object:
    if isinstance(content, str):
        for old, new in names.items():
            content = content.replace(f"({old})", f"({new})")
        return content
    if isinstance(content, dict):
        return {key: _replaced(value, names) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_replaced(value, names) for value in content]
    return content
