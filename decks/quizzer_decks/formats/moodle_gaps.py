"""Texts with gaps: Moodle's embedded answers (`{1:SHORTANSWER:=a~b}`), and words to select or to drag into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from quizzer_decks.formats import moodle_text
from quizzer_decks.formats.keyed import NO_ASK, Blank, between, from_gaps, telling
from quizzer_decks.formats.moodle_parts import FULL, Parts, number, raw
from quizzer_decks.model import Body

_EMBEDDED = re.compile(r"\{(\d{0,4}):([A-Z_]{1,20}):")
_CLOSED = re.compile(r"\\.|\}", re.DOTALL)
_PLACE = re.compile(r"\[\[(\d{1,4})\]\]")
_ANSWER = re.compile(r"\s*(?:(=)|%(-?\d{1,3}(?:[.,]\d{1,10})?)%)?(.*)", re.DOTALL)
_FIRST, _LAST = 0xE100, 0xF8FF
"""Private characters that stand for gaps while the text around them is converted."""
_LONGEST_HINT = 200

_MOST = 500
"""Gaps of one text."""

_Found = tuple[int, int, Blank | str]
"""Where a gap begins and ends, and what it is, or why it is none."""
_Find = Callable[[str], Iterable[_Found]]


def embedded(parts: Parts) -> Body | str:
    """Return a text with embedded answers as a cloze."""
    return _filled(parts, lambda source: _embedded(source, parts.notes))


def embedded_in(source: str, convert: Callable[[str], str], notes: list[str]) -> Body | str | None:
    """Return a text with embedded answers as a cloze, given what makes Markdown of the rest; None where it has none."""
    if not _EMBEDDED.search(source):
        return None
    return _fill(source, lambda text: _embedded(text, notes), convert)


def selected(parts: Parts) -> Body | str:
    """Return a text whose gaps take one of several words each."""
    options = list(parts.question.iterfind("dragbox")) or list(parts.question.iterfind("selectoption"))

    def found(source: str) -> Iterator[_Found]:
        for match in _PLACE.finditer(source):
            yield match.start(), match.end(), _selected(options, int(match[1]) - 1, parts.notes)

    return _filled(parts, found)


def _embedded(source: str, notes: list[str]) -> Iterator[_Found]:
    """Yield the embedded answers; each ends at the first brace that is not escaped."""
    ends = [match.start() for match in _CLOSED.finditer(source) if match.group() == "}"]
    at = before = 0
    worth: set[str] = set()
    for match in _EMBEDDED.finditer(source):
        while at < len(ends) and ends[at] < match.end():
            at += 1
        if match.start() >= before and at < len(ends):
            before = ends[at] + 1
            worth.add(match[1] or "1")
            yield match.start(), before, _blank(match[2], source[match.end() : ends[at]], notes)
    if len(worth) > 1:
        notes.append("what each of its gaps is worth; here they count alike")


def _filled(parts: Parts, find: _Find) -> Body | str:
    element = parts.question.find("questiontext")
    if element is None:
        return NO_ASK

    def convert(source: str) -> str:
        held = Element("questiontext", element.attrib)
        held.text = source
        held.extend(element.iterfind("file"))
        return parts.text(held)

    return _fill(raw(element), find, convert)


def _fill(source: str, find: _Find, convert: Callable[[str], str]) -> Body | str:
    """Return a text as a cloze; each gap is held by a character while the text around it is converted."""
    source = re.sub(f"[{chr(_FIRST)}-{chr(_LAST)}]", "", source)
    blanks: list[Blank | str] = []
    held: list[str] = []
    before = 0
    for start, end, blank in find(source):
        held += [source[before:start], chr(_FIRST + len(blanks))]
        before = end
        blanks.append(blank)
        if len(blanks) > _MOST:
            return "it has too many gaps"
    text = "".join([*held, source[before:]])
    wrong = next((blank for blank in blanks if isinstance(blank, str)), None)
    if wrong is not None:
        return wrong
    pieces = re.split(f"([{chr(_FIRST)}-{chr(_LAST)}])", convert(text))
    return from_gaps([blanks[ord(piece) - _FIRST] if index % 2 else piece for index, piece in enumerate(pieces)])


def _blank(kind: str, answers: str, notes: list[str]) -> Blank | str:
    """Return a gap, or why it is none."""
    found: list[tuple[str, float]] = []
    for piece in re.split(r"(?<!\\)~", answers):
        match = _ANSWER.match(piece)
        if match and piece.strip():
            text, *why = re.split(r"(?<!\\)#", match[3], maxsplit=1)
            weight = 100.0 if match[1] else number(match[2], 0.0)
            found.append((_word(text), weight))
            notes += _left(*found[-1], _word("".join(why)))
    right = [word for word, weight in found if weight >= FULL and word not in ("", "*")]
    if not right:
        return "nothing says what belongs into one of its gaps"
    if kind.startswith(("MULTIRESPONSE", "MR")):
        return "one of its gaps takes several options at once"
    if kind.startswith(("NUMERICAL", "NM")):
        return _number(right, notes)
    if kind.startswith(("MULTICHOICE", "MC")):
        return Blank(right[0], tuple(right[1:]), _hint([word for word, _ in found], notes))
    if kind.startswith(("SHORTANSWER", "SA", "MW")):
        if kind.endswith(("_C", "AC", "WC")):
            notes.append(f"that capital letters count in its gap {right[0][:40]!r}")
        return Blank(right[0], tuple(right[1:]))
    return f"one of its gaps is of the type {kind}, which is not known"


def _left(word: str, weight: float, why: str) -> Iterator[str]:
    """Yield what of an answer in a gap is left out."""
    if 0 < weight < FULL:
        yield f"its answer {word[:60]!r}, worth {weight:g} %, counts as wrong"
    if telling(why):
        yield f"what it says of {word[:60]!r} in a gap was left out: {why[:80]}"


def _number(right: Sequence[str], notes: list[str]) -> Blank:
    values = []
    for word in right:
        value, mark, tolerance = word.partition(":")
        middle = between(*word.split("..", 1)) if ".." in word else None
        values.append(middle[0] if middle else value.strip())
        if middle or (mark and number(tolerance, 0.0)):
            notes.append(f"the tolerance of its number {word[:40]} was left out")
    return Blank(values[0], tuple(values[1:]))


def _word(text: str) -> str:
    text = re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
    return moodle_text.plain(text, "html")


def _selected(options: Sequence[Element], place: int, notes: list[str]) -> Blank | str:
    if not 0 <= place < len(options):
        return "one of its gaps has no word"
    group = options[place].findtext("group")
    words = [moodle_text.plain(raw(option), "html") for option in options if option.findtext("group") == group]
    word = moodle_text.plain(raw(options[place]), "html")
    return Blank(word, (), _hint(words, notes)) if word else "one of its gaps takes a word that is empty"


def _hint(words: Sequence[str], notes: list[str]) -> str:
    """Return the words that may be chosen, in the order of the alphabet, so that it tells nothing."""
    distinct = sorted(set(filter(None, words)), key=lambda word: (word.casefold(), word))
    hint = " / ".join(distinct)
    if len(hint) > _LONGEST_HINT and len(distinct) > 1:
        notes.append(f"the {len(distinct)} words to choose from in a gap, too long for a hint")
    return hint if len(distinct) > 1 and len(hint) <= _LONGEST_HINT else ""
