"""Notes of Obsidian with cards of its spaced-repetition plugin, one or a vault of them, with their schedule.

The plugin counts an interval and an ease. FSRS has no ease, so it is dropped; an interval is the time in which recall
falls to 90 %, which is what FSRS calls stability. With a middle difficulty that places a card in review, on its day.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from quizzer_decks.fields import MAX_TEXT
from quizzer_decks.formats import markdown_styles
from quizzer_decks.formats.foreign import Learnt, Options, Reading, Standing
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.holes import Hole, with_holes
from quizzer_decks.formats.notes_folder import TOO_LONG, Note, Notes
from quizzer_decks.formats.obsidian_cards import Found, Orphan, Settings, cards, settings_of
from quizzer_decks.model import Basic, Body
from quizzer_decks.prompts import REVERSE
from quizzer_decks.regions import regions

MIDDLE = 5.0
"""The difficulty of a card of which only an interval is known."""

_DUMMY = date(2000, 1, 1)
"""What the plugin writes for a card that is new beside one that is not."""
_STATES: tuple[Learnt, ...] = ("new", "learning", "review", "relearning")
_LONGEST = 36_500
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#,;.!?()\[\]{}<>\"'`]{1,200})")
_BULLET = re.compile(r"\s*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+|#{1,6}\s+|>\s*)")
_HIGHLIGHT = re.compile(
    r"==(?=\S)(?P<h>(?:[^=\n]|=(?!=))+?)==(?:\^\[(?P<hint>[^\[\]\n]{0,500})\])?(?:\[\^(?P<n>[0-9ahs]{1,20})\])?"
)
_BOLD = re.compile(r"\*\*(?=\S)(?P<b>[^*\n]+?)\*\*")
_CURLY = re.compile(r"\{\{(?:(?P<cn>\d{1,3})::)?(?=\S)(?P<c>[^{}\n]+?)(?:::(?P<chint>[^{}\n:]+))?\}\}")


class Cards(NamedTuple):
    """What a card of the plugin becomes."""

    bodies: list[Body]
    places: list[tuple[int, str]]
    """Of each card of theirs, in the order of its schedules: the body and its part."""


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like notes of the plugin, from 0 to 100."""
    return markdown_styles.likeness(source, head, "obsidian-sr")


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a note, or all in a vault that are tagged or have schedules."""
    harvest = Harvest("obsidian-sr", options, (source.stem,))
    notes = Notes(source, harvest)
    settings = settings_of(source) if source.is_dir() else Settings()
    for note in notes:
        if not source.is_dir() or settings.folders or _is_meant(note, settings):
            _Reading(note, notes, harvest, settings, options).read()
    return notes.reading()


def _is_meant(note: Note, settings: Settings) -> bool:
    if any("<!--SR:!" in line for line in note.lines):
        return True
    tags = [f"#{tag.lstrip('#')}" for tag in _tags_of(note)]
    tags += [f"#{match[1]}" for line in note.lines if "#" in line for match in _TAG.finditer(line)]
    return any(_deck(tag, settings) is not None for tag in tags)


def _tags_of(note: Note) -> list[str]:
    return [tag.strip("\"'") for tag in re.split(r"[\s,]+", note.front.get("tags") or note.front.get("tag", "")) if tag]


def _deck(tag: str, settings: Settings) -> tuple[str, ...] | None:
    """Return the decks below the tag that makes cards, None for any other tag."""
    for own in settings.tags:
        if tag.lower() == own.lower():
            return ()
        if tag.lower().startswith(f"{own.lower()}/"):
            return tuple(part.replace("_", " ") for part in tag[len(own) + 1 :].split("/") if part)
    return None


class _Reading:
    """Reads the cards of one note."""

    def __init__(self, note: Note, notes: Notes, harvest: Harvest, settings: Settings, options: Options) -> None:
        self._note = note
        self._notes = notes
        self._harvest = harvest
        self._settings = settings
        self._options = options
        tags = _tags_of(note)
        self._tags = [tag.lstrip("#") for tag in tags if _deck(f"#{tag.lstrip('#')}", settings) is None]
        decks = [deck for tag in tags if (deck := _deck(f"#{tag.lstrip('#')}", settings)) is not None]
        self._front = decks[:1]

    def read(self) -> None:
        """Take all cards of the note."""
        found = list(cards(self._note.lines, self._settings))
        taken = {line for each in found if isinstance(each, Found) for line in range(each.first, each.last + 1)}
        marks = self._marks(taken)
        for each in found:
            if isinstance(each, Orphan):
                self._harvest.skip(f"line {each.line + 1}", "its schedule stands on nothing that is a card")
            else:
                self._take(each, marks)

    def _marks(self, taken: set[int]) -> list[tuple[int, list[tuple[str, ...]]]]:
        """Return the lines outside of cards that name decks, with the decks."""
        marks: list[tuple[int, list[tuple[str, ...]]]] = [(-1, self._front)] if self._front else []
        for number, line in enumerate(self._note.lines):
            if number not in taken and "#" in line:
                named = [self._named(f"#{match[1]}") for match in _TAG.finditer(line)]
                decks = [deck for deck in named if deck is not None]
                if decks:
                    marks.append((number, decks))
        return marks

    def _named(self, tag: str) -> tuple[str, ...] | None:
        return _deck(tag, self._settings)

    def _take(self, found: Found, marks: Sequence[tuple[int, list[tuple[str, ...]]]]) -> None:
        where = f"line {found.first + 1}"
        own, ask = self._own_deck(found.ask)
        decks = [own] if own is not None else next((d for line, d in reversed(marks) if line < found.first), [])
        made = self._cloze(ask, where) if found.kind == "cloze" else self._basic(found, ask, where)
        if isinstance(made, str):
            self._harvest.skip(where, made)
            return
        stood = self._standings(found.schedule, made, where)
        path = decks[0] if decks and decks[0] and not self._settings.folders else ()
        others = [" ".join(deck) for deck in decks[1:]]
        self._harvest.add(made.bodies, where, path=path, tags=[*self._tags, *others], standings=stood)

    def _own_deck(self, ask: str) -> tuple[tuple[str, ...] | None, str]:
        """Return the deck that stands before a card's text and is its own, and the text without it."""
        text = ask.lstrip()
        own: tuple[str, ...] | None = None
        while match := _TAG.match(text):
            deck = self._named(f"#{match[1]}")
            if deck is None:
                break
            own = deck if own is None else own
            text = text[match.end() :].lstrip()
        return own, ask if own is None else text

    def _basic(self, found: Found, ask: str, where: str) -> Cards | str:
        if "\n" not in ask.strip():
            bullet = _BULLET.match(ask)
            ask = ask[bullet.end() :] if bullet else ask
        ask, answer = (self._notes.shown(text.rstrip(), self._note, where) for text in (ask, found.answer))
        if not ask or not answer:
            return "its front is empty" if not ask else "its back is empty"
        places = [(0, ""), (0, REVERSE)] if found.reverse else [(0, "")]
        return Cards([Basic(ask, answer, reverse=found.reverse)], places)

    def _cloze(self, source: str, where: str) -> Cards | str:
        text = self._notes.shown(source, self._note, where, marks=False)
        if len(text) > MAX_TEXT:
            return TOO_LONG
        holed = with_holes(self._parts(text, where))
        return Cards(holed.bodies, holed.cards) if holed else "its deletions are in code, or empty"

    def _parts(self, text: str, where: str) -> list[str | Hole]:
        code = [(start, end) for start, end, kind in regions(text) if kind == "code"]
        matches = []
        for pattern, used in (
            (_HIGHLIGHT, self._settings.highlights),
            (_BOLD, self._settings.bold),
            (_CURLY, self._settings.curly),
        ):
            matches += list(pattern.finditer(text)) if used else []
        matches = [m for m in matches if not any(start <= m.start() < end for start, end in code)]
        matches.sort(key=lambda match: match.start())
        matches = [m for n, m in enumerate(matches) if not n or matches[n - 1].end() <= m.start()]
        actions = [match["n"] for match in matches if match.re is _HIGHLIGHT and match["n"]]
        if any("a" in each or "h" in each for each in actions):
            self._harvest.skip(where, "which of its other deletions are hidden meanwhile")
        parts: list[str | Hole] = []
        for start, end in pairwise([0, *(place for match in matches for place in match.span()), len(text)]):
            parts.append(text[start:end])
        for number, match in enumerate(matches):
            parts[2 * number + 1] = _hole(match)
        return parts

    def _standings(self, schedule: str, made: Cards, where: str) -> list[tuple[int, Standing]]:
        """Return how the cards stood; the n-th schedule is the n-th card's."""
        segments = [segment.strip() for segment in schedule.split("!") if segment.strip()]
        found: dict[tuple[int, str], Standing] = {}
        for place, segment in zip(made.places, segments, strict=False):
            standing = _standing(segment, place[1])
            if standing is None:
                self._harvest.skip(where, f"its schedule {segment[:60]!r}, which is none")
            elif standing.state != "new" and place not in found:
                found[place] = standing
        if len(segments) > len(made.places):
            self._harvest.skip(where, f"{len(segments) - len(made.places)} of its schedules, for cards that are gone")
        return [(body, standing) for (body, _), standing in found.items()]


def _hole(match: re.Match[str]) -> str | Hole:
    if match.re is _BOLD:
        return Hole(match["b"])
    answer, hint, number = (
        (match["h"], match["hint"], match["n"]) if match.re is _HIGHLIGHT else (match["c"], match["chint"], match["cn"])
    )
    if number and not number.isdigit():
        asked = number.find("a") + 1
        return Hole(answer, hint or "", f"c{asked}") if asked else str(answer)
    return Hole(answer, hint or "", f"c{int(number)}" if number else "")


def _standing(segment: str, part: str) -> Standing | None:
    """Return how a card stood from one schedule, None where it says nothing that can be read."""
    values = [value.strip() for value in segment.split(",")]
    try:
        if values[0] == "fsrs":
            return _fsrs(values, part)
        day = date.fromisoformat(values[0])
        interval = min(max(round(float(values[1])), 1), _LONGEST)
    except (ValueError, IndexError, OverflowError):
        return None
    if day == _DUMMY:
        return Standing(part)
    return Standing(part, "review", day, None, interval, float(interval), MIDDLE)


def _fsrs(values: Sequence[str], part: str) -> Standing | None:
    """Return how a card stood that the plugin keeps by FSRS: its memory is taken as it is."""
    due = datetime.fromisoformat(values[1])
    interval, stability, difficulty = (float(value) for value in values[2:5])
    state = _STATES[int(values[5])] if values[5] in "0123" else None
    if state is None or not all(map(math.isfinite, (interval, stability, difficulty))) or due.tzinfo is None:
        return None
    on_step = state in ("learning", "relearning")
    return Standing(
        part,
        state,
        None if on_step else due.date(),
        round(due.timestamp() * 1000) if on_step else None,
        min(max(round(interval), 0), _LONGEST),
        stability if stability > 0 else None,
        difficulty,
        reps=int(values[6]),
        lapses=int(values[7]),
    )
