"""Markdown as runs of plain text: for the line mode as it stands, for a screen with a style on each run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct

from quizzer_decks.markdown_syntax import MATHS, parser
from quizzer_decks.sanitize import sanitize

Look: TypeAlias = Literal["", "em", "strong", "strike", "code", "block", "maths"]
"""How a run looks; `block` is a line of a code block."""

_CODE_INDENT = "    "


class Run(Struct, frozen=True):
    """Text of one look; line ends are runs of their own."""

    text: str
    look: Look = ""


_LINE_END = Run("\n")


def to_text(markdown: str) -> str:
    """Return Markdown as plain text to be read line by line: maths drawn, code kept, no emphasis, no terminal codes."""
    marks = {"code": "`", "strike": "~~"}
    return "".join(f"{marks.get(run.look, '')}{run.text}{marks.get(run.look, '')}" for run in to_runs(markdown))


def to_runs(markdown: str) -> tuple[Run, ...]:
    """Return Markdown as runs; joined, their texts are what is to be read."""
    return tuple(_joined(SyntaxTreeNode(parser().parse(sanitize(markdown))), 2))


def _joined(node: SyntaxTreeNode, line_ends: int) -> list[Run]:
    runs: list[Run] = []
    for place, child in enumerate(node.children):
        runs += [_LINE_END] * (line_ends if place else 0)
        runs += _block(child)
    return runs


def _block(node: SyntaxTreeNode) -> list[Run]:
    match node.type:
        case "fence":
            lines = node.content.rstrip("\n").split("\n")
            runs = _with_line_ends([Run(line, "maths" if node.meta.get(MATHS) else "block")] for line in lines)
            return _indented(runs, _CODE_INDENT, _CODE_INDENT)
        case "hr":
            return [Run("───")]
        case "bullet_list":
            return _with_line_ends(_indented(_item(item), "- ", "  ") for item in node.children)
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            marks = [f"{first + place}. " for place in range(len(node.children))]
            return _with_line_ends(
                _indented(_item(item), mark, " " * len(mark)) for item, mark in zip(node.children, marks, strict=True)
            )
        case "blockquote":
            return _indented(_joined(node, 2), "> ", "> ")
        case "table":
            return _with_line_ends(_row(row) for part in node.children for row in part.children)
        case _:
            return [run for child in node.children for run in _inline(child)]


def _item(node: SyntaxTreeNode) -> list[Run]:
    tight = all(child.hidden for child in node.children if child.type == "paragraph")
    return _joined(node, 1 if tight else 2)


def _row(node: SyntaxTreeNode) -> list[Run]:
    runs: list[Run] = []
    for place, cell in enumerate(node.children):
        runs += [Run(" | ")] if place else []
        runs += [run for child in cell.children for run in _inline(child)]
    return runs


def _with_line_ends(lines: Iterable[list[Run]]) -> list[Run]:
    runs: list[Run] = []
    for place, line in enumerate(lines):
        runs += [_LINE_END, *line] if place else line
    return runs


def _indented(runs: list[Run], first: str, rest: str) -> list[Run]:
    result = [Run(first)]
    for place, run in enumerate(runs):
        result.append(run)
        if run is _LINE_END:
            blank = place + 1 == len(runs) or runs[place + 1].text in ("", "\n")
            result.append(Run(rest.rstrip() if blank else rest))
    return [run for run in result if run.text]


def _inline(node: SyntaxTreeNode, look: Look = "") -> list[Run]:
    match node.type:
        case "text":
            return [Run(re.sub(r"\s+", " ", node.content), look)]
        case "softbreak":
            return [Run(" ", look)]
        case "hardbreak":
            return [_LINE_END]
        case "code_inline":
            return [Run(node.content, "maths" if node.meta.get(MATHS) else "code")]
        case "em" | "strong":
            inner: Look = "strong" if "strong" in (look, node.type) else "em"
        case "s":
            inner = "strike"
        case "link":
            return _link(node, look)
        case _:
            inner = look
    return [run for child in node.children for run in _inline(child, inner)]


def _link(node: SyntaxTreeNode, look: Look) -> list[Run]:
    runs = [run for child in node.children for run in _inline(child, look)]
    target = str(node.attrs.get("href", ""))
    shown = "".join(run.text for run in runs)
    return runs if not target or target in (shown, f"mailto:{shown}") else [*runs, Run(f" ({target})", look)]
