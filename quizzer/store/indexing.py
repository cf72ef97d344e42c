"""Keeps the index of decks in step with the files: one transaction, and only what differs is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from quizzer.store import tables, trails
from quizzer.store.question_rows import QuestionRows
from quizzer.store.records import IndexedDeck, IndexedFile, IndexReport
from quizzer.store.rows import problems_text

_CHUNK = 200
_QUESTIONS = 5_000
"""Questions that are compared and written at once."""


class Refresh:
    """One refresh of the index, inside a transaction of its caller's."""

    def __init__(self, connection: Connection, device: int, origin: str) -> None:
        self._connection = connection
        self._device = device
        self._origin = origin
        self._questions = QuestionRows(connection)

    def run(self, changed: Iterable[IndexedFile], removed: Iterable[str]) -> IndexReport:
        """Write changed files and forget removed ones; a deck that no file holds any more loses its questions."""
        turned: set[int] = set()
        held: set[int] = set()
        gone = set(removed)
        for files in _together(changed):
            gone -= files.keys()
            before = self._decks_of(list(files))
            # Of two files with one deck id the later one counts; the library gives only one.
            decks = {file.deck.id: file.deck for file in files.values() if file.deck is not None}
            keys = self._write_decks(list(decks.values()))
            self._write_files(list(files.values()), keys, before)
            self._questions.write({keys[deck.id]: deck for deck in decks.values()})
            held |= set(before.values())
            turned |= set(keys.values())
        paths = sorted(gone)
        held |= set(self._decks_of(paths).values())
        self._forget(paths)
        self._drop_homeless(held - turned)
        trails.turn(self._connection, held | turned)
        counts = self._questions.counts
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

    def _drop_homeless(self, deck_keys: Iterable[int]) -> None:
        """Take the questions of decks that no file of any device holds any more; their cards and history stay."""
        for key in sorted(deck_keys):
            homeless = text("select count(*) from deck_file where deck_key = :key")
            if self._connection.execute(homeless, {"key": key}).scalar_one() == 0:
                question = tables.question.c
                rows = self._connection.execute(select(question.key).where(question.deck_key == key))
                self._questions.remove([row[0] for row in rows])
                self._connection.execute(update(tables.deck).where(tables.deck.c.key == key).values(present=0))


def _chunks(values: Sequence[Any], size: int) -> Iterable[list[Any]]:
    return (list(values[start : start + size]) for start in range(0, len(values), size))


def _together(files: Iterable[IndexedFile]) -> Iterator[dict[str, IndexedFile]]:
    """Yield files by path, some at a time: the statements for them run once, and not all need be in memory."""
    part: dict[str, IndexedFile] = {}
    questions = 0
    for file in files:
        part[file.path] = file
        questions += len(file.deck.questions) if file.deck else 0
        if questions >= _QUESTIONS or len(part) >= _CHUNK:
            yield part
            part, questions = {}, 0
    if part:
        yield part
