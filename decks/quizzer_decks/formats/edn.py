"""EDN, the notation of Clojure's data, and Transit, its way through JSON: read into plain values, within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_DEEPEST = 200
_TOKEN = re.compile(
    r"[\s,]+|;[^\n]*|(?P<string>\"(?:[^\"\\]|\\.)*\")|(?P<open>#\{|[\[({])|(?P<close>[\])}])"
    r"|(?P<discard>#_)|(?P<char>\\(?:newline|space|tab|return|u[0-9a-fA-F]{4}|\S))|(?P<tag>#[^\s,\[\](){}\"#;]+)"
    r"|(?P<atom>[^\s,\[\](){}\";\\]+)",
    re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_NUMBER = re.compile(r"[-+]?\d{1,300}(?:\.\d{0,300})?(?:[eE][-+]?\d{1,4})?[NM]?")
_CLOSES = {"[": "]", "(": ")", "{": "}", "#{": "}"}
_CODES = 44
_FIRST_CODE = 48


class Malformed(ValueError):
    """Raise when a text is no EDN, or no Transit; it says where."""


def read_edn(text: str) -> Any:
    """Return the first value in EDN: maps as dicts, sequences and sets as lists, keywords and symbols as texts.

    The mark of a keyword is left out, tags too. Malformed when it is none.
    """
    stack: list[tuple[str, list[Any], int]] = []
    skips = 0
    for kind, token, at in _tokens(text):
        if kind == "discard":
            skips += 1
            continue
        if kind == "tag":
            continue
        if kind == "open":
            if len(stack) == _DEEPEST:
                raise Malformed(f"more than {_DEEPEST} levels at character {at + 1}")
            stack.append((token, [], skips))
            skips = 0
            continue
        if kind == "close":
            if not stack or _CLOSES[stack[-1][0]] != token:
                raise Malformed(f"a {token} too many at character {at + 1}")
            opened, items, skips = stack.pop()
            value = _collected(opened, items, at)
        else:
            value = _scalar(kind, token)
        if skips:
            skips -= 1
        elif not stack:
            return value
        else:
            stack[-1][1].append(value)
    raise Malformed("it ends too early" if stack else "it is empty")


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Malformed(f"nothing that can be read at character {at + 1}")
        if match.lastgroup:
            yield match.lastgroup, match.group(), at
        at = match.end()


def _scalar(kind: str, token: str) -> Any:
    if kind == "string":
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if kind == "char":
        return token[1:]
    if token in ("nil", "true", "false"):
        return {"nil": None, "true": True, "false": False}[token]
    if _NUMBER.fullmatch(token):
        plain = token.rstrip("NM")
        return int(plain) if re.fullmatch(r"[-+]?\d+", plain) else float(plain)
    return token.removeprefix(":")


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _ESCAPES.get(match[2], match[2])


def _collected(opened: str, items: list[Any], at: int) -> Any:
    if opened != "{":
        return items
    if len(items) % 2:
        raise Malformed(f"a map without its last value at character {at + 1}")
    return {str(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


def read_transit(value: Any) -> Any:
    """Return what Transit says in JSON, in the same values as `read_edn`. Malformed when it says nothing clear."""
    return _Transit().read(value, 0)


class _Transit:
    """Reads one value, with the cache that Transit keeps."""

    def __init__(self) -> None:
        self._cache: list[str] = []

    def read(self, value: Any, depth: int, *, key: bool = False) -> Any:
        """Return a value; `key` tells whether it stands for the key of a map."""
        if depth > _DEEPEST:
            raise Malformed(f"more than {_DEEPEST} levels")
        if isinstance(value, str):
            return self._text(value, key=key)
        if isinstance(value, dict):
            pairs = [(self.read(name, depth + 1, key=True), self.read(item, depth + 1)) for name, item in value.items()]
            tagged = len(pairs) == 1 and str(pairs[0][0]).startswith("#")
            return pairs[0][1] if tagged else {str(name): item for name, item in pairs}
        if not isinstance(value, list) or not value:
            return value
        if value[0] == "^ ":
            return self._map(value[1:], depth)
        first = self.read(value[0], depth + 1)
        if len(value) == 2 and isinstance(value[0], str) and isinstance(first, str) and first.startswith("#"):
            inner = self.read(value[1], depth + 1)
            return _paired(inner) if first == "#cmap" else inner
        return [first, *(self.read(item, depth + 1) for item in value[1:])]

    def _map(self, items: list[Any], depth: int) -> dict[str, Any]:
        if len(items) % 2:
            raise Malformed("a map without its last value")
        found: dict[str, Any] = {}
        for name, item in zip(items[::2], items[1::2], strict=True):
            shown = str(self.read(name, depth + 1, key=True))
            found[shown] = self.read(item, depth + 1)
        return found

    def _text(self, text: str, *, key: bool) -> Any:
        if text.startswith("^") and text != "^ ":
            codes = [ord(char) - _FIRST_CODE for char in text[1:]]
            index = codes[0] if len(codes) == 1 else codes[0] * _CODES + codes[1] if len(codes) == 2 else -1
            if not 0 <= index < len(self._cache):
                raise Malformed(f"a reference {text[:10]!r} to nothing")
            text = self._cache[index]
        elif len(text) > 3 and (key or text[:2] in ("~:", "~$", "~#")):
            if len(self._cache) == _CODES * _CODES:
                self._cache.clear()
            self._cache.append(text)
        return _plain(text)


def _plain(text: str) -> Any:
    if not text.startswith("~") or len(text) < 2:
        return text
    mark, rest = text[1], text[2:]
    if mark in "~^`":
        return text[1:]
    if mark == "#":
        return f"#{rest}"
    if mark == "_":
        return None
    if mark == "?":
        return rest == "t"
    return rest


def _paired(items: Any) -> Any:
    if isinstance(items, list) and len(items) % 2 == 0:
        return {str(key): value for key, value in zip(items[::2], items[1::2], strict=True)}
    return items
