"""A Markdown quiz in pieces: sections under headings, the boxes in them, labelled lines, and links to read on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import NamedTuple

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BOLD = re.compile(r"\*\*\s*((?:Q|Question\s?)?\d{1,4}[.:)][^*\n]*)\*\*", re.IGNORECASE)
_FENCE = re.compile(r"\s{0,12}(`{3,}|~{3,})")
_CERTAIN = re.compile(r"#{2,6}\s+Q\d+[.:]")
_BOX = re.compile(r"\s{0,12}[-*+]\s{0,4}\[([ xX×✓✔vV*]?)\s{0,2}\]\s*(.*)")
_LABEL = re.compile(r"\*\*([A-Za-z]{1,20}):\*\*\s*(.*)|\*\*([A-Za-z]{1,20})\*\*:\s*(.*)")
_NAME_ONLY = re.compile(r"\W*(?:[A-Za-z]\W*)?")
_EXPLAINED = re.compile(
    r"\A\s*(?:\*\*|__)?\s*(?:explanation|erklärung|explicación)\s*:?\s*(?:\*\*|__)?\s*:?\s*", re.IGNORECASE
)
_LINKED = re.compile(
    r"\W*(?:(?:references?|sources?|links?|docs?|documentation|see|more)\b[^\[\]\n]{0,40})?"
    r"(?:\[[^\[\]\n]*\]\((https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)?)\)|<?(https?://[^\s<>]+)>?)\W*",
    re.IGNORECASE,
)

NUMBER = re.compile(
    r"\A\W{0,3}(?:[^\s\d.:]{1,3}|question|questão|pregunta|питання|frage|domanda|câu|प्रश्न|سوال)?\s{0,2}\d{1,4}(?:\s?[.:)．、]\s*|\s*\Z)",
    re.IGNORECASE,
)
"""What numbers a question, at the beginning of its heading."""


CODE = "\ue01d"
"""Stands before a line of code that looks like a box."""


@dataclass(slots=True)
class Section:
    """What stands under a heading, deeper headings that ask nothing included."""

    line: int
    level: int
    title: str
    lines: list[str] = field(default_factory=list)
    boxed: bool = False
    """Whether there is a box in it."""

    def add(self, line: str, *, code: bool) -> None:
        """Add a line."""
        box = is_choice(line)
        self.boxed = self.boxed or (box and not code)
        self.lines.append(CODE + line if box and code else line)

    @property
    def asks(self) -> bool:
        """Whether it is a question, or numbered like one."""
        if self.boxed:
            return True
        return bool(labelled(self.lines).keys() & {"correct", "answer"}) or bool(
            re.match(r"\W{0,3}Q\d", self.title) and self.lines
        )


class Choice(NamedTuple):
    """An option with its box."""

    text: str
    ticked: bool


class Found(NamedTuple):
    """The boxes of a section, and what stands around them."""

    before: str
    choices: list[Choice]
    after: str


def is_choice(line: str) -> bool:
    """Tell whether a line has a box to tick. Lines of code are told apart by their caller."""
    return _BOX.fullmatch(line) is not None


def sections(text: str) -> Iterator[Section]:
    """Yield the sections in order; what stands before the first heading has none."""
    section = Section(1, 0, "")
    fence = ""
    lines = ["", *text.replace(CODE, "").split("\n"), ""]
    for number, line in enumerate(lines[1:-1], 1):
        alone = not lines[number - 1].strip() and not lines[number + 1].strip()
        if fence and alone and _CERTAIN.match(line):
            fence = ""  # the fence was never closed
        heading = None if fence else _HEADING.fullmatch(line) or _BOLD.fullmatch(line.strip())
        fence = _fence(fence, line)
        if heading is None:
            section.add(line, code=bool(fence))
            continue
        level = len(heading[1]) if heading.re is _HEADING else 6
        title = heading[2].strip().rstrip("#").rstrip() if heading.re is _HEADING else heading[1].strip()
        if _continues(section, level, title):
            section.add(f"**{title}**", code=False)
            continue
        yield section
        section = Section(number, level, title)
    yield section


def _continues(section: Section, level: int, title: str) -> bool:
    """Tell whether a heading belongs to the question before it: a step of it, or a part of its explanation."""
    if not section.level or NUMBER.match(title):
        return False
    if section.boxed:
        return level > section.level
    return level >= section.level and re.match(r"\W{0,3}Q\d", section.title) is not None


def _fence(fence: str, line: str) -> str:
    """Return the mark of the fence that is open after a line; empty for none."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return "" if match[1][0] == "`" and "`" in line[match.end() :] else match[1]
    return "" if match[1].startswith(fence) and not line[match.end() :].strip("`~ \t") else fence


def choices(lines: Sequence[str]) -> Found:
    """Return the boxes of a section. What stands between two of them belongs to the first."""
    at = [index for index, line in enumerate(lines) if is_choice(line)]
    if not at:
        return Found("\n".join(lines).strip("\n"), [], "")
    pieces = [list(lines[start:end]) for start, end in zip(at, [*at[1:], len(lines)], strict=True)]
    coded = any(_FENCE.match(line) for piece in pieces[:-1] for line in piece)
    last = _own(pieces[-1], coded)
    after = pieces[-1][last:]
    found = [_choice(piece) for piece in [*pieces[:-1], pieces[-1][:last]]]
    return Found("\n".join(lines[: at[0]]).strip("\n"), found, "\n".join(after).strip("\n"))


def _own(piece: Sequence[str], coded: bool) -> int:
    """Return how many lines belong to the last option: lines set in, and code where options have code."""
    box = _BOX.fullmatch(piece[0])
    coded = coded or (box is not None and _NAME_ONLY.fullmatch(box[2]) is not None)
    index, fence = 1, ""
    while index < len(piece):
        ahead = index
        while not fence and ahead < len(piece) and not piece[ahead].strip():
            ahead += 1
        if ahead == len(piece):
            break
        line = piece[ahead]
        within = line.startswith("  ") or (coded and _FENCE.match(line) is not None)
        if not fence and not within:
            break
        before, fence = fence, _fence(fence, line)
        index = ahead + 1
        if before and not fence and not line.startswith("  "):
            break
    return index


def _choice(piece: Sequence[str]) -> Choice:
    box = _BOX.fullmatch(piece[0])
    mark, label = (box[1], box[2].strip()) if box else ("", "")
    rest = dedent("\n".join(line.rstrip() for line in piece[1:])).strip("\n")
    if rest and _NAME_ONLY.fullmatch(label):
        label = ""  # a letter or a dot that stands for the code under it
    joined = "\n\n" if rest.lstrip().startswith(("```", "~~~")) else "\n"
    return Choice(f"{label}{joined}{rest}".strip() if rest else label, bool(mark.strip()))


def labelled(lines: Sequence[str]) -> dict[str, str]:
    """Return the text behind each label (`**Correct:** B`) in small letters, and under "" what has none."""
    found: dict[str, list[str]] = {"": []}
    name = ""
    for line in lines:
        match = _LABEL.fullmatch(line.strip())
        if match:
            label = (match[1] or match[3]).lower()
            name = label
            found.setdefault(name, []).append(match[2] if match[1] else match[4])
        elif re.fullmatch(r"\s*-{3,}\s*", line):
            continue
        else:
            if not line.strip() and name == "type":
                name = ""
            found[name].append(line)
    return {label: "\n".join(texts).strip() for label, texts in found.items()}


def sources(text: str) -> tuple[str, list[str]]:
    """Return an explanation without the lines that only lead elsewhere, and where they lead."""
    kept: list[str] = []
    links: list[str] = []
    fence = ""
    for line in text.split("\n"):
        match = None if fence else _LINKED.fullmatch(line)
        fence = _fence(fence, line)
        if match:
            links.append(match[1] or match[2])
        else:
            kept.append(line)
    return _EXPLAINED.sub("", "\n".join(kept).strip().removesuffix("---").rstrip()), list(dict.fromkeys(links))
