"""Tables of cards: text that Anki exports (TSV, CSV with `#` headers), and CSV or TSV from anyone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from sys import intern
from typing import Literal
from urllib.parse import quote

from quizzer_decks.fields import LINK
from quizzer_decks.formats import texts
from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Foreign, ForeignDeck, Options, Reading, Skipped, Unreadable
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.table_layout import Layout, layout
from quizzer_decks.model import Basic, Body, Cloze, Question, Typed

_SUFFIXES = {".csv": 60, ".tsv": 60, ".tab": 60, ".txt": 25}
_ANKI = re.compile(rb"\A(?:\xef\xbb\xbf)?#\s?(?:separator|html|tags|columns|notetype|deck|guid column):", re.IGNORECASE)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-z]+;|&#\d+;")
_CLOZE = re.compile(r"\{\{c\d+::")
_CELL = 1_000_000
_END = "\ue0e0 end"


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file looks like a table of cards, from 0 to 100."""
    if source.is_dir() or (b"\0" in head.replace(b"\0", b"", 1) and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return 0
    if _ANKI.match(head):
        return 95
    score = _SUFFIXES.get(source.suffix.lower(), 0)
    if score == 25:
        lines = [line for line in head.splitlines()[:50] if line.strip()]
        tabs = sum(b"\t" in line for line in lines)
        return 50 if lines and tabs >= 0.8 * len(lines) else 10
    return score


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a table: a row is a question."""
    text, warnings = decoded(read_bytes(source), source.name)
    found = layout(text, options.columns)
    deck = options.deck or found.deck or source.stem
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        table = _Table(found, deck, bool(options.deck), source.parent)
        decks = table.decks(table.rows(text, quoting))
        if table.whole:
            break
        warnings.append("a quotation mark in it is never closed, so all of them were taken as they stand")
    if not decks:
        raise Unreadable(f"{source.name} has no row with a question and an answer in it.")
    return Reading(
        "csv", decks, tuple(table.skipped), tuple(warnings), table.pictures.media, duplicates=table.duplicates
    )


class _Table:
    """The rows of a table as questions, each when it was read: all of them at once would take memory."""

    def __init__(self, found: Layout, deck: str, fixed: bool, folder: Path) -> None:
        self._layout = found
        self._deck = deck
        self._fixed = fixed
        self._html = found.html
        self._where = ""
        self._tagged: dict[str, tuple[str, ...]] = {}
        self._named = {place: name for name, place in found.extra}
        self._places = tuple(found.columns.items())
        self._known = frozenset(found.columns.values())
        self._shared = len(found.columns) - len(self._known)
        """Fields that stand in a column with another one."""
        self.pictures = Pictures()
        self.pictures.folder = folder
        self.skipped: list[Skipped] = []
        self.duplicates = 0
        self.whole = True
        """Whether the rows that were read come to an end before the text does."""

    def decks(self, rows: Iterator[tuple[int, list[str]]]) -> tuple[ForeignDeck, ...]:
        """Return the decks of rows, in the order in which they begin."""
        if self._html is None:
            first = list(islice(rows, 5))
            self._html = any(_HTML.search(cell) for _, row in first for cell in row)
            rows = chain(first, rows)
        decks: dict[str, list[Foreign]] = {}
        seen: set[tuple[str, ...]] = set()
        for line, row in rows:
            content = tuple(row)
            if content in seen:
                self.duplicates += 1
                continue
            seen.add(content)
            cells = self._cells(row)
            question = self._question(line, row, cells)
            if question is not None:
                name = "" if self._fixed else cells.get("deck", "")
                decks.setdefault(name or self._deck, []).append(question)
        by_path: dict[tuple[str, ...], list[Foreign]] = {}
        for name, questions in decks.items():
            path = tuple(part.strip() for part in name.split("::") if part.strip())
            by_path.setdefault(path or (self._deck,), []).extend(questions)
        return tuple(ForeignDeck(path, tuple(questions)) for path, questions in by_path.items())

    def rows(self, text: str, quoting: Literal[0, 3]) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with its line; `whole` is false where a quotation mark swallowed all to the end."""
        csv.field_size_limit(_CELL)
        # A line that no table has shows whether the last record ended before it.
        lines = islice(StringIO(f"{text}\n{_END}\n", newline="\n"), self._layout.first_line, None)
        reader = csv.reader(lines, delimiter=self._layout.delimiter, quoting=quoting)
        number = 0
        before = self._layout.first_line
        row: list[str] = []
        try:
            for row in reader:
                line, before = before + 1, self._layout.first_line + reader.line_num
                if not "".join(row).strip() or (self._layout.anki and row[0].startswith("#")):
                    continue
                number += 1
                if number > self._layout.first_record and row != [_END]:
                    yield line, row
        except csv.Error as error:
            raise Unreadable(f"Line {before + 1} is no row of a table: {error}.") from error
        self.whole = row == [_END] or quoting == csv.QUOTE_NONE

    def _question(self, line: int, row: Sequence[str], cells: Mapping[str, str]) -> Foreign | None:
        where = self._where = f"line {line}"
        body = self._body(cells)
        if isinstance(body, str):
            self.skipped.append(Skipped(where, body))
            return None
        links, why = self._beside(body, row, cells)
        question = Question("", body, self._text_of(cells, "hint"), why, links, self._tags(cells.get("tags", "")))
        guid = cells.get("guid")
        return Foreign(question, f"anki:{guid}" if guid else "", where)

    def _beside(self, body: Body, row: Sequence[str], cells: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
        """Return the links of a row, and all that explains it."""
        extra = [self._text_of(cells, "answer")] if isinstance(body, Cloze) else []
        extra.append(self._text_of(cells, "why"))
        links: tuple[str, ...] = ()
        if source := cells.get("source"):
            words = source.split()
            links = tuple([word for word in words if LINK.fullmatch(word)])
            if len(links) < len(words):
                extra.append(self._text_of(cells, "source"))
        if len(row) > len(cells) - self._shared:
            extra += self._extra(row)
        return links, "\n\n".join(filter(None, extra))

    def _tags(self, cell: str) -> tuple[str, ...]:
        """Return the tags of the table and of a row; the same ones are one value."""
        if cell not in self._tagged:
            words = cell.replace(";", " ").replace(",", " ").split()
            self._tagged[cell] = tuple(dict.fromkeys((*self._layout.tags, *map(intern, words))))
        return self._tagged[cell]

    def _body(self, cells: Mapping[str, str]) -> Body | str:
        """Return what a row asks, or why it cannot be taken."""
        ask, answer = self._text_of(cells, "ask"), self._text_of(cells, "answer")
        if not ask:
            return "its first field is empty"
        if "{{" in cells["ask"] and _CLOZE.search(cells["ask"]):
            return Cloze(ask)
        if not answer:
            return "it has no answer"
        kind = (cells.get("notetype") or self._layout.notetype).lower()
        accepted = cells.get("accept", "")
        if accepted or ("type" in kind and "answer" in kind):
            accept = tuple(filter(None, (texts.plain_of(part) for part in accepted.split(";"))))
            return Typed(ask, texts.plain_of(cells["answer"]), accept)
        return Basic(ask, answer, reverse="reverse" in kind or bool(cells.get("reverse")))

    def _extra(self, row: Sequence[str]) -> Iterator[str]:
        """Yield what stands in columns that are nothing we know, each with its name."""
        for place, cell in enumerate(row):
            if place not in self._known and cell and (text := self._converted(cell)):
                name = self._named.get(place, "")
                yield f"{texts.from_plain(name)}: {text}" if name else text

    def _cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return what stands in a row, by field."""
        width = len(row)
        return {field: row[place].strip() for field, place in self._places if place < width}

    def _text_of(self, cells: Mapping[str, str], field: str) -> str:
        cell = cells.get(field)
        return self._converted(cell) if cell else ""

    def _converted(self, cell: str) -> str:
        if not self._html:
            return texts.from_plain(cell.strip())
        found = texts.from_html(cell, self._media_name)
        self.skipped += [Skipped(self._where, f"{what} was left out") for what in found.dropped]
        return found.markdown

    def _media_name(self, name: str) -> str:
        kept = self.pictures.beside(quote(name))
        if kept is None:
            self.skipped.append(Skipped(self._where, f"the file {name[:100]} is not beside the table"))
        return kept or re.sub(r"[^\w.-]+", "-", name).strip("-.") or "file"
