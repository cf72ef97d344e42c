"""Tokens to the nodes of a formula. What is not known is refused."""

from __future__ import annotations

from quizzer_decks.maths import commands
from quizzer_decks.maths.alphabets import UPRIGHT, in_font
from quizzer_decks.maths.limits import MAX_DEPTH, Unsupported
from quizzer_decks.maths.symbols import (
    CHARACTERS,
    DELIMITERS,
    ESCAPED,
    FUNCTIONS,
    INTEGRALS,
    LIMIT_FUNCTIONS,
    OPERATORS,
    SPACES,
    SYMBOLS,
)
from quizzer_decks.maths.tokens import tokenize
from quizzer_decks.maths.tree import (
    Accent,
    Fenced,
    Fraction,
    Function,
    Node,
    Operator,
    Row,
    Scripts,
    Space,
    Symbol,
    Word,
    kind_of,
)

_ENDS = frozenset({"}", "&", "\\\\", "\\right", "\\middle", "\\end"})
"""Tokens that end a row, whatever it stands in."""


def parse(source: str) -> Node:
    """Return the tree of a TeX formula; raise `Unsupported` for anything outside the subset."""
    parser = Parser(tokenize(source))
    tree = parser.row(frozenset())
    if not parser.at_end():
        raise Unsupported(f"{parser.next()} has no partner")
    return tree


class Parser:
    """A recursive descent over tokens; every level of nesting passes through `row` or `argument`, which count it."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._font = ""

    def at_end(self) -> bool:
        """Tell whether all tokens are read."""
        return self._place >= len(self._tokens)

    def peek(self) -> str:
        """Return the next token that is not blank, "" at the end, without reading it."""
        while not self.at_end() and self._tokens[self._place] == " ":
            self._place += 1
        return "" if self.at_end() else self._tokens[self._place]

    def next(self) -> str:
        """Read the next token that is not blank."""
        token = self.peek()
        if not token:
            raise Unsupported("the formula ends too early")
        self._place += 1
        return token

    def expect(self, token: str) -> None:
        """Read `token` or refuse."""
        if (found := self.next()) != token:
            raise Unsupported(f"{found} where {token} belongs")

    def row(self, stops: frozenset[str]) -> Node:
        """Read nodes up to one of `stops`, which stays unread, or to the end."""
        self._enter()
        items: list[Node] = []
        while (token := self.peek()) and token not in _ENDS and token not in stops:
            items.append(self._scripted())
        self._depth -= 1
        return items[0] if len(items) == 1 else Row(tuple(items))

    def group(self) -> Node:
        """Read what stands up to the closing brace of an open group."""
        tree = self.row(frozenset())
        self.expect("}")
        return tree

    def argument(self) -> Node:
        """Read one group or one atom, without scripts."""
        token = self.peek()
        if not token or token in _ENDS or token in ("^", "_", "'", "\\limits", "\\nolimits"):
            raise Unsupported("an argument is missing")
        self._enter()
        node = self._atom()
        self._depth -= 1
        return node

    def raw_group(self) -> str:
        """Read the source between braces as it is written."""
        self.expect("{")
        parts: list[str] = []
        level = 1
        while True:
            if self.at_end():
                raise Unsupported("a brace is not closed")
            token = self._tokens[self._place]
            self._place += 1
            level += (token == "{") - (token == "}")
            if level == 0:
                return "".join(parts)
            parts.append(token)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Unsupported(f"nested deeper than {MAX_DEPTH}")

    def _scripted(self) -> Node:
        base: Node = Row() if self.peek() in ("^", "_") else self._atom()
        if self.peek() in ("^", "_") and not _carries_scripts(base):
            raise Unsupported("a script on a fraction or a sum: put it in parentheses")
        limits: bool | None = None
        found: dict[str, Node] = {}
        primes = 0
        while (token := self.peek()) in ("^", "_", "'", "\\limits", "\\nolimits"):
            self.next()
            if token == "'":
                primes += 1
            elif token in ("^", "_"):
                if token in found:
                    raise Unsupported(f"two {token} on one base")
                found[token] = self.argument()
            elif isinstance(base, Operator | Function):
                limits = token == "\\limits"
            else:
                raise Unsupported(f"{token} without an operator")
        sup = found.get("^")
        if primes:
            sup = Row((Symbol("′" * primes), *((sup,) if sup else ())))
        return Scripts(base, found.get("_"), sup, limits) if sup or found or limits is not None else base

    def _atom(self) -> Node:
        token = self.next()
        if token == "{":
            return self._ordinary_group()
        if token == "~":
            return Space(1)
        if token == "'":
            return Symbol("′")
        if token.startswith("\\"):
            return self._command(token[1:])
        character, kind = CHARACTERS.get(token, (token, "ord"))
        return Symbol(in_font(self._font, character) if self._font else character, kind)

    def _ordinary_group(self) -> Node:
        tree = self.group()
        return Symbol(tree.text) if isinstance(tree, Symbol) else tree

    def _command(self, name: str) -> Node:
        if (rule := commands.RULES.get(name)) is not None:
            return rule(self, name)
        if (symbol := SYMBOLS.get(name) or ESCAPED.get(name)) is not None:
            text, kind = symbol
            return Symbol(in_font(self._font, text) if self._font and text.isalpha() else text, kind)
        if name in SPACES:
            return Space(SPACES[name])
        if name in FUNCTIONS:
            return Function(name)
        if name in LIMIT_FUNCTIONS:
            return Function(LIMIT_FUNCTIONS[name], limits=True)
        if name in OPERATORS:
            return Operator(OPERATORS[name])
        if name in INTEGRALS:
            return Operator(INTEGRALS[name], integral=True)
        raise Unsupported(f"\\{name} is not known")

    def delimiter(self) -> str:
        """Read a delimiter; "" for the invisible one."""
        token = self.next()
        if token == ".":
            return ""
        if token in ("<", ">"):
            return "⟨" if token == "<" else "⟩"
        name = token[1:]
        known = (SYMBOLS.get(name) or ESCAPED.get(name)) if name else None
        sign = known[0] if token.startswith("\\") and known else token
        if sign not in DELIMITERS:
            raise Unsupported(f"{token} is not a delimiter")
        return sign

    def fenced(self) -> Node:
        """Read what stands between `\\left`, already read, and its `\\right`."""
        delimiters = [self.delimiter()]
        parts = [self.row(frozenset())]
        while (token := self.next()) == "\\middle":
            delimiters.append(self.delimiter())
            parts.append(self.row(frozenset()))
        if token != "\\right":
            raise Unsupported("\\left without \\right")
        return Fenced((*delimiters, self.delimiter()), tuple(parts))

    def in_font(self, font: str) -> Node:
        """Read an argument whose letters take the shapes of `font`."""
        outer, self._font = self._font, font
        tree = self.argument()
        self._font = outer
        if font in UPRIGHT and isinstance(tree, Row) and len(tree.items) > 1:
            letters = [item.text for item in tree.items if isinstance(item, Symbol)]
            if len(letters) == len(tree.items) and "".join(letters).isalnum():
                return Word("".join(letters))
        return tree


def _carries_scripts(base: Node) -> bool:
    """Tell whether a script at the corner of `base` cannot be taken for one of its last part."""
    if isinstance(base, Row):
        simple = all(isinstance(item, Symbol | Word | Fenced | Accent) for item in base.items)
        return simple and not {"bin", "rel"} & {kind_of(item) for item in base.items}
    return not isinstance(base, Fraction) or base.binomial
