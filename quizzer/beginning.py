"""Beginning a deck: a file with one example of each kind asked for, ready to be overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizzer.errors import LibraryError
from quizzer_decks.deck_file import write_deck
from quizzer_decks.fields import PATH, fits
from quizzer_decks.model import (
    KINDS,
    Basic,
    Body,
    Choice,
    Cloze,
    Deck,
    Kind,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Typed,
)

_EXAMPLES: dict[Kind, Body] = {
    "basic": Basic("Why …?", "Because …", points=("the first point", "the second point")),
    "typed": Typed("What is … called?", "the term", accept=("another wording",)),
    "numeric": Numeric("How many bits are in 3 bytes?", answer="24", check="3 * 8", unit="bits"),
    "cloze": Cloze("The {{first}} comes before the {{second}}."),
    "choice": Choice(
        "Which one …?", Option("the right one"), (Option("a near one", "what is confused"), Option("another"))
    ),
    "multi": Multi("Which of these hold?", (Option("this"), Option("and this")), (Option("not this"),)),
    "order": Order("Bring the steps into order.", (("first",), ("second",), ("third",))),
    "match": Match("Match them.", (("one", "1"), ("two", "2"), ("three", "3"))),
    "output": Output("print(6 * 7)\n", "42"),
}


def begin_deck(folder: Path, deck_id: str, title: str | None, kinds: Sequence[str]) -> Path:
    """Write a new deck file below a folder and return its path. LibraryError for a bad id or when the file is there."""
    if not fits(deck_id, PATH):
        raise LibraryError(
            f"{deck_id!r} is no deck id. Use lower-case words, digits and hyphens, with / between folders."
        )
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise LibraryError(f"{unknown[0]!r} is no kind of question. There are: {', '.join(KINDS)}.")
    path = folder / f"{deck_id}.yaml"
    wanted = [kind for kind in KINDS if kind in kinds] or ["typed"]
    questions = tuple(
        Question(f"my-{kind}-question", _EXAMPLES[kind], why="Say here why the answer is right.") for kind in wanted
    )
    name = title or deck_id.rpartition("/")[2].replace("-", " ").capitalize()
    text = write_deck(Deck(deck_id, name, questions, covers=(name,)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise LibraryError(f"{path} is there already. Edit it, or choose another id.") from None
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}.") from error
    return path
