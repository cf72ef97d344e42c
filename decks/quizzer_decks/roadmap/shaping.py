"""From a parsed roadmap to the roadmap that the program keeps: phases, sections, and topics that differ in title."""

from __future__ import annotations

from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_decks.roadmap.parsed import ParsedRoadmap, ParsedTopic

BETWEEN_LEVELS = " › "


def shape(parsed: ParsedRoadmap, id: str) -> Roadmap:
    """Return the roadmap under an id: the outermost level makes the phases, the levels below it the section titles.

    Of topics with one title in one section the first stays, with the resources of all.
    """
    phases: dict[str, dict[str, dict[str, Topic]]] = {}
    for entry in parsed.topics:
        if entry.kind == "resource":
            continue
        phase, section = _place(entry, parsed.title)
        topics = phases.setdefault(phase, {}).setdefault(section, {})
        known = topics.get(entry.title)
        resources = (*(known.resources if known else ()), *entry.resources)
        kind = known.kind if known else "task" if entry.kind == "task" else "topic"
        topics[entry.title] = Topic(entry.title, kind, (), tuple(dict.fromkeys(resources)))
    return Roadmap(
        id,
        parsed.title,
        tuple(
            Phase(phase, tuple(Section(section, tuple(topics.values())) for section, topics in sections.items()))
            for phase, sections in phases.items()
        ),
    )


def _place(entry: ParsedTopic, title: str) -> tuple[str, str]:
    phase, *below = entry.path or (title,)
    return phase, BETWEEN_LEVELS.join(below) or phase
