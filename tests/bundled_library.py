"""The decks that come with the program, read once for all tests that look at them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.model import Deck

CONTENT = Path(__file__).parents[1] / "decks" / "quizzer_decks"
LIBRARY = CONTENT / "library"
PATHS = sorted(LIBRARY.rglob("*.yaml"))


def id_of(path: Path) -> str:
    """Return the id that a bundled deck has by its place."""
    return path.relative_to(LIBRARY).with_suffix("").as_posix()


@cache
def bundled_decks() -> Mapping[str, Deck]:
    """Return the bundled decks by the ids that they have by their places; each reads without a problem."""
    found = {id_of(path): read_deck_file(path, id_of(path), id_of(path)) for path in PATHS}
    assert {deck_id: problems for deck_id, (_, problems) in found.items() if problems} == {}
    return MappingProxyType({deck_id: deck for deck_id, (deck, _) in found.items() if deck is not None})
