"""What is no roadmap though it has lines that could be read as one: a program, a web page, a roadmap of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizzer_decks.roadmap.html_text import plain_markdown

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
_OWN = re.compile(r"(?:^|\n)id:[^\n]*\n(?:.*\n)?phases:\s*\n", re.DOTALL)
_STATEMENT = re.compile(
    r"(?:(?:from\s+[\w.]+\s+)?import\s+[\w.{(*'\"]|(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[(:{<]|@\w[\w.]*(?:\(|$)"
    r"|(?:el)?if\s.+:$|(?:async\s+)?for\s.+\sin\s.+:$|while\s.+:$|with\s.+:$|(?:else|try|finally):$|except\b.*:$"
    r"|(?:return|yield|raise|assert|await)\s+[^\s.]+|(?:export|const|let|var|function|public|private|static)\s+\S+.*[=({;]"
    r"|\#include\b|package\s+[\w.]+;?$|using\s+[\w.]+;$|[\w.\[\]'\"]+(?:\s*:\s*[\w.\[\], |]+)?\s*(?:[-+*/|&:]?=)\s*\S"
    r"|[\w.]+\(.*\)[;:]?$|.*[;{}]$|[\])}'\"]+[,;:)]*$|.*[\w\])]\($|.*\[$)"
)
_LISTED = re.compile(r"(?:[-*+•]\s|\d+[.)]\s|\||#{1,6}\s*\[|\[)")
_MOST = 0.25
"""Share of statements among its lines from which a text is a program: real roadmaps have 0.01, programs 0.29."""
_LONGEST = 200
"""Characters of a line that is looked at as a statement."""


def other_file(text: str, lines: Sequence[str]) -> str:
    """Return what a text is that is no roadmap, as a sentence without a full stop; empty where it may be one."""
    if _PAGE.match(text):
        return (
            "this is a web page; save the roadmap on it as Markdown, each topic on a line such as `- [ ] Binary search`"
        )
    if _OWN.match(text):
        return "this is a roadmap file as Quizzer keeps it; put it into the folder `roadmaps` beside your decks"
    if text.startswith("#!") or _statements(lines) >= _MOST:
        return (
            "this is a program, not a roadmap; give a roadmap in Markdown, each topic on a line such as `- [ ] Loops`"
        )
    return ""


def _statements(lines: Sequence[str]) -> float:
    told = [line for written, _ in plain_markdown(lines) if (line := written.strip())]
    short = (line for line in told if len(line) <= _LONGEST)
    found = sum(not _LISTED.match(line) and _STATEMENT.match(line) is not None for line in short)
    return found / len(told) if told else 0.0
