"""Keeps the index of decks in step with the files: one transaction, and only what differs is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from quizzer.store import tables, trails
from quizzer.store.cards_of_questions import card_rows, known_cards
from quizzer.store.many_rows import insert_many
from quizzer.store.records import IndexedDeck, IndexedFile, IndexedQuestion, IndexReport
from quizzer.store.rows import problems_text

_CHUNK = 200

_question = tables.question
_MOVE_QUESTIONS = update(_question).where(_question.c.key == bindparam("at_key"))
_UPDATE_BODIES = update(tables.body).where(tables.body.c.question_key == bindparam("at_key"))
_PLACE = ("question_key", "position", "siblings")
"""What the index, not the log, says of a card."""
_UPDATE_CARDS = update(tables.card).where(tables.card.c.key == bindparam("at_key"))


@dataclass(slots=True)
class _Counts:
    new: int = 0
    changed: int = 0
    removed: int = 0
    orphaned: int = 0
    returned: int = 0


@dataclass(slots=True)
class _Writes:
    """Rows to write, gathered over several decks so that each statement runs once."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


class Refresh:
    """One refresh of the index, inside a transaction of its caller's."""

    def __init__(self, connection: Connection, device: int, origin: str) -> None:
        self._connection = connection
        self._device = device
        self._origin = origin
        self._counts = _Counts()

    def run(self, changed: Iterable[IndexedFile], removed: Iterable[str]) -> IndexReport:
        """Write changed files and forget removed ones; a deck that no file holds any more loses its questions."""
        files = {file.path: file for file in changed}
        paths = [path for path in removed if path not in files]
        before = self._decks_of([*files, *paths])
        self._forget(paths)
        # Of two files with one deck id the later one counts; the library gives only one.
        decks = {file.deck.id: file.deck for file in files.values() if file.deck is not None}
        keys = self._write_decks(list(decks.values()))
        self._write_files(list(files.values()), keys, before)
        for chunk in _chunks(list(decks.values()), _CHUNK):
            self._write_questions({keys[deck.id]: deck for deck in chunk})
        self._drop_homeless(set(before.values()) - set(keys.values()))
        trails.turn(self._connection, {*before.values(), *keys.values()})
        counts = self._counts
        return IndexReport(counts.new, counts.changed, counts.removed, counts.orphaned, counts.returned)

    def _decks_of(self, paths: Sequence[str]) -> dict[str, int]:
        """Return the decks (keys) that some files of this device held until now."""
        file = tables.deck_file
        found: dict[str, int] = {}
        for chunk in _chunks(paths, _CHUNK):
            held = select(file.c.path, file.c.deck_key).where(
                file.c.device == self._device,
                file.c.origin == self._origin,
                file.c.path.in_(chunk),
                file.c.deck_key.is_not(None),
            )
            found.update((path, key) for path, key in self._connection.execute(held))
        return found

    def _forget(self, paths: Sequence[str]) -> None:
        file = tables.deck_file
        ours = (file.c.device == self._device, file.c.origin == self._origin)
        for chunk in _chunks(paths, _CHUNK):
            self._connection.execute(delete(file).where(*ours, file.c.path.in_(chunk)))

    def _write_decks(self, decks: Sequence[IndexedDeck]) -> dict[str, int]:
        deck = tables.deck
        known = self._deck_keys(decks)
        new, old = [], []
        for value in decks:
            row = {
                "id": value.id,
                "title": value.title,
                "description": value.description,
                "origin": self._origin,
                "present": 1,
                "covers": json.dumps(value.covers),
                "needs": json.dumps(value.needs),
                "tags": json.dumps(value.tags),
            }
            if value.id in known:
                old.append({**row, "at_key": known[value.id]})
            else:
                new.append(row)
        if old:
            self._connection.execute(update(deck).where(deck.c.key == bindparam("at_key")), old)
        if new:
            self._connection.execute(insert(deck), new)
        return self._deck_keys(decks) if new else known

    def _deck_keys(self, decks: Sequence[IndexedDeck]) -> dict[str, int]:
        deck = tables.deck
        found: dict[str, int] = {}
        for chunk in _chunks([value.id for value in decks], _CHUNK):
            rows = self._connection.execute(select(deck.c.id, deck.c.key).where(deck.c.id.in_(chunk)))
            found.update((id_, key) for id_, key in rows)
        return found

    def _write_files(self, files: Sequence[IndexedFile], keys: Mapping[str, int], before: Mapping[str, int]) -> None:
        self._forget([file.path for file in files])
        rows = [
            {
                "device": self._device,
                "origin": self._origin,
                "path": file.path,
                "mtime_ns": file.mtime_ns,
                "size": file.size,
                "digest": file.digest,
                # An unreadable file keeps the deck it had: a slip of the pen must not make orphans.
                "deck_key": before.get(file.path) if file.deck is None else keys[file.deck.id],
                "problems": problems_text(file.problems),
            }
            for file in files
        ]
        if rows:
            self._connection.execute(insert(tables.deck_file), rows)

    def _write_questions(self, decks: Mapping[int, IndexedDeck]) -> None:
        known = self._known_questions(decks)
        writes = _Writes()
        for deck_key, deck in decks.items():
            for question in deck.questions:
                self._compare(deck_key, deck, question, known.pop((deck_key, question.id), None), writes)
        writes.gone = [row[0] for row in known.values()]
        self._remove(writes.gone)
        insert_many(self._connection, _question, writes.new)
        self._run(_MOVE_QUESTIONS, writes.changed)
        self._run(_UPDATE_BODIES, writes.bodies)
        keys = {place: row[0] for place, row in self._known_questions(decks).items()}
        fresh = {(row["deck_key"], row["id"]) for row in writes.new}
        insert_many(
            self._connection,
            tables.body,
            [
                {"question_key": keys[deck_key, question.id], "json": question.body}
                for deck_key, deck in decks.items()
                for question in deck.questions
                if (deck_key, question.id) in fresh
            ],
        )
        self._write_contrasts(decks, keys, fresh, [row["at_key"] for row in writes.bodies])
        self._write_cards(decks, keys)

    def _write_contrasts(
        self,
        decks: Mapping[int, IndexedDeck],
        keys: Mapping[tuple[int, str], int],
        fresh: AbstractSet[tuple[int, str]],
        changed: Sequence[int],
    ) -> None:
        """Write what new and changed questions name as easily confused with them."""
        contrast = tables.contrast
        for chunk in _chunks(changed, _CHUNK):
            self._connection.execute(delete(contrast).where(contrast.c.question_key.in_(chunk)))
        stale = frozenset(changed)
        rows = [
            {"question_key": key, "deck": deck_id, "question": other}
            for deck_key, deck in decks.items()
            for question in deck.questions
            if question.contrasts
            and ((key := keys[deck_key, question.id]) in stale or (deck_key, question.id) in fresh)
            for deck_id, other in question.contrasts
        ]
        self._run(insert(contrast), rows)

    def _compare(
        self,
        deck_key: int,
        deck: IndexedDeck,
        question: IndexedQuestion,
        known: tuple[Any, ...] | None,
        writes: _Writes,
    ) -> None:
        row = {
            "position": question.position,
            "line": question.line,
            "kind": question.kind,
            "digest": question.digest,
            "tags": "".join(f"\n{tag.casefold()}" for tag in question.tags) + "\n",
            "search": f"{question.search}\n{deck.id}/{question.id}".casefold(),
        }
        if known is None:
            writes.new.append({**row, "deck_key": deck_key, "id": question.id})
            self._counts.new += 1
            return
        key, digest, position, line = known
        if digest != question.digest:
            writes.changed.append({**row, "at_key": key})
            writes.bodies.append({"at_key": key, "json": question.body})
            self._counts.changed += 1
        elif (position, line) != (question.position, question.line):
            writes.changed.append({**row, "at_key": key})

    def _known_questions(self, decks: Mapping[int, IndexedDeck]) -> dict[tuple[int, str], tuple[Any, ...]]:
        columns = (
            _question.c.deck_key,
            _question.c.id,
            _question.c.key,
            _question.c.digest,
            _question.c.position,
            _question.c.line,
        )
        rows = self._connection.execute(select(*columns).where(_question.c.deck_key.in_(list(decks))))
        return {(row[0], row[1]): tuple(row[2:]) for row in rows}

    def _write_cards(self, decks: Mapping[int, IndexedDeck], questions: Mapping[tuple[int, str], int]) -> None:
        known = known_cards(self._connection, list(decks))
        wanted = card_rows(decks, questions)
        new = [row for id_, row in wanted.items() if id_ not in known]
        moved = []
        for id_, row in wanted.items():
            if id_ in known:
                key, *place = known.pop(id_)
                self._counts.returned += place[0] is None
                if place != [row[name] for name in _PLACE]:
                    moved.append({"at_key": key, **{name: row[name] for name in _PLACE}})
        orphans = [{"at_key": key, "question_key": None} for key, question_key, *_ in known.values() if question_key]
        self._counts.orphaned += len(orphans)
        insert_many(self._connection, tables.card, new)
        self._run(_UPDATE_CARDS, moved)
        self._run(_UPDATE_CARDS, orphans)

    def _remove(self, questions: Sequence[int]) -> None:
        """Remove questions; the databases' own rules make their cards orphans."""
        self._counts.removed += len(questions)
        for chunk in _chunks(questions, _CHUNK):
            orphans = select(tables.card.c.key).where(tables.card.c.question_key.in_(chunk))
            self._counts.orphaned += len(self._connection.execute(orphans).all())
            self._connection.execute(delete(_question).where(_question.c.key.in_(chunk)))

    def _drop_homeless(self, deck_keys: Iterable[int]) -> None:
        """Take the questions of decks that no file of any device holds any more; their cards and history stay."""
        for key in sorted(deck_keys):
            homeless = text("select count(*) from deck_file where deck_key = :key")
            if self._connection.execute(homeless, {"key": key}).scalar_one() == 0:
                rows = self._connection.execute(select(_question.c.key).where(_question.c.deck_key == key))
                self._remove([row[0] for row in rows])
                self._connection.execute(update(tables.deck).where(tables.deck.c.key == key).values(present=0))

    def _run(self, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._connection.execute(statement, rows)


def _chunks(values: Sequence[Any], size: int) -> Iterable[list[Any]]:
    return (list(values[start : start + size]) for start in range(0, len(values), size))
