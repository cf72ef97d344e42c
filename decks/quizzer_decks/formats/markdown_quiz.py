"""Quizzes in Markdown: headings that ask, with ticked boxes under them, or with `**Options:**` and `**Correct:**`."""

from __future__ import annotations

import re
from pathlib import Path

from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.keyed import NO_MODEL, Marked, from_options, from_words
from quizzer_decks.formats.markdown_sections import (
    CODE,
    NUMBER,
    Section,
    choices,
    labelled,
    sections,
    sources,
)
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Basic, Body

_NUMBERED = re.compile(rb"^(?:#{1,6}|\*\*)[ \t]*(?:Q|Question)[ \t]?\d+", re.MULTILINE | re.IGNORECASE)
_HEADING = re.compile(rb"^#{1,6}[ \t]+\S", re.MULTILINE)
_BOX = re.compile(rb"^[ \t]*[-*+][ \t]*\[[^\]\n]{0,3}\][ \t]*\S", re.MULTILINE)
_TICK = re.compile(rb"^[ \t]*[-*+][ \t]*\[[xXvV]\]", re.MULTILINE)
_ASKED = re.compile(rb"^#{1,6}(?:[^\n]*(?:\?|\xef\xbc\x9f)|[^\n\d]{1,40}\d{1,4}\.[^\n]*)[ \t]*$", re.MULTILINE)
_LABELS = (re.compile(rb"^\*\*Correct:\*\*", re.MULTILINE), re.compile(rb"^\*\*Options:\*\*", re.MULTILINE))
_LETTERED = re.compile(r"^\s*(?:[-*+]\s+)?\(?([A-Za-z])[).:]\s+(.*)$")
_KNOWN = frozenset(("", "answer", "chapter", "correct", "explanation", "hint", "options", "type"))
"""Labels whose text has a place in a question, or needs none."""
_SHORT = 80
"""Characters up to which an open question's answer of one line is a word to type."""

_FOLDER = (".md", ".markdown")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like a quiz in Markdown, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    if b"\0" in head or source.suffix.lower() not in (".md", ".markdown", ".txt", ""):
        return 0
    head = head.replace(b"\r", b"")
    if all(label.search(head) for label in _LABELS):
        return 92
    boxes, headings = len(_BOX.findall(head)), len(_HEADING.findall(head))
    if boxes < 2 or not headings:
        return 0
    numbered = len(_NUMBERED.findall(head))
    if numbered and boxes >= 1.5 * numbered:
        return 97 if numbered >= 10 else 92
    asked = len(_ASKED.findall(head))
    return 70 if asked >= 0.5 * headings and boxes >= 1.5 * asked and len(_TICK.findall(head)) >= 0.5 * asked else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of questions, or a folder."""
    return read_quizzes("markdown-quiz", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    text, warnings = decoded(read_bytes(source), source.name)
    harvest.warnings += warnings
    chapter: tuple[str, ...] = ()
    asked = False
    for section in sections(text):
        if section.asks:
            asked = True
            _take(section, chapter and (*harvest.path, *chapter), harvest, pictures)
        elif asked and section.title:
            chapter = (section.title,)


def _take(section: Section, path: tuple[str, ...], harvest: Harvest, pictures: Pictures) -> None:
    where = f"line {section.line}"

    def shown(text: str) -> str:
        text, missing = pictures.of_markdown(text.replace(CODE, ""))
        for name in dict.fromkeys(missing):
            harvest.skip(where, f"the picture {name[:100]} is not beside the file")
        return text.strip()

    title = NUMBER.sub("", section.title).strip()
    fields = labelled(section.lines)
    if fields.keys() & {"correct", "answer"} and not section.boxed:
        ask = shown("\n\n".join(filter(None, (title, fields[""]))))
        made = _of_fields(ask, {name: shown(text) for name, text in fields.items() if name != "options"}, fields)
        tags = [f"chapter {fields['chapter']}"] if fields.get("chapter") else []
        for name in (name for name in fields if name not in _KNOWN):
            harvest.leave(where, f"what stands under **{name.capitalize()}:**")
        why, hint = (shown(fields.get(name, "")) for name in ("explanation", "hint"))
        harvest.add(made, where, path=path, hint=hint, why=why, tags=tags)
        return
    found = choices(section.lines)
    if not found.choices:
        harvest.skip(where, "it has no boxes to tick")
        return
    why, links = sources(found.after)
    ask = shown("\n\n".join(filter(None, (title, found.before))))
    marked = [Marked(shown(choice.text), choice.ticked) for choice in found.choices]
    harvest.add(from_options(ask, marked), where, path=path, why=shown(why), source=links)


def _of_fields(ask: str, fields: dict[str, str], raw: dict[str, str]) -> Body | str:
    """Return a question that says in labelled lines what its options are, and which is right."""
    options: list[tuple[str, str]] = []
    for line in raw.get("options", "").split("\n"):
        match = _LETTERED.match(line)
        if match:
            options.append((match[1].upper(), match[2].strip()))
        elif options and line.strip():
            options[-1] = (options[-1][0], f"{options[-1][1]}\n{line}")
    told = fields.get("correct") or fields.get("answer", "")
    if options:
        letters = set(re.findall(r"\b[A-Z]\b", told.upper())) if re.fullmatch(r"[A-Za-z\s,;&)]+", told) else set()
        named = {letter for letter, text in options if text == told}
        match = _LETTERED.match(told)
        right = letters & {letter for letter, _ in options} or named or ({match[1].upper()} if match else set())
        return from_options(ask, [Marked(text, letter in right) for letter, text in options])
    if not told:
        return NO_MODEL
    return (
        from_words(ask, [told])
        if "\n" not in told and len(told.split()) <= 3 and len(told) <= _SHORT
        else Basic(ask, told)
    )
