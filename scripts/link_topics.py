"""Links every topic of the bundled roadmaps to the decks whose `covers` has its wording. Run it after adding a deck.

A link that stands keeps its place; new ones follow in the order of deck ids.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.model import Topic
from quizzer_decks.roadmap_file import read_roadmap_file, write_roadmap

CONTENT = Path(__file__).parents[1] / "decks" / "quizzer_decks"


def same(wording: str) -> str:
    """Return the form in which wordings are compared."""
    return " ".join(wording.casefold().replace("’", "'").split())


def covering() -> dict[str, list[str]]:
    """Return the ids of the decks that cover a wording."""
    found: dict[str, list[str]] = {}
    for path in sorted((CONTENT / "library").rglob("*.yaml")):
        deck, _ = read_deck_file(path, path.relative_to(CONTENT / "library").with_suffix("").as_posix())
        for wording in deck.covers if deck else ():
            found.setdefault(same(wording), []).append(deck.id if deck else "")
    return found


def linked(topic: Topic, decks: dict[str, list[str]]) -> Topic:
    """Return a topic with its links; a task has none."""
    wanted = decks.get(same(topic.title), []) if topic.kind == "topic" else []
    kept = [deck for deck in topic.decks if deck in wanted]
    return replace(topic, decks=(*kept, *(deck for deck in dict.fromkeys(wanted) if deck not in kept)))


def main() -> None:
    """Rewrite the roadmap files."""
    decks = covering()
    for path in sorted((CONTENT / "roadmaps").glob("*.yaml")):
        roadmap, problems = read_roadmap_file(path)
        if roadmap is None or problems:
            raise SystemExit("\n".join(map(str, problems)))
        phases = tuple(
            replace(
                phase,
                sections=tuple(
                    replace(section, topics=tuple(linked(topic, decks) for topic in section.topics))
                    for section in phase.sections
                ),
            )
            for phase in roadmap.phases
        )
        path.write_text(write_roadmap(replace(roadmap, phases=phases)), encoding="utf-8")


if __name__ == "__main__":
    main()
