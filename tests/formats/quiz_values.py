"""Quizzes to write in foreign formats and to read back: how they are made, and how they are read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from quizzer_decks.formats import registry
from quizzer_decks.formats.foreign import Foreign, Options, Reading
from quizzer_decks.model import Body, Question


def read(name: str, path: Path, options: Options | None = None) -> Reading:
    """Read a file as a format."""
    module = import_module(f"quizzer_decks.formats.{registry.FORMATS[name].module}")
    return module.read(path, options or Options(), path.parent)


def reading(name: str, file: str, text: str | bytes, folder: Path | None = None) -> Reading:
    """Read a text as a format."""
    with TemporaryDirectory() as made:
        path = (folder or Path(made)) / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(name, path)


def foreign(found: Reading) -> list[Foreign]:
    """Return what was read, of all decks in order."""
    return [each for deck in found.decks for each in deck.questions]


def questions(found: Reading) -> list[Question]:
    """Return the questions that were read, of all decks in order."""
    return [each.question for each in foreign(found)]


def bodies(found: Reading) -> list[Body]:
    """Return what was read, without what all kinds have."""
    return [question.body for question in questions(found)]


def whys(found: Reading) -> list[str]:
    """Return why things were left out."""
    return [skipped.why for skipped in found.skipped]


def contents(found: Reading) -> dict[str, bytes]:
    """Return the media files by name."""
    read_all = {}
    for file in found.media:
        with file.open() as opened:
            read_all[file.name] = opened.read()
    return read_all


class Item(NamedTuple):
    """A question with options as any quiz can say it."""

    ask: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    why: str
    turn: int
    """At which place the right options stand."""

    @property
    def options(self) -> list[tuple[str, bool]]:
        """All options in the order in which they are to be written, each with its key."""
        right, wrong = [(text, True) for text in self.right], [(text, False) for text in self.wrong]
        at = self.turn % (len(wrong) + 1)
        return [*wrong[:at], *right, *wrong[at:]]


def phrases(alphabet: str) -> st.SearchStrategy[str]:
    """Return texts of a few words."""
    return st.lists(st.text(alphabet, min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)


def items(alphabet: str, *, several: bool = True) -> st.SearchStrategy[list[Item]]:
    """Return quizzes: no question twice, no option twice in a question."""
    phrase = phrases(alphabet)
    most = 3 if several else 1

    def item(texts: list[str], right: int, ask: str, why: str, turn: int) -> Item:
        right = min(right, len(texts) - 1)
        return Item(f"Say {ask}", tuple(texts[:right]), tuple(texts[right:]), why, turn)

    one = st.builds(
        item,
        st.lists(phrase.map("o{}".format), min_size=2, max_size=5, unique=True),
        st.integers(1, most),
        phrase,
        phrase.map("because {}".format),
        st.integers(0, 5),
    )
    return st.lists(one, min_size=1, max_size=6, unique_by=lambda each: each.ask)
