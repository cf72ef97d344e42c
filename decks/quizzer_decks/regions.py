"""Where in a Markdown text code and maths stand, and what is left of a text without its Markdown."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from quizzer_decks.maths import Unsupported, inline

Region: TypeAlias = Literal["text", "code", "maths"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_TICKS = re.compile(r"(?<!\\)`+")
_DOLLARS = re.compile(
    r"(?<!\\)\$\$.{1,3000}?(?<!\\)\$\$"
    r"|(?<![\\\d$])\$(?![\s$])[^$\n]*(?:\n(?!\s*\n)[^$\n]*)*?(?<![\s\\])\$(?!\d)",
    re.DOTALL,
)


def _code(text: str) -> list[tuple[int, int]]:
    found = [(match.start(), match.end()) for match in _FENCE.finditer(text)]
    fenced = list(found)
    runs = [
        (match.start(), match.end())
        for match in _TICKS.finditer(text)
        if not any(start <= match.start() < end for start, end in fenced)
    ]
    waiting: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        waiting.setdefault(end - start, []).append(number)
    number = 0
    while number < len(runs):
        start, end = runs[number]
        later = waiting[end - start]
        while later and later[0] <= number:
            later.pop(0)
        if later:
            found.append((start, runs[later[0]][1]))
            number = later[0]
        number += 1
    return sorted(found)


def regions(text: str) -> tuple[tuple[int, int, Region], ...]:
    """Return (start, end, kind) of every stretch of code and maths in order, delimiters included; the rest is text."""
    if "`" not in text and "$" not in text and "~" not in text:
        return ()
    code = _code(text)
    found: list[tuple[int, int, Region]] = [(start, end, "code") for start, end in code]
    before = 0
    for start, end in [*code, (len(text), len(text))]:
        stretch = text[before:start]
        found += [(before + match.start(), before + match.end(), "maths") for match in _DOLLARS.finditer(stretch)]
        before = end
    return tuple(sorted(found))


_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_STRONG = re.compile(r"(?<![\w*\\])\*\*(?![\s*])([^*\n]+)(?<![\s\\])\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?![\s*])([^*\n]+)(?<![\s\\])\*(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!$<>|])")
_ALL_CODE = re.compile(r"(`+|\$)([^`$]*[^`$\s][^`$]*)\1")
_FENCE_MARK = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^\n]*\n?", re.MULTILINE)


def plain_text(markdown: str) -> str:
    """Return a text without Markdown's marks (ticks, dollars, emphasis, link targets), code as written, maths drawn."""
    out = []
    before = 0
    for start, end, kind in [*regions(markdown), (len(markdown), len(markdown), "text")]:
        out.append(_prose(markdown[before:start]))
        inner = markdown[start:end]
        if kind == "code":
            inner = (
                _FENCE_MARK.sub("", inner) if inner.lstrip().startswith(("```", "~~~")) else inner.strip("`").strip()
            )
        out.append(_drawn(inner.strip("$")) if kind == "maths" else inner)
        before = end
    return "".join(out).strip()


def _drawn(tex: str) -> str:
    try:
        return inline(tex)
    except Unsupported:
        return tex


def bare(answer: str) -> str:
    """Return an answer without outer space and without the ticks or dollars that make all of it code or maths."""
    found = _ALL_CODE.fullmatch(answer.strip())
    return found[2].strip() if found else answer.strip()


def _prose(text: str) -> str:
    for pattern in (_LINK, _STRONG, _EMPHASIS, _ESCAPED):
        text = pattern.sub(r"\1", text)
    return text
