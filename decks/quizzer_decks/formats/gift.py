"""GIFT, Moodle's text format for questions, read as Moodle reads it.

Blocks are separated by blank lines; the answers of a block stand in its first pair of braces, and decide its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quizzer_decks.cloze import BLANK
from quizzer_decks.formats import gift_answers, moodle_gaps, moodle_text
from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.gift_answers import Asked, Key
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.keyed import Blank, from_gaps
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Body

_ANSWERS = re.compile(rb"\{\s*(?:[=~#]|T(?:RUE)?\s*[}#]|F(?:ALSE)?\s*[}#]|\})")
_CERTAIN = re.compile(rb"^\$CATEGORY:\s*\S|^::[^\n]{1,200}?::", re.MULTILINE)
_TAGGED = re.compile(r"\[(id|tag):((?:\\\]|[^\]\n])*)\]")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]\s*")
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_HELD = {sign: chr(0xE010 + number) for number, sign in enumerate("\\:#={}~n")}
_SHOWN = {ord(held): "\n" if sign == "n" else sign for sign, held in _HELD.items()}

_FOLDER = (".gift", ".txt")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like GIFT, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    suffix = source.suffix.lower()
    if b"\0" in head:
        return 0
    if suffix == ".gift":
        return 95
    certain = _CERTAIN.search(head) is not None
    if suffix not in (".txt", "", ".md", ".text") or not (certain or _ANSWERS.search(head)):
        return 0
    if suffix == ".md":
        return 60 if certain and _ANSWERS.search(head) else 0
    return 90 if certain else 70


class _Block(NamedTuple):
    line: int
    text: str
    """Without comments, escaped signs held."""
    id: str
    tags: tuple[str, ...]


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of questions, or a folder."""
    return read_quizzes("gift", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    text, warnings = decoded(read_bytes(source), source.name)
    harvest.warnings += warnings
    path: tuple[str, ...] = ()
    for block in _blocks(re.sub("[\ue000-\ue01f]", "", text)):
        if block.text.startswith("$CATEGORY:"):
            path = category(_shown(block.text.partition(":")[2].strip()))
        else:
            _question(block, path, source.stem, harvest)


def category(path: str) -> tuple[str, ...]:
    """Return the titles in a category's path; `//` is a slash in a title, and Moodle's own roots are left out."""
    parts = [part.replace("\ue01f", "/").strip() for part in path.replace("//", "\ue01f").split("/")]
    if parts and re.fullmatch(r"\$\w+\$", parts[0]):
        parts = parts[1:]
    if parts and parts[0] == "top":
        parts = parts[1:]
    return tuple(filter(None, parts))


def _blocks(text: str) -> Iterator[_Block]:
    start, lines = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            start = start if lines else number
            lines.append(line.strip())
        elif lines:
            yield from _parted(start, lines)
            lines = []


def _parted(start: int, lines: list[str]) -> Iterator[_Block]:
    """Yield what stands in a block; a category in its first line is one by itself, though Moodle wants a blank line."""
    comments = [line for line in lines if line.startswith("//")]
    named = [match for line in comments for match in _TAGGED.finditer(line)]
    id_ = next((match[2].strip() for match in named if match[1] == "id"), "")
    tags = tuple(match[2].strip().replace("\\]", "]") for match in named if match[1] == "tag")
    kept = [(start + number, line) for number, line in enumerate(lines) if not line.startswith("//")]
    if kept and kept[0][1].startswith("$CATEGORY:"):
        yield _Block(kept[0][0], kept[0][1], "", ())
        kept = kept[1:]
    if kept:
        held = _ESCAPED.sub(lambda match: _HELD[match[1]], "\n".join(line for _, line in kept))
        yield _Block(kept[0][0], held.strip(), id_, tags)


def _shown(text: str) -> str:
    return text.translate(_SHOWN)


def _question(block: _Block, path: tuple[str, ...], stem: str, harvest: Harvest) -> None:
    where = f"line {block.line}"
    text = block.text
    if text.startswith("::") and "::" in text[2:]:
        text = text[2:].partition("::")[2].strip()
    embedded = _embedded(text, where, harvest)
    if embedded is not None:
        harvest.add(embedded, where, path=path, key=_key(block, path, stem), tags=block.tags)
        return
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        harvest.skip(where, "it is a description, which asks nothing")
        return
    if start < 0 or end < start:
        harvest.skip(where, "its braces do not match; write \\{ and \\} for braces of the text")
        return
    answers, _, general = text[start + 1 : end].strip().rpartition("####")
    if "####" not in text[start:end]:
        answers, general = general, ""
    match = _FORMAT.match(text)
    kind = match[1] if match else "moodle"
    before, after = text[match.end() if match else 0 : start], text[end + 1 :]
    asked = Asked(lambda piece: _shown_as(piece, kind, where, harvest), lambda piece: _typed(piece, kind))
    key = gift_answers.key(answers.strip(), asked)
    made = key if isinstance(key, str) else _made(key, before, after, asked, general)
    if isinstance(key, Key) and not isinstance(made, str):
        for note in key.notes:
            harvest.skip(where, note)
        for what in key.common:
            harvest.leave(where, what)
    why = [] if isinstance(key, str) else [key.why]
    why += [asked.markdown(general)] if general.strip() and not (isinstance(key, Key) and key.essay) else []
    harvest.add(
        made, where, path=path, key=_key(block, path, stem), why="\n\n".join(filter(None, why)), tags=block.tags
    )


def _key(block: _Block, path: tuple[str, ...], stem: str) -> str:
    return f"moodle:{'/'.join(path) or stem}/{block.id}" if block.id else ""


def _embedded(text: str, where: str, harvest: Harvest) -> Body | str | None:
    """Return what a text with answers inside it (`{1:SA:=word}`) becomes; None where it has none."""
    match = _FORMAT.match(text)
    kind, text = (match[1], text[match.end() :]) if match else ("moodle", text)
    notes: list[str] = []
    made = moodle_gaps.embedded_in(text, lambda rest: _shown_as(rest, kind, where, harvest), notes)
    for note in notes:
        harvest.skip(where, note)
    return made


def _made(key: Key, before: str, after: str, asked: Asked, general: str) -> Body | list[Body] | str:
    inside = bool(after.strip())
    if inside and key.words and not key.strict:
        around = asked.markdown(before + "\ue01e" + after).split("\ue01e")
        if len(around) == 2:
            return from_gaps([around[0], Blank(key.words[0], key.words[1:]), around[1]])
    ask = asked.markdown(f"{before}{BLANK}{after}" if inside else before)
    return key.body(ask, asked.markdown(general) if general.strip() else "")


def _shown_as(piece: str, kind: str, where: str, harvest: Harvest) -> str:
    """Return a piece of a block as Markdown; it may name a format of its own."""
    match = _FORMAT.match(piece)
    if match:
        kind, piece = match[1], piece[match.end() :]
    found = moodle_text.markdown(_shown(piece).strip(), kind)
    for name in found.media:
        harvest.skip(where, f"the picture {name} is not in a GIFT file")
    for dropped in found.dropped:
        harvest.skip(where, f"{dropped} was dropped")
    return found.markdown


def _typed(piece: str, kind: str) -> str:
    match = _FORMAT.match(piece)
    if match:
        kind, piece = match[1], piece[match.end() :]
    return moodle_text.plain(_shown(piece), kind)
