"""Strict, bounded YAML: text to a small tree with line numbers, and back. The only importer of PyYAML.

Every scalar is text; nothing is typed here. What could mislead (duplicate keys) or harm (aliases, tags, depth, size)
is refused, and told as a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from quizzer_decks.model import Problem
from quizzer_decks.yaml_writing import dump

__all__ = ["MAX_BYTES", "Node", "Refused", "Scalar", "Sequence", "Table", "decode", "dump", "parse", "read_file"]

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 12
MAX_NODES = 200_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EXPLICIT = "quote the text if it begins with this character"
_REMEDIES = (
    ("mapping values are not allowed", "a text with a colon and a space in it must stand in quotes or after `|`"),
    ("cannot start any token", "indent with spaces, not tabs, and quote a text that begins with a special character"),
    ("could not find expected ':'", "put a colon and a space after the key, and quote a text of several lines"),
    ("did not find expected key", "check the indentation, and quote a text that begins with a quote, brace or bracket"),
    ("expected <block end>", "check the indentation, and quote a text that begins with a quote, brace or bracket"),
    ("unknown escape", "write the backslash twice, or use single quotes"),
    ("while scanning a quoted scalar", "close the quotes"),
)


class Scalar(Struct, gc=False):
    """A text."""

    text: str
    line: int


class Sequence(Struct):
    """A list."""

    items: list[Node]
    line: int


class Table(Struct):
    """A mapping with text keys; each entry holds the key with its line."""

    entries: dict[str, tuple[Scalar, Node]]
    line: int


class Refused(Struct, gc=False):
    """A place whose content was refused; its problem is reported already."""

    line: int


Node: TypeAlias = Scalar | Sequence | Table | Refused


def read_file(path: Path, shown: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, or None and the reason why there is none; `shown` is how that names it."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # one more is refused
    except OSError as error:
        return None, [Problem(shown, 0, "unreadable", f"the file cannot be read: {error.strerror or error}")]
    return decode(data, shown)


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, or None and the reason why it is not one: too large, or not UTF-8."""
    if len(data) > MAX_BYTES:
        return None, [_too_large(path)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + 1} of the file is not UTF-8; save the file in UTF-8"
        return None, [Problem(path, line, "encoding", message)]


def parse(text: str, path: str, *, pure: bool = False) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text and all problems; None when there is no tree. `pure` does without libyaml."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return None, [_too_large(path)]
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = f"the control character U+{ord(control.group()):04X} is not allowed; delete it"
        return None, [Problem(path, line, "control-character", message)]
    text = text.replace("\u2028", " ").replace("\u2029", " ").replace("\ufeff", "")
    loader = yaml.SafeLoader if pure else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parser = loader(text)
    try:
        return _Composer(path).compose(parser.get_event)
    finally:
        parser.dispose()


def _too_large(path: str) -> Problem:
    return Problem(path, 0, "too-large", "the file is larger than 2 MiB; split it")


class _Stop(Exception):
    """The rest of the text is not worth reading; the problem is reported."""


class _Composer:
    """Builds the tree from parser events without recursion, so that no input can exhaust the stack."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.nodes = 0
        self.root: Node | None = None
        self.documents = 0
        self.open: list[Sequence | Table] = []
        self.keys: list[Scalar | None] = []

    def compose(self, next_event: Callable[[], Any]) -> tuple[Node | None, list[Problem]]:
        """Consume all events."""
        try:
            kind = None
            while kind is not yaml.StreamEndEvent:
                event = next_event()
                kind = event.__class__
                if kind is yaml.ScalarEvent:
                    self._add(self._scalar(event))
                else:
                    self._take(kind, event)
        except _Stop:
            return None, self.problems
        except yaml.YAMLError as error:
            self._report(*_syntax(error))
            return None, self.problems
        except (ValueError, OverflowError):  # the pure parser lets numbers in escapes and directives escape it
            self._report(0, "yaml", "an escape or a directive in this file holds an impossible number; correct it")
            return None, self.problems
        if self.root is None:
            self._report(0, "empty-file", "there is nothing in this file; see `quizzer decks new`")
        return self.root, self.problems

    def _report(self, line: int, rule: str, message: str) -> None:
        self.problems.append(Problem(self.path, line, rule, message))

    def _take(self, kind: type, event: Any) -> None:
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._start(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.open.pop()
            self.keys.pop()
        elif kind is yaml.AliasEvent:
            line = _line(event)
            message = f"`*{event.anchor}` is an alias, which decks do not have; put the text in quotes or write it out"
            self._report(line, "alias", message)
            self._add(Refused(line))
        elif kind is yaml.DocumentStartEvent:
            self._document(event)

    def _document(self, event: Any) -> None:
        line = _line(event)
        self.documents += 1
        if self.documents > 1:
            self._report(line, "several-documents", "a second document begins here; keep one document in a file")
            raise _Stop
        if event.version or event.tags:
            self._report(line, "directive", "delete the lines that begin with %")

    def _scalar(self, event: Any) -> Scalar | Refused:
        line = event.start_mark.line + 1
        text = event.value
        if event.anchor is not None or event.tag is not None:
            return self._explicit(event, line)
        if not text.isascii() and _SURROGATE.search(text):
            self._report(line, "control-character", "an escape makes half a character (a surrogate); delete it")
            return Refused(line)
        return Scalar(text, line)

    def _explicit(self, event: Any, line: int) -> Refused:
        if event.anchor is not None:
            self._report(line, "anchor", f"`&{event.anchor}` is an anchor, which decks do not have; {_EXPLICIT}")
        else:
            self._report(line, "tag", f"`{event.tag}` is a tag, which decks do not have; {_EXPLICIT}")
        return Refused(line)

    def _start(self, event: Any) -> None:
        line = _line(event)
        if len(self.open) == MAX_DEPTH:
            self._report(line, "too-deep", f"more than {MAX_DEPTH} levels are nested here; {_EXPLICIT}")
            raise _Stop
        node = Sequence([], line) if event.__class__ is yaml.SequenceStartEvent else Table({}, line)
        refused = event.anchor is not None or event.tag is not None
        self._add(self._explicit(event, line) if refused else node)
        self.open.append(node)
        self.keys.append(None)

    def _add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._report(node.line, "too-large", f"the file has more than {MAX_NODES:,} values; split it")
            raise _Stop
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = node if isinstance(node, Scalar) else self._no_key(node)
        else:
            self._enter(parent, key, node)
            self.keys[-1] = None

    def _no_key(self, node: Node) -> Scalar:
        if not isinstance(node, Refused):
            message = "a key must be a text; quote a text that begins with a brace or bracket"
            self._report(node.line, "bad-key", message)
        return Scalar("", 0)

    def _enter(self, parent: Table, key: Scalar, node: Node) -> None:
        if key.line == 0:
            return
        if key.text in parent.entries:
            first = parent.entries[key.text][0]
            message = f"`{key.text}` stands here and in line {first.line}; keep one of them"
            self._report(key.line, "duplicate-key", message)
            node = Refused(node.line)
        elif key.text == "<<":
            self._report(key.line, "merge-key", "`<<` is a merge key, which decks do not have; write the entries out")
            return
        parent.entries[key.text] = (key, node)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _syntax(error: yaml.YAMLError) -> tuple[int, str, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = " ".join(filter(None, [getattr(error, "context", None), getattr(error, "problem", None)])) or str(error)
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in what), "check the indentation and the quotes")
    return (mark.line + 1 if mark else 0), "yaml", f"this is not YAML ({' '.join(what.split())}); {remedy}"
