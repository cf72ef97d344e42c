"""How a table of cards is laid out: its delimiter, its header, and what stands in which column."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from quizzer_decks.formats.foreign import Unreadable

FIELDS: Final = ("ask", "answer", "tags", "deck", "hint", "why", "source", "guid", "notetype", "reverse", "accept")

_DELIMITERS = "\t,;|:"
_NAMES: Mapping[str, str] = {
    name: field
    for field, names in {
        "ask": "ask question front prompt term word text q expression sentence problem kanji",
        "answer": "answer back response definition meaning translation a solution",
        "tags": "tags tag labels label category categories topic topics",
        "deck": "deck deckname deck_name",
        "hint": "hint clue",
        "why": "why explanation extra notes note comment comments example examples context back_extra remarks",
        "source": "source sources reference references link url",
        "guid": "guid uuid id",
        "notetype": "notetype note_type type model",
        "accept": "accept synonyms alternatives",
    }.items()
    for name in names.split()
}
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_HEADER = re.compile(r"#([^:\n]{1,40}):(.*)")
_COLUMN = re.compile(r"(guid|notetype|deck|tags) column")
_MOST_COMMENTS = 40
_SAMPLE = 300
"""Records by which a delimiter is chosen."""


class Layout(NamedTuple):
    """What a table is made of."""

    delimiter: str
    columns: Mapping[str, int]
    """Column, from 0, by field."""
    extra: Sequence[tuple[str, int]]
    """Columns that are none of the fields, with their names where they have any."""
    html: bool | None
    """None where the file does not say."""
    first_record: int
    """Records before the first card: a row of names."""
    first_line: int
    """Lines before the first record: headers of Anki's."""
    anki: bool
    """Whether it has such headers; then a record that begins with # is a comment."""
    deck: str = ""
    notetype: str = ""
    tags: Sequence[str] = ()


def layout(text: str, wanted: Mapping[str, str]) -> Layout:
    """Return how a table is laid out. Unreadable when a column that the learner names is not there."""
    headers, lines = _headers(text)
    body = [*text.split("\n", lines), ""][lines] if lines else text
    delimiter = _delimiter(headers.get("separator", ""), body)
    if not headers and (lines := _comments(body, delimiter)):
        body = "\n".join(text.split("\n")[lines:])
    records = list(islice(_records(body, delimiter), _SAMPLE))
    width = max((len(record) for record in records), default=0)
    names, named = _names(headers, records, delimiter)
    columns = _columns(headers, names, width)
    for field, column in wanted.items():
        if field not in FIELDS:
            raise Unreadable(f"There is no field {field!r}; choose among {', '.join(FIELDS)}.")
        columns = {name: place for name, place in columns.items() if name != field}
        columns[field] = _place(column, names, width)
        columns = {name: place for name, place in columns.items() if name == field or place != columns[field]}
    taken = set(columns.values())
    extra = [(names[place] if place < len(names) else "", place) for place in range(width) if place not in taken]
    return Layout(
        delimiter=delimiter,
        columns=columns,
        extra=extra,
        html={"true": True, "false": False}.get(headers.get("html", "")),
        first_record=int(named),
        first_line=lines,
        anki=bool(headers),
        deck=headers.get("deck", "").strip().strip('"'),
        notetype=headers.get("notetype", ""),
        tags=tuple(headers.get("tags", "").split()),
    )


def _headers(text: str) -> tuple[dict[str, str], int]:
    """Return Anki's headers by name, and how many lines they and free comments take."""
    found: dict[str, str] = {}
    count = 0
    for line in text.split("\n", 40)[:40]:
        if not line.startswith("#") and not (count == 0 and line.startswith("tags:")):
            break
        match = _HEADER.match(line if line.startswith("#") else f"#{line}")
        if match:
            found[match[1].strip().lower()] = match[2].strip("\t ")
        count += 1
    known = {"separator", "html", "tags", "columns", "notetype", "deck", "if matches", "match scope"}
    if not any(name in known or _COLUMN.fullmatch(name) for name in found):
        return {}, 0
    return found, count


def _comments(body: str, delimiter: str) -> int:
    """Return how many lines above a table are comments: its rows have more than one column."""
    lines = body.split("\n", _MOST_COMMENTS)[:_MOST_COMMENTS]
    return next((place for place, line in enumerate(lines) if line[:1] != "#" or delimiter in line), 0)


def _delimiter(named: str, body: str) -> str:
    if named:
        found = _SEPARATORS.get(re.split(r"[^a-z]", named.lower(), maxsplit=1)[0]) or named[0]
        if len(found) == 1:
            return found
    scores = {delimiter: _consistency(body, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else "\t"


def _consistency(body: str, delimiter: str) -> float:
    """Return how alike the records are in their number of columns, from 0 to 1; more columns win a tie."""
    widths = Counter(len(record) for record in islice(_records(body, delimiter), _SAMPLE))
    total = sum(widths.values())
    width, number = max(((w, n) for w, n in widths.items() if w > 1), key=lambda each: each[1], default=(0, 0))
    if not number:
        return 0.0
    rank = (len(_DELIMITERS) - _DELIMITERS.index(delimiter)) * 1e-4
    return number / total + min(width, 12) * 1e-3 + rank


def _records(body: str, delimiter: str) -> list[list[str]]:
    sample = body[: 1 << 18]
    try:
        return [record for record in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter) if any(record)]
    except csv.Error:
        return []


def _names(headers: Mapping[str, str], records: Sequence[Sequence[str]], delimiter: str) -> tuple[list[str], bool]:
    """Return the names of the columns, and whether the first record holds them."""
    if "columns" in headers:
        return [name.strip() for name in headers["columns"].split(delimiter)], False
    if records:
        first = [cell.strip() for cell in records[0]]
        known = {_NAMES[key] for cell in first if (key := _key(cell)) in _NAMES}
        if len(known) >= 2:
            return first, True
    return [], False


def _columns(headers: Mapping[str, str], names: Sequence[str], width: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for name, value in headers.items():
        match = _COLUMN.fullmatch(name)
        number = re.match(r"\s*(\d{1,4})", value)
        if match and number and 0 < int(number[1]) <= max(width, 1):
            columns[match[1]] = int(number[1]) - 1
    for place, name in enumerate(names):
        field = _NAMES.get(_key(name))
        if field and field not in columns and place not in columns.values():
            columns[field] = place
    free = [place for place in range(width) if place not in columns.values()]
    for field in ("ask", "answer"):
        if field not in columns and free:
            columns[field] = free.pop(0)
    return columns


def _place(column: str, names: Sequence[str], width: int) -> int:
    if column.isdigit() and 0 < int(column) <= width:
        return int(column) - 1
    for place, name in enumerate(names):
        if _key(name) == _key(column):
            return place
    told = f"; it has {', '.join(names)}" if names else f"; it has {width}"
    raise Unreadable(f"The table has no column {column!r}{told}.")


def _key(name: str) -> str:
    return re.sub(r"\W+", "_", name.strip().lower()).strip("_")
