"""How much Markdown looks like the notes of each program that keeps its cards in them; all are weighed in one place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path

from quizzer_decks.formats.decoding import head_of
from quizzer_decks.formats.notes_folder import SUFFIXES, note_files

_SAMPLE = 400
"""Notes by which a folder is judged."""
_SURE = 60
_CERTAIN = 90

_QUESTION = re.compile(r"^Q:[^\n]*\n(?:(?!Q:|C:|---\s*$)[^\n]*\n){0,60}?A:", re.MULTILINE)
_DELETION = re.compile(r"^C:[^\[\n]*(?:\n(?![QAC]:|---)[^\[\n]*){0,30}\[", re.MULTILINE)
_TWO_COLONS = re.compile(r"^(?![ \t#|`])[^\n:`]{1,300}::(?!:)[ \t]*[^\s:][^\n]*$", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_TOML_NAME = re.compile(r"\A---[ \t]*\nname\s*=", re.MULTILINE)
_SCHEDULE = re.compile(r"<!--SR:!")
_TAG = re.compile(r"(?:^|[\s\"'\[,])#?flashcards(?=$|[\s/\"'\],])", re.MULTILINE)
_TAGGED = re.compile(r"#flashcards(?=$|[\s/])", re.MULTILINE)
_OBSIDIAN = re.compile(r"\S ?:::? ?\S|^\?\??[ \t]*$|==[^=\s][^=\n]*==", re.MULTILINE)
_TO_ANKI = re.compile(
    r"^START[ \t]*\n(?:[^\n]*\n){1,200}?END[ \t]*$|STARTI \[[^\n]{0,2000}?ENDI"
    r"|<!--ID: ?\d{10,}|^ID: \d{13}|^TARGET DECK(?:$|: )",
    re.MULTILINE,
)
_TO_ANKI_WORDS = ("START", "<!--ID:", "ID: ", "TARGET DECK")
_MICRO = re.compile(r"^[^\n]{1,1000}?:[^\n]{1,1000}?(?:\u26a1|\U0001f9e0)", re.MULTILINE)
_MICRO_SIGNS = ("\u26a1", "\U0001f9e0")
_MARKED = re.compile(r"#flashcard(?=$|\s)|^[^\n]{0,1000}?#spaced(?=$|\s)", re.MULTILINE)
_NEURACACHE_ONLY = re.compile(r"\u26a1|#spaced(?=$|\s)|^#tags\s|^(?:- - -|\* \* \*)[ \t]*$", re.MULTILINE)
_MARKED_WORDS = ("#flashcard", "#spaced")
_SUPERMEMO = re.compile(r"^I: REP=", re.MULTILINE)


def likeness(source: Path, head: bytes, name: str) -> int:
    """Return how much a file or folder looks like what a program keeps, from 0 to 100."""
    if source.is_dir():
        return _folder(source).get(name, 0)
    if source.suffix.lower() not in (*SUFFIXES, ".txt", ""):
        return 0
    score = scores(_text(head)).get(name, 0)
    return score if source.suffix.lower() in SUFFIXES else max(0, score - 20)


def _text(head: bytes) -> str:
    """Return the beginning of a note as text, nothing for what is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = "" if b"\0" in head else head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def scores(text: str) -> Mapping[str, int]:
    """Return for each program how much the beginning of a note looks like its cards; those with 0 left out."""
    found: dict[str, int] = {}
    if _SCHEDULE.search(text):
        found["obsidian-sr"] = 95
    elif _TAG.search(text[:4096]) or _TAGGED.search(text):
        found["obsidian-sr"] = 85 if _OBSIDIAN.search(text) else 50
    if any(word in text for word in _TO_ANKI_WORDS) and _TO_ANKI.search(text):
        found["obsidian-to-anki"] = 93
    tagged = len(_QUESTION.findall(text)) + len(_DELETION.findall(text))
    if tagged and not _SUPERMEMO.search(text):
        loose = not _TOML_NAME.match(text) and _loose(_FRONT.sub("", text))
        found["hashcards"], found["repeater"] = (60, 80) if loose else (80, 60)
    elif _TWO_COLONS.search(text):
        found["repeater"] = 30
    is_micro = any(sign in text for sign in _MICRO_SIGNS) and _MICRO.search(text)
    is_marked = any(word in text for word in _MARKED_WORDS) and _MARKED.search(text)
    if is_micro or (is_marked and not _TAGGED.search(text)):
        found["neuracache"] = 84
        if not _NEURACACHE_ONLY.search(text):
            found["carddown"] = 65
    if max(found.values(), default=0) >= _CERTAIN:
        return {name: score for name, score in found.items() if score >= _CERTAIN}
    return found


def _loose(text: str) -> bool:
    """Tell whether prose stands before the first card, or cards in one line among the others: hashcards has neither."""
    first = re.search(r"^[QC]:", text, re.MULTILINE)
    before = text[: first.start()] if first else text
    prose = [line for line in before.split("\n") if line.strip() and not re.match(r"#{1,6}\s|>|<!--|---|!\[", line)]
    return bool(prose) or _TWO_COLONS.search(before) is not None


def _folder(folder: Path) -> Mapping[str, int]:
    """Return the scores of a folder: the better the more of its notes have cards of one program and of no other."""
    stamps = []
    for path in islice(note_files(folder), _SAMPLE):
        with suppress(OSError):
            stat = path.stat()
            stamps.append((path, stat.st_mtime_ns, stat.st_size))
    return _weighed(tuple(stamps))


@lru_cache(maxsize=1)  # each of the programs asks
def _weighed(notes: Sequence[tuple[Path, int, int]]) -> Mapping[str, int]:
    """Return the scores of notes; with each stands when it was written, and its size."""
    votes: dict[str, int] = {}
    certain: set[str] = set()
    for path, _, _ in notes:
        found = scores(_text(head_of(path)))
        best = max(found, key=lambda name: found[name], default="")
        if best and found[best] >= _SURE:
            votes[best] = votes.get(best, 0) + 1
            certain.update([best] if found[best] >= _CERTAIN else [])
    voted = sum(votes.values())
    return {
        name: round((80 if name in certain else 62) * count / voted + 12 * count / len(notes))
        for name, count in votes.items()
    }
