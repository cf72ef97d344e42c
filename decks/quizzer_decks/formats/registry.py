"""The formats there are, and which of them a file is likely to be: told from what is in it, then from its name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from quizzer_decks.formats.decoding import HEAD
from quizzer_decks.formats.foreign import Options, Reading, Unreadable

_CERTAIN = 95
"""From which on the first formats of the list are taken without asking the others, which take long to load."""
_FIRST = frozenset({"quizzer", "anki", "csv"})

_CLEAR = 15
"""How much surer one format must be than the next to be taken without asking."""


class Format(NamedTuple):
    """A format that can be read."""

    name: str
    """As `--format` takes it."""
    title: str
    module: str
    """In this package; imported when first needed."""


class Reader(Protocol):
    """What the module of a format offers."""

    def likeness(self, source: Path, head: bytes) -> int:
        """Return from 0 (certainly not) to 100 (certainly) how much a file or folder looks like this format."""

    def read(self, source: Path, options: Options, scratch: Path) -> Reading:
        """Read a source. `scratch` is an empty folder for temporary copies. Raises nothing but `Unreadable`."""


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("quizzer", "Quizzer deck", "quizzer_yaml"),
        Format("anki", "Anki package", "anki.reading"),
        Format("csv", "table (CSV, TSV, Anki text)", "table"),
        Format("gift", "GIFT", "gift"),
        Format("moodle", "Moodle XML", "moodle_xml"),
        Format("aiken", "Aiken", "aiken"),
        Format("markdown-quiz", "quiz in Markdown", "markdown_quiz"),
        Format("mdbook-quiz", "mdbook-quiz", "mdbook_quiz"),
        Format("jupyterquiz", "JupyterQuiz", "jupyterquiz"),
        Format("opentdb", "Open Trivia Database", "opentdb"),
        Format("hascard", "hascard", "hascard"),
        Format("crowdanki", "CrowdAnki deck", "crowdanki"),
        Format("hashcards", "hashcards", "hashcards"),
        Format("repeater", "repeater", "repeater"),
        Format("obsidian-sr", "Obsidian notes (spaced repetition)", "obsidian_sr"),
        Format("obsidian-to-anki", "Obsidian notes (Obsidian to Anki)", "obsidian_to_anki"),
        Format("mnemosyne", "Mnemosyne", "mnemosyne"),
        Format("mochi", "Mochi", "mochi"),
        Format("neuracache", "NeuraCache", "neuracache"),
        Format("carddown", "carddown", "carddown"),
    )
}

SUFFIXES = frozenset(
    (
        ".yaml",
        ".yml",
        ".apkg",
        ".colpkg",
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".md",
        ".markdown",
        ".json",
        ".xml",
        ".gift",
        ".toml",
        ".cards",
        ".mochi",
        ".zip",
    )
)
"""Of files that may be decks, for choosing one; what a file is is told by what is in it."""


def reader(name: str) -> Reader:
    """Return the reader of a format."""
    return cast("Reader", import_module(f"quizzer_decks.formats.{FORMATS[name].module}"))


def recognise(source: Path) -> str:
    """Return the format of a file or folder. Unreadable when it is none, or when two are about as likely."""
    head = head_of(source)
    found = []
    for name in FORMATS:
        score = reader(name).likeness(source, head)
        if score >= _CERTAIN and name in _FIRST:
            return name
        found.append((score, name))
    found.sort(key=lambda each: (-each[0], each[1]))
    best, name = found[0]
    if not best:
        raise Unreadable(f"{source.name} is none of the formats that can be read; name one with --format.")
    others = [other for score, other in found[1:] if score and best - score < _CLEAR]
    if others:
        titles = f"{FORMATS[name].title} or {FORMATS[others[0]].title}"
        choices = f"--format {name} or --format {others[0]}"
        raise Unreadable(f"{source.name} might be {titles}; say which with {choices}.")
    return name


def head_of(source: Path) -> bytes:
    """Return a file's first bytes, nothing for a folder. Unreadable when it cannot be opened."""
    if source.is_dir():
        return b""
    try:
        with source.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise Unreadable(f"{source} cannot be read: {error.strerror}.") from error
