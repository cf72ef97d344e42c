"""Mochi's exports (`.mochi`): a zip of its data in EDN or Transit, with pictures and sounds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from quizzer_decks.fields import MAX_TEXT
from quizzer_decks.formats.archives import Archive
from quizzer_decks.formats.decoding import LARGEST, decoded
from quizzer_decks.formats.edn import Malformed, read_edn, read_transit
from quizzer_decks.formats.foreign import Options, Reading, Standing, Unreadable
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.holes import Hole, with_holes
from quizzer_decks.formats.json_values import entry, text
from quizzer_decks.model import Basic, Body
from quizzer_decks.prompts import REVERSE
from quizzer_decks.regions import regions

_ZIP = b"PK\x03\x04"
_SIDE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HOLE = re.compile(r"\{\{(?:(\d{1,4})::)?(?=[^\s{}])([^{}\n]{1,1000}?)\}\}")
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#,;.!?()\[\]{}<>\"'`\\]{1,100})(?=\s|$)")
_FIELD = re.compile(r"<<\s{0,9}([^<>\n]{1,200}?)\s{0,9}>>")
_MEDIA = re.compile(r"!\[([^\[\]\n]{0,500})\]\(\s{0,9}<?((?:@?media/)?[^()<>\s]{1,500})>?\s{0,9}\)")
_DEEPEST = 50


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file looks like an export of Mochi's, from 0 to 100."""
    if source.is_dir() or not head.startswith(_ZIP):
        return 30 if source.suffix.lower() == ".mochi" and not source.is_dir() else 0
    if source.suffix.lower() == ".mochi":
        return 98
    return 80 if b"data.edn" in head or b"data.json" in head else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read an export: cards in their decks, with their media."""
    archive = Archive(source)
    root = _root(archive, source.name)
    harvest = Harvest("mochi", options, (source.stem,))
    _Reading(archive, harvest, root).read()
    return harvest.reading(source.name, archive.media)


def _root(archive: Archive, name: str) -> Mapping[str, Any]:
    """Return the data of an export. Unreadable when there is none, or it is not what it should be."""
    for member in ("data.edn", "data.json"):
        if member not in archive.names:
            continue
        data, _ = decoded(archive.read(member, LARGEST), member, longest_line=LARGEST)
        try:
            root = read_edn(data) if member == "data.edn" else read_transit(json.loads(data))
        except json.JSONDecodeError as error:
            raise Unreadable(f"{member} in {name} is no JSON: line {error.lineno}, column {error.colno}.") from error
        except Malformed as error:
            raise Unreadable(f"{member} in {name} cannot be read: {error}.") from error
        except (RecursionError, ValueError) as error:
            raise Unreadable(f"{member} in {name} is nested too deeply, or has a number too long.") from error
        if isinstance(root, dict) and (root.keys() & {"decks", "cards"}):
            return root
        raise Unreadable(f"{member} in {name} holds no decks.")
    raise Unreadable(f"{name} is no export of Mochi's: it has neither data.edn nor data.json in it.")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []


class _Reading:
    """Reads the cards of one export."""

    def __init__(self, archive: Archive, harvest: Harvest, root: Mapping[str, Any]) -> None:
        self._archive = archive
        self._harvest = harvest
        self._root = root
        self._decks = {text(entry(deck, "id")): deck for deck in _list(root.get("decks")) if isinstance(deck, dict)}
        templates = (each for each in _list(root.get("templates")) if isinstance(each, dict))
        self._templates = {text(entry(each, "id")): each for each in templates}

    def read(self) -> None:
        """Take all cards."""
        for deck in _list(self._root.get("decks")):
            for card in _list(entry(deck, "cards")):
                self._card(card, deck)
        for card in _list(self._root.get("cards")):
            self._card(card, self._decks.get(text(entry(card, "deck-id"))))

    def _above(self, deck: Any) -> list[dict[str, Any]]:
        """Return a deck and those around it, from the outermost."""
        found: list[dict[str, Any]] = []
        seen: set[int] = set()
        while isinstance(deck, dict) and id(deck) not in seen and len(seen) < _DEEPEST:
            seen.add(id(deck))
            found.insert(0, deck)
            deck = self._decks.get(text(entry(deck, "parent-id")))
        return found

    def _card(self, card: Any, deck: Any) -> None:
        id_ = text(entry(card, "id"))
        where = f"card {id_ or text(entry(card, 'name'))[:60] or '?'}"
        if not isinstance(card, dict):
            self._harvest.skip(where, "it is no card")
            return
        above = self._above(deck)
        if any(entry(each, "trashed?") for each in (card, *above)):
            self._harvest.skip(where, "it is in the bin")
            return
        if _list(entry(card, "reviews")):
            self._harvest.skip(where, "its past reviews, which Mochi keeps in a form of its own")
        content = self._content(card)
        if len(content) > MAX_TEXT:
            self._harvest.skip(where, f"one of its texts has over {MAX_TEXT:,} characters")
            return
        content, tags = _tagged(content)
        suspended = any(entry(each, "archived?") for each in (card, *above))
        reverse = any(entry(each, "review-reverse?") for each in (card, *above[-1:]))
        made, why, stood = self._made(self._shown(content, where), suspended=suspended, reverse=reverse)
        named = [text(tag) for name in ("tags", "manual-tags") for tag in _list(entry(card, name))]
        key = f"mochi:{id_}" if id_ else ""
        path = filter(str.strip, (text(entry(each, "name")) for each in above))
        self._harvest.add(made, where, path=tuple(path), key=key, why=why, tags=[*tags, *named], standings=stood)

    def _content(self, card: Mapping[str, Any]) -> str:
        """Return what stands on a card: its own text, or its template with its fields."""
        template = self._templates.get(text(entry(card, "template-id")))
        content = text(entry(card, "content"))
        if template is None:
            return content or text(entry(card, "name"))
        told = entry(card, "fields")
        values = {name: text(entry(value, "value")) for name, value in told.items()} if isinstance(told, dict) else {}
        fields = entry(template, "fields")
        if isinstance(fields, dict):
            values |= {text(entry(field, "name")): values.get(id_, "") for id_, field in fields.items()}
        values.setdefault("name", text(entry(card, "name")))
        sides = text(entry(template, "content"))[: MAX_TEXT + 1]
        return _FIELD.sub(lambda match: values.get(match[1], "")[: MAX_TEXT + 1], sides) or content

    def _shown(self, content: str, where: str) -> str:
        def link(match: re.Match[str]) -> str:
            if re.match(r"[a-z]+:", match[2]):
                return match.group()
            path = match[2].lstrip("@")
            name = PurePosixPath(path).name
            kept = next(filter(None, map(self._archive.shown, (path, name, f"media/{name}"))), None)
            if kept is None:
                self._harvest.skip(where, f"the file {match[2][:100]} is not in the export")
                return f"[{match[1] or name}]"
            return f"![{match[1] or name}](media/{kept})"

        return _MEDIA.sub(link, content)

    def _made(
        self, content: str, *, suspended: bool, reverse: bool
    ) -> tuple[list[Body] | str, str, list[tuple[int, Standing]]]:
        """Return what a card becomes, or why nothing; its explanation; and its cards that are suspended."""
        first, *rest = (side.strip() for side in _SIDE.split(content))
        answer = "\n\n".join(filter(None, rest))
        holed = with_holes(_parts(first))
        if holed is not None:
            stood = [(body, Standing(part, suspended=True)) for body, part in holed.cards] if suspended else []
            return holed.bodies, answer, stood
        if not first or not answer:
            return "it has one side only" if first or answer else "it is empty", "", []
        parts = (("", REVERSE) if reverse else ("",)) if suspended else ()
        return [Basic(first, answer, reverse=reverse)], "", [(0, Standing(part, suspended=True)) for part in parts]


def _parts(side: str) -> list[str | Hole]:
    kept = [(start, end) for start, end, kind in regions(side) if kind != "text"]
    parts: list[str | Hole] = []
    before = 0
    for match in _HOLE.finditer(side):
        if not any(start <= match.start() < end for start, end in kept):
            parts += [side[before : match.start()], Hole(match[2], group=f"c{int(match[1])}" if match[1] else "")]
            before = match.end()
    return [*parts, side[before:]]


def _tagged(content: str) -> tuple[str, list[str]]:
    """Return a card's text without its tags, and the tags; what stands in code is none."""
    tags: list[str] = []
    pieces: list[str] = []
    before = 0

    def taken(match: re.Match[str]) -> str:
        tags.append(match[1])
        return ""

    for start, end, kind in regions(content):
        if kind == "code":
            pieces += [_TAG.sub(taken, content[before:start]), content[start:end]]
            before = end
    pieces.append(_TAG.sub(taken, content[before:]))
    return "".join(pieces).replace("\\#", "#"), tags
