"""The cards of Mnemosyne 2: a log of tags, facts, views and cards, the cards of a fact made into questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quizzer_decks.formats.foreign import Standing
from quizzer_decks.formats.holes import Hole, with_holes
from quizzer_decks.model import Basic, Body
from quizzer_decks.prompts import REVERSE

Shown = Callable[[str, str], str]
"""Turns a field, with where it stands, into Markdown."""
Stood = Callable[[Mapping[str, str], float, float, str], Standing | None]

_CARD, _TAG, _FACT, _VIEW = "6", "10", "16", "19"
_NAMES = re.compile(r"'([^']{1,60})'|\"([^\"]{1,60})\"")
_CLOZE = re.compile(r"\[([^\[\]]{1,1000})\]")
_INDEX = re.compile(r"['\"]index['\"]: (\d{1,4})")
_VIEWS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "1.1": (("f",), ("b",)),
    "2.1": (("f",), ("b",)),
    "2.2": (("b",), ("f",)),
    "3.1": (("f",), ("p_1", "m_1", "n")),
    "3.2": (("m_1",), ("f", "p_1", "n")),
    "4.1": (("marked",), ("loc",)),
    "4.2": (("loc", "blank"), ("marked",)),
    "6.1": (("f",), ("p_1", "m_1", "n")),
}
"""Question and answer of each view that comes with the program."""
_HOLED = ("5.1", "6.2")


class Made(NamedTuple):
    """What cards of a fact become, or why they become nothing."""

    bodies: list[Body] | str
    where: str
    key: str
    why: str
    tags: Sequence[str]
    standings: Sequence[tuple[int, Standing]]


def questions(root: Element, shown: Shown, stood: Stood) -> Iterator[Made]:
    """Yield the questions of a log, fact by fact."""
    tags: dict[str, str] = {}
    views = dict(_VIEWS)
    facts: dict[str, dict[str, str]] = {}
    cards: dict[str, list[Element]] = {}
    for entry in root.iterfind("log"):
        kind, id_ = entry.get("type"), entry.get("o_id") or ""
        fields = {str(child.tag): child.text or "" for child in entry}
        if kind == _TAG:
            tags[id_] = fields.get("name", "")
        elif kind == _VIEW:
            asked, told = (_listed(fields.get(name, "")) for name in ("q_fact_keys", "a_fact_keys"))
            if asked and told:
                views.setdefault(id_, (asked, told))
        elif kind == _FACT:
            facts[id_] = fields
        elif kind == _CARD:
            cards.setdefault(entry.get("fact") or "", []).append(entry)
    for id_, fields in facts.items():
        yield from _Fact(id_, fields, cards.pop(id_, []), tags, views).made(shown, stood)
    for id_, left in cards.items():
        for card in left:
            yield Made("its fact is not in the file", f"card {card.get('o_id') or id_}", "", "", (), ())


def _listed(text: str) -> list[str]:
    return [first or second for first, second in _NAMES.findall(text)]


class _Fact:
    """A fact with its cards."""

    def __init__(
        self,
        id_: str,
        fields: Mapping[str, str],
        cards: Sequence[Element],
        tags: Mapping[str, str],
        views: Mapping[str, tuple[Sequence[str], Sequence[str]]],
    ) -> None:
        self._id = id_
        self._fields = fields
        self._views = views
        self._where = f"fact {id_}"
        self._by_view: dict[str, list[Element]] = {}
        named: dict[str, None] = {}
        for card in cards:
            self._by_view.setdefault((card.get("fact_v") or "").partition("::")[0], []).append(card)
            names = (tags.get(tag.strip(), "") for tag in (card.get("tags") or "").split(","))
            named.update(dict.fromkeys(name for name in names if name not in ("", "__UNTAGGED__", "<default>")))
        self._tags = tuple(named)

    def made(self, shown: Shown, stood: Stood) -> Iterator[Made]:
        """Yield the questions of its cards; two that ask both ways are one."""
        if not self._by_view:
            yield self._result("it has no card", "")
            return
        first = True
        left = dict(self._by_view)
        while left:
            view, cards = next(iter(left.items()))
            del left[view]
            suffix = "" if first else f"/{view}"
            first = False
            if view in _HOLED:
                yield self._holed(cards, suffix, shown, stood)
                continue
            keys = self._views.get(view) or ((("f",), ("b",)) if "f" in self._fields else None)
            if keys is None:
                yield self._result("its card type is not in the file", suffix)
                continue
            mirror = next((name for name in left if self._views.get(name) == (keys[1], keys[0])), None)
            standings = _standings(cards[:1], "", stood)
            if mirror is not None:
                standings += _standings(left.pop(mirror)[:1], REVERSE, stood)
            ask, answer = (self._text(names, shown) for names in keys)
            if not ask or not answer:
                yield self._result("its question is empty" if not ask else "its answer is empty", suffix)
            else:
                yield self._result([Basic(ask, answer, reverse=mirror is not None)], suffix, standings)

    def _text(self, names: Sequence[str], shown: Shown) -> str:
        found = (shown(self._fields.get(name, ""), self._where) for name in names)
        return "\n\n".join(filter(None, found))

    def _holed(self, cards: Sequence[Element], suffix: str, shown: Shown, stood: Stood) -> Made:
        text = shown(self._fields.get("text") or self._fields.get("f", ""), self._where).replace("\\[", "[")
        pieces = _CLOZE.split(text)
        parts: list[str | Hole] = [_hole(piece) if number % 2 else piece for number, piece in enumerate(pieces)]
        holed = with_holes(parts)
        if holed is None:
            return self._result("it has no [deletion] in it", suffix)
        standings = []
        for number, card in enumerate(cards):
            index = _INDEX.search(card.findtext("extra") or "")
            place = int(index[1]) if index else number
            if place < len(holed.cards):
                body, part = holed.cards[place]
                standings += [(body, each) for _, each in _standings([card], part, stood)]
        why = self._text(("p_1", "m_1", "n"), shown)
        return self._result(holed.bodies, suffix, standings, why)

    def _result(
        self, bodies: list[Body] | str, suffix: str, standings: Sequence[tuple[int, Standing]] = (), why: str = ""
    ) -> Made:
        key = f"mnemosyne:{self._id}{suffix}" if self._id else ""
        return Made(bodies, self._where, key, why, self._tags, standings)


def _hole(text: str) -> Hole:
    answer, _, hint = text.partition(":")
    return Hole(answer, hint) if answer.strip() and not hint.startswith(("//", ":")) else Hole(text)


def _standings(cards: Sequence[Element], part: str, stood: Stood) -> list[tuple[int, Standing]]:
    found: list[tuple[int, Standing]] = []
    for card in cards:
        try:
            last, following = float(card.get("l_rp") or -1), float(card.get("n_rp") or -1)
        except ValueError:
            continue
        if 0 < last < 1e11 and 0 < following < 1e11:
            standing = stood(card.attrib, last, following, part)
            found += [(0, standing)] if standing else []
    return found
