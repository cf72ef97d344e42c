"""hascard's cards: a heading, then a definition, options, gaps or numbered steps; `---` between cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from quizzer_decks.formats import texts
from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.harvest import Harvest
from quizzer_decks.formats.keyed import Blank, Marked, from_gaps, from_options, from_steps, from_words
from quizzer_decks.formats.pictures import Pictures
from quizzer_decks.formats.quiz_sources import likeness_of, read_quizzes
from quizzer_decks.model import Basic, Body

_CARD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*# [^\n]+\n")
_SPECIAL = re.compile(rb"^(?:\* \S|\[[* x]\] \S|[0-9]{1,3}\. \S)|(?<![\w\\])_[^_\n]{1,80}_(?!\w)", re.MULTILINE)
_SUFFIXES = (".txt", ".md", "")

_CHOICE = re.compile(r"^([*-])[ \t]", re.MULTILINE)
_OPTION = re.compile(r"^\[([*x ])\] ", re.MULTILINE)
_STEP = re.compile(r"^(\d{1,3})\. ", re.MULTILINE)
_GAP = re.compile(r"(?<!\\)_((?:\\_|[^_\n]){1,500})_")
_ALONE = "it has a heading only"
_EXTERNAL = re.compile(r"\A\s*(?:!\[[^\]\n]*\]\(([^)\n]*)\)|```(.*?)```)", re.DOTALL)

_FOLDER = (".txt", ".md")


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like hascard's, from 0 to 100."""
    return likeness_of(source, head, _FOLDER, _likeness)


def _likeness(source: Path, head: bytes) -> int:
    if b"\0" in head or source.suffix.lower() not in _SUFFIXES:
        return 0
    text = head.replace(b"\r\n", b"\n")
    if not _CARD.match(text):
        return 0
    cards = re.split(rb"^---[ \t]*\n", text, flags=re.MULTILINE)
    headed = sum(_CARD.match(card) is not None for card in cards)
    if headed < len(cards) - 1 or any(len(re.findall(rb"^#{1,6} ", card, re.MULTILINE)) > 1 for card in cards):
        return 0
    special = _SPECIAL.search(text) is not None
    return (85 if special else 60) if len(cards) > 1 else 35 if special else 0


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of cards, or a folder."""
    return read_quizzes("hascard", source, options, _FOLDER, _likeness, _gather)


def _gather(source: Path, harvest: Harvest, pictures: Pictures) -> None:
    text, warnings = decoded(read_bytes(source), source.name)
    harvest.warnings += warnings
    for line, card in _cards(text):
        where = f"line {line}"
        heading, _, body = card.partition("\n")
        if not re.match(r"#\s", heading) or not heading[1:].strip():
            harvest.skip(where, "a card begins with a heading, `# …`")
            continue
        ask = texts.from_plain(heading[1:].strip())
        external = _EXTERNAL.match(body)
        if external:
            body, shown = body[external.end() :].strip(), _external(external, pictures, harvest, where)
            made = _made(f"{ask}\n\n{shown}", body) if body else Basic(ask, shown) if shown else _ALONE
        else:
            made = _made(ask, body)
        harvest.add(made, where)


def _cards(text: str) -> Iterator[tuple[int, str]]:
    """Yield each card with its line; hascard parts them wherever three hyphens begin a line."""
    start, lines = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), "---"], 1):
        if line.startswith("---"):
            if any(kept.strip() for kept in lines):
                blank = next(index for index, kept in enumerate(lines) if kept.strip())
                yield start + blank, "\n".join(lines[blank:]).rstrip()
            start, lines = number + 1, []
        else:
            lines.append(line.rstrip())


def _external(match: re.Match[str], pictures: Pictures, harvest: Harvest, where: str) -> str:
    if match[2] is not None:
        return match[2].strip()
    name = pictures.beside(match[1].strip())
    if name is None:
        harvest.skip(where, f"the file {match[1].strip()[:100]} is not beside the cards")
        return ""
    return f"![{name}](media/{name})"


def _made(ask: str, body: str) -> Body | str:
    first = body.lstrip("\n")
    if _CHOICE.match(first):
        marked = [Marked(text, mark == "*") for mark, text in _items(_CHOICE, first)]
        if sum(option.right for option in marked) == 1:
            return from_options(ask, marked)
        if any(option.right for option in marked):
            return "more than one of its choices is marked as right; write [*] and [ ] for several"
    elif _OPTION.match(first):
        return from_options(ask, [Marked(text, mark != " ") for mark, text in _items(_OPTION, first)], several=True)
    elif _STEP.match(first):
        steps = _items(_STEP, first)
        if sorted(int(number) for number, _ in steps) != list(range(1, len(steps) + 1)):
            return "its steps are not numbered from 1 without leaving one out"
        return from_steps(ask, [text for _, text in sorted(steps, key=lambda step: int(step[0]))])
    elif _GAP.search(body):
        return _gaps(ask, body)
    answer = texts.from_plain(body.replace("\\_", "_"))
    return Basic(ask, answer) if answer.strip() else _ALONE


def _items(pattern: re.Pattern[str], body: str) -> list[tuple[str, str]]:
    pieces = pattern.split(body)
    return [(mark, texts.from_plain(text.strip())) for mark, text in zip(pieces[1::2], pieces[2::2], strict=True)]


def _gaps(ask: str, body: str) -> Body | str:
    """Return a sentence with gaps under its heading; a gap alone is an answer to type."""
    pieces = _GAP.split(body)
    words = [[word.strip().replace("\\_", "_") for word in piece.split("|")] for piece in pieces[1::2]]
    around = [_between(piece.replace("\\_", "_")) for piece in pieces[::2]]
    if len(words) == 1 and not any(piece.strip(" .\n\\") for piece in around):
        return from_words(ask, words[0])
    parts: list[str | Blank] = [f"{ask}\n\n"]
    for index, piece in enumerate(around):
        parts.append(piece)
        if index < len(words):
            parts.append(Blank(words[index][0], tuple(words[index][1:])))
    return from_gaps(parts)


def _between(text: str) -> str:
    """Return plain text between two gaps as Markdown, with the line ends and spaces at its edges."""
    inner = text.strip()
    if not inner:
        return text if "\n" not in text else "\\\n"
    before, after = (
        edge and ("\\\n" if "\n" in edge else " ") for edge in re.split(re.escape(inner), text, maxsplit=1)
    )
    return f"{before}{texts.from_plain(inner)}{after}"
