"""Another database reads the cards and the log by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from store_values import AT, DAY, OFFSET, answered, change, deck, file

from quizzer.store.store import Store
from quizzer_decks.formats.anki.rows import IDS
from quizzer_decks.formats.anki.writing import CollectionFile
from quizzer_scheduler.model import Rating

MS = round(AT.timestamp() * 1000)
GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


@pytest.mark.parametrize("late", [False, True])
def test_anki_gets_the_log_from_a_file_and_from_a_server(store: Store, tmp_path: Path, late: bool) -> None:
    """What stands of the cards with a question comes in the order of time, whatever order it came in; instants are
    parted; the last interval is the card's own."""
    store.replace_decks("own", [file(deck("m/a", count=3))])

    def answer(number: int, rating: Rating, seconds: int) -> None:
        card = store.cards.card(f"m/a/q{number}")
        assert card is not None
        store.record(answered(card, rating, AT + timedelta(seconds=seconds)), "right", "", card.reps)

    answer(0, GOOD, 0)
    answer(1, AGAIN, 0)
    answer(2, GOOD, 1)
    answer(1, GOOD, 2)
    store.change(change("m/a/q0", "forget", None, AT + timedelta(seconds=3)))
    answer(0, GOOD, 4)
    answer(0, GOOD, 5)
    store.undo(AT, OFFSET, DAY)
    if late:
        answer(1, AGAIN, -60)
    store.replace_decks("own", [file(deck("m/a", count=2), digest="2")])
    lent = store.answers.lend(tmp_path / "copy", None)
    with CollectionFile(tmp_path / "log") as collection:
        collection.read(lent.file)
        assert collection.add_answers(lent.log, lent.parameters) == (5 if late else 4)
    with closing(sqlite3.connect(tmp_path / "log")) as database:
        found = database.execute("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog").fetchall()
    known = store.cards.keys(store.decks.decks()[0].key)
    keys = [IDS + known[f"m/a/q{number}"] for number in (0, 1)]
    steps = [(MS - 60_000, keys[1], 1, -600, 0, 989, 5000, 1)] if late else []
    assert found == [
        *steps,
        (MS, keys[0], 3, 1, 0, 544, 5000, 0),
        (MS + 1, keys[1], 1, -600, -600 if late else 0, 989, 5000, 0),
        (MS + 2000, keys[1], 3, 2, -600, 544, 5000, 2),
        (MS + 3000, keys[0], 0, 0, 1, 0, 0, 4),
        (MS + 4000, keys[0], 3, 1, 0, 544, 5000, 0),
    ]
