"""Bytes to the lines of a text: any encoding people save in, damage repaired, size bounded."""

from __future__ import annotations

import codecs
import re

import ftfy

from quizzer_decks.model import Problem

MAX_BYTES = 1024 * 1024
MAX_LINES = 20_000
MAX_WIDTH = 2_000
"""Of a line, in characters; what is longer is cut, as no roadmap says anything there."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_REPAIR = ftfy.TextFixerConfig(unescape_html=False, fix_character_width=False, explain=False)


def read_text(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, or None and the reason why it is not one: too large, empty, or not text."""
    if len(data) > MAX_BYTES:
        return None, [_refused(path, "too-large", "the file is larger than 1 MiB, which no roadmap is; split it")]
    text = _decode(data)
    if text is None or _is_binary(text):
        return None, [_refused(path, "not-text", "this is not a text file; give a roadmap in Markdown or JSON")]
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\u2028", " ").replace("\u2029", " ")
    )
    if not text.strip():
        return None, [_refused(path, "empty-file", "there is nothing in this file; give a roadmap in Markdown or JSON")]
    if text.count("\n") >= MAX_LINES:
        return None, [_refused(path, "too-large", f"the file has more than {MAX_LINES:,} lines; split it")]
    return text, []


def repaired_lines(text: str) -> list[str]:
    """Return the lines of a text, each mended where its characters are another encoding's, and cut to a bound."""
    return [line[:MAX_WIDTH] if line.isascii() else _mended(line[:MAX_WIDTH]) for line in text.split("\n")]


def _mended(line: str) -> str:
    return ftfy.fix_text(_CONTROL.sub("", line), _REPAIR).replace("\n", " ")


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if (guess := _unmarked_utf16(data)) is not None:
        return _decoded(data, guess)
    text = _decoded(data, "utf-8")
    return data.decode("cp1252", "replace") if text is None else text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero that every second byte of Western text is."""
    sample = data[:4_000]
    if len(sample) < 4 or len(data) % 2:
        return None
    pairs = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * pairs and not sample[::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > 0.6 * pairs and not sample[1::2].count(0) else None


def _is_binary(text: str) -> bool:
    if "\0" in text:
        return True
    control = len(_CONTROL.findall(text, 0, 100_000)) + text.count("\ufffd", 0, 100_000)
    return control > 0.02 * min(len(text), 100_000)


def _refused(path: str, rule: str, message: str) -> Problem:
    return Problem(path, 0, rule, message)
