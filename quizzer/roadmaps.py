"""The roadmaps of this machine: those that come with the program, and the learner's own beside his decks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

import quizzer_decks
from quizzer import __version__
from quizzer_decks.model import Phase, Problem, Resource, Roadmap, Section, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN_FOLDER = "roadmaps"
_FORM = f"{__version__}/2"
"""Of what is kept of roadmaps once read: another form is not looked at."""

Read = tuple[Roadmap | None, list[Problem]]


def bundled_folder() -> Path:
    """Return the folder of the roadmaps that come with the program."""
    return Path(quizzer_decks.__file__).parent / "roadmaps"


def read_roadmaps(own: Path, kept: Path | None = None) -> tuple[tuple[Roadmap, ...], tuple[Problem, ...]]:
    """Return all roadmaps by id, an own one in place of a bundled one, and what is wrong with their files.

    What was read is kept in the file `kept`, so that the YAML is read again only after a change.
    """
    stamps = list(_stamps(own))
    read = _recall(kept, stamps) if kept else None
    if read is None:
        from quizzer_decks.roadmap_file import read_roadmap_file  # brings the YAML reader

        read = [read_roadmap_file(Path(path)) for path, _, _ in stamps]
        if kept:
            _keep(kept, stamps, read)
    found = {roadmap.id: roadmap for roadmap, _ in read if roadmap is not None}
    return tuple(found.values()), tuple(problem for _, problems in read for problem in problems)


def _stamps(own: Path) -> Iterator[tuple[str, int, int]]:
    for folder in (bundled_folder(), own):
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            try:
                stat = path.stat()
            except OSError:
                continue  # gone since the listing, or a dangling link
            if not S_ISREG(stat.st_mode):
                continue  # reading a pipe or a device might never end
            yield str(path), stat.st_mtime_ns, stat.st_size


def _recall(kept: Path, stamps: Sequence[tuple[str, int, int]]) -> list[Read] | None:
    """Return what was read earlier; None when a file changed since, or nothing usable was kept."""
    import json

    try:
        content = json.loads(kept.read_bytes())
        if content["form"] != _FORM or [tuple(stamp) for stamp in content["stamps"]] != stamps:
            return None
        return [
            (_roadmap(roadmap) if roadmap else None, [Problem(*problem) for problem in problems])
            for roadmap, problems in content["read"]
        ]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _roadmap(content: Sequence[Any]) -> Roadmap:
    id_, title, phases = content
    return Roadmap(
        id_,
        title,
        tuple(
            Phase(
                phase,
                tuple(Section(section, tuple(_topic(*topic) for topic in topics)) for section, topics in sections),
            )
            for phase, sections in phases
        ),
    )


def _topic(title: str, kind: Any, decks: Sequence[str], resources: Sequence[Sequence[str]]) -> Topic:
    return Topic(title, kind, tuple(decks), tuple(Resource(*resource) for resource in resources))


def _keep(kept: Path, stamps: Sequence[tuple[str, int, int]], read: Sequence[Read]) -> None:
    import json

    content = {
        "form": _FORM,
        "stamps": stamps,
        "read": [(_plain(roadmap) if roadmap else None, [_problem(p) for p in problems]) for roadmap, problems in read],
    }
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(content), encoding="ascii")
    except OSError:
        return  # only a convenience: it is read again next time


def _plain(roadmap: Roadmap) -> list[object]:
    phases = [
        (phase.title, [(section.title, [_fields(topic) for topic in section.topics]) for section in phase.sections])
        for phase in roadmap.phases
    ]
    return [roadmap.id, roadmap.title, phases]


def _fields(topic: Topic) -> tuple[object, ...]:
    return topic.title, topic.kind, topic.decks, [(resource.title, resource.url) for resource in topic.resources]


def _problem(problem: Problem) -> list[object]:
    return [problem.path, problem.line, problem.rule, problem.message, problem.severity]
