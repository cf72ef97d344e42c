"""The parts that Moodle's question types have in common: texts with their files, answers with their weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quizzer_decks.formats import moodle_text
from quizzer_decks.formats.pictures import Pictures

FULL = 99.0
"""Per cent from which an answer is right."""

_INSIDE = "@@PLUGINFILE@@"


class Answer(NamedTuple):
    """An answer with its weight in per cent."""

    text: str
    """Markdown."""
    typed: str
    """As it is typed."""
    weight: float
    why: str
    element: Element


class Parts:
    """One question of a bank."""

    def __init__(self, question: Element, pictures: Pictures) -> None:
        self.question = question
        self.notes: list[str] = []
        self._pictures = pictures

    @property
    def ask(self) -> str:
        """What is asked, with the picture that older exports keep beside it."""
        text = self.text(self.question.find("questiontext"))
        old = self.question.find("image_base64")
        name = (self.question.findtext("image") or "picture.png").rpartition("/")[2]
        kept = self._pictures.embedded(name, old.text) if old is not None and old.text else None
        if not kept and (self.question.findtext("image") or "").strip():
            self.notes.append(f"the picture {name[:100]} is not in the export")
        return f"{text}\n\n![{kept}](media/{kept})" if kept else text

    def text(self, element: Element | None) -> str:
        """Return an element's text as Markdown; its files become media."""
        if element is None:
            return ""
        found = moodle_text.markdown(self._pictures.of_html(raw(element)), self.kind(element), self._names(element))
        missing = [name for name in found.media if self._names(element)(name) not in self._kept]
        self.notes += [f"the file {name.removeprefix(_INSIDE + '/')} is not in the export" for name in missing]
        self.notes += [f"{dropped} was dropped" for dropped in found.dropped]
        return found.markdown

    def kind(self, element: Element) -> str:
        """Return how an element's text is written."""
        otherwise = moodle_text.kind_of(dict(self._default), "html")
        return moodle_text.kind_of(element.attrib, otherwise)

    def answers(self) -> Iterator[Answer]:
        """Yield the answers."""
        for element in self.question.iterfind("answer"):
            kind = self.kind(element)
            typed = moodle_text.plain(raw(element), kind if element.get("format") else "html")
            why = self.text(element.find("feedback"))
            yield Answer(self.text(element), typed, number(element.get("fraction"), 0.0), why, element)

    def why(self) -> list[str]:
        """Return what is said to everybody after the answer."""
        return [self.text(self.question.find("generalfeedback"))]

    def hint(self) -> str:
        """Return the first hint."""
        return self.text(self.question.find("hint"))

    def further_hints(self) -> list[str]:
        """Return what is told of hints behind the first; those without a text say nothing."""
        count = sum(bool(self.text(hint)) for hint in self.question.findall("hint")[1:])
        return [f"{count} of its hints, behind the first, {'was' if count == 1 else 'were'} left out"] if count else []

    def flag(self, name: str, otherwise: bool = False) -> bool:
        """Return a switch of the question: `true`, `1`, or either of them in <text>."""
        element = self.question.find(name)
        told = raw(element).strip().lower() if element is not None else ""
        return told in ("1", "true", "yes") if told else otherwise

    @property
    def _default(self) -> dict[str, str]:
        element = self.question.find("questiontext")
        return {} if element is None else dict(element.attrib)

    @property
    def _kept(self) -> set[str]:
        return {file.name for file in self._pictures.media}

    def _names(self, element: Element) -> Names:
        return Names(element, self._pictures)


class Names:
    """The names under which the files of an element are kept."""

    def __init__(self, element: Element, pictures: Pictures) -> None:
        self._files = {
            (file.get("name") or ""): file.text or "" for file in element.iterfind("file") if file.get("name")
        }
        self._pictures = pictures

    def __call__(self, name: str) -> str:
        """Return the name for one in the text; a file that is not there keeps its own."""
        inner = name.removeprefix(_INSIDE).lstrip("/").partition("?")[0]
        if inner in self._files:
            return self._pictures.embedded(inner.rpartition("/")[2], self._files[inner]) or inner
        return inner


def raw(element: Element) -> str:
    """Return an element's text: in <text>, or as it stands in it in exports of other programs."""
    inner = element.find("text")
    return "".join(inner.itertext()) if inner is not None else element.text or ""


def number(text: str | None, otherwise: float) -> float:
    """Return a number as Moodle writes it, with a point or a comma."""
    try:
        return float(re.sub(r"\s", "", text or "").replace(",", ".").rstrip("%"))
    except ValueError:
        return otherwise
