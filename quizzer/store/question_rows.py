"""The questions of decks and their cards as rows: compared with those there are, and only what differs is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from quizzer.store import tables
from quizzer.store.cards_of_questions import known_cards
from quizzer.store.index_rows import SAID, UNSEEN, card_places, said
from quizzer.store.many_rows import insert_rows
from quizzer.store.records import IndexedDeck, IndexedQuestion
from quizzer.store.whole_decks import WholeDecks

_CHUNK = 200

_question = tables.question
_MOVE_QUESTIONS = update(_question).where(_question.c.key == bindparam("at_key"))
_UPDATE_BODIES = update(tables.body).where(tables.body.c.question_key == bindparam("at_key"))
_UPDATE_CARDS = update(tables.card).where(tables.card.c.key == bindparam("at_key"))
_PLACE = ("question_key", "position", "siblings")
"""What the index, not the log, says of a card."""

Place = tuple[int, str]
"""A question's place: its deck's key and its id."""


@dataclass(slots=True)
class Counts:
    """What became of questions and cards."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    orphaned: int = 0
    returned: int = 0


@dataclass(slots=True)
class _Writes:
    """Rows to write, gathered over several decks so that each statement runs once."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    bodies: list[tuple[int, IndexedQuestion]] = field(default_factory=list)
    """Of the new ones, with the deck's key."""
    moved: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[int, IndexedQuestion]] = field(default_factory=list)
    """With the question's key."""


class QuestionRows:
    """Writes questions within one refresh, and counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._whole = WholeDecks(connection)
        self.counts = Counts()

    def write(self, decks: Mapping[int, IndexedDeck]) -> None:
        """Make the questions and cards of decks (by key) what they are to be."""
        whole = [key for key, deck in decks.items() if self._whole.take(key, deck)]
        self.counts.new += sum(len(decks[key].questions) for key in whole)
        if left := {key: deck for key, deck in decks.items() if key not in whole}:
            self._write(left)

    def _write(self, decks: Mapping[int, IndexedDeck]) -> None:
        questions = {key: list(deck.questions) for key, deck in decks.items()}
        known = self._known(list(decks))
        keys: dict[int, dict[str, int]] = {key: {} for key in decks}
        for (deck_key, id_), row in known.items():
            keys[deck_key][id_] = row[0]
        writes = _Writes()
        for deck_key, deck in decks.items():
            for question in questions[deck_key]:
                self._compare(deck_key, deck.id, question, known.pop((deck_key, question.id), None), writes)
        self.remove([row[0] for row in known.values()])
        insert_rows(self._connection, _question, (*SAID, "deck_key", "id"), writes.new)
        if writes.new:
            keys = self._keys(list(decks))
        self._run(_MOVE_QUESTIONS, writes.moved)
        self._run(_UPDATE_BODIES, [{"at_key": key, "json": question.body} for key, question in writes.changed])
        fresh = [(keys[deck_key][question.id], question) for deck_key, question in writes.bodies]
        insert_rows(self._connection, tables.body, ("question_key", "json"), [(key, each.body) for key, each in fresh])
        self._write_contrasts(fresh, writes.changed)
        self._write_cards({deck.id: (key, questions[key]) for key, deck in decks.items()}, keys)

    def remove(self, questions: Sequence[int]) -> None:
        """Remove questions by key; the databases' own rules make their cards orphans."""
        self.counts.removed += len(questions)
        for chunk in _chunks(questions):
            orphans = select(tables.card.c.key).where(tables.card.c.question_key.in_(chunk))
            self.counts.orphaned += len(self._connection.execute(orphans).all())
            self._connection.execute(delete(_question).where(_question.c.key.in_(chunk)))

    def _compare(
        self,
        deck_key: int,
        deck_id: str,
        question: IndexedQuestion,
        known: tuple[Any, ...] | None,
        writes: _Writes,
    ) -> None:
        if known is None:
            writes.new.append((*said(deck_id, question), deck_key, question.id))
            writes.bodies.append((deck_key, question))
            self.counts.new += 1
            return
        key, digest, position, line = known
        if digest != question.digest:
            writes.changed.append((key, question))
            self.counts.changed += 1
        elif (position, line) == (question.position, question.line):
            return
        writes.moved.append({**dict(zip(SAID, said(deck_id, question), strict=True)), "at_key": key})

    def _known(self, deck_keys: Sequence[int]) -> dict[Place, tuple[Any, ...]]:
        """Return (key, digest, position, line) of all questions of some decks."""
        columns = (_question.c[name] for name in ("deck_key", "id", "key", "digest", "position", "line"))
        rows = self._connection.execute(select(*columns).where(_question.c.deck_key.in_(deck_keys)))
        return {(row[0], row[1]): tuple(row[2:]) for row in rows}

    def _keys(self, deck_keys: Sequence[int]) -> dict[int, dict[str, int]]:
        """Return the keys of all questions of some decks, by deck and id."""
        columns = (_question.c.deck_key, _question.c.id, _question.c.key)
        found: dict[int, dict[str, int]] = {key: {} for key in deck_keys}
        for deck_key, id_, key in self._connection.execute(select(*columns).where(columns[0].in_(deck_keys))):
            found[deck_key][id_] = key
        return found

    def _write_contrasts(
        self, fresh: Iterable[tuple[int, IndexedQuestion]], changed: Sequence[tuple[int, IndexedQuestion]]
    ) -> None:
        """Write what new and changed questions name as easily confused with them."""
        contrast = tables.contrast
        for chunk in _chunks([key for key, _ in changed]):
            self._connection.execute(delete(contrast).where(contrast.c.question_key.in_(chunk)))
        rows = [
            {"question_key": key, "deck": deck_id, "question": other}
            for key, question in (*fresh, *changed)
            for deck_id, other in question.contrasts
        ]
        self._run(insert(contrast), rows)

    def _write_cards(
        self, decks: Mapping[str, tuple[int, Sequence[IndexedQuestion]]], keys: Mapping[int, Mapping[str, int]]
    ) -> None:
        known = known_cards(self._connection, [key for key, _ in decks.values()])
        new: list[tuple[Any, ...]] = []
        moved = []
        for deck_id, (deck_key, questions) in decks.items():
            questions_here = keys[deck_key]
            for id_, part, position, siblings, question_id in card_places(deck_id, questions):
                question_key = questions_here[question_id]
                if id_ not in known:
                    new.append((id_, deck_key, part, question_key, position, siblings))
                    continue
                key, *place = known.pop(id_)
                self.counts.returned += place[0] is None
                if place != [question_key, position, siblings]:
                    moved.append(dict(zip(("at_key", *_PLACE), (key, question_key, position, siblings), strict=True)))
        orphans = [{"at_key": key, "question_key": None} for key, question_key, *_ in known.values() if question_key]
        self.counts.orphaned += len(orphans)
        insert_rows(self._connection, tables.card, ("id", "deck_key", "part", *_PLACE), new, UNSEEN)
        self._run(_UPDATE_CARDS, moved)
        self._run(_UPDATE_CARDS, orphans)

    def _run(self, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._connection.execute(statement, rows)


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
