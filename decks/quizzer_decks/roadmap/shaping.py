"""From a parsed roadmap to the roadmap that the program keeps: phases, sections, and topics that differ in title."""

from __future__ import annotations

from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_decks.roadmap.parsed import ParsedRoadmap, ParsedTopic

BETWEEN_LEVELS = " › "

Path = tuple[str, ...]


def shape(parsed: ParsedRoadmap, id: str) -> Roadmap:
    """Return the roadmap under an id: the outermost level makes the phases, the levels below it the section titles.

    Of topics with one title in one section the first stays, with the resources of all.
    """
    entries = [entry for entry in parsed.topics if entry.kind != "resource"]
    parents = {entry.path for entry in entries}
    places = [_place(entry, parents) for entry in entries]
    wrapped = _wrapped(places)
    phases: dict[str, dict[str, dict[str, Topic]]] = {}
    for entry, place in zip(entries, places, strict=True):
        phase, *below = place[wrapped:] or (parsed.title,)
        section = BETWEEN_LEVELS.join(below) or phase
        topics = phases.setdefault(phase, {}).setdefault(section, {})
        topics[entry.title] = _topic(entry, topics.get(entry.title))
    return Roadmap(
        id,
        parsed.title,
        tuple(
            Phase(phase, tuple(Section(section, tuple(topics.values())) for section, topics in sections.items()))
            for phase, sections in phases.items()
        ),
    )


def _place(entry: ParsedTopic, parents: set[Path]) -> Path:
    """Return where a topic stands; one that others are nested in stands first among them."""
    inside = (*entry.path, entry.title)
    return inside if inside in parents else entry.path


def _wrapped(places: list[Path]) -> int:
    """Return how many outer levels hold the whole roadmap, and therefore divide nothing."""
    first, last = min(places, default=()), max(places, default=())
    common = 0
    while common + 1 < len(first) and common + 1 < len(last) and first[common] == last[common]:
        common += 1
    return common if all(len(place) > common for place in places) else 0


def _topic(entry: ParsedTopic, known: Topic | None) -> Topic:
    if known is None:
        return Topic(
            entry.title, "task" if entry.kind == "task" else "topic", (), tuple(dict.fromkeys(entry.resources))
        )
    return Topic(entry.title, known.kind, (), tuple(dict.fromkeys((*known.resources, *entry.resources))))
