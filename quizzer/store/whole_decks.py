"""Takes decks that are new here, and lie in a file (`laid.py`), into the index: the database does it, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from quizzer.store.index_rows import PLACES, SAID, UNSEEN
from quizzer.store.records import IndexedDeck

_KNOWN = """
    select exists (select 1 from question where deck_key = :key) or exists (select 1 from card where deck_key = :key)
"""
_NEXT = "select coalesce(max(key), 0) + 1 from question"
_OF = "where {key} >= :first and {key} < :end order by"
_QUESTIONS = f"from {{file}}.laid_question {_OF.format(key='key')} key"
_SAID = ", ".join(SAID)
_TAKE = (
    f"insert into question (key, deck_key, id, {_SAID}) select :next + position, :deck, id, {_SAID} {_QUESTIONS}",
    f"insert into body (question_key, json) select :next + position, json {_QUESTIONS}",
    f"""insert into card (id, deck_key, part, question_key, position, siblings, {", ".join(UNSEEN)})
        select coalesce(laid.id, :id || '/' || question.id), :deck, coalesce(part, ''), :next + question.position,
            coalesce(laid.position, question.position * {PLACES}), coalesce(siblings, 0),
            {", ".join("null" if value is None else str(value) for value in UNSEEN.values())}
        from {{file}}.laid_question as question left join {{file}}.laid_card as laid on laid.question = question.key
        where question.key >= :first and question.key < :end and (alone = 1 or part is not null)
        order by question.key, number""",
    f"""insert into contrast (question_key, deck, question)
        select :next + question - :first, other_deck, other from {{file}}.laid_contrast
        {_OF.format(key="question")} rowid""",
)


class WholeDecks:
    """Takes decks in within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._files: dict[Path, str] = {}

    def take(self, key: int, deck: IndexedDeck) -> bool:
        """Take the questions of a deck in, and tell whether that was done: not where any of it is known already.

        Keys are given out here as SQLite would do it; a server has another way.
        """
        if deck.laid is None or self._connection.dialect.name != "sqlite" or self._run(_KNOWN, key=key).scalar():
            return False
        laid = deck.laid()
        file, next_ = self._attached(laid.file), self._run(_NEXT).scalar_one()
        for sql in _TAKE:
            self._run(sql.format(file=file), deck=key, id=deck.id, next=next_, first=laid.first, end=laid.end)
        return True

    def _run(self, sql: str, **parameters: object) -> Any:
        return self._connection.execute(text(sql), parameters)

    def _attached(self, path: Path) -> str:
        """Let the database read a file, and return what its tables are called by."""
        if not self._files:
            self._connection.detach()  # closed at the end, and with it every file that was attached
        if path not in self._files:
            name = f"laid_{len(self._files)}"
            self._connection.exec_driver_sql(f"attach ? as {name}", (str(path),))
            self._files[path] = name
        return self._files[path]
