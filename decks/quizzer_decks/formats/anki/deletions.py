"""Anki's cloze deletions as holes of ours. What nests, or is asked on several cards, becomes a question for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_EDGE = re.compile(r"\{\{c(\d{1,4}(?:,\d{1,4}){0,40})::|\}\}")
_DEEPEST = 8
OCCLUSION = "image-occlusion:"
BRACES = "\ue002"
"""Stands for two braces that open no hole, until the text around them is Markdown."""


@dataclass(slots=True)
class Deletion:
    """A deletion, with what stands in it."""

    ordinals: tuple[int, ...]
    parts: list[str | Deletion] = field(default_factory=list)

    def split(self) -> tuple[list[str | Deletion], str]:
        """Return the content and the hint."""
        parts = list(self.parts)
        for place, part in enumerate(parts):
            if isinstance(part, str) and "::" in part:
                before, _, after = part.partition("::")
                hint = after + "".join(text for text in parts[place + 1 :] if isinstance(text, str))
                return [*parts[:place], before], hint
        return parts, ""


Part = str | Deletion


def parsed(text: str) -> list[Part]:
    """Return a text as plain stretches and deletions; what is not closed stays text."""
    stack: list[tuple[int, Deletion]] = []
    root: list[Part] = []
    place = 0
    for match in _EDGE.finditer(text):
        here = stack[-1][1].parts if stack else root
        if match[1] is None and not stack:
            continue
        here.append(text[place : match.start()])
        place = match.end()
        if match[1] is not None:
            if len(stack) == _DEEPEST:
                here.append(match.group())
                continue
            deletion = Deletion(tuple(int(number) for number in match[1].split(",") if number))
            stack.append((match.start(), deletion))
        else:
            _, done = stack.pop()
            (stack[-1][1].parts if stack else root).append(done)
    rest = text[place:]
    while stack:
        start, _ = stack.pop()
        rest = text[start:] if not stack else rest
    root.append(rest)
    return [part for part in root if part]


def ordinals(parts: Sequence[Part]) -> list[int]:
    """Return all numbers that are asked for, in order; 0 is shown and never asked."""
    filled = (deletion for deletion in _all(parts) if shown(deletion.split()[0]).strip())
    return sorted({number for deletion in filled for number in deletion.ordinals if number})


def simple(parts: Sequence[Part]) -> bool:
    """Tell whether each deletion stands alone and is asked on one card, or on none."""
    return all(
        len(part.ordinals) == 1 and all(isinstance(inner, str) for inner in part.parts)
        for part in parts
        if isinstance(part, Deletion)
    )


def written(parts: Sequence[Part], only: int | None = None) -> str:
    """Return a text with deletions as holes of ours: all of them, or those of one number with the rest shown."""
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(part.replace("{{", BRACES))
            continue
        content, hint = part.split()
        asked = part.ordinals != (0,) if only is None else only in part.ordinals
        if not asked:
            out.append(written(content, only))
            continue
        answer = shown(content).strip()
        number = only if only is not None else part.ordinals[0]
        out.append(f"{{{{c{number}::{answer}{f'::{hint.strip()}' if hint.strip() else ''}}}}}" if answer else "")
    return "".join(out)


def shown(parts: Sequence[Part]) -> str:
    """Return a text with everything in it shown."""
    return "".join(part if isinstance(part, str) else shown(part.split()[0]) for part in parts)


def _all(parts: Sequence[Part]) -> Iterator[Deletion]:
    for part in parts:
        if isinstance(part, Deletion):
            yield part
            yield from _all(part.parts)
