"""Moodle's texts as Markdown: HTML, Markdown, plain text, and its own mixture of HTML and line ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from quizzer_decks.formats import texts

FORMATS: Final = {
    "html": "html",
    "markdown": "markdown",
    "plain_text": "plain",
    "plain": "plain",
    "moodle_auto_format": "moodle",
    "moodle": "moodle",
}

_DOLLARS = re.compile(r"(?<!\\)\$\$([^$]{1,3000})\$\$")
_MARKUP = re.compile(r"</?[a-z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);|\\[(\[]", re.IGNORECASE)


def markdown(source: str, kind: str, media_name: Callable[[str], str] = lambda name: name) -> texts.Text:
    """Return a text as Markdown, with what could not be carried over. `kind` is one of the values of `FORMATS`."""
    if kind == "markdown":
        return texts.Text(source.strip())
    source = _DOLLARS.sub(r"\\(\1\\)", source)
    if kind == "plain" or (kind == "moodle" and not _MARKUP.search(source)):
        return texts.Text(texts.from_plain(source.strip()))
    if kind == "moodle":
        source = source.replace("\n", "<br>\n")
    return texts.from_html(source, media_name)


def plain(source: str, kind: str) -> str:
    """Return a text on one line, as it is typed."""
    return " ".join(source.split()) if kind in ("plain", "markdown") else texts.plain_of(source)


def kind_of(attributes: Mapping[str, str], otherwise: str) -> str:
    """Return how a text is written, from its `format` in Moodle's XML."""
    return FORMATS.get(attributes.get("format", "").strip().lower(), otherwise)
