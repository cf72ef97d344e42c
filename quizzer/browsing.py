"""The search language of the card browser and of `quizzer search`.

Words are looked for in the question and in the card's id; `"…"` keeps words together. Conditions are `deck:`, `tag:`,
`kind:`, `is:due|new|learning|review|leech|suspended|buried|flagged|orphan` and `prop:NAME<VALUE` with s (stability in
days), d (difficulty), r (retrievability, 0 to 1 or 90%), lapses, reps, ivl (interval in days). All must hold; `or`
between two, `-` before one, and brackets work as one would expect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, get_args

from quizzer.errors import QuizzerError
from quizzer.store.filters import (
    All,
    Comparison,
    Contains,
    Either,
    Filter,
    InDeck,
    Is,
    Not,
    OfKind,
    Property,
    PropertyName,
    SortColumn,
    Status,
    Tagged,
)
from quizzer_decks.model import KINDS

_TOKEN = re.compile(r'\s*(?:(?P<bracket>[()])|(?P<term>-?(?:[\w]+:)?"[^"]*"?|[^\s()"]+))')
_PROPERTY = re.compile(r"(?P<name>[a-z]+)\s*(?P<sign><=|>=|!=|<|>|=)\s*(?P<value>[0-9.]+)(?P<percent>%?)")
_LONGEST = 1000
_DEEPEST = 30


class SearchError(QuizzerError):
    """A search that cannot be understood; the message says where and what would do."""


def parse_search(text: str) -> Filter:
    """Return what a search asks for; an empty one takes everything. SearchError says what is not understood."""
    if len(text) > _LONGEST:
        raise SearchError(f"The search is longer than {_LONGEST} characters.")
    reader = _Reader(_tokens(text))
    found = reader.either(0)
    if not reader.done:
        raise SearchError('A ")" stands alone. Brackets come in pairs; put text with brackets in quotes.')
    return found


def _tokens(text: str) -> list[str]:
    text = text.strip()
    tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            break
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


@dataclass
class _Reader:
    tokens: Sequence[str]
    at: int = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def either(self, depth: int) -> Filter:
        """Read terms, `or` binding less than standing side by side."""
        if depth > _DEEPEST:
            raise SearchError("The brackets are nested too deeply.")
        groups: list[list[Filter]] = [[]]
        while not self.done and self.tokens[self.at] != ")":
            token = self.tokens[self.at]
            self.at += 1
            if token.casefold() == "or" and groups[-1]:
                groups.append([])
            elif token.casefold() != "and":
                groups[-1].append(self._one(token, depth))
        wanted = [All(tuple(group)) if len(group) != 1 else group[0] for group in groups if group]
        if len(wanted) == 1:
            return wanted[0]
        return Either(tuple(wanted)) if wanted else All()

    def _one(self, token: str, depth: int) -> Filter:
        if token == "(":
            inner = self.either(depth + 1)
            if self.done:
                raise SearchError('A "(" is not closed.')
            self.at += 1
            return inner
        if token == "-" and not self.done and self.tokens[self.at] == "(":
            self.at += 1
            return Not(self._one("(", depth))
        if token.startswith("-") and len(token) > 1:
            return Not(_term(token[1:]))
        return _term(token)


def _term(token: str) -> Filter:
    name, colon, value = token.partition(":")
    value = value.strip('"')
    if not colon or name.startswith('"') or not name.isalpha():
        return Contains(token.strip('"'))
    match name.casefold():
        case "deck":
            return InDeck(value.rstrip("/*").casefold())
        case "tag":
            # a card becomes a leech by itself, so no deck carries that tag
            return Is(Status.LEECH) if value.casefold() == Status.LEECH else Tagged(value)
        case "kind":
            return OfKind(_known("kind", value, KINDS))
        case "is":
            return Is(Status(_known("is", value, tuple(Status))))
        case "prop":
            return _property(value)
        case _:
            return Contains(token.strip('"'))


def _known(name: str, value: str, known: Sequence[str]) -> str:
    if value.casefold() not in known:
        raise SearchError(f"{name}:{value} is not known. There are: {', '.join(known)}.")
    return value.casefold()


def _property(text: str) -> Property:
    match = _PROPERTY.fullmatch(text)
    names = get_args(PropertyName)
    if match is None or match["name"] not in names:
        raise SearchError(f"prop:{text} is not understood. Write prop:s<5 with one of {', '.join(names)}.")
    try:
        value = float(match["value"]) / (100 if match["percent"] else 1)
    except ValueError:
        raise SearchError(f"{match['value']} is no number.") from None
    return Property(cast(PropertyName, match["name"]), cast(Comparison, match["sign"]), value)


def sort_column(name: str) -> SortColumn:
    """Return the column of that name. SearchError names those there are."""
    try:
        return SortColumn(name.casefold())
    except ValueError:
        raise SearchError(f"Cards cannot be sorted by {name!r}. There are: {', '.join(SortColumn)}.") from None
