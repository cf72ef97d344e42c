"""Anki's card templates, as far as they say what is asked and what is answered. Nothing in them is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r"<hr[^<>]*\bid\s*=\s*[\"']?answer\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<(?!img\b)[^<>]*>|&nbsp;|\s", re.IGNORECASE)
_FURIGANA = re.compile(r" ?([^ >]+?)\[(.+?)\]")
_FRONT = "FrontSide"
_SPECIAL = ("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID")
_DEEPEST = 20


class Sides(NamedTuple):
    """A card as HTML."""

    front: str
    back: str
    typed: str = ""
    """The field whose content is to be typed in; empty for none."""
    cloze: str = ""
    """The field whose deletions are asked; empty for none."""


def sides(front: str, back: str, fields: Mapping[str, str]) -> Sides:
    """Return front and back of a card; the back without the front and the line that parts them."""
    asked = rendered(front, fields)
    answer = rendered(back, {**fields, _FRONT: ""})
    rule = _RULE.search(answer)
    return Sides(asked, answer[rule.end() :] if rule else answer, _filtered(front, "type"), _filtered(front, "cloze"))


def rendered(template: str, fields: Mapping[str, str]) -> str:
    """Return a template with its fields filled in; sections stay or go, as their fields are filled or not."""
    template = _COMMENT.sub("", _SCRIPT.sub("", template))
    out: list[str] = []
    shown = [True]
    place = 0
    for match in _TAG.finditer(template):
        if shown[-1]:
            out.append(template[place : match.start()])
        place = match.end()
        mark, name = match.groups()
        if mark in ("#", "^") and len(shown) < _DEEPEST:
            filled = not empty(fields.get(name, ""))
            shown.append(shown[-1] and filled is (mark == "#"))
        elif mark == "/" and len(shown) > 1:
            shown.pop()
        elif not mark and shown[-1]:
            out.append(_field(name, fields))
    if shown[-1]:
        out.append(template[place:])
    return "".join(out)


def uses(template: str) -> frozenset[str]:
    """Return the names of the fields that a template shows."""
    names = (name.split(":")[-1].strip() for mark, name in _TAG.findall(template) if not mark)
    return frozenset(name for name in names if name != _FRONT and name not in _SPECIAL)


def empty(source: str) -> bool:
    """Tell whether a field shows nothing."""
    return not _MARKUP.sub("", source)


def _field(name: str, fields: Mapping[str, str]) -> str:
    *filters, field = (part.strip() for part in name.split(":"))
    if field not in fields or "type" in filters or any(each.startswith("tts") for each in filters):
        return ""
    text = fields[field]
    for each in reversed(filters):
        if each == "furigana":
            text = _FURIGANA.sub(r"\1 (\2)", text)
        elif each == "kanji":
            text = _FURIGANA.sub(r"\1", text)
        elif each == "kana":
            text = _FURIGANA.sub(r"\2", text)
    return text


def _filtered(template: str, wanted: str) -> str:
    for mark, name in _TAG.findall(template):
        *filters, field = (part.strip() for part in name.split(":"))
        if not mark and wanted in filters:
            return field
    return ""
