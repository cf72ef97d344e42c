"""Importing anybody's roadmap: read, matched to the decks, shown, and taken in as one action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer import wording
from quizzer.curriculum import TICK
from quizzer.errors import LibraryError
from quizzer.roadmap_preview import Entry, Place, Preview, topics_by_place
from quizzer.roadmap_shelf import Kept, kept, kept_of, own_folder, own_roadmap, write
from quizzer.store.records import ROADMAP, FactValue
from quizzer.tree import grown
from quizzer_decks.fields import SLUG, fits
from quizzer_decks.matching.deck_index import DeckIndex
from quizzer_decks.matching.matcher import match_lines
from quizzer_decks.matching.values import Line
from quizzer_decks.model import Problem, Resource, Roadmap
from quizzer_decks.roadmap.parsed import ParsedRoadmap, ParsedTopic
from quizzer_decks.roadmap.reading import read_roadmap_folder, read_roadmap_source
from quizzer_decks.roadmap.shaping import shape
from quizzer_decks.roadmap.source_text import MAX_BYTES
from quizzer_decks.roadmap_file import write_roadmap
from quizzer_decks.slugs import slug_of

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

_ALIKE = 0.2
"""Share of its topics that a roadmap must have in common with one of the same id, to be taken for a newer one of it."""


def preview(workspace: Workspace, source: Path, roadmap_id: str | None = None, title: str | None = None) -> Preview:
    """Return what importing a file or folder would come to. LibraryError when it holds no roadmap; nothing is written.

    The id comes from the title. A roadmap of that id that was imported or written before would be updated: ticks, and
    links that the learner chose or edited, stay.
    """
    parsed, problems = _read(source)
    if title:
        parsed = replace(parsed, title=title)
    if roadmap_id and not fits(roadmap_id, SLUG):
        raise LibraryError(f"{roadmap_id!r} is no roadmap id. Use lower-case words and digits, joined by hyphens.")
    shaped = shape(parsed, roadmap_id or slug_of(parsed.title, "roadmap"))
    known = own_roadmap(workspace, shaped.id)
    same = _same_as(workspace, shaped)
    taken = next((roadmap for roadmap in workspace.roadmaps if roadmap.id == shaped.id), None)
    if roadmap_id is None and taken is not None and not same and not (known and _alike(taken, shaped)):
        raise LibraryError(f"There is another roadmap with the id {shaped.id}. Give this one its own with --id.")
    entries = _entries(workspace, parsed, shaped)
    if known is not None:
        entries = _with_decisions(entries, known[1], kept(workspace, shaped.id))
    of_that_id = known[1] if known else None
    problems += [*_repeated(source, parsed, shaped), *_unread(source, parsed)]
    if taken is not None and known is None and not same:
        message = f"{taken.id} comes with Quizzer; this one takes its place until it is removed"
        problems.append(Problem(str(source), 0, "takes-place", message, "warning"))
    return Preview(shaped.id, parsed.title, source.name, tuple(entries), tuple(problems), of_that_id, same)


def take(workspace: Workspace, wanted: Preview) -> Path | None:
    """Write a roadmap into the learner's folder, tick what its file has ticked, and return where it is.

    One action, which one undo takes back; none, and None, where all of it is there already. LibraryError when it cannot
    be written: nothing was changed.
    """
    before = kept(workspace, wanted.id)
    known = own_roadmap(workspace, wanted.id)
    path = known[0] if known else own_folder(workspace) / f"{wanted.id}.yaml"
    ticked = workspace.store.facts.all(TICK)
    done = frozenset(entry.path for entry in wanted.entries if entry.done)
    ticks = [(TICK, place, True) for place in sorted(done - before.done) if not ticked.get(place)]
    links: dict[str, FactValue] = {e.path: list(e.topic.decks) for e in wanted.entries if e.topic.decks}
    answers: dict[str, FactValue] = {e.path: list(e.topic.decks) for e in wanted.entries if e.decided}
    value: FactValue = {"did": "imported", "links": links, "answers": answers, "done": [*sorted(done)]}
    if known and known[1] == wanted.roadmap() and not ticks and before == kept_of(value):
        workspace.forget_roadmaps()  # another window may have written it
        return None
    write(workspace, {path: write_roadmap(wanted.roadmap())}, (ROADMAP, wanted.id, value), ticks)
    return path


def _read(source: Path) -> tuple[ParsedRoadmap, list[Problem]]:
    if source.is_dir():
        parsed, problems = read_roadmap_folder(source)
    elif not source.is_file():
        raise LibraryError(f"There is no file or folder {source}.")
    else:
        try:
            with source.open("rb") as file:
                parsed, problems = read_roadmap_source(file.read(MAX_BYTES + 1), str(source))
        except OSError as error:
            raise LibraryError(f"{source} cannot be read: {error.strerror}.") from error
    if parsed is None:
        why = problems[0].message if problems else "it holds no topics"
        raise LibraryError(f"{source}: {why[:1].lower()}{why[1:].rstrip('.')}.")
    return parsed, problems


def _entries(workspace: Workspace, parsed: ParsedRoadmap, shaped: Roadmap) -> list[Entry]:
    """Return all topics and tasks with what they match."""
    written = _written(parsed, shaped.id)
    paths = [node.path for node in grown(shaped, {}, ()).walk() if node.kind in ("topic", "task")]
    entries = []
    for path, (place, topic) in zip(paths, topics_by_place(shaped).items(), strict=True):
        found = written.get(place, [])
        line, done = min((t.line for t in found), default=0), any(t.done for t in found)
        entries.append(Entry(topic, place[0], place[1], path, line, done))
    index = DeckIndex(workspace.store.decks.outlines(counted=False))
    lines = [Line(entry.topic.title, _above(entry, written)) for entry in entries]
    for at, match in enumerate(match_lines(lines, index, parsed.title)):
        entry = entries[at]
        if entry.topic.kind == "topic":
            decks = match.decks if match.verdict == "sure" else ()
            entries[at] = replace(entry, match=match, topic=replace(entry.topic, decks=decks))
    return entries


def _written(parsed: ParsedRoadmap, roadmap_id: str) -> dict[Place, list[ParsedTopic]]:
    """Return the lines behind each topic of the shaped roadmap; each is numbered by a resource, which shaping keeps."""
    numbered = [replace(topic, resources=(Resource(str(at), ""),)) for at, topic in enumerate(parsed.topics)]
    shaped = shape(replace(parsed, topics=tuple(numbered)), roadmap_id)
    return {
        place: [parsed.topics[int(resource.title)] for resource in topic.resources]
        for place, topic in topics_by_place(shaped).items()
    }


def _repeated(source: Path, parsed: ParsedRoadmap, shaped: Roadmap) -> Iterator[Problem]:
    """Yield a sentence about the lines whose title another line of their section has: both are one topic."""
    more = [topic for written in _written(parsed, shaped.id).values() for topic in written[1:]]
    if more:
        first = min(more, key=lambda topic: topic.line)
        lines = f"{wording.count(len(more), 'line')} {'repeats' if len(more) == 1 else 'repeat'} a title of the section"
        message = f"{lines}, first `{first.title}`; what has the same title there is one topic"
        yield Problem(str(source), first.line, "same-title", message, "warning")


def _unread(source: Path, parsed: ParsedRoadmap) -> Iterator[Problem]:
    """Yield a sentence about the lines outside of lists that may be meant as topics."""
    if parsed.unread:
        number = len(parsed.unread)
        lines = f"{wording.count(number, 'line')} outside of lists {'was' if number == 1 else 'were'} not read as"
        message = f"{lines} {'a topic' if number == 1 else 'topics'}; write `- ` before what is one"
        yield Problem(str(source), parsed.unread[0], "not-listed", message, "warning")


def _above(entry: Entry, written: Mapping[Place, list[ParsedTopic]]) -> tuple[str, ...]:
    found = written.get((entry.phase, entry.section, entry.topic.title))
    return found[0].path if found else (entry.phase, entry.section)


def _with_decisions(entries: Iterable[Entry], known: Roadmap, before: Kept) -> list[Entry]:
    """Keep what the learner chose: answers to doubtful topics, and links that he edited in the file."""
    mine = topics_by_place(known)
    decided = []
    for entry in entries:
        own = mine.get((entry.phase, entry.section, entry.topic.title))
        edited = own is not None and own.decks != before.links.get(entry.path, ())
        if entry.topic.kind == "topic" and (edited or entry.path in before.answers):
            decks = own.decks if own is not None and edited else before.answers[entry.path]
            entry = replace(entry, topic=replace(entry.topic, decks=decks), decided=True)
        elif own is not None and entry.state == "doubtful" and own.decks:
            entry = replace(entry, topic=replace(entry.topic, decks=own.decks))  # sure once, among other topics
        decided.append(entry)
    return decided


def _same_as(workspace: Workspace, shaped: Roadmap) -> str:
    """Return the id of a roadmap that has these topics already, and is none of the learner's own of that id."""
    own = own_roadmap(workspace, shaped.id) is not None
    others = [other for other in workspace.roadmaps if other.id != shaped.id or not own]
    return next((other.id for other in others if _topics(other) == _topics(shaped)), "")


def _topics(roadmap: Roadmap) -> list[tuple[str, str]]:
    return [(topic.title.casefold(), topic.kind) for topic in topics_by_place(roadmap).values()]


def _alike(one: Roadmap, other: Roadmap) -> bool:
    ours, theirs = set(_topics(one)), set(_topics(other))
    return len(ours & theirs) >= _ALIKE * min(len(ours), len(theirs))
