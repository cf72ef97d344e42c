"""The index of decks."""

from __future__ import annotations

from collections import defaultdict

from msgspec.json import Decoder

from quizzer.store.records import DeckInfo, DeckOutline, FileStamp, QuestionInfo
from quizzer.store.rows import problems_of
from quizzer.store.sqlite_file import Rows
from quizzer_decks.model import Problem

_FILES = """
    select path, mtime_ns, size, digest, deck.id, problems
    from deck_file join device on device.id = deck_file.device left join deck on deck.key = deck_file.deck_key
    where device.uid = :device and deck_file.origin = :origin
"""
_PROBLEMS = """
    select problems from deck_file join device on device.id = deck_file.device where uid = :device and problems <> '[]'
"""
# The `+ 0` keeps SQLite from walking through all files of the device for each deck.
_DECKS = """
    select key, id, title, description, origin, covers, needs, tags,
        (select min(path) from deck_file where deck_file.deck_key = deck.key
            and deck_file.device + 0 = (select device.id from device where uid = :device)),
        (select count(*) from card where card.deck_key = deck.key and question_key is not null)
    from deck where present = 1 order by id
"""
_OUTLINES = """
    select key, id, title, covers, needs, coalesce(number, 0) from deck
    left join (select deck_key, count(*) as number from question group by deck_key) counted on deck_key = deck.key
    where present = 1 order by id
"""
# What tells one state of the deck files from another; the remainder keeps the sum from running over.
_STAMP = """
    select count(*), coalesce(sum(size), 0), coalesce(sum(mtime_ns % 2147483647), 0), coalesce(max(deck_key), 0)
    from deck_file
"""
_NAMES = "select key, id, title, covers, needs, 0 from deck where present = 1 order by id"
_CONTRASTS = """
    select contrast.question_key, question.key from contrast
    join deck on deck.id = contrast.deck
    join question on question.deck_key = deck.key and question.id = contrast.question
"""
_TAGS = "select distinct tags from question"
_KINDS = "select deck_key, kind, count(*) from question group by deck_key, kind order by deck_key, kind"
_QUESTIONS = """
    select question.key, id, kind, position, line, json from question join body on body.question_key = question.key
    where deck_key = :deck order by position
"""
_BODIES = """
    select json from question join body on body.question_key = question.key where deck_key = :deck order by position
"""


class DeckReader:
    """Reads which decks there are and what is in them."""

    def __init__(self, rows: Rows, device_uid: str) -> None:
        self._rows = rows
        self._device = device_uid

    def known_files(self, origin: str) -> dict[str, FileStamp]:
        """Return the files of this device that are in the index, by path, so that only changed ones are read again."""
        return {
            path: FileStamp(mtime_ns, size, digest, deck_id, problems_of(problems))
            for path, mtime_ns, size, digest, deck_id, problems in self._rows.all(
                _FILES, device=self._device, origin=origin
            )
        }

    def problems(self) -> list[Problem]:
        """Return what is wrong with this device's deck files, by path and line."""
        texts = self._rows.all(_PROBLEMS, device=self._device)
        found = [problem for (text,) in texts for problem in problems_of(text)]
        return sorted(found, key=lambda problem: (problem.path, problem.line))

    def decks(self) -> list[DeckInfo]:
        """Return all decks that are present on some device, by id."""
        kinds: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for deck, kind, count in self._rows.all(_KINDS):
            kinds[deck][kind] = count
        return [
            DeckInfo(
                key=row[0],
                id=row[1],
                title=row[2],
                description=row[3],
                origin=row[4],
                path=row[8] or "",
                covers=_texts(row[5]),
                needs=_texts(row[6]),
                tags=_texts(row[7]),
                kinds=kinds[row[0]],
                questions=sum(kinds[row[0]].values()),
                cards=row[9],
            )
            for row in self._rows.all(_DECKS, device=self._device)
        ]

    def any(self) -> bool:
        """Tell whether there is a deck."""
        return bool(self._rows.all("select key from deck where present = 1 limit 1"))

    def keys(self) -> frozenset[int]:
        """Return the keys of all decks, those that are gone too."""
        return frozenset(key for (key,) in self._rows.all("select key from deck"))

    def stamp(self) -> tuple[int, ...]:
        """Return numbers that change when deck files are taken in, on whatever device."""
        return tuple(int(number) for number in self._rows.all(_STAMP)[0])

    def outlines(self, *, counted: bool = True) -> list[DeckOutline]:
        """Return all decks that are present on some device, by id; much faster than `decks`.

        Without `counted` each has 0 questions, which is faster still.
        """
        return [
            DeckOutline(key, id_, title, _texts(covers), _texts(needs), int(questions))
            for key, id_, title, covers, needs, questions in self._rows.all(_OUTLINES if counted else _NAMES)
        ]

    def tags(self) -> frozenset[str]:
        """Return the tags that a question has."""
        return frozenset(tag for (tags,) in self._rows.all(_TAGS) for tag in tags.split("\n") if tag)

    def contrasts(self) -> list[tuple[int, int]]:
        """Return the questions (keys) that name another one, and that one; what nobody has is left out."""
        return [(one, other) for one, other in self._rows.all(_CONTRASTS)]

    def question_ids(self) -> list[tuple[int, str]]:
        """Return the ids of all questions, each with the key of its deck."""
        return [(deck, id_) for deck, id_ in self._rows.all("select deck_key, id from question")]

    def questions(self, deck: int) -> list[QuestionInfo]:
        """Return a deck's questions in its order, by the deck's key."""
        return [QuestionInfo(*row) for row in self._rows.all(_QUESTIONS, deck=deck)]

    def bodies(self, deck: int) -> list[str]:
        """Return what a deck's questions say, as JSON, in its order, by the deck's key."""
        return [body for (body,) in self._rows.all(_BODIES, deck=deck)]


_several = Decoder(tuple[str, ...]).decode


def _texts(text: str) -> tuple[str, ...]:
    return () if text == "[]" else _several(text)
