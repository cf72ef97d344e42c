"""Sentences with deletions of other programs as holes of ours, and which card of theirs is which of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quizzer_decks.cloze import BLANK, parse_cloze
from quizzer_decks.model import Basic, Body, Cloze

_GROUP = re.compile(r"c\d{1,4}")


class Hole(NamedTuple):
    """A deletion."""

    answer: str
    hint: str = ""
    group: str = ""
    """Deletions of one group, `c1` and so on, are asked on one card; empty for a card of its own."""


class Holed(NamedTuple):
    """What a sentence becomes."""

    bodies: list[Body]
    cards: list[tuple[int, str]]
    """Of each card in the other program, groups by number and else in order: its body, and that one's part."""


def with_holes(parts: Sequence[str | Hole]) -> Holed | None:
    """Return a sentence as one cloze; where its holes cannot be written, as a question for each. None without any."""
    parts = [part if isinstance(part, str) else part._replace(answer=part.answer.strip()) for part in parts]
    parts = [part if isinstance(part, str) or part.answer else "" for part in parts]
    holes = [part for part in parts if isinstance(part, Hole)]
    if not holes:
        return None
    keys = list(dict.fromkeys(hole.group or f" {index}" for index, hole in enumerate(holes)))
    if all(_GROUP.fullmatch(key) for key in keys):
        keys.sort(key=lambda key: int(key[1:]))
    text = "".join(part.replace("{{", "\\{{") if isinstance(part, str) else _written(part) for part in parts).strip()
    cloze = parse_cloze(text)
    wanted = [(hole.answer, hole.group) for hole in holes]
    if not cloze.problems and [(gap.answer, gap.group) for gap in cloze.gaps] == wanted:
        names = [cloze.names.get(gap.key, "") for gap in cloze.gaps]
        by_answer = {gap.answer: name for gap, name in zip(cloze.gaps, names, strict=True) if name}
        places = {
            hole.group or f" {index}": names[index] or by_answer.get(hole.answer, "")
            for index, hole in enumerate(holes)
        }
        return Holed([Cloze(text)], [(0, places[key]) for key in keys])
    bodies: list[Body] = [_alone(parts, key) for key in keys]
    return Holed(bodies, [(index, "") for index in range(len(bodies))])


def _written(hole: Hole) -> str:
    answer, hint = (text.replace("::", "\\::") for text in (hole.answer, hole.hint.strip()))
    group = f"{hole.group}::" if hole.group else ""
    return f"{{{{{group}{answer}{f'::{hint}' if hint and '}}' not in hint else ''}}}}}"


def _alone(parts: Sequence[str | Hole], key: str) -> Basic:
    """Return a question that hides one group, to be graded by oneself."""
    asked: list[str] = []
    hidden: list[str] = []
    number = -1
    for part in parts:
        if isinstance(part, str):
            asked.append(part)
            continue
        number += 1
        if (part.group or f" {number}") == key:
            hidden.append(part.answer)
            asked.append(f"[{part.hint}]" if part.hint else BLANK)
        else:
            asked.append(part.answer)
    return Basic("".join(asked).strip(), "\n\n".join(dict.fromkeys(hidden)))
