"""Where the cards of Obsidian's spaced-repetition plugin stand in a note, as its own parser would find them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Unreadable
from quizzer_decks.formats.json_values import entry, text, texts

_SETTINGS = ".obsidian/plugins/obsidian-spaced-repetition/data.json"
_SCHEDULE = "<!--SR:"
_CALLOUT = "> [!sr|card-metadata]"
_LONGEST_CALLOUT = 20
_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(`{3,}|~{3,})")


class Settings(NamedTuple):
    """How a vault writes its cards; the plugin's own defaults."""

    tags: tuple[str, ...] = ("#flashcards",)
    folders: bool = False
    """Whether folders are the decks, and every note has cards."""
    inline: str = "::"
    inline_reversed: str = ":::"
    multiline: str = "?"
    multiline_reversed: str = "??"
    end: str = ""
    """A line that ends a card of several lines; empty for a blank one."""
    highlights: bool = True
    bold: bool = False
    curly: bool = False


class Found(NamedTuple):
    """A card as it stands in its note."""

    kind: Literal["basic", "cloze"]
    reverse: bool
    first: int
    """The place of its first line, from 0."""
    last: int
    ask: str
    answer: str
    """Empty for a cloze."""
    schedule: str
    """What stands in its comment, empty for none."""


class Orphan(NamedTuple):
    """A schedule that stands on no card."""

    line: int


def settings_of(vault: Path) -> Settings:
    """Return what a vault says of its cards, the defaults where it says nothing that can be read."""
    path = vault / _SETTINGS
    value: object = None
    with suppress(Unreadable, ValueError, RecursionError):
        if path.is_file() and path.resolve().is_relative_to(vault.resolve()):
            value = entry(json.loads(decoded(read_bytes(path, 1 << 20), path.name)[0]), "settings")
    if not isinstance(value, dict):
        return Settings()
    plain = Settings()

    def mark(name: str, default: str) -> str:
        return text(value.get(name, default)).strip() if isinstance(value.get(name, default), str) else default

    def said(name: str, *, default: bool) -> bool:
        return value[name] if isinstance(value.get(name), bool) else default

    patterns = texts(value.get("clozePatterns"))
    return Settings(
        tuple(tag if tag.startswith("#") else f"#{tag}" for tag in texts(value.get("flashcardTags"))) or plain.tags,
        said("convertFoldersToDecks", default=False),
        mark("singleLineCardSeparator", plain.inline) or plain.inline,
        mark("singleLineReversedCardSeparator", plain.inline_reversed) or plain.inline_reversed,
        mark("multilineCardSeparator", plain.multiline) or plain.multiline,
        mark("multilineReversedCardSeparator", plain.multiline_reversed) or plain.multiline_reversed,
        mark("multilineCardEndMarker", ""),
        said("convertHighlightsToClozes", default=True),
        said("convertBoldTextToClozes", default=False) or any(each.startswith("**") for each in patterns),
        said("convertCurlyBracketsToClozes", default=False) or any(each.startswith("{{") for each in patterns),
    )


def cards(lines: Sequence[str], settings: Settings) -> Iterator[Found | Orphan]:
    """Yield the cards of a note in order, and schedules that belong to none."""
    return _Parsing(lines, settings).cards()


class _Parsing:
    """A note while its cards are looked for."""

    def __init__(self, lines: Sequence[str], settings: Settings) -> None:
        self._lines = lines
        self._settings = settings
        patterns = []
        if settings.highlights:
            patterns.append(r"==(?=\S)(?:[^=\n]|=(?!=))+?==")
        if settings.bold:
            patterns.append(r"\*\*(?=\S)[^*\n]+?\*\*")
        if settings.curly:
            patterns.append(r"\{\{(?=\S)[^{}\n]+?\}\}")
        self._deletion = re.compile("|".join(patterns) or r"(?!)")
        self._at = 0
        self._held: list[str] = []
        self._first = 0
        self._split: tuple[int, bool] | None = None
        """Which of the held lines parts front from back, and whether the card goes both ways."""
        self._cloze = False

    def cards(self) -> Iterator[Found | Orphan]:
        """Yield all of them."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.startswith("<!--") and not line.startswith(_SCHEDULE):
                self._pass_comment()
            elif self._ends(line.strip()):
                yield from self._done()
                self._first = self._at + 1
            elif sides := self._inline(line):
                yield from self._forgotten()
                yield self._one_line(*sides)
                self._held, self._first = [], self._at + 1
            else:
                self._hold(line)
            self._at += 1
        yield from self._done()

    def _pass_comment(self) -> None:
        while self._at < len(self._lines) and "-->" not in self._lines[self._at]:
            self._at += 1

    def _ends(self, line: str) -> bool:
        open_card = self._split is not None or self._cloze
        if not line:
            return not (self._settings.end and open_card)
        return bool(self._settings.end) and line == self._settings.end

    def _hold(self, line: str) -> None:
        mark = line.strip()
        if mark in (self._settings.multiline, self._settings.multiline_reversed) and self._split is None:
            if any(held.strip() for held in self._held):
                self._split = (len(self._held), mark == self._settings.multiline_reversed)
        elif fence := _FENCE.match(line):
            self._hold_code(line, fence[1])
            return
        elif self._split is None and self._deletion.search(re.sub(r"`[^`\n]*`", "", line)):
            self._cloze = True
        self._held.append(line)

    def _hold_code(self, line: str, mark: str) -> None:
        end = self._at + 1
        while end < len(self._lines) and not self._lines[end].strip().startswith(mark):
            end += 1
        if end == len(self._lines):  # it never ends, so it is none
            self._held.append(line)
            return
        self._held += self._lines[self._at : end + 1]
        self._at = end

    def _inline(self, line: str) -> tuple[str, str, bool] | None:
        marks = [(self._settings.inline, False), (self._settings.inline_reversed, True)]
        for mark, reverse in sorted(marks, key=lambda each: -len(each[0])):
            at = line.find(mark)
            if at == -1 or self._split is not None or self._cloze:
                continue
            before, after = line[:at], line[at + len(mark) :]
            if before.count("`") % 2 and after.count("`") % 2:
                return None
            return before, after, reverse
        return None

    def _one_line(self, before: str, after: str, reverse: bool) -> Found:
        first = self._at
        after, mark, schedule = after.partition(_SCHEDULE)
        schedule = schedule.partition("-->")[0] if mark else self._schedule_after()
        return Found("basic", reverse, first, self._at, before, after, schedule)

    def _schedule_after(self) -> str:
        """Take the schedule that follows: on the next line, after a blank one, or in a callout."""
        at = self._at + 1
        if at < len(self._lines) and self._lines[at].startswith(_CALLOUT):
            end = min(len(self._lines), at + _LONGEST_CALLOUT)
            while at < end and _SCHEDULE not in self._lines[at] and self._lines[at].startswith(">"):
                at += 1
        elif at < len(self._lines) and not self._lines[at].strip():
            at += 1
        if at < len(self._lines) and self._lines[at].lstrip("> \t").startswith(_SCHEDULE):
            self._at = at
            return self._lines[at].partition(_SCHEDULE)[2].partition("-->")[0]
        return ""

    def _done(self) -> Iterator[Found | Orphan]:
        """Yield the card of several lines that ends here, if there is one."""
        if self._split is None and not self._cloze:
            yield from self._forgotten()
        else:
            yield self._several_lines()
        self._held, self._split, self._cloze = [], None, False

    def _several_lines(self) -> Found:
        schedule = ""
        for place, line in enumerate(self._held):
            before, mark, after = line.partition(_SCHEDULE)
            if mark:
                schedule = schedule or after.partition("-->")[0]
                rest = before.rstrip() + after.partition("-->")[2]
                self._held[place] = rest if rest.strip("> \t") else ""
        last = self._at - 1
        if not schedule and self._at < len(self._lines):
            schedule = self._schedule_after()
        held = ["" if line.startswith(_CALLOUT) else line for line in self._held]
        if self._split is None:
            return Found("cloze", False, self._first, last, "\n".join(held), "", schedule)
        place, reverse = self._split
        front, back = "\n".join(held[:place]), "\n".join(held[place + 1 :])
        return Found("basic", reverse, self._first, last, front, back, schedule)

    def _forgotten(self) -> Iterator[Orphan]:
        """Yield schedules among lines that are no card."""
        for place, line in enumerate(self._held):
            if _SCHEDULE in line:
                yield Orphan(min(self._first + place, len(self._lines) - 1))
        self._held = []
