"""What another process writes of a package: the log, and then notes, in turn with this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from quizzer.exporting.anki_cards import Calendar
from quizzer.exporting.anki_notes import Placed, notes
from quizzer.exporting.anki_writer import Goal, NoteWriter, Written
from quizzer.exporting.selection import questions_of
from quizzer.store.lending import Lent, borrowed
from quizzer_decks.formats.anki.writing import CollectionFile


class Share(NamedTuple):
    """What there is to write. Whoever is free takes the next decks, and nobody waits for the other."""

    lent: Lent
    calendar: Calendar
    decks: Sequence[Sequence[Goal]]
    """In pieces, each of which one process writes."""
    taken: Path
    """A folder, in which each piece that was taken has one."""


def to_take(pieces: Iterable[int], taken: Path) -> Iterator[int]:
    """Yield the pieces (their numbers) that nobody has taken, and take each: a folder can be made only once."""
    for number in pieces:
        try:
            (taken / str(number)).mkdir()
        except FileExistsError:
            continue
        yield number


def write_share(path: Path, share: Share) -> tuple[Written, int]:
    """Write the log and then notes into a database at `path`; return what came of the notes, and how many answers."""
    lent, media = share.lent, dict[str, str]()
    with borrowed(lent) as (decks, cards), CollectionFile(path) as file:
        goals = [goal for piece in share.decks for goal in piece]
        writer = NoteWriter(file, lent, share.calendar, goals, cards.keys)
        answers = file.add_answers(lent.log, lent.parameters)

        def placed() -> Iterator[Placed]:
            for number in to_take(range(len(share.decks)), share.taken):
                for goal in share.decks[number]:
                    writer.begin(goal.id)
                    for question in questions_of(decks, goal.key):
                        yield Placed(goal.id, question, "")

        writer.write(notes(placed(), media))
        return Written(writer.cards, writer.kinds, media), answers
