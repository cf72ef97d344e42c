"""Blocks to an outline: groups under headings and under lines that serve as headings, with what is listed in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from quizzer_decks.roadmap import vocabulary as words
from quizzer_decks.roadmap.blocks import Block, Heading, ItemList, Line, Paragraph, Table
from quizzer_decks.roadmap.entries import Entry, item_entries, line_entry, table_entries
from quizzer_decks.roadmap.titles import clean, first_sign, heading_title, is_sentence, numbered

_BOLD_RANK = 7.0
_PLAIN_RANK = 8.0


@dataclass(slots=True)
class Group:
    """What stands under a heading (`rank` is its level) or under a line that serves as one (`label`)."""

    title: str
    line: int
    rank: float
    label: bool = False
    numbered: bool = False
    parts: list[Group | Entry] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        """The groups in it."""
        return [part for part in self.parts if isinstance(part, Group)]

    @property
    def entries(self) -> list[Entry]:
        """What is listed directly in it."""
        return [part for part in self.parts if isinstance(part, Entry)]


Step: TypeAlias = Group | Entry


def outline(blocks: Sequence[Block]) -> Group:
    """Return the root group of a document."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    ranks = _ranks(headings)
    signs = _signs(headings, ranks)
    root = Group("", 0, 0.0)
    stack = [root]
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        for step in _steps(block, after, ranks, signs):
            if isinstance(step, Group):
                while stack[-1].rank >= step.rank:
                    stack.pop()
                stack[-1].parts.append(step)
                stack.append(step)
            else:
                stack[-1].parts.append(step)
    _lift_what_follows_the_stages(root)
    _lift_what_sums_up(root)
    return root


def _ranks(headings: Sequence[Heading]) -> dict[int, float]:
    """Return the rank of headings by line: stages stand above headings of their level that come between them."""
    ranks = {heading.line.number: float(heading.level) for heading in headings}
    for level in {heading.level for heading in headings}:
        peers = [heading for heading in headings if heading.level <= level]
        stages = [p for p, h in enumerate(peers) if h.level == level and words.is_stage(clean(h.line.text))]
        if len(stages) > 1 and any(
            second - first > 1 and all(peer.level == level for peer in peers[first + 1 : second])
            for first, second in pairwise(stages)
        ):
            for place in stages:
                ranks[peers[place].line.number] = level - 0.5
    return ranks


def _signs(headings: Sequence[Heading], ranks: dict[int, float]) -> dict[str, float]:
    """Return the emoji that lead several headings, with the rank of those."""
    found = Counter((first_sign(h.line.text), ranks[h.line.number]) for h in headings)
    return {sign: rank for (sign, rank), count in found.items() if sign and count > 2}


def _steps(block: Block, after: Block | None, ranks: dict[int, float], signs: dict[str, float]) -> Iterator[Step]:
    if isinstance(block, Heading):
        text = block.line.text
        yield Group(heading_title(text), block.line.number, ranks[block.line.number], False, numbered(text))
    elif isinstance(block, Paragraph):
        yield from _paragraph(block.lines, after, signs)
    elif isinstance(block, ItemList):
        yield from item_entries(block.items)
    elif isinstance(block, Table):
        yield from table_entries(block)


def _paragraph(lines: Sequence[Line], after: Block | None, signs: dict[str, float]) -> Iterator[Step]:
    listed = len(lines) > 1 and all(first_sign(line.text) for line in lines)
    named = (
        len(lines) > 1
        and _label_rank(lines[0], True, False) is not None
        and words.is_label(heading_title(lines[0].text))
    )
    for place, line in enumerate(lines):
        text = line.text
        follows = isinstance(after, ItemList | Table) if place + 1 == len(lines) else False
        rank = None if listed else _label_rank(line, len(lines) == 1 or place == 0 or follows, follows)
        if len(lines) == 1 and first_sign(text) in signs and _is_name(clean(text)):
            yield Group(heading_title(text), line.number, signs[first_sign(text)])
        elif rank is not None:
            yield Group(heading_title(text), line.number, rank, True, numbered(text))
        elif entry := line_entry(line, bare=not listed):
            entry.bare = entry.bare and (entry.prose or not named)
            yield entry


def _is_name(title: str) -> bool:
    return not is_sentence(title) and not words.is_covered(title)


def _label_rank(line: Line, alone: bool, follows: bool) -> float | None:
    """Return the rank of a line that serves as a heading; None when it does not."""
    title = heading_title(line.text)
    if not title or len(line.text) > 120 or any(piece.url for piece in line.pieces) or words.is_covered(title):
        return None
    plain = "".join(piece.text for piece in line.pieces if not piece.bold)
    if any(piece.bold for piece in line.pieces) and not heading_title(f"x {clean(plain)}").removeprefix("x").strip():
        return None if is_sentence(title) else _BOLD_RANK
    colon = line.text.rstrip().endswith((":", "："))
    if follows and colon and len(title.split()) <= 10:
        return _PLAIN_RANK
    if not plain.startswith(line.text) or is_sentence(title):
        return _PLAIN_RANK if alone and colon and len(title.split()) <= 6 else None
    named = len(title.split()) <= 6 if colon else words.announces(title) and len(title.split()) <= 4
    return _PLAIN_RANK if alone and (named or words.opens_part(clean(line.text))) else None


def _lift_what_follows_the_stages(root: Group) -> None:
    """Give back to the document what stands under its last stage after that stage's numbered sections."""
    for holder in (root, *root.groups):
        stages = [group for group in holder.groups if words.is_stage(group.title)]
        if len(stages) < 2:
            continue
        sections = stages[-1].groups
        last = max((place for place, group in enumerate(sections) if group.numbered), default=-1)
        lifted = [group for group in sections[last + 1 :] if not group.label and not words.is_stage(group.title)]
        if last >= 0 and lifted:
            stages[-1].parts = [part for part in stages[-1].parts if not any(part is group for group in lifted)]
            place = next(place for place, part in enumerate(holder.parts) if part is stages[-1])
            holder.parts[place + 1 : place + 1] = lifted


def _lift_what_sums_up(group: Group) -> None:
    """Give a section the one list of projects that stands at the end of its last part."""
    parts = [part for part in group.groups if not part.label]
    found = [(part, label) for part in parts for label in part.groups if label.label and words.sums_up(label.title)]
    if len(found) == 1 and found[0][0] is parts[-1] and (len(found[0][0].parts) > 1):
        part, label = found[0]
        part.parts = [other for other in part.parts if other is not label]
        group.parts.append(label)
    for part in group.groups:
        _lift_what_sums_up(part)
