"""Mnemosyne's cards: XML of its first version, `.cards` of the second, with grades and dates where it has any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from quizzer_decks.formats import mnemosyne_log, texts
from quizzer_decks.formats.archives import Archive
from quizzer_decks.formats.decoding import LARGEST, read_bytes
from quizzer_decks.formats.foreign import Options, Reading, Standing, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.model import Basic
from quizzer_decks.prompts import REVERSE

MIDDLE = 5.0
"""The difficulty of a card of which only an interval is known."""

_FIRST = re.compile(rb"<mnemosyne\s[^>]{0,300}core_version")
_SECOND = re.compile(rb"<openSM2sync[\s>]")
_ZIP = b"PK\x03\x04"
_CARD = re.compile(r"<card\b[^<>]*>", re.IGNORECASE)
_SOUND = re.compile(
    r"<(?:audio|sound|video)\b[^<>]*?\bsrc\s{0,4}=\s{0,4}[\"']([^\"'<>]{1,500})[\"'][^<>]*>", re.IGNORECASE
)
_MATHS = re.compile(r"<(/?)(\$\$?|latex)>", re.IGNORECASE)
_LONGEST = 36_500
_MOST_METADATA = 1 << 20
_LAST_MS = 253_370_764_800_000


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file looks like Mnemosyne's, from 0 to 100."""
    if source.is_dir():
        return 0
    if head.startswith(_ZIP):
        return 96 if b"cards.xml" in head or (b"METADATA" in head and source.suffix.lower() == ".cards") else 0
    if _FIRST.search(head) or _SECOND.search(head):
        return 95
    return 30 if source.suffix.lower() == ".cards" else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read cards, of either version."""
    harvest = Harvest("mnemosyne", options, (source.stem,))
    with source.open("rb") as file:
        head = file.read(len(_ZIP))
    if head == _ZIP:
        archive = Archive(source)
        data = archive.read("cards.xml", LARGEST)
        _Reading(harvest, options, archive.shown).read(parsed(data, "cards.xml"))
        with suppress(Unreadable):
            _describe(archive.read("METADATA", _MOST_METADATA), harvest)
        return harvest.reading(source.name, archive.media)
    pictures = Pictures()
    pictures.folder = source.parent
    root = parsed(read_bytes(source), source.name)
    _Reading(harvest, options, lambda name: pictures.beside(quote(name.replace("\\", "/")))).read(root)
    return harvest.reading(source.name, pictures.media)


def _describe(data: bytes, harvest: Harvest) -> None:
    """Tell what is said of the cards as a whole: who made them, when, and where they are from."""
    told = [" ".join(line.split()) for line in data.decode("utf-8", "replace").splitlines()]
    said = [line for line in told if line.partition(":")[2] and not line.startswith("card_set_name:")]
    if said:
        harvest.skip("METADATA", f"what it says of the cards: {', '.join(said)[:300]}")


def parsed(data: bytes, name: str) -> Element:
    """Return the root of XML. Unreadable when it is none, or has what it may not have."""
    try:
        root: Element = fromstring(data)
    except DefusedXmlException as error:
        raise Unreadable(f"{name} declares entities or a document type, which no cards need.") from error
    except ParseError as error:
        line, column = error.position
        raise Unreadable(
            f"{name} is no XML: line {line}, column {column + 1}: {str(error).partition(':')[0]}."
        ) from error
    except (ValueError, LookupError, RecursionError) as error:
        raise Unreadable(f"{name} is no XML that can be read: {error}.") from error
    return root


class _Item(NamedTuple):
    """A card of the first version."""

    id: str
    ask: str
    answer: str
    category: str
    values: Mapping[str, str]


class _Reading:
    """Reads the cards of one file."""

    def __init__(self, harvest: Harvest, options: Options, kept: Callable[[str], str | None]) -> None:
        self._harvest = harvest
        self._options = options
        self._kept = kept

    def read(self, root: Element) -> None:
        """Read all cards. Unreadable when they are neither version's."""
        if root.tag == "openSM2sync":
            for each in mnemosyne_log.questions(root, self.shown, self.standing):
                self._harvest.add(
                    each.bodies, each.where, key=each.key, why=each.why, tags=each.tags, standings=each.standings
                )
            return
        if root.tag != "mnemosyne":
            raise Unreadable(f"It is XML, but none of Mnemosyne's: it begins with <{str(root.tag)[:60]}>.")
        start = _number(root.get("time_of_start"))
        for category in root.iterfind("category"):
            if category.get("active") in ("0", "", "False"):
                self._harvest.leave(f"category {(category.findtext('name') or '')[:60]}", "that it was switched off")
        items = list(_items(root))
        by_id = {item.id: item for item in items if item.id}
        mirrored = {item.id + ".inv" for item in items if item.id and _mirrors(item, by_id.get(item.id + ".inv"))}
        for number, item in enumerate(items, 1):
            if item.id in mirrored and by_id.get(item.id) is item:
                continue
            other = by_id[f"{item.id}.inv"] if f"{item.id}.inv" in mirrored and by_id[item.id] is item else None
            self._take(item, other, f"card {item.id or number}", start)

    def _take(self, item: _Item, other: _Item | None, where: str, start: float | None) -> None:
        ask, answer = (self.shown(text, where) for text in (item.ask, item.answer))
        if not ask or not answer:
            self._harvest.skip(where, "its question is empty" if not ask else "its answer is empty")
            return
        standings = [(0, each) for each in (self._of_first(item, "", start),) if each]
        if other is not None:
            standings += [(0, each) for each in (self._of_first(other, REVERSE, start),) if each]
        key = f"mnemosyne:{item.id}" if item.id and not item.id.startswith("_") else ""
        tags = [item.category] if item.category not in ("", "<default>", "__UNTAGGED__") else []
        body = Basic(ask, answer, reverse=other is not None)
        self._harvest.add(body, where, key=key, tags=tags, standings=standings)

    def _of_first(self, item: _Item, part: str, start: float | None) -> Standing | None:
        """Return how a card of the first version stood: its dates are days since its user began."""
        last, following = _number(item.values.get("l_rp")), _number(item.values.get("n_rp"))
        unseen = bool(item.values.get("u")) and _number(item.values.get("gr")) in (0, 1)
        if start is None or last is None or following is None or unseen:
            return None
        return self.standing(item.values, start + last * 86400, start + following * 86400, part)

    def standing(self, values: Mapping[str, str], last: float, following: float, part: str) -> Standing | None:
        """Return how a card stood that was last seen and is due at seconds since the epoch; None for a new one."""
        grade = _number(values.get("gr"))
        reps, lapses = (int(_number(values.get(name)) or 0) for name in ("rt_rp", "lps"))
        if grade is None or grade < 2 or not 0 < following * 1000 < _LAST_MS or following < last:
            return None  # new, or being learnt: it has no interval to keep
        interval = min(max(round((following - last) / 86400), 1), _LONGEST)
        # A date is midnight in UTC there; noon is on that day wherever one is.
        day = self._options.day_of(round(following * 1000) + round(timedelta(hours=12).total_seconds() * 1000))
        return Standing(
            part, "review", day, None, interval, float(interval), MIDDLE, min(reps, 10_000), min(lapses, 10_000)
        )

    def shown(self, source: str, where: str) -> str:
        """Return a field as Markdown, its media taken."""
        text = _MATHS.sub(r"[\1\2]", _SOUND.sub(r"[sound:\1]", _CARD.sub("", source)))
        text = text.strip().replace("\r\n", "\n").replace("\n", "<br>")
        found = texts.from_html(text, lambda name: self._media(name, where))
        for what in found.dropped:
            self._harvest.skip(where, f"{what} was left out")
        return found.markdown

    def _media(self, name: str, where: str) -> str:
        kept = self._kept(name)
        if kept is None:
            self._harvest.skip(where, f"the file {name[:100]} did not come with it")
        return kept or re.sub(r"[^\w.-]+", "-", name).strip("-.") or "file"


def _items(root: Element) -> Iterator[_Item]:
    for item in root.iterfind("item"):
        told = [
            " ".join((item.findtext(name) or "").split()) if name == "cat" else item.findtext(name) or ""
            for name in ("Q", "A", "cat")
        ]
        yield _Item(item.get("id") or "", told[0], told[1], told[2], dict(item.attrib))


def _mirrors(item: _Item, other: _Item | None) -> bool:
    sides: Sequence[str] = (item.ask.strip(), item.answer.strip())
    return other is not None and all(sides) and (other.answer.strip(), other.ask.strip()) == sides


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None
