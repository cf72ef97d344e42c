"""What importing a roadmap comes to, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from quizzer import wording
from quizzer.roadmap_preview import Changes, Entry, Preview, State

_NAMED = 3


def counts(found: Preview) -> str:
    """Return the totals: topics, tasks, and how many are linked, doubtful, and without a deck."""
    totals = ((found.topics, "topic"), (len(found.of("task")), "task"))
    told = " and ".join(wording.count(number, name) for number, name in totals)
    gaps = wording.count(len(found.of("gap")), "gap")
    return f"{told}: {len(found.of('linked'))} linked, {len(found.of('doubtful'))} doubtful, {gaps}"


def changed(changes: Changes) -> str:
    """Return in words what is different from what was there."""
    if not changes:
        return "Nothing changes in it."
    parts = (("new", changes.new), ("gone", changes.gone), ("linked to other decks", changes.relinked))
    return "Against what was there: " + "; ".join(f"{_named(titles)} {what}" for what, titles in parts if titles) + "."


def _named(titles: tuple[str, ...]) -> str:
    shown = ", ".join(titles[:_NAMED])
    more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
    return f"{len(titles)} ({shown}{more})"


def lines(found: Preview) -> Iterator[str]:
    """Yield the report, line by line."""
    yield f"{found.title} ({found.id}): {counts(found)}."
    if found.same_as:
        yield f"{found.same_as} has the same topics already."
    if found.known is not None:
        yield changed(found.changes())
    for problem in found.problems:
        yield str(problem)
    headings: tuple[tuple[State, str], ...] = (("doubtful", "Doubtful"), ("gap", "Without a deck"))
    for state, heading in headings:
        entries = found.of(state)
        if entries:
            yield f"\n{heading}:"
        for (phase, section), members in groupby(entries, key=lambda entry: (entry.phase, entry.section)):
            yield f"  {phase if phase == section else f'{phase} › {section}'}"
            for entry in members:
                decks = ", ".join(entry.match.decks[:_NAMED])
                yield f"    {entry.topic.title}" + (f"  → {decks}?" if state == "doubtful" else "")


def as_json(found: Preview) -> dict[str, object]:
    """Return the report for other programs."""
    changes = found.changes()
    return {
        "id": found.id,
        "title": found.title,
        "topics": found.topics,
        "tasks": len(found.of("task")),
        "linked": len(found.of("linked")),
        "doubtful": len(found.of("doubtful")),
        "gaps": len(found.of("gap")),
        "same_as": found.same_as or None,
        "updates": found.known is not None,
        "changes": {"new": changes.new, "gone": changes.gone, "relinked": changes.relinked},
        "problems": [
            {"path": p.path, "line": p.line, "rule": p.rule, "severity": p.severity, "message": p.message}
            for p in found.problems
        ],
        "phases": [
            {
                "title": phase,
                "sections": [
                    {"title": section, "topics": [_topic(entry) for entry in topics]}
                    for section, topics in groupby(entries, key=lambda entry: entry.section)
                ],
            }
            for phase, entries in groupby(found.entries, key=lambda entry: entry.phase)
        ],
    }


def _topic(entry: Entry) -> dict[str, object]:
    candidates = [{"deck": candidate.deck, "score": candidate.score} for candidate in entry.match.candidates]
    return {
        "title": entry.topic.title,
        "kind": entry.topic.kind,
        "line": entry.line or None,
        "done": entry.done,
        "state": entry.state,
        "decks": entry.topic.decks,
        "match": candidates[0] if candidates else None,
        "candidates": candidates,
        "resources": [{"title": resource.title, "url": resource.url} for resource in entry.topic.resources],
    }
