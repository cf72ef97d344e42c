"""Markdown as people write it to a parsed roadmap: an outline, read in the way in which its author lists topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizzer_decks.roadmap import vocabulary as words
from quizzer_decks.roadmap.blocks import read_blocks
from quizzer_decks.roadmap.entries import Entry
from quizzer_decks.roadmap.html_text import plain_markdown
from quizzer_decks.roadmap.link_kinds import are_resources
from quizzer_decks.roadmap.outline import Group, outline
from quizzer_decks.roadmap.parsed import ParsedKind, ParsedRoadmap, ParsedTopic, Resource
from quizzer_decks.roadmap.titles import is_sentence

Style: TypeAlias = Literal["boxes", "items", "lines", "headings"]
"""How an author lists topics: what has a box, list items and table rows, bare lines, or headings alone."""

_BOLD_RANK = 7.0
Path: TypeAlias = tuple[str, ...]


def parse_markdown(lines: Sequence[str], name: str) -> ParsedRoadmap:
    """Return the roadmap of a Markdown text, maybe without topics; `name` is its title where it gives none."""
    root = outline(read_blocks(list(plain_markdown(lines))))
    titles = _titles(root)
    title = titles[-1].title if titles else ""
    titles += [group for group in _in_order(root) if not group.label and _is_the_roadmap(group, root)]
    hidden = {id(group) for group in titles}
    whole = {
        id(group) for group in _in_order(root) if words.is_task(group.title) and _count(group) > 0.8 * _count(root)
    }
    collector = _Collector(_style(root, hidden), hidden, whole)
    topics = collector.group(root, (), False)
    if not any(topic.kind != "resource" for topic in topics):
        topics = [*_Collector("headings", hidden, whole).headings(root, ()), *topics]
    return ParsedRoadmap(title or name, tuple(topics), tuple(_unread(root, {topic.line for topic in topics})))


def _unread(group: Group, read: set[int]) -> Iterator[int]:
    """Yield the bare lines and bold headings without anything below them that were not read."""
    if _is_aside(group):
        return
    for part in group.parts:
        if isinstance(part, Group):
            if part.label and not part.parts and part.line not in read:
                yield part.line
            yield from _unread(part, read)
        elif group.rank > 0 and part.bare and not part.prose and part.line not in read:
            yield part.line


def _titles(root: Group) -> list[Group]:
    """Return the headings that are the roadmap's title and what stands above it; the last one is the title itself."""
    opening: list[Group] = []
    for group in _in_order(root):
        if group.label:
            continue
        if words.is_stage(group.title) or (group.entries and opening and not words.names_roadmap(group.title)):
            break
        opening.append(group)
    named = [group for group in opening if group.title and not words.is_remark(group.title)]
    exact = [group for group in named if "roadmap" in group.title.casefold().replace(" ", "")]
    first = [
        group for group in named[:1] if group.rank == 1 or sum(peer.rank == group.rank for peer in root.groups) == 1
    ]
    title = next(iter([*exact, *(group for group in named if words.names_roadmap(group.title)), *first]), None)
    chosen = [group for group in root.groups if title is not None and _holds(group, title) and group is not title]
    only = [group for group in root.groups if not group.label]
    if len(only) == 1 and only[0] not in chosen and only[0] is not title:
        chosen.append(only[0])
    return [*chosen, title] if title else chosen


def _is_the_roadmap(group: Group, root: Group) -> bool:
    """Tell whether a group that is called resources is the roadmap itself: divided, and most of what is listed."""
    if not words.is_resources(group.title):
        return False
    divided = sum(bool(entry.children) for entry in group.entries) > 1 or sum(not g.label for g in group.groups) > 2
    return divided and _count(group) > 0.6 * _count(root)


def _count(group: Group) -> int:
    return sum(_count(part) if isinstance(part, Group) else 1 + _count_below(part) for part in group.parts)


def _count_below(entry: Entry) -> int:
    return sum(1 + _count_below(child) for child in entry.children)


def _holds(group: Group, sought: Group) -> bool:
    return group is sought or any(_holds(part, sought) for part in group.groups)


def _in_order(group: Group) -> Iterator[Group]:
    for part in group.groups:
        yield part
        yield from _in_order(part)


def _style(root: Group, hidden: set[int]) -> Style:
    boxes = items = lines = 0
    for entry in _listed(root, hidden):
        boxes += entry.checked is not None
        lines += entry.bare and not entry.prose
        items += entry.checked is None and not entry.bare and not _has_box(entry)
    if boxes >= 2 and (boxes >= 0.6 * (boxes + items) or (boxes >= 20 and _mixes(root))):
        return "boxes"
    return "items" if items + boxes and lines <= 2 * (items + boxes) else "lines"


def _heads_boxes(entry: Entry) -> bool:
    """Tell whether an entry without a box names what stands below it with boxes."""
    return _has_box(entry) and not is_sentence(entry.title.rstrip("?؟"))


def _mixes(root: Group) -> bool:
    """Tell whether many sections with boxes also list things without, which then are remarks on what has a box."""
    lists = [group.entries for group in _in_order(root)]
    boxed = [entries for entries in lists if any(entry.checked is not None or _has_box(entry) for entry in entries)]
    mixed = [entries for entries in boxed if any(_is_without_box(entry) for entry in entries)]
    return len(mixed) * 3 >= len(boxed)


def _is_without_box(entry: Entry) -> bool:
    return (
        entry.checked is None and not entry.bare and (not _has_box(entry) or any(map(_is_without_box, entry.children)))
    )


def _listed(group: Group, hidden: set[int]) -> Iterator[Entry]:
    """Yield what decides on the style: what is listed, but not inside what has a box, nor among resources."""
    if (words.is_about(group.title) or words.is_resources(group.title)) and id(group) not in hidden:
        return
    for part in group.parts:
        if isinstance(part, Group):
            yield from _listed(part, hidden)
        else:
            yield from _unboxed(part)


def _unboxed(entry: Entry) -> Iterator[Entry]:
    yield entry
    if entry.checked is None:
        for child in entry.children:
            yield from _unboxed(child)


def _has_box(entry: Entry) -> bool:
    return any(child.checked is not None or _has_box(child) for child in entry.children)


@dataclass(frozen=True, slots=True)
class _Collector:
    style: Style
    titles: set[int]
    """The identities of the groups that are the title: no part of a path."""
    whole: set[int]
    """The identities of the groups that are named after tasks and hold the whole roadmap: not all of it is tasks."""

    def group(
        self, group: Group, path: Path, task: bool, remark: bool = False, resources: bool = False
    ) -> list[ParsedTopic]:
        """Return what a group lists, in order. A group that lists hardly anything but links is a topic itself."""
        if words.is_about(group.title) and not group.numbered:
            return []
        own = self._path(group, path)
        task = task or (words.is_task(group.title) and id(group) not in self.titles | self.whole)
        found: list[ParsedTopic] = []
        resources = resources or (words.is_resources(group.title) and id(group) not in self.titles)
        remark = remark or (words.is_remark(group.title) and not group.numbered)
        if entries := self._kept(group, remark):
            found += self.entries(entries, path if resources else own, task, resources)
        below = remark and not words.is_opening(group.title) and not any(words.is_stage(g.title) for g in group.groups)
        for part in group.groups:
            found += self.group(part, own, task, below, resources)
        found += self._unlisted(group, own, task, found)
        found.sort(key=lambda topic: topic.line)
        nameless = group.label and (group.rank > _BOLD_RANK or words.is_label(group.title))
        if resources or nameless or group.rank == 0 or id(group) in self.titles:
            return found
        links = [topic for topic in found if topic.kind == "resource" and topic.path in (own, path)]
        if links and (len(links) == len(found) or len(links) > max(3, 2 * (len(found) - len(links)))):
            resources_of = tuple(resource for topic in links for resource in topic.resources)
            heading = ParsedTopic(group.title, path, "task" if task else "topic", False, group.line, resources_of)
            return [heading, *(topic for topic in found if topic not in links)]
        return found

    def _unlisted(self, group: Group, path: Path, task: bool, found: Sequence[ParsedTopic]) -> Iterator[ParsedTopic]:
        """Yield the headings under which nothing is listed where a heading beside them is a topic."""
        lines = {topic.line for topic in found if topic.path == path}
        headings = [part for part in group.groups if not part.label]
        if self.style != "boxes" and any(part.line in lines for part in headings):
            for part in headings:
                if not part.groups and not self._kept(part, False) and not _is_aside(part):
                    yield ParsedTopic(part.title, path, "task" if task else "topic", False, part.line)

    def _path(self, group: Group, path: Path) -> Path:
        hidden = (
            group.rank == 0
            or id(group) in self.titles
            or (group.label and len(path) > 1 and words.is_label(group.title))
            or (path and words.is_just_topics(group.title))
            or (group.rank > _BOLD_RANK and words.is_statement(group.title))
            or (group.groups and not group.entries and all(words.is_choice(part.title) for part in group.groups))
        )
        return path if hidden or not group.title else (*path, group.title)

    def _kept(self, group: Group, remark: bool) -> list[Entry]:
        entries = group.entries
        below = [entry for top in entries for entry in _with_children(top)]
        if len(below) > 2 and sum(entry.internal for entry in below) > 0.6 * len(below):
            return []  # a table of contents
        if remark:
            return [entry for entry in entries if entry.checked is not None]
        lines = self.style == "lines" and group.rank > 0
        return [entry for entry in entries if not entry.bare or (lines and not entry.prose)]

    def entries(self, entries: Sequence[Entry], path: Path, task: bool, resources: bool) -> list[ParsedTopic]:
        """Return the topics among entries that stand together, and the links that belong to none of them."""
        found: list[ParsedTopic] = []
        links = resources or (not task and are_resources(entries))
        boxed = any(entry.checked is not None for entry in entries)
        for entry in entries:
            if entry.children and not entry.own_link and words.is_resources(entry.title):
                found += self.entries(entry.children, path, task, True)
            elif self._is_link(entry, links):
                found.append(
                    ParsedTopic(entry.title, path, "resource", entry.checked or False, entry.line, tuple(entry.links))
                )
            elif entry.checked is None and (resources or (self.style == "boxes" and not _heads_boxes(entry))):
                found += self._links(entry, path) if resources or boxed else ()
                found += self.entries(entry.children, path, task, resources) if _has_box(entry) else ()
            else:
                found += self._topic(entry, path, task or resources)
        return found

    @staticmethod
    def _is_link(entry: Entry, links: bool) -> bool:
        if entry.children:
            return False
        return entry.medium or (entry.own_link and bool(entry.links) and (links or entry.is_address))

    def _links(self, entry: Entry, path: Path) -> Iterator[ParsedTopic]:
        for link in entry.links if _has_box(entry) else _all_links(entry):
            yield ParsedTopic(link.title, path, "resource", False, entry.line, (link,))

    def _topic(self, entry: Entry, path: Path, task: bool) -> Iterator[ParsedTopic]:
        task = task or (bool(entry.children) and words.is_task(entry.title))
        below = self.entries(entry.children, (*path, entry.title), task, False)
        mine = [topic for topic in below if topic.kind == "resource" and topic.path == (*path, entry.title)]
        links = [*entry.links, *(resource for topic in mine for resource in topic.resources)]
        kind: ParsedKind = "task" if task else "topic"
        yield ParsedTopic(entry.title, path, kind, entry.checked or False, entry.line, tuple(dict.fromkeys(links)))
        yield from (topic for topic in below if topic not in mine)

    def headings(self, group: Group, path: Path) -> Iterator[ParsedTopic]:
        """Yield the innermost headings, for a document that lists nothing."""
        if _is_aside(group):
            return
        below = [part for part in group.groups if not part.label]
        if group.rank and not below and id(group) not in self.titles and group.title:
            kind: ParsedKind = "task" if words.is_task(group.title) else "topic"
            yield ParsedTopic(group.title, path, kind, False, group.line)
        for part in below:
            yield from self.headings(part, self._path(group, path))


def _is_aside(group: Group) -> bool:
    return words.is_about(group.title) or words.is_remark(group.title) or words.is_resources(group.title)


def _with_children(entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in entry.children:
        yield from _with_children(child)


def _all_links(entry: Entry) -> list[Resource]:
    return [*entry.links, *(link for child in entry.children for link in _all_links(child))]
