"""Sentences with holes as Anki's deletions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizzer.exporting.anki_sides import Media
from quizzer.exporting.html import html_of
from quizzer_decks.cloze import ClozeText, Gap

GROUP = re.compile(r"c(\d+)")
"""The part of a card, where the author numbered it as Anki does."""

# Private characters around holes, which Markdown leaves alone.
_OPEN, _HINTED, _CLOSE = "\ue010", "\ue011", "\ue012"
_HOLE = re.compile(f"{_OPEN}(\\d+){_OPEN}(.*?)(?:{_HINTED}(.*?))?{_CLOSE}", re.DOTALL)
_LITERAL = re.compile(r"\{\{(?=c[\d,]+::)")
"""What Anki would take for a deletion, and is none."""


def deletions(text: ClozeText, numbers: Mapping[str, int], media: Media) -> str:
    """Return a text with its holes as deletions, those of parts without a number shown."""
    marked = []
    for segment in text.segments:
        if isinstance(segment, Gap):
            number = numbers.get(text.names.get(segment.key, ""))
            marked.append(_hole(segment, number) if number else segment.answer)
        else:
            marked.append(segment)
    return _HOLE.sub(_deletion, _LITERAL.sub("{<!-- -->{", html_of("".join(marked), media)))


def numbered(parts: Sequence[str]) -> dict[str, int]:
    """Return a number for each part: its own where it has one, else the next that is free."""
    found = {part: int(match[1]) for part in parts if (match := GROUP.fullmatch(part)) and 0 < int(match[1]) <= 500}
    taken = set(found.values())
    free = (number for number in range(1, len(parts) + 501) if number not in taken)
    return {part: found[part] if part in found else next(free) for part in parts}


def _hole(gap: Gap, number: int) -> str:
    hint = f"{_HINTED}{gap.hint}" if gap.hint else ""
    hole = f"{_OPEN}{number}{_OPEN}{gap.answer}{hint}{_CLOSE}"
    return f"{{{hole}}}" if gap.maths else hole


def _deletion(hole: re.Match[str]) -> str:
    """Return a hole as Anki writes it; braces that would end it too early are kept apart."""
    answer = hole[2].replace("}}", "} }")
    answer += " " if answer.endswith("}") else ""
    hint = f"::{hole[3]}" if hole[3] else ""
    return f"{{{{c{hole[1]}::{answer}{hint}}}}}"
