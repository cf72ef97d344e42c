"""Items, lines and table rows to entries: a title, a box, the links in it, and what is nested below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quizzer_decks.fields import LINK
from quizzer_decks.roadmap import vocabulary as words
from quizzer_decks.roadmap.blocks import Item, ItemList, Line, Paragraph, Piece, Table, take_box
from quizzer_decks.roadmap.parsed import Resource
from quizzer_decks.roadmap.titles import clean, is_sentence, topic_title, without_number

_BOOK = re.compile(r"\W*[\"“][^\"”]{4,}[\"”]\W*(?:by\b|$|[-–—,(]|notes\b)", re.IGNORECASE)
_REMAINS = re.compile(r"[\W_]*(?:\([^()]*\)[\W_]*)*")
_AFTER_LINK = re.compile(r"\s*[*\\]*\s*(?:[-–—:|,(\[.]|by\b|$)")
_BEFORE_LINKS = re.compile(r"^(.*?\S)\s*[:(\[–—→|-]+\s*$")
_NOTE = re.compile(r"\s*[^\w\s(]+\s*\([^()]*\)\s*")
_DONE = re.compile(r"\[[xX]\]|[✅☑✔✓☒]|(?:done|complete|completed|yes|learned|finished)\b", re.IGNORECASE)
_OPEN = re.compile(r"\[\s?\]|[⬜☐❌🔲⏳🚧❎✗✘□]|(?:todo|to do|no|not started|pending|in progress|-)\b", re.IGNORECASE)
_NAVIGATION = re.compile(r"(?![a-z]+:)[^#]*(?:read-?me|i18n|translations?|contributing|licen[sc]e)[^/]*", re.IGNORECASE)
_AND_SO_ON = re.compile(r"(?:and\s+)?(?:much\s+)?more\W*|etc\W*|and\s+so\s+on\W*|see\s+more\W*", re.IGNORECASE)
_UP = re.compile(r"\b(?:back|top|up)\b|العودة|volver|ir arriba|voltar|topo|наверх|返回", re.IGNORECASE)
_AUTHOR = re.compile(r"(?<=.)\s+\|\s.*")
_WEB = ("http://", "https://")


@dataclass(slots=True)
class Entry:
    """Something listed. `bare` lines have no bullet; `prose` reads as a sentence; `own_link` is nothing but a link."""

    title: str
    line: int
    checked: bool | None = None
    links: list[Resource] = field(default_factory=list)
    own_link: bool = False
    internal: bool = False
    """Its link leads to a place in the same document."""
    medium: bool = False
    """It stands in a column of courses, or is a book called by its title: something to learn from."""
    bare: bool = False
    prose: bool = False
    children: list[Entry] = field(default_factory=list)

    @property
    def is_address(self) -> bool:
        """Tell whether it is called by its address."""
        return self.title.startswith(_WEB)


def item_entries(items: Sequence[Item]) -> Iterator[Entry]:
    """Yield the entries of a list."""
    for item in items:
        entry = line_entry(item.lines[0], item.checked) if item.lines else None
        if entry is None:
            entry = Entry("", 0)
        entry.children += _continued(item.lines, entry)
        for block in item.blocks:
            if isinstance(block, ItemList):
                entry.children += item_entries(block.items)
            elif isinstance(block, Paragraph):
                entry.links += [link for line in block.lines for link in _links(line.pieces) if _is_web(link)]
            elif isinstance(block, Table):
                entry.children += table_entries(block)
        if entry.title:
            yield entry
        else:
            yield from entry.children


def _continued(lines: Sequence[Line], entry: Entry) -> Iterator[Entry]:
    """Yield the lines after an item's first that name something of their own; one that only runs on is joined to it."""
    for before, line in pairwise(lines):
        text = line.text.strip()
        checked = take_box(line)
        runs_on = len(before.text) > 70 and not before.text.rstrip().endswith((".", ":", "!", "?"))
        if checked is None and (text[:1].islower() or runs_on):
            entry.links += [link for link in _links(line.pieces) if _is_web(link)]
            continue
        found = line_entry(line, checked)
        if found is not None and words.is_resources(found.title):
            return
        if found is not None and (found.links or checked is not None or not is_sentence(found.title)):
            yield found


def line_entry(line: Line, checked: bool | None = None, *, bare: bool = False) -> Entry | None:
    """Return the entry of one line; None when nothing is left of it."""
    if not line.pieces:
        return None
    links = _links(line.pieces)
    own = _is_own_link(line.pieces)
    text = line.text
    if own:
        raw = " ".join(link.title for link in links[:1])
        title = _AUTHOR.sub("", without_number(clean(raw))) or raw.strip()
    else:
        title = topic_title(_subject(line.pieces)) or clean(text)
    if not any(character.isalnum() for character in title) or _AND_SO_ON.fullmatch(title):
        return None
    internal = bool(links) and all(link.url.startswith("#") for link in links)
    if own and (_NAVIGATION.fullmatch(links[0].url) or (internal and _UP.search(title))):
        return None
    named = bool(line.pieces[0].bold and line.pieces[0].text.rstrip().endswith(":")) or _is_named(line.pieces)
    prose = bare and (is_sentence(clean(text)) or is_sentence(text) or named)
    web = [Resource(clean(link.title) or link.url, link.url) for link in links if _is_web(link)]
    return Entry(title, line.number, checked, web, own, internal, _BOOK.match(text) is not None, bare, prose)


def _is_named(pieces: Sequence[Piece]) -> bool:
    """Tell whether a line gives a value to a name in bold, as in **Level**: beginner."""
    return len(pieces) > 1 and pieces[0].bold and pieces[1].text.lstrip().startswith((":", "："))


def _is_web(link: Resource) -> bool:
    return LINK.fullmatch(link.url) is not None


def _links(pieces: Sequence[Piece]) -> list[Resource]:
    found: list[Resource] = []
    for before, piece in zip([Piece(""), *pieces], pieces, strict=False):
        if piece.url and before.url == piece.url:
            found[-1] = Resource(found[-1].title + piece.text, piece.url)
        elif piece.url:
            found.append(Resource(piece.text, piece.url))
    return [link for link in found if link.title.strip()]


def _is_own_link(pieces: Sequence[Piece]) -> bool:
    """Tell whether a line is a link, with at most a sign before it and a remark after it."""
    place = next((place for place, piece in enumerate(pieces) if piece.url), -1)
    if place < 0:
        return False
    before = without_number(clean("".join(piece.text for piece in pieces[:place])))
    after = "".join(piece.text for piece in pieces[place:] if not piece.url)
    return not _REMAINS.sub("", before, count=1) and _AFTER_LINK.match(after) is not None


def _subject(pieces: Sequence[Piece]) -> str:
    """Return the part of a line that names its subject: without links after it, and without a note after bold."""
    place = next((place for place, piece in enumerate(pieces) if piece.url), len(pieces))
    before = "".join(piece.text for piece in pieces[:place])
    if place < len(pieces) and (match := _BEFORE_LINKS.match(before)) and clean(match.group(1)):
        return match.group(1)
    text = "".join(piece.text for piece in pieces)
    if len(pieces) == 2 and pieces[0].bold and _NOTE.fullmatch(pieces[1].text):
        return pieces[0].text
    return text


def table_entries(table: Table) -> Iterator[Entry]:
    """Yield the rows of a table of topics; of any other table nothing."""
    titles = [without_number(clean(cell.text)) for cell in table.header]
    column = next((place for place, title in enumerate(titles) if words.is_topic_column(title)), None)
    if column is None:
        return
    status = next((place for place, cell in enumerate(table.header) if words.is_status_column(clean(cell.text))), None)
    for row in table.rows:
        if len(row) <= column or not row[column].pieces:
            continue
        checked = take_box(row[column])
        if checked is None and status is not None and len(row) > status:
            checked = _ticked(row[status].text)
        entry = line_entry(row[column], checked)
        if entry is not None:
            entry.medium = entry.own_link and words.is_courses(titles[column])
            others = [cell for place, cell in enumerate(row) if place != column]
            entry.links += [link for cell in others for link in _links(cell.pieces) if _is_web(link)]
            yield entry


def _ticked(text: str) -> bool | None:
    text = text.strip(" -")
    if _DONE.match(text):
        return True
    return False if not text or _OPEN.match(text) else None
