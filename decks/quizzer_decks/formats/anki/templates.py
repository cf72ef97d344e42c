"""Anki's card templates, as far as they say what is asked and what is answered. Nothing in them is run."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(r"\{\{([^{}]{1,400})\}\}")
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r"<hr\b[^<>]{0,100}?\bid\s{0,9}=\s{0,9}[\"']?answer\b[^<>]{0,100}>", re.IGNORECASE)
_MARKUP = re.compile(r"<(?!img\b)[^<>]*>|&nbsp;|\s", re.IGNORECASE)
_FURIGANA = re.compile(r" ?([^ >\[]{1,60}?)\[([^\]]{1,200})\]")
_LARGEST = 200_000
"""Characters of a template."""
_CARD = re.compile(r"c\d{1,4}")
_FRONT = "FrontSide"
_DEEPEST = 20


class Sides(NamedTuple):
    """A card as HTML."""

    front: str
    back: str
    """Without the front, and without the line that parts them."""
    typed: str = ""
    """The field whose content is to be typed in; empty for none."""
    hints: tuple[str, ...] = ()
    """What the front shows only when asked for it."""


def sides(front: str, back: str, fields: Mapping[str, str]) -> Sides:
    """Return front and back of a card."""
    asked = rendered(front, fields, hidden=("hint",))
    answer = rendered(back, {**fields, _FRONT: ""} if _FRONT in fields else fields)
    if rule := _RULE.search(answer):
        # What stands above the line is the front again, unless the front is named there: then it comes in addition.
        above = answer[: rule.start()] if _shows_front(back) else ""
        answer = f"{above}<br>{answer[rule.end() :]}" if not empty(above) else answer[rule.end() :]
    typed, hinting = _apart(front)
    hints = dict.fromkeys([fields[field] for field in hinting if not empty(fields.get(field, ""))])
    return Sides(asked, answer, typed, tuple(hints))


def rendered(template: str, fields: Mapping[str, str], hidden: Container[str] = ()) -> str:
    """Return a template with its fields filled in; sections stay or go, as their fields are filled or not.

    Fields with a filter that is in `hidden` are left out, and so are those to type in and to be spoken.
    """
    out: list[str] = []
    shown = [True]
    pieces, rest = _pieces(template)
    for piece in pieces:
        if shown[-1]:
            out.append(piece.before)
        if not piece.mark:
            if shown[-1]:
                text = fields.get(piece.field, "")
                out.append(_filtered(text, piece.filters, hidden) if text and piece.filters else text)
        elif piece.mark in "#^" and len(shown) < _DEEPEST:
            filled = not empty(fields.get(piece.name, ""))
            shown.append(shown[-1] and filled is (piece.mark == "#"))
        elif piece.mark == "/" and len(shown) > 1:
            shown.pop()
    if shown[-1]:
        out.append(rest)
    return "".join(out)


def uses(template: str) -> frozenset[str]:
    """Return the names of the fields that a template shows."""
    return frozenset(field for _, field in _fields(template))


def clozes(template: str) -> tuple[str, ...]:
    """Return the names of the fields whose deletions a template asks for."""
    return tuple(dict.fromkeys(field for filters, field in _fields(template) if "cloze" in filters))


def by_card(template: str) -> bool:
    """Tell whether a template of deletions shows each card something of its own, between `{{#c1}}` and `{{/c1}}`."""
    return any(piece.mark == "#" and _CARD.fullmatch(piece.name) for piece in _pieces(template)[0])


def empty(source: str) -> bool:
    """Tell whether a field shows nothing."""
    if "<" in source or "&" in source:
        return not _MARKUP.sub("", source)
    return not source or source.isspace()


class _Piece(NamedTuple):
    """A tag of a template, with the text before it."""

    before: str
    mark: str
    """Of a section: `#`, `^` or `/`; empty for a field."""
    name: str
    """Of a section."""
    filters: tuple[str, ...]
    field: str


@lru_cache(maxsize=128)
def _pieces(template: str) -> tuple[tuple[_Piece, ...], str]:
    """Return a template as its tags, and what stands behind the last one."""
    found = []
    place = 0
    template = _plain(template)
    for match in _TAG.finditer(template):
        mark, name = _parted(match[1])
        *filters, field = (part.strip() for part in name.split(":"))
        found.append(_Piece(template[place : match.start()], mark, name, tuple(filters), field))
        place = match.end()
    return tuple(found), template[place:]


@lru_cache(maxsize=128)
def _apart(front: str) -> tuple[str, tuple[str, ...]]:
    """Return the field to type in, empty for none, and those that are shown only when asked for."""
    typed = next((field for filters, field in _fields(front) if "type" in filters), "")
    return typed, tuple(field for filters, field in _fields(front) if "hint" in filters)


def _plain(template: str) -> str:
    """Return a template without comments, scripts and styles, its fields in braces."""
    template = template[:_LARGEST]
    if template.startswith("{{=<% %>=}}"):
        template = template[11:].replace("<%", "{{").replace("%>", "}}")
    return _COMMENT.sub("", _SCRIPT.sub("", template))


def _parted(tag: str) -> tuple[str, str]:
    """Return the mark of a section, if it is one, and the name."""
    tag = tag.strip()
    return (tag[0], tag[1:].strip()) if tag[:1] in ("#", "^", "/") and tag else ("", tag)


def _fields(template: str) -> list[tuple[tuple[str, ...], str]]:
    """Return the filters and the name of each field that is shown."""
    return [(piece.filters, piece.field) for piece in _pieces(template)[0] if not piece.mark]


@lru_cache(maxsize=128)
def _shows_front(back: str) -> bool:
    return any(field == _FRONT for _, field in _fields(back))


def _filtered(text: str, filters: Sequence[str], hidden: Container[str]) -> str:
    if any(each == "type" or each in hidden or each.startswith("tts") for each in filters):
        return ""
    for each in reversed(filters):
        if each == "furigana":
            text = _FURIGANA.sub(r"\1 (\2)", text)
        elif each == "kanji":
            text = _FURIGANA.sub(r"\1", text)
        elif each == "kana":
            text = _FURIGANA.sub(r"\2", text)
    return text
