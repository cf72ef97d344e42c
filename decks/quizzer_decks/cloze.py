r"""Sentences with holes: `{{answer}}`, `{{answer::hint}}`, `{{c1::answer::hint}}`; `\{{` is a literal pair of braces.

Braces inside a hole count in pairs, so code and TeX may stand in it; `\::` in a hole is a literal pair of colons,
and so are colons inside brackets. A hole never contains a hole: what is nested, unterminated or empty stays text and
is told as a problem. In maths a hole keeps one pair of braces when it is shown, so that `\frac{{a}}{{b}}` stays TeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from quizzer_decks.greek import spell_greek
from quizzer_decks.regions import regions

MAX_HOLE = 1000
"""Characters of a hole; an opening without an end within them is text."""
MAX_PROBLEMS = 20
"""A text with so many problems is not read any further: the rest stays text."""
MAX_SLUG = 40
BLANK = "▁▁▁▁"

_BRACE = re.compile("[{}]")
_GROUP = re.compile(r"(c\d{1,4})::(.*)", re.DOTALL)


Key: TypeAlias = tuple[str, str]


class Gap(Struct, frozen=True):
    """A hole as it stands in the text."""

    answer: str
    hint: str = ""
    group: str = ""
    """`c1` and so on, or empty."""
    maths: bool = False
    """Whether it stands between dollar signs."""

    @property
    def key(self) -> Key:
        """What decides on which card it is asked: (group, "") or ("", text)."""
        return (self.group, "") if self.group else ("", self.answer)


Segment: TypeAlias = str | Gap


class ClozeProblem(NamedTuple):
    """Something wrong in a cloze text, at a character offset."""

    start: int
    rule: str
    message: str


@dataclass(frozen=True)
class ClozeText:
    """A parsed cloze text: what stands between the holes, the holes, and what was wrong."""

    segments: tuple[Segment, ...]
    problems: tuple[ClozeProblem, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The holes, in order of appearance."""
        return tuple(segment for segment in self.segments if isinstance(segment, Gap))

    @cached_property
    def names(self) -> Mapping[Key, str]:
        """The part (`c1`, or a slug) that asks for a hole, by its group or else its text; in order of appearance."""
        grouped = {gap.answer for gap in self.gaps if gap.group}
        keys = [gap.key for gap in self.gaps if gap.group or gap.answer not in grouped]
        slugs = _slugs({text for _, text in keys if text}, {group for group, _ in keys if group})
        return {(group, text): slugs[text] if text else group for group, text in keys}

    @property
    def parts(self) -> tuple[str, ...]:
        """One part for each card, in order of appearance."""
        return tuple(dict.fromkeys(self.names.values()))

    def asked(self, part: str) -> tuple[Gap, ...]:
        """Return the distinct holes that a part asks for, in order of appearance; empty for an unknown part."""
        found: dict[str, Gap] = {}
        for gap in self.gaps:
            if self.names.get(gap.key) == part:
                found.setdefault(gap.answer, gap)
        return tuple(found.values())

    def text(self, part: str) -> str:
        """Return Markdown with the holes of a part hidden (and all others of the same text) and the rest shown.

        The empty part shows everything. Several different holes are numbered in the order of `asked`.
        """
        numbers = {gap.answer: index for index, gap in enumerate(self.asked(part), 1)}
        out = []
        for index, segment in enumerate(self.segments):
            if isinstance(segment, str):
                out.append(segment)
                continue
            after = self.segments[index + 1] if index + 1 < len(self.segments) else ""
            number = numbers.get(segment.answer, 0)
            out.append(_shown(segment, number, len(numbers) > 1, after if isinstance(after, str) else ""))
        return "".join(out)


def _shown(gap: Gap, number: int, several: bool, after: str) -> str:
    if not number:
        return "{" + gap.answer + "}" if gap.maths else gap.answer
    blank = f"▁▁{number}▁▁" if several else BLANK
    if gap.hint:
        blank = f"[{number}: {gap.hint}]" if several else f"[{gap.hint}]"
    if gap.maths:
        return "{\\text{" + blank + "}}" if gap.hint else "{" + blank + "}"
    if gap.hint and after.startswith(("(", "[", ":")):
        return f"\\{blank[:-1]}\\]"
    return blank


def _end(text: str, start: int) -> int | None:
    """Return where the hole's content ends that begins at `start`, counting braces in pairs."""
    limit = min(len(text), start + MAX_HOLE)
    depth = 0
    for brace in _BRACE.finditer(text, start, limit):
        if brace.group() == "{":
            depth += 1
        elif depth:
            depth -= 1
        elif text.startswith("}}", brace.start()):
            return brace.start()
    loose = text.find("}}", start, limit)
    nested = text.find("{{", start, limit)
    return loose if loose != -1 and (nested == -1 or loose < nested) else None


def _split(content: str) -> tuple[str, str]:
    """Divide a hole's content into answer and hint at the first `::` that is neither escaped nor in brackets."""
    if "::" not in content:
        return _literal(content), ""
    depth = 0
    for at, char in enumerate(content):
        depth += (char in "([{") - (char in ")]}")
        if depth <= 0 and content.startswith("::", at) and not content.startswith("\\", max(at - 1, 0)):
            return _literal(content[:at]), _literal(content[at + 2 :])
    return _literal(content), ""


def _literal(text: str) -> str:
    return text.replace("\\::", "::").strip()


def _gap(content: str, maths: bool) -> Gap:
    grouped = _GROUP.fullmatch(content.strip())
    group, rest = (grouped[1], grouped[2]) if grouped else ("", content)
    answer, hint = _split(rest)
    return Gap(answer, hint, group, maths)


def parse_cloze(text: str) -> ClozeText:
    """Divide a text into segments. Never raises: what is not a proper hole stays text and is named in `problems`."""
    maths = [(start, end) for start, end, kind in regions(text) if kind == "maths"]
    segments: list[Segment] = []
    problems: list[ClozeProblem] = []
    plain: list[str] = []
    at = 0
    while (start := text.find("{{", at)) != -1 and len(problems) < MAX_PROBLEMS:
        if start and text[start - 1] == "\\" and not text.startswith("\\\\", start - 2):
            plain.append(text[at : start - 1] + "{{")
            at = start + 2
            continue
        inside = any(begin <= start < end for begin, end in maths)
        while inside and text.startswith("{{{", start):
            start += 1
        end = _end(text, start + 2)
        gap = _gap(text[start + 2 : end], inside) if end is not None else None
        problem = _problem(start, None if end is None else text[start + 2 : end], gap)
        if problem:
            problems.append(problem)
        if end is None or gap is None or problem:
            stop = start + 2 if end is None else end + 2
            plain.append(text[at:stop])
            at = stop
            continue
        segments += [*_joined(plain, text[at:start]), gap]
        plain = []
        at = end + 2
    segments += _joined(plain, text[at:])
    return ClozeText(tuple(segments), tuple(problems))


def _joined(plain: list[str], rest: str) -> list[Segment]:
    text = "".join(plain) + rest
    return [text] if text else []


def _problem(start: int, content: str | None, gap: Gap | None) -> ClozeProblem | None:
    if content is None or gap is None:
        return ClozeProblem(
            start, "unclosed-hole", "A hole opens with `{{` and is not closed; write `\\{{` for literal braces."
        )
    if not gap.answer:
        return ClozeProblem(start, "empty-hole", "A hole is empty; write its answer between the braces.")
    if _nested(content):
        return ClozeProblem(
            start, "nested-hole", "A hole stands inside another; close the first before opening the next."
        )
    return None


def _nested(content: str) -> bool:
    """Tell whether `{{` opens a second hole in it, other than as braces of TeX or code directly inside each other."""
    return re.search(r"(?<![\\{^_}\w(\[,:=])\{\{(?!\{)[^{}]*\}\}", content) is not None


def slug(text: str) -> str:
    """Return a text as lower-case ASCII words joined by `-`, at most 40 characters; empty when nothing is left."""
    spelled = unicodedata.normalize("NFKD", spell_greek(unicodedata.normalize("NFKC", text)))
    ascii_only = spelled.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:MAX_SLUG].rstrip("-")


def _slugs(texts: set[str], taken: set[str]) -> dict[str, str]:
    """Return a slug for each text, by the texts alone. Of those that slug alike, the nearest to it keeps it bare."""
    used = set(taken)
    named: dict[str, str] = {}
    for text in sorted(texts, key=lambda text: (text != slug(text), text.casefold() != slug(text), text)):
        name = slug(text)
        length = 6
        while not name or name in used:
            name = f"{slug(text) or 'hole'}-{_digest(text)[:length]}"
            length += 1
        used.add(name)
        named[text] = name
    return named


def _digest(text: str) -> str:
    from hashlib import sha256  # two milliseconds at the start, and few texts need one

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
