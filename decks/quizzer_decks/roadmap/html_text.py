"""HTML in Markdown to Markdown: structure becomes its Markdown; decoration, code and comments go.

Works line by line and keeps, for every line it makes, the number of the line it came from.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

Numbered = tuple[str, int]
"""A line and its number in the file, counted from 1."""

_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})")
_HEADING = re.compile(r"h([1-6])")
_TOKEN = re.compile(
    r"(?P<code>(`+)(?!`).+?(?<!`)\2(?!`))|<(?P<tag>/?[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?![:@.])[^<>]{0,1000})>"
)
_SUMMARY = re.compile(r"<summary[^>]*>(?!.*<(?:h[1-6]|b|strong)\b)\s*(\S.*?)\s*</summary>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_BULLET = re.compile(r"^(\s*(?:[-*+]\s+)?)(\*\*)?([☐☑☒•◦‣▪▫●○◆◇■□➤➢▸►·🔹🔸🔘])\ufe0f?[ \t\u00a0]*(?=\S)")
_BOXES = {"☐": "[ ] ", "□": "[ ] ", "☑": "[x] ", "☒": "[x] "}
_DROPPED = re.compile(
    "a|abbr|article|aside|big|center|dd|details|div|dl|dt|em|figcaption|figure|font|hr|i|iframe|img|input|ins|kbd|label|mark"
    "|ol|p|path|picture|samp|section|small|source|span|sub|sup|svg|table|tbody|td|th|thead|tr|u|ul|video"
)
_MARKS = {"b": "**", "strong": "**", "code": "`", "del": "~~", "s": "~~"}


def plain_markdown(lines: Sequence[str]) -> Iterator[Numbered]:
    """Yield the lines without front matter, code blocks, comments and HTML, in Markdown that says the same."""
    rewriter = _Rewriter()
    for number, line in enumerate(_without_comments(_without_code(_without_front_matter(lines))), 1):
        if "<" in line:
            for part in rewriter.rewritten(_SUMMARY.sub(r"<summary>**\1**</summary>", line)).split("\n"):
                yield _BULLET.sub(_bullet, part), number
        else:
            yield line if line.isascii() else _BULLET.sub(_bullet, line), number


def _bullet(match: re.Match[str]) -> str:
    lead, bold, sign = match.groups()
    return f"{lead if lead.strip() else lead + '- '}{_BOXES.get(sign, '')}{bold or ''}"


def _without_front_matter(lines: Sequence[str]) -> list[str]:
    if lines and lines[0].rstrip() in ("---", "+++"):
        for place, line in enumerate(lines[1:200], 1):
            if line.rstrip() in (lines[0].rstrip(), "..."):
                return [""] * (place + 1) + list(lines[place + 1 :])
    return list(lines)


def _without_code(lines: list[str]) -> list[str]:
    """Blank the fenced blocks; a fence that is never closed and would hide most of the text is a slip."""
    kept = list(lines)
    start, fence = -1, ""
    for place, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        if start < 0:
            start, fence = place, match.group(1)
        elif match.group(1).startswith(fence) and not line[match.end() :].strip("`~ \t"):
            kept[start : place + 1] = [""] * (place + 1 - start)
            start = -1
    if start >= 0:
        end = len(lines) if start > len(lines) // 2 else start + 1
        kept[start:end] = [""] * (end - start)
    return kept


def _without_comments(lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    if "<!--" not in text:
        return lines
    parts, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[place:start], "\n" * text.count("\n", start, end)]
        place = end + 3
    return "".join([*parts, text[place:]]).split("\n")


class _Rewriter:
    """Keeps how deep the lists are nested and which link is open, from line to line."""

    def __init__(self) -> None:
        self.depth = 0
        self.links: list[str] = []

    def rewritten(self, line: str) -> str:
        """Return the Markdown of a line, which may be several lines."""
        parts: list[str] = []
        place = 0
        for match in _TOKEN.finditer(line):
            parts.append(line[place : match.start()])
            parts.append(match.group() if match["code"] else self._tag(match["tag"].lower(), match, "".join(parts)))
            place = match.end()
        parts.append(line[place:])
        return "".join(parts)

    def _tag(self, tag: str, match: re.Match[str], before: str) -> str:
        name = tag.removeprefix("/")
        closing = tag.startswith("/")
        if name in ("ul", "ol"):
            self.depth = max(0, min(9, self.depth + (-1 if closing else 1)))
            return ""
        if name == "a":
            return self._link(closing, match["rest"])
        line_end = "\n" if before.rpartition("\n")[2].strip() else ""
        if name == "li":
            return "" if closing else f"{line_end or self._fresh(before)}{'    ' * (max(self.depth, 1) - 1)}- "
        if heading := _HEADING.fullmatch(name):
            return "\n" if closing else f"{line_end}{'#' * int(heading.group(1))} "
        if name == "summary":
            return "\n" if closing else f"{line_end}\n"
        if name in ("br", "p", "tr", "dt", "dd"):
            return "\n" if before.strip() and not before.rstrip(" \\").endswith("|") and "|" not in before else " "
        if name in _MARKS:
            return _MARKS[name]
        return "" if _DROPPED.fullmatch(name) else html.escape(match.group(), quote=False)

    @staticmethod
    def _fresh(before: str) -> str:
        return "\n" if before and not before.endswith("\n") else ""

    def _link(self, closing: bool, rest: str) -> str:
        if closing:
            return f"]({self.links.pop()})" if self.links else ""
        found = _HREF.search(rest)
        if found is None:
            return ""
        self.links.append(found.group(1))
        return "["
