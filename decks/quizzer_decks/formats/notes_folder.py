"""Markdown notes, one file or a folder of them: their text, what stands above it, and the pictures they show."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from quizzer_decks.fields import MAX_TEXT
from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.regions import regions

SUFFIXES = (".md", ".markdown")

TOO_LONG = f"one of its texts has over {MAX_TEXT:,} characters"

_MOST_FILES = 50_000
_MOST_ENTRIES = 200_000
_MOST_BYTES = 512 << 20
_SKIPPED_FOLDERS = frozenset(("node_modules", "__pycache__"))
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"[\"']?([A-Za-z_][\w -]{0,60}?)[\"']?\s{0,8}[:=]\s*(.*)")
_BLOCK = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,60}[ \t]*$", re.MULTILINE)
_MARKED = re.compile(r"[\[=%<^]")
"""What anything that is translated has in it."""
_EMBED = re.compile(r"(!?)\[\[([^\[\]\n|]{1,500})(?:\\?\|([^\[\]\n]{0,500}))?\]\]")
_HIGHLIGHT = re.compile(r"==(?=\S)((?:[^=\n]|=(?!=)){1,1000}?)(?<=\S)==")
_LINK = re.compile(r"(!\[[^\[\]\n]*\]\(\s{0,8}<?)([^()<>\n]{0,1000}?)(>?(?:\s{1,8}\"[^\"\n]{0,500}\")?\s{0,8}\))")
_TAG = re.compile(
    r"</?(kbd|b|strong|i|em|u|mark|span|font|center|div|small)(?:\s[^<>\n]{0,300})?>|<br\s{0,3}/?>[ \t]*\n?",
    re.IGNORECASE,
)
_MARKS = {"kbd": "`", "b": "**", "strong": "**", "i": "*", "em": "*"}
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_MEDIA = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|tiff|avif|mp3|wav|m4a|ogg|flac|mp4|webm|mov|pdf)", re.IGNORECASE)


class Note(NamedTuple):
    """A file of Markdown."""

    title: str
    """Its name without the suffix."""
    folder: str
    """Where it lies below the source, with slashes; `.` for the source itself."""
    lines: list[str]
    """Its text; what stands in its front matter is left empty, so that lines keep their numbers."""
    front: Mapping[str, str]
    """The keys of its front matter in small letters; items of a list joined by spaces."""


class Notes:
    """The notes of a source, and the files that they show; what is wrong with them goes into a harvest."""

    def __init__(self, source: Path, harvest: Harvest) -> None:
        self._source = source
        self._harvest = harvest
        self._root = source if source.is_dir() else source.parent
        self._index: dict[str, str] | None = None
        self._pictures = Pictures()
        self._pictures.folder = self._root

    def reading(self) -> Reading:
        """Return what was gathered. Unreadable when there is no question."""
        return self._harvest.reading(self._source.name, self._pictures.media)

    def __iter__(self) -> Iterator[Note]:
        """Yield the notes by name, each begun in the harvest. Unreadable when the one note cannot be read."""
        if not self._source.is_dir():
            yield self._note(self._source, "")
            return
        total = 0
        for path in note_files(self._source):
            within = path.relative_to(self._source)
            deck = (self._source.resolve().name, *within.parts[:-1], path.stem)
            self._harvest.begin(deck, f"{within.as_posix()}: ")
            try:
                total += path.stat().st_size
                note = self._note(path, within.as_posix())
            except (Unreadable, OSError) as error:
                self._harvest.skip("it", str(error).rstrip("."))
                continue
            if total > _MOST_BYTES:
                raise Unreadable(f"The notes in {self._source.name} have over {_MOST_BYTES >> 20} MB; import a part.")
            yield note

    def _note(self, path: Path, name: str) -> Note:
        text, warnings = decoded(read_bytes(path), path.name)
        self._harvest.warnings += [f"{name}: {warning}" if name else warning for warning in warnings]
        front: Mapping[str, str] = {}
        found = _FRONT.match(text)
        if found:
            front = front_matter(found[1])
            text = "\n" * found.group().count("\n") + text[found.end() :]
        return Note(path.stem, PurePosixPath(name).parent.as_posix(), text.split("\n"), front)

    def shown(self, text: str, note: Note, where: str, *, marks: bool = True) -> str:
        """Return a note's Markdown as ours: links as their text, highlights bold, pictures from our media.

        What it shows and cannot be had is told. `marks` False leaves highlights as they are.
        """
        if len(text) > MAX_TEXT:
            return text.strip()  # no question can be as long
        if not _MARKED.search(text):
            return "\n".join(line.rstrip() for line in text.split("\n")).strip()
        text = without(without(text, "<!--", "-->"), "%%", "%%")
        text = _outside_code(text, lambda piece: self._plain(piece, note, where, marks))
        text, missing = self._pictures.of_markdown(text)
        for name in dict.fromkeys(missing):
            self._harvest.skip(where, f"the file {name[:100]} is not among the notes")
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").strip()

    def _plain(self, text: str, note: Note, where: str, marks: bool) -> str:
        text = _EMBED.sub(lambda match: self._linked(match, note, where), _BLOCK.sub("", text))
        text = _LINK.sub(lambda match: match[1] + self._found(match[2].strip(), note) + match[3], text)
        text = _HIGHLIGHT.sub(r"**\1**", text) if marks else text
        return _TAG.sub(_as_markdown, text) if "<" in text else text

    def _linked(self, match: re.Match[str], note: Note, where: str) -> str:
        target, alias = match[2].strip(), (match[3] or "").strip()
        name, _, heading = target.partition("#")
        if match[1] and _MEDIA.fullmatch(PurePosixPath(name).suffix):
            found = self._found(name.strip(), note)
            label = "" if re.fullmatch(r"[\dx]*", alias) else alias
            return f"![{label}](<{found}>)"
        shown = alias or " > ".join(filter(None, (PurePosixPath(name).name, heading.replace("#", " > "))))
        if match[1]:
            self._harvest.skip(where, f"the note {target[:100]} is not shown inside the card")
        return shown

    def _found(self, target: str, note: Note) -> str:
        """Return a file's path below the root; as it is where there is none."""
        if not target or _ELSEWHERE.match(target):
            return target
        plain = unquote(target.partition("?")[0]).replace("\\", "/").removeprefix("@").lstrip("/")
        for base in (note.folder, "."):
            path = posixpath.normpath(posixpath.join(base, plain))
            if not path.startswith("..") and _is_file(self._root, path):
                return path
        return self._by_name().get(PurePosixPath(plain).name.casefold(), plain)

    def _by_name(self) -> Mapping[str, str]:
        """Return the media files below the root by their names alone, as Obsidian looks for them."""
        if self._index is None:
            self._index = {}
            for path in _below(self._root):
                if _MEDIA.fullmatch(path.suffix):
                    self._index.setdefault(path.name.casefold(), path.relative_to(self._root).as_posix())
        return self._index


def _as_markdown(match: re.Match[str]) -> str:
    """Return what stands for a tag of HTML in our Markdown."""
    name = (match[1] or "br").lower()
    if name == "br":
        line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        return " " if line.lstrip().startswith("|") else "\\\n"  # a row of a table stays one line
    return _MARKS.get(name, "")


def note_files(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder by name; none that is hidden, and none that leads out of it."""
    root = folder.resolve()
    count = 0
    for path in _below(folder):
        if path.suffix.lower() in SUFFIXES and (not path.is_symlink() or path.resolve().is_relative_to(root)):
            count += 1
            if count > _MOST_FILES:
                raise Unreadable(f"{folder.name} holds over {_MOST_FILES:,} notes; import a part of it.")
            yield path


def _below(folder: Path) -> Iterator[Path]:
    seen = 0
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        seen += len(files)
        if seen > _MOST_ENTRIES:
            return
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))


def _is_file(root: Path, path: str) -> bool:
    try:
        return (root / path).is_file()
    except (OSError, ValueError):
        return False


def front_matter(text: str) -> dict[str, str]:
    """Return the keys of YAML or TOML at the top of a note, as far as they are one line or a plain list."""
    found: dict[str, str] = {}
    key = ""
    for line in text.split("\n")[:500]:
        match = None if line[:1] in (" ", "\t", "-", "#") else _KEY.fullmatch(line.rstrip())
        if match:
            key = match[1].lower()
            value = match[2].strip()
            if value.startswith("[") and value.endswith("]"):
                value = " ".join(part.strip().strip("\"'") for part in value[1:-1].split(","))
            found[key] = value.strip("\"'")
        elif key and line.strip().startswith("-"):
            found[key] = f"{found[key]} {line.strip()[1:].strip().strip(chr(34) + chr(39))}".strip()
    return found


def without(text: str, begins: str, ends: str) -> str:
    """Return a text without its comments; one that is not closed stays."""
    pieces = []
    at = 0
    while (start := text.find(begins, at)) != -1 and (end := text.find(ends, start + len(begins))) != -1:
        pieces.append(text[at:start])
        at = end + len(ends)
    return "".join([*pieces, text[at:]])


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    pieces = []
    before = 0
    for start, end, kind in regions(text):
        if kind == "code":
            pieces += [change(text[before:start]), text[start:end]]
            before = end
    return "".join([*pieces, change(text[before:])])
