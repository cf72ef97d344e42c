"""TeX source to tokens."""

from __future__ import annotations

import re
import unicodedata

from quizzer_decks.maths.limits import MAX_SOURCE, Unsupported

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_STARRED = frozenset({"\\operatorname*"})
_ENCLOSINGS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))


def tokenize(source: str) -> list[str]:
    """Split TeX into commands, characters and runs of blanks; raise `Unsupported` for what is not maths."""
    if len(source) > MAX_SOURCE:
        raise Unsupported(f"longer than {MAX_SOURCE} characters")
    tokens: list[str] = []
    for token in _TOKEN.findall(_unwrap(source.strip())):
        if token.endswith("*") and len(token) > 2 and token not in _STARRED:
            tokens += [token[:-1], "*"]
        else:
            tokens.append(_checked(token))
    return tokens


def _unwrap(source: str) -> str:
    for start, end in _ENCLOSINGS:
        if source.startswith(start) and source.endswith(end) and len(source) >= len(start) + len(end):
            return source[len(start) : -len(end)].strip()
    return source


def _checked(token: str) -> str:
    if token.isspace():
        return " "
    if token == "%":
        raise Unsupported("% starts a comment in TeX; write \\%")
    if token in ("$", "#", "\\"):
        raise Unsupported(f"a bare {token} is not maths")
    if token[0] != "\\" and unicodedata.category(token)[0] in "CMZ":
        raise Unsupported(f"the character U+{ord(token):04X} is not maths")
    return token
