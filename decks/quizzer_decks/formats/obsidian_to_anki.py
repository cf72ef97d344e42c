"""Notes of Obsidian with cards of the Obsidian_to_Anki plugin: `START … END`, `STARTI … ENDI`, and its custom styles.

Which custom styles a vault uses stands in its settings, as regular expressions; those of the plugin's own manual are
known by their looks, and none is run. Without settings a style is used that the notes show by their `<!--ID: …-->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from quizzer_decks.fields import MAX_TEXT
from quizzer_decks.formats import markdown_styles
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.holes import Hole, with_holes
from quizzer_decks.formats.keyed import from_words
from quizzer_decks.formats.notes_folder import TOO_LONG, Note, Notes
from quizzer_decks.formats.obsidian_styles import STYLES, Block, found_by
from quizzer_decks.formats.obsidian_vault import PLAIN, Vault, vault_of
from quizzer_decks.formats.texts import plain_of
from quizzer_decks.model import Basic, Body
from quizzer_decks.regions import regions

_EXPLICIT = ("question", "table", "flashcard", "colons")
"""The styles that are unmistakable; used where neither settings nor ids say anything."""
_INLINE = re.compile(r"\s*\[([^\]\n]{1,200})\](.+)")
_ID = re.compile(r"(?:<!--)?ID: ?(\d{1,20})(?: ?-->)?")
_TAGS = re.compile(r"^Tags: ?(.*)$")
_FIELD = re.compile(r"^([A-Z][\w -]{0,40}):(?=\s|$)")
_CURLY = re.compile(
    r"\{\{c(?P<a>\d{1,4})::(?P<at>.{1,1000}?)\}\}"
    r"|(?<![{\\])\{(?:c?(?P<b>\d{1,4})[:|])?(?!\{)(?P<bt>[^{}\n]{1,1000})\}(?!\})"
)
_MARKED = re.compile(r"==(?:c?(?P<c>\d{1,4})(?:::?|\|))?(?=\S)(?P<ct>[^=\n]{1,1000}?)==")
_OBSIDIAN_TAG = re.compile(r"(?:^|(?<=\s))#([A-Za-z_][\w/-]{0,100})")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like notes of the plugin, from 0 to 100."""
    return markdown_styles.likeness(source, head, "obsidian-to-anki")


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a note, or all in a vault that have cards."""
    harvest = Harvest("obsidian-to-anki", options, (source.stem,))
    notes = Notes(source, harvest)
    vault = vault_of(source) if source.is_dir() else PLAIN
    root = source.resolve().name
    if vault.own:
        harvest.warnings.append(f"{vault.own} of the vault's own patterns are not known, so their cards are not read")
    for note in notes:
        if not source.is_dir() or (vault.reads(note, root) if vault.known else _has_cards(note)):
            _Reading(note, notes, harvest, vault, root).read()
    return notes.reading()


def _has_cards(note: Note) -> bool:
    return bool(markdown_styles.scores("\n".join(note.lines)).get("obsidian-to-anki"))


class _Reading:
    """Reads the cards of one note."""

    def __init__(self, note: Note, notes: Notes, harvest: Harvest, vault: Vault, root: str) -> None:
        self._note = note
        self._notes = notes
        self._harvest = harvest
        self._vault = vault
        self._lines = list(note.lines)
        self._deck = self._taken("TARGET DECK") or vault.of_folder(vault.decks, note, root)
        given = vault.of_folder(vault.tags, note, root)
        self._tags = re.split(r"[\s,]+", f"{given} {self._taken('FILE TAGS')}")

    def _taken(self, name: str) -> str:
        """Take what a line of the note says of all its cards; it stands behind its name, or on the next line."""
        for number, line in enumerate(self._lines):
            if line.startswith(f"{name}: "):
                self._lines[number] = ""
                return line[len(name) + 2 :].strip()
            if line.strip() == name and number + 1 < len(self._lines):
                told = self._lines[number + 1].strip()
                self._lines[number] = self._lines[number + 1] = ""
                return told
        return ""

    def read(self) -> None:
        """Take all cards, in the order of the note."""
        blocks = [*self._between(), *self._inline()]
        for number, line in enumerate(self._lines):
            if line.startswith("FROZEN - "):
                self._harvest.skip(f"line {number + 1}", "the fields that it adds to every card (FROZEN)")
        blocks += self._styled()
        for block in sorted(blocks, key=lambda block: block.line):
            self._take(block)

    def _between(self) -> Iterator[Block]:
        """Take the cards between `START` and `END` out of the lines."""
        start = -1
        for number, line in enumerate(self._lines):
            if line.strip() == "START":
                start = number
            elif line.strip() == "END" and start >= 0:
                inner = self._lines[start + 1 : number]
                self._lines[start : number + 1] = [""] * (number + 1 - start)
                yield self._block(start, inner)
                start = -1
        if start >= 0:
            self._harvest.skip(f"line {start + 1}", "a card that is not closed by END")

    def _block(self, start: int, inner: Sequence[str]) -> Block:
        lines = [line for line in inner if line.strip()]
        kind = lines[0].strip() if lines else ""
        rest = list(inner[inner.index(lines[0]) + 1 :]) if lines else []
        return self._fielded(start, kind, rest)

    def _fielded(self, start: int, kind: str, lines: Sequence[str]) -> Block:
        """Return a card whose fields begin with their names."""
        names = list(self._vault.fields.get(kind, ())) or _usual(kind)
        values: dict[str, list[str]] = {names[0] if names else "Front": []}
        field, id_, tags = next(iter(values)), "", ""
        for line in lines:
            found, tagged, number = _FIELD.match(line), _TAGS.match(line), _ID.fullmatch(line.strip())
            if number:
                id_ = number[1]
            elif tagged:
                tags = tagged[1]
            elif found and (found[1] in names or not names):
                field = found[1]
                values.setdefault(field, []).append(line[found.end() :])
            else:
                values[field].append(line)
        first, *others = ("\n".join(value).strip() for value in values.values())
        return Block(start + 1, kind, first, others[0] if others else "", tuple(others[1:]), id_, tags)

    def _inline(self) -> Iterator[Block]:
        for number, line in enumerate(self._lines):
            before, *pieces = line.split("STARTI ")
            self._lines[number] = before + "".join(piece.partition("ENDI")[2] for piece in pieces)
            for piece in pieces:
                content, end, _ = piece.partition("ENDI")
                match = _INLINE.fullmatch(content)
                if match is None or not end:
                    self._harvest.skip(f"line {number + 1}", "a card that is not closed by ENDI, or names no type")
                    continue
                inner = match[2]
                id_ = _ID.search(inner)
                inner = inner[: id_.start()] if id_ else inner
                inner, _, tags = inner.partition("Tags: ")
                fields = re.split(r"\s(?=[A-Z]\w{0,40}:\s)", inner)
                block = self._fielded(number, match[1], [field.strip() for field in fields])
                yield block._replace(id=id_[1] if id_ else "", tags=tags)

    def _styled(self) -> list[Block]:
        """Return the cards in the styles that are in use."""
        styles = self._vault.styles
        if not self._vault.known:
            shown = [style for style in STYLES if any(block.id for block in found_by(style, self._lines))]
            styles = {style: "Cloze" if style == "cloze" else "Basic" for style in shown or _EXPLICIT}
        blocks: list[Block] = []
        taken: set[int] = set()
        for style in (style for style in STYLES if style in styles):
            for block in found_by(style, self._lines):
                shallow = style == "heading" and not self._lines[block.line - 1].startswith("#" * self._vault.level)
                if taken.isdisjoint(block.lines) and not shallow:
                    taken.update(block.lines)
                    blocks.append(block._replace(kind=styles[style]))
        return blocks

    def _take(self, block: Block) -> None:
        where = f"line {block.line}"
        tags = [*self._tags, *block.tags.split()]
        fields = []
        for field in (block.front, block.back, *block.others):
            tags += [match[1] for match in _OBSIDIAN_TAG.finditer(field)]
            fields.append(_OBSIDIAN_TAG.sub("", field))
        marks = not ("cloze" in block.kind.lower() and self._vault.highlights)
        front, back, *others = (self._notes.shown(field, self._note, where, marks=marks) for field in fields)
        made, why = self._made(block.kind.lower(), front, back)
        self._harvest.add(
            made,
            where,
            path=tuple(part.strip() for part in self._deck.split("::") if part.strip()),
            key=f"obsidian-to-anki:{block.id}" if block.id else "",
            why="\n\n".join(filter(None, (why, *others))),
            tags=tags,
        )

    def _made(self, kind: str, front: str, back: str) -> tuple[list[Body] | Body | str, str]:
        """Return what a card becomes, or why nothing, and what of it is left for the explanation."""
        if len(front) > MAX_TEXT:
            return TOO_LONG, ""
        if "cloze" in kind:
            holed = with_holes(_parts(front, highlights=self._vault.highlights))
            return (holed.bodies if holed else "it has no deletion in it"), back
        if not front or not back:
            return ("its front is empty" if not front else "its back is empty"), ""
        if "type" in kind:
            return from_words(front, [plain_of(back)]), ""
        return Basic(front, back, reverse="reversed" in kind and "optional" not in kind), ""


def _usual(kind: str) -> list[str]:
    if "cloze" in kind.lower():
        return ["Text", "Back Extra", "Extra"]
    return ["Front", "Back"] if kind.lower().startswith("basic") else []


def _parts(source: str, *, highlights: bool) -> list[str | Hole]:
    kept = [(start, end) for start, end, kind in regions(source) if kind != "text"]
    patterns = (_CURLY, _MARKED) if highlights else (_CURLY,)
    found = sorted((match for pattern in patterns for match in pattern.finditer(source)), key=lambda m: m.start())
    parts: list[str | Hole] = []
    before, unnumbered = 0, 0
    for match in found:
        if match.start() < before or any(start <= match.start() < end for start, end in kept):
            continue
        groups = match.groupdict()
        number = groups.get("a") or groups.get("b") or groups.get("c")
        unnumbered += not number
        answer, _, hint = str(groups.get("at") or groups.get("bt") or groups.get("ct")).partition("::")
        parts += [source[before : match.start()], Hole(answer, hint, f"c{int(number or unnumbered)}")]
        before = match.end()
    return [*parts, source[before:]]
